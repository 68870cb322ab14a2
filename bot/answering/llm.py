"""A language model behind any OpenAI-compatible endpoint: the only file that imports `openai`.

Chat Completions only: it is what vLLM, Ollama, llama.cpp, DeepSeek, DashScope and Azure share. The SDK bounds the gap
between two pieces of a reply, never the whole, so the deadline is kept here: the call runs in a thread of its own and
the caller leaves when time is up; the response ends itself soon after.
"""

from __future__ import annotations

import logging
import re
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from queue import Empty, Queue
from typing import Any, TypeVar

import httpx2
import openai
import stamina
from pydantic import ValidationError

from bot.answering.breaker import Breaker
from bot.answering.model import Message, Reply, Shape, Spent
from bot.answering.pricing import dollars
from bot.answering.redact import redact
from bot.answering.shaping import WAYS, Way, as_json, asked_for, repair
from knowledge.errors import ModelError

_log = logging.getLogger(__name__)
_T = TypeVar("_T")
ATTEMPTS = 3
MOST_BYTES = 4_000_000
"""Of one response: more is no answer to anything that is asked here."""
LONGEST = 8
"""Characters for each token that was asked for: what comes after them was not asked for."""
_UNKNOWN_OPTION = re.compile(r"support|unknown|unrecogni|unexpected|extra|not permitted|not allowed|invalid", re.I)
_THOUGHT = re.compile(r"<think>.*?(?:</think>|$)", re.S)
_FAULTS = (openai.OpenAIError, httpx2.HTTPError, httpx2.StreamError, ValueError)
"""What a call may raise: the SDK's own, the transport's while a stream is read, and JSON that is none."""


