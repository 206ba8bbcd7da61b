"""Lines of generated code keep to the page and keep their meaning."""

import ast

import pytest

from codegen.numba.line_wrap import WIDTH, wrapped

LONG = [
    "    y[i] += " + " + ".join(f"w{k} * x[U(n), U(c + {k}), U(i * s_h + d_h * u - p_t)]" for k in range(9)),
    "    total = " + " - ".join(f"(a{k} + b{k}) * c[max({k}, n), 7]" for k in range(12)),
    "y[k] = x[U(n), U(" + " ".join(f"at{k}[U(n), {k}] +" for k in range(8)) + " 1), U(k)] if k > 0 else T(0)",
    "call.run(_forward, (" + ", ".join(f"'name{k}'" for k in range(40)) + "))",
    "def forward(" + ", ".join(f"argument{k}=None" for k in range(20)) + "): pass",
]


@pytest.mark.parametrize("line", LONG)
def test_long_lines_are_broken_and_mean_the_same(line):
    made = wrapped(line)
    assert len(made) > 1
    assert max(map(len, made)) <= WIDTH
    flat = [text.removeprefix("    ") if line.startswith("    ") else text for text in made]
    assert ast.dump(ast.parse("\n".join(flat))) == ast.dump(ast.parse(line.strip()))


def test_short_lines_and_comments_stay():
    assert wrapped("x = 1") == ["x = 1"]
    comment = "    # " + "word " * 40
    assert wrapped(comment) == [comment]


def test_strings_are_no_place_to_break():
    line = f"raise ValueError('{'a, b + c ' * 20}')"
    assert "".join(wrapped(line)) == line
