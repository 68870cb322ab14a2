"""What the words mean, in our own words: open source AI, open weights, pretend-open, OSAID, MOF."""

from __future__ import annotations

import re

from knowledge.records.base import Language, Words

_TERMS: tuple[tuple[str, Words], ...] = (
    (
        r"假装开源|伪开源|假开源|开源(?:漂绿|洗白)|\bopen[- ]?wash\w*|\bpretend(?:ed|ing|s)?[- ](?:to be )?open\w*|"
        r"\bfake(?:d)? open",
        Words(
            en= (
                "*Open-washing* (假装开源, “pretend-open”): calling a model open source when only its parameters "
                "can be had. The code and data needed to study and remake it stay closed, or the licence "
                "restricts who may use it. On the ladder agreed by the G7 and the OSI in May 2026 this is mostly "
                "*Open Weights AI* (weights under an Open Source licence, no training code or data) or *Weights "
                "Available AI* (weights under a licence with restrictions)."
            ),
            zh= (
                "*假装开源*（open-washing）：只放出模型参数，却自称“开源”。"
                "研究和复现所需的训练代码、训练数据没有公开，或者许可证限制了谁能用、怎么用。按 G7 与 OSI 2026 年 "
                "5 月商定的阶梯，它多半属于 *Open Weights AI*（权重是开源许可，但没有训练代码或数据）或 *Weights "
                "Available AI*（权重可得，但许可证带限制）。"
            ),
        ),
    ),
    (
        r"(?:\bopen[- ]weights?\b.{0,40}\bopen[- ]source\b|\bopen[- ]source\b.{0,40}\bopen[- ]weights?\b|"
        r"开放权重.{0,20}开源|开源.{0,20}开放权重)",
        Words(
            en= (
                "*Open weights* means that the trained parameters and the code to run them are under an Open "
                "Source licence; the training code or data is not there, so the model can be used and fine-tuned "
                "but not studied or remade from scratch. *Open Source AI* also gives the training code, and the "
                "data or full information about it. *Weights available* is less than both: the weights can be "
                "had, under a licence with restrictions."
            ),
            zh= (
                "*开放权重*（open weights）：训练好的参数和推理代码采用开源许可，但没有训练代码或训练数据，"
                "可以使用和微调，却无法研究或从头复现。*开源*（Open Source AI）还要公开训练代码，"
                "以及训练数据或完整的数据说明。*权重可得*（weights available）又低一级：能拿到权重，"
                "但许可证带限制。"
            ),
        ),
    ),
    (
        r"\bOSAID\b|\bopen source AI definition\b|开源\s?(?:AI|人工智能)\s?(?:的)?定义",
        Words(
            en= (
                "*OSAID 1.0* is the Open Source Initiative's Open Source AI Definition (October 2024). It asks "
                "for three things under open terms: the parameters, the complete code used to train and run the "
                "system, and data information detailed enough for a skilled person to build a substantially "
                "equivalent system. The data itself need not be published where it cannot lawfully be shared."
            ),
            zh= (
                "*OSAID 1.0* 是开放源代码促进会（OSI）2024 年 10 月发布的开源 AI 定义。"
                "它要求三样东西以开放条款提供：模型参数、训练和运行所用的完整代码，以及足够详细的数据信息，"
                "使熟练的人能做出大体等价的系统；依法不能共享的数据本身可以不公开。"
            ),
        ),
    ),
    (
        r"\bMOF\b|\bmodel openness framework\b|模型开放(?:性)?框架",
        Words(
            en= (
                "The *Model Openness Framework* (MOF) rates a release over 17 components: class III (open model: "
                "weights, architecture and documentation), class II (open tooling: code for training, evaluation "
                "and inference as well) and class I (open science: the data and intermediate artefacts too)."
            ),
            zh= (
                "*模型开放框架*（MOF）按 17 个组件给发布物评级：III 级（开放模型：权重、架构与文档）、II "
                "级（开放工具：再加训练、评测和推理代码）、I 级（开放科学：再加数据与中间产物）。"
            ),
        ),
    ),
    (
        r"\bweights[- ]available\b|权重可得",
        Words(
            en= (
                "*Weights Available AI*: the weights can be downloaded, but under a licence with restrictions "
                "(number of users, field, territory, non-commercial and so on), so it is no Open Source licence. "
                "Llama, Gemma and Hunyuan are examples."
            ),
            zh= (
                "*Weights Available AI*（权重可得）：权重可以下载，"
                "但许可证带有限制（用户数、领域、地域、非商用等），因此不是开源许可。"
                "Llama、Gemma、混元都属于这一类。"
            ),
        ),
    ),
    (
        r"\bopen[- ]weights?\b|开放权重|开源权重",
        Words(
            en= (
                "*Open Weights AI*: the weights and the code to run them are under an Open Source licence (such "
                "as Apache-2.0 or MIT), while the training code or the training data is not published."
            ),
            zh= (
                "*Open Weights AI*（开放权重）：权重和部署代码采用开源许可（如 Apache-2.0、MIT），"
                "但训练代码或训练数据没有公开。"
            ),
        ),
    ),
    (
        r"\bclosed(?:[- ]source)?\b|\bproprietary\b|闭源",
        Words(
            en= (
                "*Closed*: no weights are published; there is an API or an app at most, under the vendor's terms "
                "of service. GPT-4o and Claude are examples."
            ),
            zh=(
                "*闭源*：不公开权重，最多通过 API 或应用提供，受服务条款约束。例如 GPT-4o、Cl"
                "aude。"
            ),
        ),
    ),
    (
        r"\bopen[- ]source(?: AI| models?)?\b|开源",
        Words(
            en= (
                "*Open Source AI*: weights, the code to run and to train, and the training data or full "
                "information about it, all under open licences, so that anyone may use, study, change and share "
                "the system. Software open source needs only the code; a model also needs its parameters and data."
            ),
            zh= (
                "*开源 AI*（Open Source AI）：权重、部署与训练代码，以及训练数据或完整的数据说明，"
                "都以开放许可提供，任何人都可以使用、研究、修改和分享。软件开源只需源代码；模型还需要参数和数据。"
            ),
        ),
    ),
    (
        r"\bcopyleft\b|著佐权|传染性",
        Words(
            en=(
                "*Copyleft*: whoever hands on the work, or what was made from it, must do so under the same license "
                "and give the source. The GPL and, for network services too, the AGPL ask for it; MIT and Apache-2.0 "
                "do not."
            ),
            zh=(
                "*Copyleft*（著佐权，俗称“传染性”）：转发作品或其衍生品时，须沿用同一许可证并提供源代码。"
                "GPL 如此要求，AGPL 连网络服务也算在内；MIT、Apache-2.0 没有这一要求。"
            ),
        ),
    ),
    (
        r"\b(?:Open)?RAIL\b",
        Words(
            en=(
                "*RAIL* (Responsible AI License): use, changes and redistribution are allowed, but an attachment bans "
                "fields of use, and the ban must be passed on to users. So it is no open-source license; models under "
                "it are Weights Available AI. *OpenRAIL-M* is the form for models that allows commercial use."
            ),
            zh=(
                "*RAIL*（负责任 AI 许可证）：允许使用、修改和再分发，但附件禁止若干用途，并要求把禁令写给你的用户。"
                "因此它不是开源许可证，采用它的模型属于 Weights Available AI（权重可得）。"
                "*OpenRAIL-M* 是用于模型、允许商用的版本。"
            ),
        ),
    ),
    (
        r"\bpermissive\b|宽松(?:型)?(?:许可|协议)",
        Words(
            en=(
                "*Permissive license*: use, changes and redistribution are free, commercially too; only notices must "
                "be kept. MIT, BSD and Apache-2.0 are examples, the last with a patent grant."
            ),
            zh=(
                "*宽松许可证*：可自由使用、修改和再分发，包括商用，只须保留声明。例如 MIT、BSD、Ap"
                "ache-2.0（后者另含专利许可）。"
            ),
        ),
    ),
    (
        r"\bacceptable use (?:policy|policies)\b|\bAUP\b|可接受使用政策|使用政策",
        Words(
            en=(
                "*Acceptable use policy*: a list of uses that the license bans by naming another document. It is part "
                "of the terms, often changes without the license changing, and usually must be passed on to users."
            ),
            zh=(
                "*可接受使用政策*（AUP）：许可证援引的另一份文件，列出禁止的用途。它是条款的一部分，常单"
                "独更新，通常还须约束你的用户。"
            ),
        ),
    ),
    (
        r"\bMAU\b|\bmonthly active users?\b|月活(?:跃用户)?",
        Words(
            en=(
                "*Monthly active users* (MAU): people who used a product or service at least once in a month. Several "
                "licenses change their terms from a number on; some count the product, some the whole group, some a "
                "single month before the release."
            ),
            zh=(
                "*月活跃用户*（MAU）：一个月内至少使用过一次产品或服务的人数。有的许可证超过某个数就换条"
                "款；有的按产品计，有的按整个集团计，有的只看发布前的那个月。"
            ),
        ),
    ),
    (
        r"\bbreak-?even\b|盈亏平衡|平衡点",
        Words(
            en=(
                "*Break-even*: the volume from which self-hosting costs no more than the API. As replicas come one by "
                "one, own cost is a staircase, and the point lies higher than one division of bill by price says; "
                "sometimes there is none."
            ),
            zh=(
                "*平衡点*（break-even）：从这一用量起，自建不比 API 贵。副本只能一台一台加，"
                "自建成本是阶梯，所以平衡点比“账单除以单价”得出的高；有时根本不存在。"
            ),
        ),
    ),
    (
        r"\bdistill?(?:ation|ing|ed)?\b|蒸馏",
        Words(
            en=(
                "*Distillation*: training a model on another one's outputs. Whether that is allowed stands in the "
                "terms of the model that is learnt from: some ban it, some only for competing models, some ask for a "
                "name or a notice."
            ),
            zh=(
                "*蒸馏*：用一个模型的输出训练另一个模型。是否允许要看被学习的模型的条款：有的禁止，有的只禁"
                "止训练竞争模型，有的要求命名或声明。"
            ),
        ),
    ),
)  # fmt: skip
_ASKS = re.compile(
    r"\bwhat(?:['’]s| is| are| does| do)\b|\bdefin\w+|\bmean(?:s|ing)?\b|\bexplain\b|\bdifference\b|什么叫|啥叫|"
    r"是什么|是啥|什么是|啥是|什么意思|啥意思|定义|解释|区别|差别|差在|含义|怎么理解|介绍",
    re.I,
)
_LONG = 48


def definition(text: str, language: Language) -> str | None:
    """Our own explanation when the question asks what one of the field's words means."""
    if (
        not _ASKS.search(text)
        or len(text) > _LONG * (1 if language == "zh" else 2)
        or re.search(r"文章|作者|那篇|嘉宾|\barticle\b|\bauthor\b|\bpanel", text, re.I)
    ):
        return None
    return next((term.in_(language) for pattern, term in _TERMS if re.search(pattern, text, re.I)), None)
