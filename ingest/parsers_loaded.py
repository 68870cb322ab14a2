"""Imported once by the server process of `ingest.sandbox`, so that its children need not import the parsers again."""

import docx
import pptx
import pypdf
import trafilatura

from ingest import parsers

__all__ = ["docx", "parsers", "pptx", "pypdf", "trafilatura"]
