"""How long what cannot be shown now is laid down, before it is tried again."""

_OF_ITS_AGE = 0.05
"""The older it is the longer it rests: Discord counts the requests that it has to refuse."""


def rest_of(age_s: float, *, at_least: float) -> float:
    """Seconds."""
    return max(at_least, age_s * _OF_ITS_AGE)
