"""What admins do to the index from Home. Rights are asked for at each press, and each action leaves an audit line."""

from __future__ import annotations

import json
import re
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.blocks.home import remove_view
from bot.blocks.limits import cut, escape
from bot.blocks.modal import input_block, modal, text_input, typed
from bot.blocks.words import say
from bot.listeners.desk import NO_UNFURL, Desk
from bot.listeners.files import download
from bot.listeners.home import publish_home
from bot.listeners.ingesting import Live, Work, run_ingest
from bot.listeners.notices import tell_changes
from bot.listeners.private import direct, whisper
from bot.listeners.rules import team_of
from knowledge.errors import ApertureError, IngestBusy
from knowledge.records.base import Language


def register(app: App, desk: Desk) -> None:
    """Listen to the controls of an admin's Home."""

    @app.action("rerun_ingest")
    def rerun(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        ack()
        admin_runs(desk, client, body, "re-run ingest", "everything", desk.engine.reingest)

    @app.action("rebuild_index")
    def rebuild(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        ack()
        admin_runs(desk, client, body, "rebuild", "every document embedded anew", desk.engine.rebuild)

    @app.action("ingest_retry")
    def retry(ack: Ack, action: dict[str, Any], body: dict[str, Any], client: WebClient) -> None:
        ack()
        source = action["value"]
        admin_runs(desk, client, body, "ingest", source, lambda step: desk.engine.ingest([source], step))

    @app.action("ingest_add")
    def add(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        ack()
        language = allowed(desk, client, body)
        if language:
            _open_add(client, body["trigger_id"], language)

    @app.action("document")
    def document(ack: Ack, action: dict[str, Any], body: dict[str, Any], client: WebClient) -> None:
        ack()
        verb, _, key = str((action.get("selected_option") or {}).get("value", "")).partition(":")
        if verb == "r":
            admin_runs(desk, client, body, "re-run ingest", key, lambda step: desk.engine.again_one(key, step))
        elif language := allowed(desk, client, body):
            client.views_open(trigger_id=body["trigger_id"], view=remove_view(key, _title(desk, key), language))

    @app.action(re.compile(r"^home_page"))
    def page(ack: Ack, action: dict[str, Any], body: dict[str, Any], client: WebClient) -> None:
        ack()
        publish_home(client, desk, body["user"]["id"], team_of(body), int(action["value"]))

    @app.view("remove_document")
    def remove(ack: Ack, view: dict[str, Any], body: dict[str, Any], client: WebClient) -> None:
        ack()
        language = allowed(desk, client, body)
        if language:
            _remove(desk, client, body, json.loads(view["private_metadata"])["id"], language)

    @app.view("ingest_add")
    def added(ack: Ack, view: dict[str, Any], body: dict[str, Any], client: WebClient) -> None:
        user, values = body["user"]["id"], view["state"]["values"]
        language = desk.language(client, user, team=team_of(body))
        source, files = typed(values, "source"), _files(values)
        if not desk.is_admin(client, user):
            ack(response_action="errors", errors={"source": say("not_admin", language)})
        elif not source and not files:
            ack(response_action="errors", errors={"source": say("need_source", language)})
        else:
            ack()
            if source:
                admin_runs(desk, client, body, "ingest", source, lambda step: desk.engine.ingest([source], step))
            for file in files:
                take_file(desk, client, body, file)


def allowed(desk: Desk, client: WebClient, body: dict[str, Any]) -> Language | None:
    """The admin's language; somebody else is told why not, and gets `None`."""
    user = body["user"]["id"]
    language = desk.language(client, user, team=team_of(body))
    if desk.is_admin(client, user):
        return language
    whisper(client, str((body.get("channel") or {}).get("id", "")), user, say("not_admin", language))
    if (body.get("view") or {}).get("type") == "home":
        publish_home(client, desk, user, team_of(body))
    return None


def admin_runs(desk: Desk, client: WebClient, body: dict[str, Any], action: str, detail: str, work: Work) -> None:
    """Run an ingest for an admin, its progress in a direct message, and draw their Home anew."""
    language = allowed(desk, client, body)
    if language is None:
        return
    user = body["user"]["id"]
    desk.state.note_audit(user, action, detail)
    line = Live(client, direct(client, user))
    line.show(say("ingest_started", language, what=escape(cut(detail, 200))))
    if run_ingest(desk, work, language, line):
        tell_changes(desk, desk.clients)
    publish_home(client, desk, user, team_of(body))


def take_file(desk: Desk, client: WebClient, body: dict[str, Any], file: dict[str, Any]) -> None:
    """Take in a file that was shared in Slack."""

    def work(step: Any) -> Any:
        return desk.engine.take_note(download(client, file), step)

    admin_runs(desk, client, body, "add file", str(file.get("name", "")), work)


def _remove(desk: Desk, client: WebClient, body: dict[str, Any], key: str, language: Language) -> None:
    user, title = body["user"]["id"], _title(desk, key)
    try:
        source = desk.engine.remove(key)
    except IngestBusy:
        text = say("busy", language)
    except ApertureError as error:
        text = escape(cut(str(error), 500))
    else:
        desk.state.note_audit(user, "remove", source)
        text = say("removed", language, title=escape(cut(title, 150)))
    client.chat_postMessage(channel=direct(client, user), text=text, **NO_UNFURL)
    publish_home(client, desk, user, team_of(body))


def _title(desk: Desk, key: str) -> str:
    return next((str(e.title) for e in desk.engine.sources() if e.document_id == key), key)


def _open_add(client: WebClient, trigger: str, language: Language) -> None:
    upload = {"type": "file_input", "action_id": "value", "max_files": 5}
    fields = [
        input_block("source", "add_label", language, text_input()),
        input_block("files", "add_files", language, upload),
    ]
    view = modal("home_add", fields, language, "submit")
    client.views_open(trigger_id=trigger, view={**view, "callback_id": "ingest_add"})


def _files(values: dict[str, Any]) -> list[dict[str, Any]]:
    return list(((values.get("files") or {}).get("value") or {}).get("files") or [])
