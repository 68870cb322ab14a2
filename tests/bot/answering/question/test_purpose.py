"""What a model is used for: what excuses counts only where nothing speaks against it."""

from __future__ import annotations

import pytest

from bot.answering.answer import Ask
from bot.answering.question import understand
from bot.answering.question.activities import activities
from knowledge.catalog import Catalog

INSIDE_AND_OUT = [
    "Our internal platform team runs Kimi K3 as an API for paying customers, revenue $5B",
    "we use Kimi K3 internally and also resell it as an API to customers, annual revenue $300M",
    "in-house hosted Kimi K3, sold as an API to third parties",
    "Kimi K3 内部测试完就作为 API 对外卖，年营收 3 亿美元",
    "内部团队搭的 Kimi K3 API 卖给客户，年营收 5 亿美元",
    "公司内部和外部客户都用 Kimi K3 的 API，年收入 3 亿美元",
    "不只是内部用，还会给客户，Kimi K3，营收 5 亿美元，API 形式",
    "personally I'd launch it as a paid SaaS on Command R+",
]
INSIDE = [
    "只在公司内部使用 Kimi K3，公司年收入50亿美元，且对外运营模型 API 业务",
    "We use Kimi K3 only internally; our revenue is $5B and we run a model API business",
    "internal tool for our customer support staff",
    "公司内部给客服用",
]
TRADE = [
    "不只是学术用途，也收费，Qwen2.5-3B 行吗",
    "不仅限于研究，还要卖给客户，EXAONE 3.5",
    "不再只做研究了，要上线收费，Command R+",
    "之前只用于研究，现在要商用，Command R+",
    "no longer just for research — going into our paid app, Command R+",
    "this started as just a research project but now it's our main product, Ministral 8B",
    "not only research: we also charge for it. Qwen2.5-3B",
    "基础版不收费，高级版付费，用 Command R+",
    "我们不卖模型，只卖服务，用 SVD",
    "我们 App 不收费，靠广告赚钱，SVD",
    "个人使用免费，企业收费，用 SVD",
    "free for personal use, companies pay. Command R+",
    "a paid app for personal use, built on Command R",
    "只面向个人用户收会员费，用 EXAONE 3.5",
    "目前不收费，明年开始收费, Aya Expanse",
    "Command R+ 是非商用许可，我们能拿来做收费产品吗",
    "FLUX.1 dev 非商业许可，能不能用在付费 App 里",
    "personally I'd launch it as a paid SaaS on Command R+",
    "we sell hobby kits online, Command R+ for the shop's chatbot",
    "we only sell to academic customers, is Qwen2.5-3B ok?",
    "做个论文润色网站，按篇收钱，用 Command R+",
    "外包项目给甲方做，用 Qwen2.5-3B",
    "接私活用 FLUX dev 画图",
    "clients pay us for it",
    "consulting gig",
]
OF_THE_LICENSE = [
    "is non-commercial Command R+ usable by our sales team to write customer emails?",
    "Command R+ 不收费的吧？我们公司客服想用",
    "SVD 不用花钱不收费吧，我们广告公司用来给客户做片子",
]
NO_PURPOSE = [
    "I've been researching models all week. Can we put Command R+ in our support chatbot?",
    "我们研究了一下，想把 Command R+ 接进客服系统",
    "公司研究决定把 Command R+ 接入 CRM",
    "read the Command A paper, looks great. can our bank deploy it for loan officers?",
    "Qwen2.5-3B: after reading the paper we want it inside our app",
    "our R&D department uses Mistral Large 2 every day for coding",
    "R&D 团队用 Codestral 22B 写线上代码",
    "用户研究部门想把 Command A 放进 App",
    "summarize research papers for pharma companies with Command A",
    "contract research org billing pharma sponsors, EXAONE Deep",
    "我们研究所承接企业项目，Qwen2.5-3B",
    "we're a research lab owned by Samsung, use Qwen2.5-3B in Galaxy phones",
    "university spin-out deploying Command A to hospital customers",
    "academic publisher, automate peer review with Qwen2.5-3B at Elsevier",
    "我们课题是给银行做风控系统，用 Command A 上线",
]
THEIR_CUSTOMERS = [
    "our customers are non-profit hospitals and we do $40M a year revenue; LFM2 for their clinical research",
    "we serve charities doing research, revenue $40M, LFM2",
]
NONPROFITS = [
    "we are a non-profit",
    "我们是公益组织",
]
RESEARCH = [
    "for our university research project",
    "research only, non-commercial",
    "写论文用的",
    "用于学术研究",
    "I want to benchmark it for a paper",
    "我们公司只用来做研究",
]
NO_TRADE = [
    "research only, non-commercial",
    "We won't sell it, just research",
    "Not commercial, sorry. Just a paper.",
    "不是商用，只做研究",
    "个人自用，不收费",
    "just for fun on my laptop",
]


