"""``chainrule show --out FILE``: the suffix says what is written; pictures and papers are made of pages."""

from __future__ import annotations

import io
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout
from pathlib import Path
from tempfile import TemporaryDirectory

from codegen.cli.terminal import Refusal, note
from codegen.module.render import write

FORMATS = {
    ".txt": ("text",), ".tex": ("latex", "beamer"), ".html": ("html",), ".json": ("json",),
    ".py": ("numpy", "torch", "jax", "einsum"), ".svg": ("text",), ".pdf": ("latex", "beamer"),
}  # fmt: skip
"""What each suffix can hold, the first if nothing is said."""

ENGINES = ("lualatex", "pdflatex")
SECONDS = 120.0

SVG = """<svg viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
    <style>
    .{unique_id}-matrix {{
        font-family: "Fira Code", "DejaVu Sans Mono", monospace;
        font-size: {char_height}px;
        line-height: {line_height}px;
    }}
    .{unique_id}-title {{ font: bold 18px sans-serif; }}
    {styles}
    </style>
    <defs>
    <clipPath id="{unique_id}-clip-terminal">
      <rect x="0" y="0" width="{terminal_width}" height="{terminal_height}" />
    </clipPath>
    {lines}
    </defs>
    {chrome}
    <g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
    {backgrounds}
    <g class="{unique_id}-matrix">
    {matrix}
    </g>
    </g>
</svg>
"""
"""The picture that rich draws, with fonts that are there: nothing is fetched."""


class _Coloured(io.StringIO):
    def isatty(self) -> bool:
        return True


def format_for(out: Path, fmt: str) -> str:
    """The format in which a file is written; plain text gives way to what the suffix says."""
    known = FORMATS.get(out.suffix.lower())
    if known is None:
        raise Refusal(f"{out}: --out takes a file that ends in {', '.join(FORMATS)}")
    if fmt == "text":
        return known[0]
    if fmt not in known:
        raise Refusal(f"{out}: a file with this ending holds --format {' or '.join(known)}, not {fmt}")
    return fmt


@contextmanager
def saved(out: Path | None) -> Iterator[None]:
    """What is printed meanwhile goes into the file; nothing is written where it ends in an error."""
    if out is None:
        yield
        return
    suffix = out.suffix.lower()
    said = _Coloured() if suffix == ".svg" else io.StringIO()
    with redirect_stdout(said):
        yield
    made = MAKERS.get(suffix, str.encode)(said.getvalue())
    if not out.parent.is_dir():
        raise Refusal(f"there is no folder {out.parent}")
    write({out.name: made}, out.parent)
    note(f"wrote {out}")


def svg(text: str) -> bytes:
    """Coloured text as a picture of a terminal."""
    from rich.console import Console
    from rich.text import Text

    page = Text.from_ansi(text.rstrip("\n"))
    width = max(line.cell_len for line in page.split()) + 2
    console = Console(
        record=True,
        width=width,
        file=io.StringIO(),
        color_system="truecolor",
        force_terminal=True,
        _environ={},
    )  # whatever the terminal is called that this runs in
    console.print(page, soft_wrap=True)
    return console.export_svg(title="chainrule", code_format=SVG, unique_id="page").encode()


def pdf(text: str) -> bytes:
    """A document of LaTeX, set by the first engine that is installed."""
    engine = next(filter(None, map(shutil.which, ENGINES)), None)
    if engine is None:
        raise Refusal(f"a .pdf needs LaTeX ({' or '.join(ENGINES)}): install it, or --out a .tex file")
    with TemporaryDirectory() as folder:
        (Path(folder) / "page.tex").write_text(text, encoding="utf-8")
        words = [engine, "-interaction=nonstopmode", "-halt-on-error", "-no-shell-escape", "page.tex"]
        try:
            done = subprocess.run(words, cwd=folder, capture_output=True, timeout=SECONDS, check=False)
        except subprocess.TimeoutExpired:
            raise Refusal(f"{engine} was not done after {SECONDS:g} s; --out a .tex file instead") from None
        made = Path(folder) / "page.pdf"
        if done.returncode or not made.is_file():
            said = next((x for x in done.stdout.decode(errors="replace").splitlines() if x[:1] == "!"), "")
            raise Refusal(
                f"{Path(engine).name} failed{said and ': ' + said[1:].strip(' .')}; --out a .tex file instead"
            )
        return made.read_bytes()


MAKERS: dict[str, Callable[[str], bytes]] = {".svg": svg, ".pdf": pdf}

__all__ = ["FORMATS", "format_for", "pdf", "saved", "svg"]
