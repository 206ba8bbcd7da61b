"""Suites of samples that others wrote, through the bridge: ``python -m tests.foreign_suites`` prints a table.

OpInfo has inputs and options of PyTorch's operations; forward and gradients are compared with PyTorch's.
ONNX has inputs and outputs of each operator's nodes.
"""

from __future__ import annotations

import warnings
from functools import partial

import numpy as np
import torch
from torch.utils._pytree import tree_leaves

from tests import onnx_adapters, opinfo_adapters
from tests.suite_table import Row, markdown, refuse

STRANGE = (torch.float16, torch.bfloat16, torch.bool, torch.uint8, torch.int8)


def opinfo():
    """PyTorch's operations by name, those that differ in their algorithm once."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from torch.testing._internal.common_methods_invocations import op_db
    return [op for op in op_db if op.name in opinfo_adapters.ADAPTERS and "cudnn" not in op.variant_test_name]


def told(op):
    return f"{op.name}.{op.variant_test_name}" if op.variant_test_name else op.name


def tensors(sample):
    found = tree_leaves((sample.input, sample.args, sample.kwargs))
    return [t for t in found if isinstance(t, torch.Tensor) and t.requires_grad]


def first(found):
    return found[0] if isinstance(found, (tuple, list)) else found


def compared(ours, theirs, sample, limit):
    """What is wrong with values and gradients, if anything."""
    inputs = tensors(sample)
    theirs, ours = first(theirs()), first(ours())
    pairs = [("values", ours, theirs)]
    if theirs.requires_grad and theirs.numel():
        dy = torch.linspace(-1, 1, theirs.numel(), dtype=theirs.dtype).reshape(theirs.shape)
        kept = {"allow_unused": True, "materialize_grads": True}
        made = (torch.autograd.grad(y, inputs, dy, **kept) for y in (ours, theirs))
        pairs += [("a gradient", *pair) for pair in zip(*made, strict=True)]
    for name, one, other in pairs:
        if one.shape != other.shape:
            return f"{name}: shape {tuple(one.shape)}, not {tuple(other.shape)}"
        if not torch.allclose(one, other, rtol=limit, atol=limit, equal_nan=True):
            return f"{name}: off by {float((one - other).abs().max()):.3g}"
    return ""


def row_of(op):
    """Every sample of one operation in double precision."""
    takes, adapter = opinfo_adapters.ADAPTERS[op.name]
    row = Row(told(op))
    for sample in op.sample_inputs("cpu", torch.float64, requires_grad=op.supports_autograd):
        row.add(partial(judged, op, sample, takes, adapter))
    return row


def judged(op, sample, takes, adapter):
    found = opinfo_adapters.parameters(takes, sample)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        limit = opinfo_adapters.LOOSE.get(op.name, 1e-9)
        theirs = partial(op, sample.input, *sample.args, **sample.kwargs)
        wrong = compared(partial(adapter, found), theirs, sample, limit)
    return wrong and f"{wrong} at {sample.summary()}"


def missing():
    """The operations of ``torch.nn.functional`` for which there is no adapter."""
    from torch.testing._internal.common_methods_invocations import op_db

    names = {op.name for op in op_db if op.name.startswith("nn.functional.")}
    return sorted(name.removeprefix("nn.functional.") for name in names - set(opinfo_adapters.ADAPTERS))


def nodes():
    """ONNX's cases of one operator each, in single precision and by operator."""
    import onnx
    from onnx.backend.test.case.node import collect_testcases

    found = {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for case in collect_testcases(None):
            operators = case.model.graph.node if case.model else []
            if len(operators) == 1 and operators[0].op_type in onnx_adapters.ADAPTERS:
                attributes = {a.name: onnx.helper.get_attribute_value(a) for a in operators[0].attribute}
                found.setdefault(operators[0].op_type, []).append((case, operators[0], attributes))
    return found


def row_of_nodes(operator, cases):
    row = Row(operator)
    for case, node, attributes in cases:
        row.add(partial(judged_node, onnx_adapters.ADAPTERS[operator], case, node, attributes))
    return row


def judged_node(adapter, case, node, attributes):
    """Only values: ONNX has no gradients of these."""
    given, wanted = case.data_sets[0]
    there = iter(given)
    arrays = [torch.from_numpy(np.array(next(there))) if name else None for name in node.input]
    refuse(any(t is not None and t.dtype in STRANGE for t in arrays), "integers, halves or truth values")
    found, expected = adapter(attributes, *arrays), torch.from_numpy(np.array(wanted[0]))
    if found.shape != expected.shape:
        return f"{case.name}: shape {tuple(found.shape)}, not {tuple(expected.shape)}"
    close = torch.allclose(found, expected, rtol=max(case.rtol, 1e-4), atol=1e-5, equal_nan=True)
    return "" if close else f"{case.name}: off by {float((found - expected).abs().max()):.3g}"


def tables():
    """The rows of each suite, and which operations of it have no adapter."""
    yield f"OpInfo of PyTorch {torch.__version__.split('+')[0]}", [row_of(op) for op in opinfo()], missing()
    yield "Nodes of ONNX", [row_of_nodes(*pair) for pair in nodes().items()], []


HEAD = """# Suites that nobody here wrote

Samples of PyTorch's and ONNX's own tests, through `chainrule.torch`: forward and gradients beside PyTorch's
in float64 (OpInfo), values beside the expected ones (ONNX). `python -m tests.foreign_suites` prints this
page, `pytest -m deep tests/test_foreign_suites.py` fails where a sample does.
"""


def main():
    print(HEAD)  # noqa: T201
    for title, rows, unsaid in tables():
        print("\n".join(markdown(title, rows, unsaid)))  # noqa: T201
        for row in rows:
            for wrong in row.failed:
                print(f"FAIL {row.name}: {wrong}")  # noqa: T201


if __name__ == "__main__":
    main()
