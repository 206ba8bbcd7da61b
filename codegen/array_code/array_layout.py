"""Long lines of a function over arrays, broken at arguments, then at ``&``, then at terms."""

from __future__ import annotations

from collections.abc import Iterator

WIDTH = 110
PRODUCT = (" * ", " / ")
OPERATORS = ((" if ", " else "), (" & ",), (" + ", " - "), PRODUCT)


def laid_out(line: str, width: int = WIDTH) -> list[str]:
    """``line`` as lines of at most ``width``, where it can be broken."""
    indent = line[: len(line) - len(line.lstrip())]
    name, equals, value = line.strip().partition(" = ")
    chain = equals and name.isidentifier() and _last_call(value) is None
    if chain and len(line) > width:
        return [f"{indent}{name} = (", *_broken(value, indent + "    ", "", width), f"{indent})"]
    return _broken(line.strip(), indent, "", width)


def _broken(text: str, indent: str, end: str, width: int) -> list[str]:
    if len(indent) + len(text) + len(end) <= width:
        return [indent + text + end]
    opening = _last_call(text)
    if opening is None:
        return _at_operators(text, indent, end, width)
    closing = _closing(text, opening)
    head, inner, tail = text[: opening + 1], text[opening + 1 : closing], text[closing:]
    parts = _together(_arguments(inner))
    body = [x for part in parts for x in _broken(part, indent + "    ", ",", width)]
    if len(parts) == 1:
        body[-1] = body[-1].removesuffix(",")
    return [indent + head, *body, f"{indent}{tail}{end}"]


def _together(parts: list[str]) -> list[str]:
    """Names in a row stand on one line."""
    made: list[str] = []
    for part in parts:
        if made and part.isidentifier() and made[-1].replace(", ", "").isidentifier():
            made[-1] += f", {part}"
        else:
            made.append(part)
    return made


def _last_call(text: str) -> int | None:
    """Where the bracket opens that holds all but a head; None where the text is a chain of operations."""
    bare = text[text.index(": ") + 2 :] if text.startswith("lambda ") and ": " in text else text
    start = len(text) - len(bare)
    if any(_cuts(bare, signs) for signs in OPERATORS):
        return None
    return next((start + at for at, depth in _depths(bare) if depth == 0 and bare[at] in "(["), None)


def _closing(text: str, opening: int) -> int:
    return next(opening + at for at, depth in _depths(text[opening:]) if at and depth == 0)


def _at_operators(text: str, indent: str, end: str, width: int) -> list[str]:
    head = ""
    if text.startswith("lambda ") and ": " in text:
        head, text = text[: text.index(": ") + 2], text[text.index(": ") + 2 :]
    for signs in OPERATORS:
        cuts = _cuts(text, signs)
        if cuts:
            parts = [text[a:b].strip() for a, b in zip([0, *cuts], [*cuts, len(text)], strict=True)]
            parts[0] = head + parts[0]
            return _filled(parts, indent, end, width)
    return [indent + head + text + end]


def _filled(parts: list[str], indent: str, end: str, width: int) -> list[str]:
    """As many parts on a line as fit; one that is too long by itself is broken again."""
    lines = [""]
    for part in parts:
        joined = f"{lines[-1]} {part}".strip()
        if lines[-1] and len(indent) + len(joined) > width - 1:
            lines.append(part)
        else:
            lines[-1] = joined
    out = [
        x
        for line in lines[:-1]
        for x in ([indent + line] if len(line) < width else _again(line, indent, width))
    ]
    last = lines[-1]
    fits = len(indent) + len(last) + len(end) <= width
    return [*out, *([indent + last + end] if fits else _again(last + end, indent, width))]


def _again(line: str, indent: str, width: int) -> list[str]:
    if _last_call(line) is not None:
        return _broken(line, indent, "", width)
    cuts = _cuts(line, PRODUCT)
    if not cuts:
        return [indent + line]
    parts = [line[a:b].strip() for a, b in zip([0, *cuts], [*cuts, len(line)], strict=True)]
    return _filled(parts, indent, "", width)


def _arguments(inner: str) -> list[str]:
    """The arguments of a call; the letters of a ``lambda`` belong to its body."""
    cuts = [at for at, depth in _depths(inner) if depth == 0 and inner.startswith(", ", at)]
    parts = [inner[a:b].removeprefix(", ") for a, b in zip([0, *cuts], [*cuts, len(inner)], strict=True)]
    made: list[str] = []
    for part in parts:
        if made and made[-1].startswith("lambda ") and ": " not in made[-1]:
            made[-1] += ", " + part
        else:
            made.append(part)
    return made


def _cuts(text: str, signs: tuple[str, ...]) -> list[int]:
    return [at for at, depth in _depths(text) if depth == 0 and at and text.startswith(signs, at)]


def _depths(text: str) -> Iterator[tuple[int, int]]:
    """Each position with the number of brackets around it; inside a string it is -1."""
    depth, quoted = 0, False
    for at, sign in enumerate(text):
        if sign == '"':
            quoted = not quoted
        if quoted:
            yield at, -1
            continue
        depth -= sign in ")]}"
        yield at, depth
        depth += sign in "([{"


__all__ = ["laid_out"]
