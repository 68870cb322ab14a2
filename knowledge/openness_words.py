"""What openness verdicts say, in both languages."""

from __future__ import annotations

from knowledge.records.base import Words
from knowledge.records.verdicts import Rung

RUNG_NAMES: dict[Rung, Words] = {
    "open-source-open-data": Words(en="Open Source AI with Open Data", zh="开源 AI（含开放数据）"),
    "open-source": Words(en="Open Source AI", zh="开源 AI"),
    "open-weights": Words(en="Open Weights AI", zh="开放权重 AI"),
    "weights-available": Words(en="Weights Available AI", zh="权重可得 AI（许可证有限制）"),
    "closed": Words(en="Closed", zh="闭源"),
    "unknown": Words(en="Unknown", zh="未知"),
}

COMPONENT_NAMES: dict[str, Words] = {
    "weights": Words(en="model weights", zh="模型权重"),
    "inference_code": Words(en="deployment (inference) code", zh="部署（推理）代码"),
    "training_code": Words(en="training code", zh="训练代码"),
    "training_data": Words(en="training data", zh="训练数据"),
    "data_description": Words(en="description of the training data", zh="训练数据说明"),
    "paper": Words(en="research paper", zh="论文"),
    "model_card": Words(en="model card", zh="模型卡"),
    "eval": Words(en="evaluation results", zh="评测结果"),
    "architecture": Words(en="model architecture", zh="模型结构"),
    "data_preprocessing_code": Words(en="data preprocessing code", zh="数据预处理代码"),
    "evaluation_code": Words(en="evaluation code", zh="评测代码"),
    "supporting_tools": Words(en="supporting libraries and tools", zh="配套库与工具"),
    "intermediate_weights": Words(en="intermediate checkpoints", zh="中间检查点"),
    "evaluation_data": Words(en="evaluation data", zh="评测数据"),
    "model_metadata": Words(en="model metadata", zh="模型元数据"),
    "sample_outputs": Words(en="sample outputs", zh="输出样例"),
    "data_card": Words(en="data card", zh="数据卡"),
    "technical_report": Words(en="technical report", zh="技术报告"),
    "license": Words(en="license", zh="许可证"),
}

VALUE_NAMES: dict[str, Words] = {
    "yes": Words(en="published", zh="已公开"),
    "partial": Words(en="partly published", zh="部分公开"),
    "no": Words(en="not published", zh="未公开"),
    "unknown": Words(en="unknown", zh="未知"),
}

SAID: dict[str, Words] = VALUE_NAMES | {
    "open": Words(en="open", zh="开放"),
    "closed": Words(en="not open", zh="不开放"),
    "none": Words(en="none", zh="无"),
}
"""Values in other sources' words too."""

OPEN_WASHING = Words(
    en="“Open-washing” (假装开源) means calling a model open source although the word's conditions are not met. "
    "It is mostly one of two things. Weights Available: the weights can be downloaded, but the license restricts "
    "who may use them, for what, where, or how large they may be. Open Weights: the license of the weights is a "
    "genuine open-source one, but training code or data are missing, so nobody can study or rebuild the model. "
    "Open Source AI needs weights, deployment code, training code and full information about the data, all under "
    "open terms. Only weights behind an API is closed.",
    zh="“假装开源”（open-washing）指把一个模型叫作开源，却不满足开源的条件。多半是两种情况：一是“权重可得”"
    "（Weights Available），权重能下载，但许可证限制谁能用、用来做什么、在哪里用、规模多大；二是“开放权重”"
    "（Open Weights），权重的许可证确实是开源许可证，但缺少训练代码或训练数据，别人无法研究或重建。"
    "真正的开源 AI 要求权重、部署代码、训练代码和完整的数据信息都以开放条款公开。只有 API、没有权重的是闭源。",
)
"""For whoever asks what pretend-open means."""


def closed(name: str) -> Words:
    """No weights to be had."""
    return Words(
        en=f"{name} is closed: its weights are not published; an API or an app is the most one gets.",
        zh=f"{name} 是闭源的：没有公开权重，最多只能通过 API 或应用使用。",
    )


def restricted(name: str, license_name: str) -> Words:
    """Weights under terms that are not open source."""
    return Words(
        en=f"The weights of {name} can be downloaded, but their license ({license_name}) restricts use and is not an "
        f"open-source license. That makes it Weights Available, not open source.",
        zh=f"{name} 的权重可以下载，但其许可证（{license_name}）对使用有限制，不是开源许可证，"
        f"所以属于“权重可得”，不是开源。",
    )


