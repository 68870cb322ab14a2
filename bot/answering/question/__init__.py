"""Understanding a message: language, kind, models, facts of the use, numbers of a cost question."""

from bot.answering.question.question import Intent, Question
from bot.answering.question.understand import understand, use_question

__all__ = ["Intent", "Question", "understand", "use_question"]
