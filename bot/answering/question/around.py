"""What the words around a figure say of it: what it counts, when it held, over which time, whose it is."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

from bot.answering.question.quantities import Quantity
from knowledge.records.use import RevenueScope

MAU = (
    r"\bMAUs?\b|\bmonthly[- ]active(?: users?| people)?\b|\bmonthly actives\b|\bmonthly users\b|\busers? (?:a|per|"
    r"each|every) month\b|\busers?/mo(?:nth)?\b|\bactive users\b|月活跃?(?:用户)?|月度活跃|每月活跃|月用户|"
    r"\buniques? (?:a|per|each|every) month\b|\bmonthly uniques?\b(?! visitors?)|"
    r"\bpeople (?:open|use|visit|log ?in|sign in|play|launch)\b[^,;.]{0,24}\b(?:every|each|a|per) month\b|"
    r"每个?月(?:都|大?约|大概)?有(?=[^，。；]{1,14}人(?:会|来|在)?(?:打开|登录|登陆|使用|活跃|启动|用|玩))|"
    r"人每个?月(?:都)?(?:会|来)?(?:打开|登录|登陆|使用|活跃|启动|用|玩)"
)
USERS = r"\busers?\b|\bpeople use\b|\bcustomers\b|\bsubscribers\b|用户|注册用户|人(?:在|使)?用"
DAU = (
    r"\bDAUs?\b|\bdaily[- ]active(?: users?)?\b|\bdaily users\b|\busers? (?:a|per|each|every) day\b|"
    r"日活跃?(?:用户)?|日均?用户|每天[^，。]{0,6}用户"
)
VISITS = r"\bvisits?\b|\bvisitors?\b|\bpage ?views?\b|\bhits\b|月?访问量?|访客|浏览量|人次"
_MONEY_AHEAD = r"(?=.{0,30}(?:\d|illion|thousand))"
_EARNS = (
    r"(?<!to )(?<!into )(?<!of )(?<!for )(?<!in )\bmak(?:e|es|ing)\b|\bmak(?:e|es|ing)\b" + _MONEY_AHEAD + "|"
    r"\bmade\b(?=[^,;.]{0,12}[$€£¥₹])|\b(?:pull|bring|rak|tak)(?:s|es?|ing|ed)? in\b|\b(?:brought|took) in\b|"
    r"\bgross(?:es|ed|ing)\b|"
    r"\b(?:generat(?:e|es|ed|ing)|do|does|did|doing|we(?:'re| are) at)\b(?=[^,;.]{0,14}(?:[$€£¥₹]|figures))|"
    r"\b(?:sell|sells|sold)\b(?=[^,;.]{0,14}[$€£¥₹][^,;]{0,6}(?:[MmBbk]\b|[mb]illion))|[年月天]做(?=\D{0,4}\d)"
)
"""Verbs whose money stands behind them."""
_REVENUES = (
    r"\bARR\b|\bMRR\b|\brevenues?\b|\bturnover\b|\bturns? over\b|\bsales\b|\bincome\b|\bearn(?:s|ed|ing|ings)?\b|"
    r"(?<=figure )(?:business|company|startup|firm|brand)\b|\bbookings\b|\bbillings\b|\btakings\b|\btop[- ]line\b|"
    r"\btrailing\b(?=[^,;.]{0,9}(?:quarters|months))|"
    r"\brun[- ]rate\b|[年月日]入(?!职)|[年月]销(?!售)|年收|创收|[赚挣]|产值|营收|收入|营业额|销售额|流水|进账"
)
REVENUE = rf"{_EARNS}|{_REVENUES}"
_SPENDS = (
    r"\bcosts?\b|\bspen[dt]\b|\bspending\b|\bpay(?:s|ing)?\b|\bpaid\b|\brais(?:ed?|ing)\b|花了?|花费|融资?了?|投入"
)
_SPENDINGS = r"\bbudget\b|\bfunding\b|\bvaluation\b|\bvalued at\b|成本|支出|融资|估值|预算"
_PRICES = r"\bcharge[sd]?\b|\bpriced?\b|\bfees?\b|\bsubscription\b|\bper (?:user|seat|head)\b|售价|定价|单价|每人"
RELEASE = (
    r"\b(?:at|on|by|before|in the month before|the month before|when|as of|around|when it (?:was )?|"
    r"prior to)\b(?:[^,;.?!]|\.(?=\d)){0,30}\b"
    r"(?:release[d]?|launch(?:ed)?|came out|published|publication|dropped|debuted|went public|open-sourced)\b|"
    r"\bat (?:the )?(?:time of )?(?:release|launch)\b|\brelease[- ](?:date|day|month)\b|\blaunch (?:day|month)\b|"
    r"发布(?:前|之前|时|日|当|那|之日|的时候|前一)|上线时|推出时|发布[^，。]{0,4}(?:月|天)|"
    r"(?:面世|问世|公布|亮相|推出|开源|出来)(?:前|之前|时|那|之日|当[天日月]|的时候)"
)
NOW = (
    r"\bnow\b|\bcurrent(?:ly)?\b|\btoday\b|\bthese days\b|\bat present\b|\bby now\b|\bnowadays\b|"
    r"\bthis (?:year|month|quarter)\b|现在|目前|如今|今天|今年|本[年月季]|当前|眼下|至今|现有"
)
_LONG_AGO = (
    r"\blast year\b|\bpreviously\b|\bformerly\b|\bbefore\b|\bused to\b|\bback then\b|\bago\b|\boriginally\b|"
    r"\binitially\b|\bstarted (?:at|with|from)\b|去年|前年|上年|之前|以前|此前|先前|原来|原先|曾经?|当初|起初|早先|年前"
)
_PAST = rf"{_LONG_AGO}|\bwas\b|\bwere\b|\bhad\b"
_YEAR = r"(?<![\d.,$€£¥])(20[0-3]\d)(?![\d.,]*\d)(?!\s?(?:[万亿kKmM]|users?|人))"
_CHANGES = (
    r"\b(?:grew|grown|grow(?:ing|s)?|rose|risen|jumped|climbed|went|gone|fell|fallen|dropped|declined|down|up|shrank|"
    r"shrunk|slid|sank|increas\w+|decreas\w+|surged|soared|moved|scaled|cut)\b"
)
_TO_ZH = r"(?:涨|增长?|升|提升?|跌|降|掉|滑落?|缩水?|减少?|长|变|飙|冲)(?:到了?|至|为|成了?)"
_TO = rf"{_CHANGES}.{{0,60}}\b(?:in)?to\s*$|(?:→|[-=]>)\s*$|{_TO_ZH}\s*$"
LIMIT = (
    r"\b(?:limit|threshold|cap|cut-?off|ceiling|(?:licen[cs]e|terms) (?:says?|sets?|allows?|limits?|caps?))\b|"
    r"上限|门槛|阈值|限额|(?:许可证?|协议)(?:里|上)?(?:写|说|规定|限)"
)
_FROM = r"\bfrom(?: (?:about|around|some|roughly|over))?\s*$|[从由自]\s*(?:大?约)?$"
_CUT = re.compile(
    r"[,，]|\b(?:and|but|to|vs\.?|versus|while|whereas|with|from|plus)\b|→|[-=]>|到|至|和|与|而|但|(?=今年|现在|去年)",
    re.I,
)
_PERIODS = (
    (
        1,
        r"\bARR\b|\bannual|(?<!half-)(?<!half )\byear|(?<!半)年|\b(?:12|twelve) months?\b|"
        r"(?:12|十二) ?个月|\bTTM\b|\bLTM\b",
    ),
    (
        12,
        r"\bMRR\b|\bmonthly\b|\b(?:a|per|each|every|last|this|past) month\b|/mo(?:nth)?\b|"
        r"(?<![\d二])(?<!\d )(?:每|一个?|单|个|上个?|本)月|(?<!个)月(?:度|均)?(?:营收|收入|营业额|流水|销售|入)",
    ),
    (2, r"\bhalf[- ]year|\bsix months\b|半年|\bH[12]\b"),
    (4, r"\bquarter(?:s|ly)?\b|/q(?:tr|uarter)?\b|\bQ[1-4]\b|季度?"),
    (
        52,
        r"\b(?:a|per|each|every|last|past) week\b|\bweekly\b|/w(?:ee)?k\b|[每一单]周|周(?:度|均)?(?:营收|收入|流水|入)|"
        r"[每一]个?(?:星期|礼拜)",
    ),
    (365, r"\b(?:a|per|each|every) day\b|\bdaily\b|/day\b|[每一单]天|每日|日(?:均)?(?:营收|收入|营业额|流水|销售|入)"),
)
_ONES = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
         "twelve": 12, "eighteen": 18, "一": 1, "两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8,
         "九": 9, "十": 10, "十二": 12, "十八": 18}  # fmt: skip
_UNITS = {"month": 12, "quarter": 4, "year": 1, "月": 12, "季": 4, "年": 1}
_EN_SPAN = rf"(\d{{1,2}}|{'|'.join(one for one in _ONES if one.isascii())})[ -](month|quarter|year)s?\b"
_ZH_SPAN = r"(?<![\d.])(\d{1,2}|十[二八]|[一两二三四五六七八九十])\s?个?(月|季|年)度?"
_SPANS = re.compile(
    rf"\b(?:last|past|previous|trailing|preceding|prior|latest|rolling|full)\s+{_EN_SPAN}|"
    rf"\b{_EN_SPAN} (?:combined|cumulative(?:ly)?|in total|altogether|together)|"
    rf"\b(?:cumulative|total)\b[^,;.]{{0,12}} (?:over|in|for|across) {_EN_SPAN}|"
    rf"{_ZH_SPAN}(?:以?来)?(?:累计|合计|总共|总计|一共|共|加起来|总)|(?:累计|合计|总共|总计)[^，。\d]{{0,3}}{_ZH_SPAN}|"
    r"(?:过去|最近|近|前)\s?(\d{1,2}|十[二八]|[一两二三四五六七八九十])\s?个?(月|季)度?",
    re.I,
)
"""A stretch of several periods whose sum is given."""
_AVERAGED = re.compile(r"\baverag|\b(?:a|per|every) (?:year|month|quarter)\b|\beach\b|平均|年均|月均|每[年月季]", re.I)
_YEARLY = re.compile(r"\bannual|\byearly\b|\bARR\b|\brun[- ]rate\b|年(?:营收|收入|销售|营业|化)", re.I)
_A_STATE = re.compile(
    r"\bfor (?:the |our |all )?(?:last|past|previous|preceding|prior)\b|\b(?:has|have|had) (?:consistently |"
    r"always )?been\b|"
    r"\b(?:reach|hit|hits|grow|grew|rose|ris(?:e|en|ing)|climb|increas|doubl|tripl|jump|built|build|remain|stay|stood|"
    r"stabl|"
    r"stead|constant|flat|straight|running|consecutive|in a row)|一直|稳定|保持|维持|连续|达到|涨|增长|翻",
    re.I,
)
"""A stretch over which a figure was the same, or came to be, and no sum of it."""
_NO_PERIOD = re.compile(
    rf"{MAU}|{DAU}|{VISITS}|\b(?:this|last|next) year\b|\byears? ago\b|[今去前上本]年|20\d\d\s?年|年前", re.I
)
_SCOPES: tuple[tuple[RevenueScope, str], ...] = (
    ("affiliates", r"\baffiliates?\b|\bowners?\b|\bshareholders?\b|\bsister compan|关联(?:公司|方|企业)|股东|控股方"),
    ("group", r"\bgroup\b|\bconsolidated\b|\bparent\b|\bholding\b|集团|母公司|合并(?:营收|收入)"),
    ("product", r"\bproduct(?:'s)? (?:revenue|ARR|makes|earns)|产品[^，。]{0,6}(?:收入|营收|流水)"),
    ("entity", r"\blegal entity\b|(?:公司|法人|主体)[^，。]{0,3}(?:年|月)?(?:收入|营收)"),
)
_NOT_OF_IT = r"(?![ -](?:compan|firm|start-?up|based|corp|entit|dollar|\$|law|D\b))"
_PARTS: tuple[tuple[str, str], ...] = (
    ("platform ios", r"\biOS\b|\biPhones?\b|苹果(?:端|版|手机|系统|(?=有?[约近]?\s*\||月活|用户))"),
    ("platform android", r"\bAndroid\b|安卓"),
    ("platform web", r"\b(?:on|via) (?:the )?web\b|网页(?:端|版)"),
    ("platform desktop", r"\bdesktop\b|桌面(?:端|版)|\bPC ?端"),
    ("platform harmony", r"鸿蒙"),
    ("platform mini", r"小程序"),
    ("platform mobile", r"\bon (?:the )?(?:mobile|phones?)\b|手机端|移动端"),
    ("payer free", r"\bfree (?:users|tier|accounts|plan)\b|免费(?:用户|版)"),
    ("payer paying", r"\b(?:paying|paid) (?:users|tier|accounts|plan)\b|付费用户|收费用户"),
    (
        "region elsewhere",
        r"\belsewhere\b|\brest of the world\b|\bother (?:countries|regions|markets)\b|其[他它余](?:地区|国家|市场)",
    ),
    ("region home", rf"国内|境内|\bdomestic(?:ally)?\b|\bat home\b{_NOT_OF_IT}"),
    ("region abroad", rf"海外|国外|境外|\boverseas\b|\babroad\b|\binternational(?:ly)?\b{_NOT_OF_IT}"),
    ("region europe", rf"(?:(?-i:\bEU\b)|\bEurope(?:an)?\b){_NOT_OF_IT}|欧洲|欧盟"),
    ("region europe uk", rf"(?:(?-i:\bUK\b)|\bBritain\b){_NOT_OF_IT}|英国"),
    ("region europe germany", rf"\bGermany\b{_NOT_OF_IT}|德国"),
    ("region europe france", rf"\bFrance\b{_NOT_OF_IT}|法国"),
    ("region america", rf"\bNorth America\b{_NOT_OF_IT}|北美"),
    ("region america us", rf"(?-i:\bUSA?\b|\bU\.S\.)(?!\$){_NOT_OF_IT}|美国"),
    ("region america canada", rf"\bCanada\b{_NOT_OF_IT}|加拿大"),
    ("region latin", rf"\b(?:Latin|South) America\b|\bLATAM\b{_NOT_OF_IT}|拉美|南美"),
    ("region latin brazil", rf"\bBrazil\b{_NOT_OF_IT}|巴西"),
    ("region latin mexico", rf"\bMexico\b{_NOT_OF_IT}|墨西哥"),
    ("region asia", rf"\b(?:Asian?|APAC)\b{_NOT_OF_IT}|亚洲|亚太"),
    ("region asia china", rf"\b(?:China|Chinese)\b{_NOT_OF_IT}|中国"),
    ("region asia india", rf"\bIndia\b{_NOT_OF_IT}|印度(?!尼)"),
    ("region asia japan", rf"\bJapan\b{_NOT_OF_IT}|日本"),
    ("region asia korea", rf"\bKorea\b{_NOT_OF_IT}|韩国"),
    ("region asia southeast", rf"\bSoutheast Asia\b{_NOT_OF_IT}|东南亚"),
    ("region asia southeast indonesia", rf"\bIndonesia\b{_NOT_OF_IT}|印尼|印度尼西亚"),
    ("region africa", rf"\bAfrica\b{_NOT_OF_IT}|非洲"),
)
"""What one figure may be of, next to another of the same family: parts of a whole. A longer
name lies in the shorter one."""
_LETTERED = (
    r"\b(?:[Pp]roduct|[Aa]pp|[Ss]ervice|[Bb]rand) ([A-Z])\b|(?<![A-Za-z])([A-Z])\s?(?:产品|应用|品牌|业务)|"
    r"(?:产品|应用|品牌|业务)\s?([A-Z甲乙丙])(?![A-Za-z])"
)
_ANY_PART = "|".join(pattern for _, pattern in _PARTS)
_SOURCE = re.compile(r"[^,;.\d]{0,16}?\bfrom (?:the |our |its )?((?!last|previous|now|then)[a-z]{2,})", re.I)
_WITHIN = r"其中|\bof which\b|\bincluding\b|\bof (?:that|it|them|those|these)\b|包括|包含"
_TOTAL = (
    r"加起来|加在一起|一共|总共|合计|总计|共计|全球|"
    r"\bin (?:total|all)\b|\baltogether\b|\bcombined\b|\ball told\b|\boverall\b|"
    r"\bworldwide\b|\bglobally\b"
)
_ON_TOP = re.compile(r"加上|再加|外加|\bplus\b|\bon top\b", re.I)
_EACH_ZH = re.compile(
    r"(\d{1,2}|十[二八]|[两二三四五六七八九十])\s?[个款家条种][^，。；\d]{0,12}各(?![种位国地类界])[^，。；\d]{0,4}$"
)
_EACH = re.compile(r"\b(?:each|apiece)\b(?! (?:month|year|day|week|quarter))", re.I)
_COUNT_EN = re.compile(
    rf"\b(\d{{1,2}}|{'|'.join(one for one in _ONES if one.isascii() and one != 'one')}) "
    r"(?!(?:[a-z]+ ){0,2}?(?:months|years|days|weeks|quarters|users|customers|people)\b)(?:[a-z]+ ){0,2}?[a-z]+s\b",
    re.I,
)
_CARRIES = re.compile(
    rf"^\s*(?:and |plus |the |另外?|而)?(?:{_ANY_PART}|{_LETTERED})[^\d，。]{{0,4}}\d|加起来|加在一起|[一总]共|合计|"
    r"^\s*(?:and |再|另)?(?:加上|加|外加|plus\b|on top\b)|"
    rf"{NOW}|{RELEASE}|{_LONG_AGO}|{_YEAR}|{_CHANGES}.{{0,12}}\b(?:to|from)\b|{_TO_ZH}|"
    rf"{_SCOPES[0][1]}|{_SCOPES[1][1]}|\bwe(?:'re| are) (?:at|around|about)\b",
    re.I,
)
_BARE = re.compile(r"[\s~]*[$€£¥₹]?\s?\d[\d.,]*\s?(?:[kKmM]|[mb]illion|[千百]?[万亿])\s*(?:[$€£]|美[元金]|元)?\s*")
_KINDS = re.compile(
    rf"(?P<dau>{DAU})|(?P<mau>{MAU})|(?P<visits>{VISITS})|(?P<earns>{_EARNS})|(?P<revenue>{_REVENUES})|"
    rf"(?P<spends>{_SPENDS})|(?P<cost>{_SPENDINGS})|(?P<price>{_PRICES})|(?P<users>{USERS})",
    re.I,
)
_ASIDE = re.compile(r"\b(?:and|but|while|whereas|our|its)\b|而|但|且", re.I)
_NO_SUBJECT = re.compile(
    r"\s*(?:which |who |that )?(?:has|have|had|makes?|made|earns?|with|brings?|pulls?|有|的)", re.I
)
_PEERS = r"(?:competitors?|competition|rivals?)"
_BUYERS = r"(?:customers?|clients?)"
_OTHERS = re.compile(
    rf"(?<!than )(?<!unlike )(?<!like )(?<!against )(?<!to )(?<!from )(?:\b(?:our|the|a|any|most|all|their|other) )?"
    rf"(?:(?<!-)\b[\w-]+ )?(?<!than )(?<!unlike )(?<!like )(?<!against )(?<!to )(?<!from )\b{_PEERS}\b|"
    rf"(?:^|\b(?:and|but|while|whereas|our|my|the|some|most|big|large|a|one))[\s,]*(?:[a-z]+ )?\b{_BUYERS}\b"
    rf"(?:['’]s?)? ?(?:(?:compan(?:y|ies)|firms?|business(?:es)?) )?"
    r"(?=(?:with|(?:who|that) (?:has|have|had|makes?|earns?)|whose|has|have|had|makes?|made|earns?|turns?|does|is at|"
    r"are at)\b"
    r"(?! (?:now |just |already |recently )?(?:grown|risen|reached|passed|hit|increased|doubled|crossed|topped|"
    r"surpassed|"
    r"exceeded|climbed|gone|jumped|been)\b))|"
    r"\b(?:customer|client)['’]s(?= (?:own |annual |yearly )?(?:revenue|turnover|sales|MAU|ARR|users))|"
    r"\b(?:customers|clients)['’](?= (?:own |annual |yearly )?(?:revenue|turnover|sales|ARR))|"
    r"(?<![和跟与比像同对从向])(?:(?<!们)(?<!们的)(?:竞争)?对手|竞品|同行(?!业|评))|(?:我们|咱们)的?(?:竞争)?对手|"
    r"(?<![和跟与比像同对从向自])客户(?:公司|企业|那边|方(?!面)|(?:的|自己的?)?(?:年营收|年收入|营收))",
    re.I,
)
"""A subject that is neither the team nor its group: who competes with it or buys from it."""
_OURS = re.compile(
    rf"\b(?:we|ours|ourselves|I|my)\b|\bour(?: own)?\b(?! (?:[\w-]+ ){{0,2}}(?:{_PEERS}|{_BUYERS})\b)|"
    r"(?:我们|咱们?|我司|我方|本公司)(?!的?(?:[^，。]{0,4})(?:对手|竞品|客户|同行))|(?:^|(?<=[，,；;\s而但]))自己",
    re.I,
)
_GOES_ON = re.compile(
    r"\s*(?:,|and |with |which |who )*(?:has|have|had|makes?|made|earns?|with|brings?|pulls?)\b|"
    r"\s*(?:而且|并且|且|还有?|有|年|月|日活|营收|收入|用户)",
    re.I,
)
_REJOINS = re.compile(r"\b(?:and|so)\b", re.I)
SUPERSEDED, PAST, UNDATED, PRESENT = range(4)
_LEAD = 40
_REACH = 500
"""How far the words around a figure reach."""


@dataclass(frozen=True)
class Around:
    """A figure in its clause, with the words that belong to it and not to its neighbours."""

    clause: str
    quantity: Quantity
    before: str
    after: str
    alone: bool
    """Whether it is the only figure of its clause."""
    lead: str = ""
    """The clauses without a figure before its own."""

    @property
    def near(self) -> str:
        """Its own words."""
        return f"{self.before} | {self.after}"

    def says(self, pattern: str) -> bool:
        """Whether its own words match."""
        return bool(re.search(pattern, self.near, re.I))

    @property
    def year(self) -> int | None:
        """The year it is said to be of."""
        stated = re.search(_YEAR, self.near)
        return int(stated[1]) if stated else None

    @property
    def arrives(self) -> bool:
        """Whether a change ends at it: `fell to 80M`, `涨到 1.3 亿`."""
        return bool(re.search(_TO, self.clause[: self.quantity.start], re.I))

    def when(self) -> int:
        """Whether it is what a change began at, of the past, of now, or nobody said."""
        if self.arrives:
            return PRESENT
        if not self.quantity.span and re.search(_FROM, self.clause[: self.quantity.start], re.I):
            return SUPERSEDED
        return PRESENT if self.says(NOW) else PAST if self.says(_PAST) else UNDATED

    def period(self) -> Fraction | None:
        """How many of its periods make a year, by the nearest word that tells; `None` when none does."""
        if summed := self._summed():
            return summed
        before, after = (_NO_PERIOD.sub(lambda m: " " * len(m[0]), part) for part in (self.before, self.after))
        found = [(len(before) - m.end(), n) for n, pattern in _PERIODS for m in re.finditer(pattern, before, re.I)]
        found += [(m.start(), n) for n, pattern in _PERIODS for m in re.finditer(pattern, after, re.I)]
        return Fraction(min(found)[1]) if found else None

    def _summed(self) -> Fraction | None:
        """The period of a sum: only what is said to be one is shared out over several years."""
        stretch = _SPANS.search(self.near)
        if not stretch or self.arrives or _AVERAGED.search(self.near) or _YEARLY.search(self.near):
            return None
        number, unit = (part for part in stretch.groups() if part)
        count = int(number) if number.isdigit() else _ONES[number.lower()]
        periods = Fraction(_UNITS[unit.lower()], count or 1)
        return None if periods < 1 and _A_STATE.search(self.near) else periods

    @property
    def part(self) -> str:
        """What part of a whole it is said to be, its family first: `platform ios`; empty where nobody said."""
        if self.says(_WITHIN) or self.says(_TOTAL):
            return ""
        source = _SOURCE.match(self.clause, self.quantity.end)
        if source and re.search(rf"{_CHANGES}|{_WITHIN}", source[0], re.I):
            source = None
        own = source[1] if source else self.near
        named = [name for name, pattern in _PARTS if re.search(pattern, own, re.I)]
        named = [one for one in named if not any(other.startswith(f"{one} ") for other in named)]
        if named:
            return named[0] if len(named) == 1 else ""
        if lettered := re.search(_LETTERED, own):
            return f"product {next(filter(None, lettered.groups()))}"
        return f"from {source[1].lower()}" if source and len(source[1]) > 2 else ""

    @property
    def is_total(self) -> bool:
        """Whether it is said to be the whole."""
        return self.says(_TOTAL)

    @property
    def is_added(self) -> bool:
        """Whether it is said to come on top of what stands before it."""
        return bool(_ON_TOP.search(self.before)) and not self.says(_WITHIN)

    @property
    def times(self) -> int:
        """How many of its kind there are: `两个产品各`, `our two apps ... each`."""
        before = f"{self.lead[-_LEAD:]}{self.before}"
        found = _EACH_ZH.search(before)
        if not found and _EACH.search(self.near):
            found = _COUNT_EN.search(before)
        return (int(found[1]) if found[1].isdigit() else _ONES[found[1].lower()]) if found else 1

    def scope(self, lead: str) -> RevenueScope | None:
        """Whose revenue it is. `lead`: what stands before a clause that names nobody itself."""
        subject = lead + self.before if _NO_SUBJECT.match(self.clause) else self.before
        words = f"{subject} | {_ASIDE.split(self.after)[0]}"
        return next((scope for scope, pattern in _SCOPES if re.search(pattern, words, re.I)), None)

    def kind(self) -> str | None:
        """What it counts by the nearest word that tells: users, visits, revenue, cost."""
        words = list(_KINDS.finditer(self.clause))
        ahead = bool(words) and words[0].start() < self.quantity.start
        found = [
            (distance, behind == ahead, str(word.lastgroup))
            for word in words
            for behind, distance in [_distance(word, self.quantity)]
            if not (behind and word.lastgroup in ("earns", "spends")) and distance >= 0
            if self.quantity.currency is None or word.lastgroup in ("earns", "revenue", "spends", "cost", "price")
            if self.quantity.currency or word.lastgroup != "price"
        ]
        kind = min(found)[2] if found else None
        return {"earns": "revenue", "spends": "cost", "price": "cost"}.get(kind or "", kind)


def _distance(word: re.Match[str], quantity: Quantity) -> tuple[bool, int]:
    """Whether a word stands behind the figure, and how far off."""
    behind = word.start() >= quantity.end
    return behind, word.start() - quantity.end if behind else quantity.start - word.end()


def around(clause: str, found: list[Quantity]) -> list[Around]:
    """Each figure of a clause with its own words: those between two belong to one of them."""
    gaps = [_parted(clause[one.end : two.start]) for one, two in pairwise(found)]
    befores = [clause[: found[0].start] if found else "", *(right for _, right in gaps)]
    afters = [*(left for left, _ in gaps), clause[found[-1].end :] if found else ""]
    alone = len(found) == 1
    return [
        Around(*_window(clause, one), before[-_REACH:], after[:_REACH], alone)
        for one, before, after in zip(found, befores, afters, strict=False)
    ]


def _window(clause: str, one: Quantity) -> tuple[str, Quantity]:
    """Of a very long clause what stands around the figure, so that reading it takes no square of its length."""
    at = max(one.start - _REACH, 0)
    return clause[at : one.end + _REACH], replace(one, start=one.start - at, end=one.end - at)


def _parted(gap: str) -> tuple[str, str]:
    """Words between two figures; without a joint, Chinese ones belong to the second and English ones to the first."""
    if cut := _CUT.search(gap):
        return gap[: cut.start()], gap[cut.start() :]
    return ("", gap) if re.search(r"[一-鿿]", gap) else (gap, "")


def theirs(before: str) -> bool | None:
    """Whether the subject named last is a competitor or customer; `None` where neither they nor the team are."""
    ours = [match.end() for match in _OURS.finditer(before)]
    others = [match for match in _OTHERS.finditer(before) if not _is_object(before, match, ours)]
    if not ours and not others:
        return None
    return bool(others) and others[-1].end() > max(ours, default=-1)


def _is_object(before: str, other: re.Match[str], ours: list[int]) -> bool:
    """`We bought a competitor and have`: the team goes on as the subject."""
    return any(end <= other.start() for end in ours) and bool(_REJOINS.search(before, other.end()))


def goes_on(clause: str) -> bool:
    """Whether a clause names no subject, so that the one before it stays."""
    return bool(_GOES_ON.match(clause))


def kind_of(clause: str, before: str | None) -> tuple[str | None, bool]:
    """What the numbers of a clause count, and whether it goes on from the clause before: "now has 900M"."""
    for name, pattern in (("dau", DAU), ("mau", MAU), ("visits", VISITS), ("revenue", REVENUE), ("users", USERS)):
        if re.search(pattern, clause, re.I):
            return name, False
    return (before, True) if before and (_CARRIES.search(clause) or _BARE.fullmatch(clause)) else (None, False)
