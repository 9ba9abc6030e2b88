"""The grammar of formatted text: paragraphs, lists, quotes and fixed text, and what may stand in them.

https://docs.slack.dev/reference/block-kit/blocks/rich-text-block
"""

from bot.playground.elements import ID
from bot.playground.shapes import Rule, characters, listed, one_of, shape, truth, typed, whole

# A paragraph may hold very many pieces; Slack names no number, the size of the whole message limits it.
MANY = 1000

STYLE = shape({}, {"bold": truth, "italic": truth, "strike": truth, "code": truth, "underline": truth})


def _piece(name: str, needs: dict[str, Rule], may: dict[str, Rule] | None = None) -> Rule:
    return shape({"type": one_of(name), **needs}, {"style": STYLE, **(may or {})})


PIECE = typed(
    {
        "text": _piece("text", {"text": characters(12_000)}),  # an empty text is refused
        "link": _piece("link", {"url": characters(3000)}, {"text": characters(3000), "unsafe": truth}),
        "user": _piece("user", {"user_id": characters(20)}),
        "channel": _piece("channel", {"channel_id": characters(20)}),
        "emoji": _piece("emoji", {"name": characters(100)}, {"unicode": characters(100), "skin_tone": whole(1, 6)}),
    }
)

# https://docs.slack.dev/reference/block-kit/block-elements/rich-text-section-element
SECTION = shape({"type": one_of("rich_text_section"), "elements": listed(PIECE, MANY, least=0)}, {})

BORDER = {"border": whole(0, 1)}

# https://docs.slack.dev/reference/block-kit/block-elements/rich-text-list-element
LIST = shape(
    {"type": one_of("rich_text_list"), "style": one_of("bullet", "ordered"), "elements": listed(SECTION, MANY)},
    {"indent": whole(0, 8), "offset": whole(0, 100_000), **BORDER},
)
# https://docs.slack.dev/reference/block-kit/block-elements/rich-text-quote-element
QUOTE = shape({"type": one_of("rich_text_quote"), "elements": listed(PIECE, MANY)}, BORDER)
# https://docs.slack.dev/reference/block-kit/block-elements/rich-text-preformatted-element
PREFORMATTED = shape({"type": one_of("rich_text_preformatted"), "elements": listed(PIECE, MANY)}, BORDER)

PART = typed(
    {
        "rich_text_section": SECTION,
        "rich_text_list": LIST,
        "rich_text_quote": QUOTE,
        "rich_text_preformatted": PREFORMATTED,
    }
)
RICH_TEXT = shape({"type": one_of("rich_text"), "elements": listed(PART, MANY)}, {"block_id": ID})
