"""The campaign of mutants: what is broken stays broken, what is whole is said to be, and by whom."""

import json
import re
import sys
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from sympy import Symbol

from codegen.loops.nodes import Loop
from codegen.loops.roles import walk
from codegen.module.load import RUNTIME
from codegen.verification import Case, Verdict
from codegen.verification.callables.uncompiled import uncompiled
from codegen.verification.ladder import attempt
from codegen.verification.mistakes import of_loops
from codegen.verification.mistakes.mutants import sampled
from codegen.verification.mistakes.of_formulas import mutants as formulas
from codegen.verification.mutation import OPERATORS, Fate, as_json, by_rung, campaign, markdown
from codegen.verification.mutation.courses import NOTHING, Course, chosen, fresh_memory, ladder_kills
from codegen.verification.mutation.equivalence import compared, proved
from codegen.verification.mutation.gradcheck import NAME
from codegen.verification.mutation.kill_rates import overall, percent, rate
from codegen.verification.mutation.matrix_page import page
from codegen.verification.mutation.planted import Refused, ground, lowered
from codegen.verification.mutation.planted import proved as admitted
from codegen.verification.mutation.same_value import is_mirror
from codegen.verification.reach import EDGES
from derive.layers import LAYERS
from tests.test_cli import chainrule


@pytest.fixture(scope="module")
def dense():
    return ground(LAYERS["dense"])


def loop_mutants(standing, name, blocks=False):
    return list(of_loops.mutants(standing.kernels[name], blocks))


def one(found, operator, words=""):
    return next(m for m in found if m.operator == operator and words in m.place)


# what can be changed


@pytest.mark.parametrize("kind", ["loop", "block"])
def test_every_change_of_loops_finds_a_place(kind):
    kernels = [
        k for name in ("conv2d", "batch_norm", "max_pool2d") for k in ground(LAYERS[name]).kernels.values()
    ]
    used = {m.operator for kernel in kernels for m in of_loops.mutants(kernel, kind == "block")}
    tables = {"entry"} if kind == "loop" else set()  # the tables of places are those of blocks
    assert used >= set(OPERATORS[kind]) - {"no reset", "extreme"} - tables


def test_a_mutant_of_loops_is_another_kernel(dense):
    kernel = dense.kernels["_vjp_x"]
    every = [m.program.body for blocks in (False, True) for m in of_loops.mutants(kernel, blocks)]
    assert len(every) > 100 and kernel.body not in every


def test_mutants_are_drawn_by_the_seed_every_operator_in_turn(dense):
    found = formulas(dense.programs["_vjp_x"])
    some = sampled(found, 4, "seed")
    assert [m.place for m in some] == [
        m.place for m in sampled(formulas(dense.programs["_vjp_x"]), 4, "seed")
    ]
    assert len({m.operator for m in some}) == 4


def test_what_would_leave_its_array_is_refused_by_the_proof(dense):
    mutant = one(loop_mutants(dense, "_vjp_x"), "iteration too many", "Loop k")
    with pytest.raises(Refused, match="cannot prove"):
        admitted(mutant.program, dense.layer)


# whether it is found


def test_a_wrong_kernel_stands_in_the_module_only_for_a_while(dense):
    kernel = lowered(one(formulas(dense.programs["_vjp_x"]), "sign").program, dense.layer)
    dy, x, w, b = np.ones((2, 3)), np.ones((2, 4)), np.ones((3, 4)), np.zeros(3)
    right = dense.module.vjp_x(dy, x, w, b)
    with dense.planted("_vjp_x", dense.functions("_vjp_x", kernel)):
        assert np.array_equal(dense.module.vjp_x(dy, x, w, b), -right)
    assert np.array_equal(dense.module.vjp_x(dy, x, w, b), right)


def test_the_right_kernel_is_found_by_nothing(dense):
    course = Course(dense, LAYERS["dense"].wrt[0], 0)
    found = course.killers(dense.kernels["_vjp_x"])
    assert len(found) > 6 and not any(found.values())


