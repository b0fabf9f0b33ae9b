"""The rules for components, each broken once, and the shape in which good ones come back."""

import json
from pathlib import Path
from typing import Any

import discord
import pytest
from discord import ui

from bot.playground.discord import components
from bot.playground.discord.errors import DiscordError
from bot.playground.discord.world.entities import JsonObject
from tests.playground.discord.specimen import Buttons, Card, Specimen, every_intent

SPEC = Path(__file__).parents[4] / "shared/reference/discord/openapi.json"


def button(**more: Any) -> JsonObject:
    return {"type": 2, "style": 1, "label": "b", "custom_id": "b"} | more


def link(**more: Any) -> JsonObject:
    return {"type": 2, "style": 5, "label": "b", "url": "https://example.org"} | more


def row(*children: JsonObject, **more: Any) -> JsonObject:
    return {"type": 1, "components": list(children)} | more


def options(count: int) -> list[JsonObject]:
    return [{"label": f"o{n}", "value": f"v{n}"} for n in range(count)]


def select(**more: Any) -> JsonObject:
    return {"type": 3, "custom_id": "s", "options": options(2)} | more


def text(content: str = "t", **more: Any) -> JsonObject:
    return {"type": 10, "content": content} | more


def thumbnail(url: str = "https://example.org/p.png", **more: Any) -> JsonObject:
    return {"type": 11, "media": {"url": url}} | more


def section(*texts: JsonObject, accessory: Any = None, **more: Any) -> JsonObject:
    return {"type": 9, "components": list(texts or [text()]), "accessory": accessory or button()} | more


def gallery(*urls: str, **more: Any) -> JsonObject:
    return {"type": 12, "items": [{"media": {"url": url}} | more for url in urls]}


def file(url: str = "attachment://a.txt", **more: Any) -> JsonObject:
    return {"type": 13, "file": {"url": url}} | more


def container(*children: JsonObject, **more: Any) -> JsonObject:
    return {"type": 17, "components": list(children or [text()])} | more


CLASSIC: list[tuple[str, list[Any], str]] = [
    ("six rows", [row(button(custom_id=str(n))) for n in range(6)], ""),
    ("an empty row", [row()], "0.components"),
    ("six buttons", [row(*(button(custom_id=str(n)) for n in range(6)))], "0.components"),
    ("a select beside a button", [row(button(), select())], "0.components"),
    ("two selects", [row(select(), select(custom_id="t"))], "0.components"),
    ("a bare button", [button()], "0.type"),
    ("a type nobody knows", [row({"type": 99})], "0.components.0.type"),
    ("no type", [row({"custom_id": "x"})], "0.components.0.type"),
    ("no object", ["x"], "0"),
    ("a text display", [text()], "0.type"),
    ("a text input", [row({"type": 4, "custom_id": "x", "style": 1, "label": "l"})], "0.components.0.type"),
    ("the same custom_id twice", [row(button()), row(button())], "1.components.0.custom_id"),
    ("the same id twice", [row(button(id=5)), row(button(id=5, custom_id="c"))], "1.components.0.id"),
    ("a long custom_id", [row(button(custom_id="x" * 101))], "0.components.0.custom_id"),
    ("an empty custom_id", [row(button(custom_id=""))], "0.components.0.custom_id"),
    ("a button without custom_id", [row(button(custom_id=None))], "0.components.0.custom_id"),
    ("a button with a url", [row(button(url="https://example.org"))], "0.components.0.url"),
    ("a link with a custom_id", [row(link(custom_id="x"))], "0.components.0.custom_id"),
    ("a link without url", [row(link(url=None))], "0.components.0.url"),
    ("a link to a file", [row(link(url="file:///etc/passwd"))], "0.components.0.url"),
    ("a link to nowhere", [row(link(url="https://"))], "0.components.0.url"),
    ("a long link", [row(link(url="https://x.org/" + "x" * 500))], "0.components.0.url"),
    ("a style nobody knows", [row(button(style=7))], "0.components.0.style"),
    ("a premium button with a label", [row(button(style=6, sku_id="1", custom_id=None))], "0.components.0.label"),
    ("a long label", [row(button(label="x" * 81))], "0.components.0.label"),
    ("neither label nor emoji", [row(button(label=None))], "0.components.0"),
    ("an emoji that is none", [row(button(emoji={"name": "abc"}))], "0.components.0.emoji.name"),
    ("a field nobody knows", [row(button(colour="red"))], "0.components.0.colour"),
    ("disabled as text", [row(button(disabled="yes"))], "0.components.0.disabled"),
    ("26 options", [row(select(options=options(26)))], "0.components.0.options"),
    ("no options", [row(select(options=[]))], "0.components.0.options"),
    ("an option twice", [row(select(options=options(2) * 2))], "0.components.0.options"),
    ("a long option", [row(select(options=[{"label": "x" * 101, "value": "v"}]))], "0.components.0.options.0.label"),
    ("an option without value", [row(select(options=[{"label": "x"}]))], "0.components.0.options.0.value"),
    ("a long placeholder", [row(select(placeholder="x" * 151))], "0.components.0.placeholder"),
    ("more at least than at most", [row(select(min_values=2))], "0.components.0.min_values"),
    ("more than there is", [row(select(max_values=3))], "0.components.0.max_values"),
    ("26 values", [row({"type": 5, "custom_id": "u", "max_values": 26})], "0.components.0.max_values"),
    (
        "a default of the wrong kind",
        [row({"type": 5, "custom_id": "u", "default_values": [{"id": "1", "type": "role"}]})],
        "0.components.0.default_values.0.type",
    ),
    (
        "more defaults than values",
        [row({"type": 6, "custom_id": "u", "default_values": [{"id": "1", "type": "role"}] * 2})],
        "0.components.0.default_values",
    ),
]

