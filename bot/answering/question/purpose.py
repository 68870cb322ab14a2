"""What for: commercial, research, internal, for a non-profit. These facts excuse, so what speaks against them wins.

Who says `research` may speak of the paper he read, of his department or of his customer; who says `internal` may also
sell. A fact that opens a licence's exemption counts only where it is said of the use itself and nothing in the text
speaks of trade or of outsiders. What is left open is asked for.
"""

from __future__ import annotations

import re
from collections.abc import Callable

Said = Callable[[re.Pattern[str], str], bool]
"""Whether a pattern stands in a text and is not denied there."""
_PAID = (
    r"\bcommerc(?:ial(?:ly|ise|ize|isation|ization)?|e)\b|\bpaid\b|\bpaying\b|\bsells?\b|\bselling\b|\bsold\b|"
    r"\bresell\w*|\bmoneti[sz]\w*|\bfor[- ]profit\b|\bbusiness use\b|\bmak(?:es?|ing) money\b|"
    r"\b(?:with|in|our) ads\b|\bad-(?:funded|supported)\b|\badvertising\b|\bfreemium\b|\bin-app purchases?\b|"
    r"\bcharg(?:e|ing)\b (?:our |for|users|customers|a |per |money)|\bsubscri(?:ption|ber)s?\b|"
    r"\b(?:companies|businesses|clients?|customers?|users|people|they|subscribers|who) pays?\b|\bpays? us\b|"
    r"\b(?:we|I) (?:bill|invoice)\b|\bbilling (?:our |the )?(?!API|address|cycle)[a-z]+|\b(?:consulting|"
    r"freelance) (?:gig|job|work)\b|"
    r"商用|商业|收费|收钱|会员费|订阅|服务费|广告|付费|卖(?!点|家|场)|售卖|出售|销售|盈利|赚钱|变现|私活|接单|外包|"
    r"甲方|承接|"
    r"(?:客户|用户|企业|公司)(?:要|会|得)?(?:付钱|给钱|买单|交钱)"
)
_TRADE = (
    r"\bproducts?\b(?! (?:card|name|page))|\bin production\b|\bcustomer-facing\b|(?<![A-Za-z])SaaS(?![A-Za-z])|"
    r"\bship(?:s|ping)?\b|"
    r"\bfor (?:our|my) (?:clients?|customers?)\b|\bstart-?up\b|"
    r"(?<!农)商品|上生产|生产环境|(?<!农)产品|对外服务|商户|客户项目|企业用"
)
PAID = re.compile(_PAID, re.I)
COMMERCIAL = re.compile(f"{_PAID}|{_TRADE}", re.I)
_QUALIFIED = re.compile(
    r"(?:(?:\bnot|n['’]t)(?: (?:just|only|merely|solely|simply|limited to)|$)|\bno longer\b|\bused to\b|\b(?:started|"
    r"began)\b|"
    r"\bpreviously\b|\bformerly\b|\bbeyond\b|\bmore than\b|不(?:[只止仅光单再]|(?:是|可能)?$)|(?:并非|无法|没法)$|"
    r"不限于|不局限|除了|之前|以前|原来|"
    r"原先|"
    r"曾经|起初|"
    r"最初|当初)[^.;。；]{0,14}$",
    re.I,
)
"""Stands before what is not, or no longer, all that is done."""
_DENIES_TRADE = re.compile(
    r"\bnon-?commercial\w*(?! (?:vehicle|flight|truck|building|propert|driver|bank))|"
    r"\bnot (?:for )?(?:commercial|profit(?! reason)|a (?:commercial )?product|sell(?:ing)?\b(?!(?: it)? (?:yet|alone|"
    r"separately))"
    r"|in production)\w*|"
    r"\bno commercial\b|\b(?:isn|aren|won)['’]t (?:be )?(?:commercial|sold|sell(?:ing)?\b(?!(?: it)? (?:yet|alone|"
    r"separately)))|\bnothing commercial\b|"
    r"非商[用业](?!车|银行|险|楼|住宅|地产)|不(?:是)?(?:用于|做|涉及|搞|打算|会|想|用来|拿来|拿去)?商[用业]|不收费|"
    r"不(?:用来|拿来|打算|会|为了)?(?:赚钱|盈利|卖)",
    re.I,
)
_ONLY = re.compile(
    r"\b(?:only|just|purely|strictly|solely|merely)\b[^.;]{0,25}(?<!machine )(?<!deep )\b(?:research|academic|papers?|"
    r"thesis|"
    r"hobby|study|personal(?! (?!(?:use|usage|projects?|purposes?|hobb|fun|learning|experiment|tinker|stuff|study|"
    r"studies|research|non|and|or|in|on|at|for|"
    r"with|laptop|computer|machine|blog|notes)))|learning|experiment\w*|teaching|coursework)\b(?![ -](?:apps?|"
    r"platforms?|software|tools?|"
    r"trainers?|"
    r"bank\w*|clients?|customers?|finance|stores?|shops?|chain|compan\w+|products?|services?|assistants?)\b)|"
    r"\b(?:hobby|personal|private) (?:use|project)\b|"
    r"\b(?:for|use it|used) personally\b|\bpersonally (?:use|run|for)\b|\bfor fun\b|"
    r"\b(?:a|my|as a) hobby\b(?! (?:stores?|shops?|chain))|\bmy (?:thesis|homework|dissertation)\b|"
    r"(?:只|仅|纯|单纯)(?:是|用于|用来|做|为了|供|拿来|自己|在|限)?[^，。；,]{0,8}(?:研究(?!所|院|中心)|学术|论文|"
    r"学习(?!机|平台|软件|产品|App)|科研|教学(?!软件|平台|系统|产品|机)|实验(?!室)|自用|个人(?!客户|用户|理财|业务)|"
    r"毕设)|"
    r"个人(?:自用|使用|学习|项目)|自己用着?玩|毕业设计|毕设",
    re.I,
)
_JOB = re.compile(
    r"\b(?:market|users?|UX|equity|investment|keyword|competitor|legal|contract(?: \w+)?|consumer|sales|SEO|"
    r"credit)[ -]research\w*"
    r"|(?:投资|用户|市场|竞品|法律|行业|产品|消费者|证券|政策)研究|投研",
    re.I,
)
"""Research as a line of business."""
_TOPIC = re.compile(
    r"(?:\b(?:thesis|dissertation|papers?|PhD|research(?:es|ing)?)\b (?:(?:is|was|project|work) )?"
    r"(?:on|about|of|how|into|stud(?:ies|ying)|examin\w+)\b|\blab studies\b)"
    r"(?:(?!\b(?:and|but|which|that|while|so) (?:we|I|our|my|is|it)\b)[^.;,，]){0,60}|"
    r"(?:研究|(?:毕业|硕士|博士)论文(?:研究|是|写(?!作)|关于|讲|选题|题目|做|探讨|分析|的?主题))"
    r"(?:(?!卖给|要?收费|要付费)[^，。；,]){0,14}(?:的(?:毕业|硕士|博士)?论文)?",
    re.I,
)
_ACADEMIC = re.compile(
    r"\b(?:thesis|dissertation|PhD|pure(?:ly)? (?:academic|university|research)|university research)\b|"
    r"(?:毕业|硕士|博士)论文|纯(?:学术|研究)|课题|大学老师",
    re.I,
)
"""Who works at a university studies trade as well; the topic of a thesis is no use of the model."""
_OF_THE_LICENSE = re.compile(
    r"(?i:\bnon-?commercial[- ](?:research )?(?:licen[sc]ed?|models?|terms|weights|one|right|,)|\bnon-?commercial\?)|"
    r"\b[Nn]on-?commercial (?=[A-Z¤])|非商[用业](?:用途|使用|研究)?的?(?:许可|授权|协议|条款|模型)|不(?:收费|要钱|用钱|"
    r"花钱)的?[吧吗么]"
)
"""What the licence or the model is, and not what the asker does with it."""
_PURPOSE = re.compile(
    r"\bfor (?!their|its|his|her|your)(?:[\w-]+ ){0,3}?(?:research|academics?|science|thesis|dissertation|(?:a|our|"
    r"my) (?:paper|study))\b"
    r"(?! (?:compan|firm|lab|customer|client|team|department))|"
    r"\bresearch(?:[- ]only)? (?:purposes?|use|projects?|stud(?:y|ies)|prototypes?|experiments?|paper)\b|"
    r"\bacademic (?:purposes?|use|research|projects?|papers?|stud(?:y|ies)|work)\b|\bdo(?:ing)? research\b|"
    r"\b(?:only|just|purely|strictly|solely|merely)\b[^.;]{0,25}\b(?:research|academic|papers?|thesis|"
    r"study)\b(?! (?:customers?|apps?|platforms?|software|tools?)\b)|"
    r"\b(?:my|our|write a|writing a|publish a) (?:[\w-]+ )?(?:paper|thesis|dissertation)\b|"
    r"(?:只|仅|纯|单纯|用于|用来|用作|拿来|拿去|为了|做|搞|供|写|发)[^，。；,]{0,6}(?:研究(?!所|院|中心|员|部)|学术|"
    r"论文|科研|毕设|毕业设计|课题)"
    r"|(?:研究|学术|科研)(?:用途|目的|使用|用|项目)",
    re.I,
)
"""Research as what the model is used for."""
_RESEARCH = re.compile(
    r"\bresearch(?:ers)?\b(?!(?: only| and non-?production|-only| community)? ?licen[sc]e)"
    r"(?![- ](?:lab|institut|compan|firm|team|department|group|cent|org|arm|unit|papers?\b))|\bR&D\b|\bacademic\w*|"
    r"\bpapers?\b|\bthesis\b|\bdissertation\b|\bbenchmark(?:ing)? (?:study|for)|\buniversit(?:y|ies)\b(?! (?:spin|"
    r"hospital))|"
    r"研究(?!许可|协议|院|所|中心|部|室|员|了|一下|过|决定|后)|学术|论文|科研|毕设|毕业设计|课题",
    re.I,
)
"""A word of research: the use, or the paper that was read, a department, a customer."""
_BUSINESS = re.compile(
    r"\b(?:compan(?:y|ies)|business(?:es)?|banks?|firms?|enterprises?|corporat\w+|customers?|clients?|employees|sales"
    r"|support|chatbot|CRM|production|in our app|inside our app|websites?|apps?|start-?ups?|spin-?(?:out|off)s?|"
    r"publishers?"
    r"|hospitals?|pharma|funds?|agenc(?:y|ies)|law|insurers?|employer|gym|machine learning|sponsors?|owned by|"
    r"phones?|officers?|R&D (?:team|dep\w*|group|unit)|departments?)\b"
    r"|公司|企业|客户|客服|基金|律所|保险|理财|学习机|软件|学校用|上线|线上|接[入进]|\bApp\b|网站|业务|生产|部门|团队|"
    r"银行|事业部",
    re.I,
)
_INTERNAL = re.compile(
    r"\binternal(?:ly)?\b|\bin-?house\b|\bwithin (?:the|our) (?:company|organi[sz]ation|firm)\b|"
    r"\bonly (?:our|for) (?:own )?(?:staff|employees|team)\b|\bour own (?:staff|employees)\b|"
    r"\bfor (?:our )?(?:staff|employees)\b|\bback-?office\b|"
    r"内部|公司内|内用|自用|内网|员工(?:使用|用|助手)|给员工|自己人用|不对外",
    re.I,
)
_ONLY_INTERNAL = re.compile(
    r"\b(?:only|solely|exclusively|strictly|purely|just)\b[^.;,]{0,16}\b(?:internal(?:ly)?|in-?house|within|staff|"
    r"employees)"
    r"|\b(?:internal(?:ly)?|in-?house|staff|employees)\b[ -](?:use )?only\b|(?:只|仅|纯)[^，。；,]{0,10}(?:内部|内用|"
    r"自用|内网|员工)|不对外",
    re.I,
)
_OUTSIDERS = re.compile(
    r"\b(?:customers?|clients?|third part(?:y|ies)|outsiders|external (?:users?|developers?|parties))\b"
    r"(?! (?:support|service|care|data|e-?mails?|tickets?|success|requests?|complaints?|calls?|chats?|records?|"
    r"files?))|"
    r"(?:外部|第三方|对外)(?!评测|审计)|客户(?!服务|支持|资料|数据|经理|信息|投诉|邮件|工单|反馈)",
    re.I,
)
NONPROFIT = re.compile(
    r"\bnon-?profit\b|\bnot-for-profit\b|\bcharit(?:y|able|ies)\b|\bNGOs?\b|非营利|非盈利(?:组织|机构)|公益|慈善", re.I
)
_FOR_NONPROFIT = re.compile(
    r"\b(?:customers?|clients?|users?)\b[^.;]{0,20}\b(?:non-?profit|charit|NGO)|"
    r"\b(?:serv\w+|help\w*|sell\w*(?: to)?|built? for|deliver\w* to|consult\w* for)\b[^.;]{0,20}\b(?:non-?profit|"
    r"charit|NGO)|"
    r"(?:客户|用户)[^，。；]{0,6}(?:非营利|公益|慈善)|(?:服务|卖给|帮|替|给)[^，。；]{0,6}(?:非营利|公益|慈善)",
    re.I,
)

