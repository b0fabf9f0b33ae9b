"""Somebody's message that a request is about: data for the agent, never a request."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Quotation:
    """`link` leads to the message."""

    author: str
    words: str
    link: str
