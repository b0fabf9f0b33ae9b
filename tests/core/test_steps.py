"""A step in the words of a person: one line that nothing in it can break out of."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core import events as e
from bot.core.catalogue import say
from bot.core.steps import LINE_LIMIT, code, line_of, lines_of, plain

HOSTILE = st.text(alphabet="ab `*_~|[]()<>@#&!:/\\\n\r\u2028\t-1.🦊", max_size=300)


def call(tool: str, *, name: str = "", pending: str = "", **arguments: e.JsonValue) -> e.Call:
    return e.Call(tool, "call-1", name, arguments=arguments or None, pending=pending)


@pytest.mark.parametrize(
    ("step", "line"),
    [
        (call("google_search", queries=["moon", "cheese"]), "🔎 searched for `moon, cheese`"),
        (call("url_context", urls=["https://a.example"]), "🌐 read `https://a.example`"),
        (call("code_execution", code="\n  print(1)\nprint(2)", language="python"), "⚙️ ran `print(1)`"),
        (call("function", name="code_execution", command="ls -l"), "⚙️ ran `ls -l`"),
        (call("function", name="write_file", path="a.py", content="x"), "📝 wrote `a.py`"),
        (call("function", name="write_to_file", TargetFile="a.py"), "📝 wrote `a.py`"),
        (call("function", name="replace_file_content", TargetFile="a.py"), "✏️ changed `a.py`"),
        (call("function", name="view_file", AbsolutePath="/a.py"), "📖 read `/a.py`"),
        (call("function", name="list_dir", DirectoryPath="/"), "📂 looked into `/`"),
        (call("function", name="grep_search", Query="moon"), "🔎 looked for `moon`"),
        (call("mcp_server_tool", name="send_mail", to="x"), "🔧 called `send_mail`"),
        (e.Call("mcp_server_tool", "1", "send_mail", "mail", {"to": "x"}), "🔧 called `send_mail` of `mail`"),
        (e.Call("mcp_server_tool", "1", "write_file", "mail", {"path": "x"}), "🔧 called `write_file` of `mail`"),
        (e.Call("mcp_server_tool", "1", "`@here`", "`a`\n**b**"), "🔧 called `ˋ@hereˋ` of `ˋaˋ`"),
        (e.Call("mcp_server_tool", "1", "", "mail"), ""),
        (call("function", name="write_file"), "🔧 called `write_file`"),
        (call("google_search"), "🔧 called `google_search`"),
        (call("function", pending='{"pa'), ""),
        (e.Thought((e.TextPart("First I think.\nThen I do."),)), "💭 First I think."),
        (e.Thought(), ""),
        (e.UnknownStep("dream", {}), "• `dream`"),
        (e.UnknownStep("missing", {}), ""),
        (e.Output((e.TextPart("text"),)), ""),
        (e.Result("function", "call-1", result="data"), ""),
        (e.Input(), ""),
    ],
)
def test_a_line_says_what_a_person_wants_to_know(step: e.Step, line: str) -> None:
    """A search has its query, a command its first line, a file its name; what nobody wants to see has no line."""
    assert line_of(step) == line


def test_lines_come_in_order_without_gaps() -> None:
    """Steps without a line of their own leave none."""
    steps: list[e.Step] = [
        call("google_search", queries=["a"]),
        e.Result("google_search", "call-1"),
        call("code_execution", code="b"),
    ]

    assert lines_of(steps) == ("🔎 searched for `a`", "⚙️ ran `b`")


@settings(deadline=None)
@given(HOSTILE)
def test_code_cannot_be_broken_out_of(text: str) -> None:
    """Whatever is shown as code is one line between one pair of backticks, or nothing."""
    shown = code(text)

    assert shown == "" or re.fullmatch(r"`[^`\r\n\u2028]+`", shown)
    assert len(shown) <= LINE_LIMIT + 2


@settings(deadline=None)
@given(HOSTILE)
def test_plain_words_stay_plain(text: str) -> None:
    """Whatever is shown as plain words is one line in which Discord's Markdown and mentions find nothing."""
    shown = plain(text)

    assert len(shown.splitlines()) <= 1
    assert not re.search(r"(?<!\\)(?:\\\\)*[*_~`|\[\]<>#]", shown)
    assert len(shown) <= 2 * LINE_LIMIT


@settings(deadline=None)
@given(st.sampled_from(["function", "google_search", "code_execution", "url_context"]), HOSTILE, HOSTILE)
def test_no_call_makes_two_lines(tool: str, name: str, argument: str) -> None:
    """A call's line is one line, whatever the model called the tool and gave it."""
    for key in ("queries", "code", "urls", "path"):
        step = e.Call(tool, "call-1", name, arguments={key: argument})
        assert len(line_of(step).splitlines()) == 1


def test_white_space_is_no_query() -> None:
    """An argument of nothing but white space is left out, so that no sentence ends in the air."""
    assert line_of(call("google_search", queries=[" \n"])) == say("step.tool", what="`google_search`")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\u202eb\u200bc", "`abc`"),
        ("a\tb\x00\x1bc", "`a b\ufffdc`"),
        ("\u2066\u200b", ""),
        ("👨\u200d👩", "`👨\u200d👩`"),
        ("\ud800", "`\ufffd`"),
    ],
)
def test_code_turns_nothing_around(text: str, shown: str) -> None:
    """What shows nothing and may turn the line around is not in it; the joiners of emoji are."""
    assert code(text) == shown
