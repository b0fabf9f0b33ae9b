"""Thirty turns on one chain: what they cost, what is still known at the end."""

from itertools import pairwise
from typing import Any

from tests.playground.agent.offered import text_of
from tests.playground.served import Client

TURNS = 30
LONG = "word " * 4_000  # about 5,000 tokens: thirty of them are more than a talk holds


async def _talk(client: Client, text: str) -> list[dict[str, Any]]:
    """Every run, each chained on the one before."""
    runs: list[dict[str, Any]] = []
    for number in range(TURNS):
        chained = {"previous_interaction_id": runs[-1]["id"]} if runs else {}
        runs.append(await client.ask(f"{text}\n\nhello, this is turn {number}.", **chained))
    return runs


def _read(run: dict[str, Any]) -> int:
    tokens: int = run["usage"]["initial_input_tokens"]
    return tokens


async def test_thirty_turns_read_more_each_time(client: Client) -> None:
    """The whole conversation is read again and again; nobody has to send it."""
    runs = await _talk(client, "")

    assert all(_read(one) < _read(next_one) for one, next_one in pairwise(runs))
    assert all(run["usage"]["total_input_tokens"] >= _read(run) for run in runs)


async def test_a_talk_of_135_000_tokens_is_compacted(client: Client) -> None:
    """Once the input falls, then it grows on; and what was said at the very beginning is still known."""
    runs = await _talk(client, LONG)
    asked = await client.ask("what did I tell you", previous_interaction_id=runs[-1]["id"])

    falls = [(_read(one), _read(next_one)) for one, next_one in pairwise(runs) if _read(next_one) < _read(one)]
    assert len(falls) == 1
    assert falls[0][0] > 125_000
    assert falls[0][1] < 25_000
    assert max(map(_read, runs)) <= 135_000
    assert "this is turn 0." in text_of(asked)
    assert "this is turn 29." in text_of(asked)


async def test_a_talk_costs_the_same_however_often_it_is_read(client: Client) -> None:
    """Two runs on one run read equally much."""
    first = await client.ask("hello")

    one = await client.ask("hello", previous_interaction_id=first["id"])
    other = await client.ask("hello", previous_interaction_id=first["id"])

    assert _read(one) == _read(other) > _read(first)
