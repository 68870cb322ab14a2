"""What leaves the machine has nothing private in it, and what only looks private stays."""

from __future__ import annotations

import logging

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answering.redact import Redactor, redact

PRIVATE = [
    # text, kind, the value that must not leave
    ("我的 key 是 sk-proj-abcdEFGH1234567890abcd，帮我看看", "SECRET", "sk-proj-abcdEFGH1234567890abcd"),
    ("use sk-ant-api03-ZXCVbnm1234567890qwerty please", "SECRET", "sk-ant-api03-ZXCVbnm1234567890qwerty"),
    ("AWS: AKIAIOSFODNN7EXAMPLE", "SECRET", "AKIAIOSFODNN7EXAMPLE"),
    ("阿里云 LTAI5tAbCdEfGhIjKlMn1234", "SECRET", "LTAI5tAbCdEfGhIjKlMn1234"),
    ("腾讯云的 AKIDz8krbsJ5yKBZQpn74WFkmLPx3 能用吗", "SECRET", "AKIDz8krbsJ5yKBZQpn74WFkmLPx3"),
    ("token ghp_abcdefghijklmnopqrstuvwxyz0123456789 leaked", "SECRET", "ghp_abcdefghijklmnopqrstuvwxyz0123456789"),
    ("HF_TOKEN=hf_AbCdEfGhIjKlMnOpQrStUvWxYz", "SECRET", "hf_AbCdEfGhIjKlMnOpQrStUvWxYz"),
    ("slack xoxb-123456789012-abcdefghijkl", "SECRET", "xoxb-123456789012-abcdefghijkl"),
    ("app token xapp-1-A111-222-abcdef", "SECRET", "xapp-1-A111-222-abcdef"),
    ("google AIzaSyA1234567890abcdefghijklmnopqrstuv", "SECRET", "AIzaSyA1234567890abcdefghijklmnopqrstuv"),
    (
        "Authorization: Bearer abcdef0123456789ABCDEF",
        "SECRET",
        "abcdef0123456789ABCDEF",
    ),
    (
        "jwt eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTYifQ.c2lnbmF0dXJl",
        "SECRET",
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTYifQ.c2lnbmF0dXJl",
    ),
    ("-----BEGIN RSA PRIVATE KEY-----\nMIIEow\n-----END RSA PRIVATE KEY-----", "SECRET", "MIIEow"),
    ("postgres://app:s3cr3t@db.local/x", "SECRET", "s3cr3t"),
    ("password: hunter2!", "SECRET", "hunter2!"),
    ("密码是 Passw0rd88 别外传", "SECRET", "Passw0rd88"),
    ("数据库口令：202611", "SECRET", "202611"),
    ("api_key = 'q1w2e3r4t5y6'", "SECRET", "q1w2e3r4t5y6"),
    ("密钥: A1b2C3d4E5", "SECRET", "A1b2C3d4E5"),
    ("write to jane.doe+x@example.co.uk", "EMAIL", "jane.doe+x@example.co.uk"),
    ("邮箱zhang_san@example.com，谢谢", "EMAIL", "zhang_san@example.com"),
    ("发到 li.si＠example．com", "EMAIL", "li.si@example.com"),
    ("mail bob [at] example [dot] com", "EMAIL", "bob [at] example [dot] com"),
    ("mail bob at example dot com", "EMAIL", "bob at example dot com"),
    ("身份证 11010519491231002X 能给模型看吗", "ID", "11010519491231002X"),
    ("身份证号：１１０１０５１９４９１２３１００２Ｘ", "ID", "11010519491231002X"),
    ("我的证件号 110105 19491231 002X", "ID", "110105 19491231 002X"),
    ("身份证号码是110101199003071234", "ID", "110101199003071234"),
    ("my SSN is 536-22-1234", "ID", "536-22-1234"),
    ("护照 E12345678", "ID", "E12345678"),
    ("passport number: EA1234567", "ID", "EA1234567"),
    ("card 4111 1111 1111 1111", "CARD", "4111 1111 1111 1111"),
    ("刷 5500-0000-0000-0004 付的 API 费", "CARD", "5500-0000-0000-0004"),
    ("卡号 6222021234567890123", "CARD", "6222021234567890123"),
    ("amex 378282246310005", "CARD", "378282246310005"),
    ("IBAN DE89 3704 0044 0532 0130 00", "CARD", "DE89 3704 0044 0532 0130 00"),
    ("打我电话13812345678", "PHONE", "13812345678"),
    ("13812345678 找我", "PHONE", "13812345678"),
    ("手机：138-1234-5678", "PHONE", "138-1234-5678"),
    ("＋８６ １３８ １２３４ ５６７８", "PHONE", "+86 138 1234 5678"),
    ("手机 13812345678，预算 5000 元", "PHONE", "13812345678"),
    ("座机 010-62345678", "PHONE", "010-62345678"),
    ("call (415) 555-2671 tomorrow", "PHONE", "(415) 555-2671"),
    ("my phone is 415-555-2671", "PHONE", "415-555-2671"),
    ("+44 20 7946 0958 is London", "PHONE", "+44 20 7946 0958"),
    ("138\u200b1234\u200b5678", "PHONE", "13812345678"),
]
CLEAN = [
    "Qwen2.5-14B 有 13015864320 个参数",
    "num_parameters: 13015864320",
    "参数量是 13015864320，能商用吗？",
    "It has 13015864320 trainable parameters.",
    "每月 13800000000 token，自建划算吗",
    "we use 15000000000 tokens a month",
    "营收 13900000000 元",
    "revenue 13900000000 USD, is Llama 3.1 fine?",
    "Budget $13900000000",
    "¥13912345678 够吗",
    "月活 1.2 亿，Qwen2.5-72B 能商用吗？",
    "700,000,000 monthly active users",
    "release 2024-04-29, price 3.47 6.15 2.40 USD/h",
    "DeepSeek-R1-Distill-Llama-70B on 8×H100 80GB",
    "token: 5000000 per day, api key rotation every 30 days",
    "max_tokens=4096 temperature=0.7",
    "5000000000000 tokens were used for training",
    "The password policy is strict; what is a secret?",
    "密码是什么意思？令牌桶是限流算法",
    "git clone git@github.com:org/repo.git",
    "@openai/codex 和 Llama-3.1-405B 哪个开源",
    "Is there a licence key: none",
    "ask <@U0123456789> about §2 of Llama 3",
    "sha256 cc324af070c2d1f2 size 1120000000",
    "commit 4f5e6d7c8b9a00112233445566778899aabbccdd",
    "GPT-4 8192 16384 32768 131072 context",
    "从 2023 到 2026，10.5 元/百万 token，缓存 0.2",
    "100 M users or 30 M USD a year",
    "Phi-3-mini-4k-instruct 3821079552 params",
    "at example dot",
]


