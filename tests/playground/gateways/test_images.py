"""The images endpoints: JSON and forms, references, and the forms of an answer."""

from typing import Any

import aiohttp
import pytest

from tests.playground.gateways.wire import Wire, b64, decoded, png, size_of

BOTH = pytest.mark.parametrize("on", ["antigravity", "gemini_official"])
MODELS = {"antigravity": "gemini-3-pro-image", "gemini_official": "gemini-3-fast-imagen"}
EDITS = "/antigravity/v1/images/edits"
ASK = {"prompt": "make it blue", "model": "gemini-3-pro-image"}


def _form(*pictures: tuple[str, bytes, str], **fields: str) -> aiohttp.FormData:
    form = aiohttp.FormData(default_to_multipart=True)
    for name, value in fields.items():
        form.add_field(name, value)
    for number, (name, data, kind) in enumerate(pictures):
        form.add_field(name, data, filename=f"{number}.png", content_type=kind)
    return form


@BOTH
async def test_an_answer_is_a_list_with_a_picture(wire: Wire, on: str) -> None:
    """Base64 is the default; in the earlier era it begins as a data URI does, and nothing counts tokens."""
    reply = await wire.images("a boat", on=on)

    (one,) = reply.json["data"]
    assert set(reply.json) == {"created", "data"}
    assert one["b64_json"].startswith("data:image/png;base64,")
    assert size_of(decoded(one["b64_json"])) == (1024, 1024)
    assert "a boat" in one["revised_prompt"]


@pytest.mark.parametrize(
    ("era", "b64_json", "prefixed"),
    [("2026-02", "era", True), ("2026-02", "raw", False), ("2026-08", "era", False), ("2026-08", "prefixed", True)],
)
async def test_base64_may_begin_as_a_data_uri(wire: Wire, era: str, b64_json: str, prefixed: bool) -> None:
    """By the era, or by the conditions."""
    await wire.set(era=era, b64_json=b64_json)

    reply = await wire.images(model="gemini-3-pro-image" if era == "2026-02" else "gemini-3.1-flash-image")

    assert reply.json["data"][0]["b64_json"].startswith("data:") is prefixed
    assert ("usage" in reply.json) is (era == "2026-08")


async def test_an_address_may_be_asked_for(wire: Wire) -> None:
    """It is absolute, or by the conditions relative, or a data URI."""
    found = {}
    for url in ("address", "relative", "data"):
        await wire.set(url=url)
        found[url] = (await wire.images(response_format="url")).json["data"][0]["url"]

    sizes = [size_of((await wire.get(found[one]))[2]) for one in ("address", "relative")]
    assert sizes == [(1024, 1024), (1024, 1024)]
    assert found["relative"].startswith("/gateway-files/")
    assert size_of(decoded(found["data"])) == (1024, 1024)


@BOTH
async def test_generations_take_a_form(wire: Wire, on: str) -> None:
    """Extra parameters are plain fields of it."""
    extra = {"image_size": "2K"} if on == "antigravity" else {"return_origin_image": "true"}

    reply = await wire.post(f"/{on}/v1/images/generations", _form(prompt="a boat", model=MODELS[on], **extra))

    assert reply.status == 200, reply.text
    assert size_of(decoded(reply.json["data"][0]["b64_json"])) == (2048, 2048)
    assert await wire.broken() == []


@pytest.mark.parametrize("name", ["image", "image[]"])
async def test_edits_take_a_form_with_pictures(wire: Wire, name: str) -> None:
    """One or many; the answer says what came in."""
    pictures = [(name, png(20, 10), "image/png"), (name, png(30, 30, kind="JPEG"), "image/jpeg")]

    reply = await wire.post(EDITS, _form(*pictures, **ASK, image_size="2K"))

    (one,) = reply.json["data"]
    assert "image/png, 20×10; image/jpeg, 30×30" in one["revised_prompt"]
    assert size_of(decoded(one["b64_json"])) == (2048, 2048)
    assert await wire.broken() == []


