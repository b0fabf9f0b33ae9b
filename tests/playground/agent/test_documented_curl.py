"""The samples of the agent's documentation that are plain HTTP: bare contents, another header, cancel with a colon."""

import base64
from typing import Any

import pytest

from tests.playground.agent.pictures import plain
from tests.playground.agent.test_documented_samples import NEW_AGENT, OLD_AGENT
from tests.playground.served import Client

pytestmark = pytest.mark.parametrize("agent", [OLD_AGENT, NEW_AGENT])
CURL: dict[str, dict[str, Any]] = {
    "the first": {
        "input": "Read Hacker News, summarize the top 10 stories, and save the results as a PDF.",
        "environment": "remote",
    },
    "restricted tools": {
        "input": "Search for the latest AI research papers on reasoning and summarize them.",
        "environment": "remote",
        "tools": [{"type": "google_search"}, {"type": "url_context"}],
    },
    "a picture": {
        "input": [
            {"type": "text", "text": "Analyze this chart and summarize the trends."},
            {"type": "image", "mime_type": "image/png", "data": base64.b64encode(plain("blue")).decode()},
        ],
        "environment": "remote",
    },
    "in the background": {
        "input": "Run a complex analysis on the repository.",
        "environment": "remote",
        "background": True,
    },
}


@pytest.mark.parametrize("body", CURL.values(), ids=CURL)
async def test_curl(client: Client, agent: str, body: dict[str, Any]) -> None:
    """The samples without the SDK, whose bare contents and extra header the SDK never sends."""
    status, made = await client.request(
        "POST", "/v1beta/interactions", {"agent": agent} | body, Api_Revision="2026-05-20"
    )

    assert status == 200
    assert made["status"] in ("completed", "in_progress")


async def test_curl_cancel(client: Client, agent: str) -> None:
    """The page writes cancel with a colon."""
    await client.lever("speed", {"factor": 1})
    body = {"agent": agent, "input": "something slow", "background": True}
    made = (await client.request("POST", "/v1beta/interactions", body))[1]

    status, answer = await client.request("POST", f"/v1beta/interactions/{made['id']}:cancel")

    assert (status, answer["status"]) == (200, "cancelled")
