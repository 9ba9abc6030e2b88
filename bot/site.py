"""Two pages for everybody, without signing in: what happens with what people write, and on which terms it is used."""

import html
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from aiohttp import web
from markdown_it import MarkdownIt

from bot.chat.web_page import web_page
from prompts.words import Words

# The subset of prompts/message.py: nothing else of a text becomes a mark.
_MARKDOWN = MarkdownIt("zero").enable(["escape", "emphasis", "backticks", "list", "newline"])
_STYLE = """
:root { color-scheme: light dark; --paper: #ffffff; --ink: #242424; --quiet: #5c5c5c; --line: #e0e0e0 }
@media (prefers-color-scheme: dark) {
  :root { --paper: #1f1f1f; --ink: #ececec; --quiet: #ababab; --line: #3d3d3d }
}
body { margin: 0 auto; max-width: 38rem; padding: 2.5rem 1.25rem 4rem; background: var(--paper); color: var(--ink);
  font: 1.0625rem/1.6 system-ui, sans-serif }
h1 { font-size: 1.6rem; line-height: 1.25; margin: .25rem 0 1.5rem }
header, footer { color: var(--quiet); font-size: .95rem }
footer { margin-top: 2.5rem; padding-top: 1rem; border-top: 1px solid var(--line) }
blockquote { margin: 1.5rem 0; padding-left: 1.25rem; border-left: 3px solid var(--line) }
a { color: inherit }
code { font-size: .95em }
"""
_STYLE_HASH = b64encode(sha256(_STYLE.encode()).digest()).decode()
# Nothing but the style above may be loaded or run, and nobody may show the page inside one of theirs.
_HEADERS = {
    "Cache-Control": "no-cache",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": (
        f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; form-action 'none'; "
        "frame-ancestors 'none'; base-uri 'none'"
    ),
}


@dataclass(frozen=True, slots=True)
class Site:
    """So many `days` after its end a program's words are deleted, unless the cohort chose up to `longest`."""

    words: Words
    days: int
    longest: int

    def routes(self) -> Sequence[web.RouteDef]:
        return [web.get("/privacy", self.privacy), web.get("/terms", self.terms)]

    async def privacy(self, _request: web.Request) -> web.Response:
        """What the bot says in the chat on `privacy`, and what somebody who is not in the chat needs besides."""
        body = (
            self._text("site.privacy_first"),
            f"<blockquote>{self._text('privacy.text')}</blockquote>",
            self._text("site.privacy_then", days=self.days, longest=self.longest),
            self._text("site.contact"),
        )
        return self._page("privacy.title", "".join(body), ("terms", "site.terms_title"))

    async def terms(self, _request: web.Request) -> web.Response:
        body = self._text("site.terms") + self._text("site.contact")
        return self._page("site.terms_title", body, ("privacy", "privacy.title"))

    def _page(self, title: str, text: str, other: tuple[str, str]) -> web.Response:
        heading, name = self._label(title), self._label("teams.app_name")
        link = f'<a href="{other[0]}">{self._label(other[1])}</a>'
        body = f"<header>{name}</header><main><h1>{heading}</h1>{text}</main><footer>{link}</footer>"
        page = web_page(self.words, body, title=self.words.label(title), style=_STYLE)
        return web.Response(text=page, content_type="text/html", headers=_HEADERS)

    def _text(self, key: str, **values: int) -> str:
        return str(_MARKDOWN.render(self.words.say(key, **values)))

    def _label(self, key: str) -> str:
        return html.escape(self.words.label(key))
