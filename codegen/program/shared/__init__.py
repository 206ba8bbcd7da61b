"""What several gradients of a layer need, computed once: in go their programs, out these and more.

``inner_products``  products of matrices inside several gradients are formed once
``masked``          a cotangent that several sums read where data keep it is an array of its own
``slopes``          what functions make of a cotangent that several sums read is one, too
``shared_kernels``  what several gradients define alike becomes a program whose result they read
``formed_stages``   so does a product of matrices that several come to form on the way to their loops
"""

from codegen.program.shared.formed_stages import formed_stages
from codegen.program.shared.masked import masked
from codegen.program.shared.shared_kernels import needed, staged

__all__ = ["formed_stages", "masked", "needed", "staged"]
