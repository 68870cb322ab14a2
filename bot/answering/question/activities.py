"""What the asker says they do with a model: fine-tuning, handing on, hosting, training; what for is in `purpose`.

Patterns are read clause by clause, so that a negation reaches only its own clause. `A 不 A` questions
("能不能商用") are made neutral first: they ask, they do not deny.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.answering.question.denial import denied
from bot.answering.question.handing import HANDED, IN_APP, ON_SERVER
from bot.answering.question.purpose import purpose

_A_NOT_A = re.compile(r"([能可会要行是算许让])不\1|可不可以|能不能够|是否|有没有|开不开|需不需要|要不要")

FINE_TUNE = re.compile(
    r"\bfine[- ]?tun\w*|\bLoRA\b|\bQLoRA\b|\bSFT\b|\bcontinue(?:d)? (?:pre-?)?training\b|\bpost-?train\w*|"
    r"\bretrain\w*|\badapt(?:ed|ing)? the weights\b|"
    r"微调|精调|二次训练|继续(?:预)?训练|再训练|增量训练|二次开发",
    re.I,
)
_OUTPUTS = (
    r"(?:\boutputs?\b|\bgenerations?\b|\bcompletions?\b|\bresponses?\b|\banswers\b|\bgenerated (?:text|data|"
    r"content|samples|images|code)\b|"
    r"\b(?:text|data|content|samples|images|code) generated (?:by|with)\b|"
    r"\bsynthetic(?:ally)?\b|\bit generates\b|\bwhat it (?:writes|produces)\b)"
)
_A_MODEL = r"(?:models?|LLMs?|SLMs?|networks?|classifiers?|rankers?|checkpoints?|(?:chat)?bots?|¤)"
_PEOPLE = (
    r"(?:staff|employees|nurses|students|pupils|people|doctors|teachers|"
    r"(?:support|sales|service|human|care|(?:call )?cent(?:er|re)) agents|teams?|colleagues|interns|children|kids"
    r"|drivers|sales\w*|customers|users|materials?|courses?|sessions?|programs?|maths?|classes|how)\b"
    rf"(?!['’]?s?['’]? ?\(?(?:[\w-]+ ){{0,3}}{_A_MODEL})"
)
"""Who is trained by a teacher; `students' model` and `support agents (small models)` are trained as models are."""
_A_MODEL_ZH = r"(?:模型|网络|机器人|助手|智能体|LLM|¤)"
_TRAINS = (
    rf"(?:\b(?:pre-?|post-?)?train(?:s|ed|ing)?\b(?!(?: of| for| up)?(?: \w+)? {_PEOPLE})|\bfine[- ]?tun\w*|"
    rf"\bdistil\w*|"
    r"\b(?:improv\w*|teach(?:es|ing)?|taught)\b(?=[^.;?!]{0,40}(?:\b(?:models?|LLMs?|networks?|classifiers?|"
    r"derivatives?|checkpoints?|"
    r"\d+B|llama|qwen|it|itself)\b|¤))|"
    r"\b(?:SFT|training) data for\b|\bbuild (?:another|a|our own) model\b|"
    r"\bdevelop (?:a |another |our )?\w* ?models?\b)"
)
_OURS = (
    r"(?:our|my|another|own|a new|some other)\b[^.;?!]{0,24}"
    r"\b(?:models?|LLMs?|classifiers?|BERT|networks?|students?|\d+B)"
)
_MAKES_DATA = (
    rf"\b(?:train|fine-?tun|SFT|RL|tun|post-?train|bootstrap)\w*\b[^.;?!]{{0,12}}\b{_OURS}\b[^.;?!]{{0,24}}"
    r"\b(?:chats|transcripts|conversations|labels|dialogues?|logs)\b|"
    rf"\b(?:label|annotat|writ|generat|creat|produc|mak)\w*\b[^.;?!]{{0,24}}\b(?:data|examples|labels|corpus|corpora|"
    rf"instructions?|pairs|sets?)\b[^.;?!]{{0,12}}\bfor\b[^.;?!]{{0,8}}\b{_OURS}\b|"
    rf"\b(?:paraphras|translat|rank|rat|scor|rewrit|grad)\w*\b[^.?!]{{0,60}}\b(?:pre-?train|train|DPO|RLHF|align|"
    rf"fine-?tun)\w*\b[^.;?!]{{0,10}}\b{_OURS}\b|"
    r"(?:改写|翻译|出题|打分|排序)[^。；？！]{0,24}(?:预训练|(?<!培)训练?|对齐|强化学习|微调|"
    r"刷题)[^。；？！]{0,12}模型|"
    r"自研[^。；？！]{0,6}模型[^。；？！]{0,4}(?:刷题|强化学习)|"
    rf"\b(?:judge|reward)\b[^.;?!]{{0,24}}\b(?:RL|train|tune)\b[^.;?!]{{0,8}}\b{_OURS}\b|"
    rf"\bbootstrap\w*\b[^.;?!]{{0,8}}\b{_OURS}|\bteacher model\b|\bas (?:a|the) teacher\b|"
    rf"\bteacher for {_OURS}|\bpseudo-?label\w*|\bknowledge transfer from\b|"
    r"\b(?:clon|copy|replicat|imitat)\w*\b[^.;?!]{0,24}\bbehaviou?r\b|"
    r"(?:标注|打标签?|造(?:训练)?(?:数据|语料)|写的?(?:训练)?(?:语料|数据|样本)|生成(?:训练)?(?:数据|语料|样本)|"
    r"出的?图)[^。；？！]{0,16}"
    r"(?:训|喂|教|微调|学)|(?:教师模型|当老师|做老师)|教(?:我们)?自己的[^。；？！]{0,8}(?:模型|\d+B)"
)
"""Data that a model makes for another, in other words than outputs and training."""
OUTPUT_TRAINING = re.compile(
    rf"{_OUTPUTS}[^.;?!]{{0,80}}{_TRAINS}|{_TRAINS}[^.;?!]{{0,80}}{_OUTPUTS}|\bdistil(?:l)?(?:s|ed|ing|"
    rf"ation)?\b(?![ -](?:version|variant|model|weights)|[^.;?!]{{0,12}}\b(?:gin|whisk\w*|spirits?|vodka|rum|water|"
    rf"alcohol)\b)|"
    r"(?:输出|生成的?(?:内容|数据|文本|结果|图片|语料)?|合成(?:数据|语料)?|产出|回答)[^。；？！;?!]{0,24}(?:"
    r"(?<!培)训(?:练)?(?!练?(?:学生|员工|新人|护士|客服|老师|人员|学员|营|班|材料|教材|课程|计划|一下)"
    rf"(?![^，。；？！]{{0,8}}{_A_MODEL_ZH}))|培训(?=[^，。；？！]{{0,6}}{_A_MODEL_ZH})|微调|蒸馏|喂|"
    r"(?:改进|优化|提升)(?=[^，。；？！]{0,10}(?:模型|LLM|¤|它|\d+B)))|"
    r"(?:(?<!培)训练?|微调)[^。；？！;?!]{0,12}(?:输出|生成的|合成数据)|(?<!酒)蒸馏(?!版|模型|酒|水|工艺|塔|器)|"
    rf"{_MAKES_DATA}",
    re.I,
)
REDISTRIBUTION = re.compile(
    r"\bredistribut\w*|\bre-?release\w*|\b(?:publish|releas|put|upload|open-?sourc|distribut|shar|hand|giv|ship|sell|"
    r"resell|deliver|bundl|embed)(?:e|es|ed|ing|s)?\b[^.;?!]{0,45}\b(?:weights?|checkpoints?|fine-?tunes?|"
    r"derivatives?|merged? model|model files?|on (?:Hugging ?Face|HF|the Hub|ModelScope)|to (?:Hugging ?Face|HF|"
    r"the Hub))\b|"
    r"\b(?:weights?|checkpoints?|fine-?tunes?|fine-?tuned (?:model|version)s?|"
    r"derivatives?)\b[^.;?!]{0,45}\b(?:(?:re)?distribut\w*|published|released|uploaded|shared|sold|resold|shipped|"
    r"bundled|to (?:customers|clients|others|third parties))\b|\bsold as weights\b|"
    r"\bon-?prem(?:ises)? (?:deliver\w*|at (?:the )?(?:customer|client)s?)|\bship\w* (?:it |the model )?(?:on|"
    r"inside|with) (?:a |the |our )?devices?\b|"
    r"\bup for download\b|\bmirror\w*\b[^.;?!]{0,30}\bweights?\b|\bupload\w*\b[^.;?!]{0,12}\bGGUFs?\b|"
    r"\bpush\w*\b[^.;?!]{0,40}\b(?:Docker ?Hub|registry|GitHub|GHCR)\b|\b(?:inside|into|in) (?:an?|our|"
    r"the) (?:appliance|"
    r"installer|desktop app|firmware)\b|"
    r"(?:安装包|离线包|镜像)[^。；？！]{0,10}(?:发|给|分发|上传)|烧(?:进|录|到)|预装|"
    r"再?分发|再发布|转发布|(?:发布|开源|公开|上传|放|传)(?:出去|到|在|为|成|给)[^。；？！，,;?!]{0,14}(?:模型|"
    r"权重|HF|Hugging|魔搭|社区|Hub|GitHub|[“\"「『])|(?:微调|训练|修改|改|合并|衍生)[^。；？！;?!]{0,10}(?:后|版|"
    r"完|好|模型|权重)[^。；？！;?!]{0,8}(?:发布(?!前|日|时)|开源|公开|分发|交付|转让|出售|卖(?!\s?(?:API|接口|服务|token))|放出)|(?:权重|"
    r"模型文件)[^。；？！;?!]{0,10}(?:交付|给客户|卖|随产品|打包|内置|分发|公开|转给)|(?:交付|卖|提供|"
    r"转让)[^。；？！;?!]{0,8}权重",
    re.I,
)
NO_REDISTRIBUTION = re.compile(
    r"\b(?:keep|stays?|kept|remain\w*)\b[^.;?!]{0,30}\b(?:internal|private|in-?house|to ourselves)\b|"
    r"\bnever (?:leaves?|redistribut\w*|releas\w*|publish\w*)|\bnot (?:be )?(?:redistribut\w*|releas\w*|"
    r"publish\w*|distribut\w*|shared?)\b|\bwithout (?:redistribut\w*|releasing|publishing|distributing|sharing)\b|"
    r"不(?:会|再|打算|对外|做)?(?:分发|发布|公开|开源)|闭源(?:商用|使用|发布|产品)|(?:留|放)在内部|不外传",
    re.I,
)
HOSTING = re.compile(
    r"(?<![A-Za-z])SaaS(?![A-Za-z])|(?<!self-)(?<!self )(?<!podcast )(?<!show )(?<!radio )(?<!TV )\bhost(?:s|ed|ing)?\b"
    r"(?! (?:said|asked|says))|\bserve(?:s|d)?\b(?! (?:lunch|dinner|food|meals?|drinks?|coffee|breakfast|beer|tea|"
    r"as\b(?![^.;?!]{0,50}\b(?:customers?|clients?|users?|public|API|chatbot|back-?end)\b))\b)|\bserving\b|"
    r"(?<!docs of )(?<!docs for )(?<!documentation of )(?<!documentation for )"
    r"\b(?:paid|public|our|an?|hosted|customer) API\b(?! (?:price|cost|bill|docs|documentation|reference|tests?|"
    r"code)\b)|\bAPI (?:access|host|provider|"
    r"service|product)\b|\bas an? (?:API|service|web ?app)\b|\bmodel-as-a-service\b|\bMaaS\b|\b(?:behind|over|"
    r"through|via|expose\w*)\b[^.;?!]{0,20}\bAPI\b|\bweb ?(?:app|site|service)\b|\bonline service\b|\b(?:paid|"
    r"public|cloud) service\b|\bon our (?:server|site|website)\b|"
    r"\b(?:(?:inference|(?:LLM|model|AI) API) (?:business|provider|platform|vendor|reseller|service)|"
    r"API (?:business|platform|vendor|reseller))\b|"
    r"\b(?:runs?|running|operat\w+|offer\w*|provid\w+|sell\w*|launch\w*)\b[^.;?!]{0,16}"
    r"\b(?:model|LLM|inference) APIs?\b|"
    r"\b(?:re)?sell\w*\b[^.;?!]{0,12}\b(?:inference|tokens|access)\b|\brent\w*\b[^.;?!]{0,12}\b(?:model|access)\b|"
    r"\b(?:let|allow|give)\w*\b[^.;?!]{0,8}\b(?:third part(?:y|ies)|others|outsiders|other companies|external \w+)\b"
    r"[^.;?!]{0,12}\b(?:access|use|call|query)\b|"
    r"\b(?:managed|hosted|serverless|public) (?:endpoints?|inference)\b|\bAPI keys to\b|\bgiv\w* out\b[^.;?!]{0,12}"
    r"\b(?:keys?|access)\b|\b(?:billed|charged|priced) (?:per|by the) (?:million )?tokens?\b|\w-as-a-service\b|"
    r"\btenants?\b|\b(?:we(?:['’]re| are)|as) an? (?:[\w-]+ )?(?:cloud|software|inference)(?: service)? "
    r"(?:vendor|provider|company)\b|\b(?:Discord|Telegram|WhatsApp|WeChat) bot\b|\b(?:web|online|public) demo\b|"
    r"按\s?token\s?(?:计费|收费)|中转站|(?:租户|用户|客户)[^，。；]{0,4}开\s?key|上架|我们是[^，。；]{0,8}(?:云|"
    r"软件)[^，。；]{0,2}"
    r"(?:服务|厂商|公司)|(?:网页|在线|线上|公开)\s?demo|"
    r"托管|对外(?:提供|服务|运营|开放|卖)|提供(?!(?:更好|优质|良好)的?服务)(?:[^，。；]{0,6})?(?:服务|API|接口)|"
    r"做成\s?(?:SaaS|"
    r"API|服务|接口)|"
    r"(?:卖|收费|付费|开放)\s?(?:的)?\s?(?:API|接口)|API\s?(?:服务|业务|转售|平台)|云服务|线上服务|"
    r"网站(?!上?的?(?:写(?!着)|"
    r"文案|内容|文章|配图|翻译(?!工具|功能|服务|器|助手)|首页|SEO))|网页应用|"
    r"在线服务|互联网(?:服务|产品)|MaaS|模型即服务|卖\s?(?:token|词元|推理)|(?:模型|推理)服务(?:商|提供商|业务)|"
    r"(?:客户|第三方|外部|别人|他人)[^，。；]{0,8}(?:通过|经由?|用|调)[^，。；]{0,16}(?:接口|API)|"
    r"(?:接口|API)[^，。；]{0,6}(?:卖|售|收费)|"
    r"(?:出租|租给)[^，。；]{0,12}(?:模型|接口)|(?:让|给|允许)(?:第三方|别人|他人|外部)[^，。；]{0,8}(?:访问|调用|"
    r"使用)",
    re.I,
)
SELF_HOST = re.compile(
    r"\bself-?host\w*|\bon[- ]?prem\w*|\bour own (?:servers?|gpus?|hardware|cluster|machines?)\b|"
    r"\brun(?:ning)? (?:it|them|the weights)? ?(?:ourselves|locally|in-?house)\b|\bdownload (?:the )?weights?\b|"
    r"自建|自托管|自部署|自行部署|自己部署|私有化|本地部署|本地跑|内网部署|下载权重|自己的服务器",
    re.I,
)
GUARDRAILS = re.compile(
    r"\b(?:jailbreak|uncensor|abliterat)\w*|"
    r"\b(?:remov|strip|bypass|disabl|circumvent|turn(?:ing)? off|ablat)\w*[^.;?!]{0,40}"
    r"\b(?:guardrails?|safety|safeguards?|filters?|refusals?|watermarks?|alignment|censorship)\b|\b(?:guardrails?|"
    r"safety (?:filters?|features?|alignment)|safeguards?|refusals?|"
    r"watermarks?)\b[^.;?!]{0,20}\b(?:removed|stripped|disabled|bypassed|turned off|off)\b|\buncensored\b|"
    r"\babliterated\b|"
    r"(?:去掉?|移除|绕过|关闭?|禁用|破解|删掉?|剥离|拆掉?|解除)[^。；？！，,;?!]{0,10}(?:护栏|安全(?:限制|机制|"
    r"对齐|过滤|策略|措施)?|防护|过滤|审查|对齐|水印)|(?:护栏|安全(?:限制|机制|对齐|过滤|策略)|内容过滤|"
    r"水印|拒答|拒绝(?:机制|回答)?)[^。；？！，,;?!]{0,4}(?:去掉|移除|关掉|关闭|绕过|删掉|拆掉|破解|解除|训掉|训没|"
    r"去除)|越狱|去审查|"
    r"\b(?:fine-?tun|train|tun)\w* (?:away|out)\b[^.;?!]{0,24}\b(?:censor\w*|refusals?|safety|guardrails?|filters?)\b|"
    r"什么都(?:敢|肯|能)(?:说|答|回答)",
    re.I,
)
COMPETES = re.compile(
    r"\bcompet(?:es?|ing) (?:directly )?with\b|\bcompetitors? (?:of|to)\b|\brival(?:s|ling)? (?:of|to)?|"
    r"\balternatives? to\b|\btake (?:users|customers|market share) from\b|"
    r"[与跟和][^，。；]{1,12}(?:(?:直接)?竞争|抢(?:市场|用户|生意|客户))|[^，。；]{1,8}的?竞争对手|竞对|对标",
    re.I,
)
_MADE = (
    r"(?:\boutputs?\b|\b(?:images?|pictures?|videos?|music|songs?|texts?|content|artworks?|designs?|results?)\b"
    r"[^.;?!]{0,20}\b(?:generated|created|made|produced|rendered)\b|"
    r"\b(?:generated|created) (?:images?|pictures?|videos?|music|text|content))"
)
_MADE_ZH = (
    r"(?:生成|输出|产出|画出?|做出?|创作)的?(?:图片?|图像|照片|内容|视频|音乐|歌曲|文本|文案|文章|作品|设计|结果|东西|"
    r"素材)"
    r"|(?<!训练)输出(?:结果|内容)?"
)
_SOLD = r"\b(?:sell\w*|sold|commercial\w*|monetiz\w*|for profit|licen[sc]e out)\b"
OUTPUTS_COMMERCIAL = re.compile(
    rf"{_MADE}[^.;?!]{{0,60}}{_SOLD}|{_SOLD}[^.;?!]{{0,30}}{_MADE}|"
    rf"(?:{_MADE_ZH})[^。；？！;?!]{{0,12}}(?:商用|商业|卖|出售|售卖|变现|盈利|赚钱)",
    re.I,
)


def activities(text: str) -> dict[str, bool]:
    """The yes/no facts of a use that the text states; what it does not speak of is absent."""
    text = _A_NOT_A.sub(lambda m: "能" if m[0][0] in "能可会要行许让" else "是", text)
    found = {name: True for name, pattern in _PLAIN.items() if _said(pattern, text)}
    found |= purpose(text, _said, _lets_others)
    if _said(HANDED, text):  # a server beside goods may be the customer's: what handing on asks is to be confirmed
        found["in_app" if stays(text) else "redistribution"] = True
    if NO_REDISTRIBUTION.search(text):
        found["redistribution"] = False
    if _in_app(text, found):
        found["in_app"] = True
    return _settle(found, text)


_FORBIDDING = ("output_training", "hosting", "redistribution", "removes_guardrails", "competes_with_licensor")
_TAKEN_BACK = ("internal", "research", "nonprofit", "in_app")


def over_all(text: str, found: Mapping[str, bool]) -> dict[str, bool]:
    """What was read sentence by sentence, held against the whole: what one of them excuses, another may take back,
    and what forbids may be told over two of them."""
    whole = activities(text)
    kept = {k: v for k, v in found.items() if k not in _TAKEN_BACK or not v or whole.get(k)}
    kept |= {k: True for k in _FORBIDDING if whole.get(k) and k not in kept}
    if whole.get("commercial"):
        return kept | {"commercial": True}
    if kept.get("commercial") is False and "commercial" not in whole:
        del kept["commercial"]
    return kept


_PLAIN: Mapping[str, re.Pattern[str]] = {
    "fine_tune": FINE_TUNE, "output_training": OUTPUT_TRAINING, "redistribution": REDISTRIBUTION, "hosting": HOSTING,
    "self_host": SELF_HOST, "removes_guardrails": GUARDRAILS, "competes_with_licensor": COMPETES,
    "outputs_commercial": OUTPUTS_COMMERCIAL,
}  # fmt: skip


def _in_app(text: str, found: Mapping[str, bool]) -> bool:
    """Whether the model may be in what others install: said neither to be handed on nor to stay on a server."""
    return "redistribution" not in found and "hosting" not in found and _said(IN_APP, text) and not stays(text)


def stays(text: str) -> bool:
    """Whether the model is said to run at the asker's."""
    return bool(ON_SERVER.search(text))


