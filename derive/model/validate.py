"""What a model may be: every symbol has a value, every tensor a definition, every node a meaning."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from keyword import iskeyword

from sympy import Basic, Expr, Symbol

from derive.expr import Acc, Reduce, Tensor, accesses
from derive.model.definitions import Def, Model, ModelError


def _names_free(model: Model, names: list[str]) -> None:
    """The names of cotangents and tangents must not be taken, nor a name be used twice."""
    for name in (*names, *(o.name for o in model.options)):
        if not name.isidentifier() or iskeyword(name) or name in RESERVED:
            raise ModelError(
                f"{model.name}: {name!r} cannot name an argument of the kernels; call it otherwise"
            )
    for name in names:
        if names.count(name) > 1:
            raise ModelError(f"{model.name}: two tensors are called {name}")
        for what, derived in (("cotangent", f"d{name}"), ("tangent", f"{name}_dot")):
            if derived in names:
                raise ModelError(
                    f"{model.name}: {derived} is the name of the {what} of {name}; call the tensor otherwise"
                )


RESERVED = ("out", "save", "residuals")
"""Arguments that every kernel has."""

FOREIGN = {
    "Max": "larger(a, b), or largest(body, over=...)",
    "Min": "smaller(a, b), or smallest(body, over=...)",
    "Piecewise": "where(condition, a, b)",
    "Sum": "total(body, over=...)",
    "Product": "product(body, over=...)",
    "Indexed": "a tensor: x = tensor('x', n, c), then x[n, c]",
    "Mod": "modulo(a, b)",
    "Heaviside": "where(gt(x), 1, 0): say which value holds at 0",
    "KroneckerDelta": "bracket(eq(i - j))",
    "Integral": "a closed form: an integral is no finite sum",
    "Derivative": "the forward only: derivatives are derived",
}
"""SymPy's own words for things that the notation says in another way, because their derivatives go wrong."""


def validate(model: Model) -> None:
    """Refuse a model that reads what it has not defined, or uses a symbol that nothing gives a value.

    Raises ``ModelError`` naming the definition; a recurrence (a tensor that reads itself) is refused.
    """
    known = set(model.inputs)
    later = {d.tensor for d in model.forward}
    values = _valued_symbols(model)
    for tensor in (*model.inputs, *(d.tensor for d in model.forward)):
        unsized = (tensor.free_symbols | tensor.bound.free_symbols) - values
        if unsized:
            names = ", ".join(sorted(map(str, unsized)))
            raise ModelError(
                f"{model.name}: nothing gives {names}, in the shape or range of {tensor.name}, a value: "
                "say it in `sizes`, or make it an option"
            )
    for one in model.forward:
        _sayable(model, one)
        for read in one.reads:
            if read in known:
                continue
            if read == one.tensor or read in later:
                raise ModelError(
                    f"{model.name}: {one.tensor.name} reads {read.name} before it is complete; a recurrence "
                    "cannot be said in this notation: write the closed form, or a definition per step"
                )
            raise ModelError(f"{model.name}: {one.tensor.name} reads {read.name}, which is no input")
        unknown = one.expr.free_symbols - set(one.indices) - values - _letters(one)
        if unknown:
            names = ", ".join(sorted(map(str, unknown)))
            raise ModelError(
                f"{model.name}: in the definition of {one.tensor.name} nothing gives {names} a value: "
                "neither an index of its left side, a sum's, an input's size, an option nor `sizes`"
            )
        if not one.scatter and len(accesses(one.lhs)) > 1:
            raise ModelError(f"{model.name}: the left side {one.lhs} depends on data")
        if one.tensor in known:
            raise ModelError(f"{model.name}: {one.tensor.name} is defined twice")
        known.add(one.tensor)
    _names_free(model, [t.name for t in known])
    for tensor in (*model.wrt, *model.outputs, *model.aux):
        if tensor not in known:
            raise ModelError(f"{model.name}: {tensor.name} is neither an input nor defined in the forward")
    for tensor in model.wrt:
        if tensor.kind != "real":
            raise ModelError(f"{model.name}: {tensor.name} holds integers, it has no gradient")


def _whole(model: Model, access: Acc) -> None:
    """Refuse an index that is no integer."""
    for at in access.index:
        if at.is_integer is not True:
            raise ModelError(
                f"{model.name}: the index {at} of {access.tensor.name} is no integer; round it (floor) "
                "or interpolate (hat)"
            )


def _nodes(expr: Expr) -> Iterable[Basic]:
    """Every subexpression once; tensors are names here."""
    seen: set[Basic] = set()
    stack: list[Basic] = [expr]
    while stack:
        node = stack.pop()
        if node not in seen and not isinstance(node, Tensor):
            seen.add(node)
            stack.extend(node.args)
            yield node


def _sayable(model: Model, one: Def) -> None:
    """Refuse nodes that the notation does not have, and ranges that are no finite range of integers."""
    for node in (*_nodes(one.lhs), *_nodes(one.expr)):
        name = type(node).__name__
        if isinstance(node, Acc):
            _whole(model, node)
        if name in FOREIGN:
            raise ModelError(
                f"{model.name}: {name} in the definition of {one.tensor.name}: write {FOREIGN[name]}"
            )
        if isinstance(node, Reduce):
            for z, lo, hi in node.binders:
                if lo.is_integer is not True or hi.is_integer is not True:
                    raise ModelError(
                        f"{model.name}: {z} in {one.tensor.name} runs from {lo} to {hi}; only finite "
                        "ranges of integers can be said in this notation, no loop of unknown length"
                    )


def in_order(sizes: Mapping[Symbol, Expr], name: str) -> dict[Symbol, Expr]:
    """Derived sizes such that each mentions only earlier ones."""
    waiting, placed = dict(sizes), dict[Symbol, Expr]()
    while waiting:
        ready = [k for k, v in waiting.items() if not v.free_symbols & set(waiting)]
        if not ready:
            raise ModelError(f"{name}: the sizes {', '.join(map(str, waiting))} are defined by each other")
        placed |= {k: waiting.pop(k) for k in ready}
    return placed


def _valued_symbols(model: Model) -> set[Basic]:
    shapes: set[Basic] = set().union(*(t.free_symbols for t in model.inputs))
    return shapes | set(model.sizes) | set(model.option_symbols)


def _letters(one: Def) -> set[Basic]:
    """The axis letters that occur inside tensors and binders, which are names and need no value."""
    return {z for r in one.expr.atoms(Reduce) for z in r.bound} - one.expr.free_symbols
