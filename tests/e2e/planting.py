"""A run of real processes in which unmistakable words and secrets are everywhere, and as much goes wrong as can."""

import asyncio
import re
import signal
import sys
from dataclasses import dataclass, field
from pathlib import Path

from tests.e2e.calling import will_call
from tests.e2e.failures import CREATE, READ
from tests.e2e.gallery import form_shown
from tests.e2e.messages import Json
from tests.e2e.stage import ROOT, Stage
from tests.e2e.tampering import a_free_port
from tests.e2e.test_mcp import mcp

SECRETS = {
    "gemini key": "canary-gemini-key-Zq7Xw2",
    "sealing key": "Y2FuYXJ5LXNlYWxpbmcta2V5LUtqOE5tNFBzLTAwMDA=",
    "stored secret": "canary-stored-secret-Vb3Rt9",
    "header of an MCP server": "canary-mcp-header-Lp5Ds1",
    "variable of a machine": "canary-machine-variable-Gh2Kf7",
    "wrong setting": "canary-wrong-setting-Mn6Bv4",
}
WORDS = {
    "prompt": "canary-prompt-Ty8Ui3",
    "answer": "canary-answer-Op1As6",
    "argument": "canary-argument-Df4Gh9",
    "result": "canary-result-Qw5Er2",
    "error of a function": "canary-crash-Jk7Lz0",
    "file": "canary-file-Xc3Vb8",
    "refusal": "canary-refusal-Nm2Qa5",
    "fault of Discord": "canary-discord-Ws9Ed1",
    "picture prompt": "canary-picture-Rf6Tg4",
    "instructions": "canary-instructions-Yh3Uj7",
}
FUNCTIONS = f'''
from pydantic import BaseModel
from bot.tools import tool

class Given(BaseModel):
    words: str

@tool(only_reads=True)
async def crash_now(given: Given) -> str:
    """Crashes."""
    words = "-".join({WORDS["error of a function"].split("-")})  # for a traceback has lines of code
    raise ValueError(words + given.words) from KeyError(given.words)

@tool(only_reads=True)
async def answer_now(given: Given) -> str:
    """Answers."""
    return "{WORDS["result"]}"
'''
MACHINES = """
[website]
allow = ["*"]
[[website.repositories]]
url = "https://github.com/example/website"
secret = "website-token"
[[website.headers]]
host = "api.example.com"
name = "Authorization"
value = "Bearer {secret}"
variable = "CANARY_VARIABLE"
"""


@dataclass
class Searched:
    """What a run of the bot has left behind. `answers`: of metrics and health."""

    log: bytes
    answers: dict[str, bytes]
    database: Path
    tokens: dict[str, str]
    spoken: dict[str, bytes] = field(default_factory=dict)

    @property
    def told(self) -> dict[str, bytes]:
        """Everything that an operator reads or a machine collects."""
        return {"log": self.log} | self.answers | self.spoken


async def play(stage: Stage, form: str) -> Searched:
    """Everything once, most of it with something going wrong."""
    (stage.folder / "canary_tools.py").write_text(FUNCTIONS)
    (stage.folder / "machines.toml").write_text(MACHINES)
    port = a_free_port()
    stage.variables |= {
        "GEMINI_API_KEY": SECRETS["gemini key"],
        "SECRET_KEYS": SECRETS["sealing key"],
        "CANARY_VARIABLE": SECRETS["variable of a machine"],
        "ENVIRONMENTS": str(stage.folder / "machines.toml"),
        "TOOLS": "canary_tools:crash_now,canary_tools:answer_now",
        "INSTRUCTIONS": WORDS["instructions"],
        "PYTHONPATH": f"{ROOT}:{stage.folder}",
        "HEALTH_PORT": str(port),
        "LOG_FORMAT": form,
    }
    spoken = await wrong_starts(stage)
    stored = await verb(stage, "secret", "set", "website-token", given=SECRETS["stored secret"])
    await stage.start_bot(module="tests.e2e.impatient")
    await talk(stage)
    await commands(stage)
    before = await asked(stage, port)
    await kill_at_work(stage)
    after = {f"{path} after the kill": answer for path, answer in (await asked(stage, port)).items()}
    tokens = itx_tokens(await stage.requests()) | {"discord token": stage.variables["DISCORD_TOKEN"]}
    await stage.kill_bot(signal.SIGTERM)
    log = (stage.folder / "bot.log").read_bytes()
    return Searched(log, before | after, stage.folder / "bot.db", tokens, spoken | {"secret set": stored})


async def wrong_starts(stage: Stage) -> dict[str, bytes]:
    """What the process says of settings that are wrong."""
    wrong = SECRETS["wrong setting"]
    bad: dict[str, dict[str, str]] = {
        "a number": {"MAX_TOKENS_PER_TURN": wrong},
        "a database": {"DATABASE_URL": f"postgresql://user:{wrong}@host/db"},
        "keys": {"SECRET_KEYS": wrong},
        "a token": {"DISCORD_TOKEN": wrong},
    }
    return {f"start with {what} wrong": await verb(stage, "run", **variables) for what, variables in bad.items()}


