"""What a job's message never looks like, whatever people and models say."""

import re
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.imagine.job import Deed, Picture
from bot.core.imagine.look import JobView, page_of
from bot.core.patches import Card
from bot.core.session import Outcome
from tests.core.imagine.views import card, ended, failed, made, working

TEXT_LIMIT = 4_000
"""Discord's most characters of text in one message of components."""
HOSTILE = st.text(alphabet="*_~`|[]()<>@#&!:/\\\n\r\u2028-1. ab🦊\u202e\ud83d\0", max_size=400)
LONG = HOSTILE.map(lambda text: text * 20)
REASONS = st.sampled_from(
    ["imagine.safety", "imagine.failed", "imagine.refused", "imagine.model_gone", "imagine.uncertain"]
)
PICTURES = st.lists(
    st.one_of(
        st.builds(made, st.just(0)),
        st.builds(lambda reason, detail: failed(0, reason, detail), REASONS, HOSTILE | LONG),
    ),
    min_size=1,
    max_size=4,
)


def numbered(pictures: list[Picture]) -> list[Picture]:
    return [
        replace(picture, id=replace(picture.id, number=number), file=picture.file and f"fox-{number}.png")
        for number, picture in enumerate(pictures)
    ]


def assert_within_limits(shown: Card) -> None:
    text = "\n".join(shown.lines) + "\n".join(shown.below)
    assert len(text.encode("utf-16-le")) // 2 <= TEXT_LIMIT


def assert_quoted(shown: Card, rest: int) -> None:
    """All lines but the last `rest` ones are one quotation, which closes what it opens."""
    quoted = "\n".join(shown.lines[: len(shown.lines) - rest])
    for line in filter(None, quoted.split("\n")):
        assert line.startswith("> ")
    assert quoted.count("```") % 2 == 0


@settings(deadline=None, max_examples=100)
@given(HOSTILE | LONG, st.sampled_from(Deed))
def test_a_request_stays_a_quotation(prompt: str, deed: Deed) -> None:
    """Whatever was written, it is quoted to its last line, and Discord takes the message."""
    at_work = card(working(made(), prompt=prompt, deed=deed))
    done = card(ended(made(), prompt=prompt, deed=deed))

    assert_quoted(at_work, 1)
    assert_quoted(done, 0)
    assert_within_limits(at_work)
    assert_within_limits(done)


@settings(deadline=None, max_examples=100)
@given(HOSTILE | LONG, PICTURES, HOSTILE)
def test_reasons_stay_in_their_lines(prompt: str, pictures: list[Picture], model: str) -> None:
    """Whatever a provider says, each reason is one line that opens nothing, and Discord takes the message."""
    whole = numbered(pictures)
    shown = card(replace(ended(*whole, prompt=prompt, model=model), remarks=("`a.png` is too large.",) * 4))

    assert_within_limits(shown)
    for line in shown.below:
        assert len(line.splitlines()) == 1
        assert line.startswith("-# ")
        bare = re.sub(r"(?<!\\)(?:\\\\)*`[^`]*`", "", line)
        assert not re.search(r"(?<!\\)(?:\\\\)*[`|\[\]~]|(?<!\\)(?:\\\\)*<(?!@77>)", bare)


@settings(deadline=None, max_examples=60)
@given(HOSTILE | LONG, PICTURES)
def test_nobody_is_pinged(prompt: str, pictures: list[Picture]) -> None:
    """No page of a job allows a mention, whoever is named in it."""
    for view in (working(*numbered(pictures), prompt=prompt), ended(*numbered(pictures), prompt=prompt)):
        assert page_of(view).ping is None


def test_four_of_everything_fits() -> None:
    """The longest request, four long reasons, all remarks: Discord takes it."""
    reasons = ["imagine.safety", "imagine.too_slow", "imagine.permission", "imagine.model_gone"]
    view = ended(
        *(failed(number, reason, "#" * 999) for number, reason in enumerate(reasons)),
        prompt="🦊`" * 5_000,
        model="`" * 999,
        outcome=Outcome.FAILED,
        reason="imagine.not_shown",
        detail="*" * 999,
        ratio="16:9",
        asked_ratio="99999:99998",
    )
    full = replace(view, parent_link="https://discord.com/channels/" + "9" * 60, remarks=("x" * 200,) * 4)

    assert_within_limits(card(full))
    assert len(card(full).lines) == 6
    assert_within_limits(card(shown_with(full)))


def shown_with(view: JobView) -> JobView:
    """The same, with a picture in it."""
    return replace(view, uploads=ended(made()).uploads)
