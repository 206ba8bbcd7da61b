"""The facts of the notes are established, and a wrong one is refused: a sign, an index, a size."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from sympy import Expr, Integer

from derive.exact.sides import Side
from derive.expr import Acc, FloorDiv, Iverson, Reduce, accesses, divides, ge, replace_in_scope, substitute
from derive.facts.equality import same
from derive.facts.establish import SYMBOLIC, Checked, Differs, Equality, Fact, Numbers, Same
from derive.facts.lectures import FACTS
from derive.layers import LAYERS
from derive.notation import define, index, sizes, tensor, total


def claims(kind: type[Any]) -> list[Any]:
    return list(_claims(kind))


def _claims(kind: type[Any]) -> Iterator[Any]:
    for fact in FACTS:
        for place, claim in enumerate(fact.claims):
            if isinstance(claim, kind):
                yield pytest.param(claim, id=f"{fact.number}.{place}")


def test_all_facts_are_there_in_order() -> None:
    assert [fact.number for fact in FACTS] == list(range(1, 18))


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: str(fact.number))
def test_fact_is_established(fact: Fact) -> None:
    found = fact.establish()
    assert found.verdict == "established", [v for _, v, _ in found.claims if not v.established]


def last_changed(side: Side, change: Any) -> Side:
    """The side with its last live definition changed."""
    last = side.live[-1]
    return replace(side, defs=tuple(change(d) if d == last else d for d in side.defs))


def wrong_sign(side: Side) -> Side:
    return last_changed(side, lambda d: replace(d, expr=-d.expr))


def wrong_factor(side: Side) -> Side:
    return last_changed(side, lambda d: replace(d, expr=2 * d.expr))


def wrong_size(side: Side) -> Side | None:
    """One term of a sum too few (the first summed index with a range that can shrink)."""
    for one in reversed(side.live):
        for reduce in sorted(one.expr.atoms(Reduce), key=str):
            (z, lo, hi), *rest = reduce.binders
            short = Reduce(reduce.op, reduce.body, [(z, lo, hi - 1), *rest], reduce.guards)
            changed = replace(one, expr=replace_in_scope(one.expr, {reduce: short}))
            return replace(side, defs=tuple(changed if d == one else d for d in side.defs))
    return None


def wrong_index(side: Side) -> Side:
    """The last index of the first read of an input in the last definition that has one is one too large."""
    for one in reversed(side.live):
        for access in accesses(one.expr):
            if access.index and access.tensor in side.inputs:
                *before, last = access.index
                shifted = Acc(access.tensor, *before, last + 1)
                changed = replace(one, expr=replace_in_scope(one.expr, {access: shifted}))
                return replace(side, defs=tuple(changed if d == one else d for d in side.defs))
    raise AssertionError("the side reads nothing")


def broken() -> list[Any]:
    """Every claim with every fault; by default one fault for each claim in turn, ``-m deep`` the others."""
    faults = (wrong_sign, wrong_factor, wrong_size, wrong_index)
    pairs = []
    for k, claim in enumerate(claims(Same)):
        for j, fault in enumerate(faults):
            marks = () if j == k % len(faults) else (pytest.mark.deep,)
            pairs.append(pytest.param(*claim.values, fault, marks=marks, id=f"{claim.id}-{fault.__name__}"))
    return pairs


@pytest.mark.parametrize(("claim", "fault"), broken())
def test_wrong_side_is_refused(claim: Same, fault: Any) -> None:
    """For some point of its box every claim notices a sign, a factor, an index, and a sum one term short."""
    wrong = fault(claim.sides()[1])
    if wrong is None:
        pytest.skip("the side has no sum")
    left = claim.sides()[0]
    assert not same(left, wrong, claim.counts)
    assert not claim.over_box(left, wrong).established


@pytest.mark.parametrize("claim", claims(Same))
def test_symbolic_proofs_hold_on_their_boxes(claim: Same) -> None:
    """The prover and the exact evaluation know nothing of each other; they must agree."""
    left, right = claim.sides()
    assert claim.over_box(left, right).established


@pytest.mark.parametrize("claim", claims(Numbers))
def test_wrong_number_is_refused(claim: Numbers) -> None:
    def other(value: Any) -> Any:
        return [other(value[0]), *value[1:]] if isinstance(value, list) else value + 1

    verdict = replace(claim, wanted=other(claim.wanted)).establish()
    assert not verdict.established and verdict.found


@pytest.mark.parametrize("claim", claims(Differs))
def test_equal_sides_do_not_differ(claim: Differs) -> None:
    left, _ = claim.sides()
    assert not replace(claim, sides=lambda: (left, left)).establish().established


@pytest.mark.parametrize("claim", claims(Equality))
def test_wrong_equality_is_refused(claim: Equality) -> None:
    pairs = list(claim.equations())
    for place in range(len(pairs)):
        wrong: list[tuple[Expr, Expr]] = [(a, b + Integer(int(k == place))) for k, (a, b) in enumerate(pairs)]
        assert not replace(claim, equations=lambda wrong=wrong: wrong).establish().established


@pytest.mark.parametrize("claim", claims(Checked))
def test_checks_look_at_the_layers(claim: Checked, monkeypatch: pytest.MonkeyPatch) -> None:
    """With every size of every layer one too large, the check fails."""

    def enlarged(name: str) -> Any:
        layer = LAYERS[name]
        return replace(layer, sizes={k: v + 1 for k, v in layer.sizes.items()})

    for module in list(sys.modules.values()):
        named = getattr(module, "__name__", "")
        if named.startswith("derive.facts.lectures.of_") and hasattr(module, "the"):
            monkeypatch.setattr(module, "the", enlarged)
    assert claim.check() is not None or claim.check.__name__ in SIZELESS


SIZELESS = ("fields", "peaks", "linear", "connections")
"""Checks of receptive fields, of values and of numbers of weights: output sizes do not enter."""


SYMBOLICALLY = {
    1: 2, 2: 3, 3: 3, 4: 3, 5: 5, 6: 2, 7: 1, 8: 3, 9: 4, 10: 2, 11: 7, 12: 3, 13: 1, 14: 1, 17: 2,
}  # fmt: skip
"""How many claims of each fact are proved for all sizes; fewer is a loss."""


@pytest.mark.parametrize("number", SYMBOLICALLY)
def test_as_many_symbolic_proofs_as_before(number: int) -> None:
    fact = FACTS[number - 1]
    proved = [c for c in fact.claims if isinstance(c, Same) and c.establish().method == SYMBOLIC]
    assert len(proved) >= SYMBOLICALLY[number]


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: str(fact.number))
def test_what_is_proved_over_a_box_only_says_why(fact: Fact) -> None:
    for _, found, _ in fact.establish().claims:
        assert "over a stated box" not in found.method or "for all sizes" in found.method


def test_what_a_bracket_says_holds_inside_it() -> None:
    """d | z makes d ⌊z/d⌋ = z, so [d | z, d ⌊z/d⌋ ≥ 1] = [d | z, z ≥ 1]; without d | z they differ."""
    d = sizes("d")[0]
    whole, exact = divides(d, k), d * FloorDiv(k, d) - 1
    told = lambda *conds: side(total(X[k] * (1 + Iverson(*conds)), over=k))  # noqa: E731
    assert same(told(whole, ge(exact)), told(whole, ge(k - 1)))
    assert not same(told(ge(exact)), told(ge(k - 1)))


N, M = sizes("N M")
k, n = index("k", N), index("n", N)
X, Y, S = tensor("x", k), tensor("y", k), tensor("s")


def side(expr: Any) -> Side:
    return Side((define(S[()], expr),), S)


def test_direction_and_name_of_a_sum_do_not_matter() -> None:
    assert same(side(total(X[k] * Y[N - 1 - k], over=k)), side(total(X[N - 1 - n] * Y[n], over=n)))
    assert not same(side(total(X[k] * Y[N - 1 - k], over=k)), side(total(X[k] * Y[k], over=k)))


def test_products_of_sums_are_kept_apart() -> None:
    product = total(X[k], over=k) * total(Y[k], over=k)
    assert same(side(product), side(total(X[k] * Y[n], over=(k, n))))
    assert not same(side(product), side(total(X[k] * Y[k], over=k)))


def test_a_side_that_reads_other_shapes_is_refused() -> None:
    narrow = substitute(X, {N: M})
    wrong = side(total(narrow[index("k", M)], over=index("k", M)))
    claim = Same("", (), lambda: (side(total(X[k], over=k)), wrong), {"N": (2,), "M": (3,)})
    assert not claim.establish().established


def test_a_missing_layer_is_refused_with_its_name() -> None:
    from derive.facts.lectures.common import plain, the

    claim = Same("", (), lambda: (plain(the("no_such_layer")), plain(the("no_such_layer"))))
    (found,) = Fact(0, "", (claim,)).establish().claims
    assert not found[1].established and "no_such_layer" in found[1].found
