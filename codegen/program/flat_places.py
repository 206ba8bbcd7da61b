"""Where a scatter goes: to the result itself, and by one number where the digits of data name a place.

``a[f(i)] += u[i]``, ``b[g(i)] += v[i]`` and ``y[z] = a[z] + b[z] + w[z]`` need no arrays ``a`` and ``b``:
``y[z] = w[z]``, and what goes to them is added to ``y``.  ``y[.., ⌊s/B⌋, s mod B] += v`` is
``y[.., s] += v``, as ``y[.., z] = [z = s] v`` is: of all ``z``, one is gone to.

A scatter to two neighbouring axes (extents A, B) goes to ``B a + b`` of one axis that is as long as both.
What divides the datum is spared where its digits are the places; else one number is added up instead of two.
Conditions say once more that the place exists, where the axes alone did.
"""

from __future__ import annotations

from dataclasses import replace

from sympy import Add, Expr, Mul, expand

from derive.expr import Acc, FloorDiv, Iverson, Modulo, Tensor, accesses, brackets_apart, ge
from derive.model.layer import Def, Program


def in_place(program: Program) -> Program:
    """The program without arrays that hold what scatters give to one result."""
    for one in program.defs:
        parts = _parts(one, program)
        if parts:
            rest = one.expr - Add(*(d.tensor[tuple(one.lhs.index)] for d in parts))
            base = [replace(one, expr=rest)] if rest != 0 else []
            added = [replace(d, lhs=Acc(one.tensor, *d.lhs.index)) for d in parts]
            k, gone = program.defs.index(one), {one, *parts}
            before, behind = (
                [d for d in some if d not in gone] for some in (program.defs[:k], program.defs[k:])
            )
            program = replace(program, defs=(*before, *base, *added, *behind))
    return program


def _parts(one: Def, program: Program) -> list[Def]:
    """The scatters to arrays that ``one`` alone reads, each element at its own place."""
    here = tuple(one.lhs.index)
    own = [(z, 0, extent - 1) for z, extent in zip(here, one.tensor.shape, strict=True)]
    terms = {t.tensor for t in Add.make_args(one.expr) if isinstance(t, Acc) and tuple(t.index) == here}
    if one.scatter or one.tensor not in program.outputs or list(one.free) != own:
        return []
    scatters = [d for d in program.defs if d.scatter and d.tensor in terms - {*program.outputs}]
    return [d for d in scatters if d.tensor.shape == one.tensor.shape and _users(d, program) == [d, one]]


def _users(one: Def, program: Program) -> list[Def]:
    """The definitions that write or read the array of ``one``."""
    return [d for d in program.defs if one.tensor == d.tensor or one.tensor in d.reads]


def flat_places(program: Program) -> Program:
    """The program with the last two axes of such results as one."""
    for t in program.outputs:
        mine = [d for d in program.defs if d.tensor == t]
        scatters = [d for d in mine if d.scatter]
        if scatters and all(map(_named_by_digits, scatters)) and _only_written(t, program):
            made = _flat_array(t)
            outputs = tuple(made if o == t else o for o in program.outputs)
            defs = tuple(_flat(d, made) if d in mine else d for d in program.defs)
            program = replace(program, outputs=outputs, defs=defs)
    return program


def _named_by_digits(one: Def) -> bool:
    return len(one.lhs.index) > 1 and all(map(_digits, one.lhs.index[-2:]))


def _digits(e: Expr) -> bool:
    return any(isinstance(q.args[0], Acc) for q in e.atoms(FloorDiv, Modulo))


def _only_written(t: Tensor, program: Program) -> bool:
    """Whether nothing of the program reads the array."""
    return not any(a.tensor == t for d in program.defs for a in (*d.lhs.index, d.expr) for a in accesses(a))


def _flat_array(t: Tensor) -> Tensor:
    rows, columns = t.shape[-2:]
    return Tensor(
        t.name, (*t.shape[:-2], rows * columns), (*t.axes[:-2], t.axes[-1]), t.kind, t.sign, t.bound
    )


def _flat(one: Def, made: Tensor) -> Def:
    (*first, a, b), columns = one.lhs.index, one.tensor.shape[-1]
    if (whole := _whole(a, b, columns)) is not None:
        return replace(one, lhs=Acc(made, *first, whole))
    place = expand(columns * a + b)
    if not one.scatter:
        return _gone_to(replace(one, lhs=Acc(made, *first, place)))
    return replace(one, lhs=Acc(made, *first, place), expr=_inside(place, made) * one.expr)


def _inside(place: Expr, t: Tensor) -> Expr:
    return Iverson(ge(place), ge(t.shape[-1] - 1 - place))


def _gone_to(one: Def) -> Def:
    """The only place where the result is not zero instead of all, where a datum names it."""
    conds, factors = brackets_apart(one.expr)
    (*first, place), t = one.lhs.index, one.tensor
    letters = place.free_symbols & {*one.indices}
    for c in (c for c in conds if c.kind == "eq"):
        data = (expand(place - c.of), expand(place + c.of))
        datum = next((d for d in data if not d.free_symbols & letters), None)
        rest = Mul(*factors, Iverson(*(d for d in conds if d != c)))
        if datum is not None and not rest.free_symbols & letters:
            free = tuple(b for b in one.free if b[0] not in letters)
            return Def(Acc(t, *first, datum), free, _inside(datum, t) * rest, scatter=True, origin=one.origin)
    return one


def _whole(a: Expr, b: Expr, columns: Expr) -> Expr | None:
    """``s`` where ``a`` is ``⌊s/B⌋`` and ``b`` is ``s mod B``."""
    two = isinstance(a, FloorDiv) and isinstance(b, Modulo)
    return a.args[0] if two and a.args == b.args == (a.args[0], columns) else None


__all__ = ["flat_places", "in_place"]
