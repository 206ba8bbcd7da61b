"""The page of the benchmark and the figures of the README, from what ``chainrule bench --json`` printed.

``chainrule bench --against torch --threads 2 --json > times.json``, then
``python -m tests.bench_page times.json`` writes ``.github/BENCHMARKS.md`` and the table of the README.  The
sentences that say what limits a family are written by hand: the page keeps them, and a family without one
is marked with ``NOT_SAID``, so that nothing stands there that nobody looked at.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from textwrap import fill

ROOT = Path(__file__).parent.parent
PAGE, README = ROOT / ".github/BENCHMARKS.md", ROOT / "README.md"
SLOW = 0.9
"""Below this ratio a row is listed."""
NOT_SAID = "not looked at"
COLUMNS = ("layer", "case", "direction", "ours ms", "PyTorch ms", "ratio", "roofline")
INTRODUCTION = """
Made from `chainrule bench --against torch --threads 2 --json`: {cases} cases, float32, medians in turns in
one process; {machine}. A ratio is PyTorch's time over ours: above 1 these kernels take less time. Measured in
the same run: {flops:.0f} GFLOP/s in registers, {bandwidth:.0f} GB/s of a large copy. Geometric means: forward
**{forward:.2f}**, backward **{backward:.2f}**; {slow} of {rows} rows are under 0.9. Where medians lay more
than 30 % over the best call, of either side, the case was timed again after all others, and a row stands as
it was timed in the quieter visit."""
LIMITS = """
The share of the roofline is the least time for the products and the bytes that must move, over ours; above
100 % the arrays fit into a cache.  What was tried and what is only supposed is said."""


def filled(text):
    return fill(" ".join(text.split()), 119)


def table(head, rows):
    """Lines of a table in Markdown."""
    return [
        "| " + " | ".join(head) + " |",
        "|" + "---|" * len(head),
        *("| " + " | ".join(r) + " |" for r in rows),
    ]


def means(family):
    return tuple("–" if family[d] is None else f"{family[d]:.2f}" for d in ("forward", "backward"))


def slow_rows(times):
    """The rows below ``SLOW`` by family, the slowest first."""
    found: dict[str, list] = {}
    for row, detail in zip(times["rows"], times["details"], strict=True):
        if row["ratio_torch"] is not None and row["ratio_torch"] < SLOW:
            found.setdefault(detail["family"], []).append(row)
    order = [family for family in times["families"] if family in found]
    return {family: sorted(found[family], key=lambda row: row["ratio_torch"]) for family in order}


def listed(row):
    """A row of the benchmark as one of the page."""
    share = "–" if row["roofline"] is None else f"{100 * row['roofline']:.0f} %"
    ms = (f"{row['ours_ms']:.3f}", f"{row['torch_ms']:.3f}")
    return (f"`{row['layer']}`", row["case"], row["direction"], *ms, f"{row['ratio_torch']:.2f}", share)


def said(page):
    """What a page says of families: the sentence behind each bold name."""
    return dict(re.findall(r"^\*\*(.+?)\*\* — (.+)$", page, re.MULTILINE))


def figures(times):
    """What the introduction and the README say in numbers."""
    slow = sum(map(len, slow_rows(times).values()))
    peak = {"flops": times["peak"]["flops"] / 1e9, "bandwidth": times["peak"]["bandwidth"] / 1e9}
    rows = len(times["rows"])
    return {
        "machine": times["machine"],
        "cases": rows // 2,
        "rows": rows,
        "slow": slow,
        **peak,
        **times["geomean"],
    }


def page(times, before):
    """The page of these times, with what the page ``before`` says of families."""
    known = said(before)
    lines = ["# Benchmarks", "", filled(INTRODUCTION.format(**figures(times))), ""]
    lines += table(("family", "forward", "backward"), [(f, *means(m)) for f, m in times["families"].items()])
    lines += ["", f"## Rows under {SLOW}, and what limits them", "", filled(LIMITS), ""]
    for family, rows in slow_rows(times).items():
        lines += [f"**{family}** — {known.get(family, NOT_SAID)}", "", *table(COLUMNS, map(listed, rows)), ""]
    return "\n".join(lines).rstrip() + "\n"


def readme(times, text):
    """The README with the table of families, two abreast, and the figures below and above it."""
    rows = [(family, *means(found)) for family, found in times["families"].items()]
    half = (len(rows) + 1) // 2
    rows += [("", "", "")] * (2 * half - len(rows))
    abreast = table(
        ("family", "forward", "backward") * 2, [a + b for a, b in zip(rows[:half], rows[half:], strict=True)]
    )
    new = figures(times)
    text, tables = re.subn(
        r"(?:^\| family \|.*\n)(?:\|.*\n)+", lambda _: "\n".join(abreast) + "\n", text, flags=re.M
    )
    text, sums = re.subn(
        r"Over all cases [\d.]+ forward and [\d.]+ backward",
        "Over all cases {forward:.2f} forward and {backward:.2f} backward".format(**new),
        text,
    )
    text, counts = re.subn(r"in \d+ of \d+ rows", "in {slow} of {rows} rows".format(**new), text)
    if (tables, sums, counts) != (1, 1, 1):
        raise ValueError(f"{README}: a table, a sum and a count were expected, found {tables, sums, counts}")
    return re.sub(r"\(AMD [^;]*;", lambda _: f"({new['machine']};", text)


def main(path):
    times = json.loads(Path(path).read_text())
    PAGE.write_text(page(times, PAGE.read_text()))
    README.write_text(readme(times, README.read_text()))


if __name__ == "__main__":
    main(sys.argv[1])
