"""What the tool does, as functions over the model."""
