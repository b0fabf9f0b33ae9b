"""How a talk is told again: what goes along, in which order, and what is left out when it grows too long."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core import events as e
from bot.core.ids import RunId
from bot.core.models.history import Asked, Echo, ModelRun
from bot.core.models.provider import Protocol
from bot.core.ports import Reference, RunRequest
from bot.core.tools.calls import ToolResult
from bot.providers.models.conversation import (
    LEFT_OUT,
    PICTURE_TOKENS,
    Plan,
    asked_now,
    fitted,
    pictures_of,
    plan,
    tokens_of_said,
    told,
)
from bot.providers.models.speech import ModelSaid, Said, ToolsSaid, UserSaid
from bot.providers.models.summing import SUMMARY_LIMIT, cut_out, summary_in, summing
from tests.providers.models.fakes import NOW, FakeMedia, StandingClock

REQUEST = RunRequest(agent="models", input="and now?", instruction="be kind", environment=None, model="acme/flash")
RESULT = ToolResult(call="c1", name="discord_tell", result="told")
PNG = "image/png"


def run(text: str = "hello", said: str = "hi", *, usage: e.Usage | None = None, **asked: object) -> ModelRun:
    record = e.RunRecord(RunId("m_1"), e.RunStatus.COMPLETED, (e.Output((e.TextPart(said),)),), usage)
    ask = replace(Asked(text=text), **asked)  # type: ignore[arg-type]
    return ModelRun(id=RunId("m_1"), previous=None, model="acme/flash", asked=ask, created_at=NOW, record=record)


def with_picture(name: str) -> ModelRun:
    made = e.MediaPart("image", PNG, uri=name)
    record = e.RunRecord(RunId("m_1"), e.RunStatus.COMPLETED, (e.Output((made,)),))
    return replace(run(), record=record)


def test_a_talk_is_told_in_its_order() -> None:
    """What was asked and said, results before the words, and at the end what is asked now."""
    calls = replace(run(text="", results=(RESULT,)), echo=Echo(protocol=Protocol.CHAT, model="flash", content=["x"]))
    said = (*told([run(), calls], pictures={}), *asked_now(REQUEST))

    assert [type(one) for one in said] == [UserSaid, ModelSaid, ToolsSaid, ModelSaid, UserSaid]
    assert said[3] == ModelSaid(steps=calls.record.steps if calls.record else (), echo=calls.echo)
    assert said[-1] == UserSaid(text="and now?")


def test_results_are_asked_without_words() -> None:
    """A round of functions adds its results alone."""
    assert list(asked_now(replace(REQUEST, input="", results=(RESULT,)))) == [ToolsSaid(results=(RESULT,))]


def test_a_summary_stands_before_the_words_it_was_made_for() -> None:
    """As data, each line marked; it is told again as long as the talk begins there."""
    (said,) = told(
        [replace(run("hello"), asked=Asked(text="hello", summary="Ships.\nAnd more."), record=None)], pictures={}
    )

    assert isinstance(said, UserSaid)
    assert "> Ships.\n> And more.\n" in said.text
    assert said.text.endswith("hello")


async def test_the_newest_pictures_are_shown_again() -> None:
    """Those that were given and those that it made, as many as are wanted and still there; nothing else is shown."""
    media = FakeMedia()
    first, second, film = [
        await media.keep(data, mime_type=kind, now=NOW)
        for data, kind in ((b"1", PNG), (b"2", PNG), (b"3", "video/mp4"))
    ]
    past = [replace(run(), asked=Asked(text="", media=(first, "media:gone"))), with_picture(second), with_picture(film)]

    found = await pictures_of(past, media, StandingClock(), most=10)

    assert found == {second: Reference(PNG, b"2"), first: Reference(PNG, b"1")}
    assert list(await pictures_of(past, media, StandingClock(), most=1)) == [second]
    assert await pictures_of(past, media, StandingClock(), most=0) == {}
    said = told(past, pictures=found)
    assert [one.pictures for one in said if isinstance(one, ModelSaid)] == [(), (Reference(PNG, b"2"),), ()]


@pytest.mark.parametrize(
    ("past", "request_", "wanted"),
    [
        ((), REQUEST, Plan.ALL),
        ((run(usage=e.Usage(input=600, output=100, total=700)),), REQUEST, Plan.ALL),
        ((run(usage=e.Usage(input=700, output=100, total=800)),), REQUEST, Plan.SUMMARY),
        ((run("x" * 1_200),), REQUEST, Plan.ALL),
        ((run("x" * 3_000),), REQUEST, Plan.SUMMARY),
        ((run("漢" * 1_000),), REQUEST, Plan.SUMMARY),
        ((with_picture("media:1"),), REQUEST, Plan.NO_OLD_PICTURES),
        ((run("x" * 3_000),), replace(REQUEST, input="", results=(RESULT,)), Plan.NO_OLD_PICTURES),
        ((run(),), replace(REQUEST, input="x" * 3_000), Plan.SUMMARY),
    ],
)
def test_a_talk_that_nears_the_window_is_shortened(
    past: tuple[ModelRun, ...], request_: RunRequest, wanted: Plan
) -> None:
    """By the service's own count where it told, else by an estimate; old pictures go first, no round is summed up."""
    assert plan(past, request_, window=1_000) is wanted
    assert PICTURE_TOKENS > 1_000


