"""The settings by which it is tried what a crash does: where the process ends, and how quickly it is looked after."""

from collections.abc import Mapping

from storage.fail_points import STEPS


def misread(given: Mapping[str, str]) -> dict[str, str]:
    """What is wrong with a setting by itself, by its name."""
    problems = {}
    if given.get("failpoint", STEPS[0]) not in STEPS:
        problems["failpoint"] = f"EXCHANGE_FAILPOINT must be one of: {', '.join(STEPS)}."
    if not _is_share(given.get("patience", "1")):
        problems["patience"] = "EXCHANGE_PATIENCE must be a share of 1, for example 0.05."
    return problems


def unsafe(failpoint: str, patience: float, *, loopback: bool) -> list[str]:
    """What must not be set where others than this machine are listened to."""
    if loopback:
        return []
    problems = []
    if failpoint:
        problems.append("EXCHANGE_FAILPOINT ends the process: it needs EXCHANGE_HOST on loopback, such as 127.0.0.1.")
    if patience < 1:
        problems.append("EXCHANGE_PATIENCE is for tries: it needs EXCHANGE_HOST on loopback, such as 127.0.0.1.")
    return problems


def _is_share(text: str) -> bool:
    try:
        return 0 < float(text) <= 1
    except ValueError:
        return False
