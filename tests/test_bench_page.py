"""The page of the benchmark says what was measured, and the README the same."""

from __future__ import annotations

import re

from tests.bench_page import NOT_SAID, PAGE, README, listed, page, readme, said, slow_rows

ROWS = [
    ("relu", 2.0, "activation"),
    ("gelu", 0.5, "activation"),
    ("dense", 0.4, "dense"),
    ("tanh", None, "activation"),
]
TIMES = {
    "machine": "AMD Test, 2 threads",
    "rows": [
        {
            "layer": layer,
            "case": "8x8",
            "direction": "forward",
            "ours_ms": 1.0,
            "torch_ms": ratio,
            "ratio_torch": ratio,
            "roofline": None,
        }
        for layer, ratio, _ in ROWS
    ],
    "details": [{"family": family} for *_, family in ROWS],
    "families": {
        "activation": {"forward": 1.0, "backward": None},
        "dense": {"forward": 0.4, "backward": 2},
        "pool": {"forward": 3, "backward": 4},
    },
    "geomean": {"forward": 0.74, "backward": 1.23},
    "peak": {"flops": 4e11, "bandwidth": 3e10},
}


def test_slow_rows_are_listed_by_family_the_slowest_first() -> None:
    assert {f: [r["layer"] for r in rows] for f, rows in slow_rows(TIMES).items()} == {
        "activation": ["gelu"],
        "dense": ["dense"],
    }
    assert listed(TIMES["rows"][1]) == ("`gelu`", "8x8", "forward", "1.000", "0.500", "0.50", "–")


def test_a_page_keeps_what_was_said_and_marks_what_was_not() -> None:
    made = page(TIMES, "**dense** — measured: packing\n")
    assert said(made) == {"activation": NOT_SAID, "dense": "measured: packing"}
    assert "forward **0.74**, backward **1.23**; 2 of 4 rows" in " ".join(made.split())
    assert "400 GFLOP/s in registers, 30 GB/s" in made
    assert page(TIMES, made) == made


def test_the_readme_takes_its_figures_from_the_same_times() -> None:
    made = readme(TIMES, README.read_text())
    assert "| activation | 1.00 | – | pool | 3.00 | 4.00 |\n| dense | 0.40 | 2.00 |  |  |  |\n" in made
    assert "Over all cases 0.74 forward and 1.23 backward" in made
    assert "(AMD Test, 2 threads;" in made
    assert readme(TIMES, made) == made


def test_the_two_documents_say_the_same() -> None:
    measured, shown = PAGE.read_text(), README.read_text()
    assert NOT_SAID not in said(measured).values()
    (slow, rows), *other = re.findall(r"(\d+) of (\d+) rows", measured + shown)
    assert other == [(slow, rows)]
    assert len(re.findall(r"^\| `", measured, re.MULTILINE)) == int(slow)
    forward, backward = re.findall(r"(?:forward|backward)\s\*\*([\d.]+)\*\*", measured)
    assert f"Over all cases {forward} forward and {backward} backward" in shown
    for family, *means in re.findall(r"^\| ([a-z ]+) \| ([\d.]+) \| ([\d.]+) \|$", measured, re.MULTILINE):
        assert f"| {family} | {' | '.join(means)} |" in shown
