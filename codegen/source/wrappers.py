"""The public functions of a generated module: ``forward``, ``vjp_x`` for each input, ``vjp``, ``jvp``.

Each binds its arguments, adds what the kernels read, makes room for what they write, and runs them.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from codegen.loops.nodes import Kernel
from codegen.numba.line_wrap import WIDTH
from codegen.program.shared import needed
from codegen.source.choice import ARGUMENTS, DOC, TILED
from codegen.source.names import identifier
from codegen.source.plan import Plan
from codegen.source.spec import quoted, strings
from derive.expr import Tensor
from derive.model.layer import Program


class Functions:
    """The text of the functions around ``kernels``, which are known by the name of their function."""

    def __init__(self, plan: Plan, kernels: Mapping[str, Kernel]) -> None:
        self.plan, self.layer, self.kernels = plan, plan.layer, kernels

    def all(self) -> list[str]:
        made = [self.forward(), *(self.gradient(t) for t in self.plan.vjp)]
        if self.plan.vjp:
            made.append(self.all_gradients())
        if self.plan.jvp is not None:
            made.append(self.tangent())
        return made

    # -- what all of them share

    def arguments(self, before: Iterable[str] = (), after: Iterable[str] = ()) -> str:
        inputs = [f"{t.name}=None" if t in self.layer.defaults else t.name for t in self.layer.inputs]
        seen = False
        for k, text in enumerate(inputs):
            seen = seen or text.endswith("=None")
            inputs[k] = text + "=None" if seen and not text.endswith("=None") else text
        options = [f"{o.name}={o.default!r}" for o in self.layer.options]
        return ", ".join([*before, *inputs, "*", *after, *options])

    def define(self, name: str, arguments: str, doc: str, body: Sequence[str]) -> str:
        if any("call.tiled" in line for line in body):
            arguments, doc = ", ".join([arguments, *ARGUMENTS]), doc + DOC
            body = ["call.choose(algorithm, accuracy)", *body]
        arguments = arguments.removesuffix(", *")
        head = textwrap.wrap(f"def {name}({arguments}):", WIDTH, subsequent_indent=" " * 4)
        return "\n".join([*head, *_docstring(doc), *indented([*self.bind(), *body])])

    def bind(self) -> list[str]:
        inputs = ", ".join(f'"{t.name}": {t.name}' for t in self.layer.inputs)
        options = ", ".join(f'"{o.name}": {o.name}' for o in self.layer.options)
        return [f"call = _LAYER.bind({{{inputs}}}, {{{options}}})"]

    def run(self, *names: str) -> list[str]:
        """The calls of kernels, or of those in tiles where these were chosen."""
        lines: list[str] = []
        for choice, group in groupby(names, lambda name: f"{name}{TILED}" in self.kernels):
            plain = [*group]
            direct = [self.called(name) for name in plain]
            if not choice:
                lines += direct
                continue
            tiled = [self.called(name + TILED) for name in plain]
            lines += ["if call.tiled:", *indented(tiled), "else:", *indented(direct)]
        return lines

    def called(self, name: str) -> str:
        kernel = self.kernels[name]
        arrays = [t.name for t in (*kernel.arrays, *kernel.outputs)]
        sizes = [identifier(s.name) for s in kernel.scalars]
        return f"call.run({name}, {strings(arrays)}, {strings(sizes)})"

    def recall(self, names: Iterable[str]) -> list[str]:
        """The residuals that the kernels called ``names`` read."""
        read = {t.name for name in names for t in self.kernels[name].arrays}
        wanted = [t.name for t in self.plan.residuals if t.name in read]
        return [f"call.recall(residuals, forward, {strings(wanted)})"] if wanted else []

    def shared(self, programs: Sequence[Program]) -> list[Program]:
        return list(needed(self.plan.stages, programs))

    def seeds(self) -> list[str]:
        return [f'call.add("d{t.name}", "{t.name}", d{t.name})' for t in self.layer.outputs]

    # -- the functions

    def forward(self) -> str:
        layer = self.layer
        results = [t.name for t in (*layer.outputs, *layer.aux)]
        extra = [t.name for t in self.kernels["_forward"].outputs if t.name not in results]
        body = [f"call.new_all({strings(results)}, out)", *(f'call.new("{n}", "{n}")' for n in extra)]
        saved = strings([t.name for t in self.plan.residuals])
        body += [*self.run("_forward"), f"result = call.result({quoted(results)})"]
        body += [f'return (result, call.save(Residuals, {saved})) if call.asked("save", save) else result']
        again = [t.name for t in self.plan.residuals if t.name in results]
        said = f", {' and '.join(again)} as returned among it: leave that unchanged" if again else ""
        doc = f"{layer.summary or layer.name}; ``save=True`` also returns what the gradients can use again"
        doc = f"{doc}{said}."
        return self.define("forward", self.arguments(after=["out=None", "save=False"]), doc, body)

    def gradient(self, t: Tensor) -> str:
        shared = self.shared([self.plan.vjp[t]])
        kernels = [*(f"_{p.name}" for p in shared), f"_vjp_{t.name}"]
        body = [*self.seeds(), *self.recall(kernels), *self.stages(shared)]
        body += [f'call.new("d{t.name}", "{t.name}", out)', *self.run(f"_vjp_{t.name}")]
        body += [f'return call.result("d{t.name}")']
        cotangents = [f"d{y.name}" for y in self.layer.outputs]
        doc = f"The gradient of {t.name}, given {', '.join(cotangents)}."
        after = ["residuals=None", "out=None"]
        return self.define(f"vjp_{t.name}", self.arguments(cotangents, after), doc, body)

    def stages(self, shared: Sequence[Program]) -> list[str]:
        lines: list[str] = []
        for p in shared:
            (t,) = p.outputs
            lines += [f'call.new("{t.name}", "{t.name}")', *self.run(f"_{p.name}")]
        return lines

    def all_gradients(self) -> str:
        wrt = [t.name for t in self.plan.vjp]
        cotangents = [f"d{y.name}" for y in self.layer.outputs]
        room = [f'call.new("d{name}", "{name}")' for name in wrt]
        if "_vjp" in self.kernels:
            body = [*self.recall(["_vjp"]), *room, *self.run("_vjp")]
        else:
            shared = self.shared(list(self.plan.vjp.values()))
            own = [f"_vjp_{name}" for name in wrt]
            body = [*self.recall([*(f"_{p.name}" for p in shared), *own]), *self.stages(shared), *room]
            body += self.run(*own)
        body += [f"return Gradients(*call.results({strings([f'd{name}' for name in wrt])}))"]
        doc = f"The gradients of {', '.join(wrt)}."
        return self.define("vjp", self.arguments(cotangents, ["residuals=None"]), doc, [*self.seeds(), *body])

    def tangent(self) -> str:
        wrt = [t.name for t in self.layer.wrt]
        body = [f'call.add("{n}_dot", "{n}", {n}_dot)' for n in wrt] + self.recall(["_jvp"])
        results = [t.name for t in self.kernels["_jvp"].outputs]
        body += [f'call.new("{n}", "{n.removesuffix("_dot")}")' for n in results]
        body += [*self.run("_jvp"), f"return call.result({quoted(results)})"]
        after = [*(f"{n}_dot=None" for n in wrt), "residuals=None"]
        return self.define("jvp", self.arguments((), after), "The tangent of the outputs.", body)


def indented(lines: Iterable[str]) -> list[str]:
    return [f"    {line}" for line in lines]


def _docstring(text: str) -> list[str]:
    """One line where it fits, else filled lines."""
    if len(text) + 10 <= WIDTH:
        return [f'    """{text}"""']
    first, *rest = textwrap.wrap(text, WIDTH - 7)
    return [f'    """{first}', *indented(rest), '    """']


__all__ = ["Functions"]
