"""``chainrule facts``."""

from __future__ import annotations

from typing import Any

from codegen.cli.terminal import Refusal, note, only_json, say, say_json
from derive.api.lookup import find
from derive.facts.establish import Claim, Established, Fact


def facts_command(name: str | None, as_json: bool) -> int:
    """Puts the facts to the test, one after the other; 0 if all are established."""
    from derive.facts.lectures import FACTS

    if name is not None:
        find([name])
    wanted = [fact for fact in FACTS if name is None or name in fact.layers]
    if not wanted:
        raise Refusal(f"no fact speaks of {name}; `chainrule facts` shows all")
    rows = []
    refused = 0
    with only_json(as_json):
        for fact in wanted:
            if not as_json:
                note(f"fact {fact.number} …")
            found = _about(fact, name).establish()
            refused += found.verdict != "established"
            rows.append(row(found))
            if not as_json:
                say(_told(found))
    if as_json:
        say_json(rows)
    return 1 if refused else 0


def _about(fact: Fact, name: str | None) -> Fact:
    """Only the claims that speak of a layer."""
    kept: tuple[Claim, ...] = tuple(c for c in fact.claims if name is None or name in c.layers)
    return Fact(fact.number, fact.title, kept)


def row(found: Established) -> dict[str, Any]:
    """A fact as ``--json`` says it, each of its claims below it."""
    return {
        "number": found.fact.number,
        "fact": found.fact.title,
        "layers": list(found.fact.layers),
        "method": found.method,
        "verdict": found.verdict,
        "seconds": round(found.seconds, 3),
        "claims": [
            {
                "fact": claim.statement,
                "layers": list(claim.layers),
                "method": verdict.method,
                "verdict": "established" if verdict.established else "refused",
                "seconds": round(seconds, 3),
                **({"found": verdict.found} if verdict.found else {}),
            }
            for claim, verdict, seconds in found.claims
        ],
    }


def _told(found: Established) -> str:
    lines = [f"{found.fact.number:>2}  {found.fact.title}: {found.verdict}, {found.seconds:.2f} s"]
    for claim, verdict, seconds in found.claims:
        lines.append(f"    {'✓' if verdict.established else '✗'} {claim.statement}")
        lines.append(f"      {verdict.method}, {seconds:.2f} s")
        if not verdict.established:
            lines.append(f"      {verdict.found}")
    return "\n".join(lines)


__all__ = ["facts_command", "row"]
