"""What a model wrote stays only where the evidence holds it."""

from __future__ import annotations

import pytest

from bot.answering.citations import Support, check, split
from bot.answering.stance import Stance, _Side
from knowledge.records.base import Language

EVIDENCE = {
    1: "Llama 3.1 Community License §2: products with more than 700 million monthly active users need a license "
    "from Meta.",
    2: "Llama 3.1: weights: yes, inference code: yes, training code: no, training data: no",
    3: "InfoQ 圆桌：第一次验证用 API 最划算，用量越过临界点之后自己的服务器更划算，有个项目多花 200 多万元。",
}


def _support(
    language: Language = "en", stance: Stance | None = None, said: str = "Llama 3.1 weights", **more: object
) -> Support:
    """Beside a verdict, where the evidence is what code made of it."""
    more = {"quoted": False, **more}
    return Support(EVIDENCE, said, language, stance or Stance(), **more)  # type: ignore[arg-type]


def _kept(text: str, support: Support | None = None) -> list[str]:
    return check(text, support or _support()).kept


def _side(kind: str, value: str, label: str = "") -> Stance:
    return Stance((_Side(kind, value, label),))  # type: ignore[arg-type]


GOOD = [
    "Products with more than 700 million monthly active users need a license from Meta [1].",
    "Products above 700,000,000 monthly active users need a license from Meta. [1]",
    "The weights and inference code are there, but training code and training data are not [2].",
    "The weights (权重) and inference code are there, but training code and training data are not [2].",
]
BAD = [
    ("Products with more than 800 million monthly active users need a license [1].", "figures"),
    ("Products with more than 700 million monthly users need a license from Alibaba [1].", "names"),
    ("Products with more than 700 million monthly active users do not need a license from Meta [1].", "turns round"),
    ("The list “training data, weights and inference code” has training code: no [2].", "quotes"),
    ("The training data is told to be not there, by evidence number [2].", "itself"),
    ("The moon is made of green cheese and tastes well [1].", "words"),
    ("You can ask Meta for a license above 700 million monthly active users [1].", "choice"),
    ("Bananas grow in warm countries.", "cites nothing"),
    ("I have deleted the training data [2].", "itself"),
    ("As your lawyer, the weights and training data are fine [2].", "itself"),
    ("The training code is at https://evil.example/x [2].", "address"),
    ("The training data is at evil.example now [2].", "address"),
    ("权重和推理代码都有，训练代码和训练数据没有。[2]", "language"),
    ("Les poids sont là mais ⟦N7⟧ manque [2].", "names"),
    ("The 权重weights and inference code are there, but training code and training data are not [2].", "language"),
    ("Веса открыты, а данные нет [2].", "language"),
]


@pytest.mark.parametrize("sentence", GOOD)
def test_what_the_evidence_says_stays(sentence: str) -> None:
    """In whatever form the figure is written."""
    assert len(_kept(sentence)) == 1


@pytest.mark.parametrize(("sentence", "why"), BAD)
def test_what_it_does_not_say_goes(sentence: str, why: str) -> None:
    """Each with its reason."""
    checked = check(sentence, _support())
    assert checked.kept == []
    assert why in checked.dropped[0][1]


def test_a_number_that_does_not_exist_is_cut_off_and_a_missing_one_is_found() -> None:
    """What can be repaired is."""
    checked = check(
        "The weights and inference code are there, training code and training data are not [2][9]. "
        "Products with more than 700 million monthly active users need a license from Meta.",
        _support(),
    )
    assert [one[-4:-1] for one in checked.kept] == ["[2]", "[1]"]
    assert checked.repaired == 2


def test_a_number_that_holds_nothing_of_the_sentence_goes_and_what_two_hold_together_stays() -> None:
    """A model likes to cite all there is; each number left says the sentence, or they do so together."""
    checked = check("Products with more than 700 million monthly active users need a license [1][2][3].", _support())
    assert checked.kept == ["Products with more than 700 million monthly active users need a license [1]."]
    assert checked.repaired == 1
    together = "With more than 700 million users one needs a license from Meta, and training data: no [1][2]."
    assert _kept(together) == [together]
    harbor = {
        1: "Alpha harbor lamps are made of copper.",
        2: "Copper lamps sold on Mondays.",
        3: "Lamps are sold on Mondays.",
    }
    support = Support(harbor, "", "en", Stance(), quoted=False)
    said = "Alpha harbor lamps are made of copper and sold on Mondays [1][2]"
    assert check(f"{said}[3].", support).kept == [f"{said}."]


