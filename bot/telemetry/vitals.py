"""When the bot counts as stuck, and when as deaf: decided from a few numbers, with the sentence that says so."""

from dataclasses import dataclass

LAGGING_S = 30.0
"""So long may every beat of the event loop come late."""
WRITES_STUCK_S = 300.0
"""So long may writes wait without one being let go: more than any rate limit and any call of discord.py takes."""
DEAF_S = 120.0
"""So long may the gateway be silent: it acknowledges a heartbeat each 41 s, and half of three of them is forgiven."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Vitals:
    """`database`: what is wrong with it; empty where it can be written. `heard_ago_s`: None before the first word."""

    lagging_s: float = 0.0
    database: str = ""
    writes_stuck_s: float = 0.0
    connected: bool = True
    heard_ago_s: float | None = 0.0


def stuck(vitals: Vitals) -> str:
    """Why the process should be looked after, or started anew; empty where all is well."""
    if vitals.database:
        return f"the database cannot be written: {vitals.database}"
    if vitals.lagging_s >= LAGGING_S:
        return f"the process has been too slow for {vitals.lagging_s:.0f} s: something in it computes for too long"
    if vitals.writes_stuck_s >= WRITES_STUCK_S:
        return f"messages have waited for {vitals.writes_stuck_s:.0f} s, and none was sent to Discord"
    return ""


def deaf(vitals: Vitals) -> str:
    """Why nobody can be answered now; empty where all is well."""
    if not vitals.connected:
        return "not connected to Discord"
    if vitals.heard_ago_s is None or vitals.heard_ago_s >= DEAF_S:
        since = "ever" if vitals.heard_ago_s is None else f"for {vitals.heard_ago_s:.0f} s"
        return f"connected to Discord, but nothing was heard from it {since}"
    return ""
