"""A page for the browser, for whoever is not in the chat or takes from us what the chat cannot hold."""

import html

from prompts.words import Words


def web_page(words: Words, body: str, *, title: str = "", style: str = "") -> str:
    """The whole page, in the language of the words. `body` is HTML; `title`, plain, stands after the app's name."""
    name = html.escape(": ".join(one for one in (words.label("teams.app_name"), title) if one))
    head = (
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{name}</title>" + (f"<style>{style}</style>" if style else "")
    )
    return f'<!doctype html><html lang="{words.language}"><head>{head}</head><body>{body}</body></html>'