SAIDS: st.SearchStrategy[list[Said]] = st.lists(
    st.one_of(
        st.builds(lambda text: UserSaid(text=text), st.text(max_size=60)),
        st.builds(lambda text: ModelSaid(steps=(e.Output((e.TextPart(text),)),)), st.text(max_size=60)),
        st.just(ToolsSaid(results=(RESULT,))),
    ),
    max_size=12,
)


@given(SAIDS, st.integers(1, 200))
def test_what_fits_begins_with_a_request(said: list[Said], most: int) -> None:
    """It is an end of what was said, the last request always in it, and what is left out is said."""
    kept = fitted(said, most=most)

    rest = kept[1:] if kept[:1] == (UserSaid(text=LEFT_OUT),) else kept
    assert rest == tuple(said[len(said) - len(rest) :])
    if len(rest) < len(said):
        assert isinstance(rest[0], UserSaid)
        newer = [one for one in rest[1:] if isinstance(one, UserSaid)]
        assert sum(map(tokens_of_said, rest)) <= most or not newer


def test_a_summary_is_asked_for_in_words() -> None:
    """With all that fits of the talk, and an order at its end; no functions, and the talk as data."""
    asked = summing((UserSaid(text="old " * 3_000), UserSaid(text="new")), window=1_000)

    assert asked["said"][:2] == (UserSaid(text=LEFT_OUT), UserSaid(text="new"))
    assert isinstance(asked["said"][-1], UserSaid)
    assert asked["said"][-1].text.startswith("Sum up")
    assert "data" in asked["instruction"]


def test_a_summary_has_a_bound() -> None:
    """Thoughts are not part of it, and an endless one is cut."""
    steps = (e.Thought((e.TextPart("hm"),)), e.Output((e.TextPart("x" * 99_999),)))

    assert summary_in(steps) == "x" * SUMMARY_LIMIT
    assert summary_in(steps[:1]) == ""


def test_without_the_model_the_newest_stays() -> None:
    """Where it cannot sum up, the end of the talk stands there as it was said, within the same bound."""
    talk = (UserSaid(text="old\n" * 10_000), *told([run("new question", "new answer")], pictures={}))

    text = cut_out(talk)

    assert text.splitlines()[0] == LEFT_OUT
    assert text.splitlines()[-2:] == ["They: new question", "You: new answer"]
    assert len(text) <= SUMMARY_LIMIT + len(LEFT_OUT) + 1
