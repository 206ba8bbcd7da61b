"""A layer: its forward in index notation, the options, the sizes, and nothing about gradients."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from sympy import Expr, Pow, S, Symbol, sympify

from derive.expr import Index, Reduce, Tensor, Where, conditions, found_in, sizes_in, substitute
from derive.model.definitions import Applied, Def, ModelError, Option, Program
from derive.model.divisors import divisors
from derive.model.shown import Shown
from derive.model.validate import in_order, validate_now


@dataclass(frozen=True)
class Layer(Shown):
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
        _members(self)
        said = tuple(_parts(self.name, self.forward))
        settled = _settled(self, said)
        unnamed = not self.outputs
        for name, value in settled.items():
            object.__setattr__(self, name, value)
        validate_now(self)
        if unnamed:
            _one_output(self, said)

    @property
    def program(self) -> Program:
        """The forward as a program."""
        return Program("forward", self.inputs, tuple(self.forward), self.outputs + self.aux)

    @property
    def option_symbols(self) -> dict[Symbol, int | float | None]:
        """Every option symbol with its default."""
        return {s: option.default for option in self.options for s in option.symbols}

    @cached_property
    def size_symbols(self) -> frozenset[Symbol]:
        """What axes and declared letters run to, and the sizes that are derived from others."""
        trees = [*self.inputs, *(e for d in self.forward for e in (d.lhs, d.expr))]
        return sizes_in(trees, (b for d in self.forward for b in d.free)) | frozenset(self.sizes)

    def definition(self, tensor: Tensor) -> Def:
        return self.program.definition(tensor)

    def specialise(self, values: Mapping[Symbol, Any]) -> Layer:
        """The layer with some options or sizes fixed; they disappear from the formulas."""
        mapping = {k: sympify(v) for k, v in values.items()}
        letters = _letters_under(mapping, self.forward, self.inputs)

        def on(t: Tensor) -> Tensor:
            made: Tensor = substitute(t.xreplace(letters), mapping)
            return made

        options = (replace(o, symbols=tuple(s for s in o.symbols if s not in mapping)) for o in self.options)
        return replace(
            self,
            forward=tuple(
                _without_single_values(_renamed(d, letters).substitute(mapping)) for d in self.forward
            ),
            wrt=tuple(map(on, self.wrt)),
            inputs=tuple(map(on, self.inputs)),
            outputs=tuple(map(on, self.outputs)),
            aux=tuple(map(on, self.aux)),
            options=tuple(o for o in options if o.symbols),
            sizes={k: substitute(v, mapping) for k, v in self.sizes.items() if k not in mapping},
            defaults={on(t): v for t, v in self.defaults.items()},
            requires=tuple((substitute(c, mapping), message) for c, message in self.requires),
        )


def _members(said: Layer) -> None:
    """Each field holds what it is a tuple of; one alone is taken for a tuple by nobody."""
    kinds = {"wrt": Tensor, "inputs": Tensor, "outputs": Tensor, "aux": Tensor, "options": Option}
    for field_name, kind in kinds.items():
        given = getattr(said, field_name)
        what = kind.__name__.lower()
        if not isinstance(given, tuple | list):
            shown = getattr(given, "name", given)
            raise ModelError(f"{said.name}: {field_name}={shown} is no tuple: write {field_name}=({shown},)")
        for one in given:
            if not isinstance(one, kind):
                raise ModelError(f"{said.name}: {field_name} holds {one!r}, which is no {what}")


def _places(forward: Iterable[Def]) -> dict[Tensor, Tensor]:
    """What holds the place of an extreme may hold -1, for nothing to choose from: no sign is known of it."""
    found = (d.tensor for d in forward if isinstance(d.expr, Reduce) and may_be_none(d.expr))
    return {t: t.rename(t.name, sign="") for t in found if t.sign}


def may_be_none(e: Reduce) -> bool:
    """Whether an arg-extreme may have nothing to choose from though no axis is empty.

    A branch that is infinite leaves its elements out, as a guard does; any other branch is a value.
    """
    always = all((hi - lo).is_nonnegative for _, lo, hi in e.binders)
    left_out = e.guards or any(w.has(S.Infinity, S.NegativeInfinity) for w in found_in(e.body, Where))
    return e.op in ("argmax", "argmin") and bool(left_out or not always)


def _exponents(
    options: Sequence[Option], forward: Iterable[Def]
) -> tuple[tuple[Option, ...], dict[Symbol, Symbol]]:
    """A real option from 0 on is taken as positive, but not as the exponent of what may vanish: 0^0 is 1."""
    lowest = {s for o in options if o.kind == "float" and o.minimum == 0 for s in o.symbols}
    powers = {p for d in forward for p in found_in(d.expr, Pow) if p.exp.free_symbols & lowest}
    exponents = set().union(*(p.exp.free_symbols for p in powers if not p.base.is_nonzero))
    new = {s: Symbol(s.name, real=True, nonnegative=True) for s in lowest & exponents}
    made = (replace(o, symbols=tuple(new.get(s, s) for s in o.symbols)) for o in options)
    return tuple(made), new


def _letters_under(
    values: Mapping[Symbol, Expr], forward: Sequence[Def], inputs: Sequence[Tensor]
) -> dict[Index, Index]:
    """Each letter with its extent at the values; letters that would become one another stay as they are."""
    every: set[Index] = set().union(*(found_in(t, Index) for t in inputs))
    for one in forward:
        every |= {
            *found_in(one.lhs, Index),
            *found_in(one.expr, Index),
            *(z for z in one.indices if isinstance(z, Index)),
        }
    moved = {z: Index(z.name, substitute(z.extent, values)) for z in every if z.extent is not None}
    made = list(moved.values())
    return {z: new for z, new in moved.items() if z != new and new not in every and made.count(new) == 1}


def _renamed(one: Def, letters: Mapping[Index, Index]) -> Def:
    free = tuple((z.xreplace(letters), lo, hi) for z, lo, hi in one.free)
    return replace(one, lhs=one.lhs.xreplace(letters), free=free, expr=one.expr.xreplace(letters))


def _without_single_values(one: Def) -> Def:
    """Free indices that have only one value left are replaced by it."""
    single = {z: lo for z, lo, hi in one.free if lo == hi}
    free = tuple(b for b in one.free if b[0] not in single)
    return replace(one, lhs=substitute(one.lhs, single), free=free, expr=substitute(one.expr, single))


def _settled(said: Layer, parts: Sequence[Def | Applied]) -> dict[str, Any]:
    """The fields of a layer from what was said: parts in a row with what they require, defaults filled in."""
    applied = [p for p in parts if isinstance(p, Applied)]
    forward = tuple(d for p in parts for d in (p.defs if isinstance(p, Applied) else (p,)))
    if not forward:
        raise ModelError(f"{said.name}: forward has no definition")
    chosen = _places(forward)
    options, vanishing = _exponents(said.options, forward)
    if chosen or vanishing:
        forward = tuple(d.substitute(chosen | vanishing) for d in forward)
    sizes = {k: v for p in reversed(applied) for k, v in p.sizes.items()} | dict(said.sizes)
    sources: list[Layer | Applied] = [said, *applied]
    wrt = tuple(said.wrt)
    return {
        "forward": forward,
        "wrt": wrt,
        "inputs": tuple(said.inputs) or _read_in_order(wrt, forward),
        "outputs": tuple(chosen.get(t, t) for t in said.outputs) or (forward[-1].tensor,),
        "aux": tuple(chosen.get(t, t) for t in said.aux),
        "options": options,
        "sizes": in_order({k: sympify(v) for k, v in sizes.items()}, said.name),
        "requires": tuple(
            dict.fromkeys(
                (substitute(c, vanishing), text)
                for c, text in (
                    *_required(said.name, (r for p in sources for r in p.requires)),
                    *divisors(options, forward),
                )
            )
        ),
        "conventions": tuple(dict.fromkeys(c for p in sources for c in p.conventions)),
    }


def _one_output(layer: Layer, parts: Sequence[Def | Applied]) -> None:
    """Where no outputs are named the last definition is it; another that nobody reads would be lost."""
    used = {t for one in layer.forward for t in one.reads} | {*layer.aux, *layer.outputs}
    lost = [p for p in parts if isinstance(p, Def) and p.tensor.name not in {t.name for t in used}]
    if lost:
        names, last = ", ".join(d.tensor.name for d in lost), layer.outputs[-1].name
        ways = f"say outputs=({names}, {last}), which returns all, or outputs=({last},)"
        raise ModelError(f"{layer.name}: nothing reads {names}; {ways}{lost[0].place}")


def _parts(name: str, items: Iterable[Any]) -> Iterable[Def | Applied]:
    """Definitions and applied layers in order, out of lists in lists."""
    for item in items:
        match item:
            case Def() | Applied():
                yield item
            case list() | tuple():
                yield from _parts(name, item)
            case _:
                raise ModelError(f"{name}: forward holds {item!r}: expected define(...) or apply(...)")


def _read_in_order(wrt: Iterable[Tensor], forward: Sequence[Def]) -> tuple[Tensor, ...]:
    """The inputs where none are named: the differentiable ones, then what is read and not defined."""
    defined = {d.tensor for d in forward}
    read = [t for d in forward for t in d.reads if t not in defined]
    return tuple(dict.fromkeys([*wrt, *read]))


def _required(name: str, said: Iterable[tuple[Any, str]]) -> Iterable[tuple[Any, str]]:
    """Each condition with its message; a comparison that joins several is several."""
    for condition, message in said:
        for one in conditions(condition, f"{name}: requires"):
            yield one, message


__all__ = ["Applied", "Def", "Index", "Layer", "ModelError", "Option", "Program", "may_be_none"]