class OpenAIModel:
    """One model of one endpoint."""

    def __init__(
        self,
        name: str,
        *,
        api_key: str,
        base_url: str | None = None,
        context: int = 8192,
        streaming: bool = True,
        concurrency: int = 4,
        breaker: Breaker | None = None,
    ) -> None:
        self.name, self.context = name, context
        self._base_url, self._streaming = base_url, streaming
        self._breaker = breaker or Breaker()
        self._room = threading.BoundedSemaphore(concurrency)
        self._quirks: set[str] = set()
        self._way: Way = "schema"
        http = openai.DefaultHttpx2Client(event_hooks={"response": [_bound]})
        self._client = openai.OpenAI(api_key=api_key, base_url=base_url, max_retries=0, http_client=http)

    def write(self, messages: Sequence[Message], *, limit: int, until: float) -> Reply:
        """See `LanguageModel.write`."""
        return self._called(lambda: self._completed(messages, limit, until, None), until)

    def parse(self, messages: Sequence[Message], shape: type[Shape], *, limit: int, until: float) -> Shape:
        """The shape by JSON schema, else as a JSON object, else out of plain text; one repair each."""
        ways = WAYS[WAYS.index(self._way) :]
        for way in ways:
            with suppress(_Unsupported):
                found = self._called(lambda way=way: self._shaped(messages, shape, way, limit, until), until)  # type: ignore[misc]
                self._way = way
                return found
        raise ModelError(f"model {self.name}: takes no response format of {', '.join(ways)}; try another model")

    def moderate(self, text: str, model: str, *, until: float) -> bool:
        """Whether the endpoint's moderation model flags `text`."""

        def ask() -> bool:
            with _told(self.name):
                found = self._client.moderations.create(input=text, model=model, timeout=_left(until))
            return any(result.flagged for result in found.results)

        return self._called(ask, until)

    def likelihoods(self, pairs: Sequence[tuple[str, str]], *, until: float) -> list[float]:
        """See `bot.answering.likelihood.Likely`; a request a pair, by the older completions that echo the prompt."""

        def ask() -> list[float]:
            with _told(self.name):
                return [self._likelihood(before, text, until) for before, text in pairs]

        return self._called(ask, until)

    def _likelihood(self, before: str, text: str, until: float) -> float:
        create: Any = self._client.completions.create
        reply = create(
            model=self.name, prompt=before + text, max_tokens=1, echo=True, logprobs=1, temperature=0,
            timeout=_left(until),
        )  # fmt: skip
        told = getattr(reply.choices[0], "logprobs", None) if reply.choices else None
        places, values = getattr(told, "text_offset", None), getattr(told, "token_logprobs", None)
        if not places or not values or len(places) != len(values):
            raise _Empty("no likelihood of the prompt: the endpoint does not echo it with logprobs")
        whole = len(before) + len(text)
        of_text = [
            float(v) for at, v in zip(places, values, strict=True) if len(before) <= at < whole and v is not None
        ]
        if not of_text:
            raise _Empty("no likelihood of the question's own tokens")
        return sum(of_text) / len(of_text)

    @property
    def resting(self) -> bool:
        """Whether the endpoint is left alone for a moment because it kept failing."""
        return self._breaker.resting

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def _called(self, work: Callable[[], _T], until: float) -> _T:
        """Run `work` under the breaker, the concurrency limit and the deadline."""
        if not self._breaker.lets_through():
            raise ModelError(f"model {self.name}: failed several times in a row and is left alone for a while")
        if not self._room.acquire(timeout=max(0.0, _left(until))):
            raise ModelError(f"model {self.name}: all slots busy until the deadline; raise APERTURE_LLM_CONCURRENCY")
        try:
            found = _in_time(work, until, self.name, self._room.release)
        except ModelError:
            self._breaker.failed()
            raise
        self._breaker.worked()
        return found

    def _shaped(self, messages: Sequence[Message], shape: type[Shape], way: Way, limit: int, until: float) -> Shape:
        asked = asked_for(messages, shape, way)
        reply = self._completed(asked, limit, until, as_json(shape, way))
        try:
            return repair(reply.text, shape)
        except ValidationError as wrong:
            asked = [
                *asked,
                Message(role="assistant", content=reply.text),
                Message(role="user", content=f"Not valid: {wrong}"[:1500] + "\nAnswer again with valid JSON only."),
            ]
        try:
            return repair(self._completed(asked, limit, until, as_json(shape, way)).text, shape)
        except ValidationError as wrong:
            raise ModelError(f"model {self.name}: no valid {shape.__name__} in two tries ({way})") from wrong

    def _completed(
        self, messages: Sequence[Message], limit: int, until: float, response_format: dict[str, Any] | None
    ) -> Reply:
        """One completion, tried again where that can help and time allows."""
        for attempt in stamina.retry_context(
            on=lambda error: _pause(error, until),
            attempts=ATTEMPTS,
            timeout=max(0.01, _left(until)),
            wait_initial=0.2,
            wait_max=3,
            wait_jitter=0.2,
        ):
            with attempt, _told(self.name):
                return self._adapted(messages, limit, until, response_format)
        raise ModelError(f"model {self.name}: no time left")

    def _adapted(
        self, messages: Sequence[Message], limit: int, until: float, response_format: dict[str, Any] | None
    ) -> Reply:
        """One request; an option that this endpoint does not know is left out from now on."""
        for _ in range(5):
            try:
                return self._once(messages, limit, until, response_format)
            except (openai.BadRequestError, openai.UnprocessableEntityError, openai.NotFoundError) as error:
                if quirk := _quirk(str(error), self._quirks):
                    self._quirks.add(quirk)
                elif response_format is not None:
                    raise _Unsupported(str(error)[:200]) from error
                else:
                    raise
        raise ModelError(f"model {self.name}: refuses every form of the request")

    def _once(
        self, messages: Sequence[Message], limit: int, until: float, response_format: dict[str, Any] | None
    ) -> Reply:
        create: Any = self._client.chat.completions.create
        options = self._options(limit, response_format) | {"timeout": _left(until)}
        said = [message.model_dump() for message in messages]
        if self._streaming and "stream" not in self._quirks:
            extra = {} if "stream_options" in self._quirks else {"stream_options": {"include_usage": True}}
            with create(model=self.name, messages=said, stream=True, **extra, **options) as stream:
                return self._reply(*_collected(stream, limit, until))
        whole = create(model=self.name, messages=said, **options)
        choices = getattr(whole, "choices", None) or [None]
        text = getattr(getattr(choices[0], "message", None), "content", None) or ""
        finish = getattr(choices[0], "finish_reason", None)
        cut = limit * LONGEST
        return self._reply(text[:cut], "length" if len(text) > cut else finish, getattr(whole, "usage", None))

    def _options(self, limit: int, response_format: dict[str, Any] | None) -> dict[str, Any]:
        options: dict[str, Any] = {
            "max_completion_tokens" if "max_tokens" in self._quirks else "max_tokens": limit,
        }
        if "temperature" not in self._quirks:
            options["temperature"] = 0.1
        if response_format is not None:
            options["response_format"] = response_format
        return options

    def _reply(self, text: str, finish: str | None, usage: Any) -> Reply:
        """Checks what came: blank, filtered and broken off are failures, cut at the limit is not."""
        text = _THOUGHT.sub("", text).strip()
        if finish == "content_filter":
            raise _Empty("withheld by the endpoint's content filter")
        if finish is None:
            raise _Empty("half a reply: it ended without saying so")
        if not text:
            raise _Empty("a blank reply")
        taken = (getattr(usage, "prompt_tokens", 0) or 0, getattr(usage, "completion_tokens", 0) or 0)
        usd = dollars(self.name, *taken, self._base_url)
        spent = Spent(calls=1, input_tokens=taken[0], output_tokens=taken[1], usd=usd)
        return Reply(text=text, whole=finish != "length", spent=spent)


