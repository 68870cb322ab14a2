"""Files that people shared in Slack, fetched with the bot's token and only from where Slack keeps them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import requests
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.answering.intake import Note
from ingest.load import LARGEST
from ingest.sources import printable
from knowledge.errors import Refused, SourceError

TIMEOUT = 20


def download(client: WebClient, file: dict[str, Any]) -> Note:
    """A shared file as a note. Raises `SourceError` naming the file, the reason and the way out."""
    name = printable(str(file.get("name") or "file"))
    about = file if file.get("url_private_download") else _looked_up(client, file, name)
    if int(about.get("size") or 0) > LARGEST:
        raise Refused(f"{name}: {int(about['size']):,} bytes is too large (at most {LARGEST:,}); split it")
    raw = _fetched(client, str(about.get("url_private_download") or about.get("url_private") or ""), name)
    day = datetime.fromtimestamp(int(about.get("created") or about.get("timestamp") or 0), UTC).date()
    title = str(about.get("title") or name)
    return Note(title, str(about.get("permalink") or f"slack-file:{about.get('id')}"), day, file=(name, raw))


def _looked_up(client: WebClient, file: dict[str, Any], name: str) -> dict[str, Any]:
    try:
        return dict(client.files_info(file=str(file.get("id", "")))["file"])
    except SlackApiError as error:
        code = error.response.get("error")
        raise SourceError(f"{name}: Slack does not show it ({code}): is the bot allowed files:read?") from None


def _fetched(client: WebClient, url: str, name: str) -> bytes:
    """The token goes to Slack and to nobody else; a sign-in page instead of the file is no file."""
    place, home = urlsplit(url), urlsplit(client.base_url)
    slack = place.scheme == "https" and (place.hostname or "").endswith(".slack.com")
    if not slack and (place.scheme, place.netloc) != (home.scheme, home.netloc):
        raise Refused(f"{name}: it is kept outside Slack; add its address instead")
    try:
        with requests.get(
            url,
            headers={"Authorization": f"Bearer {client.token}"},
            timeout=TIMEOUT,
            stream=True,
            allow_redirects=False,
        ) as response:
            if response.status_code != 200:
                raise SourceError(f"{name}: Slack answered {response.status_code}: is the bot allowed files:read?")
            return _bounded(response, name)
    except requests.RequestException as error:
        raise SourceError(f"{name}: cannot be fetched ({type(error).__name__}); try again") from None


def _bounded(response: requests.Response, name: str) -> bytes:
    body = bytearray()
    for piece in response.iter_content(1 << 16):
        body += piece
        if len(body) > LARGEST:
            raise Refused(f"{name}: more than {LARGEST:,} bytes; split it")
    return bytes(body)