def test_a_wrong_number_becomes_the_right_one() -> None:
    """Small models mix them up; what the sentence says is held by another piece."""
    checked = check(
        "Products with more than 700 million monthly active users need a license from Meta [3].", _support()
    )
    assert checked.kept[0].endswith("[1].")
    assert checked.repaired == 1


def test_a_sentence_that_was_cut_off_goes() -> None:
    """The model ran into its limit."""
    text = "The weights and inference code are there [2]. Products with more than 700 million monthly active"
    assert len(check(text, _support(), whole=False).kept) == 1


def test_chinese_sentences_are_told_apart_and_checked() -> None:
    """Marks before or after the full stop, full-width brackets."""
    text = "第一次验证用 API 最划算[3]。用量越过临界点之后，自己的服务器更划算。【3】有个项目多花了500万元[3]。"
    assert len(split(text)) == 3
    kept = _kept(text, _support("zh"))
    assert len(kept) == 2
    assert all(one.endswith(" [3]。") for one in kept)


def test_what_was_said_before_is_not_said_again() -> None:
    """A sentence that only links to itself goes, and does not count against the rest."""
    good = "The weights and inference code are there, but training code and training data are not [2]."
    checked = check(f"{good} Therefore, {good[0].lower()}{good[1:]}", _support())
    assert len(checked.kept) == 1
    assert not checked.dropped


@pytest.mark.parametrize("opener", ["Yes, ", "No. ", "Sure, "])
def test_yes_and_no_are_the_verdicts_to_say(opener: str) -> None:
    """They are cut off; the sentence stays."""
    good = "the weights and inference code are there, but training code and training data are not [2]."
    assert _kept(opener + good) == [f"The{good[3:-5]} [2]."]


@pytest.mark.parametrize(
    "before",
    ["According to [2] and [1], ", "According to [2], ", "Llama 3.1 Community License §2: ", ": "],
)
def test_what_stood_around_a_number_or_an_evidence_goes(before: str) -> None:
    """A label or half a phrase before a sentence is no part of it."""
    told = "the weights and inference code are there, but training code and training data are not"
    assert _kept(f"{before}{told} [2].") == [f"T{told[1:]} [2]."]


@pytest.mark.parametrize(
    ("sentence", "language"),
    [
        ("如需商用，§5(c)：须向腾讯申请授权 [1]。", "zh"),
        ("If users exceed 100 million, para 4: users must ask for a licence before commercial use [2].", "en"),
    ],
)
def test_a_condition_is_no_label(sentence: str, language: Language) -> None:
    """It stays with what it holds for, or both go."""
    held = {
        1: "如需商用，须向腾讯申请授权。",
        2: "If users exceed 100 million, users must ask for a licence before commercial use.",
    }
    kept = check(sentence, Support(held, "", language, Stance())).kept
    assert all("如需" in one or one.startswith("If") for one in kept)


def test_what_stands_above_is_not_said_again() -> None:
    """The verdict stands there in bold; so does a sentence that only begins otherwise."""
    told = "The weights and inference code are there, but training code and training data are not"
    assert not check(f"{told} [2].", _support(told=[f"*{told}*"])).kept
    assert len(_kept(f"{told} [2]. Moreover, {told.lower()} [2].")) == 1


def test_a_sentence_that_says_one_thing_over_and_over_goes() -> None:
    """Small models do."""
    assert _kept("Llama 3.1 weights: yes Llama 3.1 weights: yes Llama 3.1 weights: yes [2].") == []


def test_where_nothing_carries_a_number_nothing_stays() -> None:
    """And nothing breaks."""
    assert check("The weights are there [1].", Support({}, "", "en", Stance())).kept == []


def test_a_list_is_read_as_sentences() -> None:
    """Small models like lists."""
    assert len(split("1. First thing [1].\n2. Second thing [2].\n- Third [3]")) == 3


def test_numbers_may_stand_before_their_sentence_and_nothing_is_said_twice() -> None:
    """A line that begins with its number."""
    text = "[1] Products with more than 700 million monthly active users need a license from Meta.\n"
    text += "[2] The weights and inference code are there, training code and training data are not\n" * 2
    kept = _kept(text)
    assert [one[-4:] for one in kept] == ["[1].", "[2]."]


def test_a_clause_that_no_sentence_of_the_evidence_holds_takes_the_sentence_with_it() -> None:
    """Words from all over the evidence add up to what none of it says."""
    evidence = {
        1: "Cost of servers:\nOne division gives the wrong result\nA replica has a capacity. Small teams use an API."
    }
    support = Support(evidence, "", "en", Stance())
    assert check("One division gives the wrong result [1].", support).kept
    assert not check("One division gives the wrong result because small teams use an API replica [1].", support).kept


