"""Tags of forum posts: known, demanded, and some for moderators alone."""

from bot.playground.discord.world.flags import ChannelFlag
from tests.playground.discord.forum_place import posted, tag_of
from tests.playground.discord.rest_place import place

PINNED, REQUIRE_TAG = int(ChannelFlag.PINNED), int(ChannelFlag.REQUIRE_TAG)


async def test_tags_are_known_and_some_are_for_moderators() -> None:
    """10087 for a tag of nowhere, 50013 for a moderated one, which the owner may put on."""
    async with place() as here:
        unknown = await posted(here, applied_tags=["1"])
        moderated = await posted(here, applied_tags=[tag_of(here, "Answered")])
        owner = await posted(here, "Ada", applied_tags=[tag_of(here, "Answered")])

        assert (unknown.code, moderated.code, owner.status) == (10087, 50013, 201)


async def test_a_forum_can_insist_on_a_tag() -> None:
    """With REQUIRE_TAG a post without one is 40067, and a post keeps at least one."""
    async with place() as here:
        await here.ask("Ada", "PATCH", f"/channels/{here.channel('ideas').id}", {"flags": REQUIRE_TAG})
        bare = await posted(here)
        tagged = await posted(here, applied_tags=[tag_of(here, "Idea")])
        path = f"/channels/{tagged.body['id']}"
        stripped = await here.ask("Grace", "PATCH", path, {"applied_tags": []})
        changed = await here.ask("Grace", "PATCH", path, {"applied_tags": [tag_of(here, "Question")]})

        assert (bare.status, bare.code, stripped.code) == (400, 40067, 40067)
        assert changed.body["applied_tags"] == [tag_of(here, "Question")]
        assert here.names().count("THREAD_UPDATE") == 1


async def test_a_moderated_tag_stays_through_changes_of_others() -> None:
    """Who may not put it on may not take it off either, but may leave it where it is."""
    async with place() as here:
        answered, idea = tag_of(here, "Answered"), tag_of(here, "Idea")
        path = f"/channels/{(await posted(here)).body['id']}"
        await here.ask("Ada", "PATCH", path, {"applied_tags": [answered]})
        added = await here.ask("Grace", "PATCH", path, {"applied_tags": [answered, idea]})
        removed = await here.ask("Grace", "PATCH", path, {"applied_tags": [idea]})

        assert added.body["applied_tags"] == [answered, idea]
        assert removed.code == 50013
