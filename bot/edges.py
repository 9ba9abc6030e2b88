"""The platforms that the settings name, each wired to reception and to what it must remember."""

from typing import TYPE_CHECKING

import aiohttp

from bot.chat.taking import Taking
from bot.settings import Settings
from bot.slack.connect import SlackEdge, connect
from prompts.library import Library
from storage.documents import Documents
from storage.installations import Installations
from storage.routes import Routes

if TYPE_CHECKING:
    from bot.teams.connect import TeamsEdge


def slack_edge(
    settings: Settings,
    reception: Taking,
    installations: Installations,
    library: Library,
    session: aiohttp.ClientSession,
) -> SlackEdge:
    """Slack. `session` is shared with all that calls out."""
    return connect(
        reception=reception,
        installations=installations,
        words=library.words,
        language=settings.language,
        session=session,
        api_url=settings.slack_api_url,
        public_url=settings.public_url,
        signing_secrets=settings.slack_signing_secret,
        bot_token=settings.slack_bot_token,
        app_token=settings.slack_app_token,
        client_id=settings.slack_client_id,
        client_secret=settings.slack_client_secret,
    )


def teams_edge(
    settings: Settings,
    reception: Taking,
    installations: Installations,
    *,
    routes: Routes,
    documents: Documents,
    library: Library,
    session: aiohttp.ClientSession,
) -> "TeamsEdge":
    """Teams, for those who have it."""
    from bot.teams.connect import connect  # Microsoft's library is loaded only where Teams is used

    return connect(
        reception=reception,
        installations=installations,
        routes=routes,
        words=library.words,
        language=settings.language,
        session=session,
        app_id=settings.teams_app_id,
        password=settings.teams_app_password,
        app_type=settings.teams_app_type,
        tenants=settings.teams_tenants,
        documents=documents,
        public_url=settings.public_url,
    )
