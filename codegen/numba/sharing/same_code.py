"""The code of a function without the names of its own: equal for functions that differ in these alone."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any


def numbered(text: str, given: list[Any]) -> tuple[str, list[int]]:
    """The code of a function with numbers for its names, and those of its last parameters."""
    (function,) = ast.parse(text).body
    assert isinstance(function, ast.FunctionDef)
    parameters = [a.arg for a in function.args.args]
    ends, rest = parameters[: len(parameters) - len(given)], parameters[len(parameters) - len(given) :]
    body = function.body[ast.get_docstring(function) is not None :]
    whole = {*ends, *(p for p, one in zip(rest, given, strict=True) if getattr(one, "is_integer", False))}
    for node in chain.from_iterable(map(_in_order, body)):
        whole |= _counts(node, whole)
    names = (n for n in chain.from_iterable(map(ast.walk, body)) if isinstance(n, ast.Name))
    own = frozenset({*parameters, *(n.id for n in names if isinstance(n.ctx, ast.Store))})
    code = _Code(own, frozenset(whole), {e: k for k, e in enumerate(ends)})
    decorators, lines = map(ast.dump, function.decorator_list), [code.text(part) for part in body]
    return f"{[*decorators]} {len(given)} {lines}", [code.number(one) for one in rest]


def _in_order(node: ast.AST) -> Iterator[ast.AST]:
    yield node
    for child in ast.iter_child_nodes(node):
        yield from _in_order(child)


def _counts(node: ast.AST, whole: set[str]) -> set[str]:
    """The name that a statement makes a whole number."""
    match node:
        case ast.For(target=ast.Name(id=name), iter=ast.Call(func=ast.Name(id="range"))):
            return {name}
        case ast.Assign(targets=[ast.Name(id=name)], value=value) if _is_whole(value, whole):
            return {name}
    return set()


def _is_whole(node: ast.AST, whole: set[str] | frozenset[str]) -> bool:
    match node:
        case ast.Name(id=name):
            return name in whole
        case ast.Constant(value=value):
            return type(value) is int
        case ast.BinOp(
            left=left, op=ast.Add() | ast.Sub() | ast.Mult() | ast.FloorDiv() | ast.Mod(), right=right
        ):
            return _is_whole(left, whole) and _is_whole(right, whole)
        case ast.Call(func=ast.Name(id="max" | "min"), args=args):
            return all(_is_whole(one, whole) for one in args)
    return False


@dataclass(frozen=True)
class _Code:
    """The text of nodes, in which ``own`` names are numbers; ``fresh`` ones get theirs as they are met."""

    own: frozenset[str]
    whole: frozenset[str]
    met: dict[str, int]
    fresh: bool = True

    def number(self, name: str) -> int:
        return self.met.setdefault(name, len(self.met)) if self.fresh else self.met.get(name, -1)

    def text(self, node: Any) -> str:
        match node:
            case ast.Name(id=name):
                return f"_{self.number(name)}" if name in self.own else name
            case ast.BinOp(op=ast.Add() | ast.Sub() | ast.Mult() as op) if _is_whole(node, self.whole):
                known = replace(self, fresh=False)
                kind = ast.Mult if isinstance(op, ast.Mult) else ast.Add
                parts = sorted(_terms(node, kind), key=lambda part: (part[0], known.text(part[1])))
                return f"{kind.__name__}({','.join(f'{sign}:{self.text(term)}' for sign, term in parts)})"
            case ast.AST():
                return f"{type(node).__name__}({self.text([value for _, value in ast.iter_fields(node)])})"
            case list():
                return f"[{','.join(map(self.text, node))}]"
        return repr(node)


def _terms(node: ast.AST, kind: type[ast.operator], sign: int = 1) -> Iterator[tuple[int, ast.AST]]:
    """The terms of a sum with their signs, the factors of a product."""
    match node:
        case ast.BinOp(left=left, op=ast.Sub(), right=right) if kind is ast.Add:
            yield from (*_terms(left, kind, sign), *_terms(right, kind, -sign))
        case ast.BinOp(left=left, op=op, right=right) if isinstance(op, kind):
            yield from (*_terms(left, kind, sign), *_terms(right, kind, sign))
        case _:
            yield sign, node


__all__ = ["numbered"]
