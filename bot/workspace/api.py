"""Slack's Web API, as far as a bot needs it: state in, Slack's own answers and error codes out."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from typing import Any

from bot.workspace.store import APP_ID, BOT_ID, BOT_USER, CHANNELS, TEAM, Message, Workspace
from bot.workspace.validate import blocks_fault, view_fault

Arguments = dict[str, Any]
TRIGGER_SECONDS = 3.0
TEXT = 40_000


class Refusal(Exception):  # noqa: N818
    """Slack says no: the error code, and messages for `response_metadata`."""

    def __init__(self, code: str, *details: str) -> None:
        super().__init__(code)
        self.code, self.details = code, details


class Api:
    """The methods. `call` is the way in."""

    def __init__(
        self, workspace: Workspace, base: Callable[[], str], stream_seconds: Callable[[], float | None]
    ) -> None:
        self.workspace, self._base, self._stream_seconds = workspace, base, stream_seconds
        self.tickets: set[str] = set()
        self._triggers: dict[str, tuple[str, float]] = {}
        self._streams: dict[tuple[str, str], float] = {}
        self._uploads: dict[str, dict[str, Any]] = {}
        self._methods: dict[str, Callable[[Arguments], dict[str, Any]]] = {
            "api.test": lambda _: {},
            "auth.test": self._auth,
            "apps.connections.open": self._open,
            "users.info": self._user,
            "users.list": lambda _: {"members": [self._person(u) for u in self.workspace.people]},
            "conversations.open": lambda a: {"channel": {"id": self.workspace.dm(a["users"].split(",")[0])}},
            "conversations.list": lambda _: {"channels": [self._channel(c) for c in CHANNELS]},
            "conversations.info": lambda a: {"channel": self._channel(self._known(a))},
            "conversations.join": lambda a: {"channel": self._channel(self._known(a))},
            "conversations.members": lambda a: {"members": list(self.workspace.people), "channel": self._known(a)},
            "conversations.replies": self._replies,
            "conversations.history": self._history,
            "chat.postMessage": self._post,
            "chat.postEphemeral": self._whisper,
            "chat.update": self._update,
            "chat.delete": self._delete,
            "chat.getPermalink": lambda a: {"permalink": f"{self._base()}/#{a['channel']}/{a['message_ts']}"},
            "chat.startStream": self._stream_start,
            "chat.appendStream": self._stream_append,
            "chat.stopStream": self._stream_stop,
            "views.open": self._view_open,
            "views.push": self._view_open,
            "views.update": self._view_update,
            "views.publish": self._view_publish,
            "reactions.add": self._react,
            "reactions.remove": self._unreact,
            "assistant.threads.setStatus": self._status,
            "assistant.threads.setTitle": lambda _: {},
            "assistant.threads.setSuggestedPrompts": self._prompts,
            "files.info": lambda a: {"file": self.file_info(str(a["file"]))},
            "files.getUploadURLExternal": self._upload_url,
            "files.completeUploadExternal": self._upload_done,
        }

    def call(self, method: str, arguments: Arguments) -> dict[str, Any]:
        """The JSON body of the answer; errors are answers too."""
        run = self._methods.get(method)
        try:
            if run is None:
                raise Refusal("unknown_method", method)
            return {"ok": True, **run(arguments)}
        except Refusal as refusal:
            return self._refused(method, refusal)
        except (KeyError, ValueError, TypeError, AttributeError) as error:
            return self._refused(method, Refusal("invalid_arguments", f"{type(error).__name__}: {error}"))

    def _refused(self, method: str, refusal: Refusal) -> dict[str, Any]:
        self.workspace.refused.append({"method": method, "error": refusal.code, "details": list(refusal.details)})
        body: dict[str, Any] = {"ok": False, "error": refusal.code}
        return {**body, "response_metadata": {"messages": list(refusal.details)}} if refusal.details else body

    def trigger(self, user: str) -> str:
        """A trigger id; good for three seconds and one view."""
        token = secrets.token_hex(8)
        self._triggers[token] = (user, time.monotonic())
        return token

    def _auth(self, _: Arguments) -> dict[str, Any]:
        who = {"user": "aperture", "user_id": BOT_USER, "bot_id": BOT_ID}
        return {
            "url": f"{self._base()}/",
            "team": "Local workspace",
            "team_id": TEAM,
            **who,
            "is_enterprise_install": False,
        }

    def _open(self, _: Arguments) -> dict[str, Any]:
        ticket = secrets.token_hex(8)
        self.tickets.add(ticket)
        return {"url": f"{self._base().replace('http', 'ws', 1)}/link/?ticket={ticket}&app_id={APP_ID}"}

    def _person(self, user: str) -> dict[str, Any]:
        person = self.workspace.people.get(user)
        if person is None:
            raise Refusal("user_not_found")
        out = {"id": user, "team_id": TEAM, "name": person.name, "real_name": person.name, "locale": person.locale}
        return {**out, "is_admin": person.admin, "is_owner": False, "is_bot": user == BOT_USER, "tz": "UTC"}

    def _user(self, arguments: Arguments) -> dict[str, Any]:
        return {"user": self._person(arguments["user"])}

    def _channel(self, channel: str) -> dict[str, Any]:
        im = channel.startswith("D")
        return {
            "id": channel,
            "name": CHANNELS.get(channel, "dm"),
            "is_im": im,
            "is_channel": not im,
            "is_member": True,
        }

    def _known(self, arguments: Arguments) -> str:
        channel = str(arguments.get("channel", ""))
        if not self.workspace.known(channel):
            raise Refusal("channel_not_found")
        return channel

    def _replies(self, arguments: Arguments) -> dict[str, Any]:
        found = self.workspace.thread(self._known(arguments), str(arguments["ts"]))
        if not found:
            raise Refusal("thread_not_found")
        start = int(arguments.get("cursor") or 0)
        end = start + int(arguments.get("limit") or 1000)
        page = {"messages": [m.as_slack() for m in found[start:end]], "has_more": end < len(found)}
        return {**page, "response_metadata": {"next_cursor": str(end)}} if page["has_more"] else page

    def _history(self, arguments: Arguments) -> dict[str, Any]:
        found = self.workspace.history(self._known(arguments))
        return {"messages": [m.as_slack() for m in found[: int(arguments.get("limit") or 100)]], "has_more": False}

    def _content(self, arguments: Arguments) -> tuple[str, list[dict[str, Any]]]:
        text, blocks = str(arguments.get("text") or ""), arguments.get("blocks") or []
        if not text and not blocks:
            raise Refusal("no_text")
        if len(text) > TEXT:
            raise Refusal("msg_too_long")
        fault = blocks_fault(blocks)
        if fault:
            raise Refusal("invalid_blocks", f"[ERROR] {fault}")
        return text, blocks

    def _post(self, arguments: Arguments) -> dict[str, Any]:
        channel = self._known(arguments)
        text, blocks = self._content(arguments)
        thread = arguments.get("thread_ts") or None
        message = Message(channel, self.workspace.ts(), BOT_USER, text, thread, blocks)
        self.workspace.put(message)
        self._unstatus(channel, thread)
        return {"channel": channel, "ts": message.ts, "message": message.as_slack()}

    def _whisper(self, arguments: Arguments) -> dict[str, Any]:
        channel = self._known(arguments)
        text, blocks = self._content(arguments)
        thread = arguments.get("thread_ts") or None
        message = Message(channel, self.workspace.ts(), BOT_USER, text, thread, blocks, ephemeral_to=arguments["user"])
        self.workspace.put(message)
        self._unstatus(channel, thread)
        return {"message_ts": message.ts}

    def _mine(self, arguments: Arguments) -> Message:
        message = self.workspace.get(self._known(arguments), str(arguments["ts"]))
        if message is None:
            raise Refusal("message_not_found")
        if message.user != BOT_USER:
            raise Refusal("cant_update_message")
        return message

    def _update(self, arguments: Arguments) -> dict[str, Any]:
        message = self._mine(arguments)
        message.text, message.blocks = self._content(arguments)
        message.edited, message.streaming = True, False
        self.workspace.put(message)
        return {"channel": message.channel, "ts": message.ts, "text": message.text, "message": message.as_slack()}

    def _delete(self, arguments: Arguments) -> dict[str, Any]:
        message = self._mine(arguments)
        self.workspace.drop(message.channel, message.ts)
        return {"channel": message.channel, "ts": message.ts}

    def _stream_start(self, arguments: Arguments) -> dict[str, Any]:
        channel = self._known(arguments)
        if not arguments.get("thread_ts"):
            raise Refusal("invalid_thread_ts")
        if channel.startswith("C") and not (arguments.get("recipient_user_id") and arguments.get("recipient_team_id")):
            raise Refusal("missing_recipient_user_id")
        text = str(arguments.get("markdown_text") or "")
        message = Message(channel, self.workspace.ts(), BOT_USER, text, arguments["thread_ts"], streaming=True)
        message.take(arguments.get("chunks") or [])
        self._streams[channel, message.ts] = time.monotonic()
        self.workspace.put(message)
        self._unstatus(channel, arguments["thread_ts"])
        return {"channel": channel, "ts": message.ts}

    def _streaming(self, arguments: Arguments) -> Message:
        message = self._mine(arguments)
        started = self._streams.get((message.channel, message.ts))
        limit = self._stream_seconds()
        expired = started is not None and limit is not None and time.monotonic() - started > limit
        if expired:
            message.streaming = False
        if started is None or not message.streaming:
            raise Refusal("message_not_in_streaming_state")
        return message

    def _stream_append(self, arguments: Arguments) -> dict[str, Any]:
        message = self._streaming(arguments)
        message.text += str(arguments.get("markdown_text") or "")
        message.take(arguments.get("chunks") or [])
        self.workspace.put(message)
        return {"channel": message.channel, "ts": message.ts}

    def _stream_stop(self, arguments: Arguments) -> dict[str, Any]:
        message = self._streaming(arguments)
        fault = blocks_fault(arguments.get("blocks") or [])
        if fault:
            raise Refusal("invalid_blocks", f"[ERROR] {fault}")
        message.text += str(arguments.get("markdown_text") or "")
        message.take(arguments.get("chunks") or [])
        message.blocks, message.streaming = arguments.get("blocks") or [], False
        self.workspace.put(message)
        return {"channel": message.channel, "ts": message.ts, "message": message.as_slack()}

    def _checked(self, view: Any) -> dict[str, Any]:
        fault = view_fault(view)
        if fault:
            raise Refusal("invalid_arguments", f"[ERROR] {fault}")
        return dict(view)

    def _view_open(self, arguments: Arguments) -> dict[str, Any]:
        user, since = self._triggers.pop(str(arguments.get("trigger_id")), ("", 0.0))
        if not user:
            raise Refusal("invalid_trigger_id")
        if time.monotonic() - since > TRIGGER_SECONDS:
            raise Refusal("expired_trigger_id")
        view = {**self._checked(arguments["view"]), "id": f"V{secrets.token_hex(5).upper()}", "team_id": TEAM}
        self.workspace.views[view["id"]] = {"view": view, "user": user}
        self.workspace.tell({"change": "view", "user": user, "view": view})
        return {"view": view}

    def _view_update(self, arguments: Arguments) -> dict[str, Any]:
        held = self.workspace.views.get(str(arguments.get("view_id")))
        if held is None:
            raise Refusal("not_found")
        return {"view": self.replace_view(str(arguments["view_id"]), self._checked(arguments["view"]))}

    def replace_view(self, view_id: str, view: dict[str, Any]) -> dict[str, Any]:
        """Put another view in an open one's place."""
        held = self.workspace.views[view_id]
        held["view"] = {**view, "id": view_id, "team_id": TEAM}
        self.workspace.tell({"change": "view", "user": held["user"], "view": held["view"]})
        return dict(held["view"])

    def _view_publish(self, arguments: Arguments) -> dict[str, Any]:
        user = str(arguments["user_id"])
        if user not in self.workspace.people:
            raise Refusal("user_not_found")
        view = {**self._checked(arguments["view"]), "id": f"VHOME{user}", "team_id": TEAM}
        self.workspace.homes[user] = view
        self.workspace.tell({"change": "home", "user": user, "view": view})
        return {"view": view}

    def _react(self, arguments: Arguments) -> dict[str, Any]:
        message = self.workspace.get(self._known(arguments), str(arguments["timestamp"]))
        if message is None:
            raise Refusal("message_not_found")
        users = message.reactions.setdefault(str(arguments["name"]), [])
        if BOT_USER in users:
            raise Refusal("already_reacted")
        users.append(BOT_USER)
        self.workspace.put(message)
        return {}

    def _unreact(self, arguments: Arguments) -> dict[str, Any]:
        message = self.workspace.get(self._known(arguments), str(arguments["timestamp"]))
        if message is None or BOT_USER not in message.reactions.get(str(arguments["name"]), []):
            raise Refusal("no_reaction")
        message.reactions[str(arguments["name"])].remove(BOT_USER)
        self.workspace.put(message)
        return {}

    def _status(self, arguments: Arguments) -> dict[str, Any]:
        channel, thread = str(arguments["channel_id"]), str(arguments["thread_ts"])
        self.workspace.status[channel, thread] = str(arguments.get("status", ""))
        self.workspace.tell(
            {"change": "status", "channel": channel, "thread_ts": thread, "status": arguments.get("status", "")}
        )
        return {}

    def _unstatus(self, channel: str, thread: str | None) -> None:
        if thread and self.workspace.status.pop((channel, thread), None):
            self.workspace.tell({"change": "status", "channel": channel, "thread_ts": thread, "status": ""})

    def _prompts(self, arguments: Arguments) -> dict[str, Any]:
        prompts = arguments["prompts"]
        if len(prompts) > 4:
            raise Refusal("invalid_arguments", "at most 4 prompts")
        self.workspace.suggest(str(arguments["channel_id"]), prompts)
        return {}

    def _upload_url(self, arguments: Arguments) -> dict[str, Any]:
        file = f"F{secrets.token_hex(5).upper()}"
        self._uploads[file] = {"id": file, "name": str(arguments["filename"]), "alt": str(arguments.get("alt_txt", ""))}
        return {"upload_url": f"{self._base()}/upload/{file}", "file_id": file}

    def uploaded(self, file: str, body: bytes) -> bool:
        """Take the bytes of an announced file."""
        if file not in self._uploads:
            return False
        self._uploads[file]["body"] = body
        return True

    def take_file(self, name: str, body: bytes, user: str) -> dict[str, Any]:
        """A file that a person shares: kept, and as Slack describes it."""
        file = f"F{secrets.token_hex(5).upper()}"
        self._uploads[file] = {"id": file, "name": name, "alt": "", "body": body, "user": user, "at": int(time.time())}
        return self.file_info(file)

    def file_info(self, file: str) -> dict[str, Any]:
        """A file as Slack describes it."""
        held = self._uploads.get(file)
        if held is None or "body" not in held:
            raise Refusal("file_not_found")
        url = f"{self._base()}/file/{file}"
        out = {"id": file, "name": held["name"], "title": held["name"], "size": len(held["body"])}
        return out | {
            "created": held.get("at", 0),
            "user": held.get("user", BOT_USER),
            "mode": "hosted",
            "url_private": url,
            "url_private_download": url,
            "permalink": f"{self._base()}/#{file}",
        }

    def file(self, file: str) -> bytes | None:
        """The bytes of an uploaded file."""
        return self._uploads.get(file, {}).get("body")

    def _upload_done(self, arguments: Arguments) -> dict[str, Any]:
        files = []
        for one in arguments["files"]:
            held = self._uploads.get(one["id"])
            if held is None or "body" not in held:
                raise Refusal("file_not_found")
            files.append({"id": one["id"], "title": one.get("title") or held["name"], "alt": held["alt"]})
        channel = arguments.get("channel_id")
        if channel:
            text = str(arguments.get("initial_comment") or "")
            message = Message(channel, self.workspace.ts(), BOT_USER, text, arguments.get("thread_ts"), files=files)
            self.workspace.put(message)
        return {"files": files}
