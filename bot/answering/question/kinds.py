"""Which kind of question a sentence is, by what it asks for. Patterns name the asking, not the answer."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.answering.answer import Kind
from bot.answering.question.recorded import facts_asked
from knowledge.lexical import tokens

OPENNESS = re.compile(
    r"\bopen[- ]?(?:source[d]?|sourcing|weights?|wash\w*|ness|data)?\b(?!ai\b)(?:[- ]source[d]?)?|\bopenness\b|"
    r"\bclosed(?:[- ]source)?\b|\bproprietary\b|\bweights? (?:available|public|released|published|open|"
    r"downloadable)\b|"
    r"\b(?:publish|releas|disclos|shar|open)\w*\b[^.?!;]{0,30}\b(?:training (?:data|code)|weights?|dataset|data|"
    r"code|recipe)\b|\b(?:training (?:data|code)|weights?|dataset|checkpoints?)\b[^.?!;]{0,25}\b(?:public|open|"
    r"available|released|published|downloadable|disclosed)\b|"
    r"\bpublic(?:ly)?\b|\bOSAID\b|\bopen source definition\b|\bMOF\b|\brung\b|"
    r"开源|闭源|开放|开不开|放(?:了|出|没放|没有放)?(?:权重|参数|代码)|公开(?:了)?(?:权重|参数|训练|数据|代码)|"
    r"(?:权重|训练数据|训练代码|数据集|代码|参数)[^。？！；]{0,8}(?:公开|开放|下载|放出|能下|拿到)|"
    r"能下载(?:权重)?吗|哪一?[档级]",
    re.I,
)
PERMISSION = re.compile(
    r"\b(?:may|can|could|are|is|am|do|does|must|should|shall)\b[^.?!;]{0,12}\b(?:we|i|my|our|it|one|us|a company|"
    r"someone|they|anyone)\b[^.?!;]{0,60}\b(?:us(?:e|ing)|ship|deploy|host|sell|train|fine|distil|redistribute|release|"
    r"publish|serve|run|offer|embed|name|call it|need|have to|show|pass|license|build|integrate|put|resell|"
    r"commerc\w*|register|ask|apply|credit|attribute|display|give|allowed|permitted)\b|"
    r"\ballow(?:s|ed)?\b|\bpermi(?:t|ts|tted|ssion)\b|\blegal(?:ly)?\b|\blicen[sc](?:e|es|ed|ing)\b|"
    r"\bhow many (?:\w+ ){0,3}users\b[^.?!;]{0,60}\b(?:permission|agreement|register|apply|ask|pay)\b|"
    r"\bobligations?\b|\brestrictions?\b|\bprohibit\w*|\bforbid\w*|\bterms\b|\bcommercial(?:ly)?\b|"
    r"\bok(?:ay)? (?:to|for|in|with|if)\b|\bfine to\b|\bfree (?:for|to)\b|,? ok(?:ay)?\?|\bmust (?:we|i|its|"
    r"our)\b|\bduties\b|\bcompl(?:y|iance)\b|\bneed (?:a |to )?(?:licen[sc]e|permission|ask)\b|\bwhat (?:must|do|"
    r"should) we\b|\bstrings attached\b|\ballowed\b|\bto use\b[^.?!;]{0,20}\bcommercial|"
    r"商用|商业(?:使用|用途|化|产品|许可)|许可|授权|允许|准许|合规|违规|违约|侵权|协议|条款|合法|"
    r"(?:月活|日活|用户(?:数|量)?|营收|收入)[^。？！；]{0,8}(?:超过|达到|多少|几)[^。？！；]{0,14}(?:申请|授权|登记|"
    r"付费|报备|签)|"
    r"要(?:不要)?(?:申请|签|登记|报备|付费|交钱|授权|展示|署名|标注)|需要(?:做|申请|登记|授权|签|展示|署名|标注)|"
    r"有(?:什么|啥|没有)?(?:限制|要求|义务|约束)|(?:能|可以?|可否|能否|许|让)[^。？！；]{0,30}(?:用|部署|训|卖|"
    r"发布|分发|微调|做|放进|上线|蒸馏|集成|改名|闭源|转让|收费|托管)|(?:可以|行|能|OK|合适|没问题|没事)(?:吗|么|"
    r"不)[？?]?|行不行|可不可以|禁止|不许|归谁|算[^。？！；]{0,12}衍生",
    re.I,
)
THRESHOLD = re.compile(
    r"\bthresholds?\b|\b(?:limit|cap|ceiling) (?:on|of|for)\b[^.?!;]{0,20}\b(?:users|revenue)\b|"
    r"\bhow (?:many|much)\b[^.?!;]{0,20}\b(?:users?|revenue|MAU|DAU|income|turnover)\b|\bwhat (?:number|size|count)\b|"
    r"门槛|上限|临界|几亿|(?:多少|几个?|哪个)(?:万|亿|人|用户|月活|日活|人数|数|收入|营收)|(?:人|用户|月活|日活|收入|"
    r"营收)数?[^。？！；]{0,8}(?:多少|几|哪个)",
    re.I,
)
"""Asks at which number terms change."""
_DEAR = r"贵(?![阳州港池溪宾公司方族重金])"
"""Expensive; not 贵阳, 贵州, 贵公司."""
COST = re.compile(
    r"\bcheap(?:er|est)?\b|\bcosts?\b|\bcosting\b|\bpric(?:e|es|ed|ing|ey)\b|\bexpensive\b|\bbreak-?even\b|"
    r"\bcross-?over\b|\bpay off\b|\bworth (?:self|running|buying|hosting)\b|\bTCO\b|\bbill\b|\bsave (?:money|"
    r"by)\b|\b(?:API|cloud) (?:or|vs\.?|versus|against) (?:own|our own|self|on-?prem|GPUs?|self-?host\w*)\b|"
    r"\bvs\.? (?:the )?API\b|\bper (?:million|1M|M|thousand|1k) tok|\bGPU[- ]hours?\b|\bwhat(?:['’]s|"
    r" is) that a month\b|\bhow much\b[^.?!;]{0,40}\b(?:cost|pay|month|run|token|host)|"
    r"便宜|划算|成本|(?<!付)费用|价格|价钱|多少钱|花费|花多少|开销|"
    + _DEAR
    + r"|省钱|自建(?:还是|呢|吗|比|划)|(?:还是|"
    r"继续)[^。？！；]{0,6}(?:API|自建|自己部署)|盈亏|回本|平衡点|账单|租卡|单价|报价|元/百万|元/千|每百万",
    re.I,
)
HARDWARE = re.compile(
    r"\b(?:what|which|how many|how much)\b[^.?!;]{0,12}\b(?:GPUs?(?![- ]hours?)|graphics cards?|hardware|VRAM|"
    r"(?:GPU )?memory)\b|"
    r"\b(?:VRAM|(?:GPU|hardware|memory|system) requirements?)\b|"
    r"(?:几|多少)[张块片](?:显?卡|GPU|[A-Z]\d+)|(?:什么|哪种|啥样?的?|怎样的)(?:显卡|GPU|卡|硬件|配置|机器)|"
    r"多[大少](?:的)?(?:显存|内存)|"
    r"(?:显存|硬件|配置|内存)(?:需求|要求|需要)|(?:显存|内存)[^。？！]{0,6}(?:多[大少]|几)",
    re.I,
)
"""Asks what it takes to run a model."""
_TRAINING = re.compile(r"\b(?:pre-?)?train(?:ed|ing|s)?\b|训练|预训|GPU[- ]?(?:hours?|小时)", re.I)


def asks_hardware(text: str) -> bool:
    """Whether a sentence asks what a model runs on; what it was trained on is a matter of documents."""
    return bool(HARDWARE.search(text)) and not _TRAINING.search(text)


_TRAINING_BILL = re.compile(
    r"\b(?:costs?|costing|spen[dt]|spending|budget|bill|paid|pay|price|expensive|cheap)\b[^.?!;]{0,40}"
    r"\b(?:(?:pre-?)?train(?:ed|ing)?|fine-?tun(?:e|ed|ing))\b|"
    r"\b(?:(?:pre-?)?train(?:ed|ing)?|fine-?tun(?:e|ed|ing))\b[^.?!;]{0,30}\b(?:costs?|spend|spent|budget|bill|"
    r"price)\b|"
    r"(?:训练|预训|微调)(?!好|过|完)[^。？！；]{0,30}(?:成本|费用|开销|花了?|钱|贵)|(?:成本|费用|花了?|"
    r"钱)[^。？！；]{0,8}(?:训练|预训|微调)",
    re.I,
)
"""Asks what making a model cost: a matter of documents; bills compared here are those of running one."""
_RUNNING = re.compile(r"host|deploy|\bserv|\brun(?:s|ning)?\b|inference|\bAPI\b|部署|自建|推理|托管|跑", re.I)
VOLUME = re.compile(
    r"\b(?:tokens?|tok)\b[^.?!;]{0,12}(?:\b(?:a|per|each|every) (?:month|day|year|mo)\b|/ ?(?:mo|month|day|d|m)\b|"
    r"\bmonthly\b|\bdaily\b)|\b(?:monthly|daily)\b[^.?!;]{0,14}\btok|(?:每|一个?|个|月均|日均)(?:月|天|日|"
    r"年)?[^。？！；]{0,10}(?:token|tok\b|词元)|(?:token|tok\b|词元)[^。？！；]{0,6}(?:每|一个|/|一)(?:月|天|日)|"
    r"\d\s*(?:k|m|b|t|亿|万|万亿|million|billion|trillion)\s*(?:tokens?|tok\b|词元)",
    re.I,
)
ADVICE = re.compile(
    r"\b(?:recommend|suggest|advise)\w*|(?<!medical )(?<!legal )(?<!health )(?<!financial )(?<!investment )"
    r"(?<!treatment )\badvice\b|\bwhich (?:[\w.+/-]+ ){0,4}(?:models?|LLMs?|"
    r"one)\b[^.?!;]{0,40}\b(?:should|pick|choose|for|use|best|would|do|fits?|suits?|run)\b|\bwhich (?:model|LLM|"
    r"one)\s*\?|\bwhat (?:model|LLM)s? (?:should|would|do|can|to|is best|fits?)\b|\bshould we (?:pick|choose|use|"
    r"go|take|self-?host|buy|rent)\b|\b(?:pick|choose) (?:a|one|between)\b|\bAPI or (?:own|our|self)\b|"
    r"\bself-?host\w* or (?:use )?(?:an? |the )?API\b|"
    r"\bbest (?:open )?(?:model|LLM)\b|\bhelp (?:me|us) (?:pick|choose|decide)\b|"
    r"\b(?:is|are) there (?:an?|any) [^.?!;]{0,40}\b(?:models?|LLMs?)\b[^.?!;]{0,40}\b(?:for|under|below|that)\b|"
    r"有没有[^。？！；]{2,24}模型[？?吗么]?$|推荐|选型|选哪|选(?:什么|啥)模型|该选|该用(?:哪|什么|啥)|用(?:哪个|什么|"
    r"啥)模型|哪(?:个|款|种|[一两二三四五几](?:个|款|种))模型(?:更)?(?:合适|好|适合|最)|"
    r"什么模型(?:合适|好|适合|能)|(?:哪[一两二三四五几]?[个款种])(?:更)?(?:合适|适合)|建议(?:用|选|哪|我们)|帮(?:我|我们|忙)(?:选|"
    r"挑)|有(?:什么|啥|没有)(?:合适|适合|推荐)的?[^。？！；]{0,6}模型|"
    r"只(?:考虑|要|想要|选|看|用|能用)[^。？！；]{0,24}模型|"
    r"API[^。？！；]{0,4}还是[^。？！；]{0,6}(?:自建|自部署|自己)|(?:自建|自部署|"
    r"自己部署)[^。；？！]{0,4}还是[^。；？！]{0,6}API|怎么选|挑(?:一?个|哪)",
    re.I,
)
WAY = re.compile(
    r"\bshould we (?:self-?host|host|buy|rent|go)\b|\bAPI or (?:own|our|self)\b|"
    r"\bself-?host\w* or (?:use )?(?:an? |the )?API\b|"
    r"API[^。？！；]{0,4}还是[^。？！；]{0,6}(?:自建|自部署|自己)|"
    r"(?:自建|自部署|自己部署|本地部署)[^。；？！]{0,4}还是[^。；？！]{0,6}API|"
    r"(?:要不要|该不该|是否(?:该|应该|要)?|值不值得|应该)[^。；？！]{0,4}(?:自建|自部署|自己部署)",
    re.I,
)
"""Asks whether to pay an API or to run one's own machines."""
_WHICH_MODEL = re.compile(
    r"\b(?:which|what)\b[^.?!;]{0,30}\b(?:models?|LLMs?)\b|\brecommend|\bsuggest|"
    r"推荐|选型|(?:哪|什么|啥)[^。？！；]{0,4}模型|选[哪什啥]",
    re.I,
)


