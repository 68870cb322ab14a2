"""What one thing a question asks for, in both languages."""

from __future__ import annotations

import pytest

from knowledge.asked_for import amounts, asks_name, content, gives


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("What does the plan cost, how much is the fee?", ("money",)),
        ("罚款是多少钱?", ("money",)),
        ("How long may I keep it?", ("time",)),
        ("宽限期是几天?", ("time",)),
        ("What share of users pays?", ("share",)),
        ("有多少人参与了评审?", ("people",)),
        ("How many parameters does it have?", ("size",)),
        ("它在数学题上得了多少分?", ("count",)),
        ("How many widgets fit in a box?", ("count",)),
        ("训练一共用了多少 GPU 小时?", ("compute",)),
        ("How many GPU-hours did it take?", ("compute",)),
        ("用了多少 H100 小时?", ("compute",)),
        ("What is the price per GPU-hour?", ("money",)),
        ("Who called the launch a flop?", ()),
        ("How much is a picker paid per crate?", ("money",)),
        ("What speed do the ferries sail at?", ("count",)),
        ("海事处什么时候来检查?", ("time",)),
        ("什么时候用 API，什么时候自己买服务器？", ()),
        ("机器便宜了以后,大家反而愿意免费放出来,图什么?", ()),
        ("Why does it cost so much?", ()),
        ("What happens when a model releases its parameters?", ()),
        ("几乎没人用，为什么?", ()),
        ("", ()),
    ],
)
def test_amounts(question: str, asked: tuple[str, ...]) -> None:
    """Their kinds; why something costs much asks for none."""
    assert set(asked) <= set(amounts(question))
    assert bool(asked) == bool(amounts(question))


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("Who signed it?", True),
        ("这是哪家公司做的?", True),
        ("Which court hears disputes?", True),
        ("What is the oenologist called?", True),
        ("哪条航线客流最大?", True),
        ("Can people who live abroad use it?", False),
        ("闭源模型有哪些短处?", False),
        ("How many people signed it?", False),
        ("当初是哪几个人创办的？", True),
        ("背后用的是什么底座模型？", True),
        ("有几个人创办？", False),
    ],
)
def test_names(question: str, asks: bool) -> None:
    """A name is asked for at the head of a question; an amount is no name, and yes or no is neither."""
    assert asks_name(question) is asks


@pytest.mark.parametrize(
    ("text", "question", "given"),
    [
        ("The fee is $40 a seat.", "What is the fee?", True),
        ("罚款以一千元为限。", "罚多少钱?", True),
        ("There is a fee.", "What is the fee?", False),
        ("You have thirty days.", "How long do I have?", True),
        ("三十日内删除。", "几天内要删除?", True),
        ("Delete it soon.", "How long do I have?", False),
        ("It closes at nine.", "When does it close?", True),
        ("九点关门。", "几点关门?", True),
        ("About forty percent left.", "What share left?", True),
        ("训练用了三万 GPU 小时。", "用了多少 GPU 小时?", True),
        ("训练用了三十个小时。", "用了多少 GPU 小时?", False),
        ("It took 30,000 GPU hours.", "How many GPU hours did it take?", True),
        ("It took eight GPUs and nine days.", "How many GPU hours did it take?", False),
        ("The cluster has 1024 cards; a GPU hour is billed.", "How many GPU hours did it take?", False),
        ("It took 3.8×10²⁵ FLOPs.", "How many FLOPs did it take?", True),
    ],
)
def test_an_amount_of_the_kind_that_is_asked_for(text: str, question: str, given: bool) -> None:
    """Any number is not enough."""
    assert gives(text, amounts(question)) is given


def test_words_that_only_ask_are_left_out() -> None:
    """And each word is there once."""
    assert content(["when", "fee", "due", "fee", "多少", "罚款"]) == ["fee", "due", "罚款"]
