"""``python -m chainrule`` does what the command ``chainrule`` does."""

from codegen.cli import main

if __name__ == "__main__":
    main()