def asks_way_only(text: str) -> bool:
    """Whether a sentence asks for API or own machines, and not for a model."""
    return bool(WAY.search(text)) and not _WHICH_MODEL.search(text)


_MODEL_UNDER = re.compile(
    r"\b(?:Apache|MIT|BSD|OSI|permissive\w*|licen[sc]ed?)\b[^.?!;]{0,30}\bmodels?\b|"
    r"\bmodels?\b[^?!;]{0,30}\b(?:Apache|MIT|BSD|OSI|permissive\w*)\b|"
    r"(?:Apache|MIT|BSD|OSI|宽松)[^。？！；]{0,16}模型|模型[^。？！；]{0,16}(?:Apache|MIT|BSD|OSI|宽松)",
    re.I,
)
"""Speaks of models under a kind of licence; beside GPUs that is what one is picked by."""
_WHETHER = re.compile(
    r"\b(?:may|can|could|must|is|are|do|does)\b[^.?!;]*\?|\bok(?:ay)?\b|\ballowed\b|[吗么]|[能可]不[能可]|能否|可以",
    re.I,
)
"""Asks whether something holds, and so for no model."""
_OF_API = re.compile(r"\bAPIs?\b|\btokens?\b|OpenAI|Anthropic|Claude|GPT|Gemini|DeepSeek|Bedrock|Azure|¤|接口", re.I)


