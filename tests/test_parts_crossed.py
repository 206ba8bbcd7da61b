"""Faults behind the end of the first part of a sum: the uncompiled trial takes parts of two terms."""

import pytest

from codegen.verification.mistakes import of_loops
from codegen.verification.mutation.campaign import _tried
from codegen.verification.mutation.courses import Course
from codegen.verification.mutation.planted import ground
from derive.layers import LAYERS


@pytest.mark.deep
def test_a_part_that_keeps_the_sum_of_the_one_before_it_is_found():
    layer = LAYERS["batch_norm1d"]
    beta = next(t for t in layer.wrt if t.name == "beta")
    course = Course(ground(layer), beta, 0)
    found = of_loops.mutants(course.ground.kernels[course.name], blocks=False)
    mutant = next(m for m in found if m.operator == "no reset" and "block" in m.place)
    fate = _tried(course, "loop", mutant)
    assert fate is not None and fate.killed, fate
