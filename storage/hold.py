"""Keeps a second bot from serving on the same SQLite file, which carries one."""

import fcntl
import os
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import make_url

from storage.engine import reaching

_BESIDE = ".serving"  # after the name of the database: SQLite locks parts of its own file, and must not meet ours


@dataclass
class Hold:
    """A lock of the operating system on a file beside the database: it ends with the process, however that ends.

    Readers, backups and every other command pass it by. PostgreSQL carries any number, and is never held.
    """

    url: str
    _descriptor: int | None = field(default=None, repr=False)

    @property
    def file(self) -> Path | None:
        """The database's file; None where there is nothing to hold."""
        name = make_url(self.url).database if self.url.startswith("sqlite") else None
        return Path(name) if name and name != ":memory:" else None

    def take(self) -> bool:
        """Whether nobody else serves on that file; from now on nobody else does. Never waits.

        Raises Unavailable where nothing can be written beside it.
        """
        if self.file is None:
            return True
        with reaching():
            self._descriptor = _locked(self.file.resolve())  # it is one database, whatever leads to it
        return self._descriptor is not None

    def let_go(self) -> None:
        """The file stays: whoever removed it could remove the lock of somebody who came in between."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


def _locked(file: Path) -> int | None:
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(file.with_name(file.name + _BESIDE), os.O_CREAT | os.O_RDWR, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    return descriptor
