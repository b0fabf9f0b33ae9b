"""What an interaction's token can do after its first answer: followups, edits, deletions, for fifteen minutes."""

from tests.playground.discord.raw_bot import raw_bot


async def test_a_deferred_answer_is_resolved_by_editing_the_original() -> None:
    """Type 5 makes a loading message; PATCH @original fills it in and ends the loading."""
    async with raw_bot() as bot, bot.here.person("ada").online() as mine:
        itx = await bot.asked()
        thinking = await bot.answer(itx, 5)
        loading = await mine.until("MESSAGE_CREATE")
        edited = await bot.hook(itx, "PATCH", "/messages/@original", {"content": "done"})
        update = await mine.until("MESSAGE_UPDATE")

        assert thinking["interaction"]["response_message_loading"] is True
        assert (loading["content"], loading["flags"]) == ("", 128)
        assert (update["content"], update["flags"]) == ("done", 0)
        assert edited["id"] == loading["id"] == thinking["resource"]["message"]["id"]
        assert bot.here.broken_rules == []


async def test_only_a_change_of_the_answer_is_an_edit() -> None:
    """What resolves the loading message has no edited_timestamp, what follows has."""
    async with raw_bot() as bot:
        itx = await bot.asked()
        await bot.answer(itx, 5)
        resolved = await bot.hook(itx, "PATCH", "/messages/@original", {"content": "done"})
        changed = await bot.hook(itx, "PATCH", "/messages/@original", {"content": "done again"})

        assert resolved["edited_timestamp"] is None
        assert changed["edited_timestamp"] is not None


async def test_a_first_answer_still_has_the_older_interaction() -> None:
    """`interaction` beside `interaction_metadata`: id, type, name and user; followups have only the newer one."""
    async with raw_bot() as bot:
        itx = await bot.asked()
        answer = await bot.answer(itx, 4, {"content": "one"})
        followup = await bot.hook(itx, "POST", "", {"content": "two"})

        told = answer["resource"]["message"]["interaction"]
        assert (told["id"], told["type"], told["name"]) == (itx["id"], 2, "go")
        assert told["user"]["username"] == "ada"
        assert "interaction" not in followup


async def test_the_first_followup_takes_the_place_of_a_deferred_answer() -> None:
    """It gets the loading message's id and secrecy; the next one is a message of its own that refers to it."""
    async with raw_bot() as bot:
        itx = await bot.asked()
        thinking = await bot.answer(itx, 5, {"flags": 64})
        first = await bot.hook(itx, "POST", "?wait=1", {"content": "first"})
        second = await bot.hook(itx, "POST", "?wait=1", {"content": "second"})

        assert first["id"] == thinking["resource"]["message"]["id"]
        assert first["flags"] == 64
        assert second["flags"] == 0
        assert second["message_reference"]["message_id"] == first["id"]
        assert second["interaction_metadata"]["original_response_message_id"] == first["id"]
        assert "original_response_message_id" not in first["interaction_metadata"]


async def test_a_token_reads_changes_and_deletes_what_it_made() -> None:
    """@original and followups by id; anything else is an unknown message."""
    async with raw_bot() as bot:
        itx, other = await bot.asked(), None
        await bot.answer(itx, 4, {"content": "one"})
        two = await bot.hook(itx, "POST", "", {"content": "two"})
        original = await bot.hook(itx, "GET", "/messages/@original")
        changed = await bot.hook(itx, "PATCH", f"/messages/{two['id']}", {"content": "zwei"})
        gone = await bot.hook(itx, "DELETE", "/messages/@original")
        after = await bot.hook(itx, "GET", "/messages/@original")
        other = await bot.asked()
        await bot.answer(other, 4, {"content": "other"})
        foreign = await bot.hook(other, "GET", f"/messages/{two['id']}")

        assert (original["content"], changed["content"], gone["status"]) == ("one", "zwei", 204)
        assert (after["code"], foreign["code"]) == (10008, 10008)
        assert "edited_timestamp" in changed


async def test_a_token_dies_after_fifteen_minutes() -> None:
    """50027 from then on, by the playground's clock; before the first answer there is no webhook at all."""
    async with raw_bot() as bot:
        itx = await bot.asked()
        early = await bot.hook(itx, "POST", "", {"content": "too early"})
        await bot.answer(itx, 4, {"content": "one"})
        bot.here.world.clock.advance(15 * 60 + 1)
        late = await bot.hook(itx, "PATCH", "/messages/@original", {"content": "too late"})
        unknown = await bot.hook(itx | {"token": "x"}, "POST", "", {"content": "x"})

        assert (early["status"], early["code"]) == (404, 10015)
        assert (late["status"], late["code"]) == (401, 50027)
        assert (unknown["status"], unknown["code"]) == (404, 10015)
        assert bot.here.broken_rules == ["unknown-webhook", "dead-token", "unknown-webhook"]


async def test_an_ephemeral_message_is_in_nobodys_history() -> None:
    """It can be read through the token but stands in no history, not even the asker's."""
    async with raw_bot() as bot:
        itx = await bot.asked()
        await bot.answer(itx, 4, {"content": "psst", "flags": 64})
        hidden = await bot.hook(itx, "GET", "/messages/@original")
        path = f"/channels/{bot.here.channel('general').id}/messages"
        async with bot.here.http.get(
            f"{bot.here.base}/api/v10{path}", headers={"Authorization": bot.here.person("ada").token}
        ) as answer:
            history = await answer.json()

        assert hidden["content"] == "psst"
        assert history == []
