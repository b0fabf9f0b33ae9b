"""What a bench yields: figures with their unit, over turns or of one run, and pure sums over a trace."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from tests.bench.scene import Scene, visible
from tests.bench.trace import Trace, Write

_LOOK_EVERY_S = 0.01


@dataclass(frozen=True, slots=True)
class Figure:
    """One thing measured, once or for each turn."""

    name: str
    unit: str
    values: tuple[float, ...]

    @property
    def median(self) -> float:
        return median(self.values)

    @property
    def max(self) -> float:
        return max(self.values)


KINDS = ("callback", "thread", "card create", "card edit", "page create", "page edit", "ping create", "other")


def of_turns(traces: Sequence[Trace], scene: Scene) -> Iterator[Figure]:
    """All that a turn's trace tells, for every turn."""
    spans = [_spans(trace, scene) for trace in traces]
    for name in spans[0]:
        yield Figure(name, "s", tuple(span[name] for span in spans))
    late = [sorted(staleness(trace, scene)) for trace in traces]
    for name, share in (("median", 0.5), ("p95", 0.95), ("max", 1.0)):
        yield Figure(f"staleness while streaming, {name}", "s", tuple(_at(share, one) for one in late))
    for kind in KINDS:
        yield Figure(f"requests to Discord: {kind}", "", tuple(float(trace.kinds[kind]) for trace in traces))
    yield Figure("requests to Discord: all", "", tuple(float(trace.kinds.total()) for trace in traces))
    yield Figure("edits that changed nothing", "", tuple(float(trace.unchanged) for trace in traces))


def _spans(trace: Trace, scene: Scene) -> dict[str, float]:
    whole = next(at for at, upto in shown(trace, scene) if upto == scene.length)
    receipt = next(card.done for card in trace.cards if card.is_receipt)
    return {
        "request → first answer": trace.answered - trace.asked,
        "request → card": trace.cards[0].done - trace.asked,
        "request → run created": trace.began - trace.asked,
        "first delta → first text": trace.pages[0].done - trace.began - scene.sent[0][0],
        "stream end → whole text": max(whole - trace.ended, 0.0),
        "stream end → receipt": receipt - trace.ended,
        "longest silence while streaming": _longest_silence(trace, scene),
        "hole between two pages": _holes(trace, scene),
        "(playground late at stream end)": trace.ended - trace.began - scene.seconds,
    }


def _longest_silence(trace: Trace, scene: Scene) -> float:
    """Between two writes of text, from the first delta to the stream's end."""
    seen = [write.done for write in trace.pages if write.done < trace.ended]
    times = [trace.began + scene.sent[0][0], *seen, trace.ended]
    return max(after - before for before, after in pairwise(times))


def shown(trace: Trace, scene: Scene) -> Iterator[tuple[float, int]]:
    """After each write of a page: when, and up to which visible character of the text the pages show it."""
    source, pages = visible(scene.text), dict[str, int]()
    for write in trace.pages:
        pages[write.message] = _place_of(write, source)[1]
        yield write.done, max(pages.values())


def _holes(trace: Trace, scene: Scene) -> float:
    """For how long a page stood below one that did not yet reach it: text that a reader misses without a sign."""
    source, pages, seconds = visible(scene.text), dict[str, tuple[int, int]](), 0.0
    for write, after in pairwise(trace.pages):
        pages[write.message] = _place_of(write, source)
        reached = [pages[message] for message in sorted(pages, key=int)]
        if any(upper[1] < lower[0] for upper, lower in pairwise(reached)):
            seconds += after.done - write.done
    return seconds


def _place_of(write: Write, source: str) -> tuple[int, int]:
    """From and up to which visible character of the text a page holds it."""
    content = visible(write.content)
    start = source.find(content)
    if start < 0:
        raise ValueError(f"a page does not hold the bench's text as it was sent: …{write.content[-80:]!r}")
    return start, start + len(content)


def staleness(trace: Trace, scene: Scene) -> Iterator[float]:
    """Every 10 ms while text streams: for how many seconds the oldest character that is not shown has been waiting."""
    sent = [(trace.began + after, upto) for after, upto in scene.sent]
    writes = [(trace.asked, 0), *shown(trace, scene)]
    now, oldest, newest = sent[0][0], 0, 0
    while now < trace.ended:
        while newest + 1 < len(writes) and writes[newest + 1][0] <= now:
            newest += 1
        oldest = next((i for i, (_, upto) in enumerate(sent) if upto > writes[newest][1]), len(sent))
        yield max(now - sent[oldest][0], 0.0) if oldest < len(sent) else 0.0
        now += _LOOK_EVERY_S


def _at(share: float, ascending: Sequence[float]) -> float:
    return ascending[min(int(share * len(ascending)), len(ascending) - 1)]
