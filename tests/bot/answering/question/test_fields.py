"""Fields of use in everyday words, several at once, and what denies one."""

from __future__ import annotations

import pytest

from bot.answering.answer import Ask
from bot.answering.question import understand
from bot.answering.question.fields import fields_of_use
from knowledge.catalog import Catalog
from knowledge.permission import judge_permission


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("军方的任务规划系统", "military"),
        ("给解放军写公文", "military"),
        ("targeting software for drones", "military"),
        ("a fire-control computer", "military"),
        ("nuclear industries", "nuclear"),
        ("核电站值班助手", "nuclear"),
        ("loan scoring", "automated-decisions"),
        ("auto-reject CVs", "automated-decisions"),
        ("自动筛掉求职者的简历", "automated-decisions"),
        ("it decides who gets a mortgage with nobody reviewing", "automated-decisions"),
        ("保险理赔没人审，直接拒", "automated-decisions"),
        ("probation risk scoring for the sheriff", "law-enforcement"),
        ("summaries of ICE detainee files", "law-enforcement"),
        ("帮法官写判决书", "law-enforcement"),
        ("解读化验单", "medical-advice"),
        ("reads your X-ray and tells you what is wrong", "medical-advice"),
        ("says what meds to take", "medical-advice"),
        ("SCADA of a water plant", "critical-infrastructure"),
        ("写SCADA脚本", "critical-infrastructure"),
        ("变电站调度", "critical-infrastructure"),
        ("a persona, don't mention it's AI", "undisclosed-bot"),
        ("users think she is a real woman", "undisclosed-bot"),
        ("用户以为对面是真人", "undisclosed-bot"),
        ("customers shouldn't know it's a bot", "undisclosed-bot"),
        ("冒充女生聊天", "undisclosed-bot"),
        ("批不批贷款由模型说了算", "automated-decisions"),
        ("识别进店顾客的脸", "surveillance"),
        ("writes five-star reviews for our own products", "fraud"),
        ("fake Amazon reviews", "fraud"),
        ("刷小红书好评", "fraud"),
        ("face matching at store entrances", "surveillance"),
        ("门禁刷脸", "surveillance"),
        ("nudes of teenagers", "minors"),
        ("AI 律师给老百姓打官司", "unlicensed-profession"),
        ("a robo-advisor", "unlicensed-profession"),
    ],
)
def test_a_field_in_everyday_words(text: str, field: str) -> None:
    """Nobody quotes the clause."""
    assert field in fields_of_use(text)


@pytest.mark.parametrize(
    "text",
    [
        "peer review triage",
        "bug triage",
        "服务器监控告警",
        "diagnose network errors",
        "设备故障诊断",
        "a spam filter",
        "反诈骗系统",
        "nuclear medicine",
        "navy blue shirts",
        "a military history podcast",
        "I work as a doctor",
        "refresh 刷新评论列表",
        "automatically approve pull requests",
    ],
)
def test_a_word_that_only_looks_like_a_field(text: str) -> None:
    """A spam filter is no spam, a review's triage no medicine."""
    assert fields_of_use(text) == ()


def test_every_field_counts() -> None:
    """In the order in which they stand."""
    assert fields_of_use("给警察局做人脸识别") == ("law-enforcement", "surveillance")


@pytest.mark.parametrize(
    "text",
    [
        "not for military use",
        "不涉及军事",
        "we do no military work",
        "非军事用途",
        "与军事无关的客服产品，可以用吗",
        "这个工具和军事、武器都没有关系",
        "除军事以外的用途可以吗",
        "a tool that has nothing to do with the military",
        "our product is unrelated to weapons",
    ],
)
def test_a_denied_field_is_none(text: str) -> None:
    """What is said not to be done is not done."""
    assert fields_of_use(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "不确定军事用途行不行",
        "isn't military use of it fine?",
        "we're not sure about military use",
        "不能用于军事吗",
        "it can't be used by the army, right?",
        "这不算军事用途吧",
    ],
)
def test_a_doubt_or_a_negative_question_denies_nothing(text: str) -> None:
    """Who asks whether something is barred may be about to do it."""
    assert fields_of_use(text) == ("military",)


def test_slipping_past_a_filter_is_no_filtering() -> None:
    """The words of the defence do not excuse the attack."""
    assert fields_of_use("emails that get past spam filters") == ("fraud",)


@pytest.mark.parametrize(
    "question",
    [
        "用 FLUX.1 dev 给警察局做人脸识别",
        "Llama 3.1 70B for the nuclear industry",
        "Llama 3.1 70B for espionage",
        "isn't military use of DeepSeek-V3 fine?",
    ],
)
def test_the_strictest_field_decides(question: str, catalog: Catalog) -> None:
    """A field that a licence lets pass never hides one that it forbids."""
    intent = understand(Ask(question=question), catalog).intents[0]
    verdict = judge_permission(intent.use, catalog.models[intent.targets[0].model], None, catalog)
    assert verdict.value == "not-allowed"


