"""Answers of models that make more than text, by what they make; another form than the known ones is left alone."""

from base64 import b64decode

import pytest

from bot.core import events as e
from bot.core.models.film import FilmTalk, film_talk
from bot.core.models.provider import Makes
from bot.providers.models.shapes import PREVIEW_LIMIT, shaped

PAGE = '<!DOCTYPE html>\n<html>\n<head><title>The lantern</title></head>\n<p class="sea">It shone.</p>\n</html>\n'
LONG = PAGE.replace("It shone.", "It shone.\n" * 400)
CODE = "def shine() -> None:\n    print('the brightest thing it knew, and then some more of it')\n" * 3
REPORT = "> plan\n\n# Lanterns at sea\n\nThey shone [1].\n\n## Sources\n\n1. [One](https://example.org/1)\n"
FILM = e.MediaPart(kind="video", mime_type="video/mp4", uri="media:1")
TALK = '```json\n{\n  "id": "task_1"\n}\n```\n\n> ⌛️ queued\n\n> 🏃 72.1%\n\n> ✅ done \n'


def output(*parts: e.Part | str) -> e.Output:
    return e.Output(tuple(e.TextPart(part) if isinstance(part, str) else part for part in parts))


def document_of(makes: Makes, *said: str) -> tuple[str, e.MediaPart, str]:
    """The text that is left, the document, and what is in it."""
    (step,) = shaped(makes, [output(*said)])
    assert isinstance(step, e.Output)
    *texts, document = step.parts
    assert isinstance(document, e.MediaPart)
    return "".join(part.text for part in texts if isinstance(part, e.TextPart)), document, read(document)


def read(document: e.MediaPart) -> str:
    assert document.kind == "document"
    return b64decode(document.data).decode()


CANVASES = [
    (f"I made it.\n\n```html\n{PAGE}```\n\nSay what to change.\n", "The-lantern.html", "text/html", PAGE),
    (f"```\n{PAGE}```\n", "The-lantern.html", "text/html", PAGE),
    (PAGE, "The-lantern.html", "text/html", PAGE),
    (f"## Shine!\n\n~~~~python\n{CODE}~~~~\n", "Shine.py", "text/x-python", CODE),
    (f"```klingon\n{CODE}```", "canvas.txt", "text/plain", CODE),
    (f"```python\n{CODE}", "canvas.py", "text/x-python", CODE),
    (f"````md\n# 灯塔/海\n```\n{CODE}```\n````\n", "灯塔-海.md", "text/markdown", f"# 灯塔/海\n```\n{CODE}```\n"),
]


@pytest.mark.parametrize(("said", "name", "kind", "body"), CANVASES)
def test_a_canvas_is_a_document(said: str, name: str, kind: str, body: str) -> None:
    """Fenced, bare, or cut off: byte for byte a file named after its title, and the text keeps a preview of it."""
    text, document, inside = document_of(Makes.CANVAS, said)

    assert (document.name, document.mime_type, inside) == (name, kind, body)
    assert body.splitlines()[0] in text
    assert "Say what to change." in text or "Say what to change." not in said


def test_the_preview_of_a_long_document_is_its_beginning() -> None:
    """It ends at a line's end, in its fence, and names the file with the rest."""
    text, _, inside = document_of(Makes.CANVAS, f"Here.\n\n```html\n{LONG}```\n\nThere.\n")

    assert inside == LONG
    assert len(text) < PREVIEW_LIMIT + 200
    assert text.startswith("Here.\n\n```html\n<!DOCTYPE html>")
    assert text.endswith("is in the file `The-lantern.html`.\n\nThere.\n")


def test_short_markdown_is_shown_as_it_is() -> None:
    """It reads better than code, and is a file as well."""
    said = f"# Lanterns\n\n{'They shine. ' * 20}\n"

    assert document_of(Makes.CANVAS, said)[0] == said
    assert document_of(Makes.CANVAS, said)[1].name == "Lanterns.md"


def test_a_report_is_pages_and_a_document() -> None:
    """The text with its sources stays as it stands; all of it is a file named after its heading."""
    text, document, inside = document_of(Makes.RESEARCH, REPORT)

    assert text == inside == REPORT
    assert (document.name, document.mime_type) == ("Lanterns-at-sea.md", "text/markdown")


def test_how_a_film_came_about_is_a_thought() -> None:
    """Job and progress are no part of the answer once there is a film; other words stay."""
    thought, said = shaped(Makes.VIDEO, [output(TALK, FILM, "\nEnjoy.\n")])

    assert isinstance(thought, e.Thought)
    assert thought.summary == (e.TextPart('⌛️ queued\n🏃 72.1%\n✅ done\n{\n  "id": "task_1"\n}'),)
    assert said == output("Enjoy.", FILM)


UNTOUCHED = [
    (Makes.CANVAS, output("I would rather talk.")),
    (Makes.CANVAS, output("Run this:\n```\nnpm start\n```\n")),
    (Makes.RESEARCH, output(" ")),
    (Makes.VIDEO, output(f"{TALK}> ❌ failed\n")),
    (Makes.VIDEO, output(e.MediaPart(kind="image", uri="media:2"), "A picture, after all.")),
    (Makes.STORYBOOK, output("# Tale\n", e.MediaPart(kind="image", uri="media:2"), "It shone.")),
    (Makes.TEXT, output(f"```html\n{PAGE}```")),
]


@pytest.mark.parametrize(("makes", "said"), UNTOUCHED)
def test_another_form_is_left_alone(makes: Makes, said: e.Output) -> None:
    """All text and media stay in their order."""
    steps = (e.Thought(), said, e.Call("function", "call-1"))

    assert shaped(makes, steps) == steps


@pytest.mark.parametrize(
    ("text", "talk"),
    [
        ('```json\n{"id"', FilmTalk(job='{"id"')),
        ("```json\n{}\n```\n> one\n>\n> > two\n", FilmTalk("{}", ("one", "two"))),
        ("Just a moment.\n> 3 %", FilmTalk("", ("3 %",), "Just a moment.")),
        ("", FilmTalk()),
    ],
)
def test_the_talk_of_a_film_is_read_while_it_grows(text: str, talk: FilmTalk) -> None:
    """A fence that is still open belongs to the job, and an empty quotation is no progress."""
    assert film_talk(text) == talk
