"""What a caller of a bridge writes: options by name, as numbers, refused by name where they are none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from chainrule.calls import Operation

PLAIN: Mapping[str, tuple[type, ...]] = {"int": (int,), "float": (int, float), "str": (str,)}
"""What each kind of option holds."""


def complete(o: Operation, given: Mapping[str, Any], kinds: Mapping[str, Any] = PLAIN) -> dict[str, Any]:
    """All options in their order: words, and tuples of numbers; what is not known is refused.

    Raises ``TypeError`` naming the layer and the option.
    """
    for name in given:
        if name not in o.options:
            known = ", ".join((*o.inputs, *o.options))
            raise TypeError(f"{o.spec['name']}: nothing is called {name!r}; there are: {known}")
    return {name: option(o, name, given.get(name), kinds) for name in o.options}


def option(o: Operation, name: str, value: Any, kinds: Mapping[str, Any] = PLAIN) -> Any:
    """One option, or its default for ``None``."""
    value = o.options[name] if value is None else value
    if value is None:
        raise TypeError(f"{o.spec['name']}: {name} has no default and must be given")
    kind = o.kinds[name]
    found = listed(value)
    for one in (found,) if kind == "str" else found:
        if not isinstance(one, kinds[kind]) or isinstance(one, bool):
            raise TypeError(f"{o.spec['name']}: {name} must hold {kind}, got {value!r}")
    return found


def listed(value: Any) -> Any:
    """The numbers of an option, nested or not, one after the other; a word is itself."""
    return value if isinstance(value, str) else tuple(flat(value))


def flat(value: Any) -> Iterator[Any]:
    if isinstance(value, (tuple, list)):
        for one in value:
            yield from flat(one)
    else:
        yield value


def signature(o: Operation) -> str:
    """How a layer is called."""
    given = [f"{name}=None" if name in o.optional else name for name in o.inputs]
    options = [f"{name}={value!r}" for name, value in o.options.items()]
    return f"{o.spec['name']}({', '.join([*given, '*', *options] if options else given)})"


__all__ = ["complete", "listed", "signature"]