def tells_api_bill(text: str) -> bool:
    """Whether it tells what an API costs today."""
    return bool(SPENDING.search(text) and _OF_API.search(text))


SPENDING = re.compile(
    r"\b(?:spend|spends|spending|spent|pay|pays|paying|bill(?:ed)?)\b[^.?!;]{0,40}\d|\d[^.?!;]{0,40}\bbill\b|"
    r"(?:花|付|支出|账单|费用|开销)[^。？！；]{0,16}\d|\d[^。？！；]{0,10}(?:账单|费用|开销)",
    re.I,
)
"""Tells what is paid today."""


COMPARISON = re.compile(
    r"\bvs\.?\b|\bversus\b|\bcompar\w*|\bwhich (?:one |of (?:them|these|the (?:two|three)) )?(?:is|are|has|"
    r"would be|gives)\b|\bwhich (?:is )?(?:more|less|better|cheaper|cheapest)\b|\bdifferences? between\b|"
    r"\bdiffer\w*\b|\bbetween\b.{2,60}\band\b|\bor\b|\bboth\b|"
    r"对比|相比|比较|比起来|差别|区别|差在|哪个|哪一个|谁更|谁的|还是|都(?:是|能|可以|开)|两个里|哪家|或者|和",
    re.I,
)
DOCUMENT = re.compile(
    r"\b(?:articles?|authors?|essay|blog ?post|interview\w*|round-?table|panell?ists?|blog|according to)\b|"
    r"\b(?:the|a|that) (?:host|guests?|speakers?|writer|panel|piece|post)\b|文章|文中|作者|嘉宾|圆桌|主持|访谈|"
    r"这篇|那篇|篇里|文里|引言|讲者|原文|手册|评测里|报告里|根据[“\"「《]",
    re.I,
)
DEFINITION = re.compile(
    r"\bwhat(?:['’]s| is| are| does| do)\b(?:(?!\b(?:we|our|I)\b)[^?]){0,60}\??$|\bdefin(?:e|ition|itions)\b|"
    r"\bmean(?:s|ing)?\b|\bexplain\b|\bdifference\b|"
    r"(?:什么|啥)(?:叫|是|意思)|(?:是|叫)(?:什么|啥)|啥意思|什么意思|定义|解释|含义|区别|差(?:别|在)|怎么理解|"
    r"介绍一?下",
    re.I,
)
OPEN_QUESTION = re.compile(
    r"\b(?:why|how|who|when|where|which|what|whose|name (?:the|two|three|four|some))\b|为什么|为何|为啥|怎么|怎样|"
    r"如何|谁|哪些|哪几|哪(?!个)|多少|几|什么|啥|多久|多大|几时",
    re.I,
)
_BENCH = re.compile(
    r"\b(?:score|benchmark|MMLU|AIME|GSM8K|HumanEval|context (?:window|length)|parameters|layers|trained on|"
    r"pre-?train(?:ed|ing) on|training (?:tokens|hours|cost)|GPU hours|release date|when was|who (?:made|built|"
    r"trained|develop\w*)|faster|how (?:fast|long|big|large|many))\b|得了?多少分|跑分|榜单|上下文(?:窗口|长度)|"
    r"多少(?:个)?(?:参数|层|token|词元|GPU\s?小时|显卡)|什么时候(?:发布|开源)|哪天|谁(?:做|开发|训练)",
    re.I,
)
_USERS = re.compile(
    r"^(?!.*\b(?:may|can|could|must|allowed)\b)\W*(?:who|(?:which|what) (?:compan\w+|firms?|organi[sz]ations?|teams?|"
    r"people))\b[^?]{0,20}\b(?:use[sd]?|using|deploy\w*|adopt\w*)\b|(?:谁|哪些(?:公司|企业|团队|人)|"
    r"哪家(?:公司)?)(?:都)?在用",
    re.I,
)
"""Who a model's users are: a matter of documents, not of permission."""
_STATES_USE = re.compile(
    r"\b(?:we|I|they|our|my|the|who)\b[^.?!;]{0,40}"
    r"\b(?:use[sd]?|using|runs?|running|deploy\w*|wants?|put|plan\w*|build\w*|need)\b|"
    r"\b(?:fine|cool|safe|alright|all right|can (?:we|I))\s*\?|\bcan\b[^.?!;]{0,30}\buse\b|"
    r"[想要]用|想把|打算|准备用|在用|用[来它]|接[到进入]|放进|拿[来去]|部署|我们[^，。]{0,6}用|用[^，。]{0,16}[做写画]",
    re.I,
)
"""Tells of a use of a model, and asks nothing else: may we?"""
_SECRETS = re.compile(
    r"\bconfidential\w*|\bprivacy\b|\bGDPR\b|\bHIPAA\b|\bPII\b|\b(?:personal|sensitive|private|patient|secret) "
    r"(?:\w+ )?(?:data|information|records?)\b|\bdata (?:protection|residency|retention|security|leak\w*)\b|"
    r"\btrade secrets?\b|\bNDA\b|"
    r"保密|机密|隐私|敏感(?:数据|信息)|个人信息|数据(?:安全|保护|出境|泄露|合规|留存)|泄密|泄露|商业秘密",
    re.I,
)
_SENT_AWAY = re.compile(
    r"\bAPIs?\b|\bendpoint\b|\b(?:hosted|cloud|online) (?:version|service|model)\b|\bsend\w*\b[^.?!;]{0,40}\bto\b|"
    r"接口|(?:发|传|上传|喂)给|在线版|云服务|官网|网页版",
    re.I,
)
_OF_LICENSE = re.compile(r"\blicen[sc]\w*|\bcommercial\w*|许可|授权|商用|协议", re.I)


