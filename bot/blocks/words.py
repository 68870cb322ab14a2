"""What the bot says around answers, in both languages."""

from __future__ import annotations

from bot.blocks.admin_words import ADMIN
from knowledge.records.base import Words

SAY: dict[str, Words] = ADMIN | {
    "which": Words(en="Which one do you mean?", zh="指的是哪一个？"),
    "step_facts": Words(en="Facts checked", zh="已核对事实"),
    "step_prose": Words(en="Writing the answer", zh="正在撰写回答"),
    "sources": Words(en="Show sources", zh="查看依据"),
    "share": Words(en="Share in channel", zh="分享到频道"),
    "check": Words(en="Check my use case", zh="核对我的用途"),
    "compare": Words(en="Compare", zh="比较"),
    "compare_title": Words(en="Compare models", zh="比较模型"),
    "compare_first": Words(en="Model", zh="模型"),
    "compare_second": Words(en="With", zh="与之比较"),
    "compare_third": Words(en="And with", zh="再与之比较"),
    "compare_which": Words(
        en="Which models? `/aperture compare A B C`, for example `/aperture compare Llama 3.1, Qwen2.5-72B`",
        zh="比较哪些模型？例如 `/aperture compare Llama 3.1, Qwen2.5-72B`",
    ),
    "need_one_model": Words(en="Several models have this name: be more exact", zh="这个名称对应多个模型，请写得更具体"),
    "up": Words(en="Helpful", zh="有帮助"),
    "down": Words(en="Not helpful", zh="没帮助"),
    "thanks": Words(en="Thank you, noted.", zh="谢谢，已记下。"),
    "gone": Words(
        en="The sources of this answer are no longer kept. Ask again.", zh="这条回答的依据已过保存期，请重新提问。"
    ),
    "no_sources": Words(en="This answer cites no source.", zh="这条回答没有引用依据。"),
    "shared_by": Words(en="Shared by <@{user}>", zh="由 <@{user}> 分享"),
    "fault": Words(
        en="Something went wrong on my side. Please try again; if it persists, give an admin this id: {id}",
        zh="我这边出错了，请再试一次；若仍不行，请把编号 {id} 告诉管理员。",
    ),
    "interrupted": Words(
        en="<@{user}> I was restarted before I could answer this: please ask again.",
        zh="<@{user}> 我在回答之前被重启，回答中断了：请再问一次。",
    ),
    "no_text": Words(en="There is no text in that message to ask about.", zh="这条消息里没有可以提问的文字。"),
    "file_alone": Words(
        en=(
            "I don't read a file by itself. To have me answer from it, an admin takes it in: “Add to knowledge” on "
            "that message (under ⋯ or ＋), or “Add a document” on my Home tab."
        ),
        zh=(
            "我不会自动读取单独发来的文件。想让我根据它回答，请管理员收入：在那条消息的 ⋯ 菜单（或 ＋）里选"
            "“Add to knowledge”，或在我的主页上点“添加文档”。"
        ),
    ),
    "not_admin": Words(
        en="Only an admin may do that. Workspace admins and the ids in APERTURE_ADMINS are admins.",
        zh="只有管理员可以执行此操作：工作区管理员，或 APERTURE_ADMINS 中列出的成员。",
    ),
    "busy": Words(
        en="An ingest is already running; try again when it is done.", zh="已有一次导入正在进行，请等它结束后再试。"
    ),
    "ingest_stopped": Words(
        en="The bot was stopped during this ingest. What was taken in until then is kept; run it again for the rest.",
        zh="导入过程中机器人被停止。此前导入的内容已保留，请再运行一次以完成其余部分。",
    ),
    "slow": Words(
        en="That is a lot of questions in a minute. Give me a moment and ask again.",
        zh="一分钟内的问题太多了，请稍等再问。",
    ),
    "slow_channel": Words(
        en="This channel asks more than I can post here in a minute. Give me a moment, or ask me directly.",
        zh="这个频道一分钟内的问题太多了，请稍等再问，或直接私信我。",
    ),
    "ingest_started": Words(en="Taking in {what} …", zh="正在导入 {what} …"),
    "ingest_progress": Words(
        en="Taking in documents: {done} of {total} — {name}", zh="正在导入文档：{done}/{total} — {name}"
    ),
    "ingest_done": Words(
        en="Done: {added} added, {changed} changed, {unchanged} unchanged, {removed} removed, {skipped} skipped, "
        "{failed} failed.",
        zh="完成：新增 {added}，更新 {changed}，未变 {unchanged}，移除 {removed}，跳过 {skipped}，失败 {failed}。",
    ),
    "ingest_usage": Words(
        en="Give a file, a folder or an address: `/aperture ingest PATH`",
        zh="请给出文件、文件夹或网址：`/aperture ingest PATH`",
    ),
    "help": Words(
        en=(
            "Ask me about AI models, here, in a DM or by `/aperture ask QUESTION`:\n"
            "• is it open? _Is Llama 3.1 open source?_\n"
            "• may we use it? _We're in Munich: may we ship Llama 4 Scout in our app?_\n"
            "• is it cheaper to self-host? _DeepSeek-V3, 5B tokens a month: API or own GPUs?_\n"
            "• which should we pick? _Data must stay in house, 2 × H100: which model?_\n"
            "`/model NAME` shows a model's card · `/aperture check` checks a use case · `/aperture compare A B` · "
            "`/aperture cost QUESTION` · `/aperture sources` · admins: `/aperture ingest PATH`"
        ),
        zh=(
            "可以在这里、私信里或用 `/aperture ask 问题` 问我 AI 模型的事：\n"
            "• 开源吗？ _Qwen2.5-72B 是开源的吗？_\n"
            "• 能这样用吗？ _我们月活 50 万，可以商用 Qwen2.5-72B 吗？_\n"
            "• 自建更便宜吗？ _DeepSeek-V3 一个月 50 亿 token，自建划算吗？_\n"
            "• 该选哪个？ _数据不能出公司，有两张 H100，选哪个模型？_\n"
            "`/model 名称` 查看模型卡片 · `/aperture check` 核对用途 · `/aperture compare A B` · "
            "`/aperture cost 问题` · `/aperture sources` · 管理员：`/aperture ingest 路径`"
        ),
    ),
    "which_model": Words(
        en="Which model? `/model NAME`, for example `/model deepseek-r1`", zh="哪个模型？例如 `/model deepseek-r1`"
    ),
    "several": Words(en="*{query}* fits several models. Which one?", zh="*{query}* 对应多个模型，选哪个？"),
    "unknown_model": Words(en="I hold no record of *{query}*.", zh="我没有 *{query}* 的记录。"),
    "near": Words(en="Nearest names:", zh="相近的名称："),
    "license": Words(en="License", zh="许可证"),
    "terms": Words(en="What the terms ask or forbid", zh="条款要求或禁止的"),
    "published": Words(en="What is published", zh="公开情况"),
    "sizes": Words(en="Sizes", zh="规格"),
    "released": Words(en="Released", zh="发布"),
    "by": Words(en="by {who}", zh="{who}"),
    "checked": Words(en="Facts checked {when}", zh="事实核对日期 {when}"),
    "reason_title": Words(en="What was wrong?", zh="哪里不好？"),
    "reason_label": Words(en="A sentence is enough", zh="一句话即可"),
    "submit": Words(en="Send", zh="提交"),
    "close": Words(en="Close", zh="关闭"),
    "check_title": Words(en="Check a use case", zh="核对用途"),
    "check_model": Words(en="Model", zh="模型"),
    "check_use": Words(en="What you do with it", zh="用来做什么"),
    "check_users": Words(en="Monthly active users now", zh="当前月活跃用户数"),
    "check_release": Words(en="Monthly active users when the model was released", zh="模型发布时的月活跃用户数"),
    "check_revenue": Words(en="Annual revenue (USD)", zh="年收入（美元）"),
    "check_territory": Words(en="Where the company sits", zh="公司所在地"),
    "check_button": Words(en="Check", zh="核对"),
    "need_model": Words(en="Name a model, for example Llama 3.1", zh="请填写模型名称，例如 Llama 3.1"),
    "need_use": Words(en="Choose at least one", zh="请至少选择一项"),
    "need_number": Words(en="A whole number, 0 or more", zh="请填写不小于 0 的整数"),
    "no_model_named": Words(en="I hold no record of this model", zh="我没有这个模型的记录"),
    "verdict": Words(en="Verdict", zh="结论"),
    "working": Words(en="Working …", zh="处理中……"),
}