V2: list[tuple[str, list[Any], str]] = [
    ("41 components", [container(*(text() for _ in range(40)))], ""),
    ("41 over two containers", [container(*(text() for _ in range(20))), container(*(text() for _ in range(19)))], ""),
    ("too much text", [text("x" * 2001), container(text("x" * 2000))], ""),
    ("an empty text", [text("")], "0.content"),
    ("a container in a container", [container(container())], "0.components.0.type"),
    ("an empty container", [{"type": 17, "components": []}], "0.components"),
    ("a colour beyond white", [container(accent_color=0x1000000)], "0.accent_color"),
    ("four texts in a section", [section(*(text() for _ in range(4)))], "0.components"),
    ("a section without accessory", [{"type": 9, "components": [text()]}], "0.accessory"),
    ("a section with a select beside it", [section(accessory=select())], "0.accessory.type"),
    ("a button in a section", [section(button())], "0.components.0.type"),
    ("a thumbnail on top", [thumbnail()], "0.type"),
    ("an empty gallery", [gallery()], "0.items"),
    ("eleven pictures", [gallery(*["https://example.org/p.png"] * 11)], "0.items"),
    ("a picture that was not sent", [gallery("attachment://b.png")], "0.items.0.media.url"),
    ("a picture from elsewhere", [gallery("ftp://example.org/p.png")], "0.items.0.media.url"),
    ("a thumbnail that was not sent", [section(accessory=thumbnail("attachment://b.png"))], "0.accessory.media.url"),
    ("a file from the web", [file("https://example.org/a.txt")], "0.file.url"),
    ("a file that was not sent", [file("attachment://b.txt")], "0.file.url"),
    ("a wide separator", [{"type": 14, "spacing": 3}], "0.spacing"),
    ("a label", [{"type": 18, "label": "l", "component": select()}], "0.type"),
    ("a long description", [section(accessory=thumbnail(description="x" * 1025))], "0.accessory.description"),
]


def refusal(rows: list[Any], *, v2: bool) -> dict[str, Any]:
    with pytest.raises(DiscordError) as refused:
        components.check_message(rows, v2=v2, files={"a.txt"})
    assert (refused.value.status, refused.value.code) == (400, 50035)
    assert refused.value.errors is not None
    return refused.value.errors


def at(errors: dict[str, Any], path: str) -> Any:
    """What is complained of at a dotted path."""
    node = errors
    for key in path.split("."):
        node = node[key]
    return node["_errors"]


@pytest.mark.parametrize(("rows", "path"), [(rows, path) for _, rows, path in CLASSIC], ids=[n for n, _, _ in CLASSIC])
def test_a_broken_rule_of_classic_components_is_named_where_it_is(rows: list[Any], path: str) -> None:
    """Every rule of rows, buttons and selects has its own place in the tree of errors."""
    assert at(refusal(rows, v2=False), f"components.{path}".rstrip("."))


@pytest.mark.parametrize(("rows", "path"), [(rows, path) for _, rows, path in V2], ids=[name for name, _, _ in V2])
def test_a_broken_rule_of_components_v2_is_named_where_it_is(rows: list[Any], path: str) -> None:
    """The same for layouts: totals, nesting, media."""
    assert at(refusal(rows, v2=True), f"components.{path}".rstrip("."))


