"""The page of the local workspace in a real browser, asked in both languages."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest

from bot.workspace.store import BOT_USER
from tests.bot.room import GENERAL, Room, made

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking"]
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine; `make browser` installs it")
sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")


@pytest.fixture(scope="module")
def browser() -> Iterator[sync_api.Browser]:
    """One headless browser for all tests here."""
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: sync_api.Browser, room: Room) -> Iterator[sync_api.Page]:
    """The page, open; a script error anywhere fails the test."""
    context = browser.new_context(locale="en-US")
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(room.workspace.url)
    page.wait_for_selector("#channels button")
    yield page
    context.close()
    assert not faults


def send(page: sync_api.Page, text: str) -> None:
    """Type and press Enter, as a person does."""
    page.fill("#text", text)
    page.press("#text", "Enter")


@pytest.mark.parametrize(
    ("question", "button"),
    [("@Aperture Is Llama 3.1 open source?", "Show sources"), ("@Aperture Qwen2.5-7B 是开源的吗？", "查看依据")],
    ids=["en", "zh"],
)
def test_a_question_is_answered_in_the_thread_pane(page: sync_api.Page, question: str, button: str) -> None:
    """The verdict, and a button that unfolds the quote, to this person only."""
    send(page, question)
    answer = page.locator("#replies .msg[data-by=bot]").first
    answer.wait_for()
    assert "Weights Available AI" in answer.inner_text()
    answer.get_by_role("button", name=button).click()
    quote = page.locator("#replies .msg.eph blockquote")
    quote.wait_for()
    assert quote.inner_text().strip() == "You may <not> do it."


def test_a_direct_message_needs_no_mention(page: sync_api.Page) -> None:
    """Chinese page, Chinese answer."""
    page.click("#lang")
    page.locator("#channels button").last.click()
    send(page, "Qwen2.5-7B 是开源的吗？")
    page.locator("#replies .msg[data-by=bot]").first.wait_for()
    assert page.locator("html").get_attribute("lang") == "zh"


def test_a_slash_command_is_answered_for_me_alone(page: sync_api.Page) -> None:
    """And shared by its button."""
    send(page, "/model deepseek-r1")
    card = page.locator("#list .msg.eph")
    card.wait_for()
    assert "Only visible to you" in card.inner_text()
    card.locator("[data-action=share_card]").click()
    page.locator("#list .msg[data-by=bot]:not(.eph)").wait_for()


def test_the_modal_names_what_is_missing_then_shows_the_verdict(page: sync_api.Page) -> None:
    """By keyboard and mouse alike."""
    send(page, "/aperture check")
    page.wait_for_selector("dialog[open]")
    page.click("dialog button[type=submit]")
    page.wait_for_selector("dialog .err")
    assert page.locator("dialog .err").count() == 2
    page.fill("dialog [data-block=model] input", "llama-3.1")
    page.check("dialog input[value=commercial]")
    page.press("dialog [data-block=model] input", "Enter")
    page.get_by_text("Allowed for").wait_for()


def test_home_shows_an_admin_more_than_a_member(page: sync_api.Page) -> None:
    """Acting as another person is one choice away."""
    page.locator("#channels button").last.click()
    page.click("[data-tab=home]")
    page.locator("#homeview [data-action=rerun_ingest]").wait_for()
    page.select_option("#who", label="Ben")
    page.wait_for_function("S.user === 'U0BEN' && S.home")
    assert "Ask me about AI models" in page.locator("#homeview").inner_text()
    assert page.locator("#homeview [data-action=rerun_ingest]").count() == 0


def test_nothing_that_is_shown_can_act(page: sync_api.Page, room: Room) -> None:
    """Markup, mentions and links in a question stay text."""
    room.engine.reply = lambda ask: made(
        "x", answer="&lt;img src=x onerror=alert(1)&gt; &lt;!channel&gt; &lt;mailto:a@evil.example|a&gt;"
    )
    send(page, "@Aperture <img src=x onerror=alert(1)> <!channel>")
    page.locator("#replies .msg[data-by=bot]").first.wait_for()
    assert page.locator(".msg img").count() == 0
    assert page.locator(".msg .mention").all_inner_texts() == ["@Aperture"] * 2
    assert page.locator("#replies .msg[data-by=bot] a").count() == 0


def test_a_phone_has_room_for_it(page: sync_api.Page) -> None:
    """No sideways scrolling; the channels are behind a button."""
    page.set_viewport_size({"width": 380, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.click("#menu")
    page.locator("#channels button").nth(1).click()
    assert page.locator("#title").inner_text() == "# ai-models"


def test_a_status_shows_while_it_works(page: sync_api.Page, room: Room) -> None:
    """And goes when the answer comes."""
    import threading

    room.engine.wait_for = threading.Event()
    send(page, "@Aperture Is OLMo open?")
    page.locator(".status").first.wait_for()
    room.engine.wait_for.set()
    page.locator("#replies .msg[data-by=bot]").first.wait_for()
    page.wait_for_function("!document.querySelector('.status')")
    assert [m.user for m in room.from_bot(GENERAL)] == [BOT_USER]
