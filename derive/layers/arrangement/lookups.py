"""Rows of a table, by their numbers."""

from derive.notation import Layer, define, index, integers, sizes, tensor

N, L, V, D = sizes("N L V D")
n, l, v, d = index("n", N), index("l", L), index("v", V), index("d", D)
T, W, Y = integers("t", n, l, below=V), tensor("w", v, d), tensor("y", n, l, d)

embedding = Layer(
    name="embedding",
    summary="for each number of a row that row of a table",
    forward=[define(Y[n, l, d], W[T[n, l], d])],
    wrt=(W,),
    inputs=(T, W),
    source="Bengio et al. 2003, section 2",
)
