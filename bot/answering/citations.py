"""Holds what a language model wrote against the evidence, sentence by sentence.

A sentence stays when its numbers of citation exist, its figures and names stand in what it cites, its words are mostly
those of the evidence, it is in the asker's language, claims nothing of the bot itself, and does not speak against the
verdict. What can be repaired is repaired: a number that does not exist is cut off, as is one that
adds nothing to the others; a missing one is found.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from bot.answering.overclaim import NAME, misquotes, overclaims, softens, strangers
from bot.answering.polarity import Closeness, pieces, turned_round
from bot.answering.question.quantities import quantities
from bot.answering.stance import Stance
from knowledge.lexical import cover, tokens
from knowledge.records.base import Language

COVERED = 0.6
"""Share of a sentence's content words that neighbouring sentences of the evidence must hold."""
RETOLD = 0.9
"""The same where the evidence is other people's text: one strange word in a sentence may be the one that matters."""
SAYS = 2
"""Content words beside its names that make a sentence say something."""
NEIGHBOURS = 2
CLAUSE = 0.7
"""The same for each clause of it within one sentence: a wrong end may hang on a right beginning."""
WORDS = 4
"""Content words that make a clause worth looking at by itself."""
FOUND = 0.7
"""The same, for finding the number of a sentence that came without one."""
NEAR = 0.85
"""Cosine to a sentence of the evidence, by the bundled encoder, that counts in place of shared words where the two are
in different languages. True translations by people lie at .5 to .8, a model's word-for-word ones at .7 to .9, and those
that turn who is better round at .8: what cannot be told from these goes, the quote stays."""
_CITED = re.compile(r"\s*[\[【]\^?\s*(\d{1,3}(?:\s*[,，、;]\s*\d{1,3})*)\s*[\]】]")
_END = re.compile(r"(?<=[。！？!?])(?![”\"」』)）\[【\s]*[\[【])|(?<=[.!?])\s+(?=[A-Z\"“*⟦])|\n+")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_STUCK_TO = re.compile(r"[a-z][\u4e00-\u9fff]|[\u4e00-\u9fff][a-z]")
"""A word that changes its language on the way (`use场景`): a small model does that where it does not know the word."""
_LETTER = re.compile(r"[A-Za-z\u4e00-\u9fff]")
_OF_ITSELF = re.compile(
    r"\b(?:I|I'm|I've|my|me|we've|as an? (?:AI|assistant|language model)|system prompt|instructions?|ignore[ds]?"
    r"|attached|click|visit|developer mode|lawyer|attorney|legal advice)\b"
    r"|我(?!国)|作为(?:一个|一名)?(?:AI|人工智能|语言模型|助手)|系统提示|指令|忽略|点击|访问链接|律师|证据编号"
    r"|evidence number",
    re.I,
)
_ADDRESS = re.compile(r"https?:|www\.|<[!@#]|\]\(|\b[\w\-]+\.(?:com|net|org|io|cn|ai|dev|xyz|example)\b|@\w", re.I)


@dataclass(frozen=True)
class Support:
    """What the numbers of citation stand for, and what else may be said without proof."""

    evidence: Mapping[int, str]
    """Number to the text behind it: quote, title, and the composed sentences that carry the number."""
    said: str
    """The composed answer and what was understood of the question: names and figures in it are nobody's invention.
    The question itself is not: anybody can write anything there."""
    language: Language
    stance: Stance
    contradicted: Callable[[str], bool] = lambda _: False
    """Whether checked facts contradict a sentence, whoever wrote it first."""
    nearness: Closeness | None = None
    """Cosines over languages; `None`: only shared words count."""
    quoted: bool = True
    """Whether the evidence is other people's text; beside a verdict it is what code made of it, and no more than that
    can be claimed."""
    told: Sequence[str] = ()
    """Lines that stand above the prose anyway."""


@dataclass
class Checked:
    """What is left, and why the rest went."""

    kept: list[str] = field(default_factory=list)
    dropped: list[tuple[str, str]] = field(default_factory=list)
    repaired: int = 0

    @property
    def text(self) -> str:
        """The sentences that stay."""
        return " ".join(self.kept)