class _Unsupported(Exception):  # noqa: N818
    """The endpoint does not take this response format."""


class _Empty(openai.OpenAIError):
    """A reply that is no reply; one more try may help."""


class _told:  # noqa: N801
    """Every fault inside comes out as a `ModelError` that names the model and what happened."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __enter__(self) -> None:
        return None

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if isinstance(error, _FAULTS):
            what = redact(re.sub(r"\s+", " ", str(error))[:200]).text or "no reason given"
            raise ModelError(f"model {self._name}: {type(error).__name__.strip('_')}: {what}") from error


def _left(until: float) -> float:
    return max(0.05, until - time.monotonic())


def _in_time(work: Callable[[], _T], until: float, name: str, done: Callable[[], None]) -> _T:
    """`work` in a thread; the caller leaves at the deadline, the thread ends when its response does."""
    box: Queue[_T | Exception] = Queue(1)

    def run() -> None:
        try:
            box.put(work())
        except Exception as error:
            box.put(error)
        finally:
            done()

    threading.Thread(target=run, name="language-model", daemon=True).start()
    try:
        found = box.get(timeout=_left(until))
    except Empty:
        raise ModelError(f"model {name}: no whole reply within the deadline (APERTURE_LLM_DEADLINE)") from None
    if isinstance(found, Exception):
        raise found
    return found


def _collected(stream: Any, limit: int, until: float) -> tuple[str, str | None, Any]:
    """Text, why it ended, usage. Stops reading when the model has said far more than it was asked for."""
    pieces: list[str] = []
    finish, usage, size = None, None, 0
    for chunk in stream:
        usage = getattr(chunk, "usage", None) or usage
        for choice in (getattr(chunk, "choices", None) or [])[:1]:
            piece = getattr(choice.delta, "content", None) or ""
            pieces.append(piece)
            size += len(piece)
            finish = choice.finish_reason or finish
        if size > limit * LONGEST:
            return "".join(pieces), "length", usage
        if time.monotonic() > until:
            break
    return "".join(pieces), finish, usage


def _pause(error: Exception, until: float) -> bool | float:
    """Whether another try may help, and after how many seconds when the endpoint says so."""
    cause = error.__cause__
    if isinstance(cause, openai.RateLimitError | openai.InternalServerError):
        asked = _retry_after(cause)
        return asked is None or (asked if asked < _left(until) - 1 else False)
    return isinstance(cause, openai.APIConnectionError | _Empty | httpx2.HTTPError) and not isinstance(
        cause, openai.APITimeoutError | httpx2.TimeoutException
    )


def _retry_after(error: openai.APIStatusError) -> float | None:
    with suppress(ValueError, TypeError):
        return float(error.response.headers.get("retry-after", ""))
    return None


def _quirk(error: str, known: set[str]) -> str | None:
    """The option a refusal complains of, as far as the request can do without it."""
    if not _UNKNOWN_OPTION.search(error):
        return None
    for name in ("stream_options", "max_tokens", "temperature", "stream"):
        if name in error and name not in known:
            return name
    return None


class _Bounded(httpx2.SyncByteStream):
    """A response body that ends by the deadline of its request and after a number of bytes, however it drips."""

    def __init__(self, stream: httpx2.SyncByteStream, until: float) -> None:
        self._stream, self._until = stream, until

    def __iter__(self) -> Iterator[bytes]:
        size = 0
        for piece in self._stream:
            size += len(piece)
            if size > MOST_BYTES:
                raise httpx2.ReadError(f"the response is over {MOST_BYTES:,} bytes")
            if time.monotonic() > self._until:
                raise httpx2.ReadTimeout("the response took longer than the deadline")
            yield piece

    def close(self) -> None:
        self._stream.close()


def _bound(response: httpx2.Response) -> None:
    seconds = response.request.extensions.get("timeout", {}).get("read") or 60.0
    if isinstance(response.stream, httpx2.SyncByteStream):
        response.stream = _Bounded(response.stream, time.monotonic() + seconds)
