"""The table of rules: each fires on its example, and on terms drawn at random no rule changes a value.

Left and right are compared by the independent evaluator, on numbers, for every value of the free letter.
"""

import random
from collections import Counter

import numpy as np
import pytest
from sympy import Abs, Add, Expr, Mul, S, Symbol, sign

from derive.expr import (
    Acc,
    FloorDiv,
    Hat,
    Index,
    Iverson,
    Modulo,
    Reduce,
    Tensor,
    Where,
    divides,
    eq,
    ge,
    ne,
    tensors,
)
from derive.gradients import derive_vjp
from derive.layers import LAYERS
from derive.proof import Ranges
from derive.simplify.factor import collect
from derive.simplify.normal_form import Normaliser
from derive.simplify.rules import Context, Sum
from derive.simplify.table import GUARD_RULES, NODE_RULES, SUM_RULES
from tests.forms import value

N, K, M = (Symbol(name, integer=True, positive=True) for name in "NKM")
n, k, m, i, j = Index("n", N), Index("k", K), Index("m", M), Index("i"), Index("j")
X, W, V = Tensor("x", (N,), (n,)), Tensor("w", (K,), (k,)), Tensor("v", (N, K), (n, k))
P = Tensor("p", (N,), (n,))
T = Tensor("t", (N,), (n,), "integer", "nonnegative", K * M)
OUT = Ranges([(n, S.Zero, N - 1)])
SIZES = ({"N": 3, "K": 2, "M": 4}, {"N": 2, "K": 5, "M": 1}, {"N": 4, "K": 3, "M": 3})

RULES = {r.name: r for r in (*SUM_RULES, *GUARD_RULES, *NODE_RULES)}
OF_SUMS = [r.name for r in (*GUARD_RULES, *SUM_RULES)]
OF_NODES = [r.name for r in NODE_RULES]


def context(distribute, ranges=OUT):
    normal = Normaliser(distribute=distribute)
    return Context(ranges, normal.visit, normal.sum, {}, distribute)


def applied(rule, term, ranges=OUT):
    """What the rule makes of the term, in either mode of products."""
    for distribute in (False, True):
        found = rule.apply(term, context(distribute, ranges))
        if found is not None and found != term:
            return found
    return None


def numbers(e, sizes, seed):
    """The values of ``e`` for every ``n``."""
    draw = np.random.default_rng(seed)
    data = {"x": draw.normal(size=sizes["N"]), "w": draw.normal(size=sizes["K"])}
    data["v"] = draw.normal(size=(sizes["N"], sizes["K"]))
    data["p"] = draw.uniform(-1, sizes["K"], size=sizes["N"])
    data["t"] = draw.integers(0, sizes["K"] * sizes["M"], size=sizes["N"])
    read = {t.name for t in tensors(e)}
    return value(e, [(n, S.Zero, N - 1)], {a: b for a, b in data.items() if a in read}, **sizes)


def assert_equal(left, right, what, seeds=range(2)):
    opened = [e.closed if isinstance(e, Sum) else e for e in (left, right)]
    for sizes in SIZES:
        for seed in seeds:
            a, b = (numbers(e, sizes, seed) for e in opened)
            assert np.allclose(a, b, rtol=1e-12, atol=1e-12), f"{what}: {opened[0]} is not {opened[1]}"


# -- the table -----------------------------------------------------------------------------------------


def test_every_rule_has_a_name_a_law_and_an_example():
    assert len(RULES) == len(SUM_RULES) + len(GUARD_RULES) + len(NODE_RULES), "each name once"
    assert all(r.law and r.example is not None for r in RULES.values())


@pytest.mark.parametrize("name", RULES)
def test_a_rule_fires_on_its_example(name):
    rule = RULES[name]
    known = OUT if isinstance(rule.example, Sum) else OUT.within([(k, S.Zero, K - 1)])
    made = applied(rule, rule.example, known)
    assert made is not None
    pair = (rule.example, made)
    assert_equal(*(pair if isinstance(rule.example, Sum) else map(total, pair)), name)


