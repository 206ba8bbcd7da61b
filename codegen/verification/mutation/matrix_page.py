"""The matrix of mutants and rungs as one page of HTML that needs nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from codegen.verification.mutation.campaign import Fate
from codegen.verification.mutation.kill_rates import matrix, overall, percent, rungs, shortened

STYLE = """
:root{color-scheme:light dark;--ink:#1b1b1b;--paper:#fff;--faint:#777;--line:#ddd;--good:#1a7f37;
--bad:#c0262d}
@media (prefers-color-scheme:dark){:root{--ink:#e8e8e8;--paper:#15171a;--faint:#999;--line:#333;
--good:#4cc26b;--bad:#ff7b72}}
body{margin:0 auto;max-width:80rem;padding:1rem;font:16px/1.5 system-ui,sans-serif;color:var(--ink);
background:var(--paper)}
.wide{overflow-x:auto}
table{border-collapse:collapse;font-size:.85rem}
th,td{padding:.25rem .5rem;border-bottom:1px solid var(--line);text-align:left;vertical-align:top}
td.n{text-align:right;white-space:nowrap}
th{position:sticky;top:0;background:var(--paper)}
code{overflow-wrap:anywhere}
.killed,.yes{color:var(--good)}.hole{color:var(--bad);font-weight:bold}.equivalent,.no{color:var(--faint)}
summary{cursor:pointer;margin:1rem 0}
"""


def page(fates: Sequence[Fate], asked: Mapping[str, Any]) -> str:
    """The rates, what is alive and why, and each mutant with the rungs that found it."""
    whole = overall(fates)
    said = f"{len(fates)} mutants, {percent(whole.found, whole.asked)} % of those that are faults killed"
    limits = ", ".join(f"{name} {value}" for name, value in asked.items())
    parts = [
        "<!doctype html>",
        '<html lang="en"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>chainrule: mutation</title><style>{STYLE}</style></head><body>",
        f"<h1>Mutation</h1><p>{escape(said)} ({escape(limits)}).</p>",
        _rates(fates),
        "<h2>Alive, and why</h2>",
        _survivors([f for f in fates if not f.killed]),
        "<h2>Every mutant</h2>",
        *(
            _of_layer(name, [f for f in fates if f.layer == name])
            for name in dict.fromkeys(f.layer for f in fates)
        ),
        "</body></html>",
    ]
    return "\n".join(parts) + "\n"


def _rates(fates: Sequence[Fate]) -> str:
    heading, *rows = matrix(fates)
    return _table([escape(h) for h in heading], [[escape(c) for c in row] for row in rows], numbers=2)


def _survivors(fates: Sequence[Fate]) -> str:
    rows = [[*_what(f), f'<span class="{_fate(f)}">{_fate(f)}</span>: {escape(f.why)}'] for f in fates]
    return _table(["gradient", "mutant", "place", "why"], rows) if rows else "<p>None.</p>"


def _of_layer(name: str, fates: Sequence[Fate]) -> str:
    names = rungs(fates)
    rows = [
        [*_what(f), f'<span class="{_fate(f)}">{_fate(f)}</span>', *(_cell(f, n) for n in names)]
        for f in fates
    ]
    heading = ["gradient", "mutant", "place", "fate", *(escape(n.replace("_", " ")) for n in names)]
    return (
        f"<details><summary>{escape(name)}: {len(fates)} mutants</summary>{_table(heading, rows)}</details>"
    )


def _what(fate: Fate) -> list[str]:
    place = f"<code>{escape(shortened(fate.place))}</code>"
    return [escape(f"{fate.layer} d{fate.gradient}"), escape(f"{fate.kind}: {fate.operator}"), place]


def _fate(fate: Fate) -> str:
    return "killed" if fate.killed else "equivalent" if fate.equivalent else "hole"


def _cell(fate: Fate, rung: str) -> str:
    if rung not in fate.rungs:
        return ""
    return '<span class="yes">found</span>' if fate.rungs[rung] else '<span class="no">passed</span>'


def _table(heading: Sequence[str], rows: Sequence[Sequence[str]], numbers: int = 99) -> str:
    head = "".join(f"<th>{cell}</th>" for cell in heading)
    body = "\n".join(
        "<tr>"
        + "".join(f"<td{' class=n' if k >= numbers else ''}>{c}</td>" for k, c in enumerate(row))
        + "</tr>"
        for row in rows
    )
    return f'<div class="wide"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


__all__ = ["page"]
