"""Whether a model may be asked about what somebody wrote: only where everyone concerned said yes, and to this one."""

import hashlib

from storage.tables import Cohort, Person


def may_ask_model(person: Person, cohort: Cohort | None, *, model_is_set: bool) -> bool:
    """True only if a model is set up, the cohort allows it, and the person said yes to it and keeps entries.

    A yes holds for the provider that was named when it was given. Without a cohort nobody has allowed anything.
    """
    if cohort is None or not offers_model(cohort, model_is_set=model_is_set):
        return False
    return bool(person.keeps_entries and person.agrees_ai) and agreed_to(person, cohort)


def agreed_to(person: Person, cohort: Cohort) -> bool:
    """Whether the person said yes to this very provider, and has not said no since."""
    return provider_hash(cohort) in person.ai_agreed_to.split()


def offers_model(cohort: Cohort, *, model_is_set: bool) -> bool:
    """Whether people of that cohort are asked about AI at all: nobody is asked about what there is not."""
    return model_is_set and cohort.ai_allowed and bool(cohort.ai_provider.strip())


def provider_hash(cohort: Cohort) -> str:
    """What a yes to AI is a yes to: the SHA-256, in hex, of the provider, region and keeping as they were named."""
    return hashlib.sha256(cohort.ai_provider.strip().encode()).hexdigest()
