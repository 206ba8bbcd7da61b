"""Every page as HTML in a browser, on a phone and on a desk: none is wider than its window, none complains.

Needs playwright and a Chromium, as the tests of the site do.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from codegen.cli.verbs.showing import Wish, layer_pages, pages
from derive.layers import LAYERS
from tests.test_site_in_browser import browser as browser  # a fixture

pytestmark = [pytest.mark.deep, pytest.mark.xdist_group("browser")]

WINDOWS = {"phone, light": (390, "light"), "desktop, dark": (1200, "dark")}


@pytest.mark.parametrize("name", LAYERS.names)
def test_a_page_fits_its_window(browser: Any, name: str, tmp_path: Path) -> None:
    """Long formulas and lists scroll by themselves, a long name goes on in the next line."""
    path = tmp_path / "page.html"
    path.write_text(pages(layer_pages(LAYERS[name], Wish(steps=True), "html"), "html"), encoding="utf-8")
    said: list[str] = []
    for width, scheme in WINDOWS.values():
        page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
        page.on("console", lambda message: said.append(message.text))
        page.goto(path.as_uri())
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, width
        page.close()
    assert said == []
