"""Whether quotes tell who holds a role: `客户是谁`, `who is the CEO of …`. To speak of customers is to name none.

A role is told where its word, or another for it in either language, stands in one sentence with a name that the
question does not hold, or is said to be somebody.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.glossary import other_side
from knowledge.lexical import cover
from knowledge.tokens import in_chinese

_ASKED_ZH = re.compile(
    r"([一-鿿]{2,12})(?:们|都|分别|到底|究竟)?(?:是|叫)谁(?=[呢啊呀来]?\s*(?:[？?，,。；;]|$))|谁是([一-鿿]{2,8})"
)
_ASKED_EN = re.compile(
    r"\bwho(?:['’]s| is| are| was| were) (?:the|its|their|our|your) ((?:[a-z][\w-]*|[A-Z]{2,4})(?: [a-z][\w-]*){0,2}?)"
    r"(?= (?:of|at|in|for|behind|on|to|[a-z]+ing)\b|\s*[?,;]|\s*$)",
    re.I,
)
_OWNER = re.compile(r"^.*(?:的|背后|那家|这家)")
_OF_ZH = re.compile(
    r"([一-鿿A-Za-z][\w .\-]{1,24}?)\s?(?:背后)?的[一-鿿]{2,12}(?:是|叫)谁|谁是([一-鿿A-Za-z][\w .\-]{1,24}?)\s?的"
)
_OF_EN = re.compile(r"\bwho\b.{4,40}? (?:of|at|behind) ((?:[A-Z][\w.\-]*)(?: [A-Z][\w.\-]*)*)")
_POINTS = re.compile(r"^(?:[这那该本它他她其贵]|我们|你们|咱|公司|项目)|(?:项目|报告|文章|访谈|那家)$")
"""What is named by pointing at it need not be named in a quote."""
_A_KIND = re.compile(
    r"\b(?:owners?|licen[sc](?:ors?|ees?)|(?:right|copyright|patent) ?holders?|controllers?|processors?|deployers?|"
    r"users?|"
    r"audiences?|winners?|losers?|targets?|people|persons?|part(?:y|ies)|best|right|cheapest|most)\b|"
    r"版权|著作权|权利|授权|许可|责任(?:人|方|主体)|控制者|处理者|部署者|使用者|所有者|用户|受众|赢家|输家|受益|读者",
    re.I,
)
"""A party to terms, an audience or the best of a kind, which a text tells without anybody's name."""
NAMED = 0.5
"""Share of the words of a company's or team's name that a quote or its title has to hold."""
_SAME = (
    r"老板|负责人|主管|总裁|董事长|掌门|首席执行官|(?:总|副总|产品|项目)?经理|带头|牵头|领导|(?-i:\bCEO\b)|\bboss|"
    r"\bhead(?:s|ed)?\b|\bchief executive|\bleads?\b|\bled\b|\bleader|\bruns?\b|\bmanag|\bin charge",
    r"创始人|创办|创立|创建|联合创始|办起|发起|\b(?:co-?)?found(?:er|ed|s)|\bstarted\b|\bset up\b",
    r"投资|出资|领投|资助|股东|赞助|\binvest|\bback(?:er|ed)|\bfund(?:er|ed)|\bsponsor|\bshareholder",
    r"作者|撰|执笔|写|著|\bauthor|\bwr(?:ote|itten|iter)|\bby\b",
    r"开发|研发|厂商|供应商|制造|出品|推出|供货|\bdevelop|\bvendor|\bsupplier|\bmaker|\bmade by|\bbuil[dt]|\bprovider",
    r"客户|甲方|买家|\bclients?\b|\bcustomers?\b|\bbuyers?\b",
    r"负责|\bin charge|\bresponsib",
    r"对手|竞争|竞品|\bcompet|\brival",
    r"审批|批准|核准|签字|\bapprov|\bsign(?:s|ed)? off",
    r"联系|联络|\bcontact",
    r"主持|\bhost(?:s|ed)?\b|\bmoderat|\bchair",
)
"""Words for one role, and the verbs of it, in both languages."""
_SENTENCE = re.compile(r"[^。！？!?；;\n]+?(?:[。！？!?；;\n]|\.(?=\s|$)|$)")
_IS = r"[一-鿿]{0,4}?(?:是|为|叫|即|包括|[:：（(])(?!谁|否|不|了|何|什么)"
_BY = r"(?:由|请|来自|归|(?<!已)经(?![理常营验过]))[^，,。]{2,24}"
_BEING = (
    r"(?<!不)(?:是|担任|出任|兼任)[^，,。谁]{0,10}|"
    r"\b(?:is|are|was|were|acts as|serves as) (?:the|an?|its|our) (?:\w+ ){0,2}"
)
_DOES = r"了\s?[A-Za-z《“]|\w* by (?!hand|default|the|an?|us|our|its|their)\w"
_TO_REACH = re.compile(r"找|致电|联系|分机|\b(?:call|ask|write to|reach|e-?mail|ext)\b", re.I)
_BODY = re.compile(
    r"[一-鿿]{2,}(?:公司|集团|银行|医院|大学|学院|基金会|研究院|实验室|委员会|协会|事务所|政府|[市省县]\w{0,4}局)"
)
_LATIN = re.compile(r"(?<![\w.])[A-Z][\w'’-]*\w")
_FIRST = re.compile(
    r"\s*(?!(?:The|Our|Its|An?|This|That|These|Their|His|Her|My|Your|We|They|It|Who)\b)([A-Z][\w'’-]*\w)\s"
)
"""A name that opens the sentence, where any word has a capital."""
_QUOTED = re.compile(r"[《“「]([^》”」]{2,20})[》”」]")


