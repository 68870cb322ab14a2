"""A team's own questions with what is expected of each answer, and how the bot did."""
