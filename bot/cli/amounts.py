"""Amounts as options: `5B`, `50亿`, `75%`, `0.88`, `¥8`; JSON with numbers as numbers."""

from __future__ import annotations

import json
import re
import sys
from decimal import Decimal, InvalidOperation
from typing import Any

import typer

from knowledge.cost.reading.numbers import clean, number
from knowledge.records.base import Record
from knowledge.records.use import Money


def tokens(text: str | None) -> Decimal | None:
    """`5B`, `50 亿`, `2_000_000`. Raises `typer.BadParameter` for anything else, zero and below included."""
    if text is None:
        return None
    if clean(text).strip().startswith("-"):
        raise typer.BadParameter(f"{text!r} is below zero; tokens a month are above it")
    try:
        value = number(clean(text).replace("_", "").replace("tokens", "").strip())
    except (ValueError, InvalidOperation):
        raise typer.BadParameter(f"{text!r} is no amount; write 5B, 500M or 50亿") from None
    if value <= 0:
        raise typer.BadParameter(f"{text!r} is not above zero")
    return value


def share(text: str | None) -> Decimal | None:
    """`0.75` or `75%`. Raises `typer.BadParameter` outside 0–1."""
    if text is None:
        return None
    try:
        value = Decimal(text.rstrip("% ")) / (100 if text.rstrip().endswith("%") else 1)
    except InvalidOperation:
        raise typer.BadParameter(f"{text!r} is no share; write 0.75 or 75%") from None
    if not 0 <= value <= 1:
        raise typer.BadParameter(f"{text!r} is no share between 0 and 1; write 0.75 or 75%")
    return value


def money(text: str | None, currency: str) -> Money | None:
    """`3.49`, `$3.49`, `3.5万`, `28 CNY`; a sign in the text beats `currency`. Raises `typer.BadParameter`."""
    if text is None:
        return None
    from knowledge.cost.reading.money import amounts

    found = amounts(clean(text))
    if len(found) == 1 and found[0].per == "":
        return found[0].money
    try:
        value = number(clean(text))
    except (ValueError, InvalidOperation):
        raise typer.BadParameter(f"{text!r} is no amount of money; write 3.49, $3.49 or 28CNY") from None
    return Money(amount=value, currency=currency)


def rates(texts: list[str]) -> dict[str, Decimal]:
    """`CNY=7.1`, what one US dollar buys. Raises `typer.BadParameter` for anything else."""
    found: dict[str, Decimal] = {}
    for text in texts:
        match = re.fullmatch(r"([A-Za-z]{3})=(\d+(?:\.\d+)?)", text.strip())
        if match is None or Decimal(match[2]) == 0:
            raise typer.BadParameter(f"{text!r} is no rate; write CNY=7.1, what one US dollar buys")
        found[match[1].upper()] = Decimal(match[2])
    return found


def currency(text: str) -> str:
    """An ISO 4217 code. Raises `typer.BadParameter`."""
    if not re.fullmatch(r"[A-Za-z]{3}", text):
        raise typer.BadParameter(f"{text!r} is no currency code; write USD, CNY, EUR, …")
    return text.upper()


def plain(value: Any) -> Any:
    """A record as JSON values: money and tokens as numbers, whole ones as int; words in both languages."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, Record):
        return {name: plain(getattr(value, name)) for name in type(value).model_fields}
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    return value.isoformat() if hasattr(value, "isoformat") else value


def print_json(value: Any) -> None:
    """One object on stdout."""
    sys.stdout.write(json.dumps(plain(value), ensure_ascii=False, indent=2) + "\n")
