"""Which sums of a kernel are added up one by one in a loop that may be long, said from its loops alone.

Nodes in registers (products, correlations, tiles) add up in parts of their own.  What data place, as the dx
of ``deform_conv2d``, has no order in which the terms of one element come: any turn adds to any element.
"""

from codegen.loops.nodes import Accumulate, Alloc, Lags, Let, Loop, Store
from codegen.loops.roles import bodies
from codegen.loops.schedule import LARGE, Assumed
from codegen.passes.reductions.block_sums import _Sums


def key(target):
    return getattr(target, "tensor", target)


def uncut(kernel, layer):
    """The (array or number, letter of the loop) where more than a part is added to one running sum."""
    scan = _Sums(kernel, layer)
    scan.assumed = Assumed(layer, LARGE)
    found, begun = {}, {}

    def visit(block, path):
        for node in block:
            if isinstance(node, Let):
                begun[node.name] = path
            elif isinstance(node, Store | Alloc):
                own = node.target if isinstance(node, Store) else None
                begun[key(own) if own else node.tensor] = path
            elif (isinstance(node, Accumulate) and node.op == "sum") or isinstance(node, Lags):
                before = {id(loop) for loop in begun.get(key(node.target), ())}
                for loop in path:
                    along = loop.range.index in getattr(node.target, "free_symbols", ())
                    if not along and id(loop) not in before and scan.is_long(loop.range):
                        found[key(node.target), loop.range.index] = loop
            for body in bodies(node):
                visit(body, (*path, node) if isinstance(node, Loop) else path)

    visit(kernel.body, ())
    return {(str(getattr(target, "name", target)), str(z)) for target, z in found}
