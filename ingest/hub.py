"""A model nobody recorded, from the Hugging Face Hub. `HF_ENDPOINT` and `HF_TOKEN` are the hub library's own."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path
from typing import Any

from knowledge.errors import SourceError

REPO = re.compile(r"[A-Za-z0-9][\w.-]{0,95}/[A-Za-z0-9][\w.-]{0,95}")
TIMEOUT = 8.0
FRESH_SECONDS = 86_400
"""A look-up is kept for a day."""
LICENSE_FILES = ("LICENSE", "LICENSE.md", "LICENSE.txt")
CARD = 20_000
"""Characters of a card that are kept."""


def look_up(repo: str, cache: Path, endpoint: str | None = None) -> dict[str, Any]:
    """What the hub says of `org/name`: id, tags, license tag, gating, base model, files and card text.

    Raises:
        SourceError: no such name, no such repository, or no network; says which.
    """
    if not REPO.fullmatch(repo):
        raise SourceError(f"{repo[:80]!r} is not org/name")
    kept = cache / f"{repo.replace('/', '--')}.json"
    if kept.is_file() and time.time() - kept.stat().st_mtime < FRESH_SECONDS:
        return dict(json.loads(kept.read_text(encoding="utf-8")))
    found = _ask(repo, endpoint)
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
        if "httpx" not in type(error).__module__:
            raise
        raise SourceError(f"{repo}: the hub cannot be reached ({type(error).__name__})") from None
    card: Any = info.card_data
    data = card.to_dict() if card else {}
    return {
        "id": info.id,
        "sha": info.sha,
        "last_modified": info.last_modified.isoformat() if info.last_modified else None,
        "created_at": info.created_at.isoformat() if info.created_at else None,
        "gated": info.gated,
        "tags": list(info.tags or []),
        "pipeline_tag": info.pipeline_tag,
        "card": json.loads(json.dumps(data, default=str)),
        "files": [one.rfilename for one in info.siblings or []],
        "readme": _text(api, repo, "README.md", info.sha)[:CARD],
        "license_text": next(
            (_text(api, repo, name, info.sha) for name in ("LICENSE", "LICENSE.md", "LICENSE.txt") if _has(info, name)),
            "",
        ),
    }


def _has(info: Any, name: str) -> bool:
    return any(one.rfilename == name for one in info.siblings or [])


def _text(api: Any, repo: str, name: str, revision: str | None) -> str:
    from huggingface_hub import get_session, hf_hub_url

    url = hf_hub_url(repo, name, revision=revision, endpoint=api.endpoint)
    try:
        response = get_session().get(url, timeout=TIMEOUT, follow_redirects=True)
    except Exception:
        return ""
    return str(response.text) if response.status_code == 200 else ""
