"""Names that passes make: what they are called, and that no two in sight are called alike."""

from sympy import S

from codegen.loops.nodes import Choose, Kernel, Let, Loop, Parallel, Range, Store
from codegen.passes.naming import Fresh
from codegen.program.grouping import Grouped
from derive.expr import FloorDiv, ge, replace_in_scope
from derive.notation import index, sizes, tensor

N, M = sizes("N M")
i, j = index("i", N), index("j", N)
Y = tensor("y", i, j)


def span(z):
    return Range(z, (0,), (N - 1,))


def test_a_choice_inside_loops_knows_the_names_around_it():
    """The inner name was made first, and the outer one is what the inner one was called."""
    fresh = Fresh(Kernel("k", (), (Y,), (N, M), ()))
    inner = fresh.of(FloorDiv(N, M))
    outer = fresh.of(FloorDiv(N, M))
    choice = Choose("", (ge(i, outer),), (Let(inner, FloorDiv(N, M)), Store(Y[i, j], inner + outer)), ())
    first, around = fresh.numbered(
        (Let(outer, FloorDiv(N, M)), Parallel((span(i),), (Loop(span(j), (choice,)),)))
    )
    ((made,),) = (loop.body for loop in around.body)
    let, store = made.then
    assert (first.name.name, let.name.name) == ("N_by_M", "N_by_M2")
    assert made.conds == (ge(i, first.name),)
    assert store.value == let.name + first.name


def test_a_number_is_its_own_group():
    """What a substitution turns into a number is one value already."""
    X = tensor("x", index("i", 4))
    assert Grouped(S.Zero) == 0
    assert replace_in_scope(Grouped(2 * X[0]), {X[0]: S.Zero}) == 0
