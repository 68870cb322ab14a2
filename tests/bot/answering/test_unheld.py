"""Models that no record holds and that a team's own documents speak of."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.answering.answer import Answer, Ask, Turn
from bot.answering.engine import Engine
from bot.answering.prose import CheckedProse
from knowledge.catalog import Catalog
from knowledge.records.use import Use
from tests.bot.answering.own_documents import engine_over
from tests.bot.answering.test_plain import NoModel

DOCUMENTS = {
    "evaluation.md": (
        "# Evaluation of Osprey-34B\n\nSupport asked whether Osprey-34B could replace Kestrel-2 in ticket triage.\n\n"
        "Kestrel-2 costs us 41,200 euros a month and its vendor will not sign our addendum.\n"
    ),
    "sizing.md": (
        "# Whimbrel sizing guide\n\nWhimbrel-120B needs 4 GPUs of 80 GB in FP8, or 8 GPUs in BF16.\n\n"
        "Do not run it on cards without NVLink: throughput falls from 2,900 to 700 tokens a second.\n"
    ),
    "bustard.md": (
        "# Bustard vendor statement\n\nThe Bustard-9B model may not be used in weapons.\n\n"
        "Bustard-9B was trained in Tallinn on 3 trillion tokens.\n"
    ),
    "faq.md": (
        "# Chaffinch FAQ\n\n- Is Chaffinch free?\n- Yes, for up to 40 users.\n- Which languages does it speak?\n"
        "- Finnish, Estonian and Latvian.\n"
    ),
    "机房.md": "# 机房清单\n\n贵阳机房有256张昇腾910B，负责人是周岚。\n\n成都机房有120张L20，负责人是高远。\n",
    "白鹭.md": "# 白鹭-7B 使用规定\n\n白鹭-7B 不得用来决定风机能否重启，重启须由当班工程师批准。\n",
    "云雀.md": "# 云雀-8B 说明\n\n云雀-8B 是我们自己训练的模型，许可证为内部许可证，只限公司内部使用。\n",
    "苍鹭.md": ("# 苍鹭-7B 内部评测报告\n\n苍鹭-7B的意图识别准确率为91.3%。\n\n苍鹭-7B在单卡上的平均时延为420毫秒。\n"),
    "丹顶鹤.md": "# 丹顶鹤项目周报\n\n本周丹顶鹤的网络时延有所上升，时延平均为88毫秒。\n",
    "sanderling.md": (
        "# Sanderling-7B 使用规定\n\nSanderling-7B 不可以用来决定风机能否重启，重启须由当班工程师批准。\n"
    ),
}


@pytest.fixture(scope="module")
def own(catalog: Catalog, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """An engine over documents on models of no catalog."""
    with engine_over(DOCUMENTS, catalog, tmp_path_factory) as opened:
        yield opened


def asked(engine: Engine, question: str, *thread: str) -> Answer:
    turns = tuple(Turn(role="user" if at % 2 == 0 else "bot", text=text) for at, text in enumerate(thread))
    return engine.ask(Ask(id="q", question=question, thread=turns))


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("How much does Kestrel-2 cost us per month?", "41,200 euros a month"),
        ("How many GPUs does Whimbrel-120B need in BF16?", "8 GPUs in BF16"),
        ("May Bustard-9B be used in weapons?", "may not be used in weapons"),
        ("Is Chaffinch free?", "for up to 40 users"),
        ("Sanderling-7B 可以用来决定风机能否重启吗？", "不可以用来决定风机能否重启"),
    ],
)
def test_a_document_answers_for_a_model_nobody_recorded(question: str, told: str, own: Engine) -> None:
    """It is quoted, no verdict is made of it, and that no record is held is said; no model writes around it."""
    answer = asked(own, question)
    assert told in answer.answer
    assert answer.verdict is None
    assert not answer.abstained
    assert "I hold no record of" in answer.answer or "的记录" in answer.answer
    assert "How many tokens a month" not in answer.answer
    assert not CheckedProse(NoModel()).wants(answer)


def test_a_place_whose_name_holds_the_word_for_dear_asks_for_no_bill(own: Engine) -> None:
    """贵 of 贵阳 is a name."""
    answer = asked(own, "贵阳机房有多少张昇腾910B？")
    assert answer.kind == "general"
    assert "256" in answer.answer


@pytest.mark.parametrize(
    "question", ["Is Bustard-9B open source?", "Bustard-9B 可以商用吗？", "Can we use Zorblax-13B?"]
)
def test_a_document_that_does_not_answer_gives_way_to_the_refusal(question: str, own: Engine) -> None:
    """That it names the model is not enough."""
    answer = asked(own, question)
    assert answer.abstained
    assert answer.verdict is None


def test_a_price_list_that_is_only_named_asks_for_no_bill(own: Engine) -> None:
    """Nothing to reckon with and no bill asked for: the record that is missing is named."""
    answer = asked(own, "Is Gannet-3 approved in our price list?")
    assert answer.abstained
    assert "no record of *Gannet-3*" in answer.answer


def test_a_name_alone_asks_nothing_of_documents(own: Engine) -> None:
    """The form for a use gives no question to search with."""
    answer = own.check("Kestrel-2", Use(commercial=True), "en")
    assert answer.abstained
    assert "41,200" not in answer.answer


def test_what_can_be_reckoned_is_reckoned(own: Engine) -> None:
    """A volume that was told makes a bill, whoever's the model is."""
    assert asked(own, "How much would 5 billion tokens a month cost with Kestrel-2?").verdict


@pytest.mark.parametrize(
    ("before", "question", "told", "other"),
    [
        ("苍鹭-7B的意图识别准确率是多少？", "那时延呢？", "420毫秒", "88毫秒"),
        ("What does Kestrel-2 do in ticket triage?", "And what does it cost us per month?", "41,200", "NVLink"),
    ],
)
def test_a_follow_up_keeps_the_name_nobody_recorded(
    before: str, question: str, told: str, other: str, own: Engine
) -> None:
    """What is left out of it is what the question before named."""
    answer = asked(own, question, before)
    assert told in answer.answer
    assert other not in answer.answer.split("[1]")[0]


def test_a_question_of_its_own_goes_on_from_nothing(own: Engine) -> None:
    """A thread's earlier name does not turn up in it."""
    answer = asked(own, "Why do licences restrict who may use a model?", "How much does Kestrel-2 cost us per month?")
    assert "41,200" not in answer.answer


def test_a_model_of_ones_own_is_not_taken_for_a_closed_one(own: Engine) -> None:
    """A size glued to the name of an API that comes in none; the document is quoted, and the other is not judged."""
    answer = asked(own, "云雀-8B的许可证是什么？")
    assert answer.models == ()
    assert answer.verdict is None
    assert "只限公司内部使用" in answer.answer


@pytest.mark.parametrize(
    "question", ["Is Skylark-8B open source?", "Claude-8B 开源吗？", "Can we use GPT-4o-8B in our app?"]
)
def test_a_size_that_a_closed_model_cannot_have_names_none(question: str, own: Engine) -> None:
    """Said to be without a record, the near name offered."""
    answer = asked(own, question)
    assert (answer.models, answer.verdict) == ((), None)
    assert answer.suggested


@pytest.mark.parametrize("question", ["Is Skylark open source?", "云雀开源吗？", "百川-53B 开源吗？"])
def test_a_closed_model_by_its_own_name_is_judged(question: str, own: Engine) -> None:
    """Also where a size is part of it."""
    assert asked(own, question).verdict
