"""What a terminal that knows no Greek gets: the same text in ASCII, each sign by its name."""

from __future__ import annotations

import codecs
import sys
import unicodedata
from typing import TextIO, cast

SIGNS = {
    "·": "*", "×": "x", "−": "-", "–": "-", "—": "-", "…": "...", "≤": "<=", "≥": ">=", "≠": "!=",
    "≈": "~=", "∈": "in", "∉": "not in", "∣": "|", "∤": "does not divide", "→": "->", "←": "<-",
    "↦": "|->", "⇒": "=>", "⌊": "floor(", "⌋": ")", "⌈": "ceil(", "⌉": ")", "∂": "d", "√": "sqrt",
    "∞": "inf", "⟨": "<", "⟩": ">", "′": "'", "″": "''", "⊙": "(*)", "∑": "Sum", "Σ": "Sum", "Π": "Prod",
    "∏": "Prod", "∧": "and", "∨": "or", "¬": "not ", "≡": "==", "“": '"', "”": '"', "‘": "'", "’": "'",
    "±": "+-", "ℝ": "R", "ℤ": "Z", "ℕ": "N", "∅": "{}", "∪": "u", "∩": "n", "✓": "ok", "✗": "x", "•": "*",
    "█": "#", "▏": "|", "∀": "for all", "∃": "there is", "ᵀ": "^T", "⟹": "=>",
}  # fmt: skip
"""Signs whose ASCII is not in their name."""

TIPS = {("LEFT", False): "/", ("LEFT", True): "\\", ("RIGHT", False): "\\", ("RIGHT", True): "/"}
"""Of a parenthesis several lines high: its upper and its lower end."""

BOXES = {"HORIZONTAL": "-", "VERTICAL": "|"}
FALLBACK = "chainrule.spelled"


def spelled(text: str) -> str:
    """``text`` in ASCII: Greek letters by their names, digits above and below the line on it.

    >>> spelled("σ² ≤ x̂")
    'sigma^2 <= x^'
    """
    return "".join(map(_spelled, text))


def _spelled(sign: str) -> str:
    if sign.isascii():
        return sign
    if sign in SIGNS:
        return SIGNS[sign]
    name = unicodedata.name(sign, "")
    match name.split():
        case ["GREEK", size, "LETTER", *letter]:
            return _greek(letter[0].lower(), size == "CAPITAL")
        case ["SUPERSCRIPT", *_]:
            return "^" + unicodedata.normalize("NFKD", sign)
        case ["COMBINING", "CIRCUMFLEX", *_]:
            return "^"
        case ["COMBINING", *_]:
            return ""
        case [("LEFT" | "RIGHT") as side, "PARENTHESIS", _, "HOOK"]:
            return TIPS[side, "LOWER" in name]
        case ["LEFT" | "RIGHT" | "CURLY", *_]:
            return "|"
        case ["BOX", "DRAWINGS", *_]:
            return next((drawn for word, drawn in BOXES.items() if name.endswith(word)), "+")
    return unicodedata.normalize("NFKD", sign).encode("ascii", "ignore").decode() or "?"


def _greek(letter: str, capital: bool) -> str:
    letter = {"lamda": "lambda", "final": "sigma"}.get(letter, letter)
    return letter.capitalize() if capital else letter


def _instead(error: UnicodeError) -> tuple[str, int]:
    """What stands for signs that an encoding lacks."""
    failed = cast(UnicodeEncodeError, error)
    return spelled(failed.object[failed.start : failed.end]), failed.end


def spell_what_cannot_be_printed() -> None:
    """From now on a stream whose encoding lacks a sign prints its spelling and no traceback."""
    codecs.register_error(FALLBACK, _instead)
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(cast(TextIO, stream), "reconfigure", None)
        if reconfigure:
            reconfigure(errors=FALLBACK)


__all__ = ["spell_what_cannot_be_printed", "spelled"]