@pytest.mark.parametrize("text", INSIDE_AND_OUT)
def test_inside_and_outside_is_not_inside(text: str) -> None:
    """Inside, and others get at it too."""
    assert activities(text).get("internal") is None


@pytest.mark.parametrize("text", INSIDE)
def test_inside_only_is_inside(text: str) -> None:
    """Nobody outside gets at it, or it is said to be for inside only."""
    assert activities(text).get("internal") is True


@pytest.mark.parametrize("text", TRADE)
def test_money_is_trade(text: str) -> None:
    """Money is spoken of, whatever else is denied, past or free."""
    assert activities(text).get("commercial") is True


@pytest.mark.parametrize("text", OF_THE_LICENSE)
def test_what_the_license_is_denies_nothing(text: str) -> None:
    """What the licence or the model is says nothing of the use."""
    assert activities(text).get("commercial") is not False


@pytest.mark.parametrize("text", NO_PURPOSE)
def test_a_word_of_research_is_no_purpose(text: str) -> None:
    """A word of research beside a business is no purpose: the paper that was read, a department, a customer."""
    assert activities(text).get("research") is None


@pytest.mark.parametrize("text", THEIR_CUSTOMERS)
def test_who_serves_charities_is_none(text: str) -> None:
    """Who serves charities is none."""
    assert activities(text).get("nonprofit") is None


@pytest.mark.parametrize("text", NONPROFITS)
def test_a_charity_is_one(text: str) -> None:
    """Who is one is one."""
    assert activities(text).get("nonprofit") is True


@pytest.mark.parametrize("text", RESEARCH)
def test_research_as_a_purpose(text: str) -> None:
    """Research is what the model is used for."""
    assert activities(text).get("research") is True


@pytest.mark.parametrize("text", NO_TRADE)
def test_trade_that_is_denied(text: str) -> None:
    """Plainly denied."""
    assert activities(text).get("commercial") is False


@pytest.mark.parametrize(
    ("fact", "text"),
    [
        ("output_training", "用 GPT-4o 生成员工培训材料"),
        ("output_training", "用 Llama 3 70B 回答顾客提问，提升满意度"),
        ("output_training", "用 Hunyuan-A13B 生成会议纪要，提升开会效率"),
        ("output_training", "用 Llama 2 70B 生成商品文案，优化搜索排名"),
        ("output_training", "Can GPT-4o draft replies so that we improve our first-response time?"),
        ("output_training", "Can a teacher use Gemini 2.5 Pro answers to teach maths?"),
        ("output_training", "We train new nurses with exam answers that Gemini 2.5 Pro drafts"),
        ("output_training", "Gemini 2.5 Pro 生成习题，训练学生的解题能力"),
        ("output_training", "白酒蒸馏工艺的问答助手"),
        ("output_training", "how we distil our gin"),
        ("output_training", "用 GPT-4o 翻译手册，训练新来的同事"),
        ("removes_guardrails", "Gemma 3 should remove filler words"),
        ("removes_guardrails", "Llama 3.3 should strip signatures from e-mails in our helpdesk"),
        ("hosting", "用 Kimi K3 给公司网站写文案，年营收 3 亿美元"),
        ("hosting", "Kimi K3 for writing the docs of our API, $300M"),
        ("hosting", "Falcon 180B for our podcast host"),
        ("hosting", "a soup kitchen that serves lunch"),
        ("hosting", "为了提供更好的服务"),
        ("research", "Qwen2.5-3B for equity research at our hedge fund"),
        ("research", "for keyword research at an SEO agency"),
        ("research", "We do contract drug research for Pfizer"),
        ("research", "基金公司做投资研究"),
        ("research", "用户研究岗的同事做用户研究"),
        ("research", "Legal research at our law office with EXAONE 3.5"),
        ("commercial", "My master's thesis on online advertising"),
        ("commercial", "Our lab studies how people sell on eBay, pure university research"),
        ("commercial", "研究农产品价格的毕业论文，用 Aya Expanse，可以吗"),
    ],
)
def test_ordinary_work_is_not_what_licenses_forbid(fact: str, text: str) -> None:
    """Office work, other trades and topics of study sound like it."""
    assert activities(text).get(fact) is None


@pytest.mark.parametrize(
    ("fact", "text"),
    [
        ("commercial", "我们只做教学软件，给学校用，Command R+ 可以吗"),
        ("commercial", "We just deploy machine learning for insurers, with Command R+"),
        ("commercial", "只面向个人客户的理财平台，接 Command R+"),
        ("commercial", "It's just a study app for our learners, Command R+ inside"),
        ("commercial", "I'm just a personal trainer with my own gym, FLUX.1 dev for the class posters"),
        ("commercial", "FLUX.1 dev for the posters of a hobby store chain"),
        ("commercial", "我们只做学习机"),
        ("commercial", "We insure non-commercial vehicles; Command R+ for claims e-mails"),
        ("commercial", "我们做非商用车保险理赔，用 Command R+ 写邮件"),
        ("commercial", "We aren't selling it separately, it comes with the laptop we make: Command R+"),
        ("commercial", "We won't sell it yet, first our insurance agents get it: Command R+"),
        ("commercial", "not for profit reasons but for market share we deploy it at our insurers"),
    ],
)
def test_an_only_that_is_no_purpose_denies_nothing(fact: str, text: str) -> None:
    """A trade in teaching, learning or hobbies; a denial about something else."""
    assert activities(text).get(fact) is not False


