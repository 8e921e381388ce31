"""Writing a file whole or not at all."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING

from ecs_secretmigrate.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Iterable


def write_whole(path: Path, data: bytes | Iterable[bytes], *, mode: int | None = None) -> None:
    """Write beside the file and rename over it; a link is followed, so that it stays one.

    Args:
        path: where to.
        data: the content, or its pieces as they come.
        mode: permission bits; None to keep those of the file that is there, 0600 for a new one.

    Raises:
        SourceError: it cannot be written.
    """
    import tempfile  # noqa: PLC0415 - start-up: it loads OpenSSL, and a scan reads

    path = Path(os.path.realpath(path))
    try:
        if mode is None:
            mode = stat.S_IMODE(path.stat().st_mode) if path.exists() else 0o600
        descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".tmp")
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.writelines([data] if isinstance(data, bytes) else data)
                file.flush()
                os.fsync(file.fileno())
            Path(name).chmod(mode)
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise SourceError(f"{path} cannot be written", cure=str(error.strerror)) from None
