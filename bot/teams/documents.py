"""The page behind a document's link: it shows a button, and only pressing that takes the document."""

import html
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from aiohttp import web

from bot.chat.channel import Documents
from bot.chat.web_page import web_page
from prompts.words import Words

_PATH = "/documents"
# Nobody else may keep a copy of it, index it, show it inside a page of theirs, or learn the address from it.
_HEADERS = {
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
}


def address_of(token: str, public_url: str) -> str:
    """Where the document of that token is had."""
    return f"{public_url.rstrip('/')}{_PATH}/{token}"


@dataclass(frozen=True, slots=True)
class DocumentPages:
    """Whoever looks at a link before its reader does, a mail filter or a preview, takes nothing away from them."""

    documents: Documents
    words: Words

    def routes(self) -> Sequence[web.RouteDef]:
        where = f"{_PATH}/{{token}}"
        return [web.get(where, self.show), web.post(where, self.give)]

    async def show(self, request: web.Request) -> web.Response:
        """A button, as long as the document waits."""
        waits = await self.documents.waits(request.match_info["token"])
        if not waits:
            return self._gone()
        button = f"<form method=post><button>{self._said('documents.download')}</button></form>"
        return self._page(200, f"<p>{self._said(f'documents.page_{waits}')}</p>{button}")

    async def give(self, request: web.Request) -> web.Response:
        """The document itself; one for a single reader is gone then."""
        taken = await self.documents.take(request.match_info["token"])
        if taken is None:
            return self._gone()
        name, content = taken
        headers = {**_HEADERS, "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}"}
        return web.Response(body=content, content_type="application/octet-stream", headers=headers)

    def _gone(self) -> web.Response:
        """The same for a link that is wrong, was used or is too old."""
        return self._page(404, f"<p>{self._said('documents.gone')}</p>")

    def _said(self, key: str) -> str:
        return html.escape(self.words.label(key))

    def _page(self, status: int, body: str) -> web.Response:
        text = web_page(self.words, body)
        return web.Response(status=status, text=text, content_type="text/html", headers=_HEADERS)
