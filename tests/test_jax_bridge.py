"""Layers inside JAX: values and every order of derivatives, under its transformations."""

import pickle

import numpy as np
import pytest

import chainrule

jax = pytest.importorskip("jax")
check_grads = pytest.importorskip("jax.test_util").check_grads

jnp = jax.numpy
function = chainrule.jax.function


@pytest.fixture(autouse=True)
def doubles():
    """In float64, whatever other tests do."""
    before = jax.config.jax_enable_x64
    jax.config.update("jax_enable_x64", True)
    yield
    jax.config.update("jax_enable_x64", before)


def real(*shape, seed=0):
    return jnp.asarray(np.random.default_rng(seed + sum(shape)).normal(size=shape))


def test_values_and_gradients_are_those_of_jax():
    conv = function("conv2d")
    inputs = real(2, 4, 6, 5), real(4, 2, 3, 2), real(4)

    def ours(x, w, b):
        return conv(x, w, b, stride=2, padding=(1, 0), groups=2)

    def theirs(x, w, b):
        made = jax.lax.conv_general_dilated(x, w, (2, 2), ((1, 1), (0, 0)), feature_group_count=2)
        return made + b[:, None, None]

    assert np.allclose(ours(*inputs), theirs(*inputs), rtol=1e-12, atol=1e-12)
    found, expected = (
        jax.jit(jax.grad(lambda *a, f=f: (f(*a) ** 2).sum(), (0, 1, 2)))(*inputs) for f in (ours, theirs)
    )
    for a, e in zip(found, expected, strict=True):
        assert np.allclose(a, e, rtol=1e-11, atol=1e-11)


@pytest.mark.parametrize("name", ["dense", "max_pool2d", "batch_norm", "conv2d"])
def test_first_order_in_both_modes(name):
    call = function(name)
    inputs = {
        "dense": (real(3, 4), real(2, 4), real(2)),
        "max_pool2d": (real(1, 2, 4, 5),),
        "batch_norm": (real(4, 2, 3, 2), real(2), real(2, seed=1)),
        "conv2d": (real(2, 2, 4, 4), real(3, 2, 2, 3)),
    }[name]

    def first(*arrays):
        found = call(*arrays)
        return found[0] if isinstance(found, tuple) else found

    check_grads(first, inputs, order=1)


def test_labels_have_no_gradient():
    labels = jnp.array([1, 0, 2])
    check_grads(lambda x: function("cross_entropy")(x, labels), (real(3, 4),), order=1)


@pytest.mark.parametrize("outer", [jax.jacfwd, jax.jacrev])
@pytest.mark.parametrize("inner", [jax.jacfwd, jax.jacrev])
def test_modes_nest_in_every_order(outer, inner):
    def exact(x):
        return jax.nn.gelu(x, approximate=False)

    x = real(3)
    assert np.allclose(outer(inner(function("gelu")))(x), outer(inner(exact))(x), atol=1e-12)
    assert np.allclose(jax.jit(outer(inner(function("gelu"))))(x), outer(inner(exact))(x), atol=1e-12)


@pytest.mark.deep
@pytest.mark.parametrize("name", ["dense", "sgd_step", "softmax"])
def test_second_order(name):
    inputs = {"dense": (real(3, 4), real(2, 4), real(2)), "softmax": (real(3, 4),)}
    inputs["sgd_step"] = tuple(real(4, seed=k) for k in range(3))
    options = {"momentum": 0.5} if name == "sgd_step" else {}
    check_grads(lambda *a: function(name)(*a, **options), inputs[name], order=2)


def test_mapped_over_a_batch():
    dense, gelu, x, w = function("dense"), function("gelu"), real(5, 3, 4), real(2, 4)
    found = jax.vmap(dense, in_axes=(0, None))(x, w)
    assert np.allclose(found, jnp.stack([dense(one, w) for one in x]))
    assert np.allclose(jax.vmap(gelu, in_axes=1, out_axes=1)(x), gelu(x))

    def loss(w, x):
        return (dense(x, w) ** 2).sum()

    each = jax.jit(jax.vmap(jax.grad(loss), (None, 0)))(w, x)
    assert np.allclose(each, jnp.stack([jax.grad(loss)(w, one) for one in x]))


def test_half_precision_is_converted_at_the_door():
    dense, x, w = function("dense"), real(3, 4), real(2, 4)
    low = jnp.bfloat16
    y = dense(x.astype(low), w.astype(low))
    wide = dense(x.astype(low).astype(jnp.float32), w.astype(low).astype(jnp.float32))
    assert y.dtype == low and (y == wide.astype(low)).all()
    assert (
        jax.grad(lambda x: dense(x.astype(low), w.astype(low)).sum().astype(jnp.float32))(x).dtype == x.dtype
    )


def test_integers_are_as_wide_as_jax_has_them():
    x = np.random.default_rng(0).normal(size=(1, 1, 4, 4)).astype(np.float32)
    for wide, kind in ((True, jnp.int64), (False, jnp.int32)):
        jax.config.update("jax_enable_x64", wide)
        y, switch = jax.jit(function("max_pool2d"))(x)
        assert switch.dtype == kind and y.dtype == jnp.float32


BAD = [
    (lambda f, x, w: f(x), TypeError, "dense: w is missing; it has no default"),
    (lambda f, x, w: f(x, w, None, w), TypeError, "dense: takes 3 inputs, got 4"),
    (lambda f, x, w: f(x, w, x=x), TypeError, "dense: nothing is called 'x'; there are: x, w, b"),
    (lambda f, x, w: f("x", w), TypeError, "dense: x must be an array, got str"),
    (lambda f, x, w: f(x.astype(int), w), TypeError, "dense: x holds int64, expected a floating type"),
    (lambda f, x, w: f(x, w.astype("float32")), TypeError, "dense: w is float32 but x is float64"),
    (lambda f, x, w: f(x, w[:, 1:]), ValueError, "dense: axis 1 of w is 3, expected K = 4"),
    (lambda f, x, w: jax.jit(f)(x, w[:, 1:]), ValueError, "dense: axis 1 of w is 3, expected K = 4"),
]


@pytest.mark.parametrize(("wrong", "kind", "said"), BAD)
def test_a_wrong_call_is_refused_by_name(wrong, kind, said):
    with pytest.raises(kind, match=f"^{said}"):
        wrong(function("dense"), real(3, 4), real(2, 4))


def test_a_layer_of_a_file(tmp_path):
    (tmp_path / "cubed.py").write_text(
        "from derive.notation import Layer, define, index, option, sizes, tensor\n"
        "(N,) = sizes('N')\nn = index('n', N)\nx, y = tensor('x', n), tensor('y', n)\n"
        "scale = option('scale', 's', default=1)\n"
        "cubed = Layer('cubed', [define(y[n], scale * x[n] ** 3)], wrt=(x,), options=(scale,))\n"
    )
    cubed, x = function(tmp_path / "cubed.py"), real(4)
    assert np.allclose(cubed(x, scale=2), 2 * x**3)
    check_grads(lambda x: cubed(x, scale=2), (x,), order=2)
    with pytest.raises(TypeError, match=r"^cubed: scale must hold int, got 1.5"):
        cubed(x, scale=1.5)


def test_a_function_is_sent_to_another_process():
    dense = function("dense")
    assert pickle.loads(pickle.dumps(dense)).operation is dense.operation
