"""The presentation tree as MathML Core, which browsers draw by themselves."""

from __future__ import annotations

from functools import singledispatch
from html import escape

from derive.pretty.formats.latex import is_tall
from derive.pretty.tree import boxes as b
from derive.pretty.tree.boxes import Box

ACCENTS = {"hat": "^", "bar": "¯", "tilde": "~", "dot": "˙"}


def mrow(*parts: str) -> str:
    """The parts as one argument."""
    return parts[0] if len(parts) == 1 else f"<mrow>{''.join(parts)}</mrow>"


def mi(text: str, upright: bool = False) -> str:
    """An identifier; one letter is italic unless ``upright``, several are upright by themselves."""
    variant = ' mathvariant="normal"' if upright and len(text) == 1 else ""
    return f"<mi{variant}>{escape(text)}</mi>"


@singledispatch
def mathml(box: Box, tight: bool = False) -> str:
    """``box`` as MathML; ``tight`` writes quotients with a slash, as inside an index."""
    raise TypeError(f"no rule to write {type(box).__name__} in MathML")


@mathml.register
def _(box: b.Name, tight: bool = False) -> str:
    out = mi(box.base, box.upright)
    for accent in box.accents:
        out = f'<mover accent="true">{out}<mo stretchy="false">{ACCENTS[accent]}</mo></mover>'
    if box.prefix:
        out = mrow(mi(box.prefix, upright=True), out)
    marks = [f"<mn>{box.power}</mn>"] if box.power else []
    marks += [f"<mo>{'′' * box.primes}</mo>"] if box.primes else []
    above = mrow(*marks) if len(marks) > 1 else "".join(marks)
    if box.sub:
        sub = f"<mn>{box.sub}</mn>" if box.sub.isdigit() else mi(box.sub)
        return f"<msubsup>{out}{sub}{above}</msubsup>" if above else f"<msub>{out}{sub}</msub>"
    return f"<msup>{out}{above}</msup>" if above else out


@mathml.register
def _(box: b.Marked, tight: bool = False) -> str:
    if box.number is None:
        return f'<mrow class="hue{box.colour}">{mathml(box.name)}</mrow>'
    hue = "" if box.colour is None else f" hue{box.colour}"
    stop = 0 if box.first else -1
    return f'<mrow class="told{box.number}{hue}" tabindex="{stop}">{mathml(box.name)}</mrow>'


@mathml.register
def _(box: b.Numeral, tight: bool = False) -> str:
    return f"<mn>{box.digits}</mn>"


@mathml.register
def _(box: b.Words, tight: bool = False) -> str:
    return f"<mtext>{escape(box.words)}</mtext>"


@mathml.register
def _(box: b.Edge, tight: bool = False) -> str:
    form = "prefix" if box.opening else "postfix"
    return f'<mo stretchy="false" fence="true" form="{form}">{_glyph(box)}</mo>'


def _glyph(box: b.Edge) -> str:
    return b.FENCES[box.kind][0 if box.opening else 1]


@mathml.register
def _(box: b.Op, tight: bool = False) -> str:
    if box.sign == "mod":
        return '<mo lspace="0.3em" rspace="0.3em">mod</mo>'
    if box.kind == "mul":
        return '<mspace width="0.08em"></mspace>' if tight else '<mspace width="0.17em"></mspace>'
    if box.kind == "beside":
        return '<mspace width="0.17em"></mspace>'
    if box.kind == "sign":
        return '<mo form="prefix">−</mo>'
    if box.kind == "sep":
        return '<mo separator="true">,</mo>'
    if tight and box.kind == "add":
        return f'<mo lspace="0.1em" rspace="0.1em">{escape(box.sign)}</mo>'
    return f"<mo>{escape(box.sign)}</mo>"


@mathml.register
def _(box: b.Row, tight: bool = False) -> str:
    return mrow(*_parts(box, tight))


def _parts(box: b.Row, tight: bool) -> list[str]:
    parts: list[str] = []
    for place, item in enumerate(box.items):
        follows = box.items[place + 1] if place + 1 < len(box.items) else None
        if (
            isinstance(item, b.Op)
            and item.kind == "mul"
            and (not place or isinstance(follows, b.Numeral | b.Power))
        ):
            parts.append("<mo>·</mo>")
        else:
            parts.append(mathml(item, tight))
    return parts


