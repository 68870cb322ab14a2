"""What a reply cost, by the offline price table."""

from __future__ import annotations

from decimal import Decimal


def dollars(model: str, input_tokens: int, output_tokens: int, base_url: str | None = None) -> Decimal | None:
    """US dollars; `None` when the table does not hold the model, or when the endpoint did not count tokens."""
    if not input_tokens and not output_tokens:
        return None
    from genai_prices import Usage, calc_price

    usage = Usage(input_tokens=input_tokens, output_tokens=output_tokens)
    try:
        price = calc_price(usage, model_ref=model, provider_api_url=base_url).total_price
    except (LookupError, ValueError):
        return None
    return Decimal(str(price)) or None
