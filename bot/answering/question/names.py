"""The models a text names, as targets of a verdict; and names that look like models but nobody holds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from knowledge.names import Mention
from knowledge.records.model import Model


class Names(Protocol):
    """The part of the catalog that reads names."""

    def mentions(self, text: str) -> list[Mention]:
        """Every model named in running text."""

    def maker_mentions(self, text: str) -> list[Mention]:
        """Where a text speaks of a maker's models as such."""

    def license_mentions(self, text: str) -> list[Mention]:
        """Every licence named in running text; its id stands in `models`."""


class Catalog(Names, Protocol):
    """What understanding needs of the catalog."""

    models: Mapping[str, Model]

    def members(self, family: str) -> list[Model]:
        """The models of a family."""

    def bases(self, model: Model) -> Iterator[Model]:
        """The models this one was made from."""

    def narrow(self, ids: Sequence[str], size: float) -> tuple[tuple[str, ...], str | None]:
        """The models among `ids` that come in a size, and the variant where one is meant."""


@dataclass(frozen=True)
class Target:
    """One model, and its size or version where the asker named one."""

    model: str
    variant: str | None
    label: str


@dataclass(frozen=True)
class Name:
    """A name as it stands in the text. No targets: nobody holds a model of that name."""

    label: str
    start: int
    end: int
    targets: tuple[Target, ...]
    family: str | None = None
    made_by: bool = False
    """All that a maker made."""
    size: float | None = None
    """Thousand millions of parameters that stand in a name of several models: `Llama 70B`."""