def cell(box: Box, tight: bool = False) -> str:
    """The content of a table cell; browsers do not align what is wrapped in an ``mrow``."""
    return "".join(_parts(box, tight)) if isinstance(box, b.Row) else mathml(box, tight)


@mathml.register
def _(box: b.Fraction, tight: bool = False) -> str:
    above, below = mathml(box.above, tight), mathml(box.below, tight)
    if not tight:
        return f"<mfrac>{above}{below}</mfrac>"
    if b.is_sum(box.above):
        above = _fenced("(", above, ")", False)
    if b.is_sum(box.below) or b.is_product(box.below) or isinstance(box.below, b.Fraction):
        below = _fenced("(", below, ")", False)
    return mrow(above, '<mo lspace="0" rspace="0">/</mo>', below)


@mathml.register
def _(box: b.Power, tight: bool = False) -> str:
    base = b.Fence("paren", box.base) if isinstance(box.base, b.Fraction) else box.base
    raised = mathml(box.exponent, True)
    if isinstance(base, b.Access):
        name, index = _access_parts(base)
        return f"<msubsup>{name}{index}{raised}</msubsup>"
    return f"<msup>{mathml(base, tight)}{raised}</msup>"


@mathml.register
def _(box: b.Transpose, tight: bool = False) -> str:
    return f"<msup>{mathml(box.body, tight)}<mi>⊤</mi></msup>"


@mathml.register
def _(box: b.Root, tight: bool = False) -> str:
    return f"<msqrt>{mathml(box.body, tight)}</msqrt>"


@mathml.register
def _(box: b.Access, tight: bool = False) -> str:
    name, index = _access_parts(box)
    return f"<msub>{name}{index}</msub>"


def _access_parts(box: b.Access) -> tuple[str, str]:
    composite = any(isinstance(at, b.Row | b.Fence | b.Fraction) for at in box.index)
    comma = f'<mo separator="true" rspace="{"0.35em" if composite else "0.1em"}">,</mo>'
    return mathml(box.name), f"<mrow>{comma.join(mathml(at, True) for at in box.index)}</mrow>"


@mathml.register
def _(box: b.Big, tight: bool = False) -> str:
    sign = {"Σ": "∑", "Π": "∏"}.get(box.sign)
    sign = (
        f'<mo movablelimits="false">{sign}</mo>'
        if sign
        else f'<mo movablelimits="false" rspace="0.28em">{box.sign}</mo>'
    )
    under = mathml(box.under, True)
    if box.guards:
        under = _table([cell(x, True) for x in (box.under, *box.guards)], "guards")
    if box.over is not None:
        return f"<munderover>{sign}{under}{mathml(box.over, True)}</munderover>"
    return f"<munder>{sign}{under}</munder>"


def _table(rows: list[str], kind: str) -> str:
    return f'<mtable class="{kind}">' + "".join(f"<mtr><mtd>{r}</mtd></mtr>" for r in rows) + "</mtable>"


def _fenced(left: str, body: str, right: str, stretch: bool) -> str:
    how = "true" if stretch else "false"
    return (
        f'<mrow><mo fence="true" form="prefix" stretchy="{how}">{left}</mo>{body}'
        f'<mo fence="true" form="postfix" stretchy="{how}">{right}</mo></mrow>'
    )


@mathml.register
def _(box: b.Fence, tight: bool = False) -> str:
    left, right = b.FENCES[box.kind]
    return _fenced(left, mathml(box.body, tight), right, not tight and is_tall(box.body))


@mathml.register
def _(box: b.Cases, tight: bool = False) -> str:
    rows = ""
    for value, cond in box.branches:
        reason = "<mtext>otherwise</mtext>" if cond is None else f"<mtext>if\u00a0</mtext>{mathml(cond)}"
        if box.stacked:
            below = f'<mspace width="1.5em"/>{reason}'
            rows += f"<mtr><mtd>{mathml(value)}</mtd></mtr><mtr><mtd>{mrow(below)}</mtd></mtr>"
            continue
        rows += f"<mtr><mtd>{mathml(value)}</mtd><mtd>{mrow(reason)}</mtd></mtr>"
    brace = '<mo fence="true" form="prefix" stretchy="true">{</mo>'
    return f'<mrow>{brace}<mtable class="cases">{rows}</mtable></mrow>'


def inline(box: Box) -> str:
    """A formula inside running text."""
    return f"<math>{mathml(box)}</math>"
