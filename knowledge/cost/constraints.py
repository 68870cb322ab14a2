# ruff: noqa: E501  (a pattern is read whole)
"""What a team says about itself that decides between an API and its own machines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Literal

from pydantic import Field

from knowledge.cost.inputs import CostInputs
from knowledge.cost.reading.numbers import COUNT, clean, number
from knowledge.records.base import Record
from knowledge.records.use import Use


class Constraints(Record):
    """`None` means that nobody said."""

    use: Use = Use()
    cost: CostInputs = CostInputs()
    data_stays: bool | None = None
    """The data may not leave the house."""
    latency_ms: int | None = Field(default=None, gt=0)
    fine_tune: bool | None = None
    team: Literal["none", "some"] | None = None
    """Whether there are people who can run GPUs."""
    own_gpus: bool | None = None
    """GPUs are at hand, or were named as what it has to run on."""
    simple_task: bool | None = None
    """One narrow task over and over: classifying, extracting, tagging."""
    trial: bool | None = None
    """A proof of concept, a prototype, a first try."""
    cross_border: bool | None = None
    """Rules on where data may go: GDPR, cross-border transfer, domestic services only."""
    largest_b: float | None = Field(default=None, gt=0)
    """Largest size wanted, in thousand millions of parameters."""
    cheapest: bool | None = None
    """The price decides."""
    images: bool | None = None
    """It has to read pictures."""
    chinese: bool | None = None
    """The work is in Chinese."""
    code: bool | None = None
    """It has to write code."""
    licenses: tuple[str, ...] | None = None
    """Ids of the licences that will do; `None`: any."""
    license_named: str = ""
    """The licences as they were named."""
    memory_gb: float | None = Field(default=None, gt=0)
    """Memory of one GPU, where that was told instead of its name."""
    cards: int | None = Field(default=None, gt=0)
    """GPUs of that memory."""

    @property
    def hardware(self) -> bool:
        """Whether it was told what the model has to run on."""
        return self.cost.gpu is not None or self.memory_gb is not None


_I = re.IGNORECASE
_PATTERNS: dict[str, re.Pattern[str]] = {
    "data_stays": re.compile(
        r"(?:data|documents?|records?|nothing|it|information)\b[^.;?!]{0,24}(?:must|may|can|should|has to|have to|need(?:s)? to)?\s*(?:not|n['’]t|never|cannot)\s*(?:\w+ ){0,2}leave"
        r"|(?:must|has to|have to|need(?:s)? to|should)\s*(?:\w+ ){0,2}(?:stay|remain|be kept|run)\s*(?:\w+ ){0,3}(?:on[- ]prem|in[- ]house|inside|local|private|behind)"
        r"|stays? (?:on[- ]prem|in[- ]house|inside)|air[- ]?gapped|on[- ]prem(?:ises)?\b(?! or)|no (?:data|traffic) (?:may )?leave"
        r"|数据[^。；？！]{0,10}(?:不能|不得|不可|不许|不允许|不出)(?:外传|出|离开|上云|外泄|泄露|发到|传到)?|不出(?:域|境|厂|公司|内网|机房)|内网(?:部署|环境|使用)?|私有化|本地部署|本地化部署|离线部署|涉密|物理隔离",
        _I,
    ),
    "fine_tune": re.compile(r"fine-?tun|\bLoRA\b|\bSFT\b|微调|精调|再训练|继续训练", _I),
    "simple_task": re.compile(
        r"classif|extract|tagging|labell?ing|routing|sentiment|moderation|OCR|translat|summari[sz]|one (?:simple|narrow) task|分类|抽取|打标|标注|意图识别|情感|审核|翻译|摘要|单一任务|简单(?:重复)?任务",
        _I,
    ),
    "trial": re.compile(r"\bPOC\b|proof of concept|prototype|\bMVP\b|pilot|try(?:ing)? out|first experiment|试点|原型|验证(?:一下)?|概念验证|先试|试一试|刚起步|demo", _I),
    "cross_border": re.compile(r"GDPR|cross-border|data residency|sovereign|EU AI Act|数据(?:跨境|出境)|跨境|出海|国产(?:化|替代)|信创|合规要求|等保|HIPAA", _I),
    "own_gpus": re.compile(
        r"(?:we (?:already )?(?:have|own|got)|our own|existing|available|at hand|spare|idle|in-house)[^.;?!]{0,30}(?:GPU|H\d{2,3}|A\d{2,3}|L40|L4|4090|3090|MI300|910B|V100|B200)"
        r"|(?:GPU|H\d{2,3}s?|A\d{2,3}s?|L40S?|4090s?|3090s?|MI300X?|910B)[^.;?!]{0,16}(?:available|at hand|idle|in[- ]house)|(?:我们|公司|手上|手里|已)?有[^。；？！]{0,8}(?:张|块|台|卡)|现有[^。；]{0,8}(?:显卡|GPU|服务器|卡)",
        _I,
    ),
    "cheapest": re.compile(r"cheapest|lowest (?:price|cost)|least expensive|最便宜|最省钱|价格最低|单价最低", _I),
    "images": re.compile(r"multi-?modal|vision|\bimages?\b|\bpictures?\b|photos?|screenshots?|scanned|\bVLM\b|多模态|图像|图片|看图|识图|照片|视觉|截图", _I),
    "code": re.compile(r"\bcod(?:e|ing)\b(?! of conduct)|\bprogramming\b|代码|编程|写程序|编码助手", _I),
    "chinese": re.compile(r"\bChinese\b|\bMandarin\b|中文|汉语|国内用户", _I),
}  # fmt: skip
_NO_TEAM = re.compile(
    r"no (?:ML|ops|infra|MLOps|GPU|devops)\w*|(?:nobody|no one|no-one)[^.;]{0,24}(?:run|operate|GPU|ML)|(?:没有|缺乏|没)[^。；]{0,6}(?:运维|算法|ML|AI|技术)(?:团队|人员|人手|能力)?|非技术",
    _I,
)
_TEAM = re.compile(
    r"(?:strong|experienced|our|an?|good) (?:ML|MLOps|infra|platform|AI|SRE|devops) (?:team|engineers?)|(?:有|自己的)[^。；]{0,6}(?:运维|算法|平台|AI|技术)团队",
    _I,
)
_LATENCY = re.compile(
    r"(?:latency|p9\d|TTFT|延迟|时延|响应)[^.;。；]{0,24}?(?P<n>\d+(?:\.\d+)?)\s*(?P<u>ms|毫秒|s\b|seconds?|秒)", _I
)
_SIZE = re.compile(
    r"(?:under|below|up to|at most|smaller than|不超过|小于|以下|≤|<=?)\s*(?P<n>\d+(?:\.\d+)?)\s*B\b|(?P<n2>\d+(?:\.\d+)?)\s*B\s*(?:以下|以内|or (?:less|smaller))",
    _I,
)


_GB = r"(?<![\d.])(?P<n{0}>\d{{1,4}}(?:\.\d)?)\s?(?:GB|G(?![A-Za-z]))"
_MEMORY = re.compile(
    rf"(?:(?P<count>{COUNT})(?:\s*(?:张|块|片|[x×*])\s*|\s+))?{_GB.format('')}[- ]?(?:of )?(?:VRAM|GPUs?|(?:graphics |video )?cards?|video memory|GPU memory|的?\s?(?:显存|显卡|卡|GPU))"
    rf"|(?:显存|VRAM|GPU memory)[^\d，。;；,.]{{0,10}}{_GB.format(2)}",
    _I,
)


def _memory(text: str) -> dict[str, Any]:
    """`two 24 GB GPUs`, `显存 24GB`: the memory of a card, and how many there are."""
    match = _MEMORY.search(text)
    if match is None:
        return {}
    count = number(match["count"]) if match["count"] else Decimal(1)
    return {"memory_gb": float(match["n"] or match["n2"]), "cards": max(1, int(count)), "own_gpus": True}


def read_constraints(
    text: str,
    thread: Sequence[str] = (),
    *,
    use: Use | None = None,
    cost: CostInputs | None = None,
    licenses: tuple[str, ...] | None = None,
    license_named: str = "",
) -> Constraints:
    """The constraints of a message and of the person's earlier ones; `use`, `cost` and `licenses` as already read."""
    whole = clean("\n".join([*thread, text]))
    said: dict[str, Any] = {name: True for name, pattern in _PATTERNS.items() if pattern.search(whole)}
    said |= _memory(whole)
    use = use or Use()
    if cost is not None and cost.gpu is not None:
        said["own_gpus"] = True
    latency, size = _LATENCY.search(whole), _SIZE.search(whole)
    return Constraints(
        use=use,
        cost=cost or CostInputs(),
        latency_ms=_milliseconds(latency) if latency else None,
        largest_b=float(size["n"] or size["n2"]) if size else None,
        team="none" if _NO_TEAM.search(whole) else "some" if _TEAM.search(whole) else None,
        licenses=licenses,
        license_named=license_named,
        **{**said, "fine_tune": True if use.fine_tune else said.get("fine_tune")},
    )


def _milliseconds(match: re.Match[str]) -> int | None:
    factor = 1 if match["u"].lower() in {"ms", "毫秒"} else 1000
    return int(float(match["n"]) * factor) or None
