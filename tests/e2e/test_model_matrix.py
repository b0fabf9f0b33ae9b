"""For each platform, endpoint, suffix and parameter one request through Discord, all of one bot process."""

from pathlib import Path

from bot.core.models.provider import Makes, Protocol
from bot.providers_file import PRESETS
from tests.e2e.conftest import assert_clean
from tests.e2e.gallery import imagined, sides_of, small_print
from tests.e2e.messages import is_receipt, text_of
from tests.e2e.stage import Stage, set_up
from tests.models_matrix import Case, one_of_each

CASES: list[Case] = [one.values[0] for one in one_of_each()]


def name_of(platform: str, protocol: str) -> str:
    """A provider that has this endpoint of the platform alone."""
    return f"{platform}-{protocol}"


def providers_file() -> str:
    tables = []
    for platform in PRESETS:
        for protocol in Protocol:
            others = "\n".join(f"{other} = false" for other in Protocol if other is not protocol)
            name = name_of(platform, protocol)
            tables.append(f'["{name}"]\npreset = "{platform}"\n["{name}".endpoints]\n{others}\n')
    return "\n".join(tables)


async def painted(stage: Stage, case: Case, name: str) -> str:
    wanted = {"aspect_ratio": case.wants.ratio, "size": case.wants.size}
    options = {option: value for option, value in wanted.items() if value}
    message = await imagined(stage, "a boat", model=name, **options)
    sides = await sides_of(stage, message) if message["attachments"] else None
    is_named = f"`{name}`" in small_print(message)
    return "" if sides == case.pixels and is_named else f"{case.id}: {sides} {text_of(message)}"


async def answered(stage: Stage, case: Case, name: str, number: int) -> str:
    ada = stage.person("Ada")
    await ada.ask("a boat, short", model=name)
    thread = await stage.thread_of(ada, number=number)
    messages = await stage.finished(ada, thread)
    receipt = next(text_of(message) for message in messages if is_receipt(message))
    is_done = "Done" in receipt and f"`{name}`" in receipt and len(messages) > 1
    return "" if is_done else f"{case.id}: {receipt}"


async def test_each_of_them_through_discord(tmp_path: Path) -> None:
    """It is answered, or painted with the pixels that were asked for; the receipt names provider and model."""
    (tmp_path / "providers.toml").write_text(providers_file())
    async with set_up(tmp_path) as stage:
        await stage.start_bot(PROVIDERS=str(tmp_path / "providers.toml"))
        faults, talks = [], 0
        for case in CASES:
            if case.wants.is_original:  # in `/imagine` its word is the size 2K
                continue
            name = f"{name_of(case.platform, case.protocol)}/{case.name}"
            if case.makes is Makes.IMAGE:
                faults.append(await painted(stage, case, name))
            else:
                faults.append(await answered(stage, case, name, talks))
                talks += 1

        assert [fault for fault in faults if fault] == []
        assert talks > 10
        await assert_clean(stage)
