"""Details of patients and clients are found before an entry is kept, and what is none is left alone."""

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.care.details import KINDS, Detail, Details
from bot.care.numbers import (
    is_belgian_national_number,
    is_dutch_bsn,
    is_nhs_number,
    is_ontario_health_card,
    is_us_ssn,
)
from prompts.mistakes import Mistakes
from tests.sizes import size

DETAILS = Details.read(Path("prompts"))


def found(text: str) -> list[tuple[str, str]]:
    return [(one.kind, text[one.start : one.end]) for one in DETAILS.find(text)]


FOUND = [
    ("The sheet said NHS number 943 476 5919.", "nhs_number", "943 476 5919"),
    ("Somebody called out 9434765919 in the corridor.", "nhs_number", "9434765919"),
    ("nhs no: 943-476-5919, on a sticky note", "nhs_number", "943-476-5919"),
    ("The card 1234-567-897 AB lay there.", "ontario_health_card", "1234-567-897 AB"),
    ("Her OHIP number is 1234567897.", "ontario_health_card", "1234567897"),
    ("Het rijksregisternummer 85.07.30-033.28 stond er.", "belgian_national_number", "85.07.30-033.28"),
    ("Le NISS 85073003328 était lisible.", "belgian_national_number", "85073003328"),
    ("Haar BSN is 111222333.", "dutch_bsn", "111222333"),
    ("Op het bord stond 123456782, verder niets.", "dutch_bsn", "123456782"),
    ("The form had SSN 536-90-4399 on it.", "us_ssn", "536-90-4399"),
    ("It read MRN 12345 and no name.", "record_number", "MRN 12345"),
    ("Het dossier nr. 8812 was zoek.", "record_number", "dossier nr. 8812"),
    ("Il y avait numéro de patient 77123 dessus.", "record_number", "numéro de patient 77123"),
    ("He was born 3 May 1951 in Leeds.", "birth_date", "born 3 May 1951"),
    ("On the glove box: DOB 03/05/51.", "birth_date", "DOB 03/05/51"),
    ("Ze is geboren op 3 mei 1951.", "birth_date", "geboren op 3 mei 1951"),
    ("Elle est née le 3 mai 1951.", "birth_date", "née le 3 mai 1951"),
    ("Ring 07700 900123 before ten.", "phone", "07700 900123"),
    ("Bel haar op 0470 12 34 56.", "phone", "0470 12 34 56"),
    ("Le fils, +33 6 12 34 56 78, attend.", "phone", "+33 6 12 34 56 78"),
    ("Het is 06-12345678, zei ze.", "phone", "06-12345678"),
    ("They gave me (416) 555-0134 twice.", "phone", "(416) 555-0134"),
    ("Write to j.carter@example.com soon.", "email", "j.carter@example.com"),
    ("The family lives near SW1A 1AA now.", "postcode", "SW1A 1AA"),
    ("Home is K1A 0B1, two ferries away.", "postcode", "K1A 0B1"),
    ("De familie komt uit 3512 JE.", "postcode", "3512 JE"),
    ("Ze woont in 9000 Gent.", "postcode", "9000"),
    ("Il habite rue du Moulin 12, 75011 Paris.", "postcode", "75011"),
    ("They drove from Springfield, IL 62704.", "postcode", "62704"),
    ("Today Mrs Peters smiled.", "title_and_surname", "Mrs Peters"),
    ("I spoke with Dr Smith.", "title_and_surname", "Dr Smith"),
    ("Toen belde mevrouw de Vries.", "title_and_surname", "mevrouw de Vries"),
    ("On a déplacé Mme Dupont.", "title_and_surname", "Mme Dupont"),
    ("then mrs peters came", "title_and_surname", "mrs peters"),
    ("I helped Maria to the toilet.", "first_name", "Maria"),
    ("Toen viel Jan uit bed.", "first_name", "Jan"),
    ("J'ai aidé Paulette à se lever du lit.", "first_name", "Paulette"),
    ("Only bed 4 was quiet.", "bed_or_room", "bed 4"),
    ("Everybody passed room 12B.", "bed_or_room", "room 12B"),
    ("Iemand riep uit kamer 7.", "bed_or_room", "kamer 7"),
    ("La lampe de la chambre 12 brille.", "bed_or_room", "chambre 12"),
]


