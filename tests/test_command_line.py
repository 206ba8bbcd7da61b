"""The command line at its edges: terminals without Greek, places that take no file, the cache, the list."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
import typer

from codegen.cli.answering import PLACES
from codegen.cli.at_once import plainly
from codegen.cli.spelling import spelled
from codegen.cli.terminal import Refusal, filled, say
from codegen.cli.verbs import listing
from codegen.module.render import write
from codegen.version import VERSION
from derive.layers import LAYERS

ROOT = Path(__file__).parent.parent


def run(*words: str, env: Mapping[str, str] | None = None, out: str | None = None) -> tuple[int, bytes, str]:
    """Exit status, standard output, standard error."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "NO_COLOR": "1", "COLUMNS": "80", **(env or {})}
    command = [sys.executable, "-m", "codegen.cli", *words]
    if out is None:
        done = subprocess.run(command, capture_output=True, env=environment, cwd=ROOT, check=False)
        return done.returncode, done.stdout, done.stderr.decode()
    with open(out, "wb") as stream:
        done = subprocess.run(
            command, stdout=stream, stderr=subprocess.PIPE, env=environment, cwd=ROOT, check=False
        )
    return done.returncode, b"", done.stderr.decode()


def test_the_version():
    assert run("--version")[:2] == (0, f"chainrule {VERSION}\n".encode())


def test_a_terminal_without_greek_gets_names():
    status, made, said = run("show", "softsign", env={"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"})
    assert status == 0 and not said
    assert made.isascii() and b"dx[" in made and b"?" not in made


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("σ² ≤ λ·x̂", "sigma^2 <= lambda*x^"),
        ("⌊i/2⌋ ∈ Ω", "floor(i/2) in Omega"),
        ("┌─┐│└┘├", "+-+|+++"),
        ("é √ς", "e sqrtsigma"),
        ("\U0001f600", "?"),
        ("plain", "plain"),
    ],
)
def test_signs_are_spelled(text, plain):
    assert spelled(text) == plain


def test_every_sign_of_the_pages_has_a_spelling():
    """What is printed of each layer: no question mark stands for a sign."""
    from derive import pretty

    for layer in LAYERS:
        text = pretty.layer(layer, "text")
        assert "?" not in text and "?" not in spelled(text)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_full_device_is_one_line():
    status, _, said = run("show", "softsign", out="/dev/full")
    assert status == 2 and said.count("\n") == 1 and "No space left" in said


def test_a_folder_that_takes_no_file_is_one_line(tmp_path):
    taken = tmp_path / "file"
    taken.write_text("a file where the folder should be", encoding="utf-8")
    status, _, said = run("generate", "softsign", "--out", str(taken / "below"))
    assert status == 2 and said.strip().count("\n") == 0 and str(taken) in said


def test_only_errors_of_places_are_answered():
    import errno

    assert errno.ENOSPC in PLACES and errno.ECHILD not in PLACES and errno.EBADF not in PLACES


def test_the_cache_says_what_it_keeps_and_is_cleared(tmp_path):
    env = {"CHAINRULE_CACHE": str(tmp_path / "cache")}
    assert json.loads(run("cache", "--json", env=env)[1]) == {
        "folder": str(tmp_path / "cache"), "kept": [], "cleared": False,
    }  # fmt: skip
    (tmp_path / "cache" / "models").mkdir(parents=True)
    (tmp_path / "cache" / "models" / "a.json").write_text("{}", encoding="utf-8")
    (tmp_path / "cache" / "0123").mkdir()
    (tmp_path / "cache" / "0123" / "dense.py").write_text("x" * 7, encoding="utf-8")
    (tmp_path / "outside").write_text("stays", encoding="utf-8")
    (tmp_path / "cache" / "link").symlink_to(tmp_path / "outside")
    found = {one["what"]: one for one in json.loads(run("cache", "--json", env=env)[1])["kept"]}
    assert found["kernels, with machine code"]["bytes"] == 7
    assert found["models and what was made of them"]["entries"] == 1
    assert run("cache", "--clear", env=env)[0] == 0
    assert not list((tmp_path / "cache").iterdir()) and (tmp_path / "outside").exists()


def names(*words: str) -> list[str]:
    return [layer.name for layer in listing.chosen(words)]


def test_a_list_of_a_word():
    assert names() == list(LAYERS.names)
    pools = names("POOL")
    assert {"max_pool2d", "lp_pool2d"} <= set(pools) and "dense" not in pools
    assert names("dense", "dense") == ["dense"]
    assert "hard_swish" in names("Activations")
    status, _, said = run("list", "zork")
    assert status == 2 and "zork" in said


