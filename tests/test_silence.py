"""What people write never reaches a log; and the listener that watches over it would hear it if it did."""

import logging

from tests.silence import Listening, remember


def test_a_line_with_something_that_somebody_wrote_is_heard() -> None:
    listening, log = Listening(), logging.getLogger("tests.silence")
    log.propagate = False
    log.addHandler(listening)
    remember("Nobody asked the night shift.")

    log.warning("stored: %s", "Nobody asked the night shift.")
    log.warning("stored one entry")

    assert listening.leaks == ["tests.silence: stored: Nobody asked the night shift."]
