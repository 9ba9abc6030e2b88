"""The sample's wall from its gathering to its close, with the vote, and what is said and done."""

from bot.chat.action import (
    AddLines,
    ApprovePoints,
    CastVotes,
    EnterBallot,
    EnterPoint,
    LinkProblems,
    MatchValues,
    ReadLines,
    ReadWall,
    ShowLines,
    SortWall,
)
from bot.chat.command import FACILITATOR
from bot.chat.rounds import RoundWork
from bot.rules.grouping import Grouping
from bot.rules.suggestions import ASKED, NOW, sorted_message
from bot.rules.wall_rounds import SaidDoneRound, VoteRound, WallRound
from bot.rules.work_rounds import CommitmentsRound, ProblemsRound, ProjectsRound
from bot.showing.acts import Act, Fills, Uses
from bot.showing.stage import Stage
from bot.showing.walling import approve_cards
from prompts.library import PROMPTS
from prompts.message import Form, Message
from storage.store import Store
from storage.tables import Debrief, DebriefRound

_LEADS, _READS = "tomas", "hana"
_POINTS = (
    "The rota decides who is heard.",
    "Nobody owns the rota at night.",
    "We plan the rota without the night team.",
    "We count beds, and not how long people wait.",
    "Empty beds are nobody's news.",
    "Beds are found by who knows whom.",
)
_LINE = "The form has no field for it."


async def show_wall(stage: Stage) -> None:
    """As it is led and read, in the order of a debrief."""
    show = _Wall(stage, await _cohort_id(stage))
    await show.gathering()
    await show.voting()
    await show.contrasting()
    await show.working()
    await show.closing()


async def _cohort_id(stage: Stage) -> str:
    async with stage.database.reading() as store:
        return (await stage.cohort(store)).id


