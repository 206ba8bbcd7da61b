"""Layers inside PyTorch: values and every kind of derivative, under every transformation that it has."""

import copy
import importlib
import pickle
import sys
import time

import numpy as np
import pytest
from sklearn.datasets import load_digits

import chainrule
import generated
from chainrule import calls
from codegen.verification import draw
from derive.layers import LAYERS

torch = pytest.importorskip("torch")
operators = importlib.import_module("chainrule.torch.operators")
registry = importlib.import_module("chainrule.torch.registry")

# PyTorch's own transformations script some of its functions.
pytestmark = pytest.mark.filterwarnings("ignore:`torch.jit:DeprecationWarning")

F = torch.nn.functional
func = torch.func
gradcheck, gradgradcheck = torch.autograd.gradcheck, torch.autograd.gradgradcheck
DOUBLE = torch.float64
function, module = chainrule.torch.function, chainrule.torch.module


def real(*shape, dtype=DOUBLE, grad=True, seed=0):
    made = torch.randn(*shape, dtype=dtype, generator=torch.Generator().manual_seed(seed + sum(shape)))
    return made.requires_grad_(grad)


def case(name):
    """A layer as a function of what it is differentiated by, and a point of that."""
    labels = torch.tensor([1, 0, 2])
    call = function(name)
    match name:
        case "conv2d":
            inputs = real(2, 4, 6, 5), real(4, 2, 3, 2), real(4)
            return lambda x, w, b: call(x, w, b, stride=2, padding=(1, 0), groups=2), inputs
        case "dense":
            return call, (real(3, 4), real(2, 4), real(2))
        case "max_pool2d":
            return lambda x: call(x, kernel=3, padding=1)[0], (real(1, 2, 5, 4),)
        case "cross_entropy":
            return lambda x: call(x, labels), (real(3, 4),)
        case "batch_norm":
            return lambda x, g, b: call(x, g, b)[0], (real(4, 2, 3, 2), real(2), real(2))
        case "sgd_step":
            return lambda *a: call(*a, momentum=0.5), (real(4), real(4, seed=1), real(4, seed=2))
        case "mse_loss":
            return call, (real(3, 2), real(3, 2, seed=1))
    return call, (real(3, 5),)


FIRST = ["conv2d", "dense", "max_pool2d", "cross_entropy", "batch_norm", "sgd_step", "mse_loss", "gelu"]
DEEP = [
    pytest.param(name, marks=pytest.mark.deep) for name in ("conv2d", "dense", "cross_entropy", "mse_loss")
]
SECOND = ["sgd_step", "gelu", *DEEP]


# values and derivatives


