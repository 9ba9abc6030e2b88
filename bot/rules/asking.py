"""One prompt as one person meets it: in which words, with which names and dates filled in."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from babel.lists import format_list

from bot.chat.dates import day
from bot.rules.bands import band
from bot.rules.wording import choose, has_long_help
from prompts.library import Library
from prompts.message import Markdown
from prompts.program import Program, Prompt
from prompts.wordings import PromptWords, gaps
from prompts.words import Words, fill
from storage.deliveries import anchor_of
from storage.standing import Company, Standing
from storage.tables import Cohort, Delivery, Leg, Participation, Person

GENTLER = "gentler"  # the id under which the gentler wording is remembered
OFFER = "offer"  # the same for the offer of a ring-5 prompt
_GONE = "…"  # stands in a gap that cannot be filled any more


@dataclass(frozen=True, slots=True)
class Asking:
    """A prompt for one person. `values` fill the gaps; a gap that cannot be filled now is not among them."""

    delivery: str
    prompt: Prompt
    said: PromptWords
    words: Words
    values: Mapping[str, str]
    cohort: str = ""
    leg: str = ""  # the visit that the prompt hangs on, if it hangs on one
    promises: tuple[str, ...] = ()  # the person's own that go on, the newest first

    def question(self, wording: str) -> Markdown:
        """The question itself in that wording, or the offer of it; without help or closing line."""
        return fill(self._texts()[wording], **self.values)

    def asked(self, wording: str) -> Markdown:
        """The question as it was put before, when things stood otherwise.

        A wording that is not there any more gives way to the first; an ellipsis stands for whoever has left since,
        and for a date that was taken back.
        """
        texts = self._texts()
        text = texts.get(wording) or next(iter(texts.values()))
        return fill(text, **{**dict.fromkeys(gaps(text), _GONE), **self.values})

    def _texts(self) -> dict[str, str]:
        return {**self.said.wordings, GENTLER: self.said.gentler, OFFER: self.said.offer}


def language_of(person: Person, cohort: Cohort | None, library: Library) -> str:
    """The person's own language, else the cohort's, else the default one: whichever first has words here."""
    wished = (person.language, cohort.language if cohort else "")
    return next((one for one in wished if one in library.words), library.default)


def asking_of(library: Library, row: Delivery, standing: Standing) -> Asking:
    """The prompt of that row as things stand. Raises KeyError for a prompt that the program no longer has."""
    language = language_of(standing.person, standing.cohort, library)
    words, prompt = library.words[language], library.program.prompt(row.prompt)
    found = {**_said_to_anybody(row, standing, words), **_said_to_facilitators(standing, words)}
    if standing.participation:
        found |= _said_to_participants(prompt, row, standing, standing.participation, words)
    values = {gap: value for gap, value in found.items() if value}
    said, leg = library.prompt(language, row.prompt), _leg_of(anchor_of(row))
    return Asking(row.id, prompt, said, words, values, row.cohort_id or "", leg, standing.promises)


def chosen(asking: Asking, program: Program, sent: Sequence[Delivery]) -> tuple[str, bool]:
    """The id of the wording to ask it in, and whether the whole help goes with it.

    `sent` are the prompts that this person has had, oldest first.
    """
    earlier = [one for one in sent if one.id != asking.delivery]
    rings = {prompt.key: prompt.ring for prompt in program.prompts}
    kinds = {prompt.key: prompt.framework for prompt in program.prompts}
    wording = choose(
        list(asking.said.fitting(asking.values)),
        {one.wording for one in earlier if one.prompt == asking.prompt.key},
        asking.delivery,
        ring=asking.prompt.ring,
        last_ring=_last_ring(earlier, rings),
        gentler=(GENTLER,) if asking.said.gentler else (),
    )
    return wording, has_long_help(sum(kinds.get(one.prompt) == asking.prompt.framework for one in earlier))


def _last_ring(earlier: Iterable[Delivery], rings: Mapping[str, int]) -> int | None:
    """The ring of the prompt that the person answered last."""
    answered = [(one.answered_at, rings[one.prompt]) for one in earlier if one.answered_at and one.prompt in rings]
    return max(answered)[1] if answered else None


# -- what fills the gaps -------------------------------------------------------------------------------------------


def _said_to_anybody(row: Delivery, standing: Standing, words: Words) -> dict[str, str]:
    hangs_on = _date(anchor_of(row), standing)
    return {"organisation": standing.organisation.name, "date": day(hangs_on, words) if hangs_on else ""}


def _said_to_facilitators(standing: Standing, words: Words) -> dict[str, str]:
    company = standing.company
    active = [one for one in company.participations if one.state == "active"]
    answered = sum(one.id in company.answered for one in active)
    undated = sum(leg.first_day_on is None or leg.second_day_on is None for leg in company.legs)
    return {"answered_band": words.label(band(answered, len(active))), "visits_without_dates": str(undated)}


def _said_to_participants(
    prompt: Prompt, row: Delivery, standing: Standing, participation: Participation, words: Words
) -> dict[str, str]:
    others = _partners(anchor_of(row), standing.company, participation)
    names = dict(standing.company.names)
    departments = list(dict.fromkeys(one.department for one in others if one.department))
    return {
        "value": _value(prompt, standing.company, participation),
        "partner": _listed([first_name(names[one.id]) for one in others], words),
        "partner_department": _listed(departments, words),
    }


def first_name(name: str) -> str:
    """What somebody is called among colleagues."""
    return name.split(maxsplit=1)[0] if name.split() else name


def _listed(names: Sequence[str], words: Words) -> str:
    return format_list(names, locale=words.locale) if all(names) else ""


def _value(prompt: Prompt, company: Company, participation: Participation) -> str:
    """One of the cohort's values: another for each prompt and person, and always the same for the same two."""
    if not company.values:
        return ""
    number = int.from_bytes(sha256(f"{participation.id}{prompt.key}".encode()).digest()[:8])
    return company.values[number % len(company.values)].name