async def verb(stage: Stage, *arguments: str, given: str = "", **variables: str) -> bytes:
    """All that `bot` says in a process of its own."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "bot", *arguments),
        env=stage.variables | variables,
        cwd=stage.folder,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await process.communicate(given.encode())
    assert said
    return said


async def talk(stage: Stage) -> None:
    """Turn after turn in one thread, each with another failure."""
    ada, prompt = stage.person("Ada"), WORDS["prompt"]
    await ada.use(
        "ask", {"prompt": f"{prompt}, short please", "file1": "a.txt"}, files={"a.txt": WORDS["file"].encode()}
    )
    thread = await stage.thread_of(ada)
    await stage.finished(ada, thread)
    calls = [("crash_now", {"words": WORDS["argument"]}), ("answer_now", {"words": WORDS["argument"]})]
    refused = {"error": {"code": "invalid_request", "message": f"{WORDS['refusal']}: {prompt}"}}
    discord = {"code": 0, "message": WORDS["fault of Discord"]}
    edits = {"method": "PATCH", "path": "/api/v10/channels/*/messages/*"}
    troubles: list[tuple[str, Json | None, Json]] = [
        (await will_call(stage, *calls), None, {}),
        (await will_answer(stage), READ | {"times": 1}, {"cut_stream_after_events": 1}),
        ("short", CREATE | {"times": 1}, {"status": 400, "body": refused}),
        ("short", CREATE | {"times": 1}, {"bad_key": "modern"}),
        ("short", CREATE | {"times": 1}, {"status": 500, "body": refused}),
        ("short", READ | {"times": 2, "skip": 1}, {"status": 503, "body": refused}),
        ("short", edits | {"times": 2}, {"status": 503, "body": discord}),
        ("short", CREATE | {"times": 1}, {"drop": "after"}),
        (f"fail {prompt}", None, {}),
        (f"be blocked by safety {prompt}", None, {}),
        (await will_answer(stage, status="failed"), None, {}),
    ]
    for number, (words, match, do) in enumerate(troubles, 2):
        if match is not None:
            await stage.fault(match, do)
        await ada.say(thread, f"{prompt}\n\n{words}")
        await stage.finished(ada, thread, turns=number)
        await stage.lever("DELETE", "faults")


async def will_answer(stage: Stage, *, status: str = "completed") -> str:
    """A run that says the answer's canary and ends so; the prompt for it."""
    step = {"type": "model_output", "content": [{"type": "text", "text": f"{WORDS['answer']}, as asked."}]}
    done = {"event_type": "interaction.completed", "interaction": {"status": status}}
    events = [
        {"event_type": "step.start", "index": 0, "step": step},
        {"event_type": "step.stop", "index": 0},
        done,
    ]
    await stage.lever("POST", "scenes", {"name": status, "events": events})
    return f"scene:{status}"


async def commands(stage: Stage) -> None:
    """What goes wrong outside of a turn, and secrets and words that come in by forms."""
    ada = stage.person("Ada")
    before = await mcp(ada, "add", name="weather", url="https://tools.example/mcp", header="Authorization")
    form = await stage.until(lambda: form_shown(stage, before))
    value = {"value": SECRETS["header of an MCP server"], "address": "https://tools.example/mcp", "allowed": ""}
    await ada.send_form(form, value, channel=stage.general)
    await stage.finished(ada, await opened(stage, "short please", environment="website"))
    await stage.fault({"method": "POST", "path": "/api/v10/interactions/*", "times": 1}, {"status": 400})
    await ada.command("help")
    await stage.until(lambda: logged(stage, "itx.failed"))
    await stage.fault(CREATE | {"times": 1}, {"status": 400, "body": {"error": {"message": WORDS["picture prompt"]}}})
    await ada.use("imagine", {"prompt": WORDS["picture prompt"]})
    await stage.until(lambda: logged(stage, "picture.refused"))
    await stage.lever("DELETE", "faults")
    await stage.fault({}, {"gateway_close": 4000})


async def opened(stage: Stage, words: str, **options: str) -> str:
    """The new thread in which this is asked."""
    ada = stage.person("Ada")
    threads = len([message for message in await ada.messages(stage.general) if "thread" in message])
    await ada.ask(f"{WORDS['prompt']}, {words}", **options)
    return await stage.thread_of(ada, number=threads)


async def logged(stage: Stage, event: str) -> bool:
    return event.encode() in (stage.folder / "bot.log").read_bytes()


async def kill_at_work(stage: Stage) -> None:
    """In mid-sentence; the next process ends what it finds."""
    ada = stage.person("Ada")
    thread = await opened(stage, "something slow")
    await stage.until(lambda: has_said(stage, thread))
    await stage.kill_bot(signal.SIGKILL)
    await stage.start_bot(module="tests.e2e.impatient")
    await stage.finished(ada, thread)


async def has_said(stage: Stage, thread: str) -> bool:
    return len(await stage.person("Ada").messages(thread)) > 1


async def asked(stage: Stage, port: int) -> dict[str, bytes]:
    """What metrics and health answer now."""
    found = {}
    for path in ("/metrics", "/healthz", "/readyz"):
        async with stage.http.get(f"http://127.0.0.1:{port}{path}") as answer:
            found[path] = await answer.read()
    return found


def itx_tokens(entries: list[Json]) -> dict[str, str]:
    """The tokens in the addresses of the bot's own requests, with which anybody could answer in its place."""
    found = (re.search(r"/(?:interactions|webhooks)/\d+/([^/?]+)", entry["path"]) for entry in entries)
    return {f"token of itx {number}": match[1] for number, match in enumerate(filter(None, found))}
