"""The metrics of /metrics, each with its name, its buckets and its bounds; docs/operations.md lists them."""

import re

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4

from bot.core.events import Usage
from bot.core.prices import cost
from bot.core.session import Outcome, TurnState

CONTENT_TYPE = CONTENT_TYPE_PLAIN_0_0_4
MOST_NAMES = 30
"""So many agents, or models, have a series of their own; what comes later is `other`."""
SECONDS = (0.5, 1, 2, 3, 5, 8, 13, 20, 30, 60, 120, 300, 600, 1800)
SHORT_SECONDS = (0.1, 0.25, 0.5, 0.75, 1, 1.5, 2, 3, 5, 10, 30, 60)
LAG_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
SCOPES = frozenset({"user", "global", "shared"})
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/-]{0,63}")


class Names:
    """Names that may be a label: few, and such as names of models are; never more series than `most` and one."""

    def __init__(self, most: int = MOST_NAMES) -> None:
        self._most = most
        self._known: set[str] = set()

    def of(self, name: str) -> str:
        if name not in self._known and len(self._known) < self._most and _NAME.fullmatch(name):
            self._known.add(name)
        return name if name in self._known else "other"


def result_of(status: int | None) -> str:
    """What an HTTP status means, in few words: `ok`, `refused`, `limited`, `failed`; `lost` for no answer."""
    if status is None:
        return "lost"
    if status == 429:
        return "limited"
    return "ok" if status < 400 else "refused" if status < 500 else "failed"


class Metrics:
    """Implements `core.measures.Measures` in a registry of its own, and holds what is looked at on demand."""

    def __init__(self) -> None:
        self.registry = every = CollectorRegistry()
        self._agents, self._models = Names(), Names()
        ProcessCollector(registry=every)
        self._turns = Counter("bot_turns", "Turns that have ended", ["outcome", "agent"], registry=every)
        self._first = _histogram(every, "bot_first_page_seconds", "From a request to the first page", SECONDS)
        self._stale = _histogram(every, "bot_staleness_seconds", "From text heard to text shown", SHORT_SECONDS)
        self._tokens = Counter("bot_tokens", "Tokens of ended turns", ["kind", "agent"], registry=every)
        self._dollars = Counter("bot_cost_dollars", "Estimated, where a price is known", ["of", "name"], registry=every)
        self._pictures = Counter("bot_pictures", "Pictures asked for", ["outcome", "model"], registry=every)
        self._writes = Counter("bot_discord_writes", "Paced writes to Discord", ["kind", "result"], registry=every)
        self._limited = Counter("bot_discord_rate_limited", "Answers 429; must stay 0", ["scope"], registry=every)
        self._calls = Histogram(
            "bot_provider_call_seconds",
            "Until the head of the answer",
            ["provider", "call", "result"],
            buckets=SECONDS,
            registry=every,
        )
        self._lag = _histogram(every, "bot_loop_lag_seconds", "How late the event loop is", LAG_SECONDS)
        self._errors = Counter("bot_errors", "Errors in the log", ["event"], registry=every)
        self.open_turns = Gauge("bot_open_turns", "Turns that have not ended", ["state"], registry=every)
        self.writes_waiting = Gauge("bot_discord_writes_waiting", "Writes waiting for their turn", registry=every)
        self.gateway_age = Gauge("bot_gateway_age_seconds", "Since Discord was last heard", registry=every)
        self.connected = Gauge("bot_gateway_connected", "1 while events arrive", registry=every)
        self.healthy = Gauge("bot_healthy", "1 where /healthz is green", registry=every)
        self.ready = Gauge("bot_ready", "1 where /readyz is green", registry=every)
        self._begin_at_zero()

    def _begin_at_zero(self) -> None:
        """A rate over a series that was not there before its first increase misses that one."""
        for state in TurnState:
            if state is not TurnState.DONE:
                self.open_turns.labels(state.value).set(0)
        for scope in (*SCOPES, "other"):
            self._limited.labels(scope)

    def page(self) -> bytes:
        return generate_latest(self.registry)

    # --- core.measures.Measures ---

    def turn_settled(self, outcome: Outcome, *, agent: str, model: str, usage: Usage) -> None:
        name = self._agents.of(agent)
        self._turns.labels(outcome.value, name).inc()
        for kind in ("input", "output", "thought", "cached", "tool_use"):
            self._tokens.labels(kind, name).inc(max(getattr(usage, kind), 0))
        self._spent("turn", name, cost(model or agent, usage))

    def first_page_shown(self, *, after_s: float) -> None:
        self._first.observe(max(after_s, 0.0))

    def text_shown(self, *, after_s: float) -> None:
        self._stale.observe(max(after_s, 0.0))

    def picture_settled(self, *, model: str, is_made: bool, dollars: float | None) -> None:
        name = self._models.of(model)
        self._pictures.labels("made" if is_made else "failed", name).inc()
        self._spent("picture", name, dollars)

    def discord_wrote(self, kind: str, status: int | None) -> None:
        self._writes.labels(kind, result_of(status)).inc()

    def rate_limited(self, scope: str) -> None:
        self._limited.labels(scope if scope in SCOPES else "other").inc()

    # --- of telemetry itself ---

    def called(self, provider: str, call: str, status: int | None, *, seconds: float) -> None:
        self._calls.labels(provider, call, result_of(status)).observe(seconds)

    def lagged(self, seconds: float) -> None:
        self._lag.observe(seconds)

    def erred(self, event: str) -> None:
        self._errors.labels(event).inc()

    def _spent(self, of: str, name: str, dollars: float | None) -> None:
        if dollars is not None:
            self._dollars.labels(of, name).inc(max(dollars, 0.0))


def _histogram(registry: CollectorRegistry, name: str, words: str, buckets: tuple[float, ...]) -> Histogram:
    return Histogram(name, words, buckets=buckets, registry=registry)