def test_a_wrong_formula_is_found_by_the_rungs_and_by_plain_differences(dense):
    course = Course(dense, LAYERS["dense"].wrt[0], 0)
    found = course.killers(lowered(one(formulas(dense.programs["_vjp_x"]), "bound").program, dense.layer))
    assert found["dot_product"] and found["finite_differences"] and found[NAME] and ladder_kills(found)


@pytest.mark.parametrize(("table", "narrower"), [("least", 0), ("most", 1)])
def test_a_table_that_leaves_out_too_much_is_found(table, narrower):
    """What lies beyond a border stands in tables that blocks read: a wider one leaves out less."""
    standing = ground(LAYERS["conv1d"])
    course = Course(standing, LAYERS["conv1d"].wrt[0], 0)
    found = loop_mutants(standing, "_vjp_x", blocks=True)
    both = [m.program for m in found if m.operator == "entry" and m.place.startswith(f"Store {table}")][:2]
    kills = [course.killers(admitted(kernel, standing.layer)) for kernel in both]
    assert kills[narrower]["in_blocks"] and kills[narrower]["exact"]
    assert not ladder_kills(kills[1 - narrower])


def test_a_residue_taken_without_asking_is_found_at_the_edges():
    """Where a stride of six meets a dilation of two, half of the residues have no term."""
    standing = ground(LAYERS["avg_pool1d"])
    course = Course(standing, LAYERS["avg_pool1d"].wrt[0], 0)
    case = next(c for c in course.edges if (c.options["stride"], c.options["dilation"]) == (6, 2))
    assert attempt(EDGES, case, course.subject).verdict is Verdict.PASS
    guards = [m for m in loop_mutants(standing, "_vjp_x", blocks=True) if m.operator == "guard"]
    assert guards
    for mutant in guards:
        wrong = standing.functions("_vjp_x", admitted(mutant.program, standing.layer))
        with standing.planted("_vjp_x", wrong):
            assert attempt(EDGES, case, course.subject).verdict is Verdict.FAIL, mutant.place


@pytest.mark.deep
def test_what_only_long_sums_show_is_found_at_the_edges():
    standing = ground(LAYERS["softmax"])
    mutant = one(loop_mutants(standing, "_vjp_x"), "no reset")
    course = Course(standing, LAYERS["softmax"].wrt[0], 0)
    kernel = admitted(mutant.program, standing.layer)
    assert not ladder_kills(course.killers(kernel))
    assert course.further_killers(kernel)["edges"]


def test_a_product_and_a_sum_have_one_rounding_however_they_are_computed():
    ground(LAYERS["softmax"])
    package = uncompiled("softmax", RUNTIME).__package__
    fma, rng = sys.modules[f"{package}.double"].fma, np.random.default_rng(0)
    for a, b, c in rng.standard_normal((100, 3)):
        for last in (c, -a * b):
            made = fma(a, b, last)
            assert made == float(Fraction(a) * Fraction(b) + Fraction(last)) and type(made) is np.float64
    assert fma(np.float32(3), np.float32(2), np.float32(1)).dtype == np.float32


def test_fresh_memory_holds_what_it_is_told():
    with fresh_memory(NOTHING):
        assert np.isnan(np.empty(3)).all() and np.empty((2, 2), np.int64).max() == -1
    assert np.empty(3).shape == (3,)


# why it is alive


def test_a_difference_that_reduces_to_zero_is_a_proof():
    standing = ground(LAYERS["dense"])
    right = standing.programs["_vjp_b"]
    flips = [m for m in formulas(right) if m.operator == "flip" and "dy[n, o]" in m.place]
    assert proved(right, right, standing.layer)
    assert not proved(right, one(formulas(right), "sign").program, standing.layer)
    found = {
        str(m.program.defs[-1].expr).count("% N"): proved(right, m.program, standing.layer) for m in flips
    }
    assert found == {1: True, 0: False}  # the axis of the sum, in another order; the axis of the result


