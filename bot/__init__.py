"""The bot: listens (Slack, terminal), understands, asks `knowledge`, writes the answer."""
