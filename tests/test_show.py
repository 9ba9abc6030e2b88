"""`python -m bot show` leaves nothing out, and Slack would take all of it."""

import io
import json
from collections.abc import Iterator, Mapping
from contextlib import redirect_stdout
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from bot.chat.action import Action
from bot.chat.command import COMMANDS
from bot.coach.builtin import BuiltinCoach
from bot.desks import desks
from bot.flows.granting import Granting
from bot.showing.show import write
from bot.slack.limits import check_limits
from prompts.library import Library

pytestmark = pytest.mark.xdist_group("show")  # the sample is made once, not once on each core

PROMPTS = Path("prompts")

# Sentences that no view of the sample has, with the reason why.
NOT_SHOWN = (
    "exported. values_paper. journal_paper. board_paper.",  # stands in files, which are no views
    "board.answered_plain board.no_answer_yet_plain board.waits_for_answer_plain",  # the same
    "board.no_answer_yet board_update.head_30 board_update.head_60 board_update.head_90",  # a month and more afterwards
    "board_update.asks_wait board_update.stuck board_update.on_track board_update.project",  # the same
    "board_update.unheard",  # the same
    "board.few_voices board.value_untold",  # the sample has too few voices of every line, and tells of every value
    "board.briefing",  # what a facilitator reads in that round of a live debrief
    "values_history.none values_history.taken_away",  # values that were stated, and of which none was taken away
    "board.listen_",  # what is listened for in a line, and never said
    "overseeing.debrief_today overseeing.debrief_runs",  # on its own day: the sample's facilitators look before it
    "overseeing.board_missing",  # a debrief that is over, and no note: here one was begun before
    "board.no_sponsor board.nothing_in_it board.line_is_wrong",  # a cohort that lost its sponsor; lines that went bad
    "deed.board_ deed.document_given",  # read like the other deeds
    "documenting.no_room",  # the sample's cohort has a room
    "rehearsal.title rehearsal.workshop rehearsal.visit rehearsal.return_visit rehearsal.interview rehearsal.debrief",
    "rehearsal.week rehearsal.window rehearsal.audience.room",
    "rehearsal.debrief_title rehearsal.each_of rehearsal.one_of",  # printed by `python -m bot rehearse`
    "slack.install. site.",  # pages in the browser
    "slack.more_ slack.text_cut slack.value_cut",  # what is too large is cut; nothing here is
    "slack.nothing_to_choose slack.empty_form slack.send",  # nothing here is empty, or without a word on its button
    "slack.form_ slack.try_again slack.external",  # Slack's own troubles, answered by its edge
    "trouble.later trouble.unknown_",  # the database is away; a workspace or a person that we do not know
    "auditing.n",  # whoever can read the trail stands in it; what nobody did is not done in the sample
    "walling.opens walling.plan_b",  # sent two days before a debrief; here that debrief is not reached
    "offering.no_room",  # somebody who offered nine
    "offering.too_late",  # whoever comes after the points were gathered: nobody of the sample has none then
    "deed.pairs_made_despite deed.share_ deed.wall_ deed.ai_described",  # read like the other deeds
    "pairing.against_in_private pairing.against_same_site",  # read like the other reasons
    "care.call_seen_by_other care.call_nobody care.call_asked_no_hours",  # two facilitators or none; no hours given
    "care.kind.",  # each kind reads like the few that are shown
    "arranging.nothing_moves pairing.changed_since writing.waiting_gone sharing.nothing",  # two people at the same time
    "sharing.until_debrief",  # a cohort that started without its debrief's day
    "voting.total_short linking.held linking.projects",  # stand in a summary, which is shown without a wall
    "lodging.unreachable",  # the sample's rooms can be written to
    "cohorts_meant.none stating.none",  # whoever holds a role has a cohort, and one that runs has a statement
    "projects.no_list",  # a cohort starts only with a list
    "granting.inside",  # reads like `granting.takes_part`
    "safeguarding.ai_no_model",  # there is a model in the sample
    "teams.app_",  # stand in the app's manifest
    "teams.way_in delivery.second_copy",  # only where Teams opens no form by itself, or nobody can know what was sent
    "inviting.expected preparing.expected",  # only where a platform cannot be asked for addresses, as Teams
    "documents.",  # a card with a link, which only Teams needs, and the page behind it
    "joining.slack joining.teams",  # stand for a workspace without a name; those of the sample have one
    # an organisation that administers itself, has an administrator of one cohort, or wrote before it joined
    "joining.only_ joining.already joining.obstacle_entries",
    "interviews.own interviews.has_with",  # a facilitator who takes part, and two facilitators
    "pair_card.closed pair_card.item_early pair_card.too_early pair_card.no_date",  # before its visit, and in the end
    "deed.card_",  # read like the other deeds
    "leaving_out.nobody leaving_out.with sentences.closed",  # no facilitator, two of them, and after the debrief
    "deed.interview deed.sentence deed.left_out",  # read like the other deeds
    "interviews.called_off",  # somebody who facilitates is erased
    "interviews.none_free interviews.everybody_has",  # read like the lists of those who have none, and of what is free
    "contributing.too_few",  # three and more send something in
    "debrief.move.",  # each reads like the one that is shown
    "debrief.preview_in_ story.nobody story.unnamed",  # another room or another number of stories
    "round.break.",  # the round that is left out in the sample
    "preparing.ask_facilitator",  # asked of administrators, who can fill that gap themselves
)


