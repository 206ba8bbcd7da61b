"""Questions at random: nothing that is proved is false at a point, and their order is nothing."""

import random
from collections import Counter

import pytest
from sympy import Integer

from derive.proof import Answer, Limits
from derive.proof.inequalities import setting
from tests.questions import count, expression, least, questions

SEED = "proofs"
BLIND = Limits(points=0)
QUICK, DEEP = 60, 2700
"""Scenes of forty questions each; for a few no point is found."""


def tally(scenes):
    """How often each answer was given, and how many of those that are not proved hold at every point."""
    found, wrong = Counter(), []
    for made, asked in questions(SEED, scenes):
        known = made.known()
        for term in asked:
            answer, low = known.ask(expression(term)), least(term, made)
            assert bool(answer) == bool(known.ask(expression(term), BLIND)), "points only refute"
            found[answer] += 1
            if low is None:
                found["without a value"] += 1
            elif answer and low < 0:
                wrong.append((term, made.ranges, made.facts))
            elif not answer and low >= 0:
                found["not proved, true at every point"] += 1
    return found, wrong


def test_nothing_that_is_proved_is_false_at_a_point():
    found, wrong = tally(QUICK)
    assert not wrong
    assert found[Answer.PROVED] > 500 and sum(found[a] for a in Answer) >= 2000


@pytest.mark.deep
def test_nothing_that_is_proved_is_false_among_a_hundred_thousand():
    found, wrong = tally(DEEP)
    assert not wrong
    assert sum(found[a] for a in Answer) >= 100_000


@pytest.mark.parametrize("scenes", [QUICK // 6, pytest.param(DEEP // 8, marks=pytest.mark.deep)])
def test_the_order_of_the_questions_and_what_is_remembered_are_nothing(scenes):
    given = [(made, term) for made, asked in questions("order", scenes) for term in asked]
    first = [made.known().ask(expression(term)) for made, term in given]
    order = list(range(len(given)))
    for remembered in (False, True, False):
        random.Random(remembered).shuffle(order)
        if not remembered:
            setting.cache_clear()
        for k in order:
            made, term = given[k]
            assert made.known().ask(expression(term)) is first[k], (term, made.ranges, made.facts)


def test_a_question_is_counted_as_it_is_asked():
    """The two readings of a term agree where both have a value: the test would not see a false proof else."""
    checked = 0
    for made, asked in questions("readings", 6):
        for term in asked:
            for at in made.points[:5]:
                values = {s: at[s.name] for s in expression(term).free_symbols}
                try:
                    value = count(term, at)
                except ArithmeticError:
                    continue
                e = expression(term)
                e = e.xreplace({s: Integer(v) for s, v in values.items()}) if values else e
                if e.is_Integer:
                    checked += 1
                    assert e == value
    assert checked > 200
