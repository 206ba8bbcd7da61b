"""Windows that slide over an image of one, two or three axes: the letters and sizes they all share.

Tap ``u`` of window ``i`` lies at ``s i + d u - p`` (Dumoulin & Visin 2016, section 2): step ``s`` between
windows, ``d`` between taps, ``p`` cells in front of the image.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sympy import Expr, S, Symbol

from derive.model.layer import Option
from derive.notation import Index, index, option, sizes, window_count

_LETTERS = {
    1: ("L", "K", "OL", "s", "p_l p_r", "d", "i", "u", "a"),
    2: ("H W", "KH KW", "OH OW", "s_h s_w", "p_t p_b p_l p_r", "d_h d_w", "i j", "u v", "a b"),
    3: ("D H W", "KD KH KW", "OD OH OW", "s_d s_h s_w", "p_f p_k p_t p_b p_l p_r", "d_d d_h d_w", "k i j",
        "t u v", "z a b"),
}  # fmt: skip


@dataclass(frozen=True)
class Windows:
    """Per axis: ``extent`` of the image, ``taps`` of a window, ``count`` of windows, and their letters.

    ``window``, ``tap``, ``pixel`` are the indices; ``kernel``, ``stride``, ``padding``, ``dilation`` options.
    """

    extent: tuple[Symbol, ...]
    taps: tuple[Symbol, ...]
    count: tuple[Symbol, ...]
    kernel: Option
    stride: Option
    padding: Option
    dilation: Option
    window: tuple[Index, ...]
    tap: tuple[Index, ...]
    pixel: tuple[Index, ...]
    dilated: bool = True

    @property
    def steps(self) -> tuple[Expr, ...]:
        """The dilation of each axis; 1 for windows without holes."""
        return self.dilation.symbols if self.dilated else (S.One,) * len(self.extent)

    @property
    def before(self) -> tuple[Symbol, ...]:
        """The padding in front of each axis."""
        return self.padding.symbols[::2]

    @property
    def after(self) -> tuple[Symbol, ...]:
        """The padding behind each axis."""
        return self.padding.symbols[1::2]

    @property
    def reach(self) -> tuple[Expr, ...]:
        """``s i + d u``: the position of a tap in the padded image."""
        axes = zip(self.stride.symbols, self.window, self.steps, self.tap, strict=True)
        return tuple(s * i + d * u for s, i, d, u in axes)

    @property
    def position(self) -> tuple[Expr, ...]:
        """``s i + d u - p``: the pixel under a tap."""
        return tuple(at - p for at, p in zip(self.reach, self.before, strict=True))

    @property
    def counts(self) -> dict[Symbol, Expr]:
        """How many windows fit along each axis, rounded down."""
        axes = zip(
            self.count, self.extent, self.taps, self.stride.symbols, self.steps, self.before, self.after,
            strict=True,
        )  # fmt: skip
        return {o: window_count(h, k, s, d, p, q) for o, h, k, s, d, p, q in axes}


def windows(rank: int, *, step: int = 1, border: str = "zeros", dilated: bool = True) -> Windows:
    """The windows over ``rank`` axes; ``step`` is the default stride, ``border`` what stands outside."""
    extent, taps, count, s, p, d, i, u, a = _LETTERS[rank]
    kernel = option("kernel", taps, default=2, minimum=1, summary="extent of the window")
    return Windows(
        extent=sizes(extent),
        taps=kernel.symbols,
        count=sizes(count),
        kernel=kernel,
        stride=option("stride", s, default=step, minimum=1, summary="step of the window"),
        padding=option("padding", p, default=0, minimum=0, summary=f"{border} around the image"),
        dilation=option("dilation", d, default=1, minimum=1, summary="step between the taps"),
        window=_indices(i, count),
        tap=_indices(u, taps),
        pixel=_indices(a, extent),
        dilated=dilated,
    )


def _indices(letters: str, extents: str) -> tuple[Index, ...]:
    pairs: Any = zip(letters.split(), sizes(extents), strict=True)
    return tuple(index(letter, extent) for letter, extent in pairs)
