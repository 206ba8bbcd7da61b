"""What reverse mode finds: contributions in their final form, their sum, and how both came about."""

from __future__ import annotations

from dataclasses import dataclass, field

from derive.autodiff.inversion.gather import Inverse
from derive.autodiff.scatter import Contribution
from derive.expr import Tensor
from derive.model.layer import Def
from derive.steps import Trace


@dataclass(frozen=True)
class Piece:
    """A contribution in its final form; ``inverse`` is None where it stayed a scatter, for ``reason``.

    ``by``: the rules of the normal form that contracted its sum.
    """

    source: Contribution
    inverse: Inverse | None
    definition: Def
    reason: str = ""
    by: tuple[str, ...] = ()


@dataclass(frozen=True)
class Cotangent:
    """The cotangent of one tensor: the definitions that compute it, itself last, and where they came from."""

    tensor: Tensor
    defs: tuple[Def, ...]
    pieces: tuple[Piece, ...]
    trace: Trace = field(default_factory=Trace, compare=False)

    @property
    def definition(self) -> Def:
        return self.defs[-1]

    @property
    def meets(self) -> bool:
        """Whether several ways meet in it: of more than one reader, or of a reader beside what is given."""
        readers = {p.source.reader.tensor for p in self.pieces}
        return len(readers) > 1 or (bool(readers) and self.definition.tensor != cotangent_of(self.tensor))


def cotangent_of(tensor: Tensor) -> Tensor:
    """``dy`` of ``y``: the same shape, real, any sign."""
    return tensor.rename("d" + tensor.name, kind="real", sign="", bound=0)


__all__ = ["Cotangent", "Piece", "cotangent_of"]