_TAIL = re.compile(r"[\w.+\-]*")
_SUFFIX = re.compile(
    r"(?:[-_. ]?(?:instruct|chat|base|it|pt|sft|dpo|hf|gguf|ggml|awq|gptq|fp8|fp16|bf16|int[48]|q\d\w*|bnb|4bit|"
    r"8bit|mlx|preview|latest|thinking|"
    r"turbo|mini|v?\d+(?:\.\d+)*|\d+(?:\.\d+)?[bmk]|a\d+b|\d+x\d+b|\d+k|e\d+b|s))+",
    re.I,
)
_ADJECTIVE = re.compile(
    r"[-_](?:based|powered|derived|generated|trained|tuned|like|style|compatible|related|specific|only|backed|driven|class|family)(?:[-_.].*)?$"
)
_OWNER = re.compile(r"[A-Za-z0-9][\w.\-]*/$")
_REPO = re.compile(r"(?<![\w/.@\-])[A-Za-z0-9][\w.\-]*/(?=[\w.]*[-\d])[A-Za-z0-9][\w.\-]*(?![\w/])")
_LOOKS = re.compile(
    r"(?<![\w/.@\-])(?:[A-Za-z][\w.\-]*/)?(?:[A-Za-z]+(?:[-_.][A-Za-z]+)*[-_]?|"
    r"[A-Z][A-Za-z]+ )(?:v?\d+(?:\.\d+)*[A-Za-z]*)(?:[-_.][\w.]+)*(?![\w/])"
)
_NOT_NAMES = re.compile(
    r"^(?:(?:H|A|V|L|B|T|P|MI|RTX|GTX|GH|GB|TPU|DGX|HGX)[- ]?\d+\w*|p\d+|q[1-4]|fy\d+|Q\d|v\d+(?:\.\d+)*|C\d?|"
    r"int\d|fp\d+|bf16|\d+x\w+|x\d+|a\d+b|80GB|24GB|sha\d+|utf-?8|gpt|apache[- ]?\d.*|gpl\w*[- ]?\d.*|agpl.*|"
    r"lgpl.*|bsd.*|cc[- ]?by.*|mit\d*|"
    r"(?:licen[sc]e|agreement|version|release|chapter|page|annex|appendix|terms|policy|regulation|phase|tier|level)"
    r"[- ]v?\d.*|section \d+|clause \d+|article \d+|part \d+|step \d+|top \d+|about \d+\w*|"
    r"in \d+|than \d+\w*|with \d+\w*|and \d+\w*|to \d+\w*|of \d+\w*|at \d+\w*|for \d+\w*|over \d+\w*|under \d+\w*|"
    r"on \d+\w*|has \d+\w*|have \d+\w*|is \d+\w*|or \d+\w*|by \d+\w*|from \d+\w*|a \d+\w*|the \d+\w*|only \d+\w*|"
    r"token \d+\w*|since \d+\w*|until \d+\w*|before \d+\w*|after \d+\w*|January|February|March|April|May|June|"
    r"July|August|September|October|November|December)(?: \d+)?$",
    re.I,
)
_ASKED = (
    re.compile(
        r"\b(?:[Ii]s|[Aa]re|[Cc]an I call|[Hh]ow open is|[Oo]penness of|[Uu]se|[Dd]eploy|[Ss]hip|[Ff]ine-tune|"
        r"[Hh]ost)\s+(?:the )?(?:model )?([A-Z][\w.+\-/]*(?:[ \-][A-Z0-9][\w.+\-]*){0,4})"),
    re.compile(
        r"(?:^|[，。？！；：,;:\s])\s*(?:请问|想问|那个?|模型|用|"
        r"把)?\s*([A-Za-z][\w.+\-/]*(?: [A-Z0-9][\w.+\-]*){0,3})\s?(?:模型)?\s?(?:是|算|到底|的|能|可以|可不可以|"
        r"开源|开放|闭源|商用|有没有|允许)"),
)  # fmt: skip
_COMMON = re.compile(
    r"^(?:AI|LLMs?|API|APIs|SaaS|GPU|GPUs|OSI|OSAID|MOF|MIT|Apache|Open|Source|Weights?|Available|Slack|The|This|"
    r"That|It|We|I|You|My|Our|They|There|Hugging|Face|HF|POC|MAU|DAU|ARR|EU|US|UK|POC|RAG|token|tokens|open|"
    r"source|weights?|model|models|"
    r"Open Source(?: AI)?|Open Weights?(?: AI)?|Weights Available(?: AI)?|OpenAI|Meta|Google|Alibaba|Tencent|"
    r"Baidu|Anthropic|Microsoft|NVIDIA|Apple|IBM|DeepMind|ByteDance|Moonshot|Zhipu|KAIYUANSHE|COSCon|SuperCLUE|"
    r"commercial|open weights?|open source)$",
    re.I,
)


def read_names(text: str, catalog: Names) -> list[Name]:
    """Every model name in `text`, left to right, apposed and repeated ones folded."""
    found = [_grown(text, _inner(mention, catalog)) for mention in catalog.mentions(text)]
    known = _folded([*found, *_made_by(text, found, catalog)])
    licenses = [(one.start, one.end) for one in catalog.license_mentions(text)]
    return sorted([*known, *_unknown(text, known, licenses)], key=lambda name: name.start)


def _made_by(text: str, found: Iterable[Name], catalog: Names) -> list[Name]:
    """A maker's models as such, where no model is named in the same words: `the Mistral models` are a family."""
    taken = [(name.start, name.end) for name in found]
    apart = [one for one in catalog.maker_mentions(text) if not _overlaps((one.start, one.end), taken)]
    return [replace(_grown(text, mention), made_by=True) for mention in apart]


def _inner(mention: Mention, catalog: Names) -> Mention:
    """A version nobody knows of a family may be a model with its maker's name before it: `LG EXAONE 3.5`."""
    if mention.known:
        return mention
    for space in re.finditer(r"[\s/]+", mention.text):
        inner = catalog.mentions(mention.text[space.end() :])
        if len(inner) == 1 and inner[0].known and inner[0].models and inner[0].start == 0:
            at = mention.start + space.end()
            return inner[0].model_copy(update={"start": at, "end": at + len(inner[0].text)})
    return mention


