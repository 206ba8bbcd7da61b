"""Which colour an index has: one on a page, and as far as possible on every page the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

PREFERRED = ("n", "c", "iw", "aemy", "j", "bgx", "u", "v", "kfp", "o", "dqt", "rzhls")
"""The letters that each colour is kept for: those that share one rarely meet on a page."""

COLOURS = len(PREFERRED)

INKS = (
    "#b7191c", "#077462", "#972c9a", "#5f6b01", "#3355cd", "#944e07",
    "#03707c", "#af1865", "#027829", "#7240c0", "#7c5f06", "#016b99",
)  # fmt: skip
"""The colours on white paper, as the style sheet has them; next to each other they differ most."""


def palette(letters: Iterable[str], given: Mapping[str, int] | None = None) -> dict[str, int]:
    """A colour for each letter, the preferred one where it is free; two share one where all are taken.

    ``given``: what has its colour already.
    """
    made = dict(given or {})
    wanted = {letter: _preferred(letter) for letter in letters if letter not in made}
    for letter, colour in wanted.items():
        if colour is not None and colour not in made.values():
            made[letter] = colour
    for place, letter in enumerate(one for one in wanted if one not in made):
        free = (colour for colour in range(COLOURS) if colour not in made.values())
        made[letter] = next(free, place % COLOURS)
    return made


def _preferred(letter: str) -> int | None:
    return next((at for at, letters in enumerate(PREFERRED) if letter in letters), None)


__all__ = ["COLOURS", "INKS", "palette"]
