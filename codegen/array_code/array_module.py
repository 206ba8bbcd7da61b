"""The text of a module: its imports, the helpers that it uses, a function for each thing that is wanted."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable

from sympy import Symbol

from codegen.array_code.array_arguments import ShownSizes, signature
from codegen.array_code.array_expressions import text
from codegen.array_code.array_layout import laid_out
from codegen.array_code.array_libraries import LIBRARIES, Library
from codegen.array_code.array_names import Names
from codegen.array_code.array_programs import Wanted, forward_of, gradients_of
from codegen.array_code.array_statements import ArrayStatements
from codegen.array_code.array_surroundings import Surroundings
from derive import pretty
from derive.api.arguments import ArgumentError
from derive.arrays import ArrayLine, Einsum, array_claims
from derive.expr import Tensor
from derive.model.layer import Layer
from derive.pretty.whole_arrays.array_lines import subscripts
from derive.proof import Ranges

WIDTH = 110
RESERVED = (
    "math", "np", "jax", "jnp", "torch", "over", "flat", "first", "whole", "real", "erf",
    "abs", "max", "min", "range",
)  # fmt: skip
"""What the function calls: no array and no value is called so."""


def source(layer: Layer, wrt: Iterable[Tensor], library: str = "numpy", forward: bool = False) -> str:
    """A module of that library with the forward, where it is wanted, and a function for each gradient."""
    chosen = LIBRARIES[library]
    wanted = [*([forward_of(layer)] if forward else []), *gradients_of(layer, wrt)]
    used: set[str] = set()
    functions = [_function(one, chosen, used) for one in wanted]
    helpers = [chosen.helpers[name] for name in chosen.helpers if name in used]
    parts = [*(h.rstrip() for h in helpers), *functions]
    imports = (
        chosen.imports if any("math." in p for p in parts) else chosen.imports.removeprefix("import math\n\n")
    )
    return "\n\n\n".join([imports, *parts]) + "\n"


def einsum_source(layer: Layer, wrt: Iterable[Tensor]) -> tuple[str, list[str]]:
    """A function for each gradient that is an ``einsum`` of whole arrays, and the names of the others."""
    functions, others = [], []
    for one in gradients_of(layer, wrt):
        line = array_claims(one.defs[-1], layer.sizes).contraction
        if line is None:
            others.append(one.results[0].name)
        else:
            functions.append(_einsum(one, line))
    return "\n\n\n".join(["import numpy as np", *functions]) + "\n" if functions else "", others


def _einsum(wanted: Wanted, line: ArrayLine) -> str:
    terms = [t for t in line.terms if isinstance(t, Einsum)]
    arrays = dict.fromkeys(a.tensor.name for t in terms for a in t.operands)
    numbers = sorted({s.name for t in terms for s in t.front.free_symbols})
    names = Names(())
    surroundings = Surroundings(LIBRARIES["numpy"], names, Ranges())
    calls = [(t.front, _einsum_call(t)) for t in terms]
    scaled = [c if f == 1 else f"{text(f, surroundings, 2)} * {c}" for f, c in calls]
    head = f"def {wanted.name}({', '.join([*arrays, *numbers])}):"
    return "\n".join([head, *_doc(wanted), *laid_out(f"    return {' + '.join(scaled)}")])


def _einsum_call(one: Einsum) -> str:
    return f'np.einsum("{subscripts(one)}", {", ".join(a.tensor.name for a in one.operands)})'


def _function(wanted: Wanted, library: Library, used: set[str]) -> str:
    names = _names(wanted)
    made = ArrayStatements(library, names, wanted.facts, used=used)
    for one in wanted.defs:
        made.define(one)
    defined = {d.tensor for d in wanted.defs}
    read = {t for d in wanted.defs for t in d.reads} - defined
    arrays = [t for t in wanted.given if t in read]
    plain = Surroundings(library, names, Ranges(), place=True)
    sizes = ShownSizes(wanted, arrays, lambda e: text(e, plain), names)
    symbols = [s for s in names.asked if isinstance(s, Symbol) and s in _sizes(wanted)]
    sizes.find(symbols)
    options = {s for s in names.asked if s in wanted.layer.option_symbols}
    head = laid_out(f"def {wanted.name}({signature(wanted, sizes.arrays, options)}):")
    results = ", ".join(names(t) for t in wanted.results)
    body = [*sizes.opened, *sizes.lines, *made.lines, f"return {results}"]
    return "\n".join([*head, *_doc(wanted), *(line for one in body for line in laid_out(f"    {one}"))])


def _sizes(wanted: Wanted) -> set[Symbol]:
    shapes = {s for d in wanted.defs for t in (*d.reads, d.tensor) for s in t.free_symbols}
    ranges = {s for d in wanted.defs for _, lo, hi in d.free for e in (lo, hi) for s in e.free_symbols}
    return set(wanted.layer.size_symbols) | shapes | ranges


def _names(wanted: Wanted) -> Names:
    """The names of what is given stay, and those of options and sizes."""
    for t in (*wanted.given, *wanted.results):
        if t.name in RESERVED:
            raise ArgumentError(
                "format", f"{t.name} is a name of the function itself; call the array otherwise"
            )
    names = Names(RESERVED)
    for one in (*wanted.given, *wanted.layer.option_symbols, *sorted(_sizes(wanted), key=str)):
        names.keep(one)
    return names


def _doc(wanted: Wanted) -> list[str]:
    """The formulas of what is returned."""
    sizes = wanted.layer.size_symbols
    said = [pretty.equation(d, sizes=sizes) for d in wanted.defs if d.tensor in wanted.results]
    lines = [x for one in said for x in textwrap.wrap(one, WIDTH - 10, subsequent_indent="    ")]
    if len(lines) == 1:
        return [f'    """{lines[0]}"""']
    return [f'    """{lines[0]}', *(f"    {x}" for x in lines[1:]), '    """']


__all__ = ["einsum_source", "source"]
