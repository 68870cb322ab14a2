"""Which documents are texts of terms: they answer for what they are named after, and stand back elsewhere."""

from __future__ import annotations

import pytest

from knowledge.passages import is_legal
from knowledge.records.base import Language
from knowledge.records.document import Document


def _document(title: str, text: str, language: Language) -> Document:
    return Document(id="d", kind="file", title=title, text=text, source="d.md", language=language, sha256="0" * 64)


@pytest.mark.parametrize(
    ("title", "text", "language"),
    [
        ("Licence approvals register 2026", "Heron is approved for internal use by Ada until May.", "en"),
        ("Notes on the MIT study of tide tables", "Ada read it, and nobody else did.", "en"),
        ("许可证审批登记表", "苍鹭由林晓彤批准，内部使用，不得用于人脸识别。", "zh"),
    ],
)
def test_a_document_about_licences_is_no_licence(title: str, text: str, language: Language) -> None:
    """A word of its title does not make it one: a register of approvals answers like any other page."""
    assert not is_legal(_document(title, text, language))


@pytest.mark.parametrize(
    ("title", "text", "language"),
    [
        ("Heron License", "You may use the model. You are not permitted to sell it.", "en"),
        ("Heron Acceptable Use Policy", "You agree not to build weapons. Uses that harm you are prohibited.", "en"),
        ("Heron", "The Licensor grants to the Licensee what is hereby told.", "en"),
        ("苍鹭许可协议", "您可以使用本软件，但您应当署名。", "zh"),
        ("苍鹭", "许可方授予被许可方以下权利，本协议自签署起生效。", "zh"),
    ],
)
def test_a_text_of_terms_is_one(title: str, text: str, language: Language) -> None:
    """It speaks to whom it binds, or in words that only such texts use."""
    assert is_legal(_document(title, text, language))