@pytest.mark.parametrize("name", RULES)
def test_the_engine_names_the_rule_that_fired(name):
    rule = RULES[name]
    known = OUT if isinstance(rule.example, Sum) else OUT.within([(k, S.Zero, K - 1)])
    term = rule.example.closed if isinstance(rule.example, Sum) else rule.example
    if isinstance(term, Reduce):
        fired = {r for d in (False, True) for r in Normaliser(distribute=d).rules(term, known)}
        assert name in fired, f"{term}: {fired}"


def total(e):
    """A node over every ``k``, so that its letter has a value."""
    return Reduce("sum", e, [(k, S.Zero, K - 1)])


# -- terms at random -----------------------------------------------------------------------------------


class Draw:
    """Terms that hold what the rules look for, put together at random."""

    def __init__(self, seed):
        self.random = random.Random(seed)

    def one_of(self, *choices):
        return self.random.choice(choices)()

    def some(self, make, most):
        return [make() for _ in range(self.random.randint(0, most))]

    def letter(self):
        return self.random.choice([n, k, m, i, j])

    def index(self):
        """An index expression in few letters."""
        r = self.random
        shift = r.choice([0, 0, 1, -1, 2]) + r.choice([0, 0, n, -n])
        return self.letter() * r.choice([1, 1, 1, 2, -1]) + shift

    def access(self):
        """An element at a place that exists, whatever the letters are."""
        places = {X: (n,), W: (k,), V: (n, k), P: (n,)}
        tensor = self.random.choice(list(places))
        return Acc(tensor, *places[tensor])

    def guard(self):
        r = self.random
        return self.one_of(
            lambda: eq(self.letter() - self.index()),
            lambda: eq(T[n] - K * m - k),
            lambda: ge(self.index()),
            lambda: ge(self.letter() - self.letter()),
            lambda: ne(self.letter() - self.index()),
            lambda: divides(r.choice([2, 3]), self.index()),
        )

    def factor(self):
        r = self.random
        return self.one_of(
            self.access,
            self.access,
            lambda: Iverson(self.guard()),
            lambda: Hat(self.letter(), P[n]),
            lambda: self.access() + r.choice([1, 2]) * self.access(),
            lambda: S(r.choice([1, 2, -3])),
            lambda: Reduce("sum", self.access() * self.access(), self.ranges(), self.some(self.guard, 1)),
            lambda: 2 * FloorDiv(self.letter(), 2) + self.random.choice([0, 1]) * Modulo(self.letter(), 2),
            lambda: self.letter() ** r.choice([1, 2]),
        )

    def ranges(self):
        """Inclusive ranges, outermost first; some of one value, some empty, some that hang on another."""
        r = self.random
        full = {n: N, k: K, m: M}
        made = []
        for z in r.sample([k, m, i, j], r.choice([0, 1, 1, 2, 2, 3])):
            before = [y for y, _, _ in made] + [n]
            free = [(S.Zero, K - 1), (S.Zero, K - 1), (S.One, S.One), (S.Zero, M - 1)]
            free += [(S.Zero, r.choice(before)), (r.choice(before), K - 1)]
            lo, hi = r.choice(free) if z in (i, j) else (S.Zero, full[z] - 1)
            made.append((z, lo, hi))
        return made

    def sum(self):
        guards = [g for g in self.some(self.guard, 3) if g != S.true]
        e, d = self.index(), self.random.choice([2, 3])
        exact = guards + [g for g in (divides(d, e),) if g != S.true]
        body, guards = self.one_of(
            lambda: (Mul(*self.some(self.factor, 3)), guards),
            lambda: (Mul(*self.some(self.factor, 2)), guards),
            lambda: (self.access() * (d * FloorDiv(e, d) + 1), exact),
            lambda: (self.access() + self.access() * self.access(), guards),
            lambda: (Reduce("sum", self.access(), [(i, S.Zero, self.random.choice([n, M - 1]))]), guards),
            lambda: (self.access() * self.letter(), [eq(self.letter() - n), *guards[:1]]),
        )
        tied = [(i, S.Zero, K - 1), (j, S.Zero, i)]
        ranges, more = self.random.choice([(self.ranges(), [])] * 9 + [(tied, [eq(i - j)])])
        term = Sum(body, tuple(ranges), (*guards, *more))
        loose = {z for z in (k, m, i, j) if z in term.closed.free_symbols}
        return None if loose else term

    def node(self):
        r = self.random
        d = r.choice([2, 3, K])
        a, b = self.access(), self.access()
        return self.one_of(
            lambda: d * FloorDiv(self.index(), d) * r.choice([1, 2]) + Modulo(self.index(), d),
            lambda: (lambda e: r.choice([1, 2]) * (d * FloorDiv(e, d) + Modulo(e, d)) + 1)(self.index()),
            lambda: r.choice([FloorDiv, Modulo])(self.index(), d),
            lambda: r.choice([FloorDiv, Modulo])(r.choice([k, k + 1, k - 1, i, k - K, m]), K),
            lambda: Iverson(self.guard()),
            lambda: Iverson(ge(self.letter() + r.choice([0, 1, -1])), self.guard()),
            lambda: Where(self.guard(), a, b),
            lambda: a * sign(r.choice([a, b])) * r.choice([1, b]),
            lambda: Mul(Add(2 * a, -2 * b), r.choice([b, W[k]]), evaluate=False),
            lambda: (a + 1) ** r.choice([1, 2]) * (b - Abs(a)),
        )


