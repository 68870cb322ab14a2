"""What the asker does with a model, and what they say they do not."""

from __future__ import annotations

import pytest

from bot.answering.question.activities import activities, derivative_name, training_target


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("for commercial use", {"commercial": True}),
        ("能不能商用", {"commercial": True}),
        ("Not commercial, sorry. Just a paper.", {"commercial": False, "research": True}),
        ("不是商用，只做研究", {"commercial": False, "research": True}),
        ("只在公司内部用", {"internal": True}),
        ("as a paid API", {"commercial": True, "hosting": True}),
        ("we self-host it", {"self_host": True}),
        ("train on its outputs", {"output_training": True}),
        ("拿它的输出训练别的模型", {"output_training": True}),
        ("fine-tune it and upload the weights to Hugging Face", {"fine_tune": True, "redistribution": True}),
        ("二次微调后闭源商用", {"commercial": True, "fine_tune": True, "redistribution": False}),
        ("with the guardrails removed", {"removes_guardrails": True}),
        ("Is it open?", {}),
        ("发布前一个月", {}),
    ],
)
def test_reads_what_is_done(text: str, expected: dict[str, bool]) -> None:
    """Only what was said; a negation reaches its own clause."""
    assert activities(text) == expected


def test_names_a_derivative() -> None:
    """Quoted or not, in both languages."""
    assert derivative_name("微调后发布为 “XiaoMing-9B” 可以吗") == "XiaoMing-9B"
    assert derivative_name('release it under the name "FalconTalk-8B"') == "FalconTalk-8B"
    assert derivative_name("we name nothing") is None


def test_tells_what_outputs_train() -> None:
    """A language model, another kind, or a competitor."""
    assert training_target("train an image model (not an LLM) on outputs") == "other-ai"
    assert training_target("输出训练别家大模型") == "llm"
    assert training_target("outputs to train a competing model") == "competing"


@pytest.mark.parametrize(
    "text",
    [
        "We run a model API business on it",
        "we are an inference provider",
        "We resell model access",
        "we let third parties access the model",
        "our business is selling tokens of it",
        "我们卖 token",
        "是一家推理服务提供商",
        "客户通过我们的接口调用该模型",
        "对外出租模型接口",
    ],
)
def test_letting_others_use_a_model_is_hosting(text: str) -> None:
    """However the business is called: licences count its revenue."""
    assert activities(text).get("hosting") is True


@pytest.mark.parametrize(
    "text",
    ["we do not run any model API business", "我们不做模型 API 业务", "we run inference on our GPUs", "我们用它的 API"],
)
def test_using_a_model_is_not_hosting_it(text: str) -> None:
    """Nor is what somebody says they do not do."""
    assert activities(text).get("hosting") is None


