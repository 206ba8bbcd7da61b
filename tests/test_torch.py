"""PyTorch agrees with kernels and formulas of the whole catalogue, where it is installed.

Where it does not, the difference is a convention that the README states.
"""

from itertools import islice
from types import SimpleNamespace

import numpy as np
import pytest

from codegen.verification import Verdict, draw, rungs, verify
from codegen.verification.callables.kernels import Kernels
from codegen.verification.interpreter.numbers import plain
from codegen.verification.oracles.torch_oracle import DIFFERING, ORACLES, answer, disagreement
from codegen.verification.quick import standing
from codegen.verification.rungs.conditioning import evaluated
from derive.layers import LAYERS
from tests.oracle import FORWARDS
from tests.spine import SPINE
from tests.torch_agreement import WANTED, agreement, configurations, distance, mirrored, usual

torch = pytest.importorskip("torch")

LIMIT = 1e-10
of_the_spine = pytest.mark.parametrize("layer", SPINE, ids=lambda layer: layer.name)
of_the_catalogue = pytest.mark.parametrize("layer", LAYERS, ids=lambda layer: layer.name)


def test_every_layer_of_the_catalogue_has_its_oracle():
    assert set(ORACLES) == set(LAYERS.names)
    assert set(LAYERS.names) >= DIFFERING


@of_the_spine
def test_torch_agrees(layer):
    for report in verify([layer], checks=rungs("torch"), module_for=standing):
        assert [c.check for c in report.checks] == ["torch"], "every layer of the catalogue has its oracle"
        assert report.verdict is Verdict.PASS, report.failures


@of_the_spine
def test_the_oracle_computes_what_the_naive_loops_compute(layer):
    for case in draw(layer, 20):
        outputs, _ = answer(case, ())
        wanted = FORWARDS[layer.name](**case.arrays, **case.options)
        wanted = wanted if isinstance(wanted, tuple) else (wanted,)
        for name, expected in zip((t.name for t in (*layer.outputs, *layer.aux)), wanted, strict=True):
            if name in outputs:
                assert np.allclose(outputs[name], expected, rtol=1e-12, atol=1e-12), name


def formulas(layer):
    """The derived formulas in the place of kernels."""
    return SimpleNamespace(
        layer=layer,
        forward=lambda case: {
            t.name: plain(case.forward[t.name]).reshape(case.shape(t)) for t in (*layer.outputs, *layer.aux)
        },
        vjp=lambda case, tensor: plain(evaluated(case, tensor)),
    )


@of_the_catalogue
def test_formulas_agree_with_torch(layer):
    found = agreement(formulas(layer), LIMIT, wanted=12)
    assert not found.failures
    assert found.configurations >= 12


@pytest.mark.deep
@of_the_catalogue
def test_kernels_agree_with_torch(layer, record_property):
    """Forward and all gradients, on at least 200 configurations, with every option drawn."""
    found = agreement(Kernels(standing(layer), layer), LIMIT)
    record_property("configurations", found.configurations)
    record_property("largest relative error", found.worst)
    record_property("not compared", dict(found.silent))
    assert not found.failures
    assert found.configurations >= WANTED
    values = found.values()
    for option in layer.options:
        for symbol in option.symbols:
            assert option.minimum == option.maximum is not None or len(values[symbol.name]) >= 2, symbol
    assert all(awkward(layer, found.compared).values())


def awkward(layer, cases):
    """Whether the cases that make windows hard are among them, for a layer that can have them."""
    made = {}
    names = {option.name: [s.name for s in option.symbols] for option in layer.options}
    chosen = [dict(case.chosen) for case in cases]
    taps = [name for name in chosen[0] if name in ("K", "KD", "KH", "KW")]
    if "padding" in names:
        pairs = list(zip(names["padding"][::2], names["padding"][1::2], strict=True))
        made["asymmetric padding"] = any(c[p] != c[q] for c in chosen for p, q in pairs)
        made["symmetric padding"] = any(all(c[p] == c[q] > 0 for p, q in pairs) for c in chosen)
    if "padding" in names and layer.name not in WITHIN:
        reach = list(zip(pairs, taps, strict=True))
        made["padding beyond the kernel"] = any(c[p] > c[k] for c in chosen for (p, _), k in reach)
    if "stride" in names and taps:
        reach = list(zip(names["stride"], taps, strict=True))
        made["a stride beyond the kernel"] = any(c[s] > c[k] for c in chosen for s, k in reach)
    if "groups" in names and "dilation" in names:
        made["groups, dilation"] = any(c["G"] > 1 and c[names["dilation"][0]] > 1 for c in chosen)
    return made


# The model itself asks for padding that is smaller than the window.
WITHIN = {"mixed_pool2d"}


def test_a_mirrored_case_pads_both_sides_alike():
    case = next(c for c in draw(LAYERS["conv2d"], 20) if mirrored(c))
    top, bottom, left, right = mirrored(case).options["padding"]
    assert (top, left) == (bottom, right)


def test_a_mode_named_padding_is_not_mirrored_and_a_usual_case_has_the_defaults():
    drawn = draw(LAYERS["grid_sample2d"], 20)
    assert all(mirrored(case) is None for case in drawn)
    made = [usual(case) for case in draw(LAYERS["bicubic_upsample2d"], 40)]
    assert any(made), "some case has another slope"
    assert all(case.options["coefficient"] == -0.75 for case in made if case)


def test_distances_see_errors():
    x = np.array([1.0, 2.0, -np.inf])
    assert distance(x, x) == 0
    assert distance(x + np.array([2e-9, 0, 0]), x) == pytest.approx(1e-9)
    assert distance(np.array([1.0, 2.0, 0.0]), x) == np.inf
    assert distance(x * np.nan, x) == np.inf
    assert distance(x[:2], x) == np.inf


def test_a_wrong_kernel_disagrees():
    layer = LAYERS["conv2d"]
    right = formulas(layer)
    wrong = SimpleNamespace(
        layer=layer, forward=right.forward, vjp=lambda case, tensor: right.vjp(case, tensor) * (1 + 1e-8)
    )
    assert agreement(wrong, LIMIT, wanted=12).failures


def test_most_cases_can_be_compared():
    for name in sorted(DIFFERING):
        cases = list(islice(configurations(LAYERS[name], 60), 60))
        assert 4 * sum(not disagreement(case) for case in cases) >= len(cases), name
