"""Arrays that may only be read are taken as they are: nothing is copied, nothing compiled once more."""

import numpy as np
import pytest

from codegen.verification.quick import standing
from derive.layers import LAYERS
from generated import memory


def read_only(a):
    made = np.array(a)
    made.flags.writeable = False
    return made


@pytest.mark.parametrize(
    "a", [np.arange(6.0).reshape(2, 3), np.array(3.0), np.arange(4) * 1j, np.zeros((0, 2))]
)
def test_it_is_the_same_memory(a):
    given = read_only(a)
    taken = memory.contiguous("layer", "x", given, given.dtype)
    assert taken.flags.writeable and taken.ctypes.data == given.ctypes.data
    assert np.array_equal(taken, given) and taken.dtype == given.dtype and not given.flags.writeable


def test_it_lives_as_long_as_what_was_taken():
    taken = memory.contiguous("layer", "x", read_only(np.arange(1000.0)), np.dtype(float))
    assert taken.sum() == 499500.0


def test_no_kernel_is_compiled_for_it():
    module = standing(LAYERS["softmax"])
    x = np.linspace(0.0, 1.0, 12).reshape(3, 4)
    wanted = module.forward(x)
    kernels = [k for k in vars(module).values() if hasattr(k, "signatures")]
    before = [len(k.signatures) for k in kernels]
    assert np.array_equal(module.forward(read_only(x)), wanted)
    assert [len(k.signatures) for k in kernels] == before and sum(before)


def test_out_must_be_writeable_all_the_same():
    module, x = standing(LAYERS["softmax"]), np.ones((2, 3))
    with pytest.raises(ValueError, match="writeable"):
        module.forward(x, out=read_only(x))
