"""What must outlive a power cut is brought to the disk itself."""

import os
from pathlib import Path


def keep(path: Path) -> None:
    """Returns when the file's content is on the disk; of a folder, its list of files. Raises OSError."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
