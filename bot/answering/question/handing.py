"""A model inside something that others get: an appliance, an installer, an app on their phone or computer.

Who gets the goods gets a copy of the weights: licences call it distribution, however it is spoken of. An app on a phone
may as well call a model on the maker's server; where nobody said, the duties of handing on are to be confirmed.
"""

from __future__ import annotations

import re

_PUT = (
    r"\b(?:ship|embed|bundl|packag|pack|includ|incorporat|integrat|build|put|deliver|distribut|preload|pre-?install|"
    r"install|load|compil|bak|burn|add|sell|resell)(?:e|es|s|ed|ded|ped|ing|ding|ping|ting)?\b|\bbuilt\b|\bsold\b"
)
_INTO = r"\b(?:in|into|inside|within|with|on|onto|as part of)\s+"
_NO_SERVICE = r"(?:(?!(?:web|SaaS|cloud|hosted|online|server|internal|demo|test)\b)[\w'’-]+ )"
_WHICH = rf"(?:(?:an?|the|our|my|each|every|all|some|these|those|this)\s+)?{_NO_SERVICE}{{0,3}}?"
_OURS = rf"(?:an?|our|my|each|every|all)\s+{_NO_SERVICE}{{0,2}}?"
_ON_PREM = (
    r"(?:on[- ]prem(?:ises?)?|air-?gapped|self-hosted|offline|installable|boxed|embedded|edge)[ -](?:\w+ )?"
    r"(?:products?|software|appliances?|offerings?|packages?|editions?|apps?|applications?)\b"
)
_GOODS = (
    rf"(?:{_ON_PREM}|(?:appliances?|installers?|SDKs?|firmware|set-top boxes|set-top box|gadgets?|robots?|cars?|"
    r"vehicles?|toys?|cameras?|speakers?|wearables?|hardware products?|"
    r"(?:desktop|mobile|phone|iOS|iPhone|Android|native|Windows|Mac(?:OS)?)[ -](?:apps?|applications?|software|"
    r"clients?|games?|products?))\b)"
)
_OWN_TOO = r"(?:laptops?|handsets?|phones?|tablets?|computers?|(?:[a-z]+ )?devices?)\b"
"""Goods that people have for themselves as well."""
_INSIDE = r"\b(?:in|into|inside|within)\s+"
_THING = (
    r"(?<!web )(?<!SaaS )(?<!cloud )(?<!hosted )(?<!online )\b(?:apps?|applications?|software|products?|programs?|"
    r"games?|packages?|plug-?ins?|systems?|machines?|hardware|box|boxes)"
)
_SOLD = (
    r"\s+(?:that |which )?(?:(?:we|I|you) (?:can |will |want to |plan to )?(?:sell|ship|distribute|deliver|licen[cs]e|"
    r"hand)|(?:is|are|gets?) (?:sold|shipped|distributed|delivered|installed)|(?:our |the |your )?(?:customers?|"
    r"clients?|users?|people|they|buyers?) (?:can |will |have to |must )?(?:installs?|downloads?|buys?|gets?|"
    r"owns?|receives?|take home))\b"
)
_THEIRS = (
    r"(?:\b(?:customers?|clients?|buyers?|users?)['’]?s?['’]? (?:own )?|\bof (?:our |the )?(?:customers?|clients?) )"
    r"(?:servers?|sites?|premises|hardware|data ?cent(?:er|re)s?|machines?|infrastructure|phones?|computers?|laptops?|"
    r"PCs?|devices?)\b"
)
_RESULT = (
    r"(?:it|them|this|the (?:result(?:s|ing)?(?: models?| weights)?|outcome|tuned \w+|fine-?tuned \w+|new model|model|"
    r"derivative\w*)|our (?:version|fine-?tuned \w+|tuned \w+|own version))\b"
)
_AS_SERVICE = r"(?![^.;?!,]{0,16}\b(?:as an? (?:hosted |paid |web )?(?:service|API|SaaS)|access|API|internally))"
_SELL = r"\b(?:re-?)?(?:sell|licen[cs]e|distribute|publish|release|deliver|ship|share|give away|hand (?:out|over))\b"
_TUNE = r"\b(?:fine-?tun\w*|adapt|modify|retrain|quanti[sz]e|merge|customi[sz]e|distil+)\b"