def check(text: str, support: Support, *, whole: bool = True) -> Checked:
    """Every sentence of `text`, kept, repaired or dropped. `whole` false: the last one was cut off."""
    checked, seen = Checked(), {_said(line) for line in support.told}
    sentences = list(dict.fromkeys(split(text)))
    for at, sentence in enumerate(sentences):
        if not whole and at == len(sentences) - 1 and not _ends(sentence):
            checked.dropped.append((sentence, "cut off"))
            continue
        bare, numbers = _taken_apart(sentence)
        bare = _unlabeled(bare, support)
        if not (said := _said(bare)) or said in seen:
            continue
        seen.add(said)
        known: Sequence[int] = [n for n in numbers if n in support.evidence]
        why = _unfit(bare, support)
        if not why and (why := _unsupported(bare, known, support)):
            known, why = _elsewhere(bare, why, support)
        if why:
            checked.dropped.append((sentence, why))
            continue
        known = _telling(bare, known, support)
        checked.repaired += int(known != numbers)
        if (told := _marked(bare, known)) not in checked.kept:
            checked.kept.append(told)
    return checked


_STUCK = re.compile(r"(.{8,120}?)(?:\W*\1){2,}")
_YES_NO = re.compile(
    r"^(?:yes|no|yep|nope|sure|是的?|不是的?|对的?|可以的?|不可以|不行|不能|能)[,，.。!！:：;；]\s*", re.I
)
"""What only the verdict says; it stands above, made by code."""
_LINK = re.compile(
    r"^(?:根据|因此|所以|总之|综上|也就是说|此外|另外|同时|therefore|thus|so|hence|in short|overall|in summary|moreover"
    r"|furthermore|additionally|in addition|also)[,，:：\s]*",
    re.I,
)
_LEAD_IN = re.compile(
    r"^[\s:：,，、;；]+|^(?:根据|依据|如|见|according to|as (?:stated|shown|noted|said) in|per|from|in)"
    r"(?:\s|和|与|及|、|,|\band\b)*[,，]\s*",
    re.I,
)
"""What is left before a sentence when its numbers are taken out of it."""
_HEADING = re.compile(r"^#{1,6} (.{2,80})$", re.M)
_LABEL = re.compile(r"^([^。！？!?:：,，;；]{1,90}(?:§\S{1,12}|\bpara \d+))\s*[:：]\s*")


def _said(bare: str) -> str:
    """A sentence without what links it to the one before: said again, it says nothing."""
    return "".join(filter(str.isalnum, _LINK.sub("", bare).lower()))


def _marked(bare: str, numbers: Sequence[int]) -> str:
    """The numbers go before the full stop, so that sentences may follow each other."""
    marks = "".join(f"[{n}]" for n in dict.fromkeys(numbers))
    ending = re.search(r"[。！？.!?]+$", bare)
    if ending:
        return f"{bare[: ending.start()]} {marks}{ending[0]}"
    return f"{bare} {marks}{'。' if _HAN.search(bare) else '.'}"


def split(text: str) -> list[str]:
    """Sentences, with the citations that follow the full stop drawn to the sentence before."""
    text = re.sub(r"^\s*(?:[-*•]|\d+[.)、])\s+", "", text, flags=re.M)
    text = re.sub(
        r"([。！？.!?])([ \t]*(?:[\[【]\^?[\d,，、;\s]+[\]】][ \t]*)+)", lambda m: m[2].rstrip() + m[1] + " ", text
    )
    return [piece.strip() for piece in _END.split(text) if piece and any(map(str.isalpha, piece))]


def _taken_apart(sentence: str) -> tuple[str, list[int]]:
    numbers = [int(n) for match in _CITED.finditer(sentence) for n in re.findall(r"\d+", match[1])]
    bare = _YES_NO.sub("", _LEAD_IN.sub("", " ".join(_CITED.sub("", sentence).split())))
    bare = bare[:1].upper() + bare[1:]
    return re.sub(r"\s+([。！？.!?,，])", r"\1", bare), numbers


def _unlabeled(bare: str, support: Support) -> str:
    """Without the title or label of the evidence it was copied from, and without headings out of the middle of it. What
    only looks like a label may be the condition of it all."""
    for text in support.evidence.values():
        for heading in _HEADING.findall(text):
            bare = re.sub(rf"#+ {re.escape(heading)}\s*", "", bare)
        title = re.escape(text.partition(":\n")[0].strip())
        bare = re.sub(rf"^{title}\s*[:：]\s*", "", bare, flags=re.I) if title else bare
    bare = re.sub(r"(?<!\S)#{1,6} ", "", bare)
    label = _LABEL.match(bare)
    if label is not None and any(label[1] in held for held in support.evidence.values()):
        bare = bare[label.end() :]
    return bare[:1].upper() + bare[1:]


def _ends(sentence: str) -> bool:
    return bool(re.search(r"[。！？.!?][”\"」』)）]*(?:\s*[\[【][\d,，\s]+[\]】])*$", sentence))