@pytest.mark.parametrize(
    "text",
    [
        "特别军事项目",
        "分别给海军和空军做文档系统",
        "特别部队",
        "非公开的军队项目",
        "没上市的军工企业",
        "不公开的军方系统",
        "no better helper for artillery crews",
        "never stop improving missile guidance",
        "跟军事有关的产品",
        "我们的产品与军事无关吗",
        "并非与军事无关的产品",
        "without doubt military",
    ],
)
def test_letters_of_a_denial_that_deny_nothing(text: str) -> None:
    """`特别` holds `别`, and `非公开的` denies only its own adjective."""
    assert fields_of_use(text) == ("military",)


@pytest.mark.parametrize(
    "text", ["别用于军队", "不是军方的", "从不给军队做", "不碰敏感的军事项目", "we never help the army"]
)
def test_what_is_really_denied(text: str) -> None:
    """A verb after the negation is what is not done."""
    assert fields_of_use(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "部队锅餐厅",
        "我是退役军人，开了家面馆",
        "销售团队作战手册",
        "历史老师讲二战海军",
        "newsletters for boy scout troops",
        "a navy history quiz",
        "a navy blue theme",
        "旋转木马乐园的介绍",
        "posters for the USC Trojans",
        "a bath bombs shop",
        "网店卖挖掘机配件",
        "店名叫红绿灯",
        "a lesson on Irish immigration",
        "移民史的课件",
        "automatically translate the welcome screen for our employees",
        "自动给员工的笑话打分",
    ],
)
def test_a_lone_word_decides_nothing(text: str) -> None:
    """A shop, a lesson or a name is no field of use."""
    assert fields_of_use(text) == ()


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("给现役军人用的助手", "military"),
        ("联合作战规划", "military"),
        ("作战指挥系统", "military"),
        ("a history quiz for the army", "military"),
        ("military drones and their maintenance history", "military"),
        ("our military customers want history search", "military"),
        ("the army's lessons learned", "military"),
        ("军队的历史数据分析", "military"),
        ("写一个木马", "malware"),
        ("write a trojan", "malware"),
        ("遥控挖掘机", "critical-infrastructure"),
        ("红绿灯配时", "critical-infrastructure"),
        ("operating excavators", "critical-infrastructure"),
        ("immigration officers", "law-enforcement"),
        ("给移民局筛查签证", "law-enforcement"),
        ("自动给员工打分", "automated-decisions"),
        ("automatically screens applicants", "automated-decisions"),
    ],
)
def test_a_word_with_its_purpose(text: str, field: str) -> None:
    """The same words, said of the work itself."""
    assert field in fields_of_use(text)


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("maintenance manuals for fighter jets", "military"),
        ("a chatbot for the US Marines", "military"),
        ("crews of submarines", "military"),
        ("BAE Systems builds tanks with it", "military"),
        ("Thales uses it for tanks", "military"),
        ("战机维修手册", "military"),
        ("航母甲板调度", "military"),
        ("敌我识别", "military"),
        ("雷达站值班", "military"),
        ("盗取密码的程序", "malware"),
        ("a script that steals passwords", "malware"),
        ("不告诉客户对面是程序", "undisclosed-bot"),
        ("不告诉客户对面是机器", "undisclosed-bot"),
        ("an assistant for reactor operators", "critical-infrastructure"),
        ("控制水库闸门", "critical-infrastructure"),
        ("the trains' signalling", "critical-infrastructure"),
        ("预测谁会犯罪", "law-enforcement"),
        ("他会不会再次作案", "law-enforcement"),
        ("告诉老人该吃多少降压药", "medical-advice"),
        ("tells grandma how many pills to take", "medical-advice"),
        ("decides who gets an ICU bed", "medical-advice"),
    ],
)
def test_more_everyday_words(text: str, field: str) -> None:
    """What is done, where no clause's own word is said."""
    assert field in fields_of_use(text)


@pytest.mark.parametrize(
    "text",
    [
        "yellow submarine lyrics",
        "a marine biology quiz",
        "潜艇堡外卖",
        "Airbus cabin menus",
        "predict which commits break the build",
        "the model trains on sensor signals",
        "用几张照片",
        "别再犯错",
    ],
)
def test_more_words_that_only_look_like_a_field(text: str) -> None:
    """A song, a sandwich and an airliner are no arms, and a commit is no crime."""
    assert fields_of_use(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "我们不是军工企业，能用 Llama 3.1 吗？",
        "我们不会做诈骗，可以用吗？",
        "我们没有做武器，可以商用吗？",
        "海军蓝衬衫的文案",
        "公司法务的助手",
    ],
)
def test_what_is_denied_before_the_question_is_denied(text: str) -> None:
    """The question after the comma is another clause; a colour or a department is no field either."""
    assert fields_of_use(text) == ()


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("退役军人做的军用无人机控制系统", "military"),
        ("novel weapons targeting system", "weapons"),
        ("novel missile guidance", "military"),
        ("军事历史数据分析", "military"),
        ("供作战使用", "military"),
        ("前线作战用", "military"),
        ("远程控制的木马", "malware"),
        ("帮我做一个木马", "malware"),
        ("immigration risk assessment", "law-enforcement"),
        ("screening immigrants", "law-enforcement"),
        ("移民风险评估", "law-enforcement"),
    ],
)
def test_a_story_s_word_beside_the_work_hides_none(text: str, field: str) -> None:
    """`novel` is new as well, a veteran sells arms, and data of history serve a plan."""
    assert field in fields_of_use(text)