def _grown(text: str, mention: Mention) -> Name:
    """The mention, or an unknown name when it is only a piece of a longer one (`Qwen` in `Qwen-Galaxy-900B`)."""
    end = mention.end
    tail = _TAIL.match(text, end)
    rest = _ADJECTIVE.sub("", (tail[0] if tail else "").rstrip(".-_"))
    targets = tuple(Target(model, mention.variant, mention.text) for model in mention.models)
    if rest and rest[0] in "-_" and not _SUFFIX.fullmatch(rest):
        owner = _OWNER.search(text[: mention.start])
        start = owner.start() if owner else mention.start
        return Name(text[start : end + len(rest)], start, end + len(rest), ())
    several = len(targets) > 1
    family, size = (mention.family, mention.size_b) if several else (None, None)
    return Name(mention.text, mention.start, end, targets, family, size=size)


def _folded(names: Iterable[Name]) -> list[Name]:
    """Drop repeats, and a family name where one of its members is named as well."""
    kept: list[Name] = []
    names = list(names)
    for name in names:
        ids = {target.model for target in name.targets}
        others = [{t.model for t in other.targets} for other in names if other is not name]
        if name.family and any(other and other < ids for other in others):
            continue
        if any(name.targets and _same(name, before) for before in kept):
            continue
        kept.append(name)
    return kept


def _same(one: Name, other: Name) -> bool:
    return {(t.model, t.variant) for t in one.targets} == {(t.model, t.variant) for t in other.targets} or (
        len(one.targets) == len(other.targets) == 1
        and one.targets[0].model == other.targets[0].model
        and one.targets[0].variant is None
    )


def _unknown(text: str, known: list[Name], licenses: list[tuple[int, int]]) -> list[Name]:
    taken = [*((name.start, name.end) for name in known), *licenses]
    spans = [m.span() for m in _REPO.finditer(text) if not re.match(r"\d+/", m[0])]
    spans += [(m.start(), m.end()) for m in _LOOKS.finditer(text) if not _NOT_NAMES.match(m[0])]
    spans += [m.span(1) for pattern in _ASKED for m in pattern.finditer(text)]
    names: list[Name] = []
    for start, end in spans:
        label = text[start:end].strip()
        if _COMMON.match(label) or _NOT_NAMES.match(label) or len(label) < 2 or _overlaps((start, end), taken):
            continue
        taken.append((start, end))
        names.append(Name(label, start, end, ()))
    return names


def _overlaps(span: tuple[int, int], taken: list[tuple[int, int]]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in taken)


_LOOSE = re.compile(
    r"(?<![\w.\-$¥€£,])(?:(?P<size>\d+(?:\.\d+)?)\s?[bB](?!\w)|(?P<version>[vVrRkKmM]\d+(?:\.\d+)*(?!\w)|\d+\.\d+(?![\w.])))"
    r"(?!\s?(?:[%,$¥€/]|tokens?|tok\b|个|张|卡|年|月|天|万|亿|MAU|users|GPU|元|美元|日|million|billion|小时|hours?|x\b))"
)


def loose_targets(text: str, names: list[Name], before: tuple[Target, ...], catalog: Catalog) -> list[Target]:
    """Sizes and versions that stand alone and go on from a model named before: "那 72B 呢", "and V2?"."""
    if not before:
        return []
    taken = [(name.start, name.end) for name in names if name.targets]
    taken += [(one.start, one.end) for one in catalog.license_mentions(text)]
    found: list[Target] = []
    for match in _LOOSE.finditer(text):
        if not _overlaps(match.span(), taken) and (target := _gone_on(before[-1], match, catalog)):
            found.append(target)
    return found


def _gone_on(before: Target, match: re.Match[str], catalog: Catalog) -> Target | None:
    """The model of the same family with this size, or the same stem with this version."""
    size = match["size"]
    if size and before.model in catalog.models:
        family = catalog.members(catalog.models[before.model].family)
        ids, variant = catalog.narrow([model.id for model in family], float(size))
        if len(ids) == 1 and _near(catalog.models[ids[0]], float(size)):
            return Target(ids[0], variant, _candidates(before.label, f"{size}B")[0])
    return _other(before.label, match[0], catalog)