def say(key: str, language: str, **values: object) -> str:
    """The sentence `key` in `language`, its places filled; values must be escaped already."""
    words = SAY[key]
    return (words.zh if language == "zh" else words.en).format(**values)


_VERDICTS: dict[str, Words] = {
    "open-source-open-data": Words(en="Open Source AI with Open Data", zh="开源 AI（数据开放）"),
    "open-source": Words(en="Open Source AI", zh="开源 AI"),
    "open-weights": Words(en="Open Weights AI", zh="开放权重"),
    "weights-available": Words(en="Weights Available AI", zh="权重可得、有限制"),
    "closed": Words(en="Closed", zh="闭源"),
    "allowed": Words(en="Allowed", zh="允许"),
    "allowed-with-conditions": Words(en="Allowed with conditions", zh="有条件地允许"),
    "needs-license": Words(en="Needs a license", zh="需要另行取得许可"),
    "not-allowed": Words(en="Not allowed", zh="不允许"),
    "api": Words(en="API", zh="用 API"),
    "self-host": Words(en="Self-host", zh="自建"),
    "depends": Words(en="Depends", zh="要看情况"),
    "unknown": Words(en="Unknown", zh="未知"),
}


def verdict_words(value: str, language: str) -> str:
    """A verdict's word."""
    words = _VERDICTS.get(value)
    return value if words is None else words.zh if language == "zh" else words.en