def asks_data_protection(text: str) -> bool:
    """Whether it is asked what becomes of confidential data that is sent to a service: its own terms say that, and no
    licence of weights does."""
    return bool(_SECRETS.search(text) and _SENT_AWAY.search(text)) and not (
        _OF_LICENSE.search(text) or re.search(r"self-?host|on-?prem|自建|自部署|本地|私有化", text, re.I)
    )


PATTERNS: Mapping[Kind, re.Pattern[str]] = {
    "openness": OPENNESS, "permission": PERMISSION, "cost": COST, "advice": ADVICE, "comparison": COMPARISON,
}  # fmt: skip


_MAY_WE = re.compile(
    r"\b(?:can|may|could|is|are|am|do|does)\b[^.?!;,]{0,60}\b(?:commercial(?:ly)?|allowed|permitted|legal(?:ly)?)\b|"
    r"\bmay (?:we|I|they|our \w+)\b[^.?!;,]{0,24}\b(?:use|deploy|sell|host|fine-?tune|ship|distribute|redistribute)\b|"
    r"(?:能不能|可不可以|可否|能否|是否|可以|能|允许|允不允许|让不让)[^，。？！；,?!;]{0,10}"
    r"(?:商用|商业(?:使用|用途|化)|分发|转售|闭源|二次分发)",
    re.I,
)
"""Asks for permission in so many words."""
_WHAT_BILL = re.compile(
    r"\bhow (?:much|many)\b|\bcheap\w*|\bworth\b|\bbreak-?even\b|\bvs\b|\bversus\b|\bor\b|\bcompare\b|"
    r"\bestimat\w+|\bcalculat\w+|\bwhat (?:would|does|do|will|is|are)\b|\bwhich\b|"
    r"多少|几|哪|还是|划算|便宜|" + _DEAR + r"|怎么算|算一?[下算]|估|对比|比较|回本|平衡",
    re.I,
)
_PIECES = re.compile(r"[，,;；]")


