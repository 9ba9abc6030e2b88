"""Settings are read once, and half a configuration is refused with everything that is missing."""

from pathlib import Path

import pytest

from bot.errors import Misconfigured
from bot.settings import read

ENOUGH = {
    "EXCHANGE_SLACK_BOT_TOKEN": "xoxb-1",
    "EXCHANGE_SLACK_SIGNING_SECRET": "new,old",
    "EXCHANGE_ADMINISTRATORS": "U1, ada@example.org",
}


def test_enough_is_enough() -> None:
    settings = read(ENOUGH)

    assert settings.administrators == ("U1", "ada@example.org")
    assert settings.slack_signing_secret == ("new", "old")
    assert settings.database_url == "sqlite+aiosqlite:///data/exchange.db"
    assert settings.keys_url == "sqlite+aiosqlite:///data/keys.db"


def test_everything_that_is_missing_is_listed_at_once() -> None:
    with pytest.raises(Misconfigured) as refused:
        read({})

    for name in ("SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET", "ADMINISTRATORS"):
        assert f"EXCHANGE_{name}" in str(refused.value)


def test_what_is_wrong_is_listed_with_what_is_missing() -> None:
    with pytest.raises(Misconfigured) as refused:
        read({"EXCHANGE_PORT": "eighty", "EXCHANGE_CLOCK": "fast"})

    for name in ("PORT", "CLOCK", "SLACK_BOT_TOKEN", "ADMINISTRATORS"):
        assert f"EXCHANGE_{name}" in str(refused.value)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"EXCHANGE_PORT": "eighty"}, "EXCHANGE_PORT must be a number"),
        ({"EXCHANGE_CLOCK": "fast"}, "EXCHANGE_CLOCK can only be"),
        ({"EXCHANGE_CLOCK": "movable", "EXCHANGE_HOST": "0.0.0.0"}, "loopback"),
        ({"EXCHANGE_FAILPOINT": "anywhere"}, "EXCHANGE_FAILPOINT must be one of: event arrived, "),
        ({"EXCHANGE_FAILPOINT": "delivery claimed", "EXCHANGE_HOST": "0.0.0.0"}, "loopback"),
        ({"EXCHANGE_PATIENCE": "2"}, "EXCHANGE_PATIENCE must be a share"),
        ({"EXCHANGE_PATIENCE": "nan"}, "EXCHANGE_PATIENCE must be a share"),
        ({"EXCHANGE_PATIENCE": "0.05", "EXCHANGE_HOST": "0.0.0.0"}, "loopback"),
        ({"EXCHANGE_DATABASE_URL": "mysql://x"}, "sqlite:/// or postgresql://"),
        ({"EXCHANGE_DATABASE_URL": "postgresql://h/x"}, "EXCHANGE_KEYS_URL is needed with PostgreSQL"),
        ({"EXCHANGE_KEYS_URL": "sqlite:///data/exchange.db"}, "another database"),
        ({"EXCHANGE_KEYS_URL": "postgresql://h/keys"}, "EXCHANGE_MASTER_KEYS is needed with PostgreSQL"),
        ({"EXCHANGE_SLACK_CLIENT_ID": "1.2"}, "needed together"),
        ({"EXCHANGE_LLM_API": "chat"}, "EXCHANGE_LLM_BASE_URL is needed"),
        ({"EXCHANGE_LLM_BASE_URL": "https://h.org/v1"}, "EXCHANGE_LLM_MODEL is needed"),
        ({"EXCHANGE_LLM_BASE_URL": "https://h.org/v1", "EXCHANGE_LLM_MODEL": "m"}, "EXCHANGE_LLM_API_KEY is needed"),
        ({"EXCHANGE_LLM_BASE_URL": "http://h.org/v1"}, "must begin with https://"),
        ({"EXCHANGE_LLM_BASE_URL": "https://me:secret@h.org/v1"}, "must hold no password"),
        ({"EXCHANGE_LLM_BASE_URL": "h.org"}, "must be an address"),
        ({"EXCHANGE_LLM_API": "assistants"}, "`responses` or `chat`"),
        ({"EXCHANGE_LLM_TIMEOUT": "60"}, "EXCHANGE_LLM_TIMEOUT must be"),
    ],
)
def test_a_mistake_is_named(changed: dict[str, str], sentence: str) -> None:
    with pytest.raises(Misconfigured, match=sentence):
        read({**ENOUGH, **changed})


