"""What the settings of a language model must be like, so that nobody's words go out unguarded by a slip of the hand."""

import ipaddress
from collections.abc import Mapping
from urllib.parse import urlsplit

APIS = ("responses", "chat")
LONGEST = 20.0  # seconds for one question: five are left of the 25 that anybody may be kept waiting
_NAMES = ("base_url", "api_key", "model", "api", "timeout")
_AT_HOME = (".local", ".internal", ".localhost", ".lan", ".home.arpa")  # names that no public address can have


def misread(given: Mapping[str, str]) -> dict[str, str]:
    """What is wrong with a setting by itself, by its name (`llm_timeout`)."""
    problems = {}
    if given.get("llm_api", APIS[0]) not in APIS:
        problems["llm_api"] = "EXCHANGE_LLM_API must be `responses` or `chat`."
    if not 0 < _seconds(given.get("llm_timeout", "1")) <= LONGEST:
        problems["llm_timeout"] = f"EXCHANGE_LLM_TIMEOUT must be a number of seconds up to {LONGEST:g}, for example 15."
    if wrong := _wrong_address(given.get("llm_base_url", "https://example.org/v1")):
        problems["llm_base_url"] = wrong
    return problems


def missing(given: Mapping[str, str]) -> list[str]:
    """What is needed beside what is given. Where nothing of a model is given, nothing is needed."""
    if not any(f"llm_{name}" in given for name in _NAMES):
        return []
    problems = []
    if "llm_base_url" not in given:
        problems.append("EXCHANGE_LLM_BASE_URL is needed with a language model, such as https://api.openai.com/v1.")
    if "llm_model" not in given:
        problems.append("EXCHANGE_LLM_MODEL is needed with a language model: its name there.")
    if "llm_api_key" not in given and not _is_at_home(given.get("llm_base_url", "")):
        problems.append("EXCHANGE_LLM_API_KEY is needed for a language model that is not on your own network.")
    return problems


def _seconds(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0


def _wrong_address(text: str) -> str:
    try:
        parts = urlsplit(text)
        named = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:  # an address or a port that can be none
        named = False
    if not named or not text.isprintable() or " " in text:
        return "EXCHANGE_LLM_BASE_URL must be an address such as https://api.openai.com/v1."
    if "@" in parts.netloc or parts.query or parts.fragment:
        return "EXCHANGE_LLM_BASE_URL must hold no password and nothing after a question mark."
    if parts.scheme != "https" and not _is_at_home(text):
        return "EXCHANGE_LLM_BASE_URL must begin with https:// unless it is on your own network."
    return ""


def _is_at_home(address: str) -> bool:
    """Whether the address is this machine's or of a private network: nothing leaves the house on the way there."""
    try:
        host = urlsplit(address).hostname or ""
    except ValueError:
        return False
    try:
        place = ipaddress.ip_address(host)
    except ValueError:
        return bool(host) and ("." not in host or host.endswith(_AT_HOME))  # without a dot: a neighbour's name
    return place.is_loopback or (place.is_private and not place.is_unspecified)