def test_families_are_the_headings_of_the_catalogue():
    assert [name for names in LAYERS.families.values() for name in names] == list(LAYERS.names)
    assert LAYERS.families["Optimiser"] == ("sgd_step",)


@pytest.mark.parametrize("columns", [60, 100, 200])
def test_a_list_fits_and_breaks_no_word(columns):
    rows = listing.lines(list(LAYERS), columns)
    assert max(map(len, rows)) <= columns
    words = set(" ".join(rows).split())
    for layer in LAYERS:
        assert {layer.name, *layer.summary.split(), *listing.called(layer).split()} <= words


def test_a_list_says_the_family_as_data():
    (found,) = json.loads(run("list", "dense", "--json")[1])
    assert found["family"] == "Fully connected"


def test_show_takes_json_as_every_command_does():
    assert run("show", "softsign", "--json")[1] == run("show", "softsign", "--format", "json")[1]


def test_a_shell_completes_layers():
    env = {"_TYPER_COMPLETE_ARGS": "chainrule show softs", "_CHAINRULE_COMPLETE": "complete_bash"}
    code = "from codegen.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True, cwd=ROOT, check=False, text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), **env, "COMP_CWORD": "2",
             "COMP_WORDS": "chainrule show softs"},
    )  # fmt: skip
    assert done.stdout.split() == ["softsign"]


def test_the_suffix_says_what_is_written():
    from codegen.cli.verbs.picturing.saving import format_for

    made = {suffix: format_for(Path(f"a{suffix}"), "text") for suffix in (".tex", ".svg", ".py", ".PDF")}
    assert made == {".tex": "latex", ".svg": "text", ".py": "numpy", ".PDF": "latex"}
    assert format_for(Path("a.pdf"), "beamer") == "beamer"
    for wrong, said in (("a.xyz", "ends in .txt"), ("a.pdf", "not html")):
        with pytest.raises(Refusal, match=said):
            format_for(Path(wrong), "html")


def test_a_page_becomes_a_picture_or_a_paper(tmp_path, monkeypatch):
    """The picture has the words and their colours and fetches nothing; without LaTeX a paper is refused."""
    from codegen.cli.verbs.picturing import saving

    monkeypatch.setenv("TERM", "dumb")
    drawn = saving.svg("\x1b[1;36mdx\x1b[0m = 2\n" + "long line" * 12).decode()
    assert drawn.count("long&#160;line") == 12
    assert "dx" in drawn and "http" not in drawn.replace("http://www.w3.org/2000/svg", "")
    with saving.saved(tmp_path / "a.svg"):
        say("y = x")
    assert "y&#160;=&#160;x" in (tmp_path / "a.svg").read_text(encoding="utf-8")
    with pytest.MonkeyPatch.context() as none, pytest.raises(Refusal, match=r"--out a \.tex file"):
        none.setattr(saving, "ENGINES", ("no_engine_of_latex",))
        saving.pdf("")
    with pytest.raises(Refusal), saving.saved(tmp_path / "b.tex"):
        raise Refusal("nothing to write")
    assert not (tmp_path / "b.tex").exists()


@pytest.mark.skipif(shutil.which("lualatex") is None, reason="needs LaTeX")
def test_latex_sets_a_paper():
    from codegen.cli.verbs.picturing import saving

    page = "\\documentclass{article}\\begin{document}$x$\\end{document}"
    assert saving.pdf(page).startswith(b"%PDF")
    with pytest.raises(Refusal, match="failed: Undefined control sequence"):
        saving.pdf(page.replace("$x$", "$\\nothing$"))