def test_all_sizes_of_a_box_tell_a_renamed_loop_from_a_shorter_one():
    """The sum over the batch run backwards is the same sum; one that stops short is another."""
    standing, tensor = ground(LAYERS["dense"]), LAYERS["dense"].wrt[2]
    same = compared(standing, tensor, standing.kernels["_vjp_b"])
    assert same is not None and not same.differs and same.runs > 20
    short = one(loop_mutants(standing, "_vjp_b"), "last iteration", "Loop n")
    other = compared(standing, tensor, short.program)
    assert other is not None and other.differs


def test_a_box_reaches_behind_long_blocks():
    """A part of a sum that is never begun anew shows at five terms where parts have two."""
    standing, tensor = ground(LAYERS["softmax"]), LAYERS["softmax"].wrt[0]
    mutant = one(loop_mutants(standing, "_vjp_x"), "no reset")
    found = compared(standing, tensor, mutant.program)
    assert found is not None and found.differs


def test_a_case_has_its_sizes_by_symbol():
    layer = LAYERS["dense"]
    values = chosen(Case(layer, (("K", 2), ("N", 3), ("O", 4))))
    assert {str(s): v for s, v in values.items()} == {"K": 2, "N": 3, "O": 4}
    assert all(isinstance(s, Symbol) for s in values)


# what is said of it


def fates():
    made = [
        Fate("a", "x", "formula", "sign", "x | y", {"proof": False, "dot_product": True, NAME: True}),
        Fate("a", "x", "formula", "term", "e", {"proof": False, "dot_product": True, NAME: False}),
        Fate("a", "x", "loop", "step", "Loop <i>", {"proof": True}),
        Fate("a", "x", "loop", "guard", "If", {"proof": False, "dot_product": False, NAME: False}),
    ]
    same = Fate("a", "x", "block", "tail", "Turn", {"proof": False, "dot_product": False, NAME: False})
    same.equivalent, same.why = True, "the difference of the formulas reduces to zero"
    return [*made, same]


def test_a_rate_counts_what_was_asked_and_is_no_equal():
    assert (rate(fates(), "dot_product").asked, rate(fates(), "dot_product").found) == (3, 2)
    assert (rate(fates(), NAME).found, overall(fates()).asked, overall(fates()).found) == (1, 4, 3)
    assert percent(999, 1000) == "99.9" and percent(9999, 10000) == "99.9" and percent(5, 5) == "100"


def test_the_plain_check_kills_nothing_by_itself():
    alone = Fate("a", "x", "loop", "step", "Loop i", {"proof": False, NAME: True})
    assert not alone.killed and alone.hole


def test_the_tables_say_what_was_found():
    rows = {row[0]: row[1:] for row in by_rung(fates())}
    assert rows["dot product"] == ["3", "100 %", "0 %", "-", "66.6 %"]
    assert rows["**the whole ladder**"][-1] == "75 %" and list(rows)[-1] == "plain differences"
    text = markdown(fates(), {"limit": 2, "seed": 0})
    assert "5 mutants" in text and "1 holes" in text and "x ¦ y" not in text.split("## Alive")[0]
    assert "reduces to zero" in text and "**a hole**" in text


def test_the_document_has_each_mutant_and_its_fate():
    found = as_json(fates(), {"limit": 2, "seed": 0})
    assert found["mutants"] == {"total": 5, "killed": 3, "equivalent": 1, "holes": 1, "kill_rate": 0.75}
    assert [one["fate"] for one in found["matrix"]] == ["killed"] * 3 + ["hole", "equivalent"]
    assert found["rungs"]["dot_product"] == {"asked": 3, "killed": 2}
    assert json.loads(json.dumps(found)) == found


def test_the_page_needs_nothing_else_and_escapes_what_it_shows():
    text = page(fates(), {"limit": 2, "seed": 0})
    assert "Loop &lt;i&gt;" in text and "<i>" not in text
    assert "prefers-color-scheme:dark" in text and 'name="viewport"' in text
    assert not re.search(r"https?://|src=|<link", text)


def test_a_campaign_of_a_small_layer_leaves_no_hole():
    found = campaign(LAYERS["relu"], 4)
    assert len(found) == 8 and not [fate for fate in found if fate.hole]
    assert {fate.kind for fate in found} == {"formula", "loop"}


# the command


