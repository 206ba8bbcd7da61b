"""What somebody's gradient may be instead of the right one: each suspect has a name and a way to compute it.

Options exchanged, other values of an option, axes reversed, ties sent to all winners, then every mutant of
the derived formula; nothing here knows a layer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from itertools import combinations
from typing import Any

import numpy as np
from sympy import Symbol, expand

from codegen.verification import Case, Evaluator
from codegen.verification.interpreter.numbers import Array, Dual, bounded, plain
from codegen.verification.mistakes.of_formulas import OPERATORS, mutants
from derive import pretty
from derive.expr import Acc, Iverson, Reduce, Tensor, eq
from derive.gradients import Gradients
from derive.model.layer import Def, Layer, Option, Program

Wrong = Callable[[Case], Array]


@dataclass(frozen=True)
class Suspect:
    """``named``: what was done wrong, in words.  ``formula``: what is then computed, if it is one line."""

    named: str
    gradient: Wrong
    formula: str = ""


MOST_AXES = 3

OF_TERMS = ("sign", "term", "factor", "coefficient")
"""What changes a term that a factored form hides."""

SAYS = {
    "sign": "with the sign of a term turned",
    "term": "with a term left out",
    "factor": "with a factor left out",
    "coefficient": "with a wrong coefficient",
    "exponent": "with a wrong exponent",
    "count": "divided by n − 1 for n",
    "argument": "with the sign of an argument turned",
    "extreme": "with the minimum for the maximum",
    "bound": "with a sum that stops or starts one off",
    "offset": "with an index one further",
    "flip": "with the flip dropped or added (an axis runs the other way)",
    "index term": "with a part of an index left out",
    "stride for dilation": "with two options exchanged in an index",
    "axes": "with two axes exchanged",
    "bracket": "with a condition dropped (what lies outside counts too)",
    "border": "with a border one off",
    "tie": "with the other side at a tie",
}


def suspects(layer: Layer, tensor: Tensor, found: Gradients) -> Iterator[Suspect]:
    """From the likeliest to the rest."""
    yield Suspect("zero everywhere", lambda case: np.zeros(case.shape(tensor)))
    yield from _of_options(layer, tensor, found)
    yield from _of_reversals(layer, tensor, found)
    yield from _of_winners(layer, tensor)
    yield from _of_formulas(layer, tensor, found)


def derived(
    case: Case, tensor: Tensor, found: Gradients, changed: Mapping[Symbol, Any] | None = None
) -> Array:
    """The derived gradient of a case; ``changed`` symbols have other values in its formula, sizes do not."""
    return _run(case, tensor, found.forward, found.vjp[tensor], changed or {})


def _run(
    case: Case,
    tensor: Tensor,
    forward: Program,
    backward: Program,
    changed: Mapping[Symbol, Any],
    turned: Mapping[str, tuple[int, ...]] | None = None,
) -> Array:
    """As the ladder evaluates a formula; ``turned`` arrays are read from their ends along some axes."""
    arrays: dict[str, Any] = Evaluator.at_sizes(case.symbols, dict(case.arrays)).run(forward)
    arrays |= {f"d{name}": u for name, u in case.cotangents().items()}
    for name, axes in (turned or {}).items():
        arrays[name] = np.flip(plain(arrays[name]), axes)
    made = Evaluator.at_sizes({**case.symbols, **changed}, arrays).run(backward)[f"d{tensor.name}"]
    return np.asarray(plain(made), dtype=float)


def _of_options(layer: Layer, tensor: Tensor, found: Gradients) -> Iterator[Suspect]:
    """Two options that took each other's place; an option that is not taken into account."""
    whole = [option for option in layer.options if option.kind == "int"]
    for a, b in combinations(whole, 2):
        if len(a.symbols) == len(b.symbols):
            yield Suspect(f"with {a.name} and {b.name} exchanged", _exchanged(tensor, found, a, b))
    for option in layer.options:
        for value in _neutral(option):
            said = "left out" if value in (0, 1) else f"taken as {value:g}"
            yield Suspect(f"with {option.name} {said} ({value:g})", _fixed(tensor, found, option, value))


def _neutral(option: Option) -> list[float]:
    """Values at which an option does nothing, and its default."""
    known = [] if option.default is None else [option.default]
    return list(dict.fromkeys(float(v) if option.kind != "int" else int(v) for v in (*known, 0, 1)))


def _exchanged(tensor: Tensor, found: Gradients, a: Option, b: Option) -> Wrong:
    def gradient(case: Case) -> Array:
        both = (*a.symbols, *b.symbols)
        values = dict(zip(both, (case.symbols[s] for s in (*b.symbols, *a.symbols)), strict=True))
        return derived(case, tensor, found, values)

    return gradient


def _fixed(tensor: Tensor, found: Gradients, option: Option, value: float) -> Wrong:
    return lambda case: derived(case, tensor, found, dict.fromkeys(option.symbols, value))


