"""The fixed words of an answer, in both languages."""

from __future__ import annotations

from collections.abc import Mapping

from knowledge.records.base import Language, Words

RUNG: Mapping[str, Words] = {
    "open-source-open-data": Words(
        en="Open Source AI with Open Data", zh="Open Source AI with Open Data（开源且数据开放）"
    ),
    "open-source": Words(en="Open Source AI", zh="Open Source AI（开源）"),
    "open-weights": Words(en="Open Weights AI", zh="Open Weights AI（开放权重）"),
    "weights-available": Words(en="Weights Available AI", zh="Weights Available AI（权重可得、有限制）"),
    "closed": Words(en="Closed", zh="闭源（Closed）"),
    "unknown": Words(en="Unknown", zh="未知"),
}
RUNG_MEANS: Mapping[str, Words] = {
    "open-source-open-data": Words(
        en="weights, code and the full training data are all under open licences",
        zh="权重、代码和全部训练数据都以开放许可发布",
    ),
    "open-source": Words(
        en="weights and code are under open licences, and the data is open or fully described",
        zh="权重和代码以开放许可发布，数据开放或有完整说明",
    ),
    "open-weights": Words(
        en="the weights are under an Open Source licence, but the training code or data is not published",
        zh="权重采用开源许可，但训练代码或数据没有公开",
    ),
    "weights-available": Words(
        en="the weights can be downloaded, but their licence restricts who may use them or for what",
        zh="权重可以下载，但许可证限制了谁能用、怎么用",
    ),
    "closed": Words(
        en="no weights are published; there is an API or an app at most", zh="没有公开权重，最多只有 API 或应用"
    ),
    "unknown": Words(en="facts are missing", zh="缺少事实"),
}
PERMISSION: Mapping[str, Words] = {
    "allowed": Words(en="Allowed", zh="可以"),
    "allowed-with-conditions": Words(en="Allowed, with conditions", zh="可以，但有条件"),
    "needs-license": Words(en="Needs a separate licence", zh="需要另外取得授权"),
    "not-allowed": Words(en="Not allowed", zh="不可以"),
    "unknown": Words(en="I can't tell", zh="无法判断"),
}
COST: Mapping[str, Words] = {
    "api": Words(en="The API is cheaper", zh="用 API 更便宜"),
    "self-host": Words(en="Self-hosting is cheaper", zh="自建更便宜"),
    "depends": Words(en="It depends", zh="要看情况"),
}
OSAID: Mapping[str, Words] = {
    "met": Words(en="met", zh="符合"),
    "not-met": Words(en="not met", zh="不符合"),
    "cannot-tell": Words(en="cannot tell", zh="无法判断"),
}
REQUIREMENT: Mapping[str, Words] = {
    "data-information": Words(en="data information", zh="数据信息"),
    "code": Words(en="code", zh="代码"),
    "parameters": Words(en="parameters", zh="参数"),
}
COMPONENT: Mapping[str, Words] = {
    "weights": Words(en="weights", zh="权重"),
    "inference_code": Words(en="inference code", zh="推理代码"),
    "training_code": Words(en="training code", zh="训练代码"),
    "training_data": Words(en="training data", zh="训练数据"),
    "data_description": Words(en="data description", zh="数据说明"),
    "paper": Words(en="paper", zh="论文"),
    "model_card": Words(en="model card", zh="模型卡"),
    "eval": Words(en="evaluation", zh="评测"),
    "license": Words(en="licence", zh="许可证"),
}
PRESENCE: Mapping[str, Words] = {
    "yes": Words(en="yes", zh="有"),
    "partial": Words(en="partly", zh="部分"),
    "no": Words(en="no", zh="无"),
    "unknown": Words(en="unknown", zh="未知"),
}
MOF: Mapping[str, Words] = {
    "I": Words(en="class I", zh="I 级"),
    "II": Words(en="class II", zh="II 级"),
    "III": Words(en="class III", zh="III 级"),
    "none": Words(en="none", zh="不入级"),
    "unknown": Words(en="unknown", zh="未知"),
}
NOT_LEGAL_ADVICE = Words(
    en="_Reading of the licence text, not legal advice._", zh="_以上是对许可证文本的解读，不构成法律意见。_"
)
CONDITIONS = Words(en="What you have to do:", zh="需要做的事：")
TERMS: Mapping[str, Words] = {
    "grant": Words(en="It allows:", zh="它允许："),
    "duty": Words(en="It asks, each where it applies:", zh="它要求（各在适用时）："),
    "needs-license": Words(en="It takes another license:", zh="以下情况须另外取得授权："),
    "forbid": Words(en="It forbids:", zh="它禁止："),
}
ASKED_BY = Words(en="What {name} asks, for one:", zh="以 {name} 为例，需要做的事：")
LISTED = Words(
    en="The catalog holds {count} models of this kind, by their records, newest first:",
    zh="按记录，目录中有 {count} 个这样的模型（新的在前）：",
)
NONE_LISTED = Words(en="The catalog holds no model of this kind.", zh="目录中没有这样的模型。")
MORE_RULES = Words(en="… and {count} more rules of this kind", zh="……另有 {count} 条同类规定")
EVIDENCE = Words(en="Evidence", zh="依据")
TO_BE_SURE = Words(en="To be sure I need:", zh="还需要知道：")
NOTE = Words(en="Note", zh="注意")
TEAM = Words(en="Your team's policy", zh="团队政策")
HELD_WITH = Words(en="{asked} is held in the record of {name}.", zh="{asked} 记录在 {name} 名下。")
FACTS_ONLY = Words(
    en="(The text is not on this machine: stated from recorded facts and clause numbers, without a quote.)",
    zh="（本机没有该许可证原文：以下依据已核对的事实与条款号，不附引文。）",
)
CHECKED = Words(en="checked", zh="核对于")
NOTHING_FOUND = Words(
    en=(
        "I don't know: nothing in what I hold answers this. What would help: a document that covers it (an admin "
        "can add one), or a question about a named model's openness, licence or cost."
    ),
    zh=(
        "我不知道：现有资料里没有能回答这个问题的内容。可以请管理员加入相关文档，"
        "或者直接问某个模型的开放程度、许可或成本。"
    ),
)
API_DATA = Words(
    en=(
        "I don't know: what becomes of data sent to a service is a matter of the provider's terms and of data "
        "protection, not of the model's licence, and I hold neither. What is missing: the provider's terms of service "
        "and its data processing agreement (an admin can add them); ask your data protection officer as well."
    ),
    zh=(
        "我不知道：发送给服务的数据如何处理，取决于服务商的条款和数据保护规定，而不是模型的许可证，这些资料目前没有收录。"
        "还缺：服务商的服务条款和数据处理协议（可以请管理员加入）；也请询问你们的数据保护负责人。"
    ),
)
FOUND_IN = Words(en="From what I hold:", zh="根据现有资料：")
NEAREST = Words(
    en="I'm not sure that this answers it. The nearest I hold:", zh="不确定下面是否回答了这个问题，手头最接近的资料是："
)
CHINESE_SOURCE = Words(en="The source is in Chinese; quoted as it stands:", zh="")
ENGLISH_SOURCE = Words(en="", zh="原文为英文，照录如下：")
LOOK_AT = Words(en="The nearest documents, worth a look: {titles}.", zh="可以看看最接近的文档：{titles}。")
SAYS = Words(en="says", zh="写道")
NO_SUCH_MODEL = Words(
    en="I hold no record of *{name}*, so I give no verdict on it.",
    zh="我没有 *{name}* 的记录，因此不下结论。",
)
NOT_HELD_FOUND = Words(
    en="I hold no record of *{name}*, so this is no verdict of mine but what the documents say of it:",
    zh="我没有 *{name}* 的记录，以下不是结论，而是资料中的原话：",
)
NOT_HELD_NEAREST = Words(
    en=(
        "I hold no record of *{name}*, so I give no verdict on it, and I'm not sure that this answers it. The nearest "
        "I hold:"
    ),
    zh="我没有 *{name}* 的记录，因此不下结论，也不确定下面是否回答了这个问题，手头最接近的资料是：",
)
MAYBE = Words(en="Did you mean: {names}?", zh="你是不是想问：{names}？")
WHICH_MODEL = Words(en="Which model (and size or version) do you mean?", zh="你问的是哪个模型（以及尺寸或版本）？")
FAMILY = Words(
    en="“{name}” names {count} models in the catalog, and they differ:",
    zh="“{name}”在目录里对应 {count} 个模型，情况不一样：",
)
FAMILIES = Words(
    en="{name} are {count} models in the catalog, and they differ:",
    zh="{name}在目录里共对应 {count} 个模型，情况不一样：",
)
FAMILIES_SAME = Words(
    en="{name} are {count} models in the catalog; all are the same here:",
    zh="{name}在目录里共对应 {count} 个模型，结论一致：",
)
"""Where several names were asked about."""
SAME_FOR = Words(en="The same holds for {names}.", zh="{names} 同样如此。")
FAMILY_COSTS = Words(
    en="“{name}” names {count} models in the catalog; each has its own bill:",
    zh="“{name}”在目录里对应 {count} 个模型，账单各不相同：",
)
FAMILY_SAME = Words(
    en="“{name}” names {count} models in the catalog; all are the same here:",
    zh="“{name}”在目录里对应 {count} 个模型，结论一致：",
)
NONE: Mapping[str, Words] = {
    "empty": Words(
        en="I can't read a question in that. Ask me, for example: “Is Llama 3.1 open source?”",
        zh="没有看到问题。可以这样问：“Qwen2.5-72B 可以商用吗？”",
    ),
    "greeting": Words(
        en= (
            "Hello! Ask me whether a model is open, whether you may use it, whether self-hosting is cheaper, or "
            "which to pick."
        ),
        zh="你好！可以问我：某个模型是否开源、能不能这样用、自建是否更便宜、该选哪个。",
    ),
    "thanks": Words(en="You're welcome.", zh="不客气。"),
    "help": Words(
        en= (
            "I answer four kinds of question about AI models, with evidence: is it open, may we use it for this, "
            "is self-hosting cheaper, which should we pick. For example: “Is Gemma 3 open source?”, “Kimi K2 in a "
            "product with 50M MAU?”, “DeepSeek-V3, 5B tokens a month: API or own GPUs?”"
        ),
        zh= (
            "我回答四类关于 AI 模型的问题，并给出证据：是否开源、能不能这样用、自建是否更划算、该选哪个。"
            "例如：“Gemma 3 开源吗？”“Kimi K2 用在月活五千万的产品里行吗？”“DeepSeek-V3 每月 50 亿 token，"
            "自建还是 API？”"
        ),
    ),
    "order": Words(
        en= (
            "I don't act on orders in a question: nothing was changed. An admin adds documents with “Add to knowledge” "
            "on a message (under ⋯ or ＋; its files too), with “Add a document” on my Home tab or with "
            "`/aperture ingest PATH`; on Home they are also renewed and removed."
        ),
        zh= (
            "我不会按提问里的指令去操作：什么都没有改动。管理员可以这样添加文档：在消息的 ⋯ 菜单（或 ＋）里选"
            "“Add to knowledge”（消息里的文件也会收入），在我的主页上点“添加文档”，"
            "或用 `/aperture ingest 路径`；更新和移除也在主页上。"
        ),
    ),
    "secret": Words(
        en="I don't share how I am set up. Ask me about a model's openness, licence or cost.",
        zh="我不透露自身的设置。可以问我某个模型的开放程度、许可或成本。",
    ),
    "private": Words(
        en= (
            "I don't read or repeat what people write in other channels or messages. Ask me about a model's "
            "openness, licence or cost."
        ),
        zh="我不读取也不转述其他频道或私信里的内容。可以问我某个模型的开放程度、许可或成本。",
    ),
    "chat": Words(
        en= (
            "That is outside what I know. I answer questions about AI models: open or not, allowed or not, "
            "cheaper or not, which to pick."
        ),
        zh="这超出了我的范围。我只回答关于 AI 模型的问题：开不开源、能不能用、划不划算、选哪个。",
    ),
    "foreign": Words(
        en="I read and answer English and Chinese. Please ask in one of the two.（我只懂中文和英文。）",
        zh="我只懂中文和英文，请用其中一种提问。(I read English and Chinese.)",
    ),
}  # fmt: skip
BROKEN = Words(
    en=(
        "Something went wrong while I was working on this. It was logged as {id}; please try again, or give an "
        "admin that id."
    ),
    zh="处理这个问题时出了错，日志编号 {id}。请重试，或把编号告诉管理员。",
)
TRUNCATED = Words(
    en="I read only the first {count} characters of your message.", zh="你的消息太长，我只读了前 {count} 个字符。"
)


def labeled(label: str, text: str, language: Language) -> str:
    """`text` behind its label, with the language's own colon."""
    return f"{label}{'：' if language == 'zh' else ': '}{text}"
