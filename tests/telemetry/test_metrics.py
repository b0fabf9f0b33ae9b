"""Metrics count what happens; no label can grow without bounds, or hold what somebody wrote."""

import logging
import re
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st
from prometheus_client.parser import text_string_to_metric_families

from bot.core.events import Usage
from bot.core.session import Outcome
from bot.telemetry.calls import Watched, call_of
from bot.telemetry.errors import counted_errors
from bot.telemetry.metrics import MOST_NAMES, Metrics, Names, result_of

AGENT = "antigravity-preview-09-2026"
USAGE = Usage(input=1_000_000, output=1_000_000, thought=0, cached=0, tool_use=0, total=2_000_000)


def values(metrics: Metrics) -> dict[str, float]:
    """Every series that is not 0, as `name{label=value}`."""
    found = {}
    for family in text_string_to_metric_families(metrics.page().decode()):
        for sample in family.samples:
            labels = ",".join(f"{name}={value}" for name, value in sample.labels.items())
            if sample.value and sample.name.startswith("bot_") and not sample.name.endswith(("_created", "_bucket")):
                found[f"{sample.name}{{{labels}}}"] = sample.value
    return found


def test_a_turn_that_ended() -> None:
    """Its outcome, its tokens by kind, and about what it cost."""
    metrics = Metrics()
    metrics.turn_settled(Outcome.COMPLETED, agent=AGENT, model="", usage=USAGE)

    assert values(metrics) == {
        f"bot_turns_total{{agent={AGENT},outcome=completed}}": 1,
        f"bot_tokens_total{{agent={AGENT},kind=input}}": 1_000_000,
        f"bot_tokens_total{{agent={AGENT},kind=output}}": 1_000_000,
        f"bot_cost_dollars_total{{name={AGENT},of=turn}}": 4.5,
    }


def test_a_price_that_nobody_knows_is_not_counted() -> None:
    """Tokens are, dollars are not."""
    metrics = Metrics()
    metrics.turn_settled(Outcome.FAILED, agent="another-agent", model="", usage=USAGE)

    assert not any("dollars" in name for name in values(metrics))


def test_what_is_shown_and_written() -> None:
    """Pictures by outcome, writes by kind and result, 429s by scope; a clock that was set back counts as 0."""
    metrics = Metrics()
    metrics.picture_settled(model="gemini-nano-banana-2.1", is_made=True, dollars=0.25)
    metrics.picture_settled(model="gemini-nano-banana-2.1", is_made=False, dollars=None)
    metrics.discord_wrote("edit", 200)
    metrics.discord_wrote("edit", None)
    metrics.rate_limited("shared")
    metrics.rate_limited("words of somebody")
    metrics.first_page_shown(after_s=1.5)
    metrics.text_shown(after_s=-3.0)

    assert values(metrics) == {
        "bot_pictures_total{model=gemini-nano-banana-2.1,outcome=made}": 1,
        "bot_pictures_total{model=gemini-nano-banana-2.1,outcome=failed}": 1,
        "bot_cost_dollars_total{name=gemini-nano-banana-2.1,of=picture}": 0.25,
        "bot_discord_writes_total{kind=edit,result=ok}": 1,
        "bot_discord_writes_total{kind=edit,result=lost}": 1,
        "bot_discord_rate_limited_total{scope=shared}": 1,
        "bot_discord_rate_limited_total{scope=other}": 1,
        "bot_first_page_seconds_count{}": 1,
        "bot_first_page_seconds_sum{}": 1.5,
        "bot_staleness_seconds_count{}": 1,
    }


@pytest.mark.parametrize(
    ("status", "result"),
    [(200, "ok"), (204, "ok"), (302, "ok"), (404, "refused"), (429, "limited"), (503, "failed"), (None, "lost")],
)
def test_results(status: int | None, result: str) -> None:
    """By HTTP status."""
    assert result_of(status) == result


@given(st.lists(st.text(max_size=80), max_size=3 * MOST_NAMES))
def test_names_are_few(given_names: list[str]) -> None:
    """Whatever names come, there are never more than so many series, and those look like names of models."""
    names = Names()
    labels = {names.of(name) for name in given_names}

    assert len(labels) <= MOST_NAMES + 1
    assert all(label.isascii() and " " not in label for label in labels)


def test_the_first_names_stay() -> None:
    """A name that has its series keeps it when there are too many."""
    names = Names(most=1)
    labels = [names.of(name) for name in ("one", "two", "one", "with spaces")]

    assert labels == ["one", "other", "one", "other"]


