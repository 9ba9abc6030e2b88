"""Who fails again and again is left alone for a while."""

from bot.chat.breaker import MOST_FAILURES, Breaker

REST = 30.0  # seconds


def test_five_failures_in_a_row_open_the_breaker_and_one_trial_closes_it() -> None:
    now = [100.0]
    breaker = Breaker(REST, lambda: now[0])
    for _ in range(MOST_FAILURES):
        assert breaker.lets_through
        breaker.failed()

    assert not breaker.lets_through
    now[0] += REST
    assert breaker.lets_through
    assert not breaker.lets_through
    breaker.failed()
    assert not breaker.lets_through
    now[0] += REST
    assert breaker.lets_through
    breaker.went_well()
    assert breaker.lets_through
