"""The command line as a person meets it: streams, exit status, errors, the first minute."""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import subprocess
import sys
from itertools import product
from pathlib import Path
from typing import Any

import pytest
import typer
from sympy import Symbol

from codegen.cli.set_option import chosen, parse
from codegen.cli.terminal import Refusal
from codegen.cli.verbs.generating import leftover
from codegen.cli.verbs.showing import Wish, layer_pages, pages
from derive.api.arguments import ArgumentError
from derive.api.lookup import find, from_file
from derive.api.settings import spoken, textbook
from derive.layers import LAYERS
from derive.model.layer import Layer
from tests.in_process import ROOT, Said, command


def chainrule(*words: str | Path, cwd: Path = ROOT, status: int = 0) -> Said:
    """The program in this process."""
    done = command(*words, cwd=cwd)
    assert done.status == status, f"status {done.status}\n{done.stdout}\n{done.stderr}"
    return done


def process(*words: str | Path, cwd: Path = ROOT, status: int = 0) -> subprocess.CompletedProcess[str]:
    """The program in a process of its own, 100 columns wide, without colours."""
    environment = {**os.environ, "COLUMNS": "100", "NO_COLOR": "1", "PYTHONPATH": str(ROOT)}
    run = [sys.executable, "-m", "codegen.cli", *map(str, words)]
    done = subprocess.run(run, capture_output=True, text=True, cwd=cwd, env=environment, check=False)
    assert done.returncode == status, f"status {done.returncode}\n{done.stdout}\n{done.stderr}"
    return done


def layer(name: str) -> Layer:
    (found,) = find([name])
    return found


# settings


@pytest.mark.parametrize(
    ("text", "pair"), [("s=2", ("s", 2)), ("p_t = -1", ("p_t", -1)), ("KH=3", ("KH", 3))]
)
def test_a_setting_is_a_name_and_an_integer(text: str, pair: tuple[str, int]) -> None:
    assert parse(text) == pair


@pytest.mark.parametrize(
    "text", ["s", "s=", "s=2.5", "s=1+1", "=2", "s=__import__('os')", "s=2;t=3", "s==2", "s=²"]
)
def test_nothing_else_is_a_setting(text: str) -> None:
    with pytest.raises(Refusal, match="name=integer"):
        parse(text)


@pytest.mark.parametrize(
    ("text", "symbols"),
    [
        ("s=2", "s_h s_w"),
        ("stride=2", "s_h s_w"),
        ("s_w=2", "s_w"),
        ("p=1", "p_t p_b p_l p_r"),
        ("KH=3", "KH"),
    ],
)
def test_names_reach_options_stems_symbols_and_sizes(text: str, symbols: str) -> None:
    values = chosen(layer("conv2d"), [text])
    assert {symbol.name for symbol in values} == set(symbols.split())


@pytest.mark.parametrize(
    ("text", "said"), [("q=2", "stride"), ("s=0", "at least 1"), ("OH=2", "nothing called")]
)
def test_settings_that_mean_nothing_are_refused(text: str, said: str) -> None:
    with pytest.raises(ArgumentError, match=said):
        chosen(layer("conv2d"), [text])


def test_the_later_setting_wins() -> None:
    assert set(chosen(layer("conv2d"), ["s=2", "s_h=3"]).values()) == {2, 3}


def test_textbook_fixes_what_is_one_unless_asked() -> None:
    conv = layer("conv2d")
    given = chosen(conv, ["s=2"])
    rest = textbook(conv, given)
    assert {symbol.name for symbol in rest} == {"d_h", "d_w", "G"}
    assert spoken(conv, {**rest, **given}) == "stride = 2, dilation = 1, groups = 1"
    assert spoken(conv, {Symbol("s_h", integer=True, positive=True): 3}) == "s_h = 3"


# models


def test_no_name_means_all() -> None:
    assert find([]) == list(LAYERS)


def test_a_near_name_is_suggested() -> None:
    with pytest.raises(ArgumentError, match=r"no layer is called 'conv2'. Did you mean .*conv2d"):
        find(["conv2"])
    with pytest.raises(ArgumentError, match="`chainrule list` names all of them"):
        find(["zzz"])