def test_calls_are_named_without_ids() -> None:
    """By method and the word that says what is asked for; everything else in an address is left out."""
    assert call_of("POST", "/v1beta/interactions") == "POST interactions"
    assert call_of("GET", "/v1beta/interactions/v1_abc") == "GET interactions"
    assert call_of("POST", "/v1beta/interactions/v1_abc/cancel") == "POST cancel"
    assert call_of("POST", "/v1beta/interactions/v1_abc:cancel") == "POST cancel"
    assert call_of("GET", "/v1beta/environments/e1/files/words.txt") == "GET files"
    assert call_of("BREW", "/words/of/somebody") == "other other"


@pytest.fixture
async def endpoint() -> AsyncIterator[str]:
    """The address of a service that answers with the status that it is asked for."""

    async def answer(request: web.Request) -> web.Response:
        return web.Response(status=int(request.query["status"]), headers={"X-RateLimit-Scope": "shared"})

    app = web.Application()
    app.router.add_get("/{rest:.*}", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()


async def test_requests_of_a_session_are_timed(endpoint: str) -> None:
    """Those to the named addresses, by result; a 429 of Discord's is one more of those that must not be."""
    metrics = Metrics()
    watched = Watched(metrics, {"discord": endpoint, "google": "http://127.0.0.1:1"})
    async with aiohttp.ClientSession(trace_configs=[watched.trace()]) as session:
        for status in (200, 429):
            (await session.get(f"{endpoint}/webhooks/1/token?status={status}")).close()
        with pytest.raises(aiohttp.ClientError):
            await session.get("http://127.0.0.1:1/v1beta/interactions")

    counts = {
        name: value for name, value in values(metrics).items() if not name.startswith("bot_provider_call_seconds_sum")
    }
    assert counts == {
        "bot_provider_call_seconds_count{call=GET webhooks,provider=discord,result=ok}": 1,
        "bot_provider_call_seconds_count{call=GET webhooks,provider=discord,result=limited}": 1,
        "bot_provider_call_seconds_count{call=GET interactions,provider=google,result=lost}": 1,
        "bot_discord_rate_limited_total{scope=shared}": 1,
    }


async def test_platforms_of_one_gateway_are_counted_apart(endpoint: str) -> None:
    """They share an origin: the longest address that fits counts, and one that merely begins alike is another."""
    metrics = Metrics()
    bases = {"antigravity": f"{endpoint}/antigravity", "google": endpoint, "gemini": f"{endpoint}/gemini/"}
    async with aiohttp.ClientSession(trace_configs=[Watched(metrics, bases).trace()]) as session:
        for path in ("/antigravity/v1/messages", "/gemini/v1/messages", "/gemini_cli/v1/messages"):
            (await session.get(f"{endpoint}{path}?status=200")).close()

    counted = [name for name in values(metrics) if name.startswith("bot_provider_call_seconds_count")]
    assert [name.partition("provider=")[2].partition(",")[0] for name in counted] == [
        "antigravity",
        "gemini",
        "google",
    ]


def test_errors_are_counted_by_event() -> None:
    """Ours by the event's name; a library's line is no label, nor is one of ours that is no name. Warnings are none."""
    metrics = Metrics()
    with counted_errors(metrics):
        logging.getLogger("bot.turns").error({"event": "turn.crashed"})
        logging.getLogger("bot.turns").error({"event": "words of somebody"})
        logging.getLogger("discord.client").error("words of %s", "somebody")
        logging.getLogger("bot.turns").warning({"event": "run.lost"})
    logging.getLogger("bot.turns").error({"event": "turn.crashed"})

    assert values(metrics) == {"bot_errors_total{event=turn.crashed}": 1, "bot_errors_total{event=library}": 2}


def test_the_documentation_lists_every_metric() -> None:
    """Each of ours has its row with its type, and no row is of one that is not there."""
    page = (Path(__file__).parents[2] / "docs/operations.md").read_text()
    rows = re.findall(r"^\| (`bot_.+?) \| (\w+) \|", page, re.MULTILINE)
    documented = {(name, kind) for names, kind in rows for name in re.findall(r"`(\w+)`", names)}
    ours = [family for family in Metrics().registry.collect() if family.name.startswith("bot_")]

    assert documented == {
        (f"{family.name}_total" if family.type == "counter" else family.name, family.type) for family in ours
    }
