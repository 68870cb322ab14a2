"""A model nobody recorded, from the Hugging Face Hub. `HF_TOKEN` is the hub library's own."""

from __future__ import annotations

import contextlib
import json
import re
import time
from pathlib import Path
from typing import Any

from ingest.load import front_matter
from knowledge.errors import SourceError

REPO = re.compile(r"[A-Za-z0-9][\w.-]{0,95}/[A-Za-z0-9][\w.-]{0,95}")
TIMEOUT = 8.0
"""Seconds for one request to the hub."""
FRESH_SECONDS = 86_400
"""A look-up is kept for a day."""
LICENSE_FILE = re.compile(r"licen[sc]e([-_.]?model)?(\.(md|txt))?|[\w.-]*licen[sc]e[\w.-]*\.(md|txt)", re.I)
LARGEST = 300_000
"""Bytes of a card or license file that are read."""


def look_up(repo: str, cache: Path, endpoint: str | None = None) -> dict[str, Any]:
    """What the hub says of `org/name`, as `knowledge.hub_card.provisional_model` takes it.

    Raises:
        SourceError: no such name, no such repository, or no network; says which.
    """
    if not REPO.fullmatch(repo):
        raise SourceError(f"{repo[:80]!r} is not org/name")
    kept = cache / f"{repo.replace('/', '--')}.json"
    with contextlib.suppress(OSError, ValueError):
        if time.time() - kept.stat().st_mtime < FRESH_SECONDS:
            return dict(json.loads(kept.read_text(encoding="utf-8")))
    found = _ask(repo, endpoint)
    with contextlib.suppress(OSError):
        cache.mkdir(parents=True, exist_ok=True)
        kept.write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")
    return found


def _ask(repo: str, endpoint: str | None) -> dict[str, Any]:
    from huggingface_hub import HfApi
    from huggingface_hub.errors import HfHubHTTPError, RepositoryNotFoundError

    api = HfApi(endpoint=endpoint)
    try:
        info = api.model_info(repo, timeout=TIMEOUT)
    except RepositoryNotFoundError:
        raise SourceError(f"{repo}: the hub has no such model, or it is private") from None
    except (HfHubHTTPError, OSError, ValueError, RuntimeError) as error:
        raise SourceError(f"{repo}: the hub cannot be reached ({type(error).__name__})") from None
    except Exception as error:
        if not type(error).__module__.startswith(("httpx", "httpcore")):
            raise
        raise SourceError(f"{repo}: the hub cannot be reached ({type(error).__name__})") from None
    return _described(api, repo, info)


def _described(api: Any, repo: str, info: Any) -> dict[str, Any]:
    data = info.card_data.to_dict() if info.card_data else {}
    files = [one.rfilename for one in info.siblings or []]
    license_file = next((name for name in sorted(files) if LICENSE_FILE.fullmatch(name)), None)
    tags = [str(tag) for tag in info.tags or []]
    readme = _text(api, repo, "README.md", info.sha) if "README.md" in files else ""
    return {
        "id": info.id,
        "sha": info.sha,
        "author": info.author,
        "license": _one(data.get("license")) or _tagged(tags, "license"),
        "license_name": _one(data.get("license_name")),
        "license_link": _one(data.get("license_link")),
        "gated": info.gated,
        "private": bool(info.private),
        "base_model": _many(data.get("base_model")),
        "base_model_relation": _one(data.get("base_model_relation")),
        "datasets": _many(data.get("datasets")),
        "files": files,
        "card": front_matter(readme)[1].strip(),
        "license_file": license_file,
        "license_text": _text(api, repo, license_file, info.sha) or None if license_file else None,
        "created_at": info.created_at.date().isoformat() if info.created_at else None,
        "last_modified": info.last_modified.date().isoformat() if info.last_modified else None,
        "pipeline_tag": info.pipeline_tag,
        "library_name": info.library_name,
        "parameters": info.safetensors.total if info.safetensors else None,
    }


def _one(value: Any) -> str | None:
    if isinstance(value, list):
        value = value[0] if value else None
    return str(value) if value else None


def _many(value: Any) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else [str(value)] if value else []


def _tagged(tags: list[str], name: str) -> str | None:
    return next((tag.split(":", 1)[1] for tag in tags if tag.startswith(f"{name}:")), None)


def _text(api: Any, repo: str, name: str, revision: str | None) -> str:
    """A small file of the repository; empty when it cannot be had: gated repositories show their card's data only."""
    from huggingface_hub import get_session, hf_hub_url

    url = hf_hub_url(repo, name, revision=revision, endpoint=api.endpoint)
    out = bytearray()
    try:
        with get_session().stream("GET", url, timeout=TIMEOUT, follow_redirects=True) as response:
            if response.status_code != 200:
                return ""
            for piece in response.iter_bytes():
                out += piece
                if len(out) >= LARGEST:
                    break
    except Exception as error:
        if isinstance(error, OSError) or type(error).__module__.startswith(("httpx", "httpcore")):
            return ""
        raise
    return out[:LARGEST].decode("utf-8", errors="replace")