def _lets_others(text: str) -> bool:
    return _said(HOSTING, text) or _said(REDISTRIBUTION, text) or _said(HANDED, text)


def _said(pattern: re.Pattern[str], text: str) -> bool:
    return any(not denied(text, match.start()) for match in pattern.finditer(text))


def _settle(found: dict[str, bool], text: str) -> dict[str, bool]:
    """Outputs that train are not the fine-tuning of the model itself; outputs of a service are not alone sold."""
    if found.get("output_training") and not re.search(
        r"fine[- ]?tuned? (?:it|llama|qwen|the model)|微调(?:它|该模型|后)", text, re.I
    ):
        found.pop("fine_tune", None)
    served = found.get("output_training") or found.get("hosting") or _PRODUCT.search(text)
    if found.get("outputs_commercial") and served:
        found.pop("outputs_commercial")
    if found.get("redistribution") and re.search(r"不(?:发布|分发|公开)", text):
        found["redistribution"] = False
    return found


_PRODUCT = re.compile(
    r"\b(?:apps?|products?|platforms?|SaaS|services?|websites?|embeds?|embedded)\b|(?<![a-z])App(?![a-z])|平台|应用|"
    r"网站|小程序|接(?:到|进|入)|产品里",
    re.I,
)
"""The model itself is at work in something that is sold, whoever owns what it makes."""