@pytest.mark.parametrize(
    ("fact", "text"),
    [
        ("output_training", "用 Llama 3 70B 改写网页语料，再预训练自研大模型"),
        ("output_training", "Paraphrase the whole web with Llama 3 70B and pretrain our own LLM on that"),
        ("output_training", "Translate a corpus with Llama 2 70B and pretrain our own LLM on the translations"),
        ("output_training", "把 Gemini 2.5 Pro 翻译的语料拿去预训练我们的大模型"),
        ("output_training", "rank preference pairs with GPT-4o, then DPO our own LLM"),
        ("output_training", "Use GPT-5 ratings as the reward signal when aligning our own LLM"),
        ("output_training", "GPT-4o 出题，让我们自研的模型刷题做强化学习"),
        ("output_training", "use its outputs to improve another model"),
        ("output_training", "用它的输出优化我们的模型"),
        ("research", "My master's thesis on online advertising"),
    ],
)
def test_training_and_research_in_other_words(fact: str, text: str) -> None:
    """Pretraining, rewards, translations; a thesis."""
    assert activities(text).get(fact) is True


@pytest.mark.parametrize(
    ("fact", "text"),
    [
        ("commercial", "硕士论文研究广告文案，用 Command R+，纯学术"),
        ("commercial", "PhD on newsletter subscription fatigue, non-commercial, Qwen2.5-3B"),
        ("commercial", "课题研究农村电商销售，不商用"),
    ],
)
def test_a_study_of_trade_is_no_trade(fact: str, text: str) -> None:
    """What a thesis is about is not what the model is used for."""
    assert activities(text).get(fact) is False


def test_what_forbids_may_be_told_over_two_sentences(catalog: Catalog) -> None:
    """A question is read sentence by sentence and as a whole."""
    for text in (
        "用 Llama 3 70B 改写网页语料，再预训练自研大模型，可以吗",
        "rank preference pairs with GPT-4o, then DPO our own LLM, allowed?",
    ):
        assert understand(Ask(question=text), catalog).use.output_training is True
    assert (
        understand(Ask(question="Can a teacher use Gemini answers to teach maths?"), catalog).use.output_training
        is None
    )


def test_what_excuses_may_be_taken_back_in_another_sentence(catalog: Catalog) -> None:
    """The paper was read, the bank deploys."""
    text = "read the Command A paper, looks great. can our bank deploy it for loan officers?"
    assert understand(Ask(question=text), catalog).use.research is None


@pytest.mark.parametrize(
    "text",
    [
        "for my thesis I sell the app to customers",
        "my thesis project is a paid app",
        "my PhD spin-off sells to clients",
        "my thesis on ads is done and we sell the app",
        "毕业论文的配套App要收费",
        "硕士论文代写平台收费",
        "博士论文写作平台给客户用，收费",
    ],
)
def test_a_sale_beside_a_thesis_is_a_sale(text: str) -> None:
    """Only what a thesis is said to be about is its topic."""
    assert activities(text).get("commercial") is True


@pytest.mark.parametrize("text", ["We're not selling it yet", "only personal loans", "just personal injury law"])
def test_what_is_put_off_or_sold_to_persons_is_no_denial(text: str) -> None:
    """`yet` is a plan, and a loan to a person is a trade."""
    assert activities(text).get("commercial") is not False


@pytest.mark.parametrize("text", ["only for personal use", "just a personal project", "just personal."])
def test_a_person_s_own_use_is_no_trade(text: str) -> None:
    """What is done for oneself."""
    assert activities(text).get("commercial") is False


@pytest.mark.parametrize(
    "text",
    [
        "it serves as the model behind our public chatbot",
        "serve as many customers as we can",
        "提供优质接口给客户",
        "我们是SaaS厂商，用户直接用它",
        "提供良好的SaaS服务",
        "网站翻译工具给用户用",
    ],
)
def test_letting_others_use_it_in_kinder_words(text: str) -> None:
    """A quality, or a Chinese word beside `SaaS`, takes no service away."""
    assert activities(text).get("hosting") is True


@pytest.mark.parametrize("text", ["我们不是不卖", "不可能不卖", "并非不商用"])
def test_a_denial_that_is_denied_is_none(text: str) -> None:
    """Twice no is no excuse."""
    assert activities(text).get("commercial") is not False