def test_what_is_written_replaces_no_pipe_and_no_link(tmp_path):
    """A device, a pipe or a link stays what it is; its target receives the text."""
    (tmp_path / "old.txt").write_text("old")
    (tmp_path / "link.txt").symlink_to("old.txt")
    write({"link.txt": "new"}, tmp_path)
    assert (tmp_path / "link.txt").is_symlink() and (tmp_path / "old.txt").read_text() == "new"
    os.mkfifo(tmp_path / "pipe")
    reader = os.open(tmp_path / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    write({"pipe": "text"}, tmp_path)
    assert os.read(reader, 9) == b"text" and (tmp_path / "pipe").is_fifo()
    os.close(reader)


def test_long_lines_fit_the_terminal_and_break_no_word(monkeypatch):
    monkeypatch.setenv("COLUMNS", "70")
    lines = filled("tested: " + ", ".join(["finite_differences"] * 9)).splitlines()
    assert all(len(line) <= 70 for line in lines) and lines[1].startswith("    finite_differences")


def test_accuracy_is_judged_where_it_is_asked_for():
    """The whole recipe promises 97 %; a few epochs promise nothing, ``--at-least`` what it says."""
    from codegen.apps.train import Recipe, Trained
    from codegen.cli.verbs import training

    made = Trained(0.5, 1.0, 20, (1.0,) * 20)
    with pytest.MonkeyPatch.context() as fake:
        fake.setattr(training, "train", lambda *_: made)
        training.train_command(1, None, 0, False)
        for asked in ((None, None), (1, 0.6)):
            with pytest.raises(typer.Exit):
                training.train_command(asked[0], None, 0, True, asked[1])
    assert "at least 40%" in training.sentence(made, Recipe(), 0.4)


@pytest.mark.parametrize(
    "words", ["dense", "dense --steps", "conv1d --wrt w --general", "dense --wrt w --wrt b"]
)
def test_what_is_answered_at_once_is_what_the_whole_program_answers(words):
    at_once = ["show", *words.split()]
    assert plainly(at_once) is not None
    assert run(*at_once) == run(*at_once, "--order", "1")


@pytest.mark.parametrize(
    "words",
    ["", "show", "list dense", "show --help", "show dense x", "show dense --wrt", "show dense --wrt --steps",
     "show dense --format html", "show dense --steps --set N=3", "show dense --order=2"],
)  # fmt: skip
def test_words_that_say_more_are_read_by_the_whole_program(words):
    assert plainly(words.split()) is None


def test_refusals_read_the_same_at_once():
    for words in (["show", "dens"], ["show", "dense", "--wrt", "q"]):
        status, made, said = run(*words)
        assert (status, made) == (2, b"") and said.startswith("chainrule: ") and said.count("\n") == 1
        assert run(*words, "--order", "1")[::2] == (2, said)


def test_a_page_is_printed_without_what_reads_commands_and_draws_other_formats(tmp_path):
    code = (
        "import sys; from codegen.cli import main; sys.argv = ['chainrule', 'show', 'dense', '--steps']; "
        "main(); print(*sys.modules, file=sys.stderr)"
    )
    env = {**os.environ, "PYTHONPATH": str(ROOT), "CHAINRULE_CACHE": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, cwd=ROOT, check=True, text=True, env=env
    )
    loaded = {name.partition(".")[0] for name in done.stderr.split()}
    formats = {name for name in done.stderr.split() if name.startswith("derive.pretty.formats.")}
    assert not loaded & {"typer", "pydantic", "rich", "multiprocessing", "numba", "numpy"}
    assert not formats & {f"derive.pretty.formats.{name}" for name in ("latex", "html", "mathml", "beamer")}


@pytest.mark.parametrize("verb", ["show", "check", "tune", "matrix", "shape", "draw"])
def test_settings_are_spelled_alike_for_every_verb(verb):
    """``--set L=5 K=3``, and again ``--set``; what is no setting is refused."""
    from typer.main import get_command

    from codegen.cli import app

    command = get_command(app).commands[verb]
    option = next(one for one in command.params if one.name == "settings")
    assert option.metavar == "NAME=INTEGER ..." and option.multiple
    assert command.context_settings["allow_extra_args"], "what follows the first setting is one too"


def test_formats_are_spelled_alike():
    """``--format`` names what a verb can print; no verb has another word for it in its help."""
    from typer.main import get_command

    from codegen.cli import app

    for name, command in get_command(app).commands.items():
        shown = {word for one in command.params if not getattr(one, "hidden", False) for word in one.opts}
        assert not shown & {"--latex", "--html", "--markdown"}, name


def test_a_page_does_not_load_the_tensors_of_sympy_and_whoever_asks_gets_them() -> None:
    """A sum still works, before and after."""
    asked = (
        "import sys\nfrom codegen.cli.at_once.without_tensors import NAME, StandIn, leave_tensors_out\n"
        "leave_tensors_out()\nimport sympy\nx = sympy.Symbol('x')\nassert x + x == 2 * x\n"
        "assert isinstance(sys.modules[NAME], StandIn)\n"
        "from sympy.tensor.tensor import TensorHead, TensorIndexType, TensExpr, tensor_indices\n"
        "assert not isinstance(sys.modules[NAME], StandIn)\n"
        "kind = TensorIndexType('L', dummy_name='L')\ni, j = tensor_indices('i j', kind)\n"
        "a = TensorHead('a', [kind])\nassert isinstance(a(i) + a(i), TensExpr)\nprint(x + 1)"
    )
    made = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=False)
    assert made.stdout == "x + 1\n", made.stderr
