"""Benchmark data: convolutions, dense layers and what is built from them."""

from __future__ import annotations

from codegen.apps.benchmark.suite.line import Entry, entry, grouped, image
from codegen.apps.benchmark.workloads import Workload


def _square(
    n: int, c: int, o: int, h: int, k: int, s: int = 1, d: int = 1, g: int = 1, quick: bool = False
) -> Entry:
    """A convolution that keeps the image but for its stride."""
    more = [f"stride {s}"] * (s > 1) + [f"dilation {d}"] * (d > 1) + [f"{g} groups"] * (g > 1)
    label = ", ".join([f"{n}x{c}x{h}x{h}, {k}x{k} to {o}", *more])
    chosen = {"stride": s, "padding": d * (k // 2), "dilation": d, "groups": g}
    options = {name: value for name, value in chosen.items() if value != (0 if name == "padding" else 1)}
    family = "convolution" if g == 1 else "grouped convolution"
    return Entry(family, "conv2d", Workload(label, grouped(n, c // g, o // g, h, k), options), quick)


RESIDUAL = [
    *(_square(8, c, c, h, 3, quick=c == 128) for c, h in ((64, 56), (128, 28), (256, 14), (512, 7))),
    *(_square(n, 128, 128, 28, 3) for n in (1, 32)),
    _square(8, 64, 256, 56, 1),
    _square(8, 256, 64, 56, 1),
    *(_square(n, 512, 128, 28, 1, quick=n == 8) for n in (1, 8, 32)),
    _square(8, 1024, 256, 14, 1),
    _square(8, 512, 2048, 7, 1),
    _square(8, 832, 384, 7, 1),
    _square(8, 128, 128, 56, 3, s=2, quick=True),
    _square(8, 256, 512, 56, 1, s=2),
]
"""ResNet-50: its 3x3, 1x1 and strided layers."""

PLAIN = [
    _square(1, 3, 64, 224, 3),
    _square(1, 64, 64, 224, 3),
    _square(1, 128, 128, 112, 3),
    *(_square(n, 256, 256, 56, 3) for n in (1, 8)),
    _square(8, 512, 512, 28, 3),
    *(_square(n, 512, 512, 14, 3) for n in (1, 8, 32)),
]
"""VGG-19."""

SPECIAL = [
    *(_square(n, 3, 64, 224, 7, s=2, quick=n == 1) for n in (1, 8)),
    *(
        entry("convolution", "conv2d", f"{n}x3x227x227, 11x11 to 96, stride 4", grouped(n, 3, 96, 227, 11),
               quick=n == 1, stride=4)
        for n in (1, 8)
    ),
    entry("convolution", "conv2d", "8x1x100x300, 5x20 to 32, stride 2", {
        "N": 8, "Cg": 1, "Og": 32, "H": 100, "W": 300, "KH": 5, "KW": 20}, quick=True, stride=2),
    _square(8, 64, 64, 56, 3, d=2, quick=True),
    _square(8, 256, 256, 28, 3, d=4),
    *(_square(n, c, c, h, 3, g=32, quick=(n, c) == (8, 256)) for n, c, h in (
        (8, 128, 56), (1, 256, 28), (8, 256, 28), (32, 256, 28), (8, 512, 14))),
]  # fmt: skip
"""The stem of ResNet, AlexNet's first layer, a filter of spectrograms, dilated layers, ResNeXt."""


def _depthwise(n: int, c: int, h: int, k: int, s: int = 1, quick: bool = False) -> Entry:
    label = f"{n}x{c}x{h}x{h}, {k}x{k}" + (f", stride {s}" if s > 1 else "")
    sizes = {**image(n, c, h), "M": 1, "KH": k, "KW": k}
    return entry("depthwise convolution", "depthwise_conv2d", label, sizes, quick, stride=s, padding=k // 2)


DEPTHWISE = [
    _depthwise(8, 32, 112, 3),
    _depthwise(8, 64, 112, 3, s=2),
    *(_depthwise(n, 128, 56, 3, quick=n == 8) for n in (1, 8, 32)),
    _depthwise(8, 512, 14, 3),
    *(_depthwise(n, 64, 28, 5, quick=n == 8) for n in (1, 8, 32)),
    _depthwise(8, 240, 28, 5, s=2),
    _square(8, 64, 64, 28, 5, g=64),
    _square(8, 144, 144, 56, 3, g=144),
]
"""MobileNet: depthwise 3x3 and 5x5, also written as a convolution with one channel to a group."""


def _deformable(n: int, quick: bool = False) -> Entry:
    sizes = grouped(n, 64, 64, 28, 3)
    return entry("deformable", "deform_conv2d", f"{n}x64x28x28, 3x3 to 64", sizes, quick, padding=1)


def _along(n: int, c: int, o: int, length: int, k: int) -> dict[str, int]:
    return {"N": n, "Cg": c, "Og": o, "L": length, "K": k}


OTHER = [
    *(entry("sequence", "causal_conv1d", f"{n}x64x1024, 3 to 64, dilation 4", _along(n, 64, 64, 1024, 3),
             quick=n == 8, dilation=4) for n in (1, 8, 32)),
    entry("sequence", "tcn_block", "8x32x512, 3 to 64 and 64, dilation 2",
           {"N": 8, "C": 32, "E": 64, "O": 64, "L": 512, "K": 3}, dilation=2),
    entry("sequence", "conv1d", "8x64x1024, 5 to 128",
           {"N": 8, "Cg": 64, "Og": 128, "L": 1024, "K": 5}, padding=2),
    *(entry("volume", "conv3d", f"{n}x16x16x28x28, 3x3x3 to 32",
             {"N": n, "Cg": 16, "Og": 32, "D": 16, "H": 28, "W": 28, "KD": 3, "KH": 3, "KW": 3},
             quick=n == 1, padding=1) for n in (1, 8)),
    *(entry("transposed convolution", "conv_transpose2d", f"{n}x64x28x28 to 64x56x56, 4x4, stride 2",
             grouped(n, 64, 64, 28, 4), quick=n == 8, stride=2, padding=1) for n in (1, 8, 32)),
    _deformable(1, quick=True),
    _deformable(8),
    entry("convolution", "locally_connected2d", "8x16x14x14, 3x3 to 16",
           {**image(8, 16, 14), "O": 16, "OH": 12, "OW": 12, "KH": 3, "KW": 3}),
    entry("convolution", "coord_conv2d", "8x64x28x28, 3x3 to 64",
           {**image(8, 64, 28), "O": 64, "KH": 3, "KW": 3}, padding=1),
    entry("depthwise convolution", "depthwise_separable_conv2d", "8x64x56x56, 3x3 to 128",
           {**image(8, 64, 56), "M": 1, "O": 128, "KH": 3, "KW": 3}, padding=1),
    entry("depthwise convolution", "spatial_separable_conv2d", "8x64x56x56, 5x5",
           {**image(8, 64, 56), "KH": 5, "KW": 5}, padding=2),
]  # fmt: skip
"""Sequences, volumes, transposed and deformable convolutions, and what is built from several filters."""

DENSE = [
    *(
        entry("dense", "dense", f"{n}x{k} to {o}", {"N": n, "K": k, "O": o}, (n, k) == (32, 2048))
        for k, o in ((2048, 1000), (4096, 4096), (25088, 4096))
        for n in (1, 8, 32)
    ),
    entry("dense", "dense", "128x2048 to 1000", {"N": 128, "K": 2048, "O": 1000}),
]

BLOCK = "8x64x56x56, 3x3 to 64"
BLOCKS = [
    entry(
        "fused block", "conv_bias_relu", "8x64x56x56, 3x3 to 64", grouped(8, 64, 64, 56, 3), True, padding=1
    ),
    entry(
        "fused block", "conv_batch_norm_relu", "8x64x56x56, 3x3 to 64", grouped(8, 64, 64, 56, 3), padding=1
    ),
    entry("fused block", "dense_cross_entropy", "256x512 to 1000", {"N": 256, "D": 512, "K": 1000}),
]

CONTRACTIONS = (*RESIDUAL, *PLAIN, *SPECIAL, *DEPTHWISE, *OTHER, *DENSE, *BLOCKS)

__all__ = ["CONTRACTIONS"]
