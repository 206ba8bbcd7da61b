"""Commands that end in a verdict: on gradients, kernels, somebody's own backward, facts of the lectures."""
