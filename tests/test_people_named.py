"""Whom a typed word names."""

import pytest

from bot.chat.people_named import Named, named


@pytest.mark.parametrize(
    ("token", "whom"),
    [
        ("<@U123>", Named(external_id="U123")),
        ("<@U123|ada>", Named(external_id="U123")),
        ("<@U123|Ada", Named(external_id="U123")),  # cut at the space of a shown name
        ("<@U123>,", Named(external_id="U123")),
        ("Ada@Halden.example", Named(email="ada@halden.example")),
        ("<mailto:ada@halden.example|ada@halden.example>", Named(email="ada@halden.example")),
        ("@ada", None),
        ("ada", None),
        ("2027-03-08", None),
        ("", None),
    ],
)
def test_a_mention_or_an_address_names_somebody_and_nothing_else_does(token: str, whom: Named | None) -> None:
    assert named(token) == whom