def asks_who(question: str) -> bool:
    """Whether `question` asks who holds a role."""
    return _role(question) is not None


def tells_who(question: str, quotes: Sequence[str]) -> bool:
    """False when `question` asks who holds a role, and no quote tells. `quotes`: each with its title before it."""
    role = _role(question)
    if role is None:
        return True
    of = _whose(question)
    about = [one for one in quotes if of is None or in_chinese(of) != in_chinese(one) or cover(of, one) >= NAMED]
    sentences = (found[0] for one in about for found in _SENTENCE.finditer(one))
    return any(_told(sentence, role, question.lower()) for sentence in sentences)


def _whose(question: str) -> str | None:
    """The company or team whose role it is, where it is named."""
    match = _OF_ZH.search(question) or _OF_EN.search(question)
    of = next((part for part in match.groups() if part), None) if match else None
    return of if of and not _POINTS.search(of) else None


def _role(question: str) -> str | None:
    text = question.strip()
    if match := _ASKED_ZH.search(text):
        role = _OWNER.sub("", match[1] or match[2])
    else:
        match = _ASKED_EN.search(text)
        role = match[1] if match else ""
    return role if role and not _A_KIND.search(role) else None


def _told(sentence: str, role: str, known: str) -> bool:
    names = [*_LATIN.findall(sentence, 1), *_BODY.findall(sentence), *_QUOTED.findall(sentence)]
    named = any(name.lower() not in known for name in names)
    spoken = _forms(role, in_chinese(sentence))
    if spoken is None:
        return named
    if re.search(r"联系|联络|\bcontact", role, re.I) and _TO_REACH.search(sentence):
        return True
    if not re.search(spoken, sentence, re.I):
        return False
    first = _FIRST.match(sentence)
    opens = first and first[1].lower() not in known and re.match(spoken, sentence[first.end(1) + 1 :], re.I)
    if named or opens:
        return True
    return bool(
        re.search(rf"(?:{spoken})(?:{_IS}|{_DOES})|{_BY}(?:{spoken})|(?:{_BEING})(?:{spoken})(?!的)", sentence, re.I)
    )


def _forms(role: str, chinese: bool) -> str | None:
    """A pattern of the words for `role` in a language; `None` where none is known."""
    same = [group for group in _SAME if re.search(group, role, re.I)]
    words = [role] if in_chinese(role) == chinese else other_side(role)
    forms = [*same, *map(re.escape, words)]
    return "|".join(forms) if forms else None