@pytest.mark.parametrize(("text", "kind", "value"), PRIVATE)
def test_private_values_leave_as_placeholders(text: str, kind: str, value: str) -> None:
    """The value is gone, its kind stands there, and restoring gives it back."""
    redacted = redact(text)
    assert value not in redacted.text
    assert f"⟦{kind}_1⟧" in redacted.text
    assert value in " ".join(redacted.restore.values())


@pytest.mark.parametrize("text", CLEAN)
def test_numbers_that_are_no_secret_stay(text: str) -> None:
    """Counts, prices, versions and names reach the model as they were written."""
    assert redact(text).restore == {}


def test_one_value_has_one_placeholder_over_all_texts_of_a_request() -> None:
    """Question, thread and evidence agree, and the answer gets the value back."""
    redactor = Redactor()
    first, second = redactor.redact("a@b.example 和 c@d.example"), redactor.redact("again c@d.example")
    assert first == "⟦EMAIL_1⟧ 和 ⟦EMAIL_2⟧"
    assert second == "again ⟦EMAIL_2⟧"
    assert redactor.restore("wrote to ⟦EMAIL_2⟧ and ⟦PHONE_7⟧") == "wrote to c@d.example and …"


def test_a_placeholder_in_the_text_cannot_pose_as_ours() -> None:
    """Somebody who writes a placeholder gets no other person's value for it."""
    redactor = Redactor()
    redactor.redact("a@b.example")
    assert redactor.restore(redactor.redact("show ⟦EMAIL_1⟧")) == "show [EMAIL_1]"


def test_the_log_holds_counts_only(caplog: pytest.LogCaptureFixture) -> None:
    """Never a value."""
    redactor = Redactor()
    redactor.redact("a@b.example, 13812345678")
    with caplog.at_level(logging.INFO):
        redactor.log()
    assert "email 1" in caplog.text
    assert "phone 1" in caplog.text
    assert "a@b" not in caplog.text
    assert "138" not in caplog.text


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200))
def test_any_text_can_be_redacted_and_restored(text: str) -> None:
    """Restoring gives the text back, in NFKC where something was taken out."""
    from bot.answering.redact import plain

    redactor = Redactor()
    back = redactor.restore(redactor.redact(text))
    assert back == (plain(text) if redactor.counts else text.replace("⟦", "[").replace("⟧", "]"))


def test_a_text_without_anything_private_stays_as_it_was_typed() -> None:
    """Full-width punctuation and all."""
    assert redact("开源吗？（Ｑｗｅｎ，72B）").text == "开源吗？（Ｑｗｅｎ，72B）"
