"""The page of the local workspace in a real browser, asked in both languages."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest

from bot.workspace.store import BOT_USER
from tests.bot.room import GENERAL, Room, made

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking"]
pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine; `make browser` installs it"),
    pytest.mark.one_way,
]
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


def focused(page: sync_api.Page) -> str:
    """The name of what the keyboard acts on, as a screen reader says it."""
    return str(
        page.evaluate(
            "(() => { const e = document.activeElement; const by = e.getAttribute('aria-labelledby');"
            " return e.getAttribute('aria-label') || (by && document.getElementById(by).textContent)"
            " || e.textContent.trim() || e.placeholder || e.title || e.tagName; })()"
        )
    )


def test_everything_is_within_reach_of_the_keyboard(page: sync_api.Page) -> None:
    """Tab goes over every control in the order of reading; each has a name, and what has the focus is seen to."""
    send(page, "@Aperture Is OLMo open?")
    page.locator("#replies .msg[data-by=bot]").first.wait_for()
    page.locator("#who").focus()
    names: list[str] = []
    for _ in range(40):
        names.append(focused(page))
        ring = page.evaluate(
            "(() => { const s = getComputedStyle(document.activeElement), b = document.activeElement.closest('.box');"
            " return s.outlineStyle !== 'none' || (b && getComputedStyle(b).boxShadow !== 'none'); })()"
        )
        assert ring or page.evaluate("document.activeElement === document.body"), names[-1]
        page.keyboard.press("Tab")
    assert all(names)
    order = [
        next(i for i, name in enumerate(names) if word in name) for word in ("general", "Message #", "Show sources")
    ]
    assert order == sorted(order)
    assert {"+1", "-1", "Edit message", "Send", "Close", "Attach a file"} <= set(names)


def test_the_focus_stays_while_messages_come(page: sync_api.Page, room: Room) -> None:
    """What somebody stands on is not drawn anew under them."""
    send(page, "@Aperture Is OLMo open?")
    page.locator("#replies .msg[data-by=bot]").first.wait_for()
    page.locator("#replies [data-action=source]").focus()
    room.say("U0BEN", GENERAL, "a message of somebody else")
    page.get_by_text("a message of somebody else").wait_for()
    assert "Show sources" in focused(page)


def test_escape_closes_the_thread_and_gives_the_focus_back(page: sync_api.Page) -> None:
    """To the message that the thread hangs on."""
    send(page, "@Aperture Is OLMo open?")
    page.locator("#replies .msg[data-by=bot]").first.wait_for()
    page.keyboard.press("Escape")
    assert page.locator("#thread").is_hidden()
    assert "1 reply" in focused(page)


def test_every_control_has_a_name(page: sync_api.Page) -> None:
    """In both languages, modal and Home included; no id stands twice."""
    for _ in range(2):
        send(page, "/aperture check")
        page.wait_for_selector("dialog[open] .field")
        nameless = page.evaluate(
            "[...document.querySelectorAll('button,input:not([hidden]),select,textarea')]"
            ".filter(e => !(e.textContent.trim() || e.getAttribute('aria-label')"
            " || e.getAttribute('aria-labelledby') || e.labels?.length)).map(e => e.outerHTML)"
        )
        assert nameless == []
        ids = page.evaluate("[...document.querySelectorAll('[id]')].map(e => e.id)")
        assert len(ids) == len(set(ids))
        page.keyboard.press("Escape")
        page.click("#lang")


def test_suggested_prompts_are_pressed(page: sync_api.Page, room: Room) -> None:
    """The bot suggests them when its messages are opened; pressing one asks it."""
    page.locator("#channels button").last.click()
    prompt = page.get_by_role("button", name="May we use it?")
    prompt.click()
    if not room.engine.asked:
        page.press("#text", "Enter")
    page.locator("#replies .msg[data-by=bot]").first.wait_for()
    assert "Llama 4 Scout" in room.engine.asked[0].question


def test_a_stream_is_seen_as_it_grows(page: sync_api.Page, room: Room) -> None:
    """Its steps with their state, its text, and in the end the blocks."""
    asked = room.say("U0BEN", GENERAL, "no mention")
    page.locator(f"#list .msg[data-ts='{asked.ts}'] .replies").click()
    given = {"channel": GENERAL, "thread_ts": asked.ts, "recipient_user_id": "U0BEN", "recipient_team_id": "T0LOCAL"}
    started = room.client.api_call("chat.startStream", json=given)
    at = {"channel": GENERAL, "ts": started["ts"]}
    step = {"type": "task_update", "id": "1", "title": "Searching", "status": "in_progress"}
    room.client.api_call("chat.appendStream", json={**at, "chunks": [step]})
    page.locator("#replies .steps .in_progress").wait_for()
    chunks = [{**step, "status": "complete"}, {"type": "markdown_text", "text": "Half an answer"}]
    room.client.api_call("chat.appendStream", json={**at, "chunks": chunks})
    page.locator("#replies .writing", has_text="Half an answer").wait_for()
    section = {"type": "section", "text": {"type": "mrkdwn", "text": "The whole answer"}}
    room.client.api_call("chat.stopStream", json={**at, "blocks": [section]})
    page.locator("#replies .msg", has_text="The whole answer").wait_for()
    assert page.locator("#replies .writing").count() == 0
    assert page.locator("#replies .steps .complete").count() == 1


def test_a_file_goes_with_a_message(page: sync_api.Page, room: Room) -> None:
    """Chosen, taken back, chosen again and sent; its name is no markup."""
    file = {"name": "a<b>.md", "mimeType": "text/markdown", "buffer": b"# Notes"}
    page.set_input_files("#file", file)
    page.locator("#attached button").click()
    assert page.locator("#attached button").count() == 0
    page.set_input_files("#file", file)
    page.locator("#attached button").wait_for()
    send(page, "see the notes")
    shared = page.locator("#list a.file")
    shared.wait_for()
    assert "a<b>.md" in shared.inner_text()
    assert room.workspace.api.file(next(iter(room.workspace.state.messages.values())).files[0]["id"]) == b"# Notes"


def test_a_confirmation_asks_before_it_acts(page: sync_api.Page, room: Room) -> None:
    """Saying no does nothing."""
    page.locator("#channels button").last.click()
    page.click("[data-tab=home]")
    rebuild = page.locator("#homeview [data-action=rebuild_index]")
    rebuild.click()
    page.locator("dialog.sure button", has_text="Close").click()
    assert not room.engine.ingested
    rebuild.click()
    page.locator("dialog.sure button.primary").click()
    room.wait(lambda: room.engine.ingested == [("rebuild",)])


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_stand_out_from_their_ground(page: sync_api.Page, scheme: str) -> None:
    """At least 4.5 to 1, as WCAG asks of text, by light and by dark."""
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    send(page, "@Aperture Is OLMo open?")
    page.locator("#replies .msg[data-by=bot]").first.wait_for()
    assert page.evaluate(CONTRAST) == []
    page.evaluate("document.querySelector('#title').style.color = 'rgba(128, 128, 128, .3)'")
    assert len(page.evaluate(CONTRAST)) == 1


CONTRAST = """
(() => {
  const rgb = (s) => (s.match(/[\\d.]+/g) || []).map(Number);
  const over = (f, b) => { const a = f[3] ?? 1; return [0, 1, 2].map((i) => f[i] * a + b[i] * (1 - a)); };
  const ground = (e) => { const all = [];
    for (; e; e = e.parentElement) all.push(rgb(getComputedStyle(e).backgroundColor));
    return all.reverse().reduce((b, f) => over(f, b), [255, 255, 255]); };
  const part = (v) => { v /= 255; return v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4; };
  const lum = (c) => { const [r, g, b] = c.map(part);
    return .2126 * r + .7152 * g + .0722 * b; };
  const out = [];
  for (const e of document.querySelectorAll("button,span,p,div,h1,h2,h3,a,code,summary,td,th,strong,em,option")) {
    const own = [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim());
    if (!own || !e.checkVisibility() || e.disabled || e.closest(".avatar")) continue;
    const b = ground(e), f = over(rgb(getComputedStyle(e).color), b), x = lum(f), y = lum(b);
    const ratio = (Math.max(x, y) + .05) / (Math.min(x, y) + .05);
    if (ratio < 4.5) out.push(e.textContent.trim().slice(0, 40) + " " + ratio.toFixed(2));
  }
  return out;
})()
"""


def test_a_wide_table_is_moved_by_itself_on_a_phone(page: sync_api.Page, room: Room) -> None:
    """The text around it stays within the page."""
    page.set_viewport_size({"width": 380, "height": 740})
    cell = {"type": "raw_text", "text": "131,072 tokens of context"}
    blocks = [{"type": "table", "rows": [[cell] * 6, [cell] * 6]}]
    room.client.chat_postMessage(channel=GENERAL, text="A table", blocks=blocks)
    message = page.locator("#list .msg[data-by=bot]").last
    message.wait_for()
    assert page.evaluate("m => m.getBoundingClientRect().right <= innerWidth", message.element_handle())
    assert page.evaluate("t => t.scrollWidth > t.clientWidth", message.locator("table").element_handle())
