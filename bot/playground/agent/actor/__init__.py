"""The scripted agent: what it does and says, as lists of timed events; no model is behind it."""