@pytest.mark.parametrize(("text", "kind", "said"), FOUND, ids=[f"{kind}: {said}" for _, kind, said in FOUND])
def test_a_detail_is_found_where_it_stands(text: str, kind: str, said: str) -> None:
    assert found(text) == [(kind, said)]


@pytest.mark.parametrize(
    "text",
    [
        "On 3 May 2027 the rota changed at 14:30 and again on 01/06/2027.",
        "We had 30 minutes, 12 beds, 4 nurses and 1,250,000 pounds.",
        "Our reference 943 476 5918 could not be found.",
        "De factuur 123456782 was te laat betaald.",
        "The idea was born on 3 May 2024 in a corridor.",
        "Meeting room 3 was booked, and there is room for 2 improvements.",
        "For the workshop we met in room 204.",
        "She was in bed 3 days with flu, and I sat on my bed at the bedside of a plan.",
        "Il lit 3 rapports, et we lit 3 candles.",
        "Maria, the ward manager, explained how they wash and dress people.",
        "I shadowed Jan on the medication round.",
        "The deputy director of the emergency department asked one question.",
        "I miss Mondays. Mr and Mrs are words that they avoid. We called the Dr. The ward was calm.",
        "In 2027 HR will report, and in 2026 IT did.",
        "Ze las pagina 12 van het plan van 2027 om 10.45 uur.",
        "In this case 25000 euros were saved, in case 3 of 12, and patient numbers rose by 300.",
        "My birthday is in June, and the plan born of it was dated 3 June 2027.",
        "Anna and Peter gave a talk on wound care; the toilet campaign by Tom reached 300 nurses.",
        "Room by room, 10 11 12 13 14 were the hours at which the 10 12 2026 14 30 list was read.",
        "Né de la crise, le plan du 3 mai 2020 tient toujours.",
        "Grace under pressure: may I say that the dressing gown of the theatre was mine?",
    ],
)
def test_what_is_no_detail_is_left_alone(text: str) -> None:
    assert found(text) == []


def test_a_name_is_found_wherever_it_stands_again() -> None:
    said = "I helped Maria to the toilet. Afterwards Maria laughed."

    assert DETAILS.without(said) == "I helped […] to the toilet. Afterwards […] laughed."


def test_only_the_details_are_taken_out() -> None:
    said = "Mrs Peters in bed 4, NHS number 943 476 5919, waited."

    assert DETAILS.without(said) == "[…] in […], NHS number […], waited."


def test_typographic_apostrophes_and_blanks_change_no_place() -> None:
    assert found("Ms O’Neill’s number: 943\u00a0476\u00a05919 …") == [
        ("title_and_surname", "Ms O’Neill"),
        ("nhs_number", "943\u00a0476\u00a05919"),
    ]


@pytest.mark.parametrize(
    ("rule", "valid", "invalid"),
    [
        (is_nhs_number, ("9434765919", "4010232137"), ("9434765918", "1111111111", "943476591")),
        (is_ontario_health_card, ("1234567897",), ("1234567890", "0234567897")),
        (is_belgian_national_number, ("85073003328", "17073003384"), ("85073003329", "85133003328")),
        (is_dutch_bsn, ("111222333", "123456782"), ("111222334", "000000000")),
        (is_us_ssn, ("536904399",), ("000904399", "666904399", "936904399", "536004399", "536900000")),
    ],
)
def test_check_digits_are_those_of_the_authorities(
    rule: object, valid: tuple[str, ...], invalid: tuple[str, ...]
) -> None:
    assert callable(rule)
    assert all(rule(one) for one in valid)
    assert not any(rule(one) for one in invalid)