def test_the_command_says_what_it_can_change():
    told = json.loads(chainrule("mutate", "--operators", "--json").stdout)
    assert {one["operator"] for one in told} == {name for kind in OPERATORS.values() for name in kind}
    assert all(one["meaning"] for one in told)


def test_the_command_refuses_what_it_does_not_know(tmp_path):
    assert "no layer is called 'convv2d'" in chainrule("mutate", "convv2d", status=2).stderr
    assert "at a time" in chainrule("mutate", "relu", "--json", "--html", status=2).stderr
    assert "--out" in chainrule("mutate", "relu", "--out", tmp_path / "a.md", status=2).stderr
    assert "is a folder" in chainrule("mutate", "relu", "--html", "--out", tmp_path, status=2).stderr


def test_the_command_writes_a_page_and_goes_on_where_it_ended(tmp_path, monkeypatch):
    monkeypatch.setenv("CHAINRULE_CACHE", str(tmp_path / "cache"))
    found = json.loads(chainrule("mutate", "relu", "--limit", "2", "--json").stdout)
    assert found["mutants"]["total"] == 4 and found["mutants"]["holes"] == 0 and found["limit"] == 2
    kept = list((tmp_path / "cache" / "mutation").iterdir())
    kept[0].write_text(kept[0].read_text().replace('"layer": "relu"', '"layer": "kept"'))
    target = tmp_path / "page.html"
    chainrule("mutate", "relu", "--limit", "2", "--html", "--out", target)
    assert "kept: 4 mutants" in target.read_text()  # nothing ran again


def test_every_way_of_a_kernel_is_named_in_the_places(dense):
    kernel = dense.kernels["_vjp_x"]
    loops = [node for node in walk(kernel.body) if isinstance(node, Loop)]
    assert {of_loops.told(node) for node in loops} >= {"Loop n", "Loop k"}


# what is the same though it is written otherwise


def survivors_proved(layer, kernel, operator):
    program = ground(LAYERS[layer]).programs[kernel]
    found = [m for m in formulas(program) if m.operator == operator]
    return {m.place for m in found if proved(program, m.program, LAYERS[layer])}, {m.place for m in found}


def test_a_sum_may_be_taken_in_another_order():
    for operator in ("flip", "offset"):
        same, every = survivors_proved("batch_norm_inference", "_vjp_beta", operator)
        assert same == every == {"dy[n, c, h, w] in dbeta"}


def test_not_where_something_else_is_read_at_the_same_index():
    same, every = survivors_proved("batch_norm", "_vjp_x", "flip")
    assert same == {"dy[n', c, h', w'] in dx"} and len(every) > 4  # Σ dy x̂ has the same access, and another
    program = ground(LAYERS["batch_norm"]).programs["_vjp_x"]
    flips = [m for m in formulas(program) if m.operator == "flip" and m.place in same]
    kept = [m for m in flips if proved(program, m.program, LAYERS["batch_norm"])]
    assert len(kept) == 3 and len(flips) == 8  # n, h, w of Σ dy; neither c nor any of Σ dy x̂


def test_a_mirror_may_be_read_from_its_other_end():
    same, _ = survivors_proved("weighted_pool2d", "_vjp_x", "flip")
    assert same == {"bell[r + t*s_h, r' + t'*s_w] in dx"}
    shifted, _ = survivors_proved("weighted_pool2d", "_vjp_x", "offset")
    assert not shifted


def test_a_definition_that_leans_to_one_side_is_no_mirror():
    (bell, *_) = LAYERS["weighted_pool2d"].forward
    u = bell.lhs.index[0]
    assert is_mirror(bell, 0) and is_mirror(bell, 1)
    assert not is_mirror(replace(bell, expr=bell.expr.xreplace({u: u + 1})), 0)


def test_who_wins_a_tie_is_all_one_where_what_is_won_is_multiplied_by_zero():
    same, every = survivors_proved("mish", "_vjp_x", "tie")
    assert same >= {"[x[i] >= 0] in dx", "[-x[i] > 0] in dx"} and same <= every
    lost, kinks = survivors_proved("relu", "_vjp_x", "tie")
    assert kinks and not lost
