"""Formulas compared up to the names of their bound indices, and evaluated by the independent interpreter."""

from __future__ import annotations

import numpy as np
from sympy import Basic

from codegen.verification.interpreter.evaluate import Evaluator
from codegen.verification.rungs.pairing import along
from derive.expr import Acc, Index, Reduce, Tensor, rebuild
from derive.model.layer import Def, Program
from derive.simplify.normal_form import canonical


def alpha(e):
    """``e`` with every sum in it made canonical, the inner ones first; letters go by their names alone."""
    if isinstance(e, Index):
        return Index(e.name)
    if isinstance(e, Reduce):
        binders = [(alpha(z), alpha(lo), alpha(hi)) for z, lo, hi in e.binders]
        return canonical(Reduce(e.op, alpha(e.body), binders, [alpha(g) for g in e.guards]))
    if not isinstance(e, Basic) or not e.args or isinstance(e, Tensor):
        return e
    args = [alpha(a) for a in e.args]
    return e if args == list(e.args) else rebuild(e, args)


def assert_same(found, wanted):
    """Equal as expressions, bound indices apart."""
    assert alpha(found) == alpha(wanted), f"\nfound  {found}\nwanted {wanted}"


def value(expr, free=(), arrays=None, **symbols):
    """``expr`` for all values of ``free`` (inclusive ranges), as an array."""
    known = dict(_named(expr, free, symbols))
    reader = Evaluator(known, {})
    extents = [reader.scalar(hi) + 1 for _, _, hi in free]
    result = Tensor("value", extents, [Index(f"value_{k}") for k in range(len(extents))])
    one = Def(Acc(result, *(z for z, _, _ in free)), tuple(free), expr)
    return Evaluator(known, dict(arrays or {})).run(Program("value", (), (one,), (result,)))["value"]


def _named(expr, free, symbols):
    """The symbols of the formula (and of the shapes it mentions) that carry the given names."""
    places = [expr, *(end for _, lo, hi in free for end in (lo, hi))]
    found = set().union(*(p.free_symbols for p in places))
    for place in places:
        found |= set().union(*(t.free_symbols | t.bound.free_symbols for t in place.atoms(Tensor)), set())
    return [(s, symbols[s.name]) for s in found if s.name in symbols]


def completed(case, found):
    """All values of the forward that a backward may read, and the cotangents of the outputs."""
    layer = found.backward.layer
    arrays = Evaluator(case.symbols, dict(case.arrays)).run(
        Program("all", layer.inputs, tuple(layer.forward), layer.outputs)
    )
    return arrays | {f"d{name}": u for name, u in case.cotangents().items()}


def backward(case, found, program):
    """What a backward program returns for a case, by the name of the input: ``{"x": dx}``."""
    have = completed(case, found)
    out = Evaluator(case.symbols, {t.name: have[t.name] for t in program.inputs}).run(program)
    return {t.name.removesuffix("_total")[1:]: np.asarray(out[t.name], float) for t in program.outputs}


def assert_adjoint(case, tensor, gradient, what=""):
    """<Jv, u> = <v, J'u> for many v, J v by dual numbers; the bound is the rounding error of both sides."""
    assert gradient.shape == case.shape(tensor), f"{what}: shape {gradient.shape}"
    columns = case.directions(tensor)
    wanted = case.pulled(tensor, columns)
    found, error = along(gradient, columns)
    bound = 2.0**-53 * 64 * (error + wanted.error + wanted.size) + 1e-300
    off = np.abs(found - wanted.value)
    assert np.all(off <= bound), f"{what} of {case}: off by {off.max()}, bound {bound[off.argmax()]}"
