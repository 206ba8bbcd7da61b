"""What a campaign says: how many mutants each rung was asked about, how many it found, and what is left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from codegen.verification.mutation.campaign import Fate
from codegen.verification.mutation.gradcheck import NAME
from codegen.version import VERSION

WAYS_TO_BREAK = {
    "formula": "formulas",
    "loop": "loops",
    "block": "blocks of large arrays",
}


@dataclass(frozen=True)
class Rate:
    """Of how many mutants that are no equals a rung was asked, and how many of them it found."""

    asked: int
    found: int

    def __str__(self) -> str:
        return "-" if not self.asked else f"{percent(self.found, self.asked)} %"


def percent(part: int, whole: int) -> str:
    """One place, rounded down: what is not all is never 100."""
    tenths = 1000 * part // whole if whole else 0
    return f"{tenths // 10}" if tenths % 10 == 0 else f"{tenths / 10:.1f}"


def rate(fates: Iterable[Fate], rung: str) -> Rate:
    said = [f.rungs[rung] for f in fates if rung in f.rungs and not f.equivalent]
    return Rate(len(said), sum(said))


def overall(fates: Iterable[Fate]) -> Rate:
    said = [f.killed for f in fates if not f.equivalent]
    return Rate(len(said), sum(said))


def rungs(fates: Iterable[Fate]) -> list[str]:
    """Every rung that was asked, in the order of the ladder."""
    return list(dict.fromkeys(name for fate in fates for name in fate.rungs))


def groups(fates: Sequence[Fate]) -> dict[tuple[str, str], list[Fate]]:
    """The mutants of each operator, kind by kind."""
    made: dict[tuple[str, str], list[Fate]] = {}
    for kind in WAYS_TO_BREAK:
        for fate in sorted((f for f in fates if f.kind == kind), key=lambda f: f.operator):
            made.setdefault((kind, fate.operator), []).append(fate)
    return made


def by_rung(fates: Sequence[Fate]) -> list[list[str]]:
    """A heading, and for each rung how much it found of each kind of mutant."""
    kinds = {kind: [f for f in fates if f.kind == kind] for kind in WAYS_TO_BREAK}
    kinds = {WAYS_TO_BREAK[kind]: some for kind, some in kinds.items() if some} | {"everything": list(fates)}
    names = sorted(rungs(fates), key=NAME.__eq__)
    made = [["found by", "asked", *kinds]]
    made += [
        [spoken(n), str(rate(fates, n).asked), *(str(rate(some, n)) for some in kinds.values())]
        for n in names
    ]
    whole = [
        "**the whole ladder**",
        str(overall(fates).asked),
        *(str(overall(some)) for some in kinds.values()),
    ]
    return [*made[:-1], whole, made[-1]] if NAME in names else [*made, whole]


def by_operator(fates: Sequence[Fate]) -> list[list[str]]:
    """A heading, and for each change how many mutants it made, and what was found of them."""
    made = [["changed in", "what", "mutants", "equivalent", "ladder", spoken(NAME)]]
    for (kind, operator), some in groups(fates).items():
        same = sum(f.equivalent for f in some)
        rates = str(overall(some)), str(rate(some, NAME))
        made.append([WAYS_TO_BREAK[kind], operator, str(len(some)), str(same), *rates])
    return made


def matrix(fates: Sequence[Fate]) -> list[list[str]]:
    """The whole table: a line for each change, a column for each rung."""
    names = rungs(fates)
    made = [["changed in", "what", "mutants", "equivalent", "ladder", *map(spoken, names)]]
    for (kind, operator), some in [*groups(fates).items(), (("", "everything"), list(fates))]:
        counts = str(len(some)), str(sum(f.equivalent for f in some)), str(overall(some))
        made.append([WAYS_TO_BREAK.get(kind, ""), operator, *counts, *(str(rate(some, n)) for n in names)])
    return made


def spoken(name: str) -> str:
    return name.replace("_", " ")


def markdown(fates: Sequence[Fate], asked: Mapping[str, Any]) -> str:
    """The page `.github/MUTATION.md`: what was done, the matrix, what was left and why."""
    layers, survivors = len({f.layer for f in fates}), [f for f in fates if not f.killed]
    holes = sum(f.hole for f in fates)
    said = [
        "# Mutation",
        "",
        f"Made by `chainrule mutate --markdown`, version {VERSION}, seed {asked['seed']}, at most "
        f"{asked['limit']} mutants of each kind for each gradient: {len(fates)} mutants of the gradients of "
        f"{layers} layers, {sum(f.equivalent for f in fates)} of them equivalent, "
        f"{percent(overall(fates).found, overall(fates).asked)} % of the others killed, {holes} holes.",
        "",
        *PREFACE,
        "",
        *_table(by_rung(fates)),
        "",
        "## Change by change",
        "",
        *_table(by_operator(fates)),
        "",
        "## Alive, and why",
        "",
        *_table([["layer", "mutant", "place", "why"], *map(_survivor, survivors)]),
    ]
    return "\n".join(said) + "\n"


PREFACE = (
    "A cell says how many of the mutants that a rung was asked about it found; equivalent ones do not count.",
    "`proof` is what the generator proves of every kernel: what it refuses is not run. `plain differences`",
    "is no rung: central differences of step 1e-6 in float64 within 1e-5 + 1e-3 · |slope|, beside them as a",
    "measure. A mutant changes one kernel of a module, so that rungs which compare two kernels see it, too.",
)


def _table(rows: Sequence[Sequence[str]]) -> list[str]:
    made = [rows[0], ["---"] * len(rows[0]), *rows[1:]]
    return [f"| {' | '.join(cell.replace('|', '¦') for cell in row)} |" for row in made]


def _survivor(fate: Fate) -> list[str]:
    why = f"equivalent: {fate.why}" if fate.equivalent else f"**a hole**: {fate.why}"
    return [
        f"{fate.layer} d{fate.gradient}",
        f"{fate.kind}: {fate.operator}",
        f"`{shortened(fate.place)}`",
        why,
    ]


def shortened(text: str, most: int = 90) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


def as_json(fates: Sequence[Fate], asked: Mapping[str, Any]) -> dict[str, Any]:
    """The document of `chainrule mutate --json`.

    ``mutants``    how many there were, were killed, were proved ``equivalent``, are ``holes``
    ``rungs``      by name: of how many that are not equivalent it was ``asked``, and how many it ``killed``
    ``operators``  the same counts by kind and operator
    ``survivors``  each mutant that nothing found, and why
    ``matrix``     each mutant, and what each rung said of it
    """
    return {
        "version": VERSION,
        **asked,
        "mutants": _counts(fates),
        "rungs": {name: _rate(rate(fates, name)) for name in rungs(fates)},
        "operators": [
            {"kind": kind, "operator": operator, **_counts(some)}
            | {"rungs": {name: _rate(rate(some, name)) for name in rungs(some)}}
            for (kind, operator), some in groups(fates).items()
        ],
        "survivors": [f.to_json() for f in fates if not f.killed],
        "matrix": [f.to_json() for f in fates],
    }


def _counts(fates: Sequence[Fate]) -> dict[str, Any]:
    found = Counter("killed" if f.killed else "equivalent" if f.equivalent else "holes" for f in fates)
    counts = {name: found[name] for name in ("killed", "equivalent", "holes")}
    rated = overall(fates)
    return {"total": len(fates), **counts, "kill_rate": rated.found / rated.asked if rated.asked else None}


def _rate(one: Rate) -> dict[str, int]:
    return {"asked": one.asked, "killed": one.found}


__all__ = [
    "Rate", "as_json", "by_operator", "by_rung", "markdown", "matrix", "overall", "percent", "rate", "rungs",
    "shortened",
]  # fmt: skip
