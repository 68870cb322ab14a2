"""What Aperture knows and decides: checked facts, pure verdicts, and the passages that support them.

Nothing here knows Slack, a language model or the network.
"""
