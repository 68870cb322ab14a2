"""The report as one HTML file that needs nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from jinja2 import Environment

from bot.evaluation import tables
from bot.evaluation.run import Run

_PAGE = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Aperture evaluation</title>
<style>
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 70rem; padding: 0 1rem; color: #1d2733 }
table { border-collapse: collapse; width: 100%; margin: .6rem 0 1.6rem }
th, td { border-bottom: 1px solid #d8dee6; padding: .3rem .6rem; text-align: left; vertical-align: top }
th { background: #f3f5f8 } td.no { color: #a4262c } td.yes { color: #1b6e3c } details { margin: .2rem 0 }
pre { white-space: pre-wrap; background: #f7f8fa; padding: .6rem }
</style>
<h1>Aperture evaluation</h1>
<p>{{ source }}, {{ day }}: {{ runs[0].scored | length }} cases.</p>
{% macro table(heads, rows) %}<table><tr>{% for head in heads %}<th>{{ head }}</th>{% endfor %}</tr>
{% for row in rows %}<tr>{% for cell in row %}<td>{{ cell }}</td>{% endfor %}</tr>{% endfor %}</table>{% endmacro %}
<h2>Figures</h2>{{ table([""] + names, summary) }}
<h2>Cases right by language and kind</h2>{{ table([""] + names, breakdown) }}
{% if apart %}<h2>Where they differ</h2>{{ table(["case", "question", "right"], apart) }}{% endif %}
{% for run in runs %}<h2>Every case: {{ run.name }}</h2>
<table><tr><th>case</th><th>question and answer</th><th>kind</th><th>right</th></tr>
{% for one in run.scored %}<tr><td>{{ one.case.id }}</td>
<td><details><summary>{{ one.case.question[:300] }}</summary><pre>{{ one.answer.answer }}</pre></details></td>
<td>{{ one.case.kind or one.answer.kind }}</td>
<td class="{{ 'yes' if one.right else 'no' }}">{{ "yes" if one.right else one.why }}</td></tr>
{% endfor %}</table>{% endfor %}
</html>
"""


def page(runs: Sequence[Run], source: Path, day: date) -> str:
    """The whole page; everything in it is escaped."""
    template = Environment(autoescape=True).from_string(_PAGE)
    return template.render(
        runs=runs,
        names=[run.name for run in runs],
        source=source.name,
        day=day.isoformat(),
        summary=tables.summary(runs),
        breakdown=tables.breakdown(runs),
        apart=tables.apart(runs),
    )