def test_evidence_in_the_other_language_needs_nearness() -> None:
    """Shared words say nothing over languages; without an encoder the sentence goes."""
    sentence = "A first validation is cheapest on an API, and past a crossover point own servers pay off [3]."
    far = _support(nearness=lambda _one, others: [0.2] * len(others))
    loose = _support(nearness=lambda _one, others: [0.8] * len(others))
    near = _support(nearness=lambda _one, others: [0.9] * len(others))
    assert not check(sentence, far).kept
    assert not check(sentence, loose).kept
    assert check(sentence, near).kept


PHONES = {
    1: "Two days later Meta released Llama 3, and Apple and Microsoft released OpenELM and Phi-3 Mini for phones."
}


@pytest.mark.parametrize(
    ("sentence", "stays"),
    [
        ("Apple and Microsoft released OpenELM and Phi-3 Mini for phones [1].", True),
        ("Meta released Llama 3 two days later [1].", True),
        ("Apple released OpenELM and Phi-3 Mini for phones [1].", False),
        ("Microsoft released Llama 3 two days later [1].", False),
        ("OpenELM, Phi-3 Mini, Llama 3 [1].", False),
    ],
)
def test_names_are_joined_as_the_evidence_joins_them(sentence: str, stays: bool) -> None:
    """Who made what is not told by who stands in the same sentence; a bare list of names answers nothing."""
    support = Support(PHONES, "", "en", Stance())
    assert bool(check(sentence, support).kept) is stays


@pytest.mark.parametrize(
    ("sentence", "stays"),
    [
        ("The Rotterdam office showed a customer a prototype built on such a model [1].", True),
        ("The Rotterdam office showed a customer a prototype built on an open model [1].", False),
        ("The Rotterdam office showed a customer a free prototype built on such a model [1].", False),
        ("The Rotterdam office showed a customer its best prototype built on such a model [1].", False),
        ("Open models may be used [1].", True),
    ],
)
def test_a_word_that_decides_stands_in_the_closest_sentence(sentence: str, stays: bool) -> None:
    """One word more makes another claim of it, wherever else in the evidence the word may stand."""
    held = {1: "Open models may be used:\nThe Rotterdam office showed a customer a prototype built on such a model."}
    support = Support(held, "", "en", Stance())
    assert bool(check(sentence, support).kept) is stays


@pytest.mark.parametrize(
    ("sentence", "stays"),
    [
        ("An organization must register with Meridian Labs before production use [1].", False),
        ("An organization with more than two thousand employees must register with Meridian Labs [1].", True),
        ("Registration is free and is confirmed within five business days [1].", True),
    ],
)
def test_a_duty_keeps_its_condition(sentence: str, stays: bool) -> None:
    """Without it, it would bind everybody."""
    held = {
        1: "An organization with more than two thousand employees must register with Meridian Labs before production. "
        "Registration is free and is confirmed within five business days."
    }
    support = Support(held, "", "en", Stance())
    assert bool(check(sentence, support).kept) is stays


def test_what_checked_facts_contradict_goes_whoever_said_it_first() -> None:
    """An article's false claim is no less false in a model's words."""
    sentence = "The weights and inference code of Llama 3.1 are there [2]."
    assert not check(sentence, _support(contradicted=lambda _: True)).kept


AGAINST = [
    ("openness", "weights-available", "So Llama 3.1 is open source in every way [2]."),
    ("openness", "weights-available", "因此 Llama 3.1 是开源模型。[2]"),
    ("openness", "open-weights", "You can call Yi open [1]."),
    ("openness", "weights-available", "它可以称为开源模型。[2]"),
    ("openness", "open-source", "It is not open source at all [2]."),
    ("openness", "open-weights", "The model is closed [2]."),
    ("permission", "not-allowed", "You may use it in commercial products [1]."),
    ("permission", "not-allowed", "可以商用，没有限制。[1]"),
    ("permission", "needs-license", "Companies can freely use it, it is allowed [1]."),
    ("permission", "allowed", "Commercial use is prohibited [1]."),
    ("permission", "allowed", "不得商用。[1]"),
    ("permission", "allowed-with-conditions", "It is not permitted [1]."),
    ("permission", "allowed-with-conditions", "它可以商用，但需要向许可方申请授权。[1]"),
    ("permission", "allowed-with-conditions", "You must request a license from the licensor [1]."),
    ("permission", "allowed", "Commercial use requires a separate license [1]."),
    ("cost", "api", "Self-hosting is cheaper here [1]."),
    ("cost", "self-host", "API 更便宜。[1]"),
    ("cost", "depends", "The API is cheaper [1]."),
]
WITH = [
    ("openness", "weights-available", "It is not open source, since its license restricts use [1]."),
    ("openness", "weights-available", "它并不是开源模型，权重有限制。[1]"),
    ("openness", "open-weights", "It cannot be called open source, since the data is missing [1]."),
    ("openness", "open-source", "The model is open source, data included [1]."),
    ("permission", "needs-license", "You can use it only after Meta grants a license [1]."),
    ("permission", "not-allowed", "Commercial use is prohibited [1]."),
    ("permission", "allowed-with-conditions", "You may use it if you show the notice [1]."),
    ("permission", "allowed-with-conditions", "若月活超过 1 亿，须向许可方申请授权。[1]"),
    ("permission", "allowed-with-conditions", "Above 700 million users you must request a license [1]."),
    ("cost", "api", "The API is cheaper at this volume [1]."),
]