def _of_reversals(layer: Layer, tensor: Tensor, found: Gradients) -> Iterator[Suspect]:
    """What is read runs the other way along one axis or several: a flip dropped, or one too many."""
    read = {a.tensor.name: a.tensor for one in found.vjp[tensor].defs for a in one.expr.atoms(Acc)}
    for name, one in sorted(read.items()):
        for count in range(1, min(len(one.shape), MOST_AXES) + 1):
            for axes in combinations(range(len(one.shape)), count):
                said = ", ".join(str(axis + 1) for axis in axes)
                turned = " (rotated by 180°)" if count == 2 else ""
                yield Suspect(
                    f"with {name} reversed along its axes {said}{turned}: a flip dropped or one too many",
                    _reversed(tensor, found, name, axes),
                )


def _reversed(tensor: Tensor, found: Gradients, name: str, axes: tuple[int, ...]) -> Wrong:
    def gradient(case: Case) -> Array:
        return _run(case, tensor, found.forward, found.vjp[tensor], {}, {name: axes})

    return gradient


def _of_winners(layer: Layer, tensor: Tensor) -> Iterator[Suspect]:
    """Ties of a maximum: every winner receives the gradient, or an equal share of it."""
    for shared, said in ((False, "the whole gradient"), (True, "an equal share")):
        program = _to_all_winners(layer.program, shared)
        if program is not None:
            yield Suspect(
                f"with ties sent to all winners, each with {said}", _through(program, layer, tensor)
            )


def _to_all_winners(program: Program, shared: bool) -> Program | None:
    """max_u b(u) as Σ_u b(u)·[b(u) = m], with m taken as a constant that was computed before."""
    defs: list[Def] = []
    for one in program.defs:
        reduce = one.expr
        if isinstance(reduce, Reduce) and reduce.op in ("max", "min"):
            top = Acc(Tensor(f"{one.tensor.name}_extreme", one.tensor.shape, one.tensor.axes), *one.lhs.index)
            wins = Iverson(eq(reduce.body, top))
            total = Reduce("sum", reduce.body * wins, reduce.binders, reduce.guards)
            count = Reduce("sum", wins, reduce.binders, reduce.guards) if shared else 1
            defs.append(Def(one.lhs, one.free, total / count))
        else:
            defs.append(one)
    return (
        Program(program.name, program.inputs, tuple(defs), program.outputs)
        if defs != list(program.defs)
        else None
    )


def _through(program: Program, layer: Layer, tensor: Tensor) -> Wrong:
    """J'u of another forward, a column of J at a time."""

    def gradient(case: Case) -> Array:
        true: dict[str, Any] = Evaluator.at_sizes(case.symbols, dict(case.arrays)).run(layer.program)
        shape = case.shape(tensor)
        count = int(np.prod(shape, dtype=int))
        made: dict[str, Any] = {f"{name}_extreme": plain(value) for name, value in true.items()}
        made |= case.arrays
        columns = bounded(np.eye(count).reshape(*shape, count))
        made[tensor.name] = Dual(bounded(case.arrays[tensor.name]), columns)
        outputs = Evaluator.at_sizes(case.symbols, made).run(program)
        total = np.zeros(count)
        for name, u in case.cotangents().items():
            rate = (
                plain(outputs[name].tangent) if isinstance(outputs[name], Dual) else np.zeros((*u.shape, 1))
            )
            total = total + (u[..., None] * rate).reshape(-1, rate.shape[-1]).sum(axis=0)
        return total.reshape(shape)

    return gradient


def _of_formulas(layer: Layer, tensor: Tensor, found: Gradients) -> Iterator[Suspect]:
    """Mutants of the derived formula, as it stands and multiplied out, and of the forward that it reads."""
    right = found.vjp[tensor]
    out = replace(right, defs=tuple(replace(one, expr=expand(one.expr)) for one in right.defs))
    for program, operators in ((right, tuple(OPERATORS)), (out, OF_TERMS)):
        for mutant in mutants(program, operators):
            run = partial(_run, tensor=tensor, forward=found.forward, backward=mutant.program, changed={})
            yield Suspect(said_of(mutant.operator), run, _line(program, mutant.program, layer))
    for mutant in mutants(found.forward):
        run = partial(_run, tensor=tensor, forward=mutant.program, backward=right, changed={})
        yield Suspect(said_of(mutant.operator), run, _line(found.forward, mutant.program, layer))


def said_of(operator: str) -> str:
    """What an operator of mutation does, in words of a person who made the mistake."""
    return SAYS.get(operator, operator)


def _line(right: Program, wrong: Program, layer: Layer) -> str:
    """The definition that differs, as a line of mathematics."""
    changed = [b for a, b in zip(right.defs, wrong.defs, strict=True) if a.expr != b.expr]
    return "; ".join(pretty.equation(one, sizes=layer.size_symbols) for one in changed)


__all__ = ["Suspect", "derived", "suspects"]
