"""A definition as it is printed: each rule that makes it cheaper to read, until none does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from derive.explain.reading.joined_letters import LAW, joined_letters
from derive.explain.reading.measure import reading_cost
from derive.explain.reading.reading_rules import RULES
from derive.model.layer import Def
from derive.steps import Equation, Step

ROUNDS = 8
"""Every rule takes something away; the longest chain of the catalogue has three."""


def read(one: Def, forward: Sequence[Def]) -> tuple[Def, tuple[Step, ...]]:
    """The form of ``one`` that costs least to read, and the steps to it."""
    steps: list[Step] = []
    for _ in range(ROUNDS if not one.scatter else 0):
        made = _first(one, forward)
        if made is None:
            break
        one, step = made
        steps.append(step)
    joined = None if one.scatter else joined_letters(one)
    if joined is not None:
        one = joined
        steps.append(Step(LAW.name, LAW.says, (Equation.of(one),)))
    return one, tuple(steps)


def _first(one: Def, forward: Sequence[Def]) -> tuple[Def, Step] | None:
    """The first rule with a form that is cheaper to read, and its best one."""
    now = reading_cost(one.expr)
    for law, rule in RULES:
        cheaper = [(reading_cost(e), e) for e in rule(one, forward)]
        cheaper = [found for found in cheaper if found[0] < now]
        if cheaper:
            best = replace(one, expr=min(cheaper, key=lambda found: found[0])[1])
            return best, Step(law.name, law.says, (Equation.of(best),))
    return None
