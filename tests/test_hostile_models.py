"""Models as input: whatever a file says or does, an error in one line, or kernels that are right."""

import re
import signal
from types import SimpleNamespace

import numpy as np
import pytest
from typer.testing import CliRunner

from codegen.cli import app
from codegen.module.load import rendered
from codegen.module.render import write
from codegen.numba.reserved import RESERVED
from codegen.verification.callables.uncompiled import uncompiled
from codegen.verification.report import Verdict
from derive.api import ArgumentError, deadline, lookup
from derive.model.layer import Layer, ModelError
from derive.notation import define, index, option, size, tensor, total

ROLES = ("x", "y", "z", "alpha", "N", "n", "c", "layer")
MORE = (
    "first last task blocks launch value best at acc call count result args rest part row rows wide panels "
    "name self kernel algorithm accuracy namedtuple index λ x' x_dot dx save out residuals"
)
WORDS = sorted({*RESERVED, *MORE.split()})


def squares(**names):
    """y = alpha x[n, 0] Σ x², the sum saved for the gradient, with any names."""
    called = {role: role for role in ROLES} | names
    C = size("Cz")
    n, c = index(called["n"], size(called["N"])), index(called["c"], C)
    x, y, z = tensor(called["x"], n, c), tensor(called["y"], n), tensor(called["z"], n)
    factor = option(called["alpha"], default=2.0, real=True)
    (alpha,) = factor
    forward = [define(z[n], total(x[n, c] ** 2, over=c)), define(y[n], alpha * z[n] * x[n, 0])]
    return Layer(called["layer"], forward, wrt=(x,), options=(factor,))


def wrong(folder, role, word):
    """What a module with this name gets wrong; a refusal is none."""
    try:
        layer = squares(**{role: word})
        files = rendered(layer)
    except ModelError:
        return []
    write(files, folder)
    module = uncompiled(layer.name, folder)
    x, dy = np.arange(6.0).reshape(2, 3) + 1, np.ones(2)
    given = {word if role == "alpha" else "alpha": 3.0}
    z = (x**2).sum(1)
    dx = 6 * x * x[:, :1]
    dx[:, 0] += 3 * z
    y, saved = module.forward(x, save=True, **given)
    tangent = {f"{word if role == 'x' else 'x'}_dot": x}
    pairs = {
        "forward": (y, 3 * z * x[:, 0]), "vjp": (module.vjp(dy, x, **given)[0], dx),
        "residuals": (module.vjp(dy, x, residuals=saved, **given)[0], dx),
        "jvp": (module.jvp(x, **tangent, **given), (dx * x).sum(1)),
    }  # fmt: skip
    return [f"{role} {word}: {name}" for name, (got, wanted) in pairs.items() if not np.allclose(got, wanted)]


@pytest.mark.parametrize(("role", "word"), [
    ("alpha", "acc"), ("z", "call"), ("x", "blocks"), ("N", "launch"), ("n", "first"), ("c", "last"),
    ("y", "runtime"), ("layer", "T"), ("alpha", "rest"), ("alpha", "lambda"), ("N", "lambda"),
])  # fmt: skip
def test_a_name_of_the_emitter_is_refused_or_right(role, word, tmp_path):
    assert wrong(tmp_path, role, word) == []


@pytest.mark.deep
@pytest.mark.parametrize("role", ROLES)
def test_every_name_of_the_emitter_is_refused_or_right(role, tmp_path):
    assert [fault for k, word in enumerate(WORDS) for fault in wrong(tmp_path / str(k), role, word)] == []


@pytest.mark.parametrize(
    "name", ["scalars", "memory", "tiles", "double", "window_vectors", "lanes", "__init__"]
)
def test_a_layer_does_not_overwrite_what_stands_beside_it(name):
    with pytest.raises(ModelError, match="cannot name a module of kernels"):
        rendered(squares(layer=name))


# -- files

HEAD = """
from derive.notation import Layer, define, index, option, size, tensor
n = index("n", size("N"))
X, Y = tensor("x", n), tensor("y", n)
def scaled(name, **more): return Layer(name, [define(Y[n], 2 * X[n])], wrt=(X,), **more)
"""


def asked(tmp_path, text, *words, verb="generate"):
    path = tmp_path / "models.py"
    path.write_text(HEAD + text, encoding="utf-8")
    return CliRunner().invoke(app, [verb, str(path), *words])


@pytest.mark.parametrize(("text", "said"), [
    ("class Odd(Exception): pass\nraise Odd('mine')", r"cannot be read:\n.*line 7.*\n.*\n.*Odd: mine"),
    ("raise SystemExit(0)", "cannot be read"), ("import sys; sys.exit('bye')", "SystemExit: bye"),
    ("raise MemoryError", "MemoryError"), ("a = scaled('../evil')", "'../evil' cannot name a module"),
    ("a = scaled('class')", "'class' cannot name a module"), ("1 +", "SyntaxError"),
    ("option('s', 's', default=0, minimum=1)", "default 0 is below the minimum 1"),
    ("b = tensor('lambda', n)\nLayer('a', [define(Y[n], b[n])], wrt=(b,))", "'lambda' cannot name"),
])  # fmt: skip
def test_a_file_that_cannot_be_taken_is_one_error(text, said, tmp_path):
    made = asked(tmp_path, text, "--out", str(tmp_path / "kernels" / "deep"))
    assert made.exit_code == 2 and re.search(said, made.output)
    assert not isinstance(made.exception, Exception)
    assert not list(tmp_path.rglob("evil*"))


