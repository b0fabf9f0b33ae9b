"""`/imagine`: what may be asked of an image model, what lasts of a request, and how its message looks."""
