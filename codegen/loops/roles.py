"""What each kind of node reads, writes, defines, opens and holds, from the roles of its fields.

The emitter, the outline, the passes and the legality check all ask here, so that a new kind of node is
described once, where its fields stand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, cast, get_args, get_type_hints

from sympy import Basic, Expr, Symbol

from codegen.loops import in_registers, nodes
from codegen.loops.nodes import Block, Choose, Label, Loop, Node, Range, Role, Store, Target, Tiling
from derive.expr import Acc, Cond, Tensor, negation

EXPRESSIONS = (Role.READ, Role.TEST, Role.WRITE, Role.UPDATE)


def _fields(kind: type) -> tuple[tuple[str, Role], ...]:
    """The fields of a kind of node that have a role, in order."""
    hints = get_type_hints(kind, {**vars(in_registers), **vars(nodes)}, include_extras=True)
    return tuple((name, role) for name, hint in hints.items() for role in _roles(hint))


def _roles(hint: Any) -> list[Role]:
    return [role for role in get_args(hint) if isinstance(role, Role)]


FIELDS: dict[type, tuple[tuple[str, Role], ...]] = {kind: _fields(kind) for kind in get_args(Node)}


def fields(node: Node) -> tuple[tuple[str, Role], ...]:
    """The fields of ``node`` that have a role, in order; the call of an outlined part has none."""
    return FIELDS.get(type(node), ())


def _having(node: Node, *roles: Role) -> Iterator[Any]:
    """What the fields with these roles hold; of several (conditions, ranges) each one."""
    for name, role in fields(node):
        if role in roles:
            found = getattr(node, name)
            yield from found if isinstance(found, tuple) and role is not Role.BODY else (found,)


# -- what stands inside


def bodies(node: Node) -> tuple[Block, ...]:
    """The blocks inside ``node``: one, two where it chooses, none."""
    return tuple(_having(node, Role.BODY))


def branches(node: Node) -> tuple[tuple[tuple[Cond, ...], Block], ...]:
    """Each block inside ``node`` with the conditions that hold there because of it."""
    if isinstance(node, Choose):
        return (() if node.by else node.conds, node.then), (
            () if node.finite else opposite(node.conds),
            node.otherwise,
        )
    tests = tuple(_having(node, Role.TEST))
    return tuple((tests, body) for body in bodies(node))


def opposite(conds: Sequence[Cond]) -> tuple[Cond, ...]:
    """What holds where not all ``conds`` do: known only for a single one."""
    if len(conds) != 1 or conds[0].kind == "divides":
        return ()
    other = negation(conds[0])
    return (other,) if isinstance(other, Cond) else ()


def children(node: Node) -> Block:
    """The nodes inside ``node``."""
    return tuple(child for body in bodies(node) for child in body)


def walk(block: Block) -> Iterator[Node]:
    """Every node, outermost first, in order."""
    for node in block:
        yield node
        yield from walk(children(node))


def told(block: Block) -> tuple[Block, Block]:
    """What is said of a block in its labels, and what it does."""
    labels = tuple(n for n in block if isinstance(n, Label))
    return labels, tuple(n for n in block if not isinstance(n, Label))


def stored(row: Loop) -> tuple[Store, ...]:
    """The stores of a row that goes step by step and does nothing else; none of any other loop."""
    _, done = told(row.body)
    stores = tuple(n for n in done if isinstance(n, Store))
    return stores if row.range.step == 1 and len(stores) == len(done) else ()


def tiling(node: Node) -> bool:
    """Whether a node is correlations in tiles, which see to their threads themselves."""
    return isinstance(node, Tiling) or (isinstance(node, Loop) and all(map(tiling, node.body)))


# -- what the node itself does


def ranges(node: Node) -> tuple[Range, ...]:
    """The ranges that ``node`` opens for its body, or for its own expressions."""
    return tuple(_having(node, Role.OPEN))


def defines(node: Node) -> tuple[Symbol, ...]:
    """The names that ``node`` gives a value: to what follows, or to what stands inside."""
    return (*_having(node, Role.NAME), *(r.index for r in ranges(node)))


def makes(node: Node) -> tuple[Tensor, ...]:
    """The arrays that exist from here on."""
    return tuple(_having(node, Role.MAKE))


def writes(node: Node) -> tuple[Target, ...]:
    """The elements and the scalars that ``node`` changes."""
    return tuple(_having(node, Role.WRITE, Role.UPDATE))


def reads(node: Node) -> tuple[Expr, ...]:
    """The expressions whose values ``node`` needs: a written element is needed only for its index."""
    made = list(_having(node, Role.READ, Role.TEST, Role.UPDATE))
    made += [at for a in _having(node, Role.WRITE) for at in a.index]
    return (*_ends(node), *made)


def scalars(node: Node) -> tuple[Expr, ...]:
    """The expressions that stand in ``node`` itself (neither in its body nor ``inside`` its ranges)."""
    return _ends(node) if inside(node) else (*_ends(node), *_having(node, *EXPRESSIONS))


def inside(node: Node) -> tuple[Expr, ...]:
    """The expressions of ``node`` that its own ranges bind: of a node with ranges and without a body."""
    return tuple(_having(node, *EXPRESSIONS)) if ranges(node) and not bodies(node) else ()


def _ends(node: Node) -> tuple[Expr, ...]:
    """The bounds of its ranges and the extents of what it makes."""
    shapes = (extent for t in makes(node) for extent in t.shape)
    return (*(e for r in ranges(node) for e in (*r.lo, *r.hi)), *shapes)


def written(block: Block) -> set[Tensor | Symbol]:
    """The arrays and scalars that ``block`` changes."""
    named = {name for node in walk(block) for name in _having(node, Role.NAME)}
    return named | {t.tensor if isinstance(t, Acc) else t for node in walk(block) for t in writes(node)}


def touched(array: Tensor, block: Sequence[Node]) -> int:
    """How many nodes read or write an array."""
    own = (
        {a.tensor.name for e in (*scalars(n), *inside(n)) for a in e.atoms(Acc)} for n in walk(tuple(block))
    )
    return sum(array.name in names for names in own)


# -- the node with something else in it


def with_bodies(node: Node, blocks: Sequence[Block]) -> Node:
    """``node`` with other blocks inside, as many as it has."""
    names = [name for name, role in fields(node) if role is Role.BODY]
    return _replace(node, dict(zip(names, blocks, strict=True)))


def on_bodies(node: Node, change: Callable[[Block], Block]) -> Node:
    """``node`` with ``change`` applied to each block inside; itself where there is none."""
    found = bodies(node)
    return with_bodies(node, tuple(map(change, found))) if found else node


def with_ranges(node: Node, changed: Sequence[Range]) -> Node:
    """``node`` with other ranges, as many as it has."""
    rest = iter(changed)
    made = {
        name: tuple(next(rest) for _ in old) if isinstance(old := getattr(node, name), tuple) else next(rest)
        for name, role in fields(node)
        if role is Role.OPEN
    }
    return _replace(node, made) if made else node


def _replace(node: Node, made: Mapping[str, Any]) -> Node:
    kind: Any = type(node)
    return cast(Node, kind(**{**vars(node), **made}))


def rewrite(block: Block, change: Callable[[Node], Block]) -> Block:
    """``change`` applied to every node, innermost first; it returns what stands in the node's place."""
    return tuple(new for node in block for new in change(on_bodies(node, lambda body: rewrite(body, change))))