_FOR_OTHERS = re.compile(
    r"\b(?:customers|clients|they|hospitals|companies)\b[^.;]{0,30}\bresearch|\bserv(?:e|es|"
    r"ing)\b[^.;]{0,30}\bresearch|"
    r"\btheir (?:\w+ )?research|(?:客户|他们)[^，。；]{0,8}(?:研究|科研)",
    re.I,
)
"""Others do the research."""


def purpose(text: str, said: Said, hosts: Callable[[str], bool]) -> dict[str, bool]:
    """`commercial`, `research`, `internal` and `nonprofit`, as far as the text states them. `hosts`: whether a clause
    says that others get at the model."""
    text = _OF_THE_LICENSE.sub(" ", text)
    text = _JOB.sub(" ", text)
    found: dict[str, bool] = {}
    commercial = _commercial(text, said)
    if commercial is not None:
        found["commercial"] = commercial
    theirs = _FOR_OTHERS.search(text) and not _claims(_ONLY, text)
    if not theirs and (
        _claims(_PURPOSE, text, said) or (_claims(_RESEARCH, text, said) and not _BUSINESS.search(text))
    ):
        found["research"] = True
    if _stays_inside(text, said, hosts):
        found["internal"] = True
    if _claims(NONPROFIT, text, said) and not _FOR_NONPROFIT.search(text):
        found["nonprofit"] = True
    return found


