"""A message cut into the questions it holds, each with its kind and its models."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from itertools import pairwise

from bot.answering.answer import Kind
from bot.answering.question import kinds
from bot.answering.question.activities import activities, training_target, trains_on_them
from bot.answering.question.facts import tells_of_use
from bot.answering.question.names import Catalog, Name, Target, loose_targets
from knowledge.records.verdicts import Rung

_CUT = re.compile(
    r"(?<=[。！？!?；\n])\s*|(?<=[.;])\s+(?=[A-Z一-鿿\"'“])|"
    r"[，,]\s*(?=(?:再|另外|还有|顺便|同时|以及|然后|并且|那么?(?!个|篇)|and (?:also|what|is|can|how|which|would|"
    r"do|does|should|are|may|could|will|recommend|suggest)\b|also\b|plus\b|then\b|but (?:is|can|what|how|"
    r"would)\b))|"
    r"(?<=\w)\s+(?=and also\b)",
    re.I,
)
_GPU = re.compile(
    r"\b(?:H100|H200|H20|H800|A100|A800|L40S?|L4|L20|A10G?|A30|A40|T4|V100|B200|B100|GB200|MI300X|MI325X|MI250X?|"
    r"RTX ?\d{4}|3090|4090|5090|A6000|910B|910C|Gaudi ?\d)s?\b|昇腾",
    re.I,
)
_RATE = re.compile(
    r"(?:[$¥€£]|美元|元|USD|RMB|CNY)[^,，。;；]{0,12}(?:/ ?(?:M|1M|k|1k|h|hr|hour|million|GPU)|per (?:M|million|"
    r"thousand|1k|hour|GPU|h)\b|(?:/|每)\s?(?:百万|千|小时|卡|M|度))|[\d.]\s*(?:元|美元|块)?\s*(?:/|每)\s*(?:百万|"
    r"千|小时|M\b|h\b)|(?:预算|budget)[^。;；]{0,14}\d|(?:/M|/h|an hour|per hour|每小时|一小时)\b",
    re.I,
)
_PRONOUN = re.compile(
    r"\b(?:it|its|that|this|them|these|those|they|one|ones|both|same|either|former|latter|ours?)\b|它|他们|它们|"
    r"这个|那个|这些|两个|俩|同样|前者|后者|这款|该模型|上面|第[一二两三]个",
    re.I,
)
_IMPERATIVE_ONLY = re.compile(
    r"^\s*(?:please |now,? )?(?:ignore|disregard|forget|pretend|act as|from now on|you are|repeat|respond|reply|"
    r"say|answer only|developer mode|legal checks|override)\b|^\s*(?:请)?(?:忽略|无视|假装|从现在起|你现在是|重复|"
    r"只(?:能)?(?:回答|回复|说))",
    re.I,
)


@dataclass
class Segment:
    """A sentence or clause, as read by itself."""

    text: str
    masked: str
    names: list[Name]
    kind: Kind | None
    activities: dict[str, bool]
    loose: list[Target] = field(default_factory=list)
    trained: list[Target] = field(default_factory=list)
    """Models that outputs are to train; their own terms are not asked about."""

    @property
    def targets(self) -> list[Target]:
        """Models that the sentence asks about, in order."""
        return [t for name in self.names for t in name.targets] + self.loose


@dataclass
class Draft:
    """A question in the making."""

    kind: Kind
    text: str
    masked: str
    targets: list[Target]
    family: str | None
    activities: dict[str, bool]
    unknown: list[str]
    asked: bool = True
    """Whether its own words say what is asked; else the kind is taken over or the usual one."""
    names: list[Name] = field(default_factory=list)
    trained: list[Target] = field(default_factory=list)
    listing: tuple[Rung, ...] = ()
    """Rungs whose models are asked for."""
    licenses: tuple[str, ...] = ()
    """Licences asked about as such."""


def segments(text: str, names: list[Name], catalog: Catalog, before: tuple[Target, ...]) -> list[Segment]:
    """The sentences of `text`. `before`: models named earlier in the thread, which a sentence may go on from."""
    found: list[Segment] = []
    last = before
    for start, end in _spans(text):
        own = [name for name in names if start <= name.start < end]
        piece = text[start:end]
        loose = loose_targets(piece, [_shift(n, start) for n in own], last, catalog) if _goes_on(piece, own) else []
        segment = _segment(piece, own, start, loose, follows=bool(last))
        last = tuple(segment.targets) or last
        found.append(segment)
    return found


def _goes_on(piece: str, own: list[Name]) -> bool:
    return len(piece) < 60 or not own


def _shift(name: Name, by: int) -> Name:
    return replace(name, start=name.start - by, end=name.end - by)


def _spans(text: str) -> list[tuple[int, int]]:
    edges = sorted({0, *(m.end() for m in _CUT.finditer(text)), *_two_questions(text), len(text)})
    return [(a, b) for a, b in pairwise(edges) if text[a:b].strip()]


_COMMA = re.compile(r"[，,]\s*")


def _two_questions(text: str) -> list[int]:
    """Commas between a clause that asks for permission and one that asks for a bill: `能商用吗，自建多少钱`."""
    commas = [match.span() for match in _COMMA.finditer(text)]
    edges = [0, *(end for _, end in commas), len(text)]
    pieces = [text[a:b] for a, b in pairwise(edges)]
    may, bill = [kinds.asks_permission(one) for one in pieces], [kinds.asks_bill(one) for one in pieces]
    return [edges[at] for at in range(1, len(pieces)) if (may[at - 1] and bill[at]) or (bill[at - 1] and may[at])]


def mask(text: str, names: list[Name], start: int = 0) -> str:
    """The text with each known model name blotted out at the same width, so that its digits say nothing."""
    chars = list(text)
    for name in (one for one in names if one.targets):
        chars[name.start - start : name.end - start] = "¤" * (name.end - name.start)
    return "".join(chars)


_SIZE = re.compile(r"\d+(?:\.\d+)?\s?[bB]\b(?!\s*(?:tok|词元))")


def mask_all(text: str, names: list[Name], found: list[Segment]) -> str:
    """The same with sizes that stand for a model blotted out too: `and the 72B?` tells no volume."""
    masked = mask(text, names)
    if any(segment.loose for segment in found):
        masked = _SIZE.sub(lambda match: "¤" * len(match[0]), masked)
    return masked


def _segment(piece: str, own: list[Name], start: int, loose: list[Target], *, follows: bool) -> Segment:
    masked = mask(piece, own, start)
    does = activities(masked)
    trained = _trained(piece, own, start, does)
    own = [name for name in own if name not in trained] or own
    count = len({t.model for n in own for t in n.targets[:1]}) + sum(not n.targets for n in own) + len(loose)
    uses = bool(does) or tells_of_use(masked)
    priced = bool(kinds.VOLUME.search(masked) or _RATE.search(masked) or _GPU.search(masked))
    kind = _kind(masked, count, uses=uses, priced=priced, follows=follows)
    return Segment(piece, masked, own, kind, does, loose, [t for name in trained for t in name.targets])


def _kind(masked: str, count: int, *, uses: bool, priced: bool, follows: bool) -> Kind | None:
    if count == 0 and _IMPERATIVE_ONLY.search(masked):
        return None
    if count == 0 and follows and _continues(masked):
        found = kinds.kind_of(masked, 1, uses=uses, priced=priced)
        return None if found == "general" and not kinds.asks_facts(masked) else found
    return kinds.kind_of(masked, count, uses=uses, priced=priced)


def _continues(masked: str) -> bool:
    """Whether a sentence without a model speaks of the one before it."""
    if kinds.DOCUMENT.search(masked) or kinds.ADVICE.search(masked):
        return False
    if _PRONOUN.search(masked):
        return True
    defines = kinds.DEFINITION.search(masked) and not re.search(r"\bwhat about\b|呢", masked)
    return len(masked) < 80 and not defines


def _trained(piece: str, own: list[Name], start: int, does: dict[str, bool]) -> list[Name]:
    """The models that outputs are to train: their terms are not the question."""
    if not does.get("output_training") or len(own) < 2:
        return []
    return [name for name in own if _is_trained(piece, name, start)]


_TRAINED_EN = re.compile(
    r"\b(?:train|fine-?tune|finetune|improve|teach|distil(?:l)? (?:it |them )?(?:in)?to|tune|"
    r"into)(?:ing)?\s+(?:a |an |our |my |the |another |other )?(?:own )?(?:fine-?tuned )?$",
    re.I,
)
_TRAINED_ZH = re.compile(
    r"(?:训练?|微调|改进|蒸馏(?:到|成|进)?|优化|喂(?:给)?|提升|教)(?:一?个|另一?个|其他|我们的|自己的|出)?\s*$"
)


def _is_trained(piece: str, name: Name, start: int) -> bool:
    before, after = piece[: name.start - start], piece[name.end - start :]
    if _DISTILLED.search(before):
        return _pupil(before, after)
    if re.match(r"['’]?s?\s*(?:的|generated )?\s*(?:\boutputs?\b|输出|生成|outputs)", after, re.I):
        return False
    return bool(_TRAINED_EN.search(before) or _TRAINED_ZH.search(before))


_DISTILLED = re.compile(
    r"\bdistil(?:l)?(?:s|ed|ing)?\b[^.;?!]*$|蒸馏[^。；？！]*$",
    re.I,
)
_INTO = re.compile(
    r"\b(?:in)?to\s+(?:a |an |our |my |the |another )?(?:own )?$|(?:到|成|进|给|出)(?:一?个|我们的|自己的)?\s*$", re.I
)


def _pupil(before: str, after: str) -> bool:
    """Of two models beside `distil`: X into Y, Y from X, 把 X 蒸馏到 Y, 用 X 蒸馏 Y."""
    if _INTO.search(before):
        return True
    if re.search(r"\bdistil(?:l)?(?:s|ed|ing)?\s+(?:a |an |our |my |the )?$", before, re.I):
        return bool(re.match(r"\s+(?:from|using|with|on)\b", after, re.I))
    return bool(re.search(r"蒸馏\s*$", before)) and not re.match(r"\s*(?:到|成|进|给|的)", after)


def drafts(found: list[Segment]) -> list[Draft]:
    """Sentences put together into questions: context joins the question it belongs to."""
    made: list[Draft] = []
    waiting: list[Segment] = []
    for segment in found:
        if segment.kind is None:
            _wait(segment, made, waiting)
        elif made and _belongs(segment, made[-1]):
            _join(made[-1], segment)
        else:
            made.append(_draft(segment, waiting))
            waiting = []
    if waiting and not made:
        merged = _merge(waiting)
        return [_draft(merged, [])] if merged.names or merged.loose else []
    for segment in waiting:
        _join(made[-1], segment)
    return _kept(made)


def _wait(segment: Segment, made: list[Draft], waiting: list[Segment]) -> None:
    """A sentence that asks nothing by itself: it goes on from the question before, or waits for the next."""
    if made and made[-1].targets and (segment.loose or segment.names):
        _join(made[-1], segment)
    else:
        waiting.append(segment)


_VERDICTS = ("openness", "permission")


def _belongs(segment: Segment, draft: Draft) -> bool:
    own = {t.model for t in segment.targets}
    same = segment.kind == draft.kind or (not own and draft.kind == "comparison" and segment.kind in _VERDICTS)
    if segment.kind in {"general", "advice"}:
        return segment.kind == draft.kind and not own
    if not own and any(not name.targets for name in segment.names):
        return False
    if own and draft.targets and own - {t.model for t in draft.targets}:
        return bool(same and not _own_use(segment, draft))
    return bool(same)


def _own_use(segment: Segment, draft: Draft) -> bool:
    """Two questions of one kind about different models stay apart when each has a use of its own."""
    return segment.kind == "permission" and segment.activities != draft.activities


def _draft(segment: Segment, waiting: list[Segment]) -> Draft:
    joined = _merge([*waiting, segment])
    families = [name.label for name in joined.names if name.family]
    named = [name for name in joined.names if name.targets]
    if len(named) > 1 and all(name.made_by for name in named):
        families, named = [", ".join(families)], named[:1]
    return Draft(
        kind=segment.kind or "openness",
        text=joined.text,
        masked=joined.masked,
        targets=_unique(joined.targets),
        family=families[0] if families and len(named) == 1 else None,
        activities=joined.activities,
        trained=list(joined.trained),
        unknown=[name.label for name in joined.names if not name.targets],
        asked=segment.kind is not None,
        names=list(joined.names),
    )


def _merge(parts: list[Segment]) -> Segment:
    return Segment(
        text=" ".join(p.text for p in parts),
        masked=" ".join(p.masked for p in parts),
        names=[name for p in parts for name in p.names],
        kind=parts[-1].kind,
        activities=_all_activities(parts),
        loose=[t for p in parts for t in p.loose],
        trained=[t for p in parts for t in p.trained],
    )


def _all_activities(parts: list[Segment]) -> dict[str, bool]:
    """Those of each sentence, and training on `them` where an earlier one named the outputs."""
    stated = {k: v for p in parts for k, v in p.activities.items()}
    return stated | (trains_on_them(" ".join(p.masked for p in parts)) if len(parts) > 1 else {})


def _join(draft: Draft, segment: Segment) -> None:
    draft.text += " " + segment.text
    draft.masked += " " + segment.masked
    if len(_unique([*draft.targets, *segment.targets])) > len(draft.targets):
        draft.family = None
    draft.targets = _unique([*draft.targets, *segment.targets])
    draft.activities |= segment.activities | trains_on_them(draft.masked)
    draft.trained += segment.trained
    draft.unknown += [name.label for name in segment.names if not name.targets]


def _unique(targets: list[Target]) -> list[Target]:
    return list({(t.model, t.variant): t for t in reversed(targets)}.values())[::-1]


def _kept(made: list[Draft]) -> list[Draft]:
    """Verdict questions that name no model give theirs to the one that does, or fall away beside it."""
    made = _one_bill(made)
    named = [draft for draft in made if draft.targets or draft.unknown]
    if not named:
        return made
    kept: list[Draft] = []
    for at, draft in enumerate(made):
        if draft.targets or draft.unknown or draft.kind in {"general", "advice"}:
            kept.append(draft)
        elif at and made[at - 1].targets:
            draft.targets, draft.family = made[at - 1].targets, made[at - 1].family
            kept.append(draft)
        elif draft.kind == "cost" and kinds.VOLUME.search(draft.masked) is None:
            continue
    return kept


def _one_bill(made: list[Draft]) -> list[Draft]:
    """`API or own machines?` beside a bill of a model that is named asks for that bill, and for no other model; where
    it tells what is paid today, it asks for a comparison with that."""
    for draft in made:
        if draft.kind == "advice" and kinds.asks_way_only(draft.masked) and kinds.tells_api_bill(draft.masked):
            draft.kind = "cost"
    bills = (draft for draft in made if draft.kind == "cost")
    bill = next((d for d in bills if d.targets or kinds.tells_api_bill(d.masked)), None)
    if bill is None:
        return made
    same = [d for d in made if d.kind == "advice" and not d.targets and not d.unknown and kinds.asks_way_only(d.masked)]
    for draft in same:
        bill.text, bill.masked = f"{draft.text} {bill.text}", f"{draft.masked} {bill.masked}"
    return [draft for draft in made if draft not in same]


def trains_what(draft: Draft, catalog: Catalog) -> str | None:
    """The kind of model that outputs train, from the words and from a model named as the one trained."""
    if not draft.activities.get("output_training"):
        return None
    stated = training_target(draft.text)
    itself = all(_made_from(one, draft.targets, catalog) for one in draft.trained) if draft.trained else _itself(draft)
    return "same-family" if itself and stated != "competing" else stated


def _itself(draft: Draft) -> bool:
    """Whether one model is named twice, the second time as the one trained: X outputs to train X."""
    label = draft.names[0].label if len(draft.names) == 1 or len({n.label for n in draft.names}) == 1 else ""
    found = list(re.finditer(re.escape(label), draft.text, re.I)) if label else []
    trained = [
        m for m in found if _TRAINED_EN.search(draft.text[: m.start()]) or _TRAINED_ZH.search(draft.text[: m.start()])
    ]
    return 0 < len(trained) < len(found)


def _made_from(trained: Target, asked: list[Target], catalog: Catalog) -> bool:
    """Whether a trained model is the very model asked about or one made from it: what licences exempt.

    A family name is no measure: Llama 3 is another model to the license of Llama 2.
    """
    model = catalog.models.get(trained.model)
    if model is None or not asked:
        return False
    same = {trained.model, *(base.id for base in catalog.bases(model))}
    return all(target.model in same for target in asked)