def _unfit(bare: str, support: Support) -> str:
    """What no evidence could mend."""
    if _STUCK.search(bare):
        return "says one thing over and over"
    if _OF_ITSELF.search(bare):
        return "speaks of itself or gives orders"
    if re.search(r"[?？]$", bare):
        return "asks instead of answering"
    if _ADDRESS.search(bare):
        return "holds an address"
    if _other_language(bare, support.language):
        return "in another language"
    if len(set(tokens(NAME.sub(" ", bare)))) < SAYS:
        return "says nothing of what it names"
    if against := support.stance.against(bare):
        return against
    return "checked facts contradict it" if support.contradicted(bare) else ""


def _other_language(bare: str, language: Language) -> bool:
    letters, han = len(_LETTER.findall(bare)), len(_HAN.findall(bare))
    foreign = sum(char.isalpha() for char in bare) - letters
    if foreign > letters or (language == "en" and _STUCK_TO.search(bare)):
        return True
    return han < 0.15 * letters if language == "zh" else han > 0.15 * letters


def _telling(bare: str, numbers: Sequence[int], support: Support) -> Sequence[int]:
    """`numbers` without those whose evidence adds no word to what the others say, as long as these hold it all."""
    words = set(tokens(bare))
    held = {n: words & set(tokens(support.evidence[n])) for n in numbers}
    left = list(dict.fromkeys(numbers))
    for n in reversed(left):
        others = [other for other in left if other != n]
        if others and held[n] <= set().union(*(held[o] for o in others)) and not _unsupported(bare, others, support):
            left = others
    return left


def _elsewhere(bare: str, why: str, support: Support) -> tuple[list[int], str]:
    """Other evidence that holds a sentence which cites nothing, or the wrong number; else why it goes."""
    if not support.evidence:
        return [], why
    best = max(support.evidence, key=lambda n: _support(bare, support.evidence[n], support))
    if _support(bare, support.evidence[best], support) < FOUND or _unsupported(bare, [best], support):
        return [], why
    return [best], ""


def _unsupported(bare: str, numbers: Sequence[int], support: Support) -> str:
    if not numbers:
        return "cites nothing, and nothing here says it"
    cited = "\n".join(support.evidence[n] for n in numbers)
    if figures := _figures(bare) - _figures(cited) - _figures(support.said):
        return f"figures that are not in what it cites: {', '.join(sorted(map(str, figures)))}"
    if names := strangers(bare, cited + "\n" + support.said):
        return f"names that are not in what it cites: {', '.join(sorted(names))}"
    if _support(bare, cited, support) < (RETOLD if support.quoted else COVERED):
        return "its words are not those of what it cites"
    if misquotes(bare, f"{cited}\n{support.said}"):
        return "quotes what does not stand there"
    crosses = _crosses(bare, cited)
    if not support.quoted and softens(bare, cited):
        return "tells a duty as a choice"
    if support.quoted and (why := overclaims(bare, cited, translated=crosses)):
        return why
    return "turns round what it cites" if turned_round(bare, cited, support.nearness if crosses else None) else ""


def _support(bare: str, text: str, support: Support) -> float:
    """0 to 1. Over languages shared words say next to nothing, so nearness stands in for them."""
    if support.nearness and _crosses(bare, text):
        return float(max(support.nearness(bare, pieces(text)), default=0.0) >= NEAR)
    clauses = [one for one in re.split(r"[,，;；:：—]|\s–\s", bare) if len(set(tokens(one))) >= WORDS]
    weakest = min((_shared(one, text, 1) for one in clauses), default=1.0)
    return _shared(bare, text, NEIGHBOURS) if weakest >= CLAUSE else min(weakest, COVERED - 0.01)


def _shared(bare: str, text: str, neighbours: int) -> float:
    """The best of the windows of the evidence: words from all over it may add up to what none of it says."""
    held = pieces(text) or [text]
    windows = [" ".join(held[at : at + neighbours]) for at in range(max(1, len(held) - neighbours + 1))]
    return max(cover(bare, window) for window in windows)


def _crosses(bare: str, text: str) -> bool:
    def chinese(value: str) -> bool:
        return len(_HAN.findall(value)) > 0.2 * (len(_LETTER.findall(value)) or 1)

    return chinese(bare) != chinese(text)


def _figures(text: str) -> set[str]:
    """Numbers in one form, so that 7 亿, 700M and 700,000,000 are the same. Words for small numbers do not count."""
    found = set()
    for quantity in quantities(text):
        written = text[quantity.start : quantity.end]
        if re.search(r"\d", written) or quantity.value >= 1000:
            found.add(format(quantity.value.normalize(), "f"))
    return found
