"""A second set of the project's own, later and with other names and kinds than the first."""

from collections.abc import Callable

from benchmarks.pairs.row import Row
from benchmarks.pairs.values import Values

from . import clouds, harmless, products, stores, texts

SEED = "ecs-secretmigrate-pairs-2"

TOPICS: dict[str, Callable[[Values], list[Row]]] = {
    "stores": stores.rows,
    "products": products.rows,
    "clouds": clouds.rows,
    "texts": texts.rows,
    "harmless": harmless.rows,
}
