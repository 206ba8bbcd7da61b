"""The way of a layer from its model to the files of its kernels; every kernel there is comes this way.

model      a ``Layer``: checked when it is made
derived    its gradients and tangents as programs of formulas, with the steps that led there
plan       the programs of one module: what several of them need is a program of its own
kernel     loops, proved legal after lowering and after each pass
files      the text of the module
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

from codegen.cook_toom import of_one, slides
from codegen.loops.legality import Illegal, Pass, check, check_declared, unproved, where_legal
from codegen.loops.nodes import Decision, Kernel, Tiling
from codegen.loops.outline import outlined
from codegen.loops.roles import walk
from codegen.lowering.lower import lower
from codegen.passes import (
    all_taps,
    at_once,
    block_sums,
    cse,
    few_terms,
    found_sums,
    fuse,
    if_convert,
    interleave,
    keep_rows,
    licm,
    masked_adds,
    merge_arms,
    name_positions,
    parts_at_once,
    peel,
    phases,
    quotients,
    reciprocals,
    same_sums,
    same_weights,
    scalarise,
    serial_rows,
    specialise,
    split_rows,
    steady_places,
    tabulate,
    tabulate_places,
    tabulate_quotients,
    taps_abreast,
    tile,
    turns,
    two_taps,
    unroll_and_jam,
    unswitch,
)  # fmt: skip
from codegen.source import CHOICES, TILED, Plan, check_names, plan, render
from derive.gradients import Gradients, gradients
from derive.model.layer import Def, Layer, Program

PASSES: tuple[Pass, ...] = (
    scalarise, tabulate, peel, fuse, same_sums, keep_rows, tile, serial_rows, block_sums, found_sums,
    parts_at_once, unroll_and_jam, phases, turns, split_rows, few_terms, unswitch, specialise, interleave,
    quotients, name_positions, two_taps, taps_abreast, tabulate_places, steady_places, all_taps,
    tabulate_quotients, masked_adds, merge_arms, same_weights, cse, reciprocals, if_convert, licm, at_once,
)  # fmt: skip


def compile_layer(layer: Layer, derived: Gradients | None = None) -> dict[str, str]:
    """File names and texts; ``derived`` puts other formulas than the derived ones through the same way."""
    check_names(layer)
    check_declared(layer)
    made = plan(layer, derived or gradients(layer))
    try:
        return render(made, compile_plan(made))
    except Illegal as why:
        if made.jvp is None or why.kernel != made.jvp.name:
            raise
        return _without_tangents(made, why)


def _without_tangents(made: Plan, why: Illegal) -> dict[str, str]:
    """Tangents that are not proved take no other kernel with them; the forward says what is missing."""
    assert made.jvp is not None
    missing = Decision(made.jvp.defs[-1], "no jvp", why.text)
    made = replace(made, jvp=None)
    kernels = compile_plan(made)
    first = kernels["_forward"]
    return render(made, kernels | {"_forward": replace(first, decisions=(*first.decisions, missing))})


def compile_plan(made: Plan) -> dict[str, Kernel]:
    """The kernels of a module by the names of their functions; tangents are computed directly."""
    programs = made.programs.items()
    tiled = [(name, program) for name, program in programs if program is not made.jvp]
    tiles = {f"{name}{TILED}": _in_tiles(program, made.layer) for name, program in tiled}
    return {name: compile_program(program, made.layer) for name, program in programs} | {
        name: kernel for name, kernel in tiles.items() if kernel is not None
    }


def _in_tiles(program: Program, layer: Layer) -> Kernel | None:
    """The kernel with its correlations in tiles, if there are any and they are proved; callers ask for them.

    No model has a word of its callers.
    """
    given = {*(t.name for t in layer.inputs), *(o.name for o in layer.options)}
    if given & {*CHOICES} or not any(slides(one) for one in program.defs):
        return None
    program, layer = of_one(program, layer)
    kernel = lower(program, layer, blocks=True, tiles=True)
    if not any(isinstance(n, Tiling) for n in walk(kernel.body)):
        return None
    with suppress(Illegal):
        return _passed(check(kernel, layer), program, layer)
    return None


def compile_program(program: Program, layer: Layer) -> Kernel:
    """The kernel that computes ``program``."""
    return _passed(lowered(program, layer), program, layer)


def _passed(kernel: Kernel, program: Program, layer: Layer) -> Kernel:
    for change in PASSES:
        made = change(kernel, layer)
        kernel = made if isinstance(change, where_legal) else _legal(made, kernel, layer)
    return _assumed(kernel, program, layer)


def _legal(made: Kernel, before: Kernel, layer: Layer) -> Kernel:
    """What a pass made, proved again where it changed anything but the record."""
    same = replace(made, decisions=before.decisions) == before
    return made if same else check(made, layer)


def _assumed(kernel: Kernel, program: Program, layer: Layer) -> Kernel:
    """Elements that are taken to be written where they are read, not proved to be: the kernel says so."""
    reads = unproved(kernel, layer)
    defined = {one.tensor.name: one for one in program.defs}
    own: dict[Def, list[str]] = {}
    for a in reads:  # what a schedule made is told of the last definition
        own.setdefault(defined.get(a.tensor.name, program.defs[-1]), []).append(str(a))
    what = "taken to be written where it is read"
    told = (Decision(one, what, f"not proved for {', '.join(found)}") for one, found in own.items())
    return replace(kernel, decisions=(*kernel.decisions, *told))


def lowered(program: Program, layer: Layer) -> Kernel:
    """The loops, contractions in blocks and sums in stages where these are proved to stay in their arrays."""
    try:
        return _fastest(program, layer)
    except Illegal as why:
        plain = lower(program, layer, staged=False)
        with suppress(Illegal):
            return check(_noted(plain, program, "no sums in stages", why), layer)
        raise


def _fastest(program: Program, layer: Layer) -> Kernel:
    blocks = lower(program, layer, blocks=True)
    if not outlined(blocks):
        return check(blocks, layer)
    try:
        return check(blocks, layer)
    except Illegal as why:
        return check(_noted(lower(program, layer), program, "no contraction in blocks", why), layer)


def _noted(plain: Kernel, program: Program, what: str, why: Illegal) -> Kernel:
    """The limit of a proof decided here: the kernel says so."""
    reason = str(why).splitlines()[0]
    told = tuple(Decision(one, what, f"not proved: {reason}") for one in program.defs)
    return replace(plain, decisions=(*told, *plain.decisions))


__all__ = ["PASSES", "compile_layer", "compile_plan", "compile_program", "lowered"]
