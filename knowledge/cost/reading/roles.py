# ruff: noqa: E501  (a pattern is read whole)
"""What each amount that is no token price stands for: machines, people, a budget, or nothing of ours."""

from __future__ import annotations

import re
from decimal import Decimal

from knowledge.cost.reading.machines import GPU
from knowledge.cost.reading.money import Amount, Per
from knowledge.cost.reading.numbers import COUNT, NUMBER, number
from knowledge.records.use import Money

_I = re.IGNORECASE
_NOT_OURS = re.compile(
    r"revenue|turnover|\bARR\b|\bMRR\b|sales|income|valuation|funding|raised|profit|market cap|营收|收入|营业额|流水|估值|融资|利润|市值|GMV|客单价",
    _I,
)
_STAFF = re.compile(
    r"staff|people|\bteam\b|\bperson|engineers?\b|\bFTEs?\b|\bSREs?\b|salar|payroll|headcount|\bops\b|personnel|labou?r|admin\b|devops|mlops"
    r"|人力|人工|运维|工程师|工资|薪|人员|团队成本|人头|养人|\d人|每人|人均|per head",
    _I,
)
_BUDGET = re.compile(
    r"budget|can spend|to spend|at most|spend up to|\bcap(?:ped)? at|预算|最多(?:花|能花)|花不超过|控制在", _I
)
_COMPLIANCE = re.compile(r"complian|audit|\bSOC ?2|legal|合规|等保|审计", _I)
_STANDBY = re.compile(r"stand-?by|backup API|fallback|plan B|备用 ?API|兜底", _I)
_SETUP = re.compile(
    r"set-?up|one-?(?:off|time)|integration|migration|on-?boarding|一次性|上线成本|搭建|部署费|迁移|初始投入", _I
)
_BUY = re.compile(
    r"\bbuy|bought|purchas|cap-?ex|price tag|\bto own|outright|hardware costs?|servers? (?:costs?|at|for)|买|购|采购|硬件(?:投入|成本)|整机价|一台.{0,14}(?:服务器|机器)",
    _I,
)
_COLO = re.compile(r"\bcolo|rack|hosting fee|maintenance|support contract|托管|机柜|维保|机房", _I)
_BILL = re.compile(
    r"(?:API|OpenAI|GPT|Claude|Anthropic|DeepSeek) (?:bill|spend|cost)s?|(?:pay|paying|spend|spending|bill)\b.{0,22}(?:API|OpenAI|GPT|Claude|Anthropic|Gemini|\bon ¤)|(?:花|付|支出)[^，。；]{0,12}(?:API|OpenAI|GPT|Claude|¤)|(?:API|OpenAI|GPT|Claude|¤)[^，。；]{0,8}(?:花|付|支出)|API ?(?:账单|费用|花费|开销)|账单",
    _I,
)
_RENT = re.compile(
    r"\brent|leas(?:e|ing)|reserved|租|包月|包年|机器|服务器|副本|\breplicas?\b|GPUs?\b|servers?\b|instance|node|cards?\b",
    _I,
)
_PER_CARD = re.compile(
    r"每卡|单卡|每张|一张|每块|per[- ](?:GPU|card)|/ ?(?:GPU|card|卡|张)|\b(?:a|each) (?:GPU|card)|GPU[- ]?h|卡时|each\b|apiece|/卡",
    _I,
)
_PER_MACHINE = re.compile(
    r"整机|每台|一台|每副本|每个副本|每机|每节点|一个节点|per[- ](?:node|server|machine|box|replica|instance)|/ ?(?:node|server|machine|replica|box|台|副本)"
    r"|\b(?:node|server|machine|box|instance)s?\b|(?:a|one|each|every) replica (?:costs?|at|is)|(?:卡|GPU)\s?机|服务器|实例|the (?:whole|lot)|整个",
    _I,
)
_AFTER_GPU = re.compile(rf"{GPU}[^,，;；]{{0,14}}(?:@|\bat|\bfor|单价|每卡)\s*$", _I)
_DEAREST_HOUR = 200
"""Above this a price behind a GPU's name with no period is no hour's price."""
_EACH = re.compile(
    r"each|apiece|per (?:head|person|engineer)|at\s*$|@|per FTE|每人|人均|/人|一人|年薪|月薪|salary|\bon\b", _I
)
_HEADS = re.compile(
    rf"(?P<n>{COUNT})\s*(?:个|名|位)?\s*(?:full-time |part-time |ML |platform |infra |senior |DevOps |MLOps |运维|全职)*(?:engineers?|people|persons?|FTEs?|SREs?|staff|admins?|工程师|人力|人(?!民)|运维)",
    _I,
)
_HEADS_BEFORE = re.compile(r"FTE|人力|工程师|engineer", _I)
_BARE = re.compile(
    rf"(?P<kw>年薪|月薪|包年|包月|年租|人力|人工|运维|每台|单台|搭建费|一次性投入|上线费|预算|月租|租金|budget|staff(?:ing)?|rent|服务器|机器|整机|设备|采购价?)(?P<gap>[^\d,，。;；/]{{0,10}}?(?:[,，]\s?(?:一年|每年|一个月|每月|年付|共|总价)[^\d,，。;；/]{{0,6}})?)(?P<n>{NUMBER})(?!\s*[年月个名人张台卡])(?P<after>\s*(?:/|每|a |per )?\s*(?:个)?(?:月|年|month|year|mo)?)",
    _I,
)


