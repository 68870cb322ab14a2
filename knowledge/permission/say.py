"""What permission verdicts say, in both languages."""

from __future__ import annotations

from knowledge.records.base import Words

CONTRADICTORY = Words(
    en="The use is described as commercial and as non-profit research at once: say which it is.",
    zh="所述用途既是商业用途又是非营利研究，请说明到底是哪一种。",
)
PROVISIONAL = Words(
    en="Read from the model's hub page just now; nobody here has checked it.",
    zh="刚从模型主页读取，尚未有人核对。",
)

QUESTIONS: dict[str, Words] = {
    "commercial": Words(en="Is the use commercial?", zh="是商业用途吗？"),
    "mau_now": Words(
        en="How many monthly active users does the product have now?", zh="产品现在的月活跃用户数是多少？"
    ),
    "mau_at_release": Words(
        en="How many monthly active users did you and your affiliates have in the month before the model's release?",
        zh="模型发布前的那个自然月，你们（含关联方）的月活跃用户数是多少？",
    ),
    "dau": Words(en="How many daily active users are there?", zh="日活跃用户数是多少？"),
    "visits_per_month": Words(en="How many visits a month are there?", zh="每月访问量是多少？"),
    "annual_revenue": Words(
        en="What is the annual revenue (of the product, the company, with affiliates)?",
        zh="年收入是多少（产品、公司，或含关联方）？",
    ),
    "monthly_revenue": Words(
        en="What is the monthly revenue (of the product, the company, the group)?",
        zh="月收入是多少（产品、公司，或整个集团）？",
    ),
    "territory": Words(
        en="Where does your company have its principal place of business?", zh="你们公司的主要营业地在哪里？"
    ),
    "users_territory": Words(en="Where are the users?", zh="用户在哪里？"),
    "hosting": Words(
        en="Do others reach the model through you, as a service or an API?",
        zh="会不会让他人通过你们（服务或 API）使用该模型？",
    ),
}

WHOSE: dict[str, Words] = {
    "product": Words(en="of the product that uses the model", zh="（使用该模型的产品）"),
    "entity": Words(en="of your legal entity", zh="（你们的法律实体）"),
    "affiliates": Words(en="of your company with its affiliates", zh="（你们公司及关联方合计）"),
    "group": Words(en="of the whole group, consolidated", zh="（整个集团合并）"),
}


def question(name: str, counts: str | None) -> Words:
    """What to ask for a fact; for revenue, whose it must be."""
    if counts is None or name not in ("annual_revenue", "monthly_revenue"):
        return QUESTIONS[name]
    whose, year = WHOSE[counts], name == "annual_revenue"
    return Words(
        en=f"What is the {'annual' if year else 'monthly'} revenue {whose.en}?",
        zh=f"{'年' if year else '月'}收入{whose.zh}是多少？",
    )


def no_license(name: str) -> Words:
    """Nobody names the terms of a model."""
    return Words(en=f"No license of {name} is on record.", zh=f"没有记录 {name} 的许可证。")


def not_held(name: str) -> Words:
    """The terms are named but nobody here has read them."""
    return Words(
        en=f"The text of “{name}” is not held here, so nothing can be said from it: read it, or ask the licensor.",
        zh=f"这里没有“{name}”的原文，无法据此判断：请阅读原文或询问许可方。",
    )


def turns_on(name: str, rule: Words) -> Words:
    """The licence turns on a fact that was not given."""
    return Words(
        en=f"{name} turns on a fact that was not given. {rule.en}", zh=f"{name} 取决于一个未说明的事实。{rule.zh}"
    )


def no_grant(name: str) -> Words:
    """No clause grants the use described."""
    return Words(
        en=f"No clause of {name} that was read grants the use described.",
        zh=f"{name} 已读条款中没有授予所述用途的条款。",
    )


def with_conditions(name: str) -> Words:
    """Allowed, and something is to be done."""
    return Words(en=f"{name} allows it, with conditions.", zh=f"{name} 允许，但附有条件。")


def allowed(name: str) -> Words:
    """Allowed, nothing to do."""
    return Words(
        en=f"{name} allows it; nothing is to be done for this use.", zh=f"{name} 允许，此用途无须额外履行义务。"
    )


def below(name: str, rule: Words) -> Words:
    """Allowed: the threshold that the asker's figure was held against is not met."""
    return Words(
        en=f"{name} allows it: the figures given do not meet its threshold. {rule.en}",
        zh=f"{name} 允许：所给数字未触及其门槛。{rule.zh}",
    )


def exempt(name: str, rule: Words) -> Words:
    """Allowed: the rule would bite, and the use described is excepted from it."""
    return Words(
        en=f"{name} allows it: the use described is exempt from this rule: {rule.en}",
        zh=f"{name} 允许：所述用途不受这条规则约束：{rule.zh}",
    )


def own_use(name: str) -> Words:
    """Allowed for what was described; the figures meet a clause on those who let others use the model."""
    return Words(
        en=f"{name} allows it as long as you do not let others use the model: then the clause below applies.",
        zh=f"{name} 允许，前提是不向他人提供该模型；若对外提供，则适用下列条款。",
    )


def may_bite(rule: Words) -> Words:
    """A duty or threshold that depends on a fact nobody gave."""
    return Words(en=f"Check: {rule.en}", zh=f"请确认：{rule.zh}")


def if_inside(rule: Words) -> Words:
    """A clause on handing on, where nobody said whether the model is inside what others install."""
    return Words(
        en=f"If the model runs in the app or product itself and not on your server: {rule.en}",
        zh=f"若模型运行在应用或产品本身（而不是你们的服务器上）：{rule.zh}",
    )


def turns_on_place(name: str, rule: Words) -> Words:
    """Allowed on a server, not in the hands of others, and nobody said which it is."""
    return Words(
        en=f"{name} turns on where the model runs: inside an app or product that others get, this holds: {rule.en}",
        zh=f"{name} 取决于模型在哪里运行：若随应用或产品交到他人手中，则适用：{rule.zh}",
    )


def unverified(name: str) -> Words:
    """Which licence the model is under was not read at its vendor."""
    return Words(
        en=f"That it is under {name} was not verified at its vendor: check the model page before relying on it.",
        zh=f"该模型采用 {name} 一事未在厂商处核实：使用前请查看模型主页。",
    )


def conflict(source: str, says: str) -> Words:
    """Another source names other terms."""
    return Words(en=f"{source} names other terms: {says}.", zh=f"{source} 记录的条款不同：{says}。")


def second_hand(model: str, name: str) -> Words:
    """Only others say which licence it is."""
    return Words(
        en=f"Only third parties say that {model} is under {name}; nobody here read it at the vendor. "
        "If the model page confirms it, the clauses below apply.",
        zh=f"只有第三方称 {model} 采用 {name}，这里没有人在厂商处读到。若模型主页确认，则适用下列条款。",
    )


def withdrawn(name: str) -> Words:
    """A place that a record points at is no longer in the text at hand."""
    return Words(
        en=f"The text of {name} on this machine no longer holds every clause on record: it may have changed. Clauses "
        "not found are not cited; have the record checked.",
        zh=f"本机的 {name} 原文已找不到记录中的部分条款，可能已修订。找不到的条款不再引用，请核对该记录。",
    )
