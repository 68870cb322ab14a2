"""Typed records: what a fact, a document and a verdict look like."""
