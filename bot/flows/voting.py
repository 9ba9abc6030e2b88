"""Voting: everybody weighs the themes in a form of their own, and nobody sees a vote before all are counted."""

from dataclasses import dataclass

from bot.chat.action import CastVotes, EnterBallot
from bot.chat.command import FACILITATOR
from bot.chat.desk import Desk
from bot.chat.occasion import Occasion
from bot.chat.reply import Reply
from bot.errors import NotAllowed
from bot.rules.cohorts_meant import cohort_of
from bot.rules.voting import VOTE, VOTES, voted_on, votes_in, voting_form, wrong_votes
from prompts.message import Message
from storage.tables import Theme, new_id


@dataclass(frozen=True, slots=True)
class Voting:
    """Votes can be changed until they are counted; then nothing is left of who voted what."""

    @property
    def desk(self) -> Desk:
        return Desk(
            presses={CastVotes: self.open, EnterBallot: self.open_ballot},
            submissions={CastVotes: self.cast, EnterBallot: self.enter},
        )

    async def open(self, occasion: Occasion, action: CastVotes) -> Reply:
        """One's own votes as they stand."""
        await _takes_part(occasion, action.cohort)
        themes, names = await _open_themes(occasion, action.cohort)
        given = await occasion.store.walls.ballot(action.cohort, occasion.person.id)
        named = [(one, names[one.id]) for one in themes]
        return Reply(open=voting_form(occasion.words, action.pack(), occasion.words.say("voting.text"), named, given))

    async def cast(self, occasion: Occasion, action: CastVotes) -> Reply:
        """Keeps them in place of what was voted before."""
        await _takes_part(occasion, action.cohort)
        person_id = occasion.person.id
        return await self._kept(occasion, action.cohort, person_id, person_id, ("voting.kept", "voting.kept_left"))

    async def open_ballot(self, occasion: Occasion, action: EnterBallot) -> Reply:
        """An empty ballot, to be filled in as it is on paper, with how many of them there were."""
        cohort = await cohort_of(occasion, action.cohort, FACILITATOR)
        themes, names = await _open_themes(occasion, cohort.id)
        text = occasion.words.say("voting.ballot_text")
        named = [(one, names[one.id]) for one in themes]
        return Reply(open=voting_form(occasion.words, action.pack(), text, named, {}))

    async def enter(self, occasion: Occasion, action: EnterBallot) -> Reply:
        """One more ballot, which is nobody's."""
        cohort = await cohort_of(occasion, action.cohort, FACILITATOR)
        said = ("voting.ballot_kept", "voting.ballot_kept_left")
        return await self._kept(occasion, cohort.id, new_id(), None, said)

    async def _kept(
        self, occasion: Occasion, cohort_id: str, ballot: str, person_id: str | None, keys: tuple[str, str]
    ) -> Reply:
        """Keeps that ballot. `keys` are of what is said where all votes were given, and where some are left."""
        themes, _ = await _open_themes(occasion, cohort_id)
        times = votes_in(occasion, themes)
        if wrong := wrong_votes(times):
            sentence, gaps = wrong
            return Reply(problems={f"{VOTE}{themes[0].id}": occasion.words.label(sentence, **gaps)})
        await occasion.store.walls.vote(cohort_id, ballot, person_id, times)
        left = VOTES - sum(times.values())
        all_given, some_left = keys
        said = occasion.words.say(some_left, number=left) if left else occasion.words.say(all_given)
        return Reply(say=Message(said))


async def _takes_part(occasion: Occasion, cohort_id: str) -> None:
    place = await occasion.store.cohorts.participation(cohort_id, occasion.person.id)
    if place is None or place.state == "left":
        raise NotAllowed(occasion.words.say("trouble.gone"))


async def _open_themes(occasion: Occasion, cohort_id: str) -> tuple[tuple[Theme, ...], dict[str, str]]:
    """The themes to vote for. Raises NotAllowed before the wall is revealed and after the votes were counted."""
    wall = await occasion.store.walls.held(cohort_id)
    themes, names = await voted_on(occasion.store, cohort_id)
    if wall.counted_at:
        raise NotAllowed(occasion.words.say("voting.over"))
    if wall.voting_at is None:
        raise NotAllowed(occasion.words.say("voting.not_yet"))
    if not themes:
        raise NotAllowed(occasion.words.say("voting.no_themes"))
    return themes, names
