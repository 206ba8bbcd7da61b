"""What a model may be: every symbol has a value, every tensor a definition, every node a meaning."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from keyword import iskeyword

from sympy import Basic, Expr, Mul, Pow, S, Symbol

from derive.expr import Acc, Reduce, Tensor, accesses
from derive.model.coverage import fault
from derive.model.definitions import Def, Model, ModelError

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


FUNCTIONS = (
    "exp", "expm1", "log", "log1p", "sin", "cos", "tan", "sinh", "cosh", "tanh", "asin", "acos", "atan",
    "asinh", "acosh", "atanh", "erf", "Abs", "sign", "floor", "ceiling",
)  # fmt: skip
"""Functions of one number that have a derivative, a kernel and an oracle; those of ``derive.expr`` beside."""


_WHEN_ASKED: ContextVar[bool] = ContextVar("_WHEN_ASKED", default=False)


@contextmanager
def validated_when_asked() -> Iterator[None]:
    """What is made meanwhile is not validated: of a module of many layers only that which is asked for is."""
    before = _WHEN_ASKED.set(True)
    try:
        yield
    finally:
        _WHEN_ASKED.reset(before)


def validate_now(model: Model) -> None:
    """``validate`` unless the layers that are being made are ``validated_when_asked``."""
    if not _WHEN_ASKED.get():
        validate(model)


def validate(model: Model) -> None:
    """Refuse a model that reads what it has not defined, or uses a symbol that nothing gives a value.

    Raises ``ModelError`` naming the definition and where it stands; a recurrence (a tensor that reads
    itself) is refused.
    """
    known = set(model.inputs)
    _sized(model)
    for one in model.forward:
        _sayable(model, one)
        _read_before(model, one, known)
        _valued(model, one)
        _written_once(model, one, known)
        _written_whole(model, one)
        known.add(one.tensor)
    _names_free(model, [t.name for t in known])
    _known_results(model, known)


def _fault(model: Model, text: str, one: Def | None = None) -> ModelError:
    """The error, with the line of the definition where it is known."""
    return ModelError(f"{model.name}: {text}{one.place if one else ''}")


# -- the laws ----------------------------------------------------------------------------------------


def _sized(model: Model) -> None:
    """The extents of every array, and the range of its integers, follow from the inputs and the options."""
    values = _valued_symbols(model)
    where: dict[Tensor, Def | None] = dict.fromkeys(model.inputs)
    where |= {d.tensor: d for d in model.forward}
    for tensor, one in where.items():
        exempt = set() if tensor.exempt is None else tensor.exempt.free_symbols
        unsized = (tensor.free_symbols | tensor.bound.free_symbols | exempt) - values
        if unsized:
            text = f"nothing gives {_listed(unsized)}, in the shape or range of {tensor.name}, a value: "
            raise _fault(model, text + "say it in `sizes`, or make it an option", one)


def _read_before(model: Model, one: Def, known: set[Tensor]) -> None:
    """A definition reads inputs and what stands before it."""
    later = {d.tensor for d in model.forward}
    for read in one.reads:
        if read in known:
            continue
        if read in later:
            text = (
                f"{one.tensor.name} reads {read.name} before it is complete; a recurrence cannot be said in "
            )
            more = "this notation: write the closed form, or a definition per step"
            raise _fault(model, text + more, one)
        raise _fault(model, f"{one.tensor.name} reads {read.name}, which is no input", one)


def _valued(model: Model, one: Def) -> None:
    """Every symbol of a definition is one of its indices, a size or an option."""
    free = one.expr.free_symbols | set().union(*(at.free_symbols for at in one.lhs.index))
    unknown = free - set(one.indices) - _valued_symbols(model)
    if unknown:
        text = f"in the definition of {one.tensor.name} nothing gives {_listed(unknown)} a value: "
        more = "neither an index of its left side, a sum's, an input's size, an option nor `sizes`"
        raise _fault(model, text + more, one)


def _written_once(model: Model, one: Def, known: set[Tensor]) -> None:
    """No element is defined twice."""
    if not one.scatter and len(accesses(one.lhs)) > 1:
        raise _fault(model, f"the left side {one.lhs} depends on data", one)
    if one.tensor in model.wrt:
        text = f"{one.tensor.name} is in wrt and defined in the forward; gradients are those of inputs"
        raise _fault(model, text, one)
    if one.tensor in known:
        raise _fault(model, f"{one.tensor.name} is defined twice", one)


def _written_whole(model: Model, one: Def) -> None:
    """Each element is defined, and once: a hole would be whatever was in memory."""
    if one.scatter or len(accesses(one.lhs)) > 1:
        return
    places = Mul(*(hi - lo + 1 for _, lo, hi in one.free))
    more = "give its axes the letters of the left side, or define every element"
    found = fault(one.lhs, one.free, tuple(model.sizes.items()), tuple(c for c, _ in model.requires))
    if found:
        text = f"{one.lhs} runs over {places} places, {one.tensor.name} has {Mul(*one.tensor.shape)}: "
        raise _fault(model, f"{text}{found}; {more}", one)


def _names_free(model: Model, names: list[str]) -> None:
    """The names of cotangents and tangents must not be taken, nor a name be used twice."""
    for name in (*names, *(o.name for o in model.options)):
        if not name.isidentifier() or iskeyword(name) or name in RESERVED:
            raise _fault(model, f"{name!r} cannot name an argument of the kernels; call it otherwise")
    for name in names:
        if names.count(name) > 1:
            raise _fault(model, f"two tensors are called {name}")
        for what, derived in (("cotangent", f"d{name}"), ("tangent", f"{name}_dot")):
            if derived in names:
                text = f"{derived} is the name of the {what} of {name}; call the tensor otherwise"
                raise _fault(model, text)


def _known_results(model: Model, known: set[Tensor]) -> None:
    """What is returned or differentiated is there, and is a real number where it has a gradient."""
    for tensor in (*model.wrt, *model.outputs, *model.aux):
        if tensor not in known:
            raise _fault(model, f"{tensor.name} is neither an input nor defined in the forward")
    for tensor in model.wrt:
        if tensor.kind != "real":
            raise _fault(model, f"{tensor.name} holds integers, it has no gradient")


def _sayable(model: Model, one: Def) -> None:
    """Refuse nodes that the notation does not have, and ranges that are no finite range of integers."""
    for node in (*_nodes(one.lhs), *_nodes(one.expr)):
        name = type(node).__name__
        if name in FOREIGN:
            text = f"{name} in the definition of {one.tensor.name}: write {FOREIGN[name]}"
            raise _fault(model, text, one)
        _known(model, one, node)
        if isinstance(node, Acc):
            _whole(model, one, node)
        if isinstance(node, Reduce):
            _finite(model, one, node)


def _known(model: Model, one: Def, node: Basic) -> None:
    """Functions have names that mean something, and numbers are real and finite."""
    name, own = type(node).__name__, str(type(node).__module__).startswith("derive.")
    if node.is_Function and not own and name not in FUNCTIONS:
        text = f"{name} in the definition of {one.tensor.name} is no function of this notation, which has "
        raise _fault(model, f"{text}{', '.join(FUNCTIONS)}, sqrt and powers", one)
    if node in (S.ImaginaryUnit, S.NaN, S.ComplexInfinity):
        said = {S.ImaginaryUnit: "no real number", S.NaN: "not a number"}.get(node, "a division by 0")
        raise _fault(model, f"the definition of {one.tensor.name} holds {node}, {said}", one)
    if isinstance(node, Mul | Pow) and {S.Infinity, S.NegativeInfinity} & set(node.args):
        text = f"{node} in the definition of {one.tensor.name} is no number; infinity stands for what lies "
        raise _fault(model, f"{text}outside, as in x.at(i, outside=-oo)", one)


def _whole(model: Model, one: Def, access: Acc) -> None:
    """Indices are integers, and none counts from the end."""
    for at, extent in zip(access.index, access.tensor.shape, strict=True):
        if at.is_Integer and at < 0:
            text = f"{access}: an index counts from the beginning; the last element along this axis is "
            raise _fault(model, f"{text}at {extent - 1}", one)
        if at.is_integer is not True:
            text = (
                f"the index {at} of {access.tensor.name} is no integer; round it (floor) or interpolate (hat)"
            )
            raise _fault(model, text, one)


def _finite(model: Model, one: Def, reduce: Reduce) -> None:
    """A bound index runs over a finite range of integers."""
    for z, lo, hi in reduce.binders:
        if lo.is_integer is not True or hi.is_integer is not True:
            text = f"{z} in {one.tensor.name} runs from {lo} to {hi}; only finite ranges of integers can be "
            raise _fault(model, text + "said in this notation, no loop of unknown length", one)


# -- what they look at -------------------------------------------------------------------------------


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


def _listed(symbols: Iterable[Basic]) -> str:
    return ", ".join(sorted(map(str, symbols)))