_PUT_ZH = (
    r"(?:打包|内置|嵌入?|集成|植入|封装|预装|烧录|内嵌|捆绑|随附|装进|装入|装到|塞进|做进|放进|放入|部署[在到进于])"
)
_GOODS_ZH = (
    r"(?:一体机|盒子|固件|安装包|离线包|SDK|车机|车载|机器人|音箱|摄像头|硬件|终端设备|智能(?:设备|终端|手表|眼镜)|"
    r"(?:离线|本地|桌面|单机|手机|移动|安卓|iOS|客户端|私有化(?:部署)?)的?(?:产品|软件|应用|程序|版本|交付包|App|端)|"
    r"客户端)"
)
_FOR_BUYERS_ZH = (
    r"(?:卖|出售|销售|售卖|交付|发货|出货|提供|发|给)(?:到|给)?[^，。；？！]{0,4}(?:客户|用户|买家|甲方|企业)"
    r"(?!服务|用[^，。；]{0,4}接口)"
)
_THEIRS_ZH = (
    r"(?:客户|甲方|用户)(?:那边|自己|那里|侧)?的?(?:机房|服务器|本地|内网|现场|设备|机器|电脑|手机|环境|"
    r"私有云|数据中心)"
)

_ITSELF = (
    r"\b(?:ship|deliver|sell|resell|hand|give|send|pass|transfer|distribut|licen[cs])(?:e|es|s|ed|ing)?\s+"
    r"(?:out |over |on )?(?:¤+(?:[ -](?!access|APIs?\b|services?|endpoints?|outputs?|answers)[\w.]+)?|"
    r"the (?:\w+ )?model|the weights)(?: on| over| out)?\s+"
    r"to (?:\w+ ){0,2}?(?:customers?|clients?|partners?|others|buyers?|third part(?:y|ies))\b"
    r"(?![^.;?!,]{0,30}\b(?:API|service|SaaS|web|website|online|access)\b)|"
    r"\b(?:hand|pass)(?:ing)? ¤+(?:[ -][\w.]+)? on\b"
)
_ITSELF_ZH = (
    r"(?:¤+|模型|权重)\s*(?:模型|权重)?\s*(?:打包|整个|直接|一起|一并|微调后|改完)?\s*(?:后|再)?"
    r"(?:卖|出售|售卖|交付|转让|转|发|拷|交)给?(?:客户|甲方|合作方|合作伙伴|买家|第三方|别人|他人)"
    r"(?![^，。；？！]{0,8}(?:服务|接口|API))|"
    r"打包(?:卖|出售|交付)给?(?:客户|甲方|买家|第三方)(?![^，。；？！]{0,8}(?:服务|接口|API))"
)
"""The model is what they get."""

