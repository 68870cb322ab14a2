"""What is no question about models at all: greetings, orders to the bot, other people's messages."""

from __future__ import annotations

import re
from typing import Literal

from bot.answering.question.activities import GUARDRAILS

NoneReason = Literal["empty", "greeting", "thanks", "help", "order", "secret", "private", "chat", "foreign"]
SMALL_TALK: tuple[NoneReason, ...] = ("empty", "greeting", "thanks", "chat", "foreign")
"""What people say to each other, and do not wait for the bot to answer."""

_HELLO = (
    r"hi|hey|hello|yo|hola|good (?:morning|afternoon|evening|night)|morning|bye|good ?bye|see you|lol|haha+|"
    r"test(?:ing)?|ping|welcome|congrats|你好|您好|嗨|哈喽|早上?好?|晚安|晚上好|[上中下]午好|你们好|大家好|各位好|再见|拜拜|哈哈+|在吗|在么|测试|666"
)
_THANKS = (
    r"thanks?(?: you)?(?: so much| a lot| very much)?|thx|ty|cheers|(?:much |i )?appreciated?(?: it| that)?|"
    r"ok(?:ay)?|cool|great|nice|perfect|awesome|got it|understood|noted|makes sense|(?:that|this)(?:['’]s)? (?:helps|"
    r"helped|helpful)|谢谢?(?:你|您|啦|了)?|多谢|感谢|辛苦了?|好的?|收到|明白了?|了解了?|懂了|知道了|嗯+|牛|赞"
)
_GREETING = re.compile(
    rf"^\W*(?:{_HELLO}|{_THANKS})(?:\W|{_HELLO}|{_THANKS}|there|all|team|everyone|bot|aperture|guys|folks|very much|"
    r"for (?:that|this|the (?:help|info|answer)|your help)|大家|各位|机器人|啊|呀|哦|吧|了|的|啦|你|您)*$",
    re.I,
)
_GREETED = re.compile(rf"(?<![a-z])(?:{_HELLO})(?![a-z])", re.I)
"""Taken out before thanks are looked for: the 好 of 你好 says neither yes nor thank you."""
_THANKED = re.compile(rf"(?:^|\W|[\u4e00-\u9fff])(?:{_THANKS})(?=\W|$|[\u4e00-\u9fff])", re.I)
_HELP = re.compile(
    r"^\W*(?:help|usage|what (?:can|do) you do|what are you|who are you|how do (?:i|you) (?:use|work)(?: you|"
    r" this| with you)?|how does this (?:bot )?work|"
    r"你(?:是谁|能干(?:啥|什么|嘛)|会(?:啥|什么|干什么|干嘛)|能做(?:啥|什么)|能帮(?:我|我们)?(?:干|做)?(?:啥|"
    r"什么)|可以(?:干|做)(?:啥|什么)|有(?:啥|什么)(?:用|功能))|怎么(?:用|使用)你?|帮助|使用说明|你叫(?:啥|"
    r"什么))(?:\W|this bot|bot|呢|呀|啊|的|吗)*$",
    re.I,
)
_OWN = (
    r"prompt|instructions|api[_ ]?keys?|tokens?|secrets?|credentials?|passwords?|environment variables?|env vars?|"
    r"config(?:uration)?"
)
_OWN_ZH = r"提示词|密钥|令牌|密码|口令|环境变量"
_OUTPUTS = r"(?:^|[^\w\s]\s*|[一-鿿]\s*|\b(?:please|then|now|just|must|should) |(?<!input )\band )output"
"""The verb: `per million output tokens` counts them."""
_SECRET = re.compile(
    r"\b(?:system|hidden|initial|developer|secret)\b[ \w]{0,12}\b(?:prompt|instructions?|message|rules)\b|"
    rf"\byour (?:\w+ ){{0,2}}(?:{_OWN})\b|"
    r"(?:\b(?:the|all|any|me|us|(?<!input )and|print|show|reveal|repeat|give|dump|leak|display|share|list|paste|echo|"
    rf"cat)|{_OUTPUTS}) "
    rf"(?:(?:full|exact|whole|entire|original|current|bot|bot['’]s) )?(?:{_OWN})"
    r"(?=\W*$|\W+(?:you|your|yours|above|before|verbatim|word for word|please|"
    r"now|here|and|or|that you|of (?:this|the) bot)\b)|"
    r"\b(?:SLACK_\w+|OPENAI_\w+|APERTURE_\w+|xox[bp]-)|(?<!\w)\.env\b|"
    rf"系统提示|(?:你们?|机器人|系统|Aperture) ?的?[^。？！]{{0,4}}(?:指令|规则|设定|配置|{_OWN_ZH})|"
    r"(?:^|打印|输出|告诉我们?|显示|泄露|复述|重复|给(?:我们?|出)|说出|列出|贴出?|把|一下|所有|全部|这里|[，。,.\s])"
    rf"的?(?:{_OWN_ZH})"
    r"(?=\W*$|是|发|给|告诉|打印|输出|显示|贴|和|、|原文|全部|都)",
    re.I,
)
"""The bot's own set-up. What belongs to somebody else, or is only called secret, is a matter of documents."""
_REVEAL = re.compile(
    r"\b(?:print|show|reveal|repeat|tell|output|give|dump|leak|display|what(?:['’]s| is| are)|share|send|write|"
    r"read|list|translate|encode|summari[sz]e|paste|echo|cat)\b|打印|输出|告诉|显示|泄露|复述|重复|发(?:给|出)|"
    r"说出|列出|给我|翻译|是什么|原文|贴",
    re.I,
)
_ORDER = re.compile(
    r"\b(?:delete|remove|drop|purge|wipe|erase|clear|forget|ingest|re-?index|index|rebuild|re-?run|import|add|"
    r"upload|crawl|fetch|scrape|download|update|reset|restart|shut ?down|disable|enable|promote|grant|make me|ban|"
    r"approve|post|send|dm|invite|kick|save|store|remember|sync|prune)\b[^.?!\n]{0,60}\b(?:sources?|index|"
    r"documents?|docs|files?|knowledge(?: base)?|database|db|everything|all|articles?|url|https?|link|page|"
    r"polic(?:y|ies)|approvals?|admin\w*|yourself|bot|channel|message|announcement|everyone|here|catalog|records?|"
    r"facts?|workspace|settings?|store|cache|history|logs?|licen[sc]e text)\b|\bsudo\b|\brm -rf\b|"
    r"\baperture (?:ingest|sources|serve)\b|\bdrop table\b|"
    r"\b(?:ignore|disregard|override)\b[^.?!\n]{0,30}\b(?:instructions?|rules|prompts?)\b|"
    r"(?:忽略|无视|忘掉|忘记)[^。？！\n]{0,16}(?:指令|规则|设定|提示)|"
    r"(?:删除|删掉|删了|清空|移除|导入|入库|抓取|爬取|收录|重建|重新?索引|重跑|更新|添加|加入|加到|上传|重启|关闭|"
    r"授权我|设(?:置)?为|升级|改成|修改|保存|存(?:到|进)|记住|写入|发送|发到|发布到|群发|同步|"
    r"下载)[^。？！\n]{0,30}(?:来源|索引|文档|文件|知识库|数据库|资料|文章|链接|网页|政策|策略|管理员|权限|频道|"
    r"消息|公告|目录|记录|设置|缓存|日志|所有人|内容|全部)|(?:把|将)[^。？！\n]{0,30}(?:删|清空|导入|入库|收录|抓|"
    r"加进|加到|改成|存)",
    re.I,
)
_WONDERS = re.compile(
    r"^\W*(?:(?:at|for|in|on|by|under|to|with) )?(?:what|which|who|whose|when|where|why|how)\b(?! about\b)"
    r"(?!.*\b(?:ignore|disregard|override|sudo|rm -rf|drop table)\b)",
    re.I | re.S,
)
"""Asks, and orders nothing, whatever verbs of orders stand in it: `the words on the download page`."""
_COMMAND = re.compile(
    r"^\W*(?:(?:please|pls|kindly|hey|aperture|bot|now|can you|could you|would you|go ahead and|i want you to)\W+)*"
    r"(?:ingest|re-?index|index this|crawl|scrape|fetch|download|import|upload|delete|remove|purge|wipe|erase|forget|"
    r"prune|re-?run|rebuild)\b|"
    r"^\W*(?:请|麻烦|帮(?:我们?|忙)?|把|将|你|给我|立刻|马上|现在)*(?:导入|入库|抓取|爬取|收录|上传|下载|删除|删掉|删了|"
    r"清空|移除|重建索引|重新索引|重跑|忘掉|忘记)",
    re.I,
)
"""An order that needs no object to be known as one: the address behind it is gone before it is read."""
_ASKING = re.compile(
    r"[?？]|吗|么(?:$|\W)|\b(?:is|are|may|can|could|should) (?:it|we|i|this|that|they|the)\b|是否|能否|可否", re.I
)
_PRIVATE = re.compile(
    r"#[\w\-一-鿿]+[^.?!]{0,60}(?:\b(?:say|said|write|wrote|post|posted|discuss\w*|talk\w*|yesterday|today|"
    r"last week|messages?|chat)\b|说|聊|讨论|发|写)|\b(?:what|who|did|does|tell|show|summari[sz]e|read|search|"
    r"list|quote)\b[^.?!]{0,50}(?:#[\w-]+|\b(?:channel|DMs?|direct messages?|private (?:chat|group|message)|inbox|"
    r"e-?mails?|slack history|conversation between)\b)|"
    r"\b(?:previous|last|other|another) (?:user|person|people|colleague|customer)s?\b[^.?!]{0,40}\b(?:ask\w*|"
    r"questions?|said|say|wrote|write|conversations?|messages?|chats?)\b|"
    r"(?:上一?个|前一?个|别的|其他|另一?个)(?:用户|人|同事|提问者)[^。？！]{0,10}(?:问|说|聊|发|写|对话|消息|记录)|"
    r"(?:总结|概括|概述|汇总|搜索|查看|读一?下)[^。？！]{0,12}(?:#[\w-]+|频道|群聊|群里|私聊|私信)|"
    r"(?:频道|群里?|私聊|私信|邮件|聊天记录|私有群)[^。？！]{0,20}(?:说|聊|讨论|发|写|内容|消息|记录)|(?:谁|昨天|"
    r"今天|上周)[^。？！]{0,20}(?:频道|群里|私聊|私信)",
    re.I,
)
_CHAT = re.compile(
    r"\b(?:weather|joke|poem|song|recipe|lunch|dinner|football|movie|stock price|horoscope|how are you|love you|"
    r"your name|are you (?:human|real|ok|alive)|feel|birthday|meaning of life|sing|translate (?:this|"
    r"the following)|write (?:me )?(?:a|an|some) (?:poem|story|song|essay|email|code|script|function))\b|"
    r"天气|笑话|讲个|段子|唱|吃什么|午饭|晚饭|吃饭|星座|心情|喜欢你|爱你|多大了|生日|放假|翻译一下|写(?:一?首|"
    r"一?篇|个)(?:诗|作文|小说|脚本|代码|邮件|歌)|足球|电影|股票|彩票|几点|星期几",
    re.I,
)