def role(amount: Amount, text: str) -> tuple[str, Money] | None:
    """The field an amount fills, in the field's unit; `None` for money that is none of ours."""
    around = f"{amount.left} {amount.unit} {amount.right}"
    if _NOT_OURS.search(around):
        return None
    if amount.per == "kwh":
        return "kwh", amount.money
    if amount.per == "hour":
        return _hourly(around), amount.money
    if not amount.per and _AFTER_GPU.search(amount.left) and amount.money.amount < _DEAREST_HOUR:
        return "gpu_hour", amount.money
    return _periodic(amount, around, text)


def _hourly(around: str) -> str:
    if _PER_CARD.search(around):
        return "gpu_hour"
    return "replica_hour" if _PER_MACHINE.search(around) else "gpu_hour"


def _periodic(amount: Amount, around: str, text: str) -> tuple[str, Money] | None:
    name = _named(around, amount)
    if name is None:
        return None
    if name == "staff_per_month":
        return name, _monthly(_times(amount, text), _staff_per(amount))
    if name in {"purchase", "setup"}:
        return name, _times_machines(amount, around) if name == "purchase" else amount.money
    if name == "budget_month" and not amount.per:
        return None
    return name, _monthly(amount.money, amount.per)


def _named(around: str, amount: Amount) -> str | None:
    """The first role whose words stand in the clause; what is paid once only where no period is named."""
    once = not amount.per
    rows: tuple[tuple[str, re.Pattern[str], bool], ...] = (
        ("budget_month", _BUDGET, True),
        ("staff_per_month", _STAFF, True),
        ("compliance_month", _COMPLIANCE, not once),
        ("standby_month", _STANDBY, not once),
        ("setup", _SETUP, once),
        ("colocation_month", _COLO, not once),
        ("purchase", _BUY, once),
        ("api_bill_month", _BILL, not once),
        ("rent", _RENT, not once),
    )
    name = next((name for name, pattern, fits in rows if fits and pattern.search(around)), None)
    if name == "rent":
        return "gpu_month" if _PER_CARD.search(around) else "rent_month"
    return name


def _staff_per(amount: Amount) -> Per:
    """A salary without a period is a year's when it is too large for a month's."""
    if amount.per or not re.search(r"salar|engineer|FTE|年薪", amount.left + amount.right, _I):
        return amount.per or "month"
    return "year" if "年薪" in amount.left or amount.money.amount >= 60_000 else "month"


def _monthly(money: Money, per: Per) -> Money:
    factor = {"year": Decimal(1) / 12, "day": Decimal(30), "hour": Decimal(730)}.get(per, Decimal(1))
    return Money(amount=money.amount * factor, currency=money.currency)


def _times(amount: Amount, text: str) -> Money:
    """A salary times the heads it is paid to, where it is said to be each one's."""
    heads = _HEADS.search(amount.left) or _HEADS.search(_clause_before(amount, text)) or _HEADS.search(amount.right)
    each = _EACH.search(amount.left[-12:]) or _EACH.search(amount.unit + amount.right[:16])
    if heads is None or not (each or re.search(r"FTE", heads[0], _I)):
        return amount.money
    return Money(amount=amount.money.amount * number(heads["n"]), currency=amount.money.currency)


def _clause_before(amount: Amount, text: str) -> str:
    before = text[max(0, amount.start - len(amount.left) - 30) : amount.start - len(amount.left)]
    return re.split(r"[。;；.]", before)[-1]


def _times_machines(amount: Amount, around: str) -> Money:
    heads = re.search(rf"(?P<n>{NUMBER})\s*(?:张|块|cards?|GPUs?)", around, _I)
    if heads is None or not re.search(r"每张|单价|每卡|each|per (?:card|GPU)|apiece", around, _I):
        return amount.money
    return Money(amount=amount.money.amount * number(heads["n"]), currency=amount.money.currency)


def bare_amounts(text: str, taken: set[str], currency: str) -> dict[str, Money]:
    """Roles whose number names no currency: `人力每月 3 万`, `H100 服务器 280 万`."""
    fields: dict[str, Money] = {}
    for match in _BARE.finditer(text):
        name = _bare_role(match)
        ok = (
            name
            and name not in taken
            and not re.match(
                r"\s*(?:人|名|个|位|%|成|tok|people|engineers?|[A-Za-z]*元|美|[$¥€])", text[match.end("n") :], _I
            )
        )
        if ok and name and number(match["n"]) >= 100:
            told = match["kw"] + match["gap"] + match["after"]
            per: Per = "year" if re.search(r"年|year", told, _I) else "month"
            money = Money(amount=number(match["n"]) * _heads(match, text), currency=currency)
            fields[name] = money if name in {"purchase", "setup"} else _monthly(money, per)
    return fields


def _heads(match: re.Match[str], text: str) -> Decimal:
    """How many a salary is paid to."""
    heads = _HEADS.search(text) if match["kw"] in {"年薪", "月薪"} else None
    return number(heads["n"]) if heads else Decimal(1)


def _bare_role(match: re.Match[str]) -> str | None:
    key, period = match["kw"].lower(), match["gap"] + match["after"]
    if key in {"人力", "人工", "运维", "staff", "staffing", "年薪", "月薪"}:
        return "staff_per_month"
    if key in {"搭建费", "一次性投入", "上线费"}:
        return "setup"
    if key in {"预算", "budget"}:
        return "budget_month" if re.search(r"月|年|month|year|mo", period, _I) else None
    if (
        key in {"月租", "租金", "rent", "包年", "包月", "年租"}
        or "包年" in match["gap"]
        or "包月" in match["gap"]
        or "租" in match["gap"]
    ):
        return "rent_month"
    return None if re.search(r"[/每]\s*月|month", period, _I) else "purchase"
