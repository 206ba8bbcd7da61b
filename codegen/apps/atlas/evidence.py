"""What was found out elsewhere: the documents of ``verify --json`` and ``bench --json``, layer by layer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from codegen.apps.atlas.entries import LayerEntry

NONE = "–"


class NoEvidence(ValueError):
    """A document that is not what the command writes."""


def with_verdicts(entries: Iterable[LayerEntry], document: Any) -> None:
    """Each layer gets the verdicts of its gradients and a table of checks."""
    for report in _rows(document, ("layer", "gradient", "verdict", "checks"), "verify --json"):
        for one in entries:
            if one.name == report["layer"]:
                one.verdicts.append(dict(report))
    for one in entries:
        one.checks = _checks(one.verdicts)


def _checks(verdicts: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """A row per check: a cell per gradient."""
    by_check = [{check["check"]: check for check in verdict["checks"]} for verdict in verdicts]
    names = dict.fromkeys(name for found in by_check for name in found)
    made = []
    for name in names:
        held = [found.get(name) for found in by_check]
        says = next((one.get("says", "") for one in held if one), "")
        made.append({"name": name.replace("_", " "), "cells": [_cell(one) for one in held], "says": says})
    return made


def _cell(check: Mapping[str, Any] | None) -> dict[str, str]:
    """The largest error as a share of its bound, or the verdict where it is no pass."""
    if check is None:
        return {"text": NONE, "kind": ""}
    verdict, error, bound = check["verdict"], check.get("worst_error"), check.get("bound")
    if verdict != "PASS":
        return {"text": str(verdict).lower(), "kind": str(verdict).lower()}
    share = f"{error / bound:.2g}" if error and bound else "exact"
    return {"text": share, "kind": "pass"}


def with_timings(entries: Iterable[LayerEntry], document: Any) -> str:
    """Each layer gets its rows; returns the machine on which they were measured."""
    rows = document.get("rows") if isinstance(document, dict) else None
    found = _rows(rows, ("layer", "case", "direction", "ours_ms"), "bench --json")
    for one in entries:
        one.timings = [_timing(row) for row in found if row["layer"] == one.name]
    return str(document.get("machine", ""))


def _timing(row: Mapping[str, Any]) -> dict[str, str]:
    def said(key: str, form: str) -> str:
        return format(row[key], form) if row.get(key) is not None else NONE

    return {
        "case": str(row["case"]),
        "direction": str(row["direction"]),
        "ours": said("ours_ms", ".3f"),
        "peer": said("torch_ms", ".3f"),
        "ratio": said("ratio_torch", ".2f"),
    }


def _rows(document: Any, keys: Sequence[str], maker: str) -> list[Mapping[str, Any]]:
    if not isinstance(document, list) or not all(
        isinstance(row, dict) and row.keys() >= set(keys) for row in document
    ):
        raise NoEvidence(f"this is no document of `chainrule {maker}`")
    return document


def tally(entries: Iterable[LayerEntry]) -> str:
    """How many gradients passed, failed, stayed open; empty without verdicts."""
    found = [str(verdict["verdict"]).lower() for one in entries for verdict in one.verdicts]
    return ", ".join(f"{found.count(word)} {said}" for word, said in _WORDS.items() if found.count(word))


_WORDS = {"pass": "gradients passed", "fail": "failed", "inconclusive": "inconclusive"}

__all__ = ["NoEvidence", "tally", "with_timings", "with_verdicts"]