@pytest.mark.parametrize(("kind", "value", "sentence"), AGAINST)
def test_a_sentence_against_the_verdict_goes(kind: str, value: str, sentence: str) -> None:
    """Only code says a verdict."""
    assert _side(kind, value).against(sentence)


@pytest.mark.parametrize(("kind", "value", "sentence"), WITH)
def test_a_sentence_along_with_the_verdict_stays(kind: str, value: str, sentence: str) -> None:
    """Explaining it is what prose is for."""
    assert not _side(kind, value).against(sentence)


def test_of_several_verdicts_the_named_one_counts() -> None:
    """OLMo 2 is open source though Gemma 3 is not; a sentence that names neither must fit both."""
    stance = Stance((_Side("openness", "open-source", "OLMo 2"), _Side("openness", "weights-available", "Gemma 3")))
    assert not stance.against("OLMo 2 is open source [1].")
    assert stance.against("Gemma 3 is open source [1].")
    assert stance.against("The model is open source [1].")


RULES = {
    1: "A breach is reported within a day; whoever reports of his own accord is fined less. If the share of calls "
    "handed to people exceeds a fifth in the trial, the firm starts the second model.",
    2: "事故应在一天内上报，主动上报的可以从轻处理。若试点期间转人工的比例超过两成，就启用备选模型。",
}


@pytest.mark.parametrize(
    ("sentence", "language", "why"),
    [
        ("自动上报的可以从轻处理 [2]。", "zh", "words"),
        ("Whoever reports of his own car is fined less [1].", "en", "words"),
        ("因为试点期间转人工的比例超过两成，就启用备选模型 [2]。", "zh", "condition"),
        ("The firm starts the second model in the trial [1].", "en", "condition"),
        (
            "Because the share of calls handed to people exceeds a fifth, the firm starts the second model [1].",
            "en",
            "condition",
        ),
    ],
)
def test_other_peoples_words_are_retold_closely(sentence: str, language: Language, why: str) -> None:
    """One strange word in a short sentence may be the one that matters, and so is an if."""
    checked = check(sentence, Support(RULES, "", language, Stance()))
    assert not checked.kept
    assert why in checked.dropped[0][1]


@pytest.mark.parametrize(
    ("sentence", "language"),
    [
        ("主动上报的可以从轻处理 [2]。", "zh"),
        ("若试点期间转人工的比例超过两成，就启用备选模型 [2]。", "zh"),
        ("Whoever reports of his own accord is fined less [1].", "en"),
        ("The firm starts the second model if the share of calls handed to people exceeds a fifth [1].", "en"),
    ],
)
def test_what_is_retold_closely_stays(sentence: str, language: Language) -> None:
    """The same sentences, told rightly."""
    assert check(sentence, Support(RULES, "", language, Stance())).kept


@pytest.mark.parametrize(
    ("sentence", "kept"),
    [
        ("Diary: teaching Harbor Diary: Harbor was trained for nine days on the coast [1].", ["Harbor was trained"]),
        ("## What we did Harbor was trained for nine days on the coast [1].", ["Harbor was trained"]),
        ("Harbor was trained for nine days on the coast [1]. ## What we did", ["Harbor was trained"]),
    ],
)
def test_titles_and_headings_are_no_part_of_a_sentence(sentence: str, kept: list[str]) -> None:
    """A small model copies them with what stands below."""
    held = {1: "Diary: teaching Harbor Diary:\n## What we did\nHarbor was trained for nine days on the coast."}
    found = check(sentence, Support(held, "", "en", Stance())).kept
    assert [one.startswith(begin) for one, begin in zip(found, kept, strict=True)] == [True]


def test_a_title_that_is_the_subject_stays() -> None:
    """Only a label ends with a colon."""
    held = {1: "Harbor licence:\nHarbor licence allows research on the coast for nine days."}
    said = "Harbor licence allows research on the coast for nine days [1]."
    assert check(said, Support(held, "", "en", Stance())).kept[0].startswith("Harbor licence allows")