@pytest.mark.parametrize(
    ("fact", "text"),
    [
        ("output_training", "train our own LLM on chats with GPT-5"),
        ("output_training", "用 GPT-5 标注数据再训自己的大模型"),
        ("output_training", "用 GPT-5 造数据训自己的模型"),
        ("output_training", "Use GPT-5 to write training examples for our own LLM"),
        ("output_training", "用 GPT-4o 写的语料喂我们自己的大模型"),
        ("output_training", "SFT our own model on a pile of GPT-4o transcripts"),
        ("output_training", "use GPT-4o as a judge/reward to RL our own LLM"),
        ("output_training", "can Gemini 2.5 Pro label data for our own LLM"),
        ("output_training", "Gemini 2.5 Pro 打标签训我们的大模型"),
        ("output_training", "bootstrapping our LLM's instruction set with Gemini 2.5 Pro"),
        ("output_training", "Llama 2 as teacher model for our Mistral-based student"),
        ("output_training", "Llama 2 造数据给自己的模型学"),
        ("output_training", "knowledge transfer from Llama 2 70B to our own 3B"),
        ("output_training", "让 Llama 2 70B 当老师教我们自己的 3B"),
        ("output_training", "Hunyuan-A13B pseudo-labels for our BERT"),
        ("output_training", "FLUX.1 dev 出的图训 LoRA"),
        ("output_training", "clone GPT-4o's behaviour into our own open model"),
        ("removes_guardrails", "把 Llama 3.3 的拒答训掉，让它什么都敢说"),
        ("removes_guardrails", "finetune away the censorship of Gemma 3"),
        ("competes_with_licensor", "跟 Naver 抢市场"),
        ("competes_with_licensor", "Korean alternative to Naver search"),
        ("redistribution", "put our Llama 3.3 finetune up for download as 'MedBrain-8B'"),
        ("redistribution", "docker image with Llama 3.1 weights pushed to Docker Hub under the name MedBrain"),
        ("redistribution", "mirror Gemma 3 weights on our site"),
        ("redistribution", "upload a GGUF of Orca 2 to our mirror"),
        ("redistribution", "打成离线安装包发给合作伙伴"),
        ("redistribution", "烧进设备里卖"),
        ("redistribution", "ship inside our appliance"),
        ("outputs_commercial", "can we sell images made with FLUX.1 dev?"),
        ("outputs_commercial", "FLUX.1 dev 生成的图片可以商用吗"),
        ("hosting", "hyperscaler offering GLM-5.3 as a managed endpoint"),
        ("hosting", "give out API keys to Kimi K3 billed per token"),
        ("hosting", "Kimi K3 中转站，按 token 计费"),
        ("hosting", "serverless inference marketplace like OpenRouter"),
        ("hosting", "云平台上架 Kimi K3 给租户开 key"),
        ("hosting", "fine-tuning-as-a-service on Kimi K3"),
        ("hosting", "tenants of our GPU cloud get a Kimi K3 endpoint"),
        ("hosting", "we are a cloud vendor"),
        ("hosting", "behind a Discord bot"),
        ("hosting", "免费网页 demo"),
    ],
)
def test_what_is_done_in_other_words(fact: str, text: str) -> None:
    """As people write it; licences know other words."""
    assert activities(text).get(fact) is True


@pytest.mark.parametrize(
    ("fact", "text"),
    [
        ("output_training", "train our own model on our data with PyTorch"),
        ("output_training", "用 Qwen2.5 标注客服数据"),
        ("output_training", "a tool for teachers that writes lesson plans"),
        ("output_training", "generate training material for our employees"),
        ("output_training", "fine-tune Llama 3.1 on our support chats"),
        ("output_training", "用它给学生写教案，学生用来学习"),
        ("outputs_commercial", "Our commercial app shows customers images generated with FLUX.1 dev on our GPUs"),
        (
            "outputs_commercial",
            "our paid product embeds commercial images FLUX.1 dev generated for each user",
        ),
        ("outputs_commercial", "FLUX.1 dev 接到我们的付费作图 App 里，用户生成的图片可以商用"),
    ],
)
def test_what_only_sounds_like_it(fact: str, text: str) -> None:
    """The same words, another thing."""
    assert activities(text).get(fact) is None


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("Why can't we host Llama 3 for customers?", "hosting"),
        ("Is it really not allowed to distill from Llama outputs?", "output_training"),
        ("难道不能托管给客户用？", "hosting"),
        ("It is not only hosted but also resold as weights", "hosting"),
    ],
)
def test_a_ban_that_is_asked_about_denies_nothing(text: str, stated: str) -> None:
    """Who asks why something is forbidden means to do it."""
    assert activities(text)[stated] is True


def test_what_is_denied_is_not_done() -> None:
    """Plainly said."""
    assert "hosting" not in activities("We are not hosting it.")
    assert "fine_tune" not in activities("没有微调，只是调用")


@pytest.mark.parametrize(
    "text",
    [
        "use the outputs to train sales prediction models",
        "use outputs to train our customers' models",
        "train our teams' model on its outputs",
        "use synthetic data to train the students' model",
        "train students (small models) on the outputs",
        "use its outputs to train our coding agents",
        "用模型输出来训练学生模型",
        "用它的输出训练客服机器人",
        "用它的输出训练员工助手模型",
        "用生成的数据来培训模型",
    ],
)
def test_a_pupil_that_is_a_model_is_trained(text: str) -> None:
    """`学生模型` is what a distilled model is called; the words of people before it hide no training."""
    assert activities(text).get("output_training") is True


@pytest.mark.parametrize(
    "text",
    [
        "use its outputs to train our staff",
        "use the generated text to train our support agents",
        "outputs that teach students how to cook",
        "用它生成的内容培训员工",
        "用生成的内容训练学生写作",
    ],
)
def test_people_who_are_taught_are_no_model(text: str) -> None:
    """Lessons and training courses."""
    assert "output_training" not in activities(text)
