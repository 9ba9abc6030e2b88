"""What the operator decides, read once from the environment; half a configuration is refused."""

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from bot import model_settings, serving_settings, trial_settings
from bot.errors import Misconfigured
from bot.misspelt import misspelt
from storage.addresses import DATABASE, KEYS, driven, mistake_in

PREFIX = "EXCHANGE_"

_YES = frozenset({"1", "true", "yes"})
_TEAMS_TYPES = ("MultiTenant", "SingleTenant")  # "UserAssignedMSI" works on Azure's own machines alone

_EXAMPLES = {"database_url": DATABASE, "keys_url": KEYS}

# Marks all that backup, restore and resume use.
_TO_REMEMBER = {"to_remember": True}


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting, named as its variable without `EXCHANGE_`, in lower case. Secrets stay out of the `repr`."""

    database_url: str = field(default=DATABASE, repr=False, metadata=_TO_REMEMBER)
    keys_url: str = field(default="", repr=False, metadata=_TO_REMEMBER)
    master_keys: str = field(default="", repr=False, metadata=_TO_REMEMBER)
    host: str = "127.0.0.1"
    port: int = 8080
    public_url: str = ""
    administrators: tuple[str, ...] = ()
    language: str = "en"
    slack_signing_secret: tuple[str, ...] = field(default=(), repr=False)
    slack_bot_token: str = field(default="", repr=False)
    slack_app_token: str = field(default="", repr=False)
    slack_client_id: str = ""
    slack_client_secret: str = field(default="", repr=False)
    slack_api_url: str = "https://slack.com/api/"
    teams_app_id: str = ""
    teams_app_password: str = field(default="", repr=False)
    teams_app_type: str = "MultiTenant"
    teams_tenants: tuple[str, ...] = ()
    teams_unsafe_local: bool = False
    llm_base_url: str = ""
    llm_api_key: str = field(default="", repr=False)
    llm_model: str = ""
    llm_api: str = model_settings.APIS[0]
    llm_timeout: float = model_settings.LONGEST
    clock: str = field(default="", metadata=_TO_REMEMBER)  # one that was set forward counts its own time
    failpoint: str = ""
    patience: float = 1.0
    erasures_file: str = field(default="", metadata=_TO_REMEMBER)
    metrics_port: int = 0
    log: str = ""

    @property
    def slack(self) -> bool:
        """Whether any setting of Slack is there: then all that it needs must be."""
        return any((self.slack_signing_secret, self.slack_bot_token, self.slack_app_token, self.slack_client_id))

    @property
    def teams(self) -> bool:
        return bool(self.teams_app_id or self.teams_unsafe_local)

    @property
    def model_is_set(self) -> bool:
        """Whether there is a language model; without one nothing of it is even loaded."""
        return bool(self.llm_model)

    @property
    def movable_clock(self) -> bool:
        return self.clock == "movable"

    @property
    def key_store_file(self) -> Path:
        """Where the key store is, if it is a file."""
        return Path(self.keys_url.partition(":///")[2])

    @property
    def master_key_file(self) -> Path:
        """Where the master key is kept that no setting names: beside the key store, which is a file then."""
        return self.key_store_file.parent / "master.key"

    @property
    def ledger_file(self) -> Path:
        """Where it is noted who was erased: beside the key store where that is a file, and never inside a backup."""
        if self.erasures_file:
            return Path(self.erasures_file)
        beside = self.master_key_file.parent if self.keys_url.startswith("sqlite") else Path("data")
        return beside / "erasures.jsonl"

    @property
    def loopback(self) -> bool:
        return _is_loopback(self.host)


_TYPES = {one.name: one.type for one in fields(Settings)}
_NAMES = tuple(_TYPES)
_REMEMBERED = frozenset(one.name for one in fields(Settings) if one.metadata == _TO_REMEMBER)


def read(environment: Mapping[str, str], *, to_serve: bool = True) -> Settings:
    """The settings of an environment; where it is not to serve, only those of what it remembers.

    Raises Misconfigured with everything that is missing or wrong, a line each.
    """
    given = {name: text for name, text in _given(environment).items() if to_serve or name in _REMEMBERED}
    misread = _misread(given)
    readable = {name: _value(name, text) for name, text in given.items() if name not in misread}
    settings = _with_keys(Settings(**readable))
    problems = [*misspelt(environment, PREFIX, _NAMES), *misread.values(), *_missing_to_remember(settings)]
    if to_serve:
        problems += [*serving_settings.missing(settings), *model_settings.missing(given)]
    if problems := [*problems, *_unsafe(settings)]:
        raise Misconfigured("\n".join(problems))
    return settings


def _given(environment: Mapping[str, str]) -> dict[str, str]:
    said = {name: environment.get(PREFIX + name.upper(), "").strip() for name in _NAMES}
    return {name: text for name, text in said.items() if text}


def _value(name: str, text: str) -> Any:
    kind = _TYPES[name]
    if kind is int or kind is float:
        return kind(text)
    if kind is bool:
        return text in _YES
    if kind == tuple[str, ...]:
        return tuple(part.strip() for part in text.split(",") if part.strip())
    if name in _EXAMPLES:
        return driven(text)
    if name == "slack_api_url":
        return text.rstrip("/") + "/"
    return text


def _with_keys(settings: Settings) -> Settings:
    database = driven(settings.database_url)
    keys = settings.keys_url or (driven(KEYS) if database.startswith("sqlite") else "")
    return replace(settings, database_url=database, keys_url=keys)


def _misread(given: Mapping[str, str]) -> dict[str, str]:
    """What is wrong with a setting by itself, by its name."""
    problems = {**model_settings.misread(given), **trial_settings.misread(given)}
    for name, example in (("port", "8080"), ("metrics_port", "9100")):
        port = given.get(name, example)
        if not (port.isascii() and port.isdigit()) or int(port) > 65_535:
            problems[name] = f"EXCHANGE_{name.upper()} must be a number from 0 to 65535, for example {example}."
    if given.get("log", "json") != "json":
        problems["log"] = "EXCHANGE_LOG can only be `json`, or not be set."
    if given.get("clock", "movable") != "movable":
        problems["clock"] = "EXCHANGE_CLOCK can only be `movable`, or not be set."
    if given.get("teams_unsafe_local", "yes") not in _YES:
        problems["teams_unsafe_local"] = "EXCHANGE_TEAMS_UNSAFE_LOCAL can only be `yes`, or not be set."
    if given.get("teams_app_type", "MultiTenant") not in _TEAMS_TYPES:
        problems["teams_app_type"] = f"EXCHANGE_TEAMS_APP_TYPE must be one of {', '.join(_TEAMS_TYPES)}."
    for name, example in _EXAMPLES.items():
        if wrong := mistake_in(given.get(name, example), example):
            problems[name] = f"EXCHANGE_{name.upper()} {wrong}"
    return problems


def _missing_to_remember(settings: Settings) -> list[str]:
    problems = []
    if not settings.keys_url:
        problems.append("EXCHANGE_KEYS_URL is needed with PostgreSQL: keys live in a database of their own.")
    if not settings.master_keys and not settings.keys_url.startswith("sqlite"):
        problems.append("EXCHANGE_MASTER_KEYS is needed with PostgreSQL: 32 random bytes in base64, for every process.")
    return problems


def _unsafe(settings: Settings) -> list[str]:
    problems = trial_settings.unsafe(settings.failpoint, settings.patience, loopback=settings.loopback)
    if settings.movable_clock and not settings.loopback:
        problems.append("EXCHANGE_CLOCK=movable is for demos: it needs EXCHANGE_HOST on loopback, such as 127.0.0.1.")
    if settings.teams_unsafe_local and not settings.loopback:
        problems.append(
            "EXCHANGE_TEAMS_UNSAFE_LOCAL checks nobody's token: it needs EXCHANGE_HOST on loopback, such as 127.0.0.1."
        )
    if settings.teams_unsafe_local and settings.teams_app_id:
        problems.append("EXCHANGE_TEAMS_UNSAFE_LOCAL and EXCHANGE_TEAMS_APP_ID exclude each other.")
    if settings.keys_url == settings.database_url:
        problems.append("EXCHANGE_KEYS_URL must be another database than EXCHANGE_DATABASE_URL.")
    return problems


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
