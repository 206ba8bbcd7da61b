"""How layers do in a suite that nobody here wrote: every sample passes, fails, or cannot be said and why.

An adapter takes the arguments of a sample by name and calls layers; what they cannot express it says with
``refuse``.  A layer that refuses what it is given says so itself.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field


class Inexpressible(Exception):
    """What a sample asks for and the layers do not have."""


def refuse(when, why):
    if when:
        raise Inexpressible(why)


@dataclass
class Row:
    """What came of the samples of one operation."""

    name: str
    passed: int = 0
    failed: list[str] = field(default_factory=list)
    unsaid: Counter = field(default_factory=Counter)

    def add(self, judge):
        """``judge()`` gives nothing, or what is wrong; what it refuses cannot be said."""
        try:
            wrong = judge()
        except Inexpressible as reason:
            self.unsaid[str(reason)] += 1
        except (ValueError, TypeError) as refusal:
            self.unsaid["refused: " + re.sub(r"-?\d+(\.\d+)?", "#", str(refusal).split("\n")[0])] += 1
        except RuntimeError as crash:
            self.failed.append(f"{type(crash).__name__}: {crash}")
        else:
            self.failed += [wrong] if wrong else []
            self.passed += not wrong


def markdown(title, rows: Iterable[Row], missing: Iterable[str]) -> Iterator[str]:
    """The table, operations as the suite has them, and what no layer stands for."""
    rows, missing = list(rows), list(missing)
    passed, failed = sum(r.passed for r in rows), sum(len(r.failed) for r in rows)
    unsaid = sum(sum(r.unsaid.values()) for r in rows)
    yield f"## {title}"
    yield ""
    yield f"{len(rows)} operations: {passed} samples pass, {failed} fail, {unsaid} are not expressible."
    yield ""
    yield "| operation | pass | fail | not expressible | why |"
    yield "|---|---|---|---|---|"
    for r in rows:
        why = "; ".join(f"{reason} ({n})" for reason, n in r.unsaid.most_common())
        yield f"| `{r.name}` | {r.passed} | {len(r.failed)} | {sum(r.unsaid.values())} | {why} |"
    yield ""
    if missing:
        yield f"No layer stands for: {', '.join(f'`{name}`' for name in missing)}."
        yield ""