def asks_permission(text: str) -> bool:
    """Whether a clause asks for permission in so many words."""
    return bool(_MAY_WE.search(text)) and not COST.search(text)


def asks_bill(text: str) -> bool:
    """Whether a clause asks what something costs, and does not only speak of costs."""
    return bool(COST.search(text) or VOLUME.search(text) or asks_hardware(text)) and bool(_WHAT_BILL.search(text))


def only_permission(text: str) -> bool:
    """Whether permission is asked for in so many words, and costs, where they are spoken of, are not asked for."""
    pieces = _PIECES.split(text)
    return any(map(asks_permission, pieces)) and not any(map(asks_bill, pieces))


def asks_facts(text: str) -> bool:
    """Whether the sentence asks for a figure or a history that no verdict answers (scores, sizes, dates)."""
    return bool(_BENCH.search(text)) or bool(facts_asked(text))


_OF_ANY_MODEL = re.compile(
    r"open(?:-?sourced?|-weights?)?|source|closed|proprietary|weights?|models?|llm|ai|really|truly|actually|fully|"
    r"us(?:e|ed|ing|able)|commerc(?:e|ial|ially)|business|company|team|product|app|internal(?:ly)?|allowed|permitted|"
    r"permission|legal(?:ly)?|free|licen[sc]ed?|fine-?tuned?|tune|deploy|host|self-host|ship|sell|run|please|tell|me|"
    r"know|ok|okay|fine|yes|no|not|"
    r"商用|商业|开源|闭源|开放|权重|大?模型|这个|那个|这款|该|请?问|一下|想|不?能|可以?|能否|可否|是否|不?是|能用|可用|用|"
    r"使用|公司|企业|团队|产品|项目|业务|内部|做|拿来?|免费|允许|许可|授权|合法|部署|微调|自建|自己|真的?|真正|到底|究竟|"
    r"算是?|不?行|用途|目的|进行"
)
"""Content words that every question for a verdict may hold."""


