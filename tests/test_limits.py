"""The last look before sending: unasked messages wait or are missed, asked-for ones go."""

from datetime import UTC, date, datetime, time, timedelta

from bot.rules.days_off import days_off
from bot.rules.limits import IN_24_HOURS, Go, Miss, Promise, Wait, may_go
from prompts.program import Calendar, Leg, Participant, Pause

CALENDAR = Calendar(None, None, None, days_off("BE", "", date(2027, 1, 1), date(2027, 12, 31)))
VISIT = Leg("leg", True, date(2027, 3, 8), date(2027, 3, 9))
ADA = Participant("ada", "Europe/Brussels", legs=(VISIT,))
UNASKED = Promise()


def brussels(text: str) -> datetime:
    """A moment of winter time there, one hour ahead of UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC) - timedelta(hours=1)


def until(text: str) -> Promise:
    return Promise(window_ends_at=brussels(text))


def test_on_a_working_day_outside_quiet_hours_it_goes() -> None:
    assert may_go(brussels("2027-03-02 09:00"), UNASKED, ADA, CALENDAR, ()) == Go()


def test_in_quiet_hours_it_waits_for_their_end() -> None:
    verdict = may_go(brussels("2027-03-02 21:00"), UNASKED, ADA, CALENDAR, ())

    assert verdict == Wait(brussels("2027-03-03 07:30"))


def test_what_cannot_wait_that_long_is_missed() -> None:
    verdict = may_go(brussels("2027-03-02 21:00"), until("2027-03-03 07:30"), ADA, CALENDAR, ())

    assert verdict == Miss("quiet")


def test_after_its_window_it_is_missed_even_if_it_was_asked_for() -> None:
    asked = Promise(asked_for=True, window_ends_at=brussels("2027-03-02 09:00"))

    assert may_go(brussels("2027-03-02 09:00"), until("2027-03-02 09:00"), ADA, CALENDAR, ()) == Miss("window")
    assert may_go(brussels("2027-03-02 09:00"), asked, ADA, CALENDAR, ()) == Miss("window")


def test_what_was_asked_for_goes_at_night_in_a_pause_on_a_sunday() -> None:
    paused = Participant("ada", "Europe/Brussels", pauses=(Pause(date(2027, 3, 1), date(2027, 3, 31)),))
    sent = tuple(brussels(f"2027-03-07 {hour:02}:00") for hour in range(8))

    assert may_go(brussels("2027-03-07 23:00"), Promise(asked_for=True), paused, CALENDAR, sent) == Go()


def test_in_a_pause_it_waits_for_the_first_working_day_after_it() -> None:
    paused = Participant("ada", "Europe/Brussels", pauses=(Pause(date(2027, 3, 1), date(2027, 3, 5)),))

    verdict = may_go(brussels("2027-03-02 09:00"), UNASKED, paused, CALENDAR, ())

    assert verdict == Wait(brussels("2027-03-08 07:30"))


def test_on_a_day_off_it_waits_unless_a_visit_is_on_that_day() -> None:
    saturday = brussels("2027-03-06 09:00")
    visiting = Participant("ada", "Europe/Brussels", legs=(Leg("leg", True, date(2027, 3, 6), date(2027, 3, 7)),))

    assert may_go(saturday, UNASKED, ADA, CALENDAR, ()) == Wait(brussels("2027-03-08 07:30"))
    assert may_go(saturday, UNASKED, visiting, CALENDAR, ()) == Go()


def test_the_third_of_a_local_day_waits_for_the_next_one() -> None:
    tokyo = Participant("ada", "Asia/Tokyo")
    today = (datetime(2027, 3, 1, 23, 0, tzinfo=UTC), datetime(2027, 3, 2, 1, 0, tzinfo=UTC))  # 8:00 and 10:00 there
    yesterday = datetime(2027, 3, 1, 10, 0, tzinfo=UTC)

    verdict = may_go(datetime(2027, 3, 2, 3, 0, tzinfo=UTC), UNASKED, tokyo, CALENDAR, today)

    assert verdict == Wait(datetime(2027, 3, 2, 22, 30, tzinfo=UTC))
    assert may_go(datetime(2027, 3, 2, 3, 0, tzinfo=UTC), UNASKED, tokyo, CALENDAR, (today[0], yesterday)) == Go()


def test_six_in_24_hours_hold_everything_back_whatever_the_days_are_called() -> None:
    now = brussels("2027-03-03 09:00")
    sent = tuple(now - timedelta(hours=23, minutes=-number) for number in range(IN_24_HOURS))

    verdict = may_go(now, UNASKED, ADA, CALENDAR, sent)

    assert verdict == Wait(sent[0] + timedelta(hours=24))


def test_a_nudge_gives_way_on_the_morning_of_a_visit_and_a_prompt_does_not() -> None:
    morning = brussels("2027-03-08 08:00")

    assert may_go(morning, Promise(gives_way=True), ADA, CALENDAR, ()) == Wait(brussels("2027-03-08 12:00"))
    assert may_go(morning, UNASKED, ADA, CALENDAR, ()) == Go()


def test_somebody_who_works_at_night_has_quiet_hours_by_day() -> None:
    night = Participant("ada", "Europe/Brussels", quiet_from=time(8), quiet_to=time(16))

    assert may_go(brussels("2027-03-02 23:00"), UNASKED, night, CALENDAR, ()) == Go()
    assert may_go(brussels("2027-03-02 09:00"), UNASKED, night, CALENDAR, ()) == Wait(brussels("2027-03-02 16:00"))