class _Wall:
    """One debrief of the sample, as far as it is about the wall."""

    def __init__(self, stage: Stage, cohort_id: str) -> None:
        self.stage, self.id = stage, cohort_id
        self.wall = WallRound(Grouping.read(PROMPTS, stage.words.language))

    async def gathering(self) -> None:
        await self._offers()
        await approve_cards(self.stage)
        await self._round("round-wall", self.wall, "wall")
        await self._does("wall-not-yet", _READS, Uses(ReadWall(self.id)))
        await self._does("wall-sort-early", _LEADS, Uses(SortWall(self.id)))
        await self._does("wall-card-form", _LEADS, Uses(EnterPoint(self.id)))
        await self._does("wall-card-empty", _LEADS, Fills({"card": " "}))
        await self._does("wall-card-entered", _LEADS, Fills({"card": "The rota hangs where nobody passes."}))
        await self._does("", _LEADS, Uses(EnterPoint(self.id)))
        await self._hook(self.wall, "closed")
        await self._does("wall-card-late", _LEADS, Fills({"card": "Too late."}))
        await self._round("round-wall-closed", self.wall, "wall")
        await self._does("offer-form-gathered", _READS, Uses(ApprovePoints(self.id)))
        await self._does("offer-changed", _READS, Fills())
        await self._suggests()
        await self._does("wall-sort-form", _LEADS, Uses(SortWall(self.id, NOW)))
        place = self._place(_POINTS[1])
        await self._does("wall-sort-no-name", _LEADS, Fills({place: ("7",)}))
        await self._does("wall-sorted", _LEADS, Fills({place: ("hide",)}))
        await self._hook(self.wall, "revealed")
        await self._round("round-wall-revealed", self.wall, "wall")
        await self._does("wall", _READS, Uses(ReadWall(self.id)))
        await self._does("wall-sort-late", _LEADS, Uses(SortWall(self.id)))
        await self._over(over=True)
        await self._does("wall-words-over", _READS, Uses(ReadWall(self.id)))
        await self._over(over=False)

    async def _suggests(self) -> None:
        """A model is asked for themes, and has suggested the second one."""
        for by_model in (True, False):
            message = sorted_message(self.stage.words, self.id, by_model=by_model)
            self.stage.show(_LEADS, "wall-sorted-by-model" if by_model else "wall-sorted-by-words", message)
        async with self.stage.database.transaction() as store:
            (await store.walls.of(self.id)).suggestion = ASKED
            (await store.walls.themes(self.id))[1].by_model = True
        await self._does("wall-suggesting", _LEADS, Uses(SortWall(self.id)))

    async def voting(self) -> None:
        vote = VoteRound()
        await self._does("vote-not-yet", _READS, Uses(CastVotes(self.id)))
        await self._hook(vote, "opened")
        await self._round("round-vote", vote, "vote")
        await self._does("vote-form", _READS, Uses(CastVotes(self.id)))
        first, second = self._fields("vote-form", "vote:")[:2]
        await self._does("vote-none", _READS, Fills({first: ("0",)}))
        await self._does("vote-too-many", _READS, Fills({first: ("3",), second: ("3",)}))
        await self._does("vote-too-many-on-one", _READS, Fills({first: ("5",)}))
        await self._does("vote-kept-some", _READS, Fills({first: ("2",)}))
        await self._does("vote-kept", _READS, Fills({first: ("3",), second: ("2",)}))
        await self._does("vote-paper-form", _LEADS, Uses(EnterBallot(self.id)))
        await self._does("vote-paper-kept-some", _LEADS, Fills({second: ("1",)}))
        await self._does("vote-paper-kept", _LEADS, Fills({first: ("2",), second: ("3",)}))
        await self._does("", _LEADS, Uses(MatchValues(self.id)))
        await self._round("round-said-done-early", SaidDoneRound(), "said_done")
        await self._hook(vote, "closed")
        await self._round("round-vote-counted", vote, "vote")
        await self._does("vote-over", _READS, Uses(CastVotes(self.id)))

    async def contrasting(self) -> None:
        await self._does("said-done-values-form", _LEADS, Uses(MatchValues(self.id)))
        value, other = self._fields("said-done-values-form", "value:")[:2]
        await self._does(
            "said-done-values-kept", _LEADS, Fills({value: (await self._first_value(),), other: ("none",)})
        )
        await self._does("said-done-lines-form", _READS, Uses(AddLines(self.id)))
        line = self._fields("said-done-lines-form", "line:")[0]
        await self._does("said-done-lines-kept", _READS, Fills({line: _LINE}))
        await self._does("said-done-too-few", _LEADS, Uses(ShowLines(self.id)))
        await self._does("said-done-none-shown", _READS, Uses(ReadLines(self.id)))
        await self._lines(line.partition(":")[2])
        await self._does("said-done-lines-shown", _LEADS, Uses(ShowLines(self.id)))
        await self._does("said-done-lines", _READS, Uses(ReadLines(self.id)))
        await self._round("round-said-done", SaidDoneRound(), "said_done")
        async with self.stage.database.transaction() as store:
            for theme in await store.walls.themes(self.id):
                theme.lines_revealed_at = self.stage.now
        await self._does("said-done-lines-over", _READS, Uses(AddLines(self.id)))

    async def working(self) -> None:
        await self._round("round-problems-unlinked", ProblemsRound(), "problems")
        await self._does("problems-link-form", _LEADS, Uses(LinkProblems(self.id)))
        theme, *_ = self._fields("problems-link-form", "problem:")
        await self._does("problems-linked", _LEADS, Fills({theme: (await self._first_problem(),)}))
        await self._round("round-problems", ProblemsRound(), "problems")
        await self._round("round-projects", ProjectsRound(), "projects")
        await self._round("round-commitments", CommitmentsRound(), "commitments")

    async def closing(self) -> None:
        """Closed, with a point that is still somebody's; then as if nothing had been offered at all."""
        async with self.stage.database.transaction() as store:
            (await store.walls.of(self.id)).closed_at = self.stage.now
        self.stage.notify(_READS, "walling.hidden", cohort="Spring 2027")
        self.stage.notify(_READS, "walling.hidden_line", cohort="Spring 2027")
        self.stage.notify(_READS, "walling.not_shown", cohort="Spring 2027")
        await self._does("offer-form-closed", _READS, Uses(ApprovePoints(self.id)))
        async with self.stage.database.transaction() as store:
            for theme in await store.walls.themes(self.id):
                theme.shown = False
            (await store.walls.of(self.id)).counted_at = None
            for point in await store.points.of(self.id):
                point.shown = False
        await self._round("round-wall-no-themes", self.wall, "wall")
        await self._round("round-vote-no-themes", VoteRound(), "vote")
        await self._does("vote-no-themes", _READS, Uses(CastVotes(self.id)))
        await self._does("wall-nothing", _READS, Uses(ReadWall(self.id)))

    async def _offers(self) -> None:
        async with self.stage.database.transaction() as store:
            members = await store.cohorts.members(self.id)
            for at, text in enumerate(_POINTS):
                author = members[at % len(members)].person
                await store.points.offer(
                    author, cohort_id=self.id, kind="free", text=text, now=self.stage.now, approved=True, signed=at == 0
                )

    async def _lines(self, theme_id: str) -> None:
        async with self.stage.database.transaction() as store:
            for member in await store.cohorts.members(self.id):
                await store.points.offer(
                    member.person,
                    cohort_id=self.id,
                    kind="gap",
                    text=_LINE,
                    now=self.stage.now,
                    theme_id=theme_id,
                    approved=True,
                )

    async def _first_value(self) -> str:
        async with self.stage.database.reading() as store:
            return (await store.cohorts.values(self.id))[0].id

    async def _first_problem(self) -> str:
        async with self.stage.database.reading() as store:
            return (await store.projects.listed(self.id))[0].id

    async def _over(self, *, over: bool) -> None:
        async with self.stage.database.transaction() as store:
            (await store.walls.of(self.id)).words_over = over

    async def _does(self, name: str, who: str, act: Act) -> None:
        await self.stage.play((name, who, act))

    async def _hook(self, work: RoundWork, name: str) -> None:
        async with self.stage.database.transaction() as store:
            await getattr(work, name)(store, await self._debrief(store), _round_row("wall"), self.stage.now)

    async def _round(self, name: str, work: RoundWork, key: str) -> None:
        """The round as everybody sees it, and its buttons for whoever leads."""
        words = self.stage.words
        async with self.stage.database.transaction() as store:
            debrief, round_ = await self._debrief(store), _round_row(key)
            self.stage.show(_READS, name, await work.shown(store, debrief, round_, words))
            if buttons := await work.steering(store, debrief, round_, words):
                leading = Message("", title=words.label(f"round.{key}.title"), buttons=buttons)
                self.stage.show(_LEADS, f"{name}-leading", leading)

    async def _debrief(self, store: Store) -> Debrief:
        """Made up, and not kept: only what is about the wall is shown here."""
        cohort = await self.stage.cohort(store)
        leads = (await store.people.holding(cohort.organisation_id, cohort.id, FACILITATOR))[0][1]
        return Debrief(
            organisation_id=cohort.organisation_id,
            cohort_id=cohort.id,
            minutes=120,
            driver_id=leads.id,
            started_at=self.stage.now,
        )

    def _fields(self, view: str, begins: str) -> list[str]:
        """The keys of that form's fields that begin so."""
        form = self.stage.shown[view]
        return [one.key for one in form.fields if one.key.startswith(begins)] if isinstance(form, Form) else []

    def _place(self, text: str) -> str:
        """The key of the field that says where that point belongs."""
        form = self.stage.shown["wall-sort-form"]
        return next(one.key for one in form.fields if one.label == text) if isinstance(form, Form) else ""


def _round_row(key: str) -> DebriefRound:
    return DebriefRound(debrief_id="", key=key, position=0, minutes=5)
