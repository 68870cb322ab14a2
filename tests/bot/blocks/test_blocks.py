"""Whatever an answer holds, its blocks are ones that Slack takes."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.answering.answer import Answer, Citation, Part
from bot.answering.card import Card
from bot.blocks.answer import COLORS, answer_blocks, source_blocks
from bot.blocks.card import card_blocks
from bot.blocks.limits import BLOCKS, clean, escape, messages, pieces, unescape
from bot.blocks.words import SAY, verdict_words
from bot.workspace.validate import blocks_fault

ANY = st.text(st.characters(), max_size=60)
LONG = st.one_of(ANY, ANY.map(lambda text: (text + " 中文。\n") * 300))
VALUES = st.sampled_from([*COLORS, "", "something-new"])
VERDICTS = VALUES.map(lambda value: {"value": value})
PARTS = st.builds(
    Part,
    kind=st.just("openness"),
    label=ANY,
    text=ANY,
    models=st.just(("m",)),
    verdict=VERDICTS,
)
CITATIONS = st.builds(
    Citation,
    n=st.integers(1, 99),
    kind=st.just("clause"),
    title=ANY,
    source=ANY,
    url=st.none() | ANY,
    locator=ANY,
    quote=LONG,
)
ANSWERS = st.builds(
    Answer,
    question=ANY,
    language=st.sampled_from(["zh", "en"]),
    kind=st.sampled_from(["openness", "permission", "comparison", "none"]),
    answer=LONG.map(lambda text: text or "x"),
    parts=st.lists(PARTS, max_size=30).map(tuple),
    citations=st.lists(CITATIONS, max_size=3).map(tuple),
    notes=st.lists(ANY, max_size=3).map(tuple),
    verdict=VERDICTS,
    models=st.lists(ANY, max_size=4).map(tuple),
)
QUICK = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


@QUICK
@given(ANSWERS, st.booleans())
def test_every_answer_makes_blocks_that_slack_takes(answer: Answer, share: bool) -> None:
    """Any text, any number of parts, in as many messages as it needs."""
    for batch in messages(answer_blocks(answer, "key", share=share)):
        assert len(batch) <= BLOCKS
        assert blocks_fault(batch) is None


@QUICK
@given(st.lists(CITATIONS, max_size=30), st.sampled_from(["zh", "en"]))
def test_every_source_list_makes_blocks_that_slack_takes(citations: list[Citation], language: str) -> None:
    """Also without any source."""
    for batch in messages(source_blocks(citations, language)):
        assert blocks_fault(batch) is None


@QUICK
@given(ANY, ANY, st.lists(ANY, max_size=60))
def test_every_card_makes_blocks_that_slack_takes(name: str, reason: str, lines: list[str]) -> None:
    """A card with many terms is cut, never refused."""
    card = Card(
        found="one", language="en", query=name, id="m", name=name or "m", developer=reason or "d",
        rung="closed", rung_words="Closed", reason=escape(reason), restrictions=tuple(map(escape, lines)),
    )  # fmt: skip
    assert blocks_fault(card_blocks(card)) is None


@QUICK
@given(LONG)
def test_pieces_lose_nothing(text: str) -> None:
    """Split and joined again, all but white space is there, and no entity is broken."""
    escaped = escape(text)
    split = list(pieces(escaped, 300))
    assert all(len(piece) <= 300 for piece in split)
    assert "".join("".join(split).split()) == "".join(escaped.split())
    assert "".join("".join(map(unescape, split)).split()) == "".join(unescape(escaped).split())


@QUICK
@given(ANY)
def test_what_is_escaped_comes_back(text: str) -> None:
    """Escaping hides nothing and lets nothing act."""
    assert "<" not in escape(text)
    assert unescape(escape(text)) == clean(text)


def test_links_of_sources_are_short_and_others_stay_text() -> None:
    """Only plain web addresses become links."""
    url = "https://example.com/a/b/LICENSE"
    good = Citation(n=1, kind="clause", title="T", source="s", url=url)
    bad = Citation(n=2, kind="clause", title="T", source="s", url="https://x.example/<!channel>|a")
    shown = str(source_blocks([good, bad], "en"))
    assert f"<{url}|example.com/…/LICENSE>" in shown
    assert "<!channel>" not in shown


def test_a_comparison_has_a_table_with_words_beside_colours() -> None:
    """Nobody needs to see colours."""
    parts = tuple(
        Part(kind="openness", models=(name,), label=name, verdict={"value": "closed"}, text=f"*{name}*: …")
        for name in ("A", "B")
    )
    answer = Answer(question="?", language="zh", kind="comparison", answer="*A*: …\n*B*: …", parts=parts)
    blocks = answer_blocks(answer, "k")
    assert "🔴 *A*" in str(blocks[1])
    table = next(b for b in blocks if b["type"] == "table")
    assert [[c["text"] for c in row] for row in table["rows"]] == [["模型", "结论"], ["A", "🔴 闭源"], ["B", "🔴 闭源"]]


def test_every_sentence_is_there_in_both_languages() -> None:
    """And every colour has its word."""
    assert all(words.en and words.zh for words in SAY.values())
    assert all(verdict_words(value, "zh") != value for value in COLORS)


def test_addresses_of_documents_do_not_become_links() -> None:
    """Slack links every address it finds in plain text, unless the text is to be taken as it is."""
    quoted = Citation(
        n=1, kind="passage", title="See evil.example", source="d", quote="go to https://evil.example now", url=None
    )
    texts = [block["text"] for block in source_blocks([quoted], "en")]
    assert all(text["verbatim"] for text in texts)
    assert not any("<http" in text["text"] for text in texts)


def test_a_mentioned_channel_keeps_its_mark() -> None:
    """So that a question about what is written there is known as one."""
    assert unescape("what is new in <#C1|general>?") == "what is new in #general?"
    assert unescape("what is new in <#C1|> and <#C1>?") == "what is new in #channel and #channel?"
