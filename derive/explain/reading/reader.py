"""A definition as it is printed: each rule that makes it cheaper to read, until none does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sympy import Expr

from derive.explain.reading.joined_letters import LAW, joined_letters
from derive.explain.reading.measure import reading_cost
from derive.explain.reading.reading_rules import RULES
from derive.expr import Tensor, tensors
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
    """The first rule with a form that is cheaper to read, and its best one.

    Of forms that cost the same the one is cheaper that sends to fewer definitions.
    """
    now = reading_cost(one.expr)
    for law, rule in RULES:
        found = [(reading_cost(e), e) for e in rule(one, forward)]
        cheaper = [form for form in found if form[0] < now]
        cheaper = cheaper or [form for form in found if form[0] == now and _sends(form[1], one, forward)]
        if cheaper:
            best = replace(one, expr=min(cheaper, key=lambda form: form[0])[1])
            return best, Step(law.name, law.says, (Equation.of(best),))
    return None


def _sends(e: Expr, one: Def, forward: Sequence[Def]) -> bool:
    """Whether fewer definitions have to be looked up for ``e`` than for the formula that it stands for."""
    return len(_looked_up(e, forward)) < len(_looked_up(one.expr, forward))


def _looked_up(e: Expr, forward: Sequence[Def]) -> set[Tensor]:
    """The values that a formula mentions, and those that their definitions do."""
    own, found, left = {d.tensor: d for d in forward}, set[Tensor](), [*tensors(e)]
    while left:
        one = left.pop()
        if one in own and one not in found:
            found.add(one)
            left += own[one].reads
    return found
