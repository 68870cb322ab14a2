"""Which heading a place of a text stands under."""

from __future__ import annotations

import pytest

from knowledge.headings import heading_before

ENGLISH = """# Trial of Heron

Done by Ada.

## What went wrong

The tokenizer is slow.

```bash
# a comment
run --fast
```

## Decision

Use it from May.

1. Ada signs
2. Ben pays

3. Annex

Nothing more."""
CHINESE = """# 苍鹭评测

林晓彤评测。

第一章 范围
只测对话。

二、结论

批准使用。"""


@pytest.mark.parametrize(
    ("text", "place", "heading"),
    [
        (ENGLISH, "Done by", "Trial of Heron"),
        (ENGLISH, "The tokenizer", "What went wrong"),
        (ENGLISH, "run --fast", "What went wrong"),
        (ENGLISH, "Use it", "Decision"),
        (ENGLISH, "## Decision", "Decision"),
        (ENGLISH, "Ben pays", "Decision"),
        (ENGLISH, "Nothing more", "3. Annex"),
        (CHINESE, "林晓彤", "苍鹭评测"),
        (CHINESE, "只测", "第一章 范围"),
        (CHINESE, "批准", "二、结论"),
        ("No heading. Only text.", "Only", None),
    ],
)
def test_a_place_stands_under_the_last_heading_before_it(text: str, place: str, heading: str | None) -> None:
    """Neither a comment of code nor the item of a list is one."""
    assert heading_before(text, text.index(place)) == heading
