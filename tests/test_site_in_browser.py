"""The site in a browser, from the file system: every page, wide and narrow, light and dark; the playground.

Needs playwright and a Chromium: `pip install playwright`, `chromium` of the system or CHROMIUM=/path/to/it;
PYODIDE=/path/to/package spares the question to npm.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from codegen.apps.atlas import shipped
from codegen.apps.atlas.entries import entry
from codegen.apps.atlas.evidence import with_verdicts
from codegen.apps.atlas.examples import EXAMPLES
from codegen.apps.atlas.pages import Matter, files
from codegen.apps.atlas.publish import publish
from codegen.apps.atlas.reference import reference
from derive.layers import LAYERS
from tests.test_site import HEAD, VERDICT

pytestmark = [pytest.mark.deep, pytest.mark.xdist_group("browser")]

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
SHOWN = ("dense", "conv2d", "batch_norm", "deform_conv2d")
PHONE, DESKTOP = {"width": 360, "height": 740}, {"width": 1280, "height": 900}
SECONDS = 120

CONTRAST = """() => {
  const parsed = (said) => (said.match(/[\\d.]+/g) ?? []).map(Number);
  const linear = (v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
  const light = ([r, g, b]) => 0.2126 * linear(r / 255) + 0.7152 * linear(g / 255) + 0.0722 * linear(b / 255);
  const behind = (one) => {
    for (; one; one = one.parentElement) {
      const colour = parsed(getComputedStyle(one).backgroundColor);
      if (colour.length === 3 || colour[3] > 0) return colour;
    }
    return [255, 255, 255];
  };
  const low = new Set();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const one = walker.currentNode.parentElement, words = walker.currentNode.data.trim();
    if (!words || !one.checkVisibility?.() || one.closest(":disabled, option, script, style")) continue;
    const style = getComputedStyle(one), size = parseFloat(style.fontSize);
    const [a, b] = [light(parsed(style.color)), light(behind(one))].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    const large = size >= 24 || (size >= 18.66 && style.fontWeight >= 700);
    if (ratio < (large ? 3 : 4.5)) low.add(`${one.localName}.${one.className} ${ratio.toFixed(2)} ${words}`);
  }
  return [...low];
}"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of a few layers with everything in it; the playground where Pyodide can be had."""
    entries = [entry(LAYERS[name]) for name in SHOWN]
    with_verdicts(entries, [VERDICT])
    facts = [{"number": 1, "fact": "a", "verdict": "established", "method": "proof", "layers": ["dense"],
              "claims": [{"fact": "b", "method": "proof"}]}]  # fmt: skip
    left_out: list[str] = []
    given = os.environ.get("PYODIDE")
    try:
        assets = shipped.scripts(shipped.assets(Path(given) if given else None))
    except shipped.NoPyodide as error:
        assets, left_out = {}, [f"The playground is left out: {error}"]
    rungs = [("exact", "no error at all")]
    made = files(Matter(entries, facts, rungs, "", "", assets, reference(), left_out=left_out))
    place = tmp_path_factory.mktemp("web") / "site"
    publish(made, place)
    return place


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if CHROMIUM is None:
        pytest.skip("there is no chromium to drive")
    with api.sync_playwright() as driver:
        found = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield found
        found.close()


@pytest.fixture
def page(browser: Any, folder: Path) -> Iterator[Any]:
    """A page that fails the test with whatever it complains of, and that may load from the site alone."""
    context = browser.new_context(viewport=DESKTOP, permissions=[])
    made = context.new_page()
    wrong: list[str] = []
    made.on("console", lambda said: wrong.append(said.text) if said.type in ("error", "warning") else None)
    made.on("pageerror", lambda error: wrong.append(str(error)))
    made.on("request", lambda asked: wrong.append(asked.url) if asked.url.startswith("http") else None)
    made.complaints = wrong
    yield made
    context.close()
    assert wrong == []


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_without_an_error(page: Any, folder: Path, size: Any, scheme: str) -> None:
    page.set_viewport_size(size)
    page.emulate_media(color_scheme=scheme)
    found = sorted(folder.rglob("*.html"))
    assert len(found) > 15
    wrong: dict[str, object] = {}
    for path in found:
        page.goto(path.as_uri())
        at = path.relative_to(folder).as_posix()
        wrong[at] = page.evaluate(CONTRAST)
        if not at.startswith("api/"):  # pdoc's own
            assert page.locator("h1").count() == 1, at
            page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
            wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            wrong[at] = page.evaluate(CONTRAST) or (f"{wide} pixels too wide" if wide > 0 else None)
    assert not {at: said for at, said in wrong.items() if said}


