"""From tensors to kernels past PyTorch's dispatcher: the same numbers, and never where somebody watches."""

import importlib
import warnings

import pytest

torch = pytest.importorskip("torch")
chainrule = importlib.import_module("chainrule")
direct = importlib.import_module("chainrule.torch.direct")
derivatives = importlib.import_module("chainrule.torch.derivatives")
dispatch = importlib.import_module("torch.utils._python_dispatch")
overrides = importlib.import_module("torch.overrides")
function = chainrule.torch.function


def real(*shape, seed=0):
    made = torch.randn(*shape, dtype=torch.float64, generator=torch.Generator().manual_seed(seed))
    return made.requires_grad_()


LABELS = torch.tensor([1, -100, 2])
CALLS = {
    "gelu": lambda f: (f, [real(3, 5)]),
    "dense": lambda f: (f, [real(3, 4), real(2, 4, seed=1), real(2, seed=2)]),
    "batch_norm": lambda f: (f, [real(4, 2, 3, 2), real(2, seed=1), None]),
    "max_pool2d": lambda f: (lambda x: f(x, kernel=3, padding=1), [real(1, 2, 5, 4)]),
    "cross_entropy_mean": lambda f: (lambda x: f(x, LABELS), [real(3, 4)]),
    "sgd_step": lambda f: (f, [real(4), real(4, seed=1), real(4, seed=2)]),
}


def results(name, *, short, monkeypatch):
    """Values, gradients, and gradients of gradients."""
    with monkeypatch.context() as patch:
        if not short:
            patch.setattr(derivatives, "undisturbed", lambda tensors: False)
        call, inputs = CALLS[name](function(name))
        found = call(*inputs)
        values = list(found) if isinstance(found, tuple) else [found]
        known = [one for one in inputs if one is not None]
        loss = sum((one**2).sum() for one in values if one.requires_grad)
        more = {"allow_unused": True, "materialize_grads": True}
        first = torch.autograd.grad(loss, known, create_graph=True, **more)
        second = torch.autograd.grad(sum((one**2).sum() for one in first), known, **more)
        with torch.no_grad():
            plain = call(*inputs)
        plain = list(plain) if isinstance(plain, tuple) else [plain]
    return [*values, *plain, *first, *second], [one.requires_grad for one in values]


@pytest.mark.parametrize("name", CALLS)
def test_both_ways_give_the_same(name, monkeypatch):
    ours, tracked = results(name, short=True, monkeypatch=monkeypatch)
    theirs, other = results(name, short=False, monkeypatch=monkeypatch)
    assert tracked == other
    assert all(torch.equal(a, b) for a, b in zip(ours, theirs, strict=True))


def seen_by(monkeypatch, call):
    """Whether a call reaches the dispatcher."""
    seen = []
    own = function("gelu").operators
    forward = own.forward
    with monkeypatch.context() as patch:
        patch.setitem(own.__dict__, "forward", lambda *given: seen.append(given) or forward(*given))
        call()
    return bool(seen)


class Watching(dispatch.TorchDispatchMode):
    def __torch_dispatch__(self, f, types, args=(), kwargs=None):
        return f(*args, **(kwargs or {}))


class Functions(overrides.TorchFunctionMode):
    def __torch_function__(self, f, types, args=(), kwargs=None):
        return f(*args, **(kwargs or {}))


class Own(torch.Tensor):
    """A tensor of a class of its own."""


def traced(f):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return torch.jit.trace(lambda x: f(x), (torch.ones(3),))


def test_a_plain_call_takes_the_short_way(monkeypatch):
    gelu = function("gelu")
    assert not seen_by(monkeypatch, lambda: gelu(real(3)))
    assert not seen_by(monkeypatch, lambda: gelu(torch.nn.Parameter(torch.ones(3))))


@pytest.mark.parametrize(
    "call",
    [
        lambda f: f(torch.ones(3, device="meta")),
        lambda f: f(torch.ones(3).as_subclass(Own)),
        lambda f: torch.func.vmap(f)(torch.ones(2, 3)),
        lambda f: torch.func.grad(lambda x: f(x).sum())(torch.ones(3)),
        traced,
    ],
    ids=["meta", "subclass", "vmap", "grad", "trace"],
)
def test_what_is_no_plain_call_goes_by_the_dispatcher(call, monkeypatch):
    gelu = function("gelu")
    assert seen_by(monkeypatch, lambda: call(gelu))


@pytest.mark.parametrize("mode", [Watching, Functions, torch.autograd.forward_ad.dual_level])
def test_so_does_a_call_under_a_mode(mode, monkeypatch):
    gelu = function("gelu")

    def call():
        with mode():
            gelu(torch.ones(3))

    assert seen_by(monkeypatch, call)


def test_a_profiler_sees_the_operator():
    gelu = function("gelu")
    with torch.autograd.profiler.profile() as found:
        gelu(torch.ones(3))
    assert any(one.name == "chainrule::gelu" for one in found.function_events)


def test_a_trace_holds_the_operator():
    gelu = function("gelu")
    assert "chainrule::gelu" in str(traced(gelu).graph)


def kernels_in_backward(monkeypatch, leaf, *, within=None):
    """How often a backward asks the dispatcher for its gradients."""
    own, seen = function("gelu").operators, []
    vjp, run = own.vjp, own.run_vjp
    with monkeypatch.context() as patch:
        patch.setitem(own.__dict__, "vjp", lambda *given: seen.append(given) or vjp(*given))
        patch.setattr(own, "run_vjp", lambda *given: pytest.fail("the short way has no list of numbers"))
        found = function("gelu")(leaf).sum()
        if within is None:
            found.backward()
        else:
            within(found)
    assert own.run_vjp == run
    return len(seen)


def test_a_plain_backward_goes_to_the_kernels(monkeypatch):
    assert kernels_in_backward(monkeypatch, real(3)) == 0


def test_a_backward_that_is_recorded_or_watched_goes_by_the_dispatcher(monkeypatch):
    def watched(found):
        with Watching():
            found.backward()

    def recorded(found):
        torch.autograd.grad(found, leaf, create_graph=True)

    leaf = real(3)

    assert kernels_in_backward(monkeypatch, leaf, within=recorded) == 1
    assert kernels_in_backward(monkeypatch, leaf, within=watched) == 1


@pytest.mark.parametrize("frozen", [(), (0,), (1,), (0, 2), (1, 2)])
def test_gradients_come_to_the_inputs_that_ask(frozen):
    inputs = [real(3, 4), real(2, 4, seed=1), real(2, seed=2)]
    for k in frozen:
        inputs[k] = inputs[k].detach()
    function("dense")(*inputs).square().sum().backward()
    ours = [one.grad for one in inputs]
    for one in inputs:
        one.grad = None
    torch.nn.functional.linear(*inputs).square().sum().backward()
    for a, one in zip(ours, inputs, strict=True):
        assert (a is None) == (one.grad is None)
        assert a is None or torch.allclose(a, one.grad)