@pytest.mark.parametrize(
    ("given", "meant"), [("PORTT", "PORT"), ("ADMINISTRATOR", "ADMINISTRATORS"), ("SLACK_BOT_TOKN", "SLACK_BOT_TOKEN")]
)
def test_a_name_that_is_almost_right_is_told_the_right_one(given: str, meant: str) -> None:
    with pytest.raises(Misconfigured, match=f"EXCHANGE_{given} is no setting: it should probably be EXCHANGE_{meant}."):
        read({**ENOUGH, f"EXCHANGE_{given}": "3"})


def test_variables_of_others_are_left_alone() -> None:
    others = {
        "EXCHANGE_SERVICE_HOST": "10.0.0.1",
        "EXCHANGE_PORT_8080_TCP": "tcp://10.0.0.1:8080",
        "EXCHANGE_RATE": "2",
    }

    assert read({**ENOUGH, **others}) == read(ENOUGH)


def test_what_only_looks_into_the_databases_needs_no_platform() -> None:
    settings = read({"EXCHANGE_ERASURES_FILE": "/srv/erasures.jsonl", "EXCHANGE_PORT": "none"}, to_serve=False)

    assert (settings.ledger_file, settings.slack) == (Path("/srv/erasures.jsonl"), False)
    with pytest.raises(Misconfigured, match="EXCHANGE_KEYS_URL is needed"):
        read({"EXCHANGE_DATABASE_URL": "postgresql://h/x"}, to_serve=False)


@pytest.mark.parametrize("address", ["http://127.0.0.1:11434/v1", "http://10.1.2.3/v1", "http://ollama:11434/v1"])
def test_a_model_of_ones_own_network_needs_no_key(address: str) -> None:
    settings = read({**ENOUGH, "EXCHANGE_LLM_BASE_URL": address, "EXCHANGE_LLM_MODEL": "m"})

    assert settings.model_is_set
    assert (settings.llm_api, settings.llm_timeout) == ("responses", 20.0)


def test_a_master_key_that_no_setting_names_is_kept_beside_the_key_store() -> None:
    settings = read({**ENOUGH, "EXCHANGE_KEYS_URL": "sqlite:////srv/coach/keys.db"})

    assert settings.master_key_file == Path("/srv/coach/master.key")


def test_no_secret_stands_in_the_settings_own_description() -> None:
    described = repr(read({**ENOUGH, "EXCHANGE_DATABASE_URL": "sqlite:////srv/secret-place.db"}))

    assert "xoxb-1" not in described
    assert "old" not in described
    assert "secret-place" not in described


TEAMS = {
    "EXCHANGE_TEAMS_APP_ID": "11111111-2222-3333-4444-555555555555",
    "EXCHANGE_TEAMS_APP_PASSWORD": "hush",
    "EXCHANGE_TEAMS_TENANTS": "99999999-2222-3333-4444-555555555555",
    "EXCHANGE_PUBLIC_URL": "https://coach.halden.example",
    "EXCHANGE_ADMINISTRATORS": "ada@example.org",
}


def test_teams_alone_is_enough() -> None:
    settings = read(TEAMS)

    assert (settings.teams, settings.slack) == (True, False)


@pytest.mark.parametrize("name", ["TEAMS_APP_ID", "TEAMS_APP_PASSWORD", "TEAMS_TENANTS", "PUBLIC_URL"])
def test_half_of_teams_is_refused(name: str) -> None:
    half = {key: value for key, value in TEAMS.items() if key != f"EXCHANGE_{name}"}

    with pytest.raises(Misconfigured, match=f"EXCHANGE_{name} is needed with"):
        read(half)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"EXCHANGE_HOST": "0.0.0.0"}, "loopback"),
        ({"EXCHANGE_TEAMS_APP_ID": "1", "EXCHANGE_TEAMS_APP_PASSWORD": "hush"}, "exclude each other"),
    ],
)
def test_nobodys_token_goes_unchecked_but_on_this_machine(changed: dict[str, str], sentence: str) -> None:
    local = {"EXCHANGE_TEAMS_UNSAFE_LOCAL": "yes", "EXCHANGE_ADMINISTRATORS": "ada"}

    assert read(local).teams_unsafe_local
    with pytest.raises(Misconfigured, match=sentence):
        read({**local, **changed})
