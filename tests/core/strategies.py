"""Values for the properties of the core: anything that a provider could say, also what it never should."""

from hypothesis import strategies as st

from bot.core import events as e
from bot.core.ids import Cursor, EnvironmentId, RunId

WORDS = st.text(max_size=12)
INDEXES = st.integers(min_value=-1, max_value=4)
USAGES = st.builds(e.Usage, *[st.integers(min_value=0, max_value=9)] * 6)
CITATIONS = st.builds(e.Citation, WORDS, WORDS, st.integers(0, 20), st.integers(0, 20))
FAULTS = st.builds(e.Fault, WORDS, WORDS)
JSON_OBJECTS = st.dictionaries(WORDS, st.one_of(st.none(), st.booleans(), WORDS), max_size=2)

TEXT_PARTS = st.builds(e.TextPart, WORDS, st.lists(CITATIONS, max_size=2).map(tuple))
PARTS = st.one_of(TEXT_PARTS, st.builds(e.MediaPart, st.just("image"), WORDS), st.builds(e.UnknownPart, JSON_OBJECTS))
PART_LISTS = st.lists(PARTS, max_size=3).map(tuple)

OUTPUTS = st.builds(e.Output, PART_LISTS)
STEPS = st.one_of(
    OUTPUTS,
    st.builds(e.Thought, PART_LISTS, WORDS),
    st.builds(e.Input, PART_LISTS),
    st.builds(e.Call, st.sampled_from(["function", "google_search", "code_execution"]), WORDS, WORDS),
    st.builds(e.Result, st.just("function"), WORDS),
    st.builds(e.UnknownStep, WORDS, JSON_OBJECTS),
)
STEP_LISTS = st.lists(STEPS, max_size=8).map(tuple)

RECORDS = st.builds(
    e.RunRecord,
    st.just(RunId("run")),
    st.sampled_from(e.RunStatus),
    STEP_LISTS,
    st.none() | USAGES,
    st.lists(FAULTS, max_size=1).map(tuple),
    st.none() | st.just(EnvironmentId("env")),
)

STREAMED = st.one_of(
    st.builds(e.StatusChanged, st.sampled_from(e.RunStatus), st.none() | USAGES, st.booleans()),
    st.builds(e.StepStarted, INDEXES.filter(lambda index: index >= 0), STEPS),
    st.builds(e.TextAdded, INDEXES, WORDS),
    st.builds(e.CitationsAdded, INDEXES, st.lists(CITATIONS, max_size=2).map(tuple)),
    st.builds(e.PartAdded, INDEXES, PARTS, st.sampled_from(["content", "summary"])),
    st.builds(e.SignatureSet, INDEXES, WORDS),
    st.builds(e.ArgumentsAdded, INDEXES, st.sampled_from(['{"a":', "1}", "[]", "nonsense"])),
    st.builds(e.CallFilled, INDEXES, JSON_OBJECTS, WORDS),
    st.builds(e.ResultFilled, INDEXES, WORDS, st.booleans()),
    st.builds(e.StepStopped, INDEXES, st.none() | USAGES),
    st.builds(e.Faulted, FAULTS),
    st.builds(e.Skipped, WORDS),
)
STREAMS = st.lists(STREAMED, max_size=12).map(
    lambda events: [e.Heard(number, event, Cursor(f"c{number}")) for number, event in enumerate(events)]
)
"""A run's stream from its start: what was heard, at its place."""