def test_values_and_gradients_are_those_of_torch():
    x, w, b = real(2, 4, 7, 6), real(6, 2, 3, 2), real(6)
    options = {"stride": (2, 1), "padding": 1, "dilation": (1, 2), "groups": 2}
    conv = function("conv2d")
    for bias in (b, None):
        inputs = [one for one in (x, w, bias) if one is not None]
        ours, theirs = conv(x, w, bias, **options), F.conv2d(x, w, bias, **options)
        dy = torch.randn_like(theirs)
        found, expected = (torch.autograd.grad(y, inputs, dy) for y in (ours, theirs))
        for a, e in zip((ours, *found), (theirs, *expected), strict=True):
            assert torch.allclose(a, e, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("name", FIRST)
def test_first_order_in_both_modes(name):
    call, inputs = case(name)
    assert gradcheck(call, inputs, check_forward_ad=True)


@pytest.mark.parametrize("name", SECOND)
def test_second_order_in_every_order_of_modes(name):
    call, inputs = case(name)
    assert gradgradcheck(call, inputs, check_fwd_over_rev=True, check_rev_over_rev=True)

    def tangents(*point):
        return func.jvp(call, point, tuple(torch.cos(one) for one in point))[1]

    assert gradcheck(tangents, inputs)


def test_third_order():
    gelu, x = function("gelu"), real(4, grad=False)

    def thrice(f):
        once = func.grad(lambda a: f(a).sum())
        twice = func.grad(lambda a: once(a).sum())
        return func.grad(lambda a: twice(a).sum())(x)

    assert torch.allclose(thrice(gelu), thrice(F.gelu), rtol=1e-10)


@pytest.mark.parametrize("outer", [func.jacrev, func.jacfwd])
def test_transformations_nest(outer):
    gelu, x = function("gelu"), real(3, grad=False)
    assert torch.allclose(outer(func.jacrev(gelu))(x), outer(func.jacrev(F.gelu))(x), atol=1e-12)
    assert torch.allclose(func.jacrev(outer(gelu))(x), func.jacrev(outer(F.gelu))(x), atol=1e-12)


def test_forward_mode_over_forward_mode_is_refused_and_not_zero():
    gelu, x = function("gelu"), real(3, grad=False)
    with pytest.raises(NotImplementedError, match="forward mode over forward mode"):
        func.jacfwd(func.jacfwd(gelu))(x)


def test_what_comes_with_the_outputs_has_no_gradient():
    y, switch = function("max_pool2d")(real(1, 1, 4, 4))
    assert y.requires_grad and not switch.requires_grad and switch.dtype == torch.int64
    new_w, new_velocity = function("sgd_step")(real(3), real(3), real(3))
    (only,) = torch.autograd.grad(new_velocity.sum(), [new_w], allow_unused=True)
    assert only is None


def test_one_output_of_two_may_be_without_a_cotangent():
    inputs = real(3), real(3, seed=1), real(3, seed=2)
    for number in (0, 1):
        made = function("sgd_step")(*inputs, lr=0.5, momentum=0.25)[number]
        found = torch.autograd.grad(made.sum(), inputs, allow_unused=True, materialize_grads=True)
        wanted = [(1.0, -0.5, -0.125), (0.0, 1.0, 0.25)][number]
        assert [float(g[0]) for g in found] == list(wanted)


# transformations of programs


@pytest.mark.parametrize("name", ["conv2d", "max_pool2d", "cross_entropy", "batch_norm", "relu"])
def test_the_operators_pass_torchs_own_examination(name):
    call, inputs = case(name)
    seen = []
    own = registry.operators(calls.operation(name))
    with pytest.MonkeyPatch.context() as patch:
        kept = own.forward
        patch.setitem(own.__dict__, "called", lambda *given: seen.append(given) or kept(*given))
        call(*inputs)
    (given,) = seen
    torch.library.opcheck(kept, given)


@pytest.mark.parametrize("dynamic", [False, True])
def test_compiled_whole(dynamic):
    conv = function("conv2d")

    def net(x, w, b):
        return (conv(x, w, b, padding=1) ** 2).sum(dim=(2, 3))

    whole = torch.compile(net, fullgraph=True, backend="aot_eager", dynamic=dynamic)
    for size in (5, 6):
        inputs = real(2, 3, size, size), real(4, 3, 3, 3), real(4)
        assert torch.equal(whole(*inputs), net(*inputs))
        for a, e in zip(*(torch.autograd.grad(f(*inputs).sum(), inputs) for f in (whole, net)), strict=True):
            assert torch.equal(a, e)


def test_compiled_before_anything_else_was_called():
    """Tracing needs nothing that only a call would find."""
    fresh = calls.Operation("leaky_relu_fresh", calls.shipped("leaky_relu"), lambda: None)
    traced = importlib.import_module("chainrule.torch.tensors").TensorFunction(fresh)
    whole = torch.compile(lambda x: traced(x, slope=0.5), fullgraph=True, backend="aot_eager")
    assert whole(torch.tensor([-2.0, 4.0])).tolist() == [-1, 4]


def test_exported_with_sizes_left_open():
    conv = module("conv2d", w=(4, 3, 3, 3), stride=2)
    size = torch.export.Dim("size", min=5)
    there = torch.export.export(conv, (torch.ones(2, 3, 8, 8),), dynamic_shapes=(({2: size, 3: size},),))
    x = torch.randn(2, 3, 11, 11)
    assert torch.equal(there.module()(x), conv(x))


def test_mapped_over_a_batch():
    gelu, dense = function("gelu"), function("dense")
    x, w = real(5, 3, 4, grad=False), real(2, 4, grad=False)
    assert torch.equal(torch.vmap(gelu, in_dims=1)(x), gelu(x).movedim(1, 0))
    found = torch.vmap(dense, in_dims=(0, None))(x, w)
    assert torch.equal(found, torch.stack([dense(one, w) for one in x]))
    each = torch.vmap(func.grad(lambda w, x: dense(x, w).square().sum()), (None, 0))(w, x)
    one_by_one = [func.grad(lambda w, x: dense(x, w).square().sum())(w, one) for one in x]
    assert torch.allclose(each, torch.stack(one_by_one), rtol=1e-12)


def test_an_elementwise_layer_is_mapped_in_one_call(monkeypatch):
    made = []
    monkeypatch.setattr(generated.runtime.Call, "run", lambda self, *_: made.append(self.shape))
    torch.vmap(function("relu"))(real(5, 3, grad=False))
    torch.vmap(function("dense"), in_dims=(0, None))(real(5, 3, 4, grad=False), real(2, 4, grad=False))
    assert made == [(5, 3)] + [None] * 5


@pytest.mark.parametrize("low", [torch.float16, torch.bfloat16])
def test_half_precision_is_converted_at_the_door(low):
    dense, x, w = function("dense"), real(3, 4), real(2, 4)
    y = dense(x.to(low), w.to(low))
    assert y.dtype == low and torch.equal(y, dense(x.to(low).float(), w.to(low).float()).to(low))
    assert dense(x.to(low), w.float()).dtype == torch.float32
    (dx,) = torch.autograd.grad(y.sum(), x)
    assert dx.dtype == DOUBLE


def test_autocast():
    net = torch.nn.Sequential(torch.nn.Linear(4, 4), module("dense", w=(2, 4)), module("relu"))
    with torch.autocast("cpu", torch.bfloat16):
        y = net(torch.ones(3, 4))
    assert y.dtype == torch.float32
    y.sum().backward()
    assert all(one.grad.dtype == torch.float32 for one in net.parameters())


# memory


def test_tensors_and_arrays_share_their_memory():
    x = real(3, 4)
    for view in (x, x[:, 1:], x.T):
        (array,) = operators.arrays([view])
        assert array.ctypes.data == view.data_ptr() and array.shape == tuple(view.shape)
    dense, w = function("dense"), real(2, 4)
    assert torch.equal(dense(x.T.contiguous().T, w), dense(x, w))


def test_results_are_not_copied(monkeypatch):
    made = []
    forward = calls.Operation.forward
    monkeypatch.setattr(calls.Operation, "forward", lambda *a: made.append(forward(*a)) or made[-1])
    y = function("relu")(real(7, grad=False))
    assert y.data_ptr() == made[0][0].ctypes.data


# what is refused


BAD = [
    (lambda f, x, w: f(x), TypeError, "dense: w is missing; it has no default"),
    (lambda f, x, w: f(x, w, None, w), TypeError, "dense: takes 3 inputs, got 4"),
    (lambda f, x, w: f(x, w, x=x), TypeError, "dense: nothing is called 'x'; there are: x, w, b"),
    (lambda f, x, w: f(x.detach().numpy(), w), TypeError, "dense: x must be a tensor, got ndarray"),
    (lambda f, x, w: f(x.long(), w), TypeError, "dense: x holds torch.int64, expected a floating type"),
    (lambda f, x, w: f(x.to(torch.complex128), w), TypeError, "dense: x holds torch.complex128"),
    (lambda f, x, w: f(x, w.float()), TypeError, "dense: w is float32 but x is float64"),
    (lambda f, x, w: f(x, w[:, 1:]), ValueError, "dense: axis 1 of w is 3, expected K = 4"),
]


@pytest.mark.parametrize("wrong, kind, said", BAD)
def test_a_wrong_call_is_refused_by_name(wrong, kind, said):
    with pytest.raises(kind, match=f"^{said}"):
        wrong(function("dense"), real(3, 4), real(2, 4))


@pytest.mark.parametrize("wrong", [1.5, "a", True, [1, 2.5], (), (1, 1, 1), 0])
def test_a_wrong_option_is_refused_by_name(wrong):
    with pytest.raises((TypeError, ValueError), match=r"^conv2d: stride"):
        function("conv2d")(real(1, 1, 3, 3), real(1, 1, 2, 2), stride=wrong)


def test_another_device_is_refused_with_what_to_do():
    with pytest.raises(NotImplementedError, match=r"chainrule::dense: .* \.cpu\(\)"):
        registry.elsewhere("dense")()


# layers of others


USERS = """
from derive.notation import Layer, define, index, option, sizes, sqrt, tensor, total
N, C = sizes("N C")
n, c = index("n", N), index("c", C)
power = option("power", "p")
X, G, Y = tensor("x", n, c), tensor("g", c), tensor("y", n, c)
scaled = Layer("scaled", [define(Y[n, c], G[c] * X[n, c] ** power)], wrt=(X, G), options=(power,))
"""


def test_a_layer_of_a_file(tmp_path):
    (tmp_path / "scaled.py").write_text(USERS)
    scaled = function(tmp_path / "scaled.py")
    x, g = real(3, 2), real(2)
    assert torch.allclose(scaled(x, g, power=3), g * x**3)
    assert gradcheck(lambda x, g: scaled(x, g, power=3), (x, g), check_forward_ad=True)
    assert gradgradcheck(lambda x, g: scaled(x, g, power=3), (x, g))
    with pytest.raises(TypeError, match="scaled: power has no default and must be given"):
        scaled(x, g)
    with pytest.raises(TypeError, match=r"scaled: g has no default: give a tensor of shape \(C,\)"):
        module(tmp_path / "scaled.py", power=2)


# modules


def test_a_module_has_the_parameters_that_follow_from_one():
    conv = module("conv2d", w=(6, 2, 3, 3), groups=2, padding=1)
    assert {n: tuple(p.shape) for n, p in conv.named_parameters()} == {"w": (6, 2, 3, 3), "b": (6,)}
    assert not conv.b.any() and conv.w.abs().max() <= 1 / np.sqrt(18)
    x = torch.randn(2, 4, 5, 5)
    assert torch.allclose(conv(x), F.conv2d(x, conv.w, conv.b, padding=1, groups=2), atol=1e-6)
    assert [n for n, _ in module("conv2d", w=(6, 2, 3, 3), b=None).named_parameters()] == ["w"]
    norm = module("layer_norm", gamma=(5,))
    assert norm.gamma.eq(1).all() and norm.beta.eq(0).all() and "layer_norm, gamma=(5,)" in repr(norm)


def test_a_module_is_kept_and_loaded():
    first, second = (module("dense", w=(3, 4)) for _ in range(2))
    second.load_state_dict(first.state_dict())
    x = torch.ones(2, 4)
    assert torch.equal(first(x), second(x)) and not list(module("relu").parameters())
    assert first.double()(x.double()).dtype == DOUBLE


def test_a_module_is_copied_and_sent(tmp_path):
    """``deepcopy``, ``pickle`` and ``torch.save``: the layer of the catalogue, and one of a file."""
    conv, x = module("conv2d", w=(4, 3, 3, 3)), torch.ones(1, 3, 5, 5)
    torch.save(conv, tmp_path / "conv.pt")
    for other in (copy.deepcopy(conv), torch.load(tmp_path / "conv.pt", weights_only=False)):
        assert other.call.operation is conv.call.operation and other.w is not conv.w
        assert torch.equal(other(x), conv(x))
    (tmp_path / "scaled.py").write_text(USERS)
    scaled = function(tmp_path / "scaled.py")
    assert pickle.loads(pickle.dumps(scaled)).operation is scaled.operation
    norm = module("batch_norm", gamma=torch.ones(3), beta=torch.zeros(3))
    copy.deepcopy(norm)(torch.randn(2, 3, 4, 4))
    assert not norm.running_mean.any(), "a copy has a state of its own"


def test_a_program_that_was_exported_is_kept(tmp_path):
    """Also where a layer gives more than its outputs, or renews a state."""
    pooled = torch.nn.Sequential(module("relu"), module("max_pool2d", kernel=2))
    norm = module("batch_norm", gamma=torch.ones(3), beta=torch.zeros(3))
    for net in (pooled, torch.nn.Sequential(norm), torch.nn.Sequential(norm).eval()):
        x = torch.randn(2, 3, 8, 8)
        torch.export.save(torch.export.export(net, (x,)), tmp_path / "net.pt2")
        assert torch.equal(torch.export.load(tmp_path / "net.pt2").module()(x), net(x))


def test_data_are_arguments_of_a_module():
    loss, x, t = module("cross_entropy_mean"), real(3, 4), torch.tensor([0, 3, 1])
    assert torch.allclose(loss(x, t), F.cross_entropy(x, t))
    assert torch.allclose(module("mse_loss")(x, x + 1), torch.ones((), dtype=DOUBLE))


def test_a_state_is_renewed_in_training_and_read_after_eval():
    ours = module("batch_norm", gamma=torch.ones(3), beta=torch.zeros(3))
    theirs = torch.nn.BatchNorm2d(3)
    for seed in range(3):
        x = real(4, 3, 5, 5, dtype=torch.float32, grad=False, seed=seed)
        assert torch.allclose(ours(x), theirs(x), atol=1e-5)
    assert torch.allclose(ours.running_var, theirs.running_var, atol=1e-5)
    assert torch.allclose(ours.eval()(x), theirs.eval()(x), atol=1e-5)
    assert set(ours.state_dict()) == {"gamma", "beta", "running_mean", "running_var"}


def test_a_state_without_a_layer_that_reads_it_is_not_read_wrongly():
    block = module("conv_batch_norm_relu", w=(2, 1, 1, 1), gamma=torch.ones(2), beta=torch.zeros(2)).eval()
    with pytest.raises(RuntimeError, match=r"eval\(\) needs the layer that reads running_mean, running_var"):
        block(torch.ones(1, 1, 2, 2))


@pytest.mark.parametrize(
    ("given", "kind", "said"),
    [
        ({}, TypeError, r"conv2d: w has no default: give its shape, w=\(G \* Og, Cg, KH, KW\), or a tensor"),
        ({"w": (4, 2, 3, 3), "v": 1}, TypeError, "conv2d: nothing to set is called 'v'"),
        ({"w": (4, 2)}, ValueError, "w has 2 axes"),
        ({"w": 3}, TypeError, "w must be a shape, a tensor or None, got 3"),
        ({"w": None}, TypeError, "conv2d: w has no default and cannot be None"),
        ({"w": (5, 2, 3, 3), "groups": 2}, ValueError, "axis 0 of w is 5, which must be"),
    ],
)
def test_a_wrong_module_is_refused(given, kind, said):
    with pytest.raises(kind, match=f"^{said}"):
        module("conv2d", **given)


class Windows(torch.utils.data.Dataset):
    """Pictures that a layer has seen to, in the process that loads them."""

    def __len__(self):
        return 6

    def __getitem__(self, k):
        return function("avg_pool2d")(torch.full((1, 1, 64, 64), float(k)))[0]


@pytest.mark.filterwarnings("ignore:os.fork:RuntimeWarning")  # of JAX, where another test has loaded it
def test_workers_of_a_loader_call_layers():
    Windows()[0]  # the parent's threads are awake when it forks
    found = torch.cat(list(torch.utils.data.DataLoader(Windows(), batch_size=2, num_workers=1)))
    assert found.shape == (6, 1, 32, 32) and found[:, 0, 0, 0].tolist() == list(range(6))


# searches and engines that take their time


def digits(workers, rank, steps=6):
    """The losses of a small network on handwritten digits, its batches shared by ``workers``."""
    pictures, labels = load_digits(return_X_y=True)
    x, t = torch.from_numpy(pictures[:192].reshape(-1, 1, 8, 8) / 16), torch.from_numpy(labels[:192])
    torch.manual_seed(0)
    layers = module("conv2d", w=(8, 1, 3, 3), padding=1), module("relu"), torch.nn.Flatten()
    net = torch.nn.Sequential(*layers, module("dense", w=(10, 512))).double()
    net = torch.nn.parallel.DistributedDataParallel(net) if workers > 1 else net
    loss, optimiser = module("cross_entropy"), torch.optim.SGD(net.parameters(), 0.1)
    seen = []
    for step in range(steps):
        mine = slice(32 * step + 32 * rank // workers, 32 * step + 32 * (rank + 1) // workers)
        optimiser.zero_grad()
        mean = loss(net(x[mine]), t[mine]).mean()
        mean.backward()
        optimiser.step()
        total = mean.detach().clone()
        if workers > 1:
            summed(total)
        seen.append(float(total) / workers)
    return seen


def summed(total):
    """The sum over all workers, in place, once the engine's own thread has let go of it.

    That thread takes Python's lock to do so; if the interpreter ends meanwhile, PyTorch aborts
    (github.com/pytorch/pytorch/issues/190489), with layers of its own too.
    """
    before = sys.getrefcount(total)
    torch.distributed.all_reduce(total)
    while sys.getrefcount(total) > before:
        time.sleep(0.001)


def worker(rank, workers, meeting, found):
    torch.set_num_threads(1)
    torch.distributed.init_process_group("gloo", init_method=meeting, rank=rank, world_size=workers)
    losses = digits(workers, rank)
    if rank == 0:
        found.put(losses)
    torch.distributed.destroy_process_group()


@pytest.mark.deep
def test_two_workers_have_the_losses_of_one(tmp_path):
    found = torch.multiprocessing.get_context("spawn").SimpleQueue()
    torch.multiprocessing.spawn(worker, (2, f"file://{tmp_path / 'meeting'}", found), nprocs=2)
    assert found.get() == pytest.approx(digits(1, 0), rel=1e-12)


def points(layer, number):
    """Small cases of a layer, off its kinks: tensors in the order of its inputs, options."""
    for drawn in draw(layer, 40):
        rng = np.random.default_rng(drawn.seed)
        arrays = {t.name: np.array(drawn.arrays[t.name]) for t in layer.inputs if t.name in drawn.arrays}
        small = sum(a.size for a in arrays.values()) <= 150 and all(a.size for a in arrays.values())
        if drawn.omitted or not small or number == 0:
            continue
        for t in layer.inputs:
            if t.kind == "real":
                arrays[t.name] = np.asarray(arrays[t.name] + rng.uniform(0.01, 0.1, arrays[t.name].shape))
        yield {name: torch.from_numpy(a) for name, a in arrays.items()}, drawn.options
        number -= 1


@pytest.mark.deep
@pytest.mark.parametrize("name", LAYERS.names)
def test_every_layer_of_the_catalogue(name):
    """The forward bit for bit, gradients in both modes against differences."""
    call, tried = function(name), 0
    o = call.operation
    for tensors, options in points(LAYERS[name], 3):
        expected = o.forward([tensors[n].numpy() for n in o.inputs], options)[: len(o.outputs)]
        if not all(np.isfinite(one).all() and one.size for one in expected):
            continue

        def outputs(*wrt, tensors=tensors, options=options):
            found = call(**{**tensors, **dict(zip(o.wrt, wrt, strict=True))}, **options)
            return found[: len(o.outputs)] if isinstance(found, tuple) else (found,)

        inputs = [tensors[n].requires_grad_() for n in o.wrt]
        for y, e in zip(outputs(*inputs), expected, strict=True):
            assert np.array_equal(y.detach().numpy(), e)
        assert gradcheck(outputs, inputs, check_forward_ad=True)
        tried += 1
    assert tried


@pytest.mark.deep
def test_compiled_to_machine_code():
    conv, inputs = function("conv2d"), (real(2, 3, 6, 6), real(4, 3, 3, 3), real(4))

    def net(x, w, b):
        return torch.relu(conv(x, w, b, padding=1)).mean() * 2

    whole = torch.compile(net, fullgraph=True)
    assert torch.allclose(whole(*inputs), net(*inputs))
    for a, e in zip(*(torch.autograd.grad(f(*inputs), inputs) for f in (whole, net)), strict=True):
        assert torch.allclose(a, e, rtol=1e-12)