_DOMAIN = re.compile(
    r"\b(?:models?|weights?|training|open[- ]source|licen[sc]\w*|tokens?|API|GPUs?|LLMs?|AI|datasets?|vendors?)\b|"
    r"\barticles?\b|"
    r"模型|权重|开源|闭源|训练|许可|协议|数据|文章|算力|人工智能",
    re.I,
)


def asking(text: str) -> bool:
    """Whether a message has the form of a question, whatever it asks."""
    return bool(_ASKING.search(text)) or bool(re.search(r"呢\W*$", text))


def _removes_safeguards(text: str) -> bool:
    """`Remove the filters from X`: what is to be removed is a model's, not this bot's."""
    command, object_ = _COMMAND.search(text), GUARDRAILS.search(text)
    return bool(command and object_ and object_.start() < command.end())


def chatter(text: str, *, asks: bool) -> NoneReason | None:
    """Why a message is no question for this bot, or `None`. `asks`: a model and a question about it are there."""
    if _GREETING.match(text):
        return "thanks" if _THANKED.search(_GREETED.sub(" ", text)) else "greeting"
    if _HELP.match(text):
        return "help"
    if _COMMAND.search(text) and not _ASKING.search(text) and not (asks and _removes_safeguards(text)):
        return "order"
    if asks:
        return None
    if _SECRET.search(text) and _REVEAL.search(text):
        return "secret"
    if _PRIVATE.search(text):
        return "private"
    if _ORDER.search(text) and not _WONDERS.match(text):
        return "order"
    return "chat" if _CHAT.search(text) and not _DOMAIN.search(text) else None
