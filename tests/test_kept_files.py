"""A layer that is refused keeps the files that an earlier run wrote for it."""

import pytest

from codegen.cli.terminal import Refusal
from codegen.cli.verbs import generating


def test_a_refused_layer_keeps_its_kernels(tmp_path, monkeypatch):
    text = f'"""{generating.MADE_BY}."""\n'
    for name in ("dense.py", "dense_kernels.py", "relu.py", "relu_kernels2.py"):
        (tmp_path / name).write_text(text, encoding="utf-8")

    def rendered(layers, refused):
        refused["dense"] = "dense: no such thing"
        return {"relu.py": text}

    monkeypatch.setattr(generating, "_rendered", rendered)
    with pytest.raises(Refusal, match="no such thing"):
        generating.generate_command(["dense", "relu"], tmp_path, check=False)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["dense.py", "dense_kernels.py", "relu.py"]
