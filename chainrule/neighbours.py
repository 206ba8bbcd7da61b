"""Whether ``derive``, ``codegen`` and ``generated`` are ours: others may have packages called so."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from pathlib import Path

NAMES = ("derive", "codegen", "generated")
HOME = Path(__file__).resolve().parent.parent


def check() -> None:
    """Raises ``ImportError`` where a package of that name is found before ours, and says where it lies."""
    for name in NAMES:
        if (found := place(name)) != HOME / name:
            raise ImportError(said(name, found), name=name)


def place(name: str) -> Path | None:
    """The folder that an import of ``name`` reads; ``None`` where there is none."""
    known = sys.modules.get(name)
    spec = find_spec(name) if known is None else known.__spec__
    if spec is None:
        return None
    where = spec.origin or next(iter(spec.submodule_search_locations or ()), None)
    if where is None:
        return None
    return Path(where).resolve().parent if spec.origin else Path(where).resolve()


def said(name: str, found: Path | None) -> str:
    """What stands in the way of ``name``, and what to do."""
    if found is None:
        return (
            f"chainrule: its package {name!r} is missing beside {HOME / 'chainrule'}; install chainrule again"
        )
    return (
        f"chainrule: {name!r} is imported from {found}, which belongs to something else and hides "
        f"{HOME / name}; rename that package, or put {HOME} before its folder on the path"
    )


check()

__all__ = ["check"]
