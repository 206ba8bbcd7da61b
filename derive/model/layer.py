"""What a model is: definitions in index notation, the options, the sizes, and nothing about gradients."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sympy import Expr, Symbol, sympify

from derive.expr import Acc, Binder, Index, Reduce, Tensor, substitute, tensors
from derive.model.validate import ModelError, check, in_order


@dataclass(frozen=True)
class Def:
    """``lhs = expr`` for every value of the ``free`` indices (inclusive ranges, outermost first).

    The left side may be mixed radix (``y[n, g*Og + o]``, ``x[s*q + r - p]``) but never writes an
    element twice.  With ``scatter`` the statement is ``lhs += expr`` into an array that starts at
    zero, and the left side may depend on data; where a bracket of ``expr`` is false the statement is
    skipped, so that its left side may lie outside the array there.
    """

    lhs: Acc
    free: tuple[Binder, ...]
    expr: Expr
    scatter: bool = False

    @property
    def tensor(self) -> Tensor:
        return self.lhs.tensor

    @property
    def indices(self) -> tuple[Symbol, ...]:
        return tuple(z for z, _, _ in self.free)

    def substitute(self, mapping: Mapping[Any, Any]) -> Def:
        """The definition with sizes, options or whole accesses replaced; its free indices stay."""
        free = tuple((z, substitute(lo, mapping), substitute(hi, mapping)) for z, lo, hi in self.free)
        lhs = substitute(self.lhs, {k: v for k, v in mapping.items() if k != self.lhs})
        return replace(self, lhs=lhs, free=free, expr=substitute(self.expr, mapping))

    def __str__(self) -> str:
        ranges = ", ".join(f"{z}={lo}..{hi}" for z, lo, hi in self.free)
        return f"{self.lhs} {'+=' if self.scatter else '='} {self.expr}   for {ranges}"


@dataclass(frozen=True)
class Option:
    """A hyper-parameter of a layer: one argument of the kernels, one or several symbols of the formula.

    A scalar argument is given to every symbol; a tuple of k values is repeated in runs (for
    ``padding`` with symbols ``p_t p_b p_l p_r``, ``(1, 2)`` means 1 above and below, 2 left and
    right); nested pairs are flattened.
    """

    name: str
    symbols: tuple[Symbol, ...]
    default: int | float | None
    minimum: int | float | None = None
    maximum: int | float | None = None
    summary: str = ""

    @property
    def kind(self) -> str:
        """``"int"`` or ``"float"``."""
        return "int" if all(s.is_integer for s in self.symbols) else "float"

    def __iter__(self) -> Any:
        return iter(self.symbols)


@dataclass(frozen=True)
class Program:
    """A list of definitions that a kernel computes: what it reads, what it defines, what it returns.

    The forward of a layer, its VJP towards one or all inputs, its JVP: all are programs.
    """

    name: str
    inputs: tuple[Tensor, ...]
    defs: tuple[Def, ...]
    outputs: tuple[Tensor, ...]

    def definition(self, tensor: Tensor) -> Def:
        """The (first) definition of ``tensor``."""
        for one in self.defs:
            if one.tensor == tensor:
                return one
        raise KeyError(f"{self.name} defines no {tensor.name}")


@dataclass(frozen=True)
class Applied:
    """One layer used inside another (``derive.model.compose.apply``): what it adds to the outer model."""

    defs: tuple[Def, ...]
    sizes: Mapping[Symbol, Expr]
    requires: tuple[tuple[Any, str], ...] = ()
    conventions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Layer:
    """A layer as its forward.

    ``forward``   definitions in order; a definition may use only inputs and earlier definitions
    ``wrt``       the inputs whose gradients are wanted, in the order of the kernels' arguments
    ``outputs``   what the layer returns and receives cotangents for (default: the last definition)
    ``aux``       returned after the outputs, without cotangent (running statistics, switches)
    ``options``   hyper-parameters
    ``sizes``     derived sizes, in order: output extents, counts
    ``defaults``  inputs that may be left out, with the constant that then fills them
    ``requires``  conditions on sizes and options, each with the message of its error
    ``conventions``  what was chosen at kinks, ties and borders, in words
    """

    name: str
    forward: Sequence[Any]
    wrt: tuple[Tensor, ...]
    inputs: tuple[Tensor, ...] = ()
    outputs: tuple[Tensor, ...] = ()
    aux: tuple[Tensor, ...] = ()
    options: tuple[Option, ...] = ()
    sizes: Mapping[Symbol, Expr] = field(default_factory=dict)
    defaults: Mapping[Tensor, int] = field(default_factory=dict)
    requires: tuple[tuple[Any, str], ...] = ()
    summary: str = ""
    source: str = ""
    conventions: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        def put(name: str, value: Any) -> None:
            object.__setattr__(self, name, value)

        for part in self.forward:
            if isinstance(part, Applied):
                put("sizes", {**part.sizes, **self.sizes})
                put("requires", (*self.requires, *part.requires))
                put("conventions", tuple(dict.fromkeys((*self.conventions, *part.conventions))))
        put("forward", tuple(_flatten(self.forward)))
        if not self.forward:
            raise ModelError(f"{self.name}: forward has no definition")
        for name in ("wrt", "outputs", "aux", "options", "requires", "conventions"):
            put(name, tuple(getattr(self, name)))
        chosen = _places(self.forward)
        put("forward", tuple(d.substitute(chosen) for d in self.forward) if chosen else self.forward)
        for name in ("outputs", "aux"):
            put(name, tuple(chosen.get(t, t) for t in getattr(self, name)))
        put("sizes", in_order({k: sympify(v) for k, v in self.sizes.items()}, self.name))
        put("outputs", self.outputs or (self.forward[-1].tensor,))
        put("inputs", tuple(self.inputs) or self._inputsin_order())
        check(self)

    def _inputsin_order(self) -> tuple[Tensor, ...]:
        defined = {d.tensor for d in self.forward}
        read = [t for d in self.forward for t in tensors(d.expr) if t not in defined]
        return tuple(dict.fromkeys([*self.wrt, *read]))

    @property
    def program(self) -> Program:
        """The forward as a program."""
        return Program("forward", self.inputs, tuple(self.forward), self.outputs + self.aux)

    @property
    def option_symbols(self) -> dict[Symbol, int | float | None]:
        """Every option symbol with its default."""
        return {s: option.default for option in self.options for s in option.symbols}

    def definition(self, tensor: Tensor) -> Def:
        return self.program.definition(tensor)

    def specialise(self, values: Mapping[Symbol, Any]) -> Layer:
        """The layer with some options or sizes fixed; they disappear from the formulas."""
        mapping = {k: sympify(v) for k, v in values.items()}

        def on(t: Tensor) -> Tensor:
            made: Tensor = substitute(t, mapping)
            return made

        options = (replace(o, symbols=tuple(s for s in o.symbols if s not in mapping)) for o in self.options)
        return replace(
            self,
            forward=tuple(_without_single_values(d.substitute(mapping)) for d in self.forward),
            wrt=tuple(map(on, self.wrt)),
            inputs=tuple(map(on, self.inputs)),
            outputs=tuple(map(on, self.outputs)),
            aux=tuple(map(on, self.aux)),
            options=tuple(o for o in options if o.symbols),
            sizes={k: substitute(v, mapping) for k, v in self.sizes.items() if k not in mapping},
            defaults={on(t): v for t, v in self.defaults.items()},
            requires=tuple((substitute(c, mapping), message) for c, message in self.requires),
        )


def _places(forward: Iterable[Def]) -> dict[Tensor, Tensor]:
    """What holds the place of an extreme may hold -1, for nothing to choose from: no sign is known of it."""
    found = (d.tensor for d in forward if isinstance(d.expr, Reduce) and d.expr.op in ("argmax", "argmin"))
    return {t: t.rename(t.name, sign="") for t in found if t.sign}


def _without_single_values(one: Def) -> Def:
    """Free indices that have only one value left are replaced by it."""
    single = {z: lo for z, lo, hi in one.free if lo == hi}
    free = tuple(b for b in one.free if b[0] not in single)
    return replace(one, lhs=substitute(one.lhs, single), free=free, expr=substitute(one.expr, single))


def _flatten(items: Iterable[Any]) -> Iterable[Def]:
    for item in items if isinstance(items, list | tuple) else [items]:
        if isinstance(item, Def):
            yield item
        elif isinstance(item, Applied):
            yield from item.defs
        else:
            yield from _flatten(item)


__all__ = ["Applied", "Def", "Index", "Layer", "ModelError", "Option", "Program", "check"]
