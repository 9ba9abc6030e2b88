"""How the app learns who people are, who it is itself, and how it comes and goes; and how it hands over files."""

from bot.playground.messages import add, check_content
from bot.playground.premises import Premises, needed, page, truthy
from bot.playground.records import File, new_id
from bot.playground.refusal import Json, Refused


def auth_test(premises: Premises, _given: Json) -> Json:
    """https://docs.slack.dev/reference/methods/auth.test"""
    workspace = premises.workspace
    return {
        "ok": True,
        "url": f"https://{workspace.domain}.slack.com/",
        "team": workspace.name,
        "user": workspace.bot_name,
        "team_id": workspace.team,
        "user_id": workspace.bot_user,
        "bot_id": workspace.bot_id,
        "is_enterprise_install": False,
    }


def revoke(premises: Premises, given: Json) -> Json:
    """https://docs.slack.dev/reference/methods/auth.revoke"""
    if not truthy(given.get("test")):
        premises.tokens.revoked |= {str(given["token"])}
    return {"ok": True, "revoked": not truthy(given.get("test"))}


def exchange_code(premises: Premises, given: Json) -> Json:
    """https://docs.slack.dev/reference/methods/oauth.v2.access"""
    code = str(given.get("code") or "")
    if code not in premises.tokens.codes:
        raise Refused("invalid_code")
    premises.tokens.codes.remove(code)
    token = new_id("xoxb-")
    premises.tokens.bot.add(token)
    workspace = premises.workspace
    return {
        "ok": True,
        "app_id": workspace.app_id,
        "authed_user": {"id": next(iter(workspace.people))},
        "scope": "chat:write,commands,files:write,im:history,im:write,users:read,users:read.email",
        "token_type": "bot",
        "access_token": token,
        "bot_user_id": workspace.bot_user,
        "team": {"id": workspace.team, "name": workspace.name},
        "enterprise": None,
        "is_enterprise_install": False,
    }


def connect(premises: Premises, _given: Json) -> Json:
    """https://docs.slack.dev/reference/methods/apps.connections.open"""
    ticket = new_id("ticket-")
    premises.tokens.codes.add(ticket)
    return {"ok": True, "url": f"{premises.workspace.base_url.replace('http', 'ws', 1)}/socket?ticket={ticket}"}


def user_info(premises: Premises, given: Json) -> Json:
    """https://docs.slack.dev/reference/methods/users.info"""
    person = premises.workspace.person(needed(given, "user", "user_not_found"))
    return {"ok": True, "user": _user(premises, person.id, locale=truthy(given.get("include_locale")))}


def user_list(premises: Premises, given: Json) -> Json:
    """https://docs.slack.dev/reference/methods/users.list: those who left are in it too."""
    locale = truthy(given.get("include_locale"))
    everyone = [_user(premises, one, locale=locale) for one in premises.workspace.people]
    some, cursor = page(everyone, given, 1000)
    return {"ok": True, "members": some, "response_metadata": {"next_cursor": cursor}}


def user_by_email(premises: Premises, given: Json) -> Json:
    """https://docs.slack.dev/reference/methods/users.lookupByEmail"""
    email = needed(given, "email", "users_not_found").lower()
    here = [one for one in premises.workspace.people.values() if one.email.lower() == email and not one.deleted]
    if not here:
        raise Refused("users_not_found")
    return {"ok": True, "user": _user(premises, here[0].id, locale=False)}


def upload_url(premises: Premises, given: Json) -> Json:
    """https://docs.slack.dev/reference/methods/files.getUploadURLExternal"""
    length = str(given.get("length") or "")
    if not length.isdigit() or int(length) == 0:
        raise Refused("invalid_arguments", ["[ERROR] length must be above zero [json-pointer:/length]"])
    file = File(new_id("F"), needed(given, "filename"), int(length))
    premises.workspace.files[file.id] = file
    return {"ok": True, "upload_url": f"{premises.workspace.base_url}/upload/{file.id}", "file_id": file.id}


def complete_upload(premises: Premises, given: Json) -> Json:
    """https://docs.slack.dev/reference/methods/files.completeUploadExternal"""
    wanted = given.get("files")
    if not isinstance(wanted, list) or not wanted:
        raise Refused("invalid_arguments", ["[ERROR] missing required field: files"])
    files = [_finish(premises, one) for one in wanted]
    if given.get("channel_id"):
        room = premises.reachable({"channel": given["channel_id"]})
        said = {"text": given.get("initial_comment") or ", ".join(one.title for one in files)}
        check_content(premises, said)
        post = add(premises, room, said, thread=str(given.get("thread_ts") or ""))
        post.files = [one.as_file(premises.workspace.base_url) for one in files]
    return {"ok": True, "files": [{"id": one.id, "title": one.title} for one in files]}


def _finish(premises: Premises, wanted: Json) -> File:
    file = premises.workspace.files.get(str(wanted.get("id")))
    if file is None or len(file.content) != file.length:
        raise Refused("file_not_found")
    file.title, file.shared = str(wanted.get("title") or file.name), True
    return file


def _user(premises: Premises, person: str, *, locale: bool) -> Json:
    timezone = not premises.weather.without_timezones
    return premises.workspace.people[person].as_user(premises.workspace.team, locale=locale, timezone=timezone)
