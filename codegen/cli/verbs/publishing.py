"""``chainrule site``: everything that is known of the layers as pages for a browser."""

from __future__ import annotations

import importlib.util
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from codegen.cli.terminal import Refusal, Ticker, note, say, ticking
from codegen.cli.verbs.checking.proving import row
from codegen.cli.verbs.checking.verifying import as_dict
from codegen.cli.workers import each, tell
from codegen.verification import RUNGS
from codegen.verification.quick import quick
from derive.api.lookup import find
from derive.model.layer import Layer

if TYPE_CHECKING:
    from codegen.apps.atlas.entries import LayerEntry
    from codegen.apps.atlas.pages import Matter

NEEDED = ("jinja2", "pygments", "markdown_it", "pdoc")
EXTRA = "pip install 'chainrule[site]'"


@dataclass(frozen=True)
class SiteWish:
    """What shall be in the site besides the layers."""

    verdicts: Path | None = None
    timings: Path | None = None
    verify: bool = False
    pyodide: Path | None = None
    playground: bool = True


def site_command(folder: Path, names: Sequence[str], wish: SiteWish) -> None:
    """Makes all pages, then puts them into the folder at once."""
    missing = [name for name in NEEDED if importlib.util.find_spec(name) is None]
    if missing:
        raise Refusal(f"a site needs {', '.join(missing)}: {EXTRA}")
    from codegen.apps.atlas.pages import files
    from codegen.apps.atlas.publish import Occupied, publish, refuse_what_is_no_site

    began = time.monotonic()
    try:
        refuse_what_is_no_site(folder)
        layers, refused = find(names), dict[str, str]()
        with ticking("site") as tick:
            matter = _matter(layers, wish, tick, refused, whole=not names)
            tick("running the tutorial, writing the pages")
            made = files(matter)
            size = publish(made, folder)
    except Occupied as error:
        raise Refusal(str(error)) from None
    for line in matter.left_out:
        note(line)
    seconds = time.monotonic() - began
    say(f"{folder / 'index.html'}: {len(made)} files, {size / 1e6:.1f} MB, in {seconds:.0f} s")
    tell(refused)


def _matter(
    layers: Sequence[Layer], wish: SiteWish, tick: Ticker, refused: dict[str, str], whole: bool
) -> Matter:
    from codegen.apps.atlas.entries import entry
    from codegen.apps.atlas.evidence import tally
    from codegen.apps.atlas.pages import Matter
    from codegen.apps.atlas.reference import reference

    left_out: list[str] = []
    assets = _assets(wish, tick, left_out)
    entries = list(each(entry, layers, tick, "deriving", refused))
    machine = _evidence(entries, layers, wish, tick, refused)
    facts = _facts(tick) if whole else []
    tick("writing the reference")
    api = reference()
    if not api:
        left_out.append("The API reference is left out: pdoc could not read the packages.")
    rungs = [(name.replace("_", " "), group.promise) for name, group in RUNGS.items()]
    return Matter(entries, facts, rungs, tally(entries), machine, assets, api, run=True, left_out=left_out)


def _assets(wish: SiteWish, tick: Ticker, left_out: list[str]) -> dict[str, str]:
    """What the playground loads; where it cannot be had, the reason goes to what is left out."""
    from codegen.apps.atlas.shipped import NoPyodide, assets, scripts

    if not wish.playground:
        left_out.append("The playground is left out: --no-playground was given.")
        return {}
    tick("packing Python for the playground")
    try:
        return scripts(assets(wish.pyodide))
    except NoPyodide as error:
        if wish.pyodide is not None:
            raise Refusal(str(error)) from None
        left_out.append(f"The playground is left out: {error}.")
        return {}


def _facts(tick: Ticker) -> list[dict[str, Any]]:
    from derive.facts.lectures import FACTS

    made = []
    for done, fact in enumerate(FACTS):
        tick("proving the facts", done, len(FACTS))
        made.append(row(fact.establish()))
    return made


def _evidence(
    entries: Sequence[LayerEntry],
    layers: Sequence[Layer],
    wish: SiteWish,
    tick: Ticker,
    refused: dict[str, str],
) -> str:
    """Verdicts and timings to their layers; returns the machine of the timings."""
    from codegen.apps.atlas.evidence import NoEvidence, with_timings, with_verdicts

    try:
        if wish.verdicts is not None:
            with_verdicts(entries, _document(wish.verdicts))
        elif wish.verify:
            found = each(_verified, layers, tick, "verify", refused)
            with_verdicts(entries, [report for reports in found for report in reports])
        return with_timings(entries, _document(wish.timings)) if wish.timings is not None else ""
    except NoEvidence as error:
        raise Refusal(str(error)) from None


def _verified(layer: Layer) -> list[dict[str, Any]]:
    return [as_dict(report) for report in quick(layer)]


def _document(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise Refusal(f"{path} is no JSON: {error}") from None


__all__ = ["SiteWish", "site_command"]