HANDED = re.compile(
    rf"{_ITSELF}|{_ITSELF_ZH}|"
    rf"(?:{_PUT})[^.;?!]{{0,60}}?{_INTO}{_WHICH}(?:{_GOODS}|(?:{_THING}|{_OWN_TOO}){_SOLD})|"
    rf"(?:{_PUT})[^.;?!]{{0,60}}?{_INSIDE}{_WHICH}{_OWN_TOO}|\bpart of {_WHICH}(?:{_GOODS}|{_THING}{_SOLD})|"
    rf"{_INTO}{_OURS}{_ON_PREM}|{_INTO}{_WHICH}{_GOODS}{_SOLD}|"
    rf"\b(?:deploy|install|deliver|load|put|run)\w*\b[^.;?!]{{0,40}}\b(?:on|at|to|in|onto) (?:our |the |a |each )?"
    rf"{_THEIRS}|"
    rf"\b(?:sell|ship|deliver)\w*\b[^.;?!]{{0,50}}\bwith\b[^.;?!]{{0,30}}(?:¤|\bmodel|\bit\b)[^.;?!]{{0,8}}"
    r"\b(?:inside|on board|(?:pre-?)?installed|preloaded|built[- ]in|included|bundled|on (?:it|them))\b|"
    rf"{_TUNE}[^.;?!]{{0,40}}\b(?:and|then|to|,)\s+(?:then |also |later )?{_SELL}\s+(?:\w+ )?{_RESULT}{_AS_SERVICE}|"
    r"\b(?:sell|resell|licen[cs]e|distribute|publish|release|open-?source|share|deliver)(?:ing)?\b[^.;?!]{0,12}"
    rf"\b(?:fine-?)?tuned (?:model|version|variant|LLM|copy|copies)s?\b{_AS_SERVICE}|"
    rf"{_PUT_ZH}[^。；？！;?!]{{0,20}}?{_GOODS_ZH}|"
    rf"{_PUT_ZH}[^。；？！;?!]{{0,12}}{_FOR_BUYERS_ZH}[^。；？！;?!]{{0,8}}(?:产品|软件|App|应用|程序|系统|机器|设备|整机)|"
    rf"{_GOODS_ZH}[^。；？！;?!]{{0,10}}(?:里|中|上)?[^。；？！;?!]{{0,6}}(?:内置|预装|自带|带着|搭载|捆绑)|"
    rf"(?:内置|预装|搭载)[^。；？！;?!]{{0,16}}(?:一体机|设备|硬件|产品|整机)|"
    rf"(?:部署|安装|装|交付|放|跑)[在到进至]?[^。；？！;?!]{{0,6}}{_THEIRS_ZH}|"
    r"(?:微调|精调|训练|改|量化|蒸馏)[^。；？！;?!]{0,12}(?:再|并|然后|之后|后|把)[^。；？！;?!]{0,8}"
    r"(?:卖(?!点|家|\s?(?:服务|API|接口|token))|出售|售卖|转卖|销售)(?!\s?(?:服务|API|接口))",
    re.I,
)
"""Others get a copy: the model is inside what they buy or install, stands on their machines, or is sold when tuned."""
IN_APP = re.compile(
    rf"\b(?:in|into|inside|within|for|on|power\w*|behind) {_WHICH}(?:desktop|mobile|phone|smartphone|iOS|iPhone|iPad|"
    r"Android|native|Windows|Mac(?:OS)?|Electron)[ -](?:and \w+ )?(?:apps?|applications?|software|clients?|games?)\b|"
    rf"\b(?:in|into|inside|within) {_WHICH}(?<!web ){_THING}{_SOLD}|\bon[- ]device\b|"
    rf"\b(?:in|into|inside|within) (?:an?|our|the) {_ON_PREM}|"
    r"(?:手机|移动|安卓|iOS|桌面|PC|鸿蒙)(?:端|版|上)?的?\s?(?:App|应用|软件|客户端|程序)|客户端|端侧|"
    r"(?:放进|放入|装进|内置|嵌入?|集成|打包)[^。；？！;?!]{0,10}(?<![a-z])App(?![a-z])|"
    r"(?:我们|公司|自家)的?(?:一体机|智能硬件|离线软件)|(?:一体机|智能硬件|离线软件)(?:产品|里|中)",
    re.I,
)
"""Names what others install: whether the model itself is in it is open."""
ON_SERVER = re.compile(
    r"\bon (?:our|my|your|the|a) (?:own )?(?:servers?|back-?end|cloud|GPUs?|cluster|infrastructure)\b|"
    r"\bserver[- ]side\b|\bback-?end\b|\b(?:via|through|behind|over|calls?|calling|using) (?:our|my|an?|the) (?:\w+ )?"
    r"API\b|\bhosted by us\b|\bwe (?:self-)?host (?:it|the model)\b|\bruns? (?:in the cloud|with us|at ours)\b|"
    r"服务器|服务端|后端|云端|云上|(?:通过|经由?|调用?|用)[^，。；？！]{0,6}(?:接口|API)|我们(?:自己)?(?:托管|部署在云)",
    re.I,
)
"""The model stays with who asks."""