def _commercial(text: str, said: Said) -> bool | None:
    """Money that is spoken of decides; other signs of trade give way to a plain claim of the opposite."""
    told = _TOPIC.sub(" ", text) if _ACADEMIC.search(text) else text
    if said(PAID, _trade(told)):
        return True
    if _claims(_DENIES_TRADE, text):
        return False
    if _claims(_ONLY, text):
        return None if _BUSINESS.search(text) else False
    return True if said(COMMERCIAL, told) else None


def _trade(text: str) -> str:
    """`text` without the words that deny trade: `free, and business users pay` speaks of money all the same."""
    return _DENIES_TRADE.sub(" ", text)


def _claims(pattern: re.Pattern[str], text: str, said: Said | None = None) -> bool:
    """Whether `pattern` stands there as all that is done."""
    if said is not None and not said(pattern, text):
        return False
    return any(not _QUALIFIED.search(text[: match.start()].rstrip()) for match in pattern.finditer(text))


def _stays_inside(text: str, said: Said, hosts: Callable[[str], bool]) -> bool:
    """Whether nobody outside gets at the model: said so, or no clause about the model tells of outsiders. What a
    company does besides, in a clause of its own, is not this use."""
    if not _claims(_INTERNAL, text, said):
        return False
    if _claims(_ONLY_INTERNAL, text):
        return True
    clauses = [one for one in _CLAUSES.split(text) if one.strip()]
    of_it = [one for one in clauses if _INTERNAL.search(one) or _IT.search(one) or not _WE.search(one)]
    return not any(hosts(one) or said(_OUTSIDERS, one) or said(PAID, _trade(one)) for one in of_it)


_CLAUSES = re.compile(
    r"[;；。！？!?\n]|\.(?=\s|$)|[,，]\s*(?=(?:and |but )?(?:we|our)\b|我们|公司|而且|另外|同时|且)", re.I
)
_IT = re.compile(r"\b(?:it|its|this|them|the model)\b|¤|它|该模型|这个模型", re.I)
_WE = re.compile(r"\b(?:we|our|the (?:company|group|firm))\b|我们|公司|集团|[,，]?且", re.I)
