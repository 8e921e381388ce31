"""The errors of the docker package that ministack's ECS engine knows."""


class DockerException(Exception):
    """Anything that goes wrong."""


class APIError(DockerException):
    """The engine refused."""


class NotFound(APIError):
    """There is no such thing."""


class ImageNotFound(NotFound):
    """There is no such image."""


class ContainerError(DockerException):
    """A container ended badly."""
