"""Commands that end in a verdict: on gradients and kernels, on the facts of the lectures, on digits lost."""