@pytest.mark.parametrize("text", [
    "while True: pass", "while True:\n    try:\n        while True: pass\n    except Exception: pass",
])  # fmt: skip
def test_an_endless_file_is_given_up(text, tmp_path, monkeypatch):
    monkeypatch.setattr(lookup, "SECONDS", 0.2)
    before = signal.getsignal(signal.SIGALRM)
    made = asked(tmp_path, text)
    assert made.exit_code == 2 and "was not read to its end in 0.2 seconds" in made.output
    assert signal.getsignal(signal.SIGALRM) is before


def test_work_in_time_is_left_alone():
    with deadline.at_most(30):
        assert signal.getitimer(signal.ITIMER_REAL)[0] > 1
    assert signal.getitimer(signal.ITIMER_REAL)[0] == 0


THREE = "a = scaled('good')\nb = scaled('scalars')\nc = scaled('fine')"


def test_one_bad_layer_does_not_stop_the_others(tmp_path):
    made = asked(tmp_path, THREE, "--out", str(tmp_path / "kernels"))
    assert made.exit_code == 2
    assert "'scalars' cannot name a module of kernels" in made.output
    assert {"good.py", "fine.py"} < {path.name for path in (tmp_path / "kernels").iterdir()}


def test_one_bad_layer_does_not_stop_the_verdict_on_others(tmp_path, monkeypatch):
    from codegen.cli.verbs.checking import verifying

    def rendering(layer):
        rendered(layer)
        return [SimpleNamespace(layer=layer.name, verdict=Verdict.PASS, checks=[], failures=[])]

    monkeypatch.setattr(verifying, "quick", rendering)
    made = asked(tmp_path, THREE, "--quick", verb="verify")
    assert made.exit_code == 2
    assert [word in made.output for word in ("good ", "fine ", "'scalars' cannot name")] == [True] * 3


def test_the_first_of_two_layers_may_be_the_bad_one(tmp_path):
    made = asked(tmp_path, "b = scaled('tiles')\na = scaled('good')", "--out", str(tmp_path / "kernels"))
    assert made.exit_code == 2 and (tmp_path / "kernels/good.py").is_file()


def test_an_option_without_default_must_be_given(tmp_path):
    path = tmp_path / "models.py"
    text = "(t,) = s = option('scale', 's', minimum=1)\n"
    text += "a = Layer('a', [define(Y[n], t * X[n])], wrt=(X,), options=(s,))"
    path.write_text(HEAD + text, encoding="utf-8")
    write(rendered(lookup.one_layer(path)), tmp_path / "kernels")
    module = uncompiled("a", tmp_path / "kernels")
    with pytest.raises(TypeError, match="a: scale has no default and must be given"):
        module.forward(np.ones(2))
    with pytest.raises(ValueError, match="a: scale must be at least 1, got 0"):
        module.forward(np.ones(2), scale=0)
    assert module.forward(np.ones(2), scale=3).tolist() == [3, 3]


def test_a_file_is_named_in_its_error(tmp_path):
    (tmp_path / "odd.py").write_text("raise KeyError('k')", encoding="utf-8")
    with pytest.raises(ArgumentError, match=r"odd\.py cannot be read"):
        lookup.find([tmp_path / "odd.py"])


TWO = """
a = scaled('one')
k = tensor('k', n)
b = Layer('two', [define(Y[n], k[n] * X[n])], wrt=(X, k))
"""


@pytest.mark.parametrize(("wrt", "shown", "hidden"), [("k", "two", "one"), ("x", "one", "")])
def test_a_layer_without_the_input_does_not_hide_the_others(wrt, shown, hidden, tmp_path):
    made = asked(tmp_path, TWO, "--wrt", wrt, verb="show")
    assert made.exit_code == 0 and f"{shown} · gradient with respect to {wrt}" in made.stdout
    assert (f"{hidden}: has no gradient d{wrt}; not shown" in made.stderr) == bool(hidden)


def test_an_input_that_no_layer_has_is_refused(tmp_path):
    made = asked(tmp_path, TWO, "--wrt", "q", verb="show")
    assert made.exit_code == 2 and "q" in made.stderr


def test_a_layer_that_cannot_be_shown_does_not_hide_the_others(tmp_path):
    text = TWO + "from derive.notation import index, product, size\nm = index('m', size('M'))\n"
    text += "q = tensor('q', n, m)\n"
    text += "c = Layer('three', [define(tensor('z')[()], product(q[n, m], over=(n, m)))], wrt=(q,))"
    made = asked(tmp_path, text, verb="show")
    assert made.exit_code == 2 and "three" in made.stderr
    assert "one · gradient" in made.stdout and "two · gradient" in made.stdout
