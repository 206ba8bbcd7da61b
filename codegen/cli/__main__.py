"""``python -m codegen.cli`` does what ``chainrule`` does."""

from codegen.cli import main

main()
