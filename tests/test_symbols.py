"""Symbols of a page of HTML: one colour per index; what each means is said from the data of the legend."""

from __future__ import annotations

import re
from itertools import product
from xml.etree import ElementTree

import pytest

from codegen.apps.atlas.highlighting import highlighted, loop_colours
from codegen.apps.atlas.pages import HERE
from codegen.apps.index_maps import index_maps, svg
from derive import pretty
from derive.gradients import derive_vjp
from derive.layers import LAYERS
from derive.notation import Layer, define, index, size, tensor, total
from derive.pretty.document import of_derivation
from derive.pretty.formats.html import STYLE_SHEET
from derive.pretty.formats.text import line
from derive.pretty.glossary import Glossary, Marks
from derive.pretty.lecture_signs import with_delta
from derive.pretty.naming.on_page import shown
from derive.pretty.naming.palette import COLOURS, INKS, PREFERRED, palette
from derive.pretty.tree.identifiers import parse
from derive.steps import Derivation

GROUNDS = {"light": ("#fdfcf9", "#f3f1ea", "#ffffff"), "dark": ("#15171b", "#1d2026")}
SHEETS = (STYLE_SHEET, HERE / "static/site.css")


@pytest.fixture(scope="module")
def derived() -> dict[str, Derivation]:
    names = ("conv2d", "batch_norm", "max_pool2d", "deform_conv2d")
    return {name: derive_vjp(LAYERS[name], LAYERS[name].wrt[0]) for name in names}


def test_one_colour_per_letter_while_there_are_enough() -> None:
    letters = [group[0] for group in PREFERRED]
    assert palette(letters) == {letter: at for at, letter in enumerate(letters)}
    assert palette(["w", "i", "i′"]) == {"w": 2, "i": 0, "i′": 1}
    assert palette(["i", "w"], {"w": 7}) == {"w": 7, "i": 2}
    many = palette("abcdefghijklmnopq")
    assert len(many) == 17 and {*many.values()} == set(range(COLOURS))


def _light(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_the_sheets_have_the_colours_of_the_pictures_and_they_can_be_read() -> None:
    for sheet in SHEETS:
        found = re.findall(r"--hue(\d+): (#\w{6});", sheet.read_text(encoding="utf-8"))
        assert [int(at) for at, _ in found] == [*range(COLOURS)] * 2
        light, dark = [c for _, c in found[:COLOURS]], [c for _, c in found[COLOURS:]]
        assert tuple(light) == INKS and len({*light}) == len({*dark}) == COLOURS
        for colours, grounds in ((light, GROUNDS["light"]), (dark, GROUNDS["dark"])):
            for one, ground in product(colours, grounds):
                high, low = sorted((_light(one), _light(ground)), reverse=True)
                assert (high + 0.05) / (low + 0.05) >= 4.5, (one, ground)


@pytest.mark.parametrize("name", ["conv2d", "batch_norm", "max_pool2d", "deform_conv2d"])
def test_every_index_has_its_colour_and_its_meaning(name: str, derived: dict[str, Derivation]) -> None:
    page = pretty.derivation(derived[name], "html", steps=True)
    body = ElementTree.fromstring(page[page.index("<body") : page.index("</html>")])
    hues: dict[str, set[str]] = {}
    for formula in body.iter("div"):
        if formula.get("class") != "formula":
            continue
        marked = [one for one in formula.findall("math")[0].iter() if "told" in one.get("class", "")]
        said = {one.get("class"): "".join(one.itertext()) for one in formula.iter("span")}
        assert {one.get("class", "").split()[0] for one in marked} == {*said}
        for one in marked:
            told, *hue = one.get("class", "").split()
            letter = "".join(one.itertext())
            if hue:
                assert re.fullmatch(rf".+≤{re.escape(letter)}[≤<].+", said[told]), said[told]
                hues.setdefault(letter, set()).update(hue)
    assert len(hues) > 3 and all(len(one) == 1 for one in hues.values())
    assert len(set.union(*hues.values())) == min(len(hues), COLOURS)


def test_the_numbers_of_the_style_sheet_reach(derived: dict[str, Derivation]) -> None:
    """A formula names no more symbols than the sheet has rules for."""
    rules = {int(at) for at in re.findall(r"p > \.told(\d+)", STYLE_SHEET.read_text(encoding="utf-8"))}
    known = Glossary(of_derivation(shown(derived["deform_conv2d"]), True))
    assert rules == {*range(max(rules) + 1)}
    for formula in (f for s in known.page.sections for f in s.formulas):
        marks = Marks(known)
        marks.on(formula.box)
        assert len(marks.said) <= len(rules)


def test_a_meaning_is_the_definition_or_the_range(derived: dict[str, Derivation]) -> None:
    known = Glossary(of_derivation(shown(derived["batch_norm"]), False))
    said = {b_.base: "".join(p if isinstance(p, str) else line(p) for p in text)
            for b_, text in known.meanings.items() if not b_.prefix and not b_.accents}  # fmt: skip
    assert said["m"] == "m = N·H·W" and said["N"] == "N: the extent of axis 1 of x"
    assert said["ε"].startswith("eps ε: added to the variance (default 1e-05")
    assert said["x"] == "x[n,c,h,w]: given, N × C × H × W" and said["μ"].startswith("μ[c] = ")
    cotangent = known.meanings[parse("dy")]
    assert cotangent[1] == ": the gradient of the loss with respect to "


def test_an_index_of_a_sum_with_bounds_of_its_own_says_them() -> None:
    """The legend's range is of the letter; where a sum has another, that one is said there."""
    N = size("N")
    i, j = index("i", N), index("j", N)
    x, y = tensor("x", i), tensor("y", i)
    layer = Layer("sums", [define(y[i], total(x[j], over=(j, 0, i)))], wrt=(x,))
    known = Glossary(of_derivation(shown(derive_vjp(layer, x)), True))
    formula = known.page.sections[0].formulas[0]
    marks = Marks(known)
    marks.on(formula.box)
    ranges = [line(one[0]) for one in marks.said if len(one) == 1 and not isinstance(one[0], str)]
    assert "0 ≤ i′ ≤ i" in ranges and "0 ≤ i < N" in ranges


def test_other_signs_keep_colours_and_meanings(derived: dict[str, Derivation]) -> None:
    one = derived["conv2d"]
    page = of_derivation(shown(one), False)
    assert Glossary(with_delta(page, one.layer)).colours == Glossary(page).colours


def test_kernels_and_pictures_have_the_colours_of_the_page(derived: dict[str, Derivation]) -> None:
    text = "# y[i, j] = Σ_{u} x[i+u] i\nfor i in range(n):\n    for block in range(i):\n        y[i] = 'i'\n"
    hues = loop_colours(text, [{"i": 5, "j": 1}])
    assert hues == {"i": 5}
    made = highlighted(text, hues)
    assert made.count('<span class="hue5">i</span>') == 5
    assert re.sub("<[^>]*>", "", made) == re.sub("<[^>]*>", "", highlighted(text))
    colours = pretty.colours(LAYERS["conv2d"])
    drawn = svg(index_maps(LAYERS["conv2d"], {})["forward"], colours)
    assert all(INKS[colours[letter]] in drawn for letter in "ij")
    assert INKS[colours["c"]] not in drawn
