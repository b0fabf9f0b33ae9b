"""A function of your own for the agent: copy this file to where the bot runs, set `TOOLS=sample_tools:get_weather`."""

from pydantic import BaseModel, Field

from bot.tools import ToolError, tool

KNOWN = {"tokyo": 23, "paris": 17, "san francisco": 15}


class Place(BaseModel):
    location: str = Field(description="The city and state, e.g. San Francisco, CA")


@tool(timeout_s=10, only_reads=True)
async def get_weather(place: Place) -> dict[str, object]:
    """Gets the current weather for a given location."""
    city = place.location.split(",")[0].strip().lower()
    if city not in KNOWN:
        raise ToolError(f"There is no weather for {place.location}.")
    return {"location": place.location, "temperature": KNOWN[city], "unit": "celsius"}
