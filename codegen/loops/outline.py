"""Parts of a kernel as functions of their own: what each needs from around it is what it is called with.

A loop whose iterations may run at once becomes a function over a range of them, which is compiled as a
serial one and launched on threads; what else computes becomes a function that is called.  Around them stands
plain Python: arrays that several parts share, sizes, and the choice between parts, each of which is compiled
when it is called first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sympy import Symbol

from codegen.loops.flat_parts import flattened
from codegen.loops.nodes import (
    Alloc,
    Block,
    Border,
    Choose,
    If,
    Kernel,
    Label,
    Let,
    Loop,
    Node,
    Parallel,
    Product,
    Store,
    View,
)  # fmt: skip
from codegen.loops.roles import defines, inside, makes, named, reads, scalars, tiling, touched, walk, written
from derive.expr import Acc, Tensor


@dataclass(frozen=True)
class PartCall:
    """The call of a part by its name, with its arrays and scalars."""

    part: Kernel

    @property
    def loop(self) -> Parallel | None:
        """The loop of which the part computes a range; ``None`` where it computes all."""
        return parallel(self.part)


def parallel(kernel: Kernel) -> Parallel | None:
    """The loop that is all of a kernel but names and remarks before it."""
    *before, last = kernel.body or (None,)
    if isinstance(last, Parallel) and all(isinstance(n, Let | Label) for n in before):
        return last
    return None


@dataclass(frozen=True)
class Outline:
    """``caller`` has a ``PartCall`` in the place of each part; without parts it is the kernel itself."""

    caller: Kernel
    parts: tuple[Kernel, ...] = ()


def outlined(kernel: Kernel) -> bool:
    """Whether contractions in blocks, or correlations in tiles, stand beside plain loops."""
    return any(isinstance(n, Product | Choose) or tiling(n) for n in walk(kernel.body))


def outline(kernel: Kernel) -> Outline:
    """Each parallel loop, and what computes between them, as a function of its own."""
    if not any(map(outside, kernel.body)):
        _decided(kernel.name, kernel.body)
        return Outline(kernel)
    parts = _Parts(kernel)
    body = _alive(parts.caller(kernel.body, "part"))
    return Outline(replace(kernel, body=body), tuple(parts.made))


def outside(node: Node) -> bool:
    """Whether a node stands in plain Python: a loop over threads, or what decides about one."""
    among = isinstance(node, If | Loop) and any(isinstance(n, Parallel) for n in walk(node.body))
    return among or isinstance(node, Choose | Border | Parallel | View) or tiling(node)


def _decided(name: str, body: Block) -> None:
    """Refuse a choice by a function of run time in what is compiled."""
    if any(isinstance(node, Choose) and (node.by or node.finite) for node in walk(body)):
        raise ValueError(f"{name}: a choice stands inside loops, which cannot be interrupted")


class _Parts:
    """``names`` are the values defined so far, and the arrays written since.

    Whole numbers stay outside of the parts; the reals that it needs each part computes, and what is made of
    these, as the floor of one: they are known ``within`` parts alone.
    """

    def __init__(self, kernel: Kernel) -> None:
        self.kernel, self.made = kernel, list[Kernel]()
        self.names: list[tuple[Let, set[str]]] = []
        self.inner: set[Any] = set()
        self.within: set[Symbol] = set()

    def caller(self, block: Block, name: str) -> Iterator[Any]:
        run: list[Node] = []
        for node in block:
            if not outside(node):
                run.append(node)
                continue
            heading = not isinstance(node, Choose | If) and all(
                isinstance(n, Let | Label | Alloc) for n in run
            )
            labels = [n for n in run if isinstance(n, Label)] if heading else []
            yield from self.run([n for n in run if n not in labels], name)
            yield from self.decided(node, labels, name)
            run = []
        yield from self.run(run, name)

    def decided(self, node: Node, labels: Sequence[Node], name: str) -> Iterator[Any]:
        """What stands in plain Python for a node that is ``outside``."""
        match node:
            case Choose():
                then, otherwise = self.branches(node)
                yield replace(node, then=then, otherwise=otherwise)
            case If() | Loop():
                names, self.names = self.names, list(self.names)
                yield replace(node, body=_alive(self.caller(node.body, name)))
                self.names = names
            case Border() | View():
                yield node
            case _ if tiling(node):
                self.wrote((node,))
                yield from (*labels, node)
            case _:
                yield self.call((*labels, node), name)

    def branches(self, node: Choose) -> tuple[Any, Any]:
        """What is defined in one branch is unknown after it."""
        names = self.names
        self.names = list(names)
        then = list(self.caller(node.then, node.by or "single"))
        self.names = list(names)
        otherwise = list(self.caller(node.otherwise, "other" if node.by == "either" else "plain"))
        self.names = names
        return _alive(then), _alive(otherwise)

    def run(self, nodes: Sequence[Node], name: str) -> Iterator[Any]:
        """What is neither a loop over threads nor memory: names stay in sight, what computes is a part."""
        memory = [n for n in nodes if isinstance(n, Alloc) and self.shared(n.tensor, nodes)]
        kept, rest = _names_first([n for n in nodes if n not in memory])
        yield from self.see(kept)
        yield from memory
        names = [n for n in rest if isinstance(n, Let)]
        lasting, stored = [n for n in names if self.lasts(n, rest)], _stored(rest)
        if any(not isinstance(n, Let | Label) for n in rest):
            handed = [Store(Acc(_holder(n)), n.name) for n in lasting if n.name not in stored]
            yield from (Alloc(store.target.tensor) for store in handed)
            rest += handed
            stored = _stored(rest)
            yield self.call(tuple(rest), name)
        after = {n: replace(n, value=stored.get(n.name, n.value)) for n in names}
        self.inner |= {t for n in rest if n not in names for t in written((n,))} - {n.name for n in names}
        yield from (n for n in self.see(after.values()) if any(n.name == m.name for m in lasting))

    def shared(self, made: Tensor, nodes: Sequence[Node]) -> bool:
        """Whether an array is touched outside of the nodes among which it is made."""
        everywhere, here = (touched(made, block) for block in (self.kernel.body, nodes))
        return everywhere > here

    def lasts(self, let: Let, rest: Sequence[Node]) -> bool:
        """Whether a value is needed after ``rest``."""
        return _reads_of(let.name, self.kernel.body) > _reads_of(let.name, rest)

    def see(self, names: Iterable[Let]) -> list[Let]:
        """These values are defined; given back are those that plain Python has."""
        found = []
        for let in names:
            self.names.append((let, set()))
            if let.name.is_integer and not let.value.free_symbols & self.within:
                found.append(let)
            else:
                self.within.add(let.name)
        return found

    def call(self, body: Block, name: str) -> PartCall:
        _decided(self.kernel.name, body)
        body = flattened(_alive((*self.reals(body), *body)))
        self.wrote(body)
        arrays, symbols = needs(body)
        part = Kernel(
            self.fresh(name),
            tuple(_first([t for t in (*self.kernel.arrays, *self.kernel.outputs) if t in arrays], arrays)),
            (),
            tuple(_first([s for s in self.kernel.scalars if s in symbols], symbols)),
            body,
            sizes=self.kernel.sizes,
        )
        self.made.append(part)
        return PartCall(part)

    def wrote(self, body: Block) -> None:
        for _, since in self.names:
            since |= {t.name for t in written(body) if isinstance(t, Tensor)}

    def reals(self, body: Block) -> Block:
        """The names that a part needs and nobody hands over, defined in it once more."""
        needed, made = set(needs(body)[1]), list[Let]()
        for let, since in reversed(self.names):
            if let.name in needed and let.name in self.within:
                if since & {a.tensor.name for a in let.value.atoms(Acc)}:
                    raise ValueError(f"{self.kernel.name}: {let.name} is made of {since}, written since")
                if let.value.free_symbols & self.inner:
                    raise ValueError(f"{self.kernel.name}: {let.name} is known inside of one part only")
                made.insert(0, let)
                needed |= set(needs((let,))[1])
        return tuple(made)

    def fresh(self, name: str) -> str:
        taken = {part.name for part in self.made}
        made, k = f"{self.kernel.name}_{name}", 1
        while made in taken:
            k += 1
            made = f"{self.kernel.name}_{name}{k}"
        return made


def _alive(nodes: Iterable[Any]) -> tuple[Any, ...]:
    """The nodes without names that nothing after them mentions."""
    kept: list[Any] = []
    mentioned: set[Symbol] = set()
    for node in reversed(tuple(nodes)):
        if isinstance(node, Let) and node.name not in mentioned:
            continue
        kept.insert(0, node)
        mentioned |= set(node.part.scalars if isinstance(node, PartCall) else _mentioned((node,)))
    return tuple(kept)


def _mentioned(block: Block) -> set[Symbol]:
    """Every name that is printed for a block, also where it is only written."""
    calls = [n for n in walk(block) if isinstance(n, PartCall)]
    called = {s for n in calls for s in n.part.scalars}
    return called.union(*(named(e) for n in walk(block) for e in (*scalars(n), *inside(n))))


def _names_first(nodes: Sequence[Node]) -> tuple[list[Let], list[Node]]:
    """The names that nothing of the others changes or goes into, and the others, in order."""
    changed: set[Any] = {t for n in nodes if not isinstance(n, Let) for t in written((n,))}
    changed = {t.name if isinstance(t, Tensor) else t for t in changed}
    kept, rest = list[Let](), list[Node]()
    for n in nodes:
        if isinstance(n, Let) and n.name not in changed and not _mentions(n.value, changed):
            kept.append(n)
            continue
        rest.append(n)
        changed |= {n.name} if isinstance(n, Let) else set()
    return kept, rest


def _holder(let: Let) -> Tensor:
    """Memory for one value that a part leaves to others."""
    return Tensor(f"{let.name}_made", (), (), "integer" if let.name.is_integer else "real")


def _reads_of(name: Symbol, block: Sequence[Node]) -> int:
    """How many nodes read a name."""
    return sum(any(name in named(e) for e in reads(n)) for n in walk(tuple(block)))


def _stored(block: Sequence[Node]) -> dict[Any, Acc]:
    """Where those after ``block`` find values: the first place at which each is stored."""
    return {n.value: n.target for n in reversed(block) if isinstance(n, Store)}


def _mentions(e: Any, changed: set[Any]) -> bool:
    """Whether ``e`` is made of scalars or arrays (by name) that are changed."""
    return bool(e.free_symbols & changed) or any(a.tensor.name in changed for a in e.atoms(Acc))


def _first(known: list[Any], all_: Iterable[Any]) -> list[Any]:
    return [*known, *(other for other in all_ if other not in known)]


def needs(block: Block) -> tuple[list[Tensor], list[Symbol]]:
    """The arrays and the scalars that a block reads or writes and does not make, by name."""
    tensors: dict[str, Tensor] = {}
    symbols: set[Symbol] = set()
    for n in walk(block):
        for e in (*scalars(n), *inside(n)):
            for a in e.atoms(Acc):
                tensors.setdefault(a.tensor.name, a.tensor)
            symbols |= named(e)
    made = {t.name for n in walk(block) for t in makes(n)}
    arrays = [t for name, t in sorted(tensors.items()) if name not in made]
    return arrays, sorted(symbols - {s for n in walk(block) for s in defines(n)}, key=str)


__all__ = ["Outline", "PartCall", "needs", "outline", "outlined", "outside", "parallel"]
