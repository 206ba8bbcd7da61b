"""``chainrule show --format einsum | numpy | torch | jax``: a gradient, or the forward, as code that runs."""

from __future__ import annotations

from codegen.array_code import LIBRARIES, einsum_source, source
from codegen.cli.terminal import Refusal, note, say
from codegen.cli.verbs.showing import Wish, as_wished, targets
from derive.api.lookup import one_layer


def code_command(name: str, wish: Wish, fmt: str, forward: bool) -> None:
    """Print a module of the library: what ``wish.wrt`` names, else the forward and every gradient."""
    if fmt not in (*LIBRARIES, "einsum"):
        raise Refusal(f"--forward goes with --format {', '.join(LIBRARIES)}")
    if wish.is_derivation:
        raise Refusal(f"--format {fmt} prints code: it goes with --wrt, --forward, --set and --general only")
    layer = as_wished(one_layer(name), wish, hinted=False)
    wrt = targets(layer, wish.wrt)
    if fmt != "einsum":
        say(source(layer, [] if forward else wrt, fmt, forward or not wish.wrt).rstrip())
        return
    if forward:
        raise Refusal("--forward: --format einsum prints gradients; --format numpy prints the forward")
    made, others = einsum_source(layer, wrt)
    if not made:
        raise Refusal(f"{layer.name}: {', '.join(others)} is no einsum of whole arrays; use --format numpy")
    for other in others:
        note(f"{layer.name}: {other} is no einsum of whole arrays (--format numpy has it)")
    say(made.rstrip())


__all__ = ["code_command"]