def open_weights(name: str, license_name: str, lacking: list[Words]) -> Words:
    """Open licence, no training code or no data."""
    en, zh = " and ".join(w.en for w in lacking), "、".join(w.zh for w in lacking)
    return Words(
        en=f"The weights of {name} are under an open-source license ({license_name}) and can be deployed with open "
        f"code, but not everything is there: {en}. That makes it Open Weights, not Open Source AI.",
        zh=f"{name} 的权重采用开源许可证 {license_name}，也有开放的部署代码，但并不完整：{zh}。"
        f"所以属于“开放权重”，还不是开源 AI。",
    )


def open_source(name: str, license_name: str, *, open_data: bool) -> Words:
    """Everything passes."""
    data = (
        Words(en="the training data", zh="训练数据")
        if open_data
        else Words(en="full information about the training data", zh="完整的训练数据信息")
    )
    return Words(
        en=f"{name} publishes weights under {license_name}, deployment code, training code and {data.en}: "
        f"{RUNG_NAMES['open-source-open-data' if open_data else 'open-source'].en}.",
        zh=f"{name} 以 {license_name} 公开了权重，并公开了部署代码、训练代码和{data.zh}，"
        f"属于{RUNG_NAMES['open-source-open-data' if open_data else 'open-source'].zh}。",
    )


def undescribed(name: str, lacking: Words) -> Words:
    """A fact is missing without which there is no rung."""
    return Words(
        en=f"Whether {name} is open cannot be told: no reliable source was found for this: {lacking.en}.",
        zh=f"无法判断 {name} 是否开放：以下信息没有可靠来源：{lacking.zh}。",
    )


def cell(component: str, value: str) -> Words:
    """`training data: not published`."""
    name, state = COMPONENT_NAMES[component], VALUE_NAMES[value]
    return Words(en=f"{name.en}: {state.en}", zh=f"{name.zh}：{state.zh}")


def disagreement(component: str, value: str, source: str, says: str) -> Words:
    """Another source says otherwise about a cell; both in words, as their own ones (`yes`, `closed`) tell little."""
    name = COMPONENT_NAMES.get(component, Words(en=component, zh=component))
    ours, theirs = (SAID.get(one, Words(en=one, zh=one)) for one in (value, says))
    return Words(
        en=f"Sources differ on the {name.en}: “{ours.en}” by our record, “{theirs.en}” by {source}.",
        zh=f"各方对{name.zh}的说法不一：本库记录为“{ours.zh}”，{source} 记为“{theirs.zh}”。",
    )


def from_base(base: str, license_name: str) -> Words:
    """The base model's terms reach further than the derived model's own licence."""
    return Words(
        en=f"It was made from {base}, which is under {license_name}; those terms probably stay in force, and on that "
        f"reading it is Weights Available.",
        zh=f"它基于 {base}，后者适用 {license_name}；这些条款很可能继续有效，按这种理解它属于“权重可得”。",
    )


def unsourced(component: str) -> Words:
    """The deciding cell has no source."""
    name = COMPONENT_NAMES[component]
    return Words(
        en=f"No source was found for the deciding fact ({name.en}); treat it as provisional.",
        zh=f"起决定作用的信息（{name.zh}）没有找到来源，请视为暂定。",
    )


def unread(license_name: str) -> Words:
    """The terms are known by name only."""
    return Words(
        en=f"The text of {license_name} is not held here: the rung goes by its name and by what is said of it.",
        zh=f"本库没有 {license_name} 的文本：等级依据其名称和他处的说法。",
    )


NO_WEIGHTS_FOUND = Words(
    en="That no weights exist rests on none having been found, not on a statement by the developer.",
    zh="“没有公开权重”的依据是没有找到，而不是开发者的说明。",
)


def readme_claims(license_id: str) -> Words:
    """The README names other terms than the licence."""
    return Words(
        en=f"The README or model card claims {license_id}; the license of the weights is what counts.",
        zh=f"README 或模型卡自称 {license_id}；以权重的许可证为准。",
    )


def terms_history(license_name: str, since: str, until: str | None) -> Words:
    """Earlier copies came under other terms."""
    end_en, end_zh = (f" until {until}", f"，至 {until}") if until else ("", "")
    return Words(
        en=f"Under {license_name} from {since}{end_en}: the copy you hold may carry those terms.",
        zh=f"自 {since} 起适用 {license_name}{end_zh}：手上的副本可能仍是这些条款。",
    )


PROVISIONAL = Words(
    en="Read from its hub card just now and checked by nobody: a tag is not a license text.",
    zh="刚从模型托管页读取，未经核对：标签不等于许可证文本。",
)
