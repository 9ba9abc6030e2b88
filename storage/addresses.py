"""Addresses of databases: as operators write them, as the drivers take them, and what can be wrong with one.

No sentence here quotes an address: any part of one that was written wrongly may be a piece of its password.
"""

import re
from collections.abc import Sequence
from typing import Any

from sqlalchemy import make_url
from sqlalchemy.dialects.postgresql.asyncpg import PGDialect_asyncpg
from sqlalchemy.exc import ArgumentError

# Right ones of SQLite's, which stand where none is given.
DATABASE = "sqlite:///data/exchange.db"
KEYS = "sqlite:///data/keys.db"

# What operators write, and the driver that serves it here.
_DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "postgresql": "postgresql+asyncpg",
    "postgres": "postgresql+asyncpg",
}
_SQLITE, _POSTGRESQL = _DRIVERS["sqlite"], _DRIVERS["postgresql"]
_RIGHT = "postgresql://coach:PASSWORD@127.0.0.1:5432/exchange"
_WRITTEN = "in a password : is written %3A, / %2F, ? %3F, # %23 and @ %40"
_PORTS = range(1, 65_536)
_DIALECT = PGDialect_asyncpg()  # type: ignore[no-untyped-call]  # has no types

# libpq and its tools say `sslmode`, asyncpg says `ssl`; the values are the same.
_TLS_OF_LIBPQ = re.compile(r"(?<=[?&])sslmode=")
_TLS = ("disable", "allow", "prefer", "require", "verify-ca", "verify-full")

# What asyncpg takes behind the `?` as it is written there: a text.
_CACHE = "prepared_statement_cache_size"
_PLACES = ("host", "port", "database", "service", "servicefile", "target_session_attrs")
_PEOPLE = ("user", "password", "passfile", "krbsrvname", "gsslib")
_TAKEN = frozenset({*_PLACES, *_PEOPLE, "ssl", _CACHE})

# What other programs take there, and what to do here instead.
_INSTEAD = {
    "channel_binding": "leave it out: the driver does not know it",
    "sslrootcert": "name that file in the variable PGSSLROOTCERT",
    "sslcert": "name that file in the variable PGSSLCERT",
    "sslkey": "name that file in the variable PGSSLKEY",
    "sslcrl": "name that file in the variable PGSSLCRL",
    "application_name": "leave it out: the bot gives its own",
    "connect_timeout": "leave it out: the bot waits ten seconds",
    "options": "leave it out, and set it for the role or the database in PostgreSQL",
}


def driven(url: str) -> str:
    """The address with the driver that serves it, in that one's words: `postgresql://…` is `postgresql+asyncpg://…`."""
    scheme, separator, rest = url.partition("://")
    driver = _DRIVERS.get(scheme, scheme)
    return f"{driver}{separator}{_TLS_OF_LIBPQ.sub('ssl=', rest) if driver == _POSTGRESQL else rest}"


def mistake_in(url: str, example: str) -> str:
    """What keeps that address from being used, as the rest of a sentence about it, with a right one; "" for nothing.

    `example` is a right one of SQLite's.
    """
    scheme, separator, _ = driven(url).partition("://")
    if separator and scheme == _SQLITE:
        return _in_sqlite(driven(url), example)
    if separator and scheme == _POSTGRESQL:
        return _behind_the_mark(driven(url)) or _in_place(driven(url))
    return f"must begin with sqlite:/// or postgresql://, for example {example}."


def _in_sqlite(url: str, example: str) -> str:
    file = url.partition("://")[2].partition("?")[0]
    if file.startswith("/") and file not in {"/", "/:memory:"}:
        return ""
    return f"must name a file after three slashes, or after four from the root on, for example {example}."


def _in_place(url: str) -> str:
    """What is wrong with its hosts and ports; whatever stands in a wrong place is taken for one of them."""
    try:
        _, given = _DIALECT.create_connect_args(make_url(url))  # type: ignore[no-untyped-call]  # the same
        hosts, ports = _several(given.get("host")), _several(given.get("port"))
        right = all(map(_is_host, hosts)) and all(one in _PORTS for one in ports)
    except (ValueError, AssertionError, ArgumentError):
        right = False
    return "" if right else f"must have a host and a port from 1 to 65535, for example {_RIGHT}; {_WRITTEN}."


def _is_host(host: str) -> bool:
    """Raises ValueError for a name that the net cannot have; a folder is one of PostgreSQL's sockets."""
    return host.startswith("/") or b"@" not in host.encode("idna")


def _several(given: Any) -> Sequence[Any]:
    """Of one host or port, of a list of them, and of none."""
    return given if isinstance(given, list) else [given] if given else []


def _behind_the_mark(url: str) -> str:
    try:
        given = make_url(url).query
    except ValueError:  # the port is wrong, which is said by itself
        return ""
    if known := next((name for name in given if name in _INSTEAD), ""):
        return f"cannot have {known} behind the ?: {_INSTEAD[known]}."
    if not _TAKEN.issuperset(given):
        return f"has something behind the ? that the driver does not know; right is {_RIGHT}?sslmode=require."
    if given.get("ssl", _TLS[0]) not in _TLS:
        return f"must have one sslmode, of {', '.join(_TLS)}, for example {_RIGHT}?sslmode=require."
    if not str(given.get(_CACHE, 0)).isdecimal():
        return f"must have a number as {_CACHE}, for example {_RIGHT}?{_CACHE}=0."
    return ""