def names_nothing(text: str) -> bool:
    """Whether nothing in a question for a verdict tells what it is about: `is it open?`, `能商用吗？`."""
    return all(_OF_ANY_MODEL.fullmatch(word) for word in tokens(text))


def kind_of(text: str, models: int, *, uses: bool, priced: bool) -> Kind | None:
    """The kind a sentence asks for by itself; `None` when it only tells something or goes on from before.

    `models` counts the models named in it, `uses` says that facts of a use stand in it, `priced` that prices,
    volumes or GPU rates do.
    """
    about_documents = bool(DOCUMENT.search(text))
    if asks_data_protection(text):
        return "general"
    if models == 0:
        return _without_models(text, about_documents=about_documents, priced=priced)
    if about_documents and not _asks_verdict(text):
        return "general"
    return _with_models(text, models, uses=uses, priced=priced)


def _without_models(text: str, *, about_documents: bool, priced: bool) -> Kind | None:
    if about_documents:
        return "general"
    if ADVICE.search(text):
        return "advice"
    if (COST.search(text) and priced) or (VOLUME.search(text) and priced):
        return "cost"
    if WAY.search(text) or (priced and _MODEL_UNDER.search(text) and not _WHETHER.search(text)):
        return "advice"
    if DEFINITION.search(text) or OPEN_QUESTION.search(text):
        return "general"
    if COST.search(text):
        return "cost"
    if PERMISSION.search(text):
        return "permission"
    return "openness" if OPENNESS.search(text) else None