@pytest.mark.parametrize(
    "image",
    [
        b64(png(20, 10)),
        f"data:image/png;base64,{b64(png(20, 10))}",
        [f"data:image/png;base64,{b64(png(20, 10))}"],
    ],
    ids=["base64", "data URI", "list"],
)
async def test_edits_take_json(wire: Wire, image: Any) -> None:
    """The picture is a text or a list of texts."""
    reply = await wire.post(EDITS, ASK | {"image": image})

    assert "image/png, 20×10" in reply.json["data"][0]["revised_prompt"]
    assert await wire.broken() == []


async def test_an_earlier_picture_may_be_named_by_its_address(wire: Wire) -> None:
    """The gateway knows its own storage."""
    address = (await wire.images(response_format="url")).json["data"][0]["url"]

    reply = await wire.post(EDITS, ASK | {"image": address})

    assert "image/png, 1024×1024" in reply.json["data"][0]["revised_prompt"]
    assert await wire.broken() == []


async def test_openais_list_of_pictures_is_for_the_later_era(wire: Wire) -> None:
    """The earlier one does not read it, so that there is no picture at all."""
    images = [{"image_url": f"data:image/png;base64,{b64(png(20, 10))}"}]
    earlier = await wire.post(EDITS, ASK | {"images": images})
    broken = await wire.broken()
    await wire.set(era="2026-08")

    later = await wire.post(EDITS, {"prompt": "x", "model": "gemini-3.1-flash-image", "images": images})

    assert (earlier.status, broken) == (400, ["parameter-of-another-era"])
    assert "image/png, 20×10" in later.json["data"][0]["revised_prompt"]


@BOTH
async def test_there_may_be_no_picture_at_all(wire: Wire, on: str) -> None:
    """Status 200 and an empty list."""
    assert (await wire.images("a boat, form none", on=on)).json["data"] == []


REFUSED: dict[str, dict[str, Any]] = {
    "no prompt": {"prompt": None},
    "no model": {"model": None},
    "a model that writes": {"model": "gemini-3-flash"},
    "a blocked prompt": {"prompt": "block the prompt"},
}


@pytest.mark.parametrize("fields", REFUSED.values(), ids=REFUSED)
async def test_a_malformed_request_is_refused(wire: Wire, fields: dict[str, Any]) -> None:
    """400 with a sentence."""
    reply = await wire.images(**fields)

    assert reply.status == 400
    assert reply.json["error"]["message"]


@pytest.mark.parametrize("ability", ["", "-video", "-canvas", "-deepsearch", "-storybook"])
async def test_gemini_official_draws_with_imagen_alone(wire: Wire, ability: str) -> None:
    """Every other ability, and none, is refused on this endpoint."""
    assert (await wire.images(on="gemini_official", model=f"gemini-3-fast{ability}")).status == 400


async def test_edits_need_pictures(wire: Wire) -> None:
    """At least one, at most 16, and real ones."""
    many = [("image[]", png(), "image/png")] * 17
    bodies: list[Any] = [ASK, _form(**ASK), _form(*many, **ASK), ASK | {"image": b64(b"no picture")}]

    statuses = [(await wire.post(EDITS, body)).status for body in bodies]

    assert statuses == [400, 400, 400, 400]


@pytest.mark.parametrize("kind", ["image/jpeg", "application/octet-stream"])
async def test_a_wrong_label_is_named(wire: Wire, kind: str) -> None:
    """The picture is read all the same."""
    reply = await wire.post(EDITS, _form(("image[]", png(20, 10), kind), **ASK))

    assert "image/png, 20×10" in reply.json["data"][0]["revised_prompt"]
    assert set(await wire.broken()) == {"picture-mislabelled"}


async def test_unknown_fields_are_named(wire: Wire) -> None:
    """As a field and as a file."""
    await wire.images(stream=True)
    await wire.post(EDITS, _form(("image[]", png(), "image/png"), ("picture", png(), "image/png"), **ASK))

    assert await wire.broken() == ["unknown-field", "unknown-field"]