GOOD_CLASSIC: list[list[Any]] = [
    [],
    [row(*(button(custom_id=str(n)) for n in range(5)))] * 1,
    [row(select(custom_id=str(n), max_values=2)) for n in range(5)],
    [row(link(), link(), button(emoji={"name": "👍", "id": None}, label=None))],
    [row({"type": 7, "custom_id": "m", "default_values": [{"id": "1", "type": "user"}]})],
    [row({"type": 8, "custom_id": "c", "channel_types": [0, 11]})],
]
GOOD_V2: list[list[Any]] = [
    [container(*(text() for _ in range(39)))],
    [text("x" * 4000)],
    [section(text(), text(), text(), accessory=thumbnail())],
    [gallery("https://example.org/p.png", "attachment://a.txt", description="d", spoiler=True), file()],
    [{"type": 14}, row(button()), section(accessory=link())],
]


@pytest.mark.parametrize(("v2", "rows"), [(False, r) for r in GOOD_CLASSIC] + [(True, r) for r in GOOD_V2])
def test_what_discord_takes_is_taken(v2: bool, rows: list[Any]) -> None:
    """The limits themselves are allowed."""
    components.check_message(rows, v2=v2, files={"a.txt"})


def _sent(view: ui.View | ui.LayoutView) -> list[JsonObject]:
    sent: list[JsonObject] = view.to_components()
    return sent


async def test_what_discord_py_sends_is_taken() -> None:
    """Views and layouts of the real library pass, as does what the library does not check itself."""
    bot = Specimen(every_intent())
    components.check_message(_sent(Buttons(bot)), v2=False)
    components.check_message(_sent(Card()), v2=True)
    much: ui.LayoutView = ui.LayoutView()
    much.add_item(ui.TextDisplay("x" * 4000))
    much.add_item(ui.TextDisplay("x"))

    assert at(refusal(_sent(much), v2=True), "components")[0]["code"].endswith("TEXT_SIZE_EXCEEDED")


def test_good_components_come_back_numbered_and_complete() -> None:
    """Ids count up past those given, defaults appear, media is unfurled, nulls are gone."""
    rows = [container(section(accessory=thumbnail(id=2)), {"type": 14}, spoiler=None), row(button(url=None)), file()]
    answer = components.completed(rows, lambda url: {"proxy_url": url, "name": "a.txt", "size": 3})

    box, line, attached = answer
    assert (box["id"], box["spoiler"], box["accent_color"]) == (1, False, None)
    assert [part["id"] for part in box["components"]] == [3, 5]
    assert box["components"][0]["accessory"]["id"] == 2
    assert box["components"][0]["accessory"]["media"]["proxy_url"] == "https://example.org/p.png"
    assert box["components"][1] == {"type": 14, "id": 5, "spacing": 1, "divider": True}
    assert line["components"][0].keys() == {"type", "style", "label", "custom_id", "id"}
    assert (attached["name"], attached["size"], attached["file"]["url"]) == ("a.txt", 3, "attachment://a.txt")


def test_what_comes_back_is_valid_under_discords_own_description() -> None:
    """Completed components of every kind satisfy the OpenAPI schema of a message's components."""
    if not SPEC.exists():
        pytest.skip(f"{SPEC} is not here: Discord's OpenAPI file lives beside this checkout only")
    from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

    spec = json.loads(SPEC.read_text())
    rows = [row for rows in GOOD_V2 for row in rows] + [row for rows in GOOD_CLASSIC for row in rows]
    unfurled = {"id": "1", "proxy_url": "x", "width": None, "height": None, "content_type": None}
    answer = components.completed(rows, lambda _: unfurled | {"name": "n", "size": 1})
    kinds = spec["components"]["schemas"]["MessageResponse"]["properties"]["components"]
    schema = {"components": spec["components"]} | kinds

    assert [error.message for error in Draft202012Validator(schema).iter_errors(answer)] == []


def test_what_is_nested_is_found() -> None:
    """`find` looks into containers, sections and labels; `references` names the files that are shown."""
    rows = [container(section(accessory=button(custom_id="deep"))), file(), gallery("attachment://p.png")]

    found = components.find(rows, "deep")
    assert found is not None
    assert found["type"] == 2
    assert components.find(rows, "absent") is None
    assert components.references(rows) == {"a.txt", "p.png"}
    assert discord.ComponentType.button.value == found["type"]
