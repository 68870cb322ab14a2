"""The one exception tree. A message names the thing, its value and the way out.

ApertureError
├── FactsError          a record, overlay or policy file is wrong
├── StoreError          the index cannot be opened, read or written
│   ├── StoreLocked     another process owns the data folder
│   └── EncoderMismatch the index was built by another encoder
├── SourceError         a document cannot be taken in
│   ├── Refused         it was refused for safety
│   └── IngestBusy      another ingest is running
├── PricesError         prices cannot be read or refreshed
├── SlackError          Slack cannot be reached or refuses, or its requests cannot be listened for
└── ModelError          a configured language model failed
"""

from __future__ import annotations


class ApertureError(Exception):
    """Root of the tree: safe to show to an admin, never to be shown to other users."""


class FactsError(ApertureError):
    """A record, overlay or policy file is wrong; names file, line and field."""


class StoreError(ApertureError):
    """The index cannot be opened, read or written."""


class StoreLocked(StoreError):  # noqa: N818
    """Another process owns the data folder; names it."""


class EncoderMismatch(StoreError):  # noqa: N818
    """The index was built by another encoder; names the command that rebuilds it."""


class SourceError(ApertureError):
    """A document cannot be taken in; the others go on."""


class Refused(SourceError):  # noqa: N818
    """A document or address was refused for safety."""


class IngestBusy(SourceError):  # noqa: N818
    """Another ingest is running; one goes at a time."""


class IngestStopped(SourceError):  # noqa: N818
    """The process is stopping; what was taken in until now is kept."""


class PricesError(ApertureError):
    """Prices cannot be read or refreshed."""


class SlackError(ApertureError):
    """Slack cannot be reached or refuses the tokens, or the port for its requests is taken."""


class ModelError(ApertureError):
    """A configured language model failed; the composed answer stands in."""
