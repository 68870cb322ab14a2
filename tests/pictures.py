"""Pictures of every surface: `python -m tests.pictures [folder]`, or `make pictures`.

The real bot with the real engine in a local workspace, driven through its page by a headless browser, in both
languages, light and dark, on a desk and on a phone. For people to look at; nothing is asserted.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from bot.answering.engine import Engine
from bot.app import close_app, make_app
from bot.listeners import desk
from bot.settings import Settings
from bot.socket_mode import close_socket, make_socket
from bot.state import State
from bot.workspace.server import LocalWorkspace
from tests.bot.test_page import CHROMIUM, FLAGS

DESK, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
MODELS, GENERAL = "# ai-models", "# general"
ADA, BEN = "U0ADA", "U0BEN"


@dataclass(frozen=True)
class Look:
    """How the page is looked at."""

    name: str
    language: str
    scheme: str
    size: dict[str, int]


LOOKS = (
    Look("en-light", "en", "light", DESK),
    Look("zh-dark", "zh", "dark", DESK),
    Look("en-phone-dark", "en", "dark", PHONE),
    Look("zh-phone", "zh", "light", PHONE),
)


class Camera:
    """A page of the workspace and where its pictures go."""

    def __init__(self, page: Page, look: Look, folder: Path) -> None:
        self.page, self.look, self.folder = page, look, folder

    def words(self, en: str, zh: str) -> str:
        """In the language of this look."""
        return zh if self.look.language == "zh" else en

    def go(self, user: str, channel: str) -> None:
        """Be somebody somewhere, with no thread open."""
        page = self.page
        if page.locator("dialog[open]").count():
            page.locator("dialog[open] .foot button").first.click()
        if page.locator("#thread:visible").count():
            page.click("#close-thread")
        self._menu(lambda: page.select_option("#who", user))
        page.wait_for_function("user => S.user === user", arg=user)
        self._menu(lambda: page.locator("#channels button", has_text=channel).click())

    def _menu(self, act: Callable[[], object]) -> None:
        if self.look.size is PHONE and not self.page.locator("#side.open").count():
            self.page.click("#menu")
        act()
        if self.look.size is PHONE and self.page.locator("#side.open").count():
            self.page.keyboard.press("Escape")

    def say(self, text: str) -> None:
        """Type and send."""
        self.page.fill("#text", text)
        self.page.press("#text", "Enter")

    def answer(self, text: str) -> None:
        """Ask in the channel and wait for the whole answer in the thread."""
        self.say(text)
        self.page.locator("#replies .msg[data-by=bot] .acts, #replies .msg.eph[data-by=bot]").first.wait_for()
        self.page.wait_for_function("!document.querySelector('.status')")
        self.page.evaluate("document.querySelector('#replies').scrollTop = 0")

    def whispered(self, text: str) -> None:
        """A command, answered for who typed it."""
        before = self.page.locator("#list .msg.eph").count()
        self.say(text)
        self.page.locator("#list .msg.eph").nth(before).wait_for()

    def press(self, action: str) -> None:
        """The last button of this kind that is seen."""
        self.page.locator(f"[data-action={action}]:visible").last.click()

    def take(self, name: str) -> None:
        """The picture."""
        self.page.wait_for_timeout(350)
        self.page.screenshot(path=self.folder / f"{name}-{self.look.name}.png")


def welcome(c: Camera) -> None:
    c.go(BEN, GENERAL)
    c.take("01-welcome")


def _asked(name: str, en: str, zh: str) -> Callable[[Camera], None]:
    def taken(c: Camera) -> None:
        c.go(BEN, MODELS)
        c.answer("@Aperture " + c.words(en, zh))
        c.take(name)

    return taken


def sources(c: Camera) -> None:
    before = c.page.locator("#replies .msg.eph").count()
    c.press("source")
    c.page.locator("#replies .msg.eph").nth(before).wait_for()
    c.take("10-sources")


def cost(c: Camera) -> None:
    c.go(BEN, MODELS)
    c.answer(
        "@Aperture "
        + c.words(
            "5B tokens a month on GPT-4o: would Llama 3.3 70B on our own H100s be cheaper?",
            "DeepSeek-V3 一个月 50 亿 token，自建划算吗？",
        )
    )
    c.take("04-cost")
    c.page.locator("#replies img").first.wait_for()
    c.page.wait_for_timeout(300)
    c.page.evaluate("document.querySelector('#replies').scrollTop = 1e6")
    c.take("05-cost-chart")


def silent(c: Camera) -> None:
    c.go(BEN, GENERAL)
    c.say(c.words("Lunch at noon?", "中午一起吃饭吗？"))
    c.take("12-silence")


def card(c: Camera) -> None:
    c.go(BEN, GENERAL)
    c.whispered("/model llama-3.1")
    c.take("13-card")


def choices(c: Camera) -> None:
    c.go(BEN, GENERAL)
    c.whispered("/model qwen")
    c.take("14-choices")


def unknown_model(c: Camera) -> None:
    c.go(BEN, GENERAL)
    c.whispered("/model lamma-3.1")
    c.take("15-unknown-model")


def comparison(c: Camera) -> None:
    c.go(BEN, GENERAL)
    c.whispered(
        c.words(
            "/aperture compare Llama 3.1, Qwen2.5-72B, DeepSeek-R1",
            "/aperture compare 通义千问 Qwen2.5-72B、DeepSeek-R1",
        )
    )
    c.take("16-comparison")


def check_modal(c: Camera) -> None:
    c.go(BEN, GENERAL)
    c.say(c.words("/aperture check Llama 3.1", "/aperture check Qwen2.5-72B"))
    c.page.wait_for_selector("dialog[open]")
    c.take("17-check")
    c.page.click("dialog button[type=submit]")
    c.page.wait_for_selector("dialog .err")
    c.take("18-check-errors")
    c.page.check("dialog input[value=commercial]")
    c.page.fill("dialog [data-block=mau_now] input", "500000")
    c.page.click("dialog button[type=submit]")
    c.page.wait_for_function("!document.querySelector('dialog .field')")
    c.page.wait_for_timeout(1500)
    c.take("19-check-verdict")


def compare_modal(c: Camera) -> None:
    c.go(BEN, GENERAL)
    c.whispered("/model llama-3.1")
    c.press("compare_open")
    c.page.wait_for_selector("dialog[open]")
    c.take("20-compare-modal")


def panel(c: Camera) -> None:
    c.go(BEN, "Aperture")
    c.page.locator(".empty .btn, .prompts .btn").first.wait_for()
    c.page.wait_for_timeout(500)
    c.take("21-agent-panel")


def home(user: str, name: str) -> Callable[[Camera], None]:
    def taken(c: Camera) -> None:
        c.go(user, "Aperture")
        c.page.click("[data-tab=home]")
        c.page.locator("#homeview [data-action=my_language]").wait_for()
        c.page.wait_for_timeout(600)
        c.take(name)
        c.page.evaluate("document.querySelector('#homeview').scrollTop = 1e6")
        c.take(name + "-end")
        c.page.click("[data-tab=messages]")

    return taken


def add_modal(c: Camera) -> None:
    c.go(ADA, "Aperture")
    c.page.click("[data-tab=home]")
    c.page.locator("#homeview [data-action=ingest_add]").click()
    c.page.wait_for_selector("dialog[open]")
    c.take("24-add")
    c.page.locator("dialog .foot button").first.click()
    c.page.click("[data-tab=messages]")


def settings(c: Camera) -> None:
    c.go(ADA, GENERAL)
    c.say("/aperture settings")
    c.page.wait_for_selector("dialog[open]")
    c.take("25-settings")


def refused_admin(c: Camera) -> None:
    c.go(BEN, GENERAL)
    c.whispered("/aperture ingest /tmp/notes.md")
    c.whispered("/aperture settings")
    c.take("26-refused")


def help_(c: Camera) -> None:
    c.go(BEN, GENERAL)
    c.whispered("/aperture help")
    c.take("27-help")


def ingest(c: Camera) -> None:
    c.go(ADA, GENERAL)
    c.whispered("/aperture ingest /nowhere/at-all.pdf")
    c.page.wait_for_timeout(800)
    c.take("28-ingest-failed")


SURFACES: tuple[Callable[[Camera], None], ...] = (
    welcome,
    _asked("02-openness", "Is Llama 3.1 open source?", "Qwen2.5-7B 是开源的吗？那 72B 呢？"),
    sources,
    _asked(
        "03-permission",
        "We're in Munich. May we build a product on Llama 4 Scout?",
        "我们月活 50 万，可以商用 Qwen2.5-72B 吗？",
    ),
    cost,
    _asked("06-advice", "Data must stay in house, 2 × H100: which model?", "数据不能出公司，有两张 H100，选哪个模型？"),
    _asked("07-compare", "Compare Llama 3.1 and Qwen2.5-72B", "比较 Llama 3.1 和 Qwen2.5-72B"),
    _asked("08-general", "What does open weights mean?", "为什么说开放权重不等于开源？"),
    _asked("09-ambiguous", "Is Qwen open source?", "千问是开源的吗？"),
    _asked("29-license", "What does the Apache 2.0 license require?", "CC BY-NC 4.0 有什么条件？"),
    _asked("30-maker", "Are Google's models open?", "阿里的模型可以商用吗？"),
    _asked("31-hardware", "What GPU do I need for Llama 3.1 70B?", "DeepSeek-V3 自己部署需要几张卡？"),
    _asked("32-list", "Which models are truly open source?", "哪些模型公开了训练数据？"),
    _asked("11-no-answer", "Who won the football match last night?", "昨晚的球赛谁赢了？"),
    silent,
    card,
    choices,
    unknown_model,
    comparison,
    check_modal,
    compare_modal,
    panel,
    home(BEN, "22-home-member"),
    home(ADA, "23-home-admin"),
    add_modal,
    settings,
    refused_admin,
    help_,
    ingest,
)


@contextmanager
def running(folder: Path) -> Iterator[str]:
    """The bot in a local workspace; its address."""
    given = Settings()
    state = State(f"sqlite:///{folder / 'state.db'}")
    with Engine.open(given) as engine, LocalWorkspace(0) as workspace:
        local = given.model_copy(update={"slack_api_url": workspace.api_url, "slack_signing_secret": None})
        app, shared = make_app(local, engine, state)
        handler = make_socket(app, workspace.api_url, "xapp-local", 2)
        handler.connect()  # type: ignore[no-untyped-call]
        workspace.wait_connected()
        engine.warm()
        yield workspace.url
        close_socket(handler)
        close_app(app, shared)
        for refused in workspace.state.refused:
            sys.stderr.write(f"refused by the workspace: {refused}\n")
    state.close()


def photograph(browser: Browser, url: str, look: Look, folder: Path, only: str) -> None:
    """Every surface in one look; one that cannot be taken is told, and the others go on."""
    options: dict[str, Any] = {"viewport": look.size, "color_scheme": look.scheme, "device_scale_factor": 1}
    context = browser.new_context(locale="zh-CN" if look.language == "zh" else "en-US", **options)
    page = context.new_page()
    page.set_default_timeout(15_000)
    page.on("pageerror", lambda error: sys.stderr.write(f"script error: {error}\n"))
    page.goto(url)
    page.wait_for_selector("#channels button", state="attached")
    camera = Camera(page, look, folder)
    for surface in SURFACES:
        name = getattr(surface, "__name__", "")
        if only and only not in name:
            continue
        try:
            surface(camera)
        except Exception as error:  # a picture that fails is told; the others are still wanted
            sys.stderr.write(f"{look.name} {name}: {str(error).splitlines()[0]}\n")
            page.screenshot(path=folder / f"failed-{name}-{look.name}.png")
    context.close()


def main() -> None:
    """Take them all."""
    desk.PER_MINUTE = desk.CHANNEL_PER_MINUTE = 10_000  # it asks faster than people do
    if CHROMIUM is None:
        sys.exit("no Chromium on this machine; `make browser` installs it")
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "build/pictures")
    wished = sys.argv[2].split(",") if len(sys.argv) > 2 else [look.name for look in LOOKS]
    only = sys.argv[3] if len(sys.argv) > 3 else ""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as kept, running(Path(kept)) as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for look in LOOKS:
            if look.name in wished:
                photograph(browser, url, look, folder, only)
        browser.close()
    sys.stdout.write(f"{len(list(folder.glob('*.png')))} pictures in {folder}\n")


if __name__ == "__main__":
    main()
