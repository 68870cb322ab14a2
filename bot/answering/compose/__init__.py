"""Writing the answer without a language model: verdict first, then why, what to do, what is missing."""

from bot.answering.compose.compose import compose

__all__ = ["compose"]
