"""Running text (rules, laws, conditions) for LaTeX and HTML: the mathematical signs in it set as such."""

from __future__ import annotations

import re
from collections.abc import Collection
from html import escape
from unicodedata import normalize

from derive.pretty.tree.identifiers import GREEK, parse, plain

LETTERS = {letter: rf"\{name}" for name, letter in GREEK.items() if name not in ("eps", "lamda")} | {
    "ε": r"\varepsilon", "∂": r"\partial ", "π": r"\pi",
}  # fmt: skip
SIGNS = {
    "−": "-", "·": r"\,", "≤": r"\le", "≥": r"\ge", "≠": r"\ne", "∣": r"\mid", "∞": r"\infty",
    "∈": r"\in", "±": r"\pm",
    "mod": r"\bmod", "+=": r"\mathrel{+}=",
}  # fmt: skip
ESCAPES = {
    "\\": r"\textbackslash{}", "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_", "{": r"\{",
    "}": r"\}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "–": "--", "—": "---", "“": "``",
    "”": "''", "’": "'", "‘": "`", "|": r"$|$", "<": r"$<$", ">": r"$>$", "…": r"\dots{}", "′": r"$'$",
}  # fmt: skip
IN_MATH = SIGNS | LETTERS | {
    "Σ": r"\sum ", "Π": r"\prod ", "·": r"\cdot ", "√": r"\surd ", "⌊": r"\lfloor ", "⌋": r"\rfloor ",
    "⌈": r"\lceil ", "⌉": r"\rceil ", "→": r"\to ", "←": r"\leftarrow ", "∈": r"\in ", "≡": r"\equiv ",
    "×": r"\times ", "∘": r"\circ ", "≈": r"\approx ", "⇒": r"\Rightarrow ", "⇔": r"\Leftrightarrow ",
    "∀": r"\forall ", "∇": r"\nabla ", "⟨": r"\langle ", "⟩": r"\rangle ", "½": r"\tfrac12 ", "²": "^2",
    "³": "^3", "⁻": "^{-}", "¹": "^1", "ᵀ": "^{T}", "⋆": r"\star ", "±": r"\pm ", "∑": r"\sum ",
    "∏": r"\prod ", "∧": r"\wedge ", "∨": r"\vee ", "¬": r"\neg ", "⊙": r"\odot ", "₀": "_0", "₁": "_1",
    "₂": "_2", "ℓ": r"\ell ", "∤": r"\nmid ",
}  # fmt: skip
SUBSCRIPTED = re.compile(r"(?<![\w])([^\W\d_]|Σ|Π)_\{?([A-Za-z0-9]{1,2}(?:,[A-Za-z0-9]{1,2})*)\}?(?!\w)")
COMBINING = {"\u0302": r"\hat", "\u0304": r"\bar", "\u0303": r"\tilde", "\u0307": r"\dot"}


PLAIN = (
    ("**2", "²"), ("**3", "³"), ("sqrt(", "√("), ("Gcd(", "gcd("), ("[]", ""), (" | ", " ∣ "),
    (">=", "≥"), ("<=", "≤"), ("!=", "≠"), (" == ", " = "),
)  # fmt: skip
OPERATORS = (
    (r"(?<=[\w)\]'])\*(?=[\w(])", "·"),
    (r" - (?=[\w(])", " − "),
    (r"(?<![\w)\]])-(?=[\w(])", "−"),
    (r"\boo\b", "∞"),
)


def readable(text: str, known: Collection[str]) -> str:
    """Words in which expressions stand as SymPy spells them, with the signs and names of the formulas.

    Only the identifiers in ``known`` are renamed: ``gamma`` may be a word.
    """
    for spelt, sign in PLAIN:
        text = text.replace(spelt, sign)
    for pattern, sign in OPERATORS:
        text = re.sub(pattern, sign, text)

    def shown(found: re.Match[str]) -> str:
        return plain(parse(found[0])) if found[0] in known else found[0]

    return re.sub(r"[A-Za-z_]\w*'*", shown, text)


def latex(text: str) -> str:
    """Running text with its mathematical signs escaped for LaTeX; an unknown sign becomes a question mark."""
    parts = SUBSCRIPTED.split(text)
    out = [_escaped(plain) for plain in parts[::3]]
    for place, (letter, sub) in enumerate(zip(parts[1::3], parts[2::3], strict=True)):
        out[place] += f"${IN_MATH.get(letter, letter).strip()}_{{{sub}}}$"
    return "".join(out)


def html(text: str) -> str:
    """Running text with its subscripts (``s_h``) set as such."""
    return SUBSCRIPTED.sub(r"<i>\1</i><sub>\2</sub>", escape(text))


def _escaped(text: str) -> str:
    out: list[str] = []
    for char in "".join(c if ord(c) < 0x100 else normalize("NFD", c) for c in text):
        if char in COMBINING and out:
            out.append(f"${COMBINING[char]}{{{out.pop().strip('$')}}}$")
        elif char in ESCAPES:
            out.append(ESCAPES[char])
        elif char in IN_MATH and not char.isascii():
            out.append(f"${IN_MATH[char].strip()}$")
        else:
            out.append(char if ord(char) < 0x100 else "?")
    return "".join(out).replace("$$", " ")