def _with_models(text: str, models: int, *, uses: bool, priced: bool) -> Kind | None:
    if _USERS.search(text):
        return "general"
    if models > 1 and COMPARISON.search(text) and not ADVICE.search(text):
        return "comparison"
    if only_permission(text):
        return "permission"
    if VOLUME.search(text) or priced or asks_hardware(text):
        return "cost"
    if COST.search(text):
        return "general" if _TRAINING_BILL.search(text) and not _RUNNING.search(text) else "cost"
    if ADVICE.search(text):
        return "advice"
    if asks_facts(text) and not uses:
        return "general"
    if uses or PERMISSION.search(text):
        return "openness" if _openness_only(text, uses=uses) else "permission"
    if OPENNESS.search(text):
        return "openness"
    if OPEN_QUESTION.search(text):
        return "general"
    return "permission" if _STATES_USE.search(text) else None


def _openness_only(text: str, *, uses: bool) -> bool:
    """`Can I call X open?` asks about openness though it begins like a permission."""
    return (
        not uses
        and bool(OPENNESS.search(text))
        and not re.search(r"商用|授权|\bcommercial|\buse\b|\bship\b|输出|\boutput", text, re.I)
    )


def _asks_verdict(text: str) -> bool:
    return bool(
        re.search(
            r"\b(?:is|are|was|were|can|may|does|do)\b[^.?!]{0,60}\b(?:open|closed|commercial\w*|allowed|use|"
            r"true)\b|吗|对不对|是不是|属实|真的",
            text,
            re.I,
        )
    ) and bool(OPENNESS.search(text) or PERMISSION.search(text))