def test_no_rule_changes_the_value_of_a_random_sum():
    fired = Counter()
    for seed in range(1500):
        term = Draw(seed).sum()
        if term is None:
            continue
        for name in OF_SUMS:
            made = applied(RULES[name], term)
            if made is not None and fired[name] < 40:
                fired[name] += 1
                assert_equal(term, made, f"{name} (seed {seed})", seeds=(seed,))
    assert all(fired[name] >= 5 for name in OF_SUMS), f"some rules were hardly tried: {fired}"


def test_no_rule_changes_the_value_of_a_random_node():
    fired = Counter()
    known = OUT.within([(z, S.Zero, e - 1) for z, e in ((k, K), (m, M), (i, K), (j, M))])
    for seed in range(400):
        term = Draw(seed).node()
        for name in OF_NODES:
            made = applied(RULES[name], term, known) if isinstance(term, Expr) else None
            if made is not None and fired[name] < 40:
                fired[name] += 1
                over = [(z, S.Zero, e - 1) for z, e in ((k, K), (m, M), (i, K), (j, M))]
                left, right = (Reduce("sum", (e + 1) ** 2, over) for e in (term, made))
                assert_equal(left, right, f"{name} (seed {seed})", seeds=(seed,))
    assert all(fired[name] >= 5 for name in OF_NODES), f"some rules were hardly tried: {fired}"


@pytest.mark.parametrize("distribute", [False, True])
def test_the_normal_form_of_a_random_sum_has_its_value(distribute):
    for seed in range(1000, 1120):
        term = Draw(seed).sum()
        if term is not None:
            made = Normaliser(distribute=distribute)(term.closed, OUT)
            assert_equal(term, made, f"seed {seed}", seeds=(seed,))


# -- the trace names them ------------------------------------------------------------------------------


def test_the_trace_of_a_derivation_names_rules_of_the_table():
    names = set()
    for layer in (LAYERS["conv2d"], LAYERS["batch_norm"], LAYERS["max_pool2d"], LAYERS["dense"]):
        for tensor in layer.wrt:
            names |= {name for step in derive_vjp(layer, tensor).steps for name in step.by}
    assert names and names <= set(RULES)


# -- the common factor ---------------------------------------------------------------------------------


def sum_of_products(seed):
    """Terms that share factors, numbers, denominators and brackets, or do not."""
    draw = Draw(seed)
    shared = draw.some(draw.access, 2)
    terms = []
    for _ in range(draw.random.randint(2, 4)):
        own = [draw.access() ** draw.random.choice([1, 1, 2]) for _ in range(draw.random.randint(0, 2))]
        own += [draw.random.choice([S.One, S(2), S(-2), 1 / N, 1 / N, 1 / (1 + draw.access() ** 2)])]
        own += [Iverson(ge(n - draw.random.choice([1, 2])))] * draw.random.choice([0, 0, 1])
        terms.append(Mul(*shared, *own))
    return Add(*terms)


def test_taking_the_common_factor_out_changes_no_value():
    changed = 0
    for seed in range(250):
        e = sum_of_products(seed)
        made = collect(e)
        changed += made != e
        over = [(k, S.Zero, K - 1)]
        assert_equal(Reduce("sum", e, over), Reduce("sum", made, over), f"seed {seed}", seeds=(seed,))
    assert changed > 50
