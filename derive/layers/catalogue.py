"""All layers in the order of the catalogue, each imported when it is asked for.

The catalogue is a list of imports, the stub of this package: that is what a type checker reads, what an
editor follows to a definition, and what is read here to know which module has a layer.
"""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from derive.model.layer import Layer
from derive.model.validate import validate, validated_when_asked

HEADING = re.compile(r"^# \d+: ", re.MULTILINE)
STUB = Path(__file__).with_name("__init__.pyi")


def imports(stub: str) -> dict[str, str]:
    """The module of each name that the text of a stub imports, in its order.

    >>> imports("from shapes.round import circle as circle, ball as ball")
    {'circle': 'shapes.round', 'ball': 'shapes.round'}
    """
    statements = [node for node in ast.parse(stub).body if isinstance(node, ast.ImportFrom)]
    return {alias.name: node.module or "" for node in statements for alias in node.names}


def families(stub: str) -> dict[str, tuple[str, ...]]:
    """The names under each numbered heading of the text of a stub.

    >>> families("# 1: Round\\nfrom shapes.round import circle as circle, ball as ball")
    {'Round': ('circle', 'ball')}
    """
    found: dict[str, tuple[str, ...]] = {}
    for block in HEADING.split(stub)[1:]:
        title, _, text = block.partition("\n")
        found[title.strip()] = tuple(imports(text))
    return found


class Catalogue:
    """The layers in the order of the catalogue; a model is imported when it is asked for."""

    def __init__(self, module: Mapping[str, str], families: Mapping[str, tuple[str, ...]]) -> None:
        self._module = {name: home for name, home in module.items() if home != __name__}
        self.families = dict(families)
        self._valid = set[str]()

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all layers; nothing is imported for them."""
        return tuple(self._module)

    def __contains__(self, layer: object) -> bool:
        """Whether it is one of these very models, not another one of the same name."""
        return isinstance(layer, Layer) and layer.name in self._module and self[layer.name] is layer

    def __getitem__(self, name: str) -> Layer:
        """The layer that is called so; raises ``KeyError`` for a name that is none."""
        with validated_when_asked():
            found: Layer = getattr(importlib.import_module(self._module[name]), name)
        if name not in self._valid:
            validate(found)
            self._valid.add(name)
        return found

    def __iter__(self) -> Iterator[Layer]:
        return (self[name] for name in self._module)

    def __len__(self) -> int:
        return len(self._module)

    def __repr__(self) -> str:
        first, *_, last = self._module
        return f"<Catalogue of {len(self)} layers: {first}, …, {last}>"


_TEXT = STUB.read_text(encoding="utf-8")
LAYERS = Catalogue(imports(_TEXT), families(_TEXT))

__all__ = ["LAYERS", "Catalogue", "families", "imports"]
