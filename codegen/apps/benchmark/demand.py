"""What a call has to do at least, read from its formulas: operations, and bytes that must move.

Counted from the model and its derived gradients, not from the kernels: an array that the results depend on
is read once, a result is written once.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sympy import Expr, Mul, S, Symbol

from codegen.apps.benchmark.workloads import Workload, values
from codegen.module.cache import fingerprint
from codegen.module.render import write
from codegen.places import cache_folder
from derive.exact.operations import operations
from derive.expr import Acc, Cond, Index, Reduce, Tensor, substitute
from derive.gradients import gradients
from derive.model.layer import Def, Layer

COUNTED_BY = hashlib.sha256(Path(__file__).read_bytes()).hexdigest()[:16]
"""Another way of counting is kept in another place."""


@dataclass(frozen=True)
class Demand:
    """``flops``: multiplications and additions; ``products``: those of sums of products among them."""

    flops: float
    products: float
    moved: float


def demand(layer: Layer, case: Workload, dtype: str) -> dict[str, Demand]:
    """The work of a forward, and of a backward that gives all gradients; kept on the disk."""
    note = cache_folder() / "demand" / COUNTED_BY / f"{fingerprint(layer)}.json"
    key = json.dumps([sorted(case.sizes.items()), sorted(case.options.items()), dtype])
    known = json.loads(note.read_text(encoding="utf-8")) if note.is_file() else {}
    if key not in known:
        found = {"forward": _forward(layer, case, dtype), "backward": _backward(layer, case, dtype)}
        known[key] = {name: [one.flops, one.products, one.moved] for name, one in found.items()}
        write({note.name: json.dumps(known)}, note.parent)
    return {name: Demand(*numbers) for name, numbers in known[key].items()}


def _forward(layer: Layer, case: Workload, dtype: str) -> Demand:
    known = values(layer, case)
    results = (*layer.outputs, *layer.aux)
    arrays = [*_read(layer.forward, results), *results]
    products = sum(_number(count, known) for count, _ in contractions(layer.forward))
    return Demand(max(_flops(layer.forward, known), products), products, _bytes(arrays, known, dtype))


def _backward(layer: Layer, case: Workload, dtype: str) -> Demand:
    """The adjoint of a product towards one factor takes as many operations as the product itself."""
    known = values(layer, case)
    program = gradients(layer, "free").vjp_all
    arrays = [*_read(program.defs, program.outputs), *program.outputs]
    wanted = _depending(layer)
    each = contractions(layer.forward)
    products = sum(_number(count, known) * sum(bool(f & wanted) for f in factors) for count, factors in each)
    flops = products or _flops(program.defs, known)
    return Demand(flops, products, _bytes(arrays, known, dtype))


def contractions(defs: Iterable[Def]) -> Iterator[tuple[Expr, list[set[Tensor]]]]:
    """The sums over products of different tensors: operations, and the tensors of each factor.

    A factor may be a sum itself, as an interpolated value is.
    """
    for one in defs:
        for sum_ in one.expr.atoms(Reduce):
            terms = [f for f in Mul.make_args(sum_.body) if isinstance(f, Acc | Reduce)]
            factors = [{a.tensor for a in f.atoms(Acc)} for f in terms]
            if sum_.op == "sum" and len(set().union(*factors)) > 1:
                ranges = (*one.free, *sum_.binders)
                yield 2 * Mul(*(hi - lo + 1 for _, lo, hi in ranges)) / Mul(*_divisors(sum_)), factors


def _divisors(sum_: Reduce) -> list[Expr]:
    """What a term's index must divide by: of so many terms one is there."""
    said = [one for part in (sum_.body, *sum_.guards) for one in part.atoms(Cond)]
    return [one.divisor for one in dict.fromkeys(said) if one.kind == "divides"]


def _depending(layer: Layer) -> frozenset[Tensor]:
    """The inputs that gradients are wanted of, and what is computed from them."""
    found = set(layer.wrt)
    for one in layer.forward:
        if found & set(one.reads):
            found.add(one.tensor)
    return frozenset(found)


def _read(defs: Iterable[Def], results: Iterable[Tensor]) -> list[Tensor]:
    """What has to be read from memory for some results: all that they depend on and nothing defines."""
    by_tensor: dict[Tensor, list[Def]] = {}
    for one in defs:
        by_tensor.setdefault(one.tensor, []).append(one)
    seen: dict[Tensor, None] = {}
    todo = list(results)
    while todo:
        for one in by_tensor.get(todo.pop(), ()):
            new = [t for t in one.reads if t not in seen]
            seen |= dict.fromkeys(new)
            todo += new
    return [t for t in seen if t not in by_tensor]


def _flops(defs: Iterable[Def], known: Mapping[Symbol, Any]) -> float:
    """As written, but for interpolations, which are written as sums over the whole image."""
    plain = [one for one in defs if not any(_nested(sum_) for sum_ in one.expr.atoms(Reduce))]
    found = operations(plain)
    return _number(found.multiplications, known) + _number(found.additions, known)


def _nested(sum_: Reduce) -> bool:
    return bool(sum_.body.atoms(Reduce))


def _bytes(arrays: Iterable[Tensor], known: Mapping[Symbol, Any], dtype: str) -> float:
    def size(tensor: Tensor) -> int:
        item = 8 if tensor.kind == "integer" else np.dtype(dtype).itemsize
        return item * math.prod(int(_number(extent, known)) for extent in tensor.shape)

    return float(sum(map(size, dict.fromkeys(arrays))))


def _number(count: Any, known: Mapping[Symbol, Any]) -> float:
    """A count at some sizes; where it depends on an index, at the middle of the index's range."""
    made = substitute(S(count), {k: S(v) for k, v in known.items()})
    for letter in made.atoms(Index):
        middle = substitute((letter.extent - 1) / 2, {k: S(v) for k, v in known.items()})
        made = made.subs(letter, middle)
    return float(made)


__all__ = ["Demand", "contractions", "demand"]
