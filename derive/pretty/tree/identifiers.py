"""How an identifier is read: ``dgamma`` is dγ, ``xhat`` is x̂, ``s_h`` has the subscript h, ``x_dot`` is ẋ."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from unicodedata import normalize

from derive.pretty.tree.boxes import Name

GREEK = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "eps": "ε", "zeta": "ζ",
    "eta": "η", "theta": "θ", "iota": "ι", "kappa": "κ", "lamda": "λ", "lambda": "λ", "mu": "μ",
    "nu": "ν", "xi": "ξ", "pi": "π", "rho": "ρ", "sigma": "σ", "tau": "τ", "upsilon": "υ", "phi": "φ",
    "chi": "χ", "psi": "ψ", "omega": "ω", "Gamma": "Γ", "Delta": "Δ", "Theta": "Θ", "Lambda": "Λ",
    "Xi": "Ξ", "Pi": "Π", "Sigma": "Σ", "Phi": "Φ", "Psi": "Ψ", "Omega": "Ω",
}  # fmt: skip
ACCENTS = ("hat", "bar", "tilde", "dot")
MARKS = {"hat": "\u0302", "bar": "\u0304", "tilde": "\u0303", "dot": "\u0307"}
SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


@cache
def parse(identifier: str) -> Name:
    """The parts of an identifier as a reader of the lectures names them."""
    stem = identifier.rstrip("'_")
    primes = identifier.count("'")
    match = _accented(stem)
    if match:
        inner = parse(match[0])
        return replace(inner, accents=(*inner.accents, match[1]), primes=primes)
    left, _, right = stem.rpartition("_")
    if _is_cotangent(left) and len(right) <= 3:
        return replace(parse(left), sub=right, primes=primes, glued=False)
    if _is_cotangent(stem):
        inner = parse(stem[1:])
        return replace(inner, prefix="d" + inner.prefix, primes=primes)
    if _is_square(stem):
        return replace(parse(stem.replace("sq", "", 1)), primes=primes, power="2")
    base, sub = _subscript(stem)
    if sub and _accented(base):
        return replace(parse(base), sub=sub, primes=primes, glued=False)
    base = GREEK.get(base, base)
    return Name(base, "", (), sub, primes, upright=len(base) > 1, glued="_" not in stem)


def _accented(stem: str) -> tuple[str, str] | None:
    for accent in ACCENTS:
        inner = stem.removesuffix("_" + accent)
        if inner and inner != stem:
            return inner, accent
        inner = stem.removesuffix(accent)
        if inner and inner != stem and (len(inner) == 1 or inner in GREEK or _is_cotangent(inner)):
            return inner, accent
    return None


def _is_square(stem: str) -> bool:
    """``sigmasq``, ``sigmasq_z``: a Greek letter's square."""
    return stem.partition("_")[0].removesuffix("sq") in GREEK and "sq" in stem


def _is_cotangent(stem: str) -> bool:
    return stem[:1] == "d" and _takes_prefix(stem[1:])


def _takes_prefix(rest: str) -> bool:
    """Whether ``d`` before ``rest`` reads as a cotangent: a letter, a Greek or an accented name follows."""
    if re.fullmatch(r"[A-Za-z]\d*", rest) or rest in GREEK or _is_square(rest):
        return True
    if _accented(rest) is not None:
        return True
    return len(rest) > 1 and _is_cotangent(rest)


def _subscript(stem: str) -> tuple[str, str]:
    """Splits ``s_h``, ``x0``, ``mu_1`` and ``Cg``; longer words such as ``running_mean`` stay whole."""
    for pattern in (r"([A-Za-z]|[A-Za-z]{2,7})_([A-Za-z0-9]{1,2})", r"([A-Za-z]+)(\d+)", r"([A-Z])([a-z])"):
        match = re.fullmatch(pattern, stem)
        if match and (len(match[1]) == 1 or match[1] in GREEK or _accented(match[1])):
            return match[1], match[2]
    return stem, ""


def plain(name: Name) -> str:
    """The name in Unicode: ``dγ``, ``x̂``, ``s_h``, ``Cg``, ``u′``."""
    base = name.base
    if name.accents and name.upright:
        base += "".join("_" + accent for accent in name.accents)
    elif name.accents:
        base = normalize("NFC", base + "".join(MARKS[accent] for accent in name.accents))
    sub = name.sub
    if sub.isdigit():
        sub = sub.translate(SUBSCRIPTS)
    elif sub and not name.glued:
        sub = "_" + sub
    power = name.power.translate(SUPERSCRIPTS)
    return name.prefix + base + sub + power + "′" * name.primes
