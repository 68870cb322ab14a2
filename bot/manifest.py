"""The app manifest that a new Slack app is made from: least scopes, one for each mode."""

from __future__ import annotations

from typing import Any, Literal

from knowledge.records.base import Language

Mode = Literal["socket", "http", "oauth"]
"""`oauth` is HTTP for several workspaces, each of which installs the app."""

INSTALL, CALLBACK = "/slack/install", "/slack/oauth_redirect"
"""Pages that a browser visits, where several workspaces install the app."""
SCOPES = {
    "app_mentions:read": "hear mentions",
    "channels:history": "read the thread it is called into, and follow-ups there",
    "groups:history": "the same in private channels it was invited to",
    "im:history": "direct messages to it",
    "im:write": "open a direct message to tell an admin how an ingest went",
    "chat:write": "answer",
    "files:read": "read the files that an admin adds",
    "files:write": "post the chart of a cost answer",
    "commands": "/model, /aperture and the message shortcuts",
    "users:read": "who is an admin, and which language somebody reads",
    "assistant:write": "status and suggested prompts in the agent panel",
    "reactions:read": "thumbs as reactions",
}
"""Every bot scope with what needs it."""
EVENTS = (
    "app_context_changed",
    "app_home_opened",
    "app_mention",
    "message.channels",
    "message.groups",
    "message.im",
    "reaction_added",
)
LEAVING = ("app_uninstalled", "tokens_revoked")
"""Events of a workspace that removes the app."""
PROMPTS: dict[Language, tuple[tuple[str, str], ...]] = {
    "en": (
        ("Is it open?", "Is Llama 3.1 open source?"),
        ("May we use it?", "We're in Munich. May we build a product on Llama 4 Scout?"),
        ("Is self-hosting cheaper?", "DeepSeek-V3, 5 billion tokens a month: is self-hosting cheaper?"),
        ("Which should we pick?", "Data may not leave the company, we have two H100s: which model?"),
    ),
    "zh": (
        ("是开源的吗？", "Llama 3.1 是开源的吗？"),
        ("可以用吗？", "我们在慕尼黑，可以用 Llama 4 Scout 做产品吗？"),
        ("自建划算吗？", "DeepSeek-V3 一个月 50 亿 token，自建划算吗？"),
        ("该选哪个？", "数据不能出公司，有两张 H100，选哪个模型？"),
    ),
}
"""What the agent panel suggests, four in each language: Slack drops more."""


def manifest(mode: Mode, url: str = "https://YOUR-HOST/slack/events") -> dict[str, Any]:
    """The manifest. `url` is used where Slack comes to the bot."""
    http = {"request_url": url} if mode != "socket" else {}
    where = {"url": url} if mode != "socket" else {}
    several, both = mode == "oauth", (*PROMPTS["en"][:2], *PROMPTS["zh"][2:])
    back = {"redirect_urls": [url.removesuffix("/slack/events") + CALLBACK]} if several else {}
    return {
        "display_information": {
            "name": "Aperture",
            "description": "Is this AI model open, may we use it, is self-hosting cheaper? With evidence.",
            "background_color": "#611f69",
        },
        "features": {
            "agent_view": {
                "agent_description": "Asks and answers about AI models: open, permitted, cheaper, which one.",
                "suggested_prompts": [{"title": title, "message": message} for title, message in both],
            },
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": "Aperture", "always_online": True},
            "slash_commands": [
                {"command": "/model", "description": "A model's card", "usage_hint": "NAME", **where},
                {
                    "command": "/aperture",
                    "description": "Ask, check a use, compare, cost, sources; admins: ingest",
                    "usage_hint": "ask | check | compare | cost | settings | ingest PATH | sources | help",
                    **where,
                },
            ],
            "shortcuts": [
                {
                    "name": "What does Aperture say?",
                    "type": "message",
                    "callback_id": "ask_about",
                    "description": "What does Aperture say about this message?",
                },
                {
                    "name": "Add to knowledge",
                    "type": "message",
                    "callback_id": "add_knowledge",
                    "description": "For admins: take this message and its files in.",
                },
            ],
        },
        "oauth_config": {"scopes": {"bot": list(SCOPES)}, **back},
        "settings": {
            "event_subscriptions": {"bot_events": [*EVENTS, *(LEAVING if several else ())], **http},
            "interactivity": {"is_enabled": True, **http},
            "org_deploy_enabled": False,
            "socket_mode_enabled": mode == "socket",
            "token_rotation_enabled": several,
        },
    }
