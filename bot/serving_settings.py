"""What is needed to serve people, beside what is given: a way to each platform, and somebody who may begin."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.settings import Settings


def missing(settings: "Settings") -> list[str]:
    problems = []
    if settings.slack or not settings.teams:
        problems += _for_slack(settings)
    if settings.teams or settings.teams_app_password or settings.teams_tenants:
        problems += _for_teams(settings)
    if not settings.administrators:
        problems.append(
            "EXCHANGE_ADMINISTRATORS is needed: who may set cohorts up first, as Slack ids or e-mail addresses."
        )
    return problems


def _for_slack(settings: "Settings") -> list[str]:
    problems = []
    if not settings.slack_bot_token and not settings.slack_client_id:
        problems.append(
            "EXCHANGE_SLACK_BOT_TOKEN is needed (or EXCHANGE_SLACK_CLIENT_ID and EXCHANGE_SLACK_CLIENT_SECRET)."
        )
    if bool(settings.slack_client_id) != bool(settings.slack_client_secret):
        problems.append("EXCHANGE_SLACK_CLIENT_ID and EXCHANGE_SLACK_CLIENT_SECRET are needed together.")
    if not settings.slack_signing_secret and not settings.slack_app_token:
        problems.append("EXCHANGE_SLACK_SIGNING_SECRET is needed (or EXCHANGE_SLACK_APP_TOKEN for Socket Mode).")
    if settings.slack_client_id and not settings.public_url:
        problems.append("EXCHANGE_PUBLIC_URL is needed where workspaces install the app themselves.")
    return problems


def _for_teams(settings: "Settings") -> list[str]:
    if settings.teams_unsafe_local and not settings.teams_app_id:
        return []
    problems = []
    if not settings.teams_app_id:
        problems.append("EXCHANGE_TEAMS_APP_ID is needed with Teams: without it, anybody could speak for anybody.")
    if not settings.teams_app_password:
        problems.append("EXCHANGE_TEAMS_APP_PASSWORD is needed with EXCHANGE_TEAMS_APP_ID.")
    if not settings.teams_tenants:
        problems.append("EXCHANGE_TEAMS_TENANTS is needed with Teams: the ids of the tenants that may use the bot.")
    if not settings.public_url:
        problems.append("EXCHANGE_PUBLIC_URL is needed with Teams: people get documents as links to it.")
    return problems
