"""Pictures as they are, and made to fit: decoded in a program of its own, for what people send may be hostile."""