def _partners(anchor: str, company: Company, participation: Participation) -> list[Participation]:
    """The other person of the visit that the prompt hangs on; without one, everybody the person visits or hosts."""
    own = [leg for leg in company.legs if participation.id in {leg.visitor_id, leg.host_id}]
    legs = [leg for leg in own if leg.id == _leg_of(anchor)] or own
    ids = {leg.host_id if leg.visitor_id == participation.id else leg.visitor_id for leg in legs}
    return [one for one in company.participations if one.id in ids]


def _leg_of(anchor: str) -> str:
    return anchor.partition(":")[2]


def _date(anchor: str, standing: Standing) -> date | None:
    """The date that an anchor instance stands for now."""
    if leg_id := _leg_of(anchor):
        leg = next((one for one in standing.company.legs if one.id == leg_id), None)
        return _day_of(leg, anchor) if leg else None
    cohort = standing.cohort
    dates = {
        "W1": cohort.workshop_1_on if cohort else None,
        "W2": cohort.workshop_2_on if cohort else None,
        "G": cohort.debrief_on if cohort else None,
        "I": _interview(standing),
        "L": _last_visit(standing),
    }
    return dates.get(anchor)


def _day_of(leg: Leg, anchor: str) -> date | None:
    return leg.first_day_on if anchor.startswith("X1") else leg.second_day_on


def _interview(standing: Standing) -> date | None:
    """The person's own interview; for a facilitator, the first of all."""
    if standing.participation:
        return standing.participation.interview_on
    days = [one.interview_on for one in standing.company.participations if one.state == "active"]
    return min((one for one in days if one), default=None)


def _last_visit(standing: Standing) -> date | None:
    if standing.participation is None:
        return None
    own = {standing.participation.id}
    days = [leg.second_day_on for leg in standing.company.legs if own & {leg.visitor_id, leg.host_id}]
    return max((one for one in days if one), default=None)