def trains_on_them(text: str) -> dict[str, bool]:
    """Outputs named in one sentence and trained on as `them` in a later one."""
    return {"output_training": True} if _ON_THEM.search(text) else {}


_ON_THEM = re.compile(
    rf"{_OUTPUTS}.{{0,120}}(?:\btrain\w*|\bfine[- ]?tun\w*|\bdistil\w*|\bimprov\w*)[^.?!]{{0,40}}"
    r"\b(?:on|with|from|using) (?:them|those|these)\b|"
    r"(?:输出|生成的?(?:内容|数据|文本|结果)|合成数据).{0,60}(?:拿来|用来|用(?:它们?|这些)(?:来|去)?|"
    r"拿(?:它们?|这些)(?:来|去)?)[^。？！]{0,6}(?:训练?|微调|蒸馏|改进)",
    re.I | re.S,
)


def training_target(text: str) -> str | None:
    """What kind of model the outputs train, where the text says."""
    if re.search(r"\bcompet\w+ (?:\w+ )?(?:model|product|with|LLM)|\b(?:competitors?|rivals?)\b|竞品|竞争", text, re.I):
        return "competing"
    if re.search(
        r"\b(?:image|vision|speech|audio|video|classif\w+|embedding|diffusion|reward)\b[^.;?!]{0,12}\bmodel|"
        r"\bnot an? (?:LLM|language model)|\bnon-LLM|(?:图像|视觉|语音|分类|向量|嵌入|非语言|"
        r"视频)[^，。]{0,4}模型|不是大?语言模型",
        text,
        re.I,
    ):
        return "other-ai"
    if re.search(
        r"\b(?:LLMs?|large language models?|language models?|another model|other models?|(?:llama|qwen|mistral|"
        r"gemma|deepseek|gpt|glm|chatglm|baichuan|yi|phi|falcon)\b)|大模型|语言模型|别家|其他模型|别的模型",
        text,
        re.I,
    ):
        return "llm"
    return None


def derivative_name(text: str) -> str | None:
    """The name that the asker wants to give a model made from this one."""
    match = _NAME.search(text)
    return (match[1] or match[2]).strip(" .,，。") if match else None


_NAME = re.compile(
    r"(?:\b(?:called|calling|name[sd]?|naming|under the name|release[sd]? (?:it )?as|publish(?:ed|es)? (?:it )?as|"
    r"brand(?:ed|s)? (?:it )?as|ship(?:ped|s)? (?:it )?as)\b(?: (?:it|them|the (?:result|model|derivative)|"
    r"our (?:model|fine-?tune)))?(?: as)?|(?:叫做?|命名为?|取名(?:叫|为)?|名为|名字叫|名称为?|改名为?|发布为|"
    r"发布成))\s*"
    r"(?:[“\"「『']([^”\"」』']{2,40})[”\"」』']|([A-Z][\w.\-]*[\w](?: [A-Z0-9][\w.\-]*)?))",
)
