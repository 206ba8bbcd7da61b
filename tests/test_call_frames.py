"""How XLA reaches the kernels: by its call frames where it speaks their version, else by way of JAX."""

import ctypes
from types import SimpleNamespace

import numpy as np
import pytest

import chainrule

jax = pytest.importorskip("jax")

from chainrule.jax import call_frames, primitives  # noqa: E402

jnp = jax.numpy


def called(name, run, results, *arrays):
    """A function of the processor, in a compiled program."""
    return jax.jit(lambda *given: call_frames.foreign_call(name, run, results, given))(*arrays)


def like(*shape, dtype=np.float32):
    return jax.ShapeDtypeStruct(shape, dtype)


@pytest.fixture(autouse=True)
def registered():
    """As the primitives do before they call."""
    assert call_frames.foreign()


@pytest.fixture
def long_way(monkeypatch):
    monkeypatch.setattr(primitives, "foreign", lambda: False)
    primitives.primitives.cache_clear()
    yield
    primitives.primitives.cache_clear()
    jax.clear_caches()


def test_arrays_of_all_kinds_and_shapes_come_and_go():
    given = jnp.arange(6, dtype=jnp.float32).reshape(2, 3), jnp.asarray(7, jnp.int32), jnp.ones((0, 4))
    seen = []

    def run(x, k, nothing, out):
        seen.append([(a.shape, a.dtype) for a in (x, k, nothing)])
        return [x.T * k, np.asarray(k + 1), np.zeros((3, 0))]

    results = [like(3, 2), like(dtype=np.int32), like(3, 0)]
    turned, more, empty = called("kinds", run, results, *given)
    assert np.array_equal(turned, 7 * np.arange(6).reshape(2, 3).T)
    assert (int(more), empty.shape) == (8, (3, 0))
    kinds = [((2, 3), np.dtype("f4")), ((), np.dtype("i4")), ((0, 4), np.dtype("f4"))]
    assert seen == [kinds]


def test_what_is_written_where_the_result_lies_is_not_copied():
    def run(x, out):
        np.multiply(x, 2, out=out[0])
        return [out[0].reshape(out[0].shape)]

    assert np.array_equal(called("in place", run, [like(5)], jnp.arange(5.0))[0], 2 * np.arange(5))


def test_kernels_write_where_results_lie():
    operation = chainrule.jax.function("max_pool2d").operation
    x, y = np.random.default_rng(0).normal(size=(1, 2, 4, 4)), np.empty((1, 2, 2, 2))
    options = {"kernel": (2,), "stride": (2,), "padding": (0,), "dilation": (1,)}
    options = {name: options.get(name, value) for name, value in operation.options.items()}
    found, switch = operation.forward([x], options, [y, None])
    assert np.shares_memory(found, y)
    dx = np.empty_like(x)
    (back,) = operation.vjp([y], [x], [switch], options, ["x"], [dx])
    assert np.shares_memory(back, dx)
    assert np.array_equal(dx, operation.vjp([y], [x], [switch], options, ["x"])[0])


@pytest.mark.parametrize("fault", [ValueError("x: too small"), KeyboardInterrupt("stopped")])
def test_what_is_raised_is_an_error_of_jax_in_its_words(fault):
    def run(x, out):
        raise fault

    with pytest.raises(jax.errors.JaxRuntimeError, match=f"{type(fault).__name__}: {fault}"):
        jax.block_until_ready(called(f"raises {fault}", run, [like(2)], jnp.zeros(2)))


def test_a_program_of_another_process_says_so(monkeypatch):
    program = jax.jit(lambda x: call_frames.foreign_call("gone", lambda x, out: [x], [like(2)], [x]))
    ready = program.lower(jnp.zeros(2)).compile()
    monkeypatch.setattr(call_frames, "_SITES", {})
    with pytest.raises(jax.errors.JaxRuntimeError, match="compiled in another process"):
        jax.block_until_ready(ready(jnp.zeros(2)))


def test_a_call_with_an_extension_that_is_not_known_is_a_call(monkeypatch):
    """It is no question for the version: nothing computed would be taken for a result."""
    seen = []
    monkeypatch.setattr(call_frames, "_site", lambda _: SimpleNamespace(called=seen.append))
    extension, frame = (ctypes.c_int64 * 3)(24, 7, 0), call_frames.FRAME()
    frame[call_frames.EXTENSIONS] = ctypes.addressof(extension)
    assert call_frames._handle((0, 3), ctypes.addressof(frame)) is None
    assert len(seen) == 1


def test_a_version_that_xla_does_not_speak_is_not_taken(monkeypatch):
    monkeypatch.setattr(call_frames, "TARGET", "chainrule_unheard_of")
    monkeypatch.setattr(call_frames, "VERSIONS", ((99, 0),))
    assert not call_frames.foreign.__wrapped__()
    monkeypatch.setattr(call_frames, "VERSIONS", ((99, 0), (0, 1)))
    assert call_frames.foreign.__wrapped__()


def test_the_long_way_gives_the_same(long_way):
    x = jnp.linspace(-2, 2, 7)
    gelu = chainrule.jax.function("gelu")
    program = jax.jit(jax.grad(lambda x: gelu(x).sum()))
    assert call_frames.TARGET not in program.lower(x).as_text()
    expected = jax.grad(lambda x: jax.nn.gelu(x, approximate=False).sum())(x)
    assert np.allclose(program(x), expected, atol=1e-6)


def test_the_short_way_is_taken():
    relu = chainrule.jax.function("relu")
    assert call_frames.TARGET in jax.jit(relu).lower(jnp.zeros(3)).as_text()


def test_large_results_lie_in_large_pages(monkeypatch):
    """Their memory is new in every call: page by page the first touch takes longer than the kernel."""
    asked = []
    monkeypatch.setattr(call_frames, "_in_large_pages", lambda address, length: asked.append(length))
    relu = jax.jit(chainrule.jax.function("relu"))
    side = call_frames.LARGE // 4
    assert np.array_equal(relu(jnp.arange(side, dtype=jnp.float32))[-2:], [side - 2, side - 1])
    assert asked == [call_frames.LARGE]
    relu(jnp.ones(side - 1)).block_until_ready()
    assert asked == [call_frames.LARGE]


def test_a_system_without_large_pages_is_not_asked(monkeypatch):
    monkeypatch.delattr(call_frames.mmap, "MADV_HUGEPAGE", raising=False)
    call_frames._advise.cache_clear()
    assert call_frames._advise() is None
    call_frames._in_large_pages(0, call_frames.LARGE)
    call_frames._advise.cache_clear()
