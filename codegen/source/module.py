"""One generated module: its kernels, its ``SPEC``, its public functions and its docstring.

Everything but the kernels is filled into the same few shapes for every layer; the layer speaks through
the data.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Mapping

from sympy import Symbol

from codegen.loops.nodes import Kernel
from codegen.numba.functions import Source, source
from codegen.numba.line_wrap import wrapped
from codegen.numba.precedence import (
    ABREAST,
    ELEMENTARY,
    RUNTIME,
    SKIPPED_TERMS,
    STENCILS,
    THREADS,
    TILES,
    VECTORS,
)
from codegen.numba.sharing import FunctionsByCode
from codegen.source.choice import TILED
from codegen.source.plan import Plan
from codegen.source.proven import Guarantees
from codegen.source.spec import Description
from codegen.source.wrappers import Functions
from codegen.version import VERSION
from derive import pretty
from derive.exact.operations import operations
from derive.expr import Iverson, Reduce, Tensor, Where
from derive.model.layer import Def, Layer
from derive.pretty.formats.prose import readable
from derive.steps import Derivation

WIDTH = 110
LONGEST = 600
"""A module with more lines keeps its kernels in a file of their own."""
OF_IMPORTS = 2
"""Lines that a file may still get once its kernels are known."""
IN_TILES = "In tiles, where strides and dilations are 1 and an axis has 1, 3 or 5 taps; see `tiles`."
CHOICES = {"abreast", "blocks", "few", "correlations", "lagging"}
"""What decides at run time between kernels that compute the same."""
_DEFINED = re.compile(r"^def (\w+)", re.M)
UNSIGNED = "# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled."


def formulas(layer: Layer, derivations: Mapping[Tensor, Derivation]) -> Iterable[str]:
    """The forward and the derived gradients as a person writes them, and what was recognised in them."""
    own = {d.tensor for d in layer.forward}
    derived = (d for told in derivations.values() for d in told.program.defs if d.tensor not in own)
    every = [*layer.forward, *derived]
    yield from dict.fromkeys(pretty.equation(one, sizes=layer.size_symbols) for one in every)
    names = {t.name for one in every for t in (one.tensor, *one.reads)}
    yield from (readable(str(s), names) for told in derivations.values() for s in told.recognised)
    yield from dict.fromkeys(
        r for one in every for r in pretty.remarks(one, kinds=["reading"], sizes=layer.size_symbols)
    )


def render(plan: Plan, kernels: Mapping[str, Kernel]) -> dict[str, str]:
    """File names and texts: one file, or two where one would be too long to read."""
    return _Module(plan, kernels).files()


class _Module(Description):
    def __init__(self, plan: Plan, kernels: Mapping[str, Kernel]) -> None:
        super().__init__(plan)
        self.kernels, self.written = kernels, FunctionsByCode()

    def files(self) -> dict[str, str]:
        name = self.layer.name
        kernels = {n: _filled(self.kernel(n)) for n in self.kernels}
        texts = Functions(self.plan, self.kernels).all()
        used = frozenset().union(*(one.used for one in kernels.values()))
        claims = self.claims(self.kernels, used)
        spec = self.spec_text(bool(used & CHOICES), self.kernels, texts, claims)
        data = [Source(spec), _filled(self.tuples()), _filled(self.layer_text(self.kernels))]
        functions = [_filled(Source(text)) for text in texts]
        about = self.about(claims)
        whole = _file(about, [*data, *kernels.values(), *functions])
        if whole.count("\n") <= LONGEST:
            return {f"{name}.py": whole}
        parts = self.volumes(kernels)
        apart = [line for module, names in parts.items() for line in _import(module, names)]
        made = {f"{name}.py": _file(about, [*data, *functions], apart)}
        for module in parts:
            made[f"{module}.py"] = self.volume(module, parts, kernels)
        return made

    def kernel(self, name: str) -> Source:
        """A kernel with its formulas and what they cost."""
        textbook = self.plan.textbook[name.removesuffix(TILED)]
        sizes = self.layer.size_symbols
        told = tuple(pretty.equation(one, sizes=sizes) for one in textbook)
        about = IN_TILES if name.endswith(TILED) else cost(textbook, sizes)
        return source(self.kernels[name], name, told, about, self.written)

    def volumes(self, kernels: Mapping[str, Source]) -> dict[str, list[str]]:
        """The names of the kernels by file and in order, as many in one as a reader takes."""
        last = f"{self.layer.name}_kernels"
        made: dict[str, list[str]] = {last: []}
        for name in kernels:
            together = {**made, last: [*made[last], name]}
            if made[last] and self.volume(last, together, kernels).count("\n") > LONGEST - OF_IMPORTS:
                last = f"{self.layer.name}_kernels{len(made) + 1}"
                together = {**made, last: [name]}
            made = together
        return made

    def volume(self, module: str, parts: Mapping[str, list[str]], kernels: Mapping[str, Source]) -> str:
        own = [kernels[n] for n in parts[module]]
        return _file(self.about_kernels(), own, _called(own, parts, kernels))

    def about(self, claims: Guarantees) -> list[str]:
        """The docstring: what this is, its formulas, its conventions, its source, what is proved of it."""
        lines = [f"{self.layer.name}: {self.layer.summary or self.layer.name}.", "", self.maker(), ""]
        for formula in formulas(self.layer, self.plan.derivations):
            lines += textwrap.wrap(formula, WIDTH - 4, initial_indent="    ", subsequent_indent=" " * 8)
        for text in self.layer.conventions:
            lines += ["", *textwrap.wrap(f"Convention: {text}.", WIDTH - 4)]
        if self.layer.source:
            lines += ["", f"Source: {self.layer.source}."]
        for text in claims.lines():
            lines += ["", *textwrap.wrap(text, WIDTH - 4)]
        return lines

    def about_kernels(self) -> list[str]:
        name = self.layer.name
        return [f"The kernels of {name}; {name}.py has its formulas and its functions.", "", self.maker()]

    def maker(self) -> str:
        made = f"Made by `chainrule generate`, version {VERSION}, from the forward of `{self.layer.name}`."
        return f"{made}  Do not edit."


def _import(module: str, names: Iterable[str]) -> list[str]:
    listed = textwrap.wrap(", ".join(names) + ",", WIDTH - 4)
    return [f"from .{module} import (", *(f"    {line}" for line in listed), ")"]


def _called(own: list[Source], parts: Mapping[str, list[str]], kernels: Mapping[str, Source]) -> list[str]:
    """The imports of functions that stand with the kernels of other files."""
    used = frozenset().union(*(one.used for one in own))
    lines: list[str] = []
    for module, names in parts.items():
        there = [f for n in names if kernels[n] not in own for f in _DEFINED.findall(kernels[n].text)]
        lines += _import(module, called) if (called := [f for f in there if f in used]) else []
    return lines


def cost(defs: Iterable[Def], sizes: frozenset[Symbol] = frozenset()) -> str:
    """The operations of some formulas in words, where their number is the same for every index."""
    defs = tuple(defs)
    found = operations(defs)
    counts = ((found.multiplications, "multiplications"), (found.additions, "additions"))
    words = [f"{pretty.expression(count, sizes=sizes)} {word}" for count, word in counts if count != 0]
    if not found.closed or not words:
        return ""
    kept = any(d.expr.has(Iverson, Where) or any(r.guards for r in d.expr.atoms(Reduce)) for d in defs)
    return f"Operations: {', '.join(words)}{', terms that a condition drops counted' if kept else ''}."


def _filled(one: Source) -> Source:
    lines = (short for line in one.text.splitlines() for short in wrapped(line))
    return Source("\n".join(lines), one.used)


def _file(about: list[str], parts: list[Source], apart: Iterable[str] = ()) -> str:
    """A docstring, the imports that the parts need, the parts."""
    head = "\n".join(['"""' + about[0], *about[1:], '"""']).replace("\\", "\\\\")
    body = "\n\n".join(part.text.rstrip() + "\n" for part in parts)
    needed = frozenset().union(*(part.used for part in parts))
    return "\n".join([head, "", *_imports(needed, apart), "", "", body])


def _imports(needed: frozenset[str], apart: Iterable[str]) -> list[str]:
    """The import lines for the names that the text takes from outside."""

    def some(start: str, names: Iterable[str]) -> list[str]:
        listed = [name for name in names if name in needed]
        return [f"{start} {', '.join(listed)}"] if listed else []

    numbers = ["import numpy as np"] if needed & {"np", "U"} else []
    groups = (
        [*some("import", ["math"]), *some("from collections import", ["namedtuple"])],
        numbers,
        [
            *some("from . import", ["runtime"]),
            *apart,
            *some("from .abreast import", ABREAST),
            *some("from .disjoint import", ["njit"]),
            *some("from .elementary import", ELEMENTARY),
            *some("from .runtime import", RUNTIME),
            *some("from .skipped_terms import", SKIPPED_TERMS),
            *some("from .threads import", THREADS),
            *some("from .stencils import", STENCILS),
            *some("from .tiles import", TILES),
            *some("from .vectors import", VECTORS),
        ],
    )
    lines = [line for group in groups if group for line in (*group, "")]
    return [*lines, UNSIGNED, "U = np.uintp"] if "U" in needed else lines[:-1]


__all__ = ["LONGEST", "render"]