def on_scalars(node: Node, change: Callable[[Any], Any]) -> Node:
    """``node`` with ``change`` applied to each of its own expressions (names that it defines stay)."""

    def on_range(r: Range) -> Range:
        return replace(r, lo=tuple(map(change, r.lo)), hi=tuple(map(change, r.hi)))

    def on_field(value: Any, role: Role) -> Any:
        each = on_range if role is Role.OPEN else change
        return tuple(map(each, value)) if isinstance(value, tuple) else each(value)

    changed = (*EXPRESSIONS, Role.OPEN)
    own = {n: on_field(getattr(node, n), role) for n, role in fields(node) if role in changed}
    return _replace(node, own) if own else node


def named(e: Any) -> set[Symbol]:
    """Every name that is printed for ``e``: also those in the shapes of what it steps through."""
    if isinstance(e, Symbol):
        return {e}
    if isinstance(e, Tensor):
        return set().union(*(named(extent) for extent in e.shape))
    return set().union(*map(named, e.args)) if isinstance(e, Basic) else set()


__all__ = [
    "bodies", "branches", "children", "defines", "inside", "makes", "named", "on_bodies", "on_scalars",
    "opposite", "ranges", "reads", "rewrite", "scalars", "stored", "tiling", "told", "touched", "walk",
    "with_bodies", "with_ranges", "writes", "written",
]  # fmt: skip
