"""The strategies under which layers are tested; they live with the verification itself."""

from codegen.verification.cases import STYLES, Case, case_of
from codegen.verification.strategies import broken, cases

__all__ = ["STYLES", "Case", "broken", "case_of", "cases"]