MODEL = """
from derive.layers.linear import dense
from derive.notation import Layer, define, index, sizes, tensor
from neighbour import NAME

(N,) = sizes("N")
n = index("n", N)
X, Y = tensor("x", n), tensor("y", n)
square = Layer(name=NAME, forward=[define(Y[n], X[n] ** 2)], wrt=(X,))
"""


def test_a_file_brings_its_own_layers_and_may_import_its_neighbours(tmp_path: Path) -> None:
    (tmp_path / "neighbour.py").write_text("NAME = 'square'\n")
    (tmp_path / "mine.py").write_text(MODEL)
    assert [one.name for one in from_file(tmp_path / "mine.py")] == ["square"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("x = 1\n", "defines no layer"),
        ("def (:\n", "SyntaxError"),
        ("import nowhere_to_be_found\n", "nowhere_to_be_found"),
        ("\n\nx = 1 / 0\n", "line 3"),
    ],
)
def test_mistakes_in_a_file_are_said_with_their_place(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "broken.py"
    path.write_text(text)
    with pytest.raises(ArgumentError, match=said):
        from_file(path)


def test_a_model_that_contradicts_itself_is_an_answer_not_a_traceback(tmp_path: Path) -> None:
    path = tmp_path / "recurrence.py"
    path.write_text(
        MODEL.replace("from neighbour import NAME", "NAME = 'r'").replace("X[n] ** 2", "Y[n] + X[n]")
    )
    said = process("run", path, status=2).stderr
    assert "recurrence" in said and "Traceback" not in said


# list, help, errors


def test_list_json_is_the_catalogue() -> None:
    found = json.loads(chainrule("list", "--json").stdout)
    assert [one["name"] for one in found] == [one.name for one in LAYERS]
    assert all(set(one) == {"name", "family", "inputs", "gradients", "options", "summary"} for one in found)
    conv = next(one for one in found if one["name"] == "conv2d")
    assert conv["gradients"] == ["x", "w", "b"] and "stride" in conv["options"]


@pytest.mark.parametrize("verb", ["list", "show", "generate", "verify", "run", "train", "bench", "warm"])
def test_every_command_has_help_and_is_in_the_help(verb: str) -> None:
    assert f"│ {verb} " in chainrule("--help").stdout
    assert "Usage: chainrule" in chainrule(verb, "--help").stdout


@pytest.mark.parametrize("verb", ["show", "generate", "verify", "run", "bench", "warm"])
def test_an_unknown_layer_is_one_line_on_standard_error(verb: str) -> None:
    """Of the plainest question too, that is answered before Typer is there, and of a whole process."""
    done = (process if verb == "show" else chainrule)(verb, "convd2", status=2)
    assert done.stdout == ""
    assert re.fullmatch(
        r"chainrule: no layer is called 'convd2'. Did you mean [^\n]*conv2d[^\n]*\?\n", done.stderr
    )


def test_help_imports_nothing_heavy() -> None:
    code = "import sys, codegen.cli; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    ).stdout
    assert not {"sympy", "numpy", "numba", "hypothesis", "torch", "sklearn"} & set(loaded.split())


# show


def test_show_reaches_the_rotated_kernel_and_names_its_rules() -> None:
    text = " ".join(chainrule("show", "conv2d", "--wrt", "x", "--steps").stdout.split())
    assert "at stride = 1, dilation = 1, groups = 1" in text
    assert re.search(r"rot.?180", text)
    assert "chain rule" in text.lower()


def test_show_set_gives_the_strided_form() -> None:
    text = " ".join(chainrule("show", "conv2d", "--wrt", "x", "--set", "s=2").stdout.split())
    assert "stride = 2" in text
    assert text != chainrule("show", "conv2d", "--wrt", "x").stdout


def test_show_unknown_input_names_those_that_have_a_gradient() -> None:
    said = chainrule("show", "cross_entropy", "--wrt", "t", status=2).stderr
    assert "cross_entropy" in said and "x" in said


@pytest.mark.parametrize("part", [0, *(pytest.param(k, marks=pytest.mark.deep) for k in range(1, 12))])
def test_every_format_of_every_layer(part: int) -> None:
    """A twelfth of the catalogue, across its families; ``test_show`` has every format of the spine."""
    for one, fmt in product(tuple(LAYERS)[part::12], ("text", "latex", "html", "json")):
        text = pages(layer_pages(one, Wish(steps=True), fmt), fmt)
        assert one.name in text.replace(r"\_", "_")
        if fmt == "json":
            found: dict[str, Any] = json.loads(text)
            assert [page["layer"] for page in found["layers"]] == [one.name]
            assert [g["wrt"] for g in found["gradients"]] == [t.name for t in one.wrt]
            assert all(g["steps"] for g in found["gradients"])
        if fmt in ("html", "latex"):
            end = {"html": "</html>", "latex": r"\end{document}"}[fmt]
            assert text.count(end) == 1 and text.rstrip().endswith(end)


def test_second_order_and_tangents_are_shown() -> None:
    assert "gradient with respect to dy" in chainrule("show", "dense", "--wrt", "x", "--order", "2").stdout
    for one in LAYERS:
        assert "tangent of" in pages(layer_pages(one, Wish(jvp=True), "text"), "text")
    assert "goes with" in chainrule("show", "dense", "--jvp", "--steps", status=2).stderr


# generate


def test_check_tells_stale_from_fresh_and_how_to_update(tmp_path: Path) -> None:
    said = chainrule("generate", "dense", "--out", tmp_path).stdout
    assert "files in" in said
    assert "every byte" in chainrule("generate", "dense", "--out", tmp_path, "--check").stdout
    path = tmp_path / "dense.py"
    path.write_text(path.read_text().replace("def forward(", "def backward("))
    done = chainrule("generate", "dense", "--out", tmp_path, "--check", status=1)
    assert "+def forward(" in done.stdout
    assert f"chainrule generate dense --out {tmp_path}" in done.stderr
    chainrule("generate", "dense", "--out", tmp_path)
    chainrule("generate", "dense", "--out", tmp_path, "--check")


def test_committed_kernels_are_what_the_models_say() -> None:
    """Some of them; continuous integration checks all."""
    assert "every byte" in chainrule("generate", "--check", "relu", "softmax", "max_pool1d").stdout


def test_generate_explains_what_was_chosen(tmp_path: Path) -> None:
    """Each kernel, each definition, each choice with its reason; nothing is written."""
    said = chainrule("generate", "--explain", "dense").stdout
    assert "  _vjp_w: the loops\n    dw[o, k]\n      contraction in blocks" in said
    assert "no contraction in blocks  (its sum is no product of two sides)" in said
    assert "columns packed once" in said and "in blocks of 1024 terms" in said
    said = chainrule("generate", "--explain", "bilinear_upsample2d").stdout
    assert (
        "  dx: the formula\n    gradient through " in said and "added where it belongs (scatter)  (" in said
    )
    said = chainrule("generate", "--explain", "conv1d").stdout
    assert "in dx\n      residue classes a = q*s + r - p_l  (each class runs over" in said
    said = chainrule("show", "conv1d", "--wrt", "x", "--general", "--steps", "--compiled").stdout
    assert "residue classes a = q·s + r − p_l" in said


def test_generate_leaves_no_kernels_that_no_module_reads(tmp_path: Path) -> None:
    """Files of its own layers that an earlier run wrote go; nobody else's do."""
    spare, mine, other = (tmp_path / f"{name}_kernels2.py" for name in ("dense", "densely", "relu"))
    for path in (spare, other):
        path.write_text('"""Made by `chainrule generate`"""\n')
    mine.write_text("x = 1\n")
    chainrule("generate", "dense", "--out", tmp_path)
    assert not spare.exists() and mine.exists() and other.exists()


def test_kernels_of_a_layer_that_is_gone_are_reported(tmp_path: Path) -> None:
    (tmp_path / "conv7d.py").write_text("")
    (tmp_path / "dense.py").write_text("")
    assert (
        leftover({"dense.py": ""}, tmp_path)
        == f"{tmp_path}/conv7d.py: no layer is called so any more; delete it\n"
    )


# verify, run, bench


def test_verify_json_has_a_verdict_for_each_gradient_and_check() -> None:
    done = chainrule("verify", "dense", "relu", "--examples", "4", "--json")
    found = json.loads(done.stdout)
    assert [(one["layer"], one["gradient"]) for one in found] == [
        ("dense", "x"), ("dense", "w"), ("dense", "b"), ("relu", "x"),
    ]  # fmt: skip
    said = {"layer", "gradient", "verdict", "checks", "skipped", "said"}
    assert all(set(one) - {"one text"} == said for one in found)
    for check in (check for one in found for check in one["checks"]):
        assert {"rung", "check", "says", "cases", "worst_error", "bound", "verdict"} <= set(check)
        assert check["verdict"] == "PASS" and check["cases"] > 0


def test_verify_exits_one_where_something_failed(monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    from codegen.cli.verbs.checking import verifying
    from codegen.verification import CheckReport, GradientReport

    failed = CheckReport("forward", cases=3, worst_error=2.0, bound=1.0, failure="reproduce(...)")
    report = GradientReport("dense", "x", [failed])
    monkeypatch.setattr(verifying, "verify", lambda layers, **_: [report])
    with pytest.raises(typer.Exit) as exit_:
        verifying.verify_command(["dense"], None, False, True)
    assert exit_.value.exit_code == 1
    out, err = capsys.readouterr()
    assert json.loads(out)[0]["verdict"] == "FAIL"
    assert "reproduce(...)" in err


def test_the_quick_check_says_why_a_layer_is_undecided(monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    """An element, and the reason, below the line of the layer."""
    from codegen.cli.verbs.checking import verifying
    from codegen.verification import CheckReport, GradientReport

    left = CheckReport("float32", 4, 4, open={"a reason": 3}, first={"a reason": "dx[0, 3]"})
    monkeypatch.setattr(verifying, "quick", lambda layer: [GradientReport(layer.name, "x", [left])])
    verifying.verify_command(["relu"], None, True, False)
    first, second = capsys.readouterr().out.splitlines()
    assert first.endswith("INCONCLUSIVE")
    assert second.strip() == "dx: open: 3 a reason; undecided: float32 (dx[0, 3]: a reason)"


def test_the_quick_check_counts_layers(monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    """A line for each layer as it is done; the count at the end; 1 where one failed."""
    from codegen.cli.verbs.checking import verifying
    from codegen.verification import CheckReport, GradientReport

    def judged(layer: Any) -> list[GradientReport]:
        failure = "reproduce(...)" if layer.name == "relu" else ""
        return [
            GradientReport(layer.name, t.name, [CheckReport("forward", 2, failure=failure)])
            for t in layer.wrt
        ]

    monkeypatch.setattr(verifying, "quick", judged)
    with pytest.raises(typer.Exit) as exit_:
        verifying.verify_command(["dense", "relu"], None, True, False)
    assert exit_.value.exit_code == 1
    out, err = capsys.readouterr()
    lines = [line.split() for line in out.splitlines() if line.strip()]
    assert [(line[0], line[5]) for line in lines] == [("dense", "PASS"), ("relu", "FAIL")]
    assert "1 passed, 1 failed in" in err and "relu dx: reproduce(...)" in err
    verifying.verify_command(["dense"], None, True, True)
    assert {one["verdict"] for one in json.loads(capsys.readouterr().out)} == {"PASS"}
    refused = chainrule("verify", "--quick", "--examples", "3", status=2)
    assert "--quick has its own cases" in refused.stderr


def test_bench_json() -> None:
    found = json.loads(chainrule("bench", "relu", "--quick", "--json").stdout)
    assert set(found["geomean"]) == {"forward", "backward"} and found["machine"]
    assert [row["direction"] for row in found["rows"]] == ["forward", "backward"]
    for row in found["rows"]:
        assert set(row) == {
            "layer", "case", "direction", "ours_ms", "torch_ms", "ratio_torch", "roofline",
        }  # fmt: skip
        assert row["ours_ms"] > 0 and row["roofline"] > 0


# the README


def readme(language: str, number: int) -> str:
    blocks = re.findall(
        rf"```{language}\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL
    )
    found: str = blocks[number]
    return found


def test_the_layer_of_the_readme_runs(tmp_path: Path) -> None:
    """At most twenty lines; derived, written, verified; the folder then works alone."""
    model = readme("python", 0)
    assert len(model.strip().splitlines()) <= 20
    (tmp_path / "rms_norm.py").write_text(model, encoding="utf-8")
    said = process("run", "rms_norm.py", "--out", "kernels", cwd=tmp_path).stdout
    assert "gradient with respect to x" in said and "kernels/rms_norm.py" in said
    assert re.search(r"verdict.*PASS.*PASS", said)
    code = (
        "import sys, numpy as np, kernels.rms_norm as k\n"
        "print(k.forward(np.ones((2, 3)), np.ones(3)).sum(), *sys.modules)"
    )
    alone = {**os.environ, "PYTHONPATH": ""}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=alone, capture_output=True, text=True, check=True
    )
    value, *modules = done.stdout.split()
    assert float(value) == pytest.approx(6, rel=1e-5)
    assert not {"sympy", "derive", "codegen"} & set(modules)


def test_the_calls_of_the_readme_work() -> None:
    names: dict[str, Any] = {}
    exec(compile(readme("python", 1), "README.md", "exec"), names)
    assert names["dx"].shape == names["x"].shape and names["dw"].shape == names["w"].shape
    assert names["y_dot"].shape == names["y"].shape


def test_the_public_interface_of_the_readme_works() -> None:
    names: dict[str, Any] = {}
    with contextlib.redirect_stdout(io.StringIO()) as said:
        exec(compile(readme("python", 2), "README.md", "exec"), names)
    assert "dx[" in said.getvalue() and names["report"].passed


def test_run_json_keeps_standard_output_to_itself(tmp_path: Path) -> None:
    found = json.loads(chainrule("run", "relu", "--out", tmp_path, "--json").stdout)
    assert set(found) == {"kernels", "verify", "bench"}
    assert Path(found["kernels"]["relu"]).is_file()


def test_the_compiled_form_is_told_to_its_end() -> None:
    """``--compiled`` goes on from the textbook form to the residue classes, step and result."""
    told = chainrule("show", "conv1d", "--wrt", "x", "--steps", "--general", "--compiled").stdout
    assert told.index("Contract") < told.index("Residue classes") < told.index("Result")
    assert told.count("dx[n, g·Cg+c, s·q+r−p_l] =") == 2, "the step ends in the result"


def test_a_fragment_is_the_body_of_the_document() -> None:
    whole = chainrule("show", "dense", "--format", "latex").stdout
    part = chainrule("show", "dense", "--format", "latex", "--fragment").stdout
    assert part.strip() in whole and r"\begin{align*}" in part
    assert "documentclass" not in part and r"{document}" not in part
    for other in ("text", "numpy"):
        refused = chainrule("show", "dense", "--format", other, "--fragment", status=2)
        assert "--format latex --fragment" in refused.stderr


def test_a_standalone_text_is_a_document() -> None:
    written = ("show", "conv1d", "--wrt", "x", "--format", "latex")
    assert chainrule(*written, "--standalone").stdout == chainrule(*written).stdout
    part = chainrule(*written, "--unroll").stdout
    whole = chainrule(*written, "--unroll", "--standalone").stdout
    assert part.strip() in whole and whole.startswith(r"\documentclass") and "documentclass" not in part
    assert whole.rstrip().endswith(r"\end{document}")
    for wrong in (("--fragment", "--standalone"), ("--format", "html", "--standalone")):
        assert "--format latex --standalone" in chainrule(*written, *wrong, status=2).stderr
