"""Kernels of one text: compiled once for all layers of a run, and in all its processes.

Two kernels are one where their code, their constants, what they call and how they are compiled are the same;
names of their own arguments and variables do not count.  What is compiled of the first serves the others.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

from numba.core.caching import NullCache
from numba.core.serialize import dumps

from codegen.module.cache import versions
from codegen.module.render import write
from codegen.verification.callables.uncompiled import homes

_made: dict[str, Any] = {}
"""What this process has compiled or read, by the digest of text and types."""
_served: dict[str, set[str]] = {}
"""By module, the kernels that others' machine code serves."""


class OneText:
    """The cache of one kernel, and behind it what was compiled of the same text."""

    def __init__(self, own: Any, text: str, kernel: Any) -> None:
        self.own, self.text, self.kernel = own, text, kernel

    def __getattr__(self, name: str) -> Any:
        return getattr(self.own, name)

    def load_overload(self, types: Any, context: Any) -> Any:
        found = self.own.load_overload(types, context)
        return found if found is not None else self._of_others(types, context)

    def save_overload(self, types: Any, made: Any) -> None:
        """In the kernel's own place, so that whoever calls it next finds it there, and beside it."""
        self.own.save_overload(types, made)
        if self.own._impl.check_cachable(made):
            key = self._key(types, made.codegen)
            _made[key] = made
            with suppress(OSError):  # where nothing can be written nothing is kept
                write({self._file(key).name: dumps(self.own._impl.reduce(made))}, self._file(key).parent)

    def _of_others(self, types: Any, context: Any) -> Any:
        key = self._key(types, context.codegen())
        if key not in _made:
            with suppress(OSError, EOFError, pickle.UnpicklingError):
                _made[key] = self.own._impl.rebuild(context, pickle.loads(self._file(key).read_bytes()))
        if key not in _made:
            return None
        _served.setdefault(self.kernel.__module__, set()).add(self.kernel.__name__)
        return _made[key]._replace(metadata={})  # a dispatcher notes there what is its own

    def _key(self, types: Any, codegen: Any) -> str:
        return _digest(self.text, str(types), codegen.magic_tuple())

    def _file(self, key: str) -> Path:
        return Path(self.own.cache_path) / f"text-{key}.nbc"


def one_text(module: Any) -> Any:
    """The module; its kernels take what was compiled of the same text elsewhere."""
    for kernel in _kernels(module):
        own, text = kernel._cache, _text(kernel)
        if text and not isinstance(own, OneText | NullCache):
            kernel._cache = OneText(own, text, kernel.py_func)
    return module


def served(module: Any) -> list[str]:
    """The kernels of a module that run what was compiled of the same text elsewhere."""
    return sorted(name for home in _homes(module) for name in _served.get(home.__name__, ()))


def _homes(module: Any) -> list[Any]:
    return homes(module) if hasattr(module, "_LAYER") else []


def _kernels(module: Any) -> Iterator[Any]:
    for home in _homes(module):
        for value in vars(home).values():
            if hasattr(value, "_cache") and value.py_func.__module__ == home.__name__:
                yield value


def _text(kernel: Any) -> str:
    """A digest of all that machine code is made of, libraries and all; empty where that is unknown."""
    function = kernel.py_func
    code, around = function.__code__, function.__globals__
    called = [_named(around.get(name), function) for name in code.co_names]
    if function.__closure__ is not None or None in called:
        return ""
    said = [c for c in code.co_consts if c is None or c != function.__doc__]
    shape = (code.co_code, code.co_argcount, code.co_nlocals, code.co_exceptiontable, code.co_names)
    return _digest(shape, said, called, sorted(kernel.targetoptions.items(), key=str), versions())


def _named(value: Any, user: Any) -> str | None:
    """What a name of the text means; nothing for what stands beside the kernel and nowhere else."""
    home, name = getattr(value, "__module__", None), getattr(value, "__qualname__", None)
    home = getattr(getattr(value, "py_func", value), "__module__", home)
    if value is None or isinstance(value, int | float | str):
        return repr(value)
    return f"{home}.{name or repr(value)}" if home != user.__module__ else None


def _digest(*parts: Any) -> str:
    return sha256(repr(parts).encode()).hexdigest()[:32]


__all__ = ["OneText", "one_text", "served"]