class Read(dict[str, str]):
    """Sentences that remember which of them were asked for."""

    def __init__(self, sentences: Mapping[str, str]) -> None:
        super().__init__(sentences)
        self.used: set[str] = set()

    def __getitem__(self, key: str) -> str:
        self.used.add(key)
        return super().__getitem__(key)

    def get(self, key: str, default: Any = None) -> Any:
        self.used.add(key)
        return super().get(key, default)


@dataclass(frozen=True)
class Shown:
    code: int
    printed: str
    views: Mapping[str, dict[str, Any]]
    sentences: Read


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Shown:
    folder, library = tmp_path_factory.mktemp("shown"), Library.load(PROMPTS)
    english = library.words["en"]
    sentences = Read(english.sentences)
    recording = replace(library, words={**library.words, "en": replace(english, sentences=sentences)})
    with redirect_stdout(io.StringIO()) as printed:
        code = write(recording, folder)
    views = {file.stem: json.loads(file.read_text("utf-8")) for file in folder.glob("*.json")}
    return Shown(code, printed.getvalue(), views, sentences)


def test_every_view_stays_inside_what_slack_takes(shown: Shown) -> None:
    assert [(name, problem) for name, view in shown.views.items() for problem in check_limits(view)] == []
    assert (shown.code, shown.printed.partition(" to ")[0]) == (0, f"Wrote {len(shown.views)} views")


def test_every_command_has_a_view_that_bears_its_name(shown: Shown) -> None:
    missing = [one.words for one in COMMANDS if not any(_is_of(name, "-".join(one.words)) for name in shown.views)]

    assert missing == []


def test_every_form_that_can_be_sent_in_is_shown(shown: Shown) -> None:
    library = Library.load(PROMPTS)
    tables = [desk.submissions for desk in desks(library, BuiltinCoach.read(PROMPTS, "en"), Granting())]

    opened = {type(Action.unpack(view["private_metadata"])) for view in shown.views.values() if _sent_in(view)}

    assert {form for table in tables for form in table} - opened == set()


def test_every_button_that_we_answer_stands_somewhere(shown: Shown) -> None:
    library = Library.load(PROMPTS)
    tables = [desk.presses for desk in desks(library, BuiltinCoach.read(PROMPTS, "en"), Granting())]

    seen = {type(Action.unpack(value)) for view in shown.views.values() for value in _values(view)}

    assert {action for table in tables for action in table} - seen == set()


def test_every_prompt_is_shown_in_every_wording_and_with_its_form_and_outcomes(shown: Shown) -> None:
    library = Library.load(PROMPTS)

    for prompt in library.program.prompts:
        said, name = library.prompt("en", prompt.key), f"prompt-{prompt.key.lower()}"
        wordings = [*said.wordings, *(["gentler"] if said.gentler else [])]
        wanted = {f"{name}-message-{one}" for one in wordings}
        if prompt.answer:
            wanted |= {f"{name}-{one}" for one in ("message-short-help", "form", "kept", "later", "skipped")}
        if prompt.offered:
            wanted |= {f"{name}-offer", f"{name}-wanted"}
        assert wanted - set(shown.views) == set()


def test_home_is_shown_for_every_role_and_state(shown: Shown) -> None:
    homes = {name for name, view in shown.views.items() if view.get("type") == "home"}

    assert homes == {name for name in shown.views if name.startswith("home-")}
    roles = {"participant", "facilitator", "sponsor", "administrator", "newcomer"}
    states = {"not-asked", "not-kept", "paused", "cohort-paused", "left", "open-prompt"}
    assert {f"home-{one}" for one in roles | states} - homes == set()


def test_no_sentence_is_left_out_without_a_reason(shown: Shown) -> None:
    reasons = tuple(" ".join(NOT_SHOWN).split())
    left_out = set(shown.sentences) - shown.sentences.used

    assert {key for key in left_out if not key.startswith(reasons)} == set()


def _is_of(name: str, command: str) -> bool:
    return name == command or name.startswith(f"{command}-")


def _sent_in(view: Mapping[str, Any]) -> bool:
    return view.get("type") == "modal" and "submit" in view and bool(view["private_metadata"])


def _values(view: Mapping[str, Any]) -> Iterator[str]:
    for block in view["blocks"]:
        yield from (one["value"] for one in block.get("elements", ()) if one.get("type") == "button")
