"""The one way in which a request is not taken."""


class NotTaken(Exception):
    """Said before anything is promised; the text is the sentence for the person."""
