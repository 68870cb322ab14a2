"""A model inside what others get is handed on to them; one that is only called stays where it is."""

from __future__ import annotations

import pytest

from bot.answering.answer import Ask, Turn
from bot.answering.engine import Engine
from bot.answering.question.activities import activities


@pytest.mark.parametrize(
    "text",
    [
        "Can we ship ¤¤¤ inside our on-prem product?",
        "Can we embed ¤¤¤ in the app we sell to customers?",
        "Can we bundle ¤¤¤ with our desktop application?",
        "Is it ok to include ¤¤¤ in an SDK?",
        "We want to preinstall ¤¤¤ on the laptops we sell",
        "We sell servers with ¤¤¤ preinstalled. Fine?",
        "can we deploy ¤¤¤ on our customers' servers?",
        "put ¤¤¤ into the firmware of our cameras",
        "Can ¤¤¤ be part of the product our customers install?",
        "and if we fine-tune it and sell the result?",
        "sell our fine-tuned model",
        "把 ¤¤¤ 打包进我们卖给客户的一体机，要做什么？",
        "¤¤¤ 能内置到我们的桌面软件里吗",
        "¤¤¤ 部署在客户机房可以吗",
        "我们的一体机预装 ¤¤¤ ，要做什么",
        "把 ¤¤¤ 集成到我们卖给企业的软件里",
        "可以把 ¤¤¤ 做进 SDK 里吗",
        "微调它再卖可以吗",
    ],
)
def test_a_model_inside_goods_is_handed_on(text: str) -> None:
    """An appliance, an installer, an app that is sold, the customer's machine; so is a tuned model that is sold."""
    assert activities(text).get("redistribution") is True


@pytest.mark.parametrize(
    "text",
    [
        "Can we integrate ¤¤¤ into our website?",
        "embed ¤¤¤ in our chatbot",
        "Use ¤¤¤ in our SaaS product",
        "we sell a web app that calls ¤¤¤ on our own servers",
        "embed it in the web app we sell",
        "¤¤¤ in our mobile app, on our own servers",
        "Can employees use ¤¤¤ on their laptops?",
        "install ¤¤¤ on our laptops",
        "fine-tune it and sell access",
        "we do not ship it in an appliance",
        "把 ¤¤¤ 集成到我们的网站",
        "我们自己买了一体机部署 ¤¤¤ 内部用",
        "手机 App 通过我们的接口调用 ¤¤¤",
        "微调后卖 API 服务",
    ],
)
def test_a_model_that_is_only_called_is_not(text: str) -> None:
    """A website, a chatbot, the asker's own machines."""
    found = activities(text)
    assert not found.get("redistribution")
    assert not found.get("in_app")


@pytest.mark.parametrize(
    "text",
    ["¤¤¤ in our mobile app, ok?", "on-device use of ¤¤¤", "¤¤¤ 放进我们的 App 行吗", "¤¤¤ 用在手机应用里可以吗"],
)
def test_where_an_app_runs_its_model_is_open(text: str) -> None:
    """Nobody said whether it is inside or on a server."""
    assert activities(text) == {"in_app": True}


@pytest.mark.parametrize(
    "text",
    ["ship ¤¤¤ inside our on-prem product, called via an API", "把 ¤¤¤ 打包进我们卖给客户的一体机，通过接口调用"],
)
def test_a_server_beside_goods_excuses_nothing(text: str) -> None:
    """It may be the customer's: the duties are to be confirmed."""
    found = activities(text)
    assert found.get("redistribution") or found.get("in_app")


@pytest.mark.parametrize(
    ("question", "value", "says"),
    [
        ("Can we ship Qwen3-8B inside our on-prem product?", "allowed-with-conditions", "NOTICE"),
        ("把 Qwen3-8B 打包进我们卖给客户的一体机，要做什么？", "allowed-with-conditions", "NOTICE"),
        ("Whisper in our mobile app, ok?", "allowed-with-conditions", "If the model runs in the app"),
        ("Whisper 用在我们的手机应用里可以吗", "allowed-with-conditions", "若模型运行在应用"),
        ("Whisper in our mobile app; it runs on our own servers, ok?", "allowed", "nothing is to be done"),
    ],
)
def test_duties_of_handing_on_are_told(engine: Engine, question: str, value: str, says: str) -> None:
    """Told where the model is handed on, to be confirmed where that is open."""
    answer = engine.ask(Ask(question=question))
    assert answer.verdict is not None
    assert answer.verdict["value"] == value
    assert says in answer.answer


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ("Whisper in our mobile app, ok?", "it runs on our server"),
        ("Whisper 用在我们的手机应用里可以吗", "模型在我们的服务器上跑"),
    ],
)
def test_a_later_word_on_the_server_settles_it(engine: Engine, first: str, then: str) -> None:
    """What was open is told in the thread."""
    answer = engine.ask(Ask(question=then, thread=(Turn(role="user", text=first),)))
    assert answer.verdict is not None
    assert answer.verdict["value"] == "allowed"
