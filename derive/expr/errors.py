"""The error of the language."""


class ModelError(ValueError):
    """A model that the notation cannot say, or that contradicts itself."""
