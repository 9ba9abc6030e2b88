"""What the sample's people fill in."""

from collections.abc import Mapping

from bot.chat.event import FilledIn
from prompts.message import ChoiceField, Form


def filled_in(form: Form, values: Mapping[str, FilledIn]) -> dict[str, FilledIn]:
    """What is sent in. Raises LookupError for a field that the form does not have."""
    shown: dict[str, FilledIn] = {one.key: one.value for one in form.fields}
    if strange := set(values) - set(shown):
        raise LookupError(f"{form.title}: there is no field {', '.join(sorted(strange))}")
    return {**shown, **values}


def first_options(form: Form, beginnings: tuple[str, ...]) -> dict[str, FilledIn]:
    """The first option of each choice whose key begins like that."""
    choices = (one for one in form.fields if isinstance(one, ChoiceField) and one.key.startswith(beginnings))
    return {one.key: (one.options[0].value,) for one in choices}
