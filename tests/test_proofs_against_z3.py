"""What the prover proves has no counterexample that z3 finds."""

from itertools import islice

import pytest
import z3

from derive.proof import Limits
from tests.questions import INDICES, OPTION, SIZES, expression, questions

SPOKEN = {"number", "letter", "plus", "times", "div", "mod", "abs", "max", "min"}
BLIND = Limits(points=0)
PATIENCE = 150  # milliseconds a question: products of unknowns may take for ever


def speaks(term):
    """Whether z3 has words for all of the term."""
    return term[0] in SPOKEN and all(speaks(a) for a in term[1:] if isinstance(a, tuple))


def said(term, more):
    """The term for z3; what has to be positive is added to ``more``."""
    kind, *args = term
    if kind == "number":
        return z3.IntVal(args[0])
    if kind == "letter":
        return z3.Int(args[0])
    made = [said(a, more) for a in args]
    if kind in ("div", "mod"):
        more.append(made[1] >= 1)
    return WORDS[kind](*made)


WORDS = {
    "plus": lambda *args: sum(args, z3.IntVal(0)),
    "times": lambda *args: z3.Product(*args),
    "div": lambda n, d: n / d,
    "mod": lambda n, d: n % d,
    "abs": lambda a: z3.If(a >= 0, a, -a),
    "max": lambda a, b: z3.If(a >= b, a, b),
    "min": lambda a, b: z3.If(a >= b, b, a),
}


def counterexample(made, term):
    """Values at which the term is negative, None where there are none or none is found in time."""
    more = [z3.Int(x) >= 1 for x in SIZES] + [z3.Int(OPTION) >= 0]
    for name, lo, hi, step in made.ranges:
        index, steps = z3.Int(name), z3.Int(f"{name}_steps")
        starts = [said(e, more) for e in lo]
        more += [index >= e for e in starts] + [index <= said(e, more) for e in hi]
        more += [z3.Or(*(index == e + step * steps for e in starts))] if step > 1 else []
    more += [said(f, more) >= 0 for f in made.facts]
    solver = z3.Solver()
    solver.set("timeout", PATIENCE)
    asked = said(term, more) < 0
    solver.add(*more, asked)
    return solver.model() if solver.check() == z3.sat else None


def proved(scenes):
    for made, asked in questions("z3", scenes):
        if all(map(speaks, [*made.facts, *(e for _, lo, hi, _ in made.ranges for e in (*lo, *hi))])):
            known = made.known()
            yield from (
                (made, term) for term in asked if speaks(term) and known.nonnegative(expression(term))
            )


@pytest.mark.parametrize("wanted", [300, pytest.param(4000, marks=pytest.mark.deep)])
def test_what_is_proved_has_no_counterexample(wanted):
    given = list(islice(proved(wanted // 2), wanted))
    assert len(given) == wanted
    for made, term in given:
        found = counterexample(made, term)
        assert found is None, (expression(term), made.ranges, made.facts, found)


def test_the_oracle_finds_counterexamples():
    """A claim less by one than a proved one that is sharp is false, and z3 says so."""
    found = 0
    for made, term in islice(proved(40), 60):
        found += counterexample(made, ("plus", term, ("number", -3))) is not None
    assert found > 10
    assert INDICES and counterexample(next(proved(40))[0], ("number", -1)) is not None