PIECES = st.sampled_from(
    [
        *("Mrs ", "Peters", "bed 4", "943 476 5919", "born ", "3 May 1951", "Maria ", "toilet", ". ", ", ", "\n", "1"),
        *("06 12 34 56 78 ", "@", "a.b@c.org", "MRN ", "’", "İ", "ß", "9000 Gent", "room ", "meeting ", "é", "e\u0301"),
        *("dossier ", "P-20451", "(", "[…]", "-", "  ", "BSN ", "😀", "lit ", "kamer ", "http://", "%", "|", "12 "),
    ]
)


@settings(max_examples=size(2000))
@given(st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=40).map("".join)))
def test_any_text_is_read_and_its_details_stand_in_order(text: str) -> None:
    details = DETAILS.find(text)

    assert all(0 <= one.start < one.end <= len(text) and one.kind in KINDS for one in details)
    assert all(one.end <= following.start for one, following in itertools.pairwise(details))
    assert DETAILS.find(text) == details
    assert DETAILS.without(text) == "[…]".join(_between(text, details))


def _between(text: str, details: tuple[Detail, ...]) -> Iterator[str]:
    end = 0
    for one in details:
        yield text[end : one.start]
        end = one.end
    yield text[end:]


@given(st.lists(st.sampled_from(FOUND), min_size=1, max_size=5, unique=True))
def test_nothing_that_was_found_is_left(sentences: list[tuple[str, str, str]]) -> None:
    left = DETAILS.without(" ".join(text for text, _, _ in sentences))

    assert not [said for _, _, said in sentences if said in left]


@pytest.mark.parametrize("length", [3000, 40_000])
@pytest.mark.parametrize(
    "piece",
    [
        *(
            "a",
            "1",
            " ",
            "\n",
            "(",
            "1 ",
            "1-",
            "9.",
            "a@",
            "Mrs ",
            "born on ",
            "patient ",
            "room 4 meeting ",
            "Maria ",
        ),
        *("é", "0123456789 ", "06 12 34 56 78 ", "NHS 1 ", "lives in a ", "rue ", "date of birth ", "D-11-405 "),
        "x" * 25 + " ",
    ],
)
def test_text_of_any_shape_is_read_to_its_end(piece: str, length: int) -> None:
    text = (piece * length)[:length] + " 1, then NHS number 943 476 5919."

    assert DETAILS.find(text)[-1] == Detail("nhs_number", len(text) - 13, len(text) - 1)


@pytest.mark.parametrize(
    ("language", "before", "after", "wrong", "sentence"),
    [
        ("nl", 'rooms = ["kamer"', 'rums = ["kamer"', "rums =", "beds.rums is not known; known are beds"),
        ("fr", "[titles]", "[titels]", "[titels]", "nothing is read from a table called titels"),
        ("en", 'number_words = ["number"', "number_words = [1", "number_words", "must be a list of words"),
        ("en", "[birth]", "[birth", "[birth", "square bracket"),
        ("nl", 'perhaps = ["nummer"]', 'perhaps = "nummer"', 'perhaps = "nummer"', "must be a list of words"),
    ],
)
def test_a_mistake_in_a_list_is_named_with_its_line(
    folder: Path, language: str, before: str, after: str, wrong: str, sentence: str
) -> None:
    file = folder / language / "patient_details.toml"
    written = file.read_text("utf-8").replace(before, after, 1)
    file.write_text(written, "utf-8")
    line = next(number for number, one in enumerate(written.splitlines(), 1) if wrong in one)

    with pytest.raises(Mistakes) as told:
        Details.read(folder)

    assert any(
        one.line == line and one.file == f"prompts/{language}/patient_details.toml" and sentence in one.sentence
        for one in told.value.found
    )


def test_lists_that_are_not_there_are_no_lists_without_words(tmp_path: Path) -> None:
    with pytest.raises(Mistakes, match=r"patient_details\.toml:1: this file is missing"):
        Details.read(tmp_path)