def test_the_search_and_the_keyboard(page: Any, folder: Path) -> None:
    page.goto((folder / "index.html").as_uri())
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("/")
    page.keyboard.type("norm")
    page.keyboard.press("Enter")
    assert page.inner_text("#count") == "1 layer" and page.url.endswith("index.html#norm")
    assert page.locator(".cards > li:visible a").all_inner_texts() == ["batch_norm"]
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("h1:text('batch_norm')")
    steps = page.locator("details.steps > summary").first
    steps.focus()
    page.keyboard.press("Enter")
    assert page.locator("details.steps").first.get_attribute("open") is not None
    assert page.locator("details.step:visible").count() >= 3


def test_a_symbol_says_what_it_means_to_the_mouse_and_to_the_keyboard(page: Any, folder: Path) -> None:
    page.goto((folder / "layers/batch_norm.html").as_uri())
    told = page.locator("p.told > span:visible")
    assert told.count() == 0
    page.locator("#dx .result math .hue1").first.hover()
    assert "".join(told.first.inner_text().split()) == "0≤𝑐<𝐶"
    page.mouse.move(0, 0)
    assert told.count() == 0
    page.locator("#dx .result math [tabindex='0']").first.focus()
    assert told.count() == 1


# the playground


@pytest.fixture
def playground(page: Any, folder: Path) -> Any:
    if not (folder / "playground").is_dir():
        pytest.skip("there is no Pyodide: npm, or PYODIDE=folder")
    page.goto((folder / "playground.html").as_uri())
    return page


def ended(page: Any) -> str:
    page.wait_for_selector("#derive:enabled", timeout=1000 * SECONDS)
    return str(page.get_attribute("body", "data-state"))


def derive(page: Any) -> str:
    page.click("#derive")
    return ended(page)


def test_it_derives_every_example(playground: Any) -> None:
    for name in EXAMPLES:
        playground.select_option("#example", name)
        assert derive(playground) == "right", playground.inner_text("#status")
        shown = playground.locator("#result [data-gradient]")
        assert shown.count() >= 2
        assert shown.first.locator("math").count() > 0 and shown.first.locator("details.step").count() >= 3
        assert r"\mathrm{d}" in shown.first.locator("textarea").input_value()


def test_it_refuses_with_the_message_and_the_line(playground: Any) -> None:
    recurrence = HEAD + 'l = Layer("l", [define(Y[t], where(t > 0, X[t] + Y[t - 1], X[t]))], wrt=(X,))\n'
    for text, line, words in ((recurrence, 5, "l:"), ("a = 1\nb = a +\n", 2, "SyntaxError")):
        playground.fill("#model", text)
        assert derive(playground) == "wrong"
        assert playground.inner_text("#status").startswith(f"Line {line}: ")
        assert words in playground.inner_text("#result")
        assert playground.locator("#gutter li.wrong").count() == 1


def test_it_survives_an_endless_loop_and_a_cancel(playground: Any) -> None:
    assert derive(playground) == "right"
    good = playground.input_value("#model")
    playground.fill("#limit", "2")
    playground.fill("#model", "while True:\n    pass\n")
    assert derive(playground) == "wrong" and "longer than 2 s" in playground.inner_text("#status")
    playground.fill("#limit", "60")
    playground.click("#derive")
    playground.click("#cancel")
    assert ended(playground) == "wrong" and "Cancelled" in playground.inner_text("#status")
    playground.fill("#model", good)
    assert derive(playground) == "right"


def test_a_link_holds_the_model(playground: Any) -> None:
    playground.fill("#model", "# a model\n")
    playground.fill("#settings", "s=2")
    playground.click("#link")
    playground.wait_for_selector("#status.right")
    address = playground.url
    playground.goto("about:blank")
    playground.goto(address)
    playground.wait_for_selector("#status:text('from the address')")
    assert playground.input_value("#model") == "# a model\n" and playground.input_value("#settings") == "s=2"
    assert playground.locator("#result > *").count() == 0


def test_what_a_worker_says_is_no_program(playground: Any) -> None:
    said = '<p onclick="x()">a</p><img src=x onerror="document.title=1"><script>1</script>'
    text = f"from derive import pretty\npretty.part = lambda *_: {said!r}\n"
    playground.fill("#model", text + next(iter(EXAMPLES.values())))
    assert derive(playground) == "right"
    made = playground.inner_html("#result")
    assert "<p>a</p>" in made and "<img" not in made and "onclick" not in made and "<script" not in made
    assert playground.title() != "1"
    # Chromium names the handlers in what is only read, and says that the policy blocks them: they never ran.
    said_of_policy = "Executing inline event handler violates"
    playground.complaints[:] = [c for c in playground.complaints if not c.startswith(said_of_policy)]
