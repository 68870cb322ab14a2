"""Settings: a wrong value fails at the start and names what to set; a secret is never shown."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from bot.settings import Settings
from knowledge.chroma_cloud import Cloud


def settings(**given: Any) -> Settings:
    return Settings(_env_file=None, **given)


def test_where_the_index_is() -> None:
    """A folder, a server, or Chroma Cloud with its key."""
    assert settings().chroma is None
    assert settings(APERTURE_CHROMA_URL="http://localhost:8000").chroma == "http://localhost:8000"
    cloud = settings(APERTURE_CHROMA_URL="cloud", CHROMA_API_KEY="ck-secret", CHROMA_TENANT="team")
    assert cloud.chroma == Cloud("ck-secret", "team", None)
    assert "ck-secret" not in repr(cloud) + repr(cloud.chroma)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"APERTURE_CHROMA_URL": "cloud"}, "CHROMA_API_KEY"),
        ({"SLACK_CLIENT_ID": "1.2", "SLACK_BOT_TOKEN": "xoxb-secret"}, "SLACK_BOT_TOKEN"),
        ({"SLACK_CLIENT_ID": "1.2"}, "SLACK_CLIENT_SECRET"),
        ({"APERTURE_LLM_DEADLINE": "-1"}, "APERTURE_LLM_DEADLINE"),
    ],
)
def test_what_does_not_go_together_is_named(given: dict[str, str], says: str) -> None:
    """By its environment name; the value of a secret is not in the message."""
    with pytest.raises(ValidationError, match=says) as caught:
        settings(**given)
    assert "secret" not in str(caught.value).replace("SECRET", "")
