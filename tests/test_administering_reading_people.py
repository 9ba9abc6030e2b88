"""People to be added are read from typed words and from tables, and every bad row is named."""

from bot.chat.command import Typed, understand
from bot.rules.newcomers import Newcomer, Newcomers, table_newcomers, typed_newcomers


def typed(text: str) -> Newcomers:
    understood = understand(f"people add {text}")
    assert isinstance(understood, Typed)
    return typed_newcomers(understood.arguments)


def test_what_follows_people_belongs_to_them() -> None:
    read = typed('<@U1|ada> <@U2> department "Emergency care" profession nurse reports-to Boss@x.org cohort "Spring"')

    assert read.people == (
        Newcomer("U1", "", "", "Emergency care", "nurse", "boss@x.org"),
        Newcomer("U2", "", "", "Emergency care", "nurse", "boss@x.org"),
    )
    assert read.cohort == "Spring"


def test_each_group_of_people_has_its_own_details() -> None:
    read = typed("<@U1> department Housing, <@U2> department Child services reports-to <@U9>")

    assert [(one.mention, one.department, one.reports_to) for one in read.people] == [
        ("U1", "Housing", ""),
        ("U2", "Child services", "U9"),
    ]


def test_a_pasted_list_of_addresses_is_taken_apart() -> None:
    read = typed("a@x.org,b@x.org; <mailto:C@x.org|c@x.org> <d@x.org>")

    assert [one.email for one in read.people] == ["a@x.org", "b@x.org", "c@x.org", "d@x.org"]


def test_a_mention_may_show_a_name_with_spaces() -> None:
    read = typed("<@U1|Ada Byron Lovelace> <@U2> department Housing")

    assert [one.mention for one in read.people] == ["U1", "U2"]
    assert not read.wrong


def test_a_word_that_names_nobody_is_named() -> None:
    read = typed("@ada <@U2>")

    assert list(read.wrong) == ["@ada"]


def test_what_follows_somebody_who_cannot_be_read_is_not_blamed() -> None:
    read = typed('@ada department "Emergency care" profession nurse reports-to chief@example.org')

    assert list(read.wrong) == ["@ada"]


def test_details_of_nobody_are_named() -> None:
    assert list(typed("department Housing").wrong) == ["Housing"]


def test_a_table_from_a_european_spreadsheet_is_read() -> None:
    read = table_newcomers("\ufeffE-mail;Name;Department;Reports to\na@x.org;Ada;Housing;Boss@x.org\n\nb@x.org;Ben;;\n")

    assert read.people == (
        Newcomer("", "a@x.org", "Ada", "Housing", "", "boss@x.org"),
        Newcomer("", "b@x.org", "Ben"),
    )
    assert not read.wrong


def test_every_bad_row_is_named_by_its_line_and_the_good_ones_stay() -> None:
    read = table_newcomers(
        'email,department\na@x.org,"Care, urgent"\nnobody,Housing\na@x.org,Housing\nc@x.org,Housing,more\nd@x.org'
    )

    assert [one.email for one in read.people] == ["a@x.org", "d@x.org"]
    assert read.people[0].department == "Care, urgent"
    assert {line: one.key for line, one in read.wrong.items()} == {
        "3": "gathering.row_no_email",
        "4": "gathering.row_twice",
        "5": "gathering.row_too_long",
    }


def test_a_table_without_addresses_is_refused() -> None:
    assert table_newcomers("name,department\nAda,Housing").wrong[""].key == "gathering.no_email_column"
    assert table_newcomers("  ").wrong[""].key == "gathering.no_table"