def _near(model: Model, size: float) -> bool:
    low, high = model.total_b or (0.0, 0.0)
    sizes = [v.total_b for v in model.variants if v.total_b]
    return low * 0.88 <= size <= high * 1.12 or any(abs(one - size) <= one * 0.12 for one in sizes)


def _other(label: str, token: str, catalog: Catalog) -> Target | None:
    for candidate in _candidates(label, token.replace(" ", "")):
        mentions = catalog.mentions(candidate)
        if len(mentions) == 1 and len(mentions[0].text) == len(candidate) and not mentions[0].fuzzy:
            name = _one_of(_grown(candidate, mentions[0]), catalog)
            if len(name.targets) == 1:
                return name.targets[0]
    return None


def _candidates(label: str, token: str) -> list[str]:
    """The label with its size (or version) exchanged, else the token put behind its stem."""
    size = re.search(r"\d+(?:\.\d+)?\s?[bB]\b", label)
    if token[-1] in "bB":
        stem = label[: size.start()].rstrip(" -") if size else label
        return [f"{stem}-{token}", f"{stem} {token}"]
    bare = label[: size.start()].rstrip(" -") if size else label
    stem = re.sub(r"[ \-]?[vVrRkKmM]?\d+(?:\.\d+)*$", "", bare)
    return [f"{stem}-{token}", f"{stem} {token}", f"{stem}{token}"]


def refined(text: str, names: list[Name], catalog: Catalog) -> list[Name]:
    """Names that fit several models narrowed where the text or the records leave only one meaning."""
    known = [_sized(_one_of(_versioned(name, text, names, catalog), catalog), catalog) for name in names]
    return [replace(name, targets=(), family=None) if _of_ones_own(name, catalog) else name for name in known]


_SIZE_GLUED = re.compile(r"[-_]\d+(?:\.\d+)?[bB]$")


def _of_ones_own(name: Name, catalog: Catalog) -> bool:
    """Whether a size is glued to the name of models that nobody can download and whose size nobody told: `云雀-8B` is
    what a team calls its own."""
    models = [catalog.models[target.model] for target in name.targets]
    glued = models and not name.made_by and _SIZE_GLUED.search(name.label)
    return bool(glued) and all(
        model.component("weights").value == "no" and not model.total_b and not model.variants for model in models
    )


def _sized(name: Name, catalog: Catalog) -> Name:
    """Each member in the size that was named: a bill for 8B is none for `Llama 70B`."""
    if name.size is None or len(name.targets) < 2:
        return name
    size = name.size
    return replace(
        name, targets=tuple(replace(t, variant=t.variant or catalog.narrow([t.model], size)[1]) for t in name.targets)
    )


def _versioned(name: Name, text: str, names: list[Name], catalog: Catalog) -> Name:
    """A family name made one member by a version that stands elsewhere: "the DeepSeek licence … host V2"."""
    if not name.family or re.search(r"\d", name.label):
        return name
    others = loose_targets(text, names, (Target("", None, name.label),), catalog)
    inside = [target for target in others if target.model in {t.model for t in name.targets}]
    return replace(name, targets=(inside[0],), family=None) if len(inside) == 1 else name


def _one_of(name: Name, catalog: Catalog) -> Name:
    """A name that is one model's own, when the others it fits stand under the same licence."""
    models = [catalog.models[target.model] for target in name.targets]
    own = [m for m in models if _plain(name.label) in {_plain(m.name), _plain(m.id)}]
    if len(models) < 2 or not own or len({m.license for m in models}) > 1:
        return name
    return replace(name, targets=(Target(own[0].id, None, name.label),), family=None)


def _plain(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.lower())
