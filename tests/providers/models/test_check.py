"""What the doctor finds of a provider: nothing that costs is asked, and no key is blamed that may be right."""

import aiohttp
import pytest
from pydantic import SecretStr

from bot.check.provider_side import look_at_providers
from bot.core.findings import bad, good
from bot.core.models.provider import AuthStyle
from bot.providers_file import Configured
from tests.providers.behaviours import says, sends
from tests.providers.conftest import Behaviour, Endpoint
from tests.providers.models.samples import KEY, provider


@pytest.mark.parametrize(
    ("behaviour", "key", "is_good"),
    [
        (says(200, {"data": []}), "check.provider_good", True),
        (says(401), "check.provider_key", False),
        (says(400, {"error": {"status": "UNAUTHENTICATED", "message": "No."}}), "check.provider_key", False),
        (says(403), "check.provider_reached", True),
        (says(404), "check.provider_reached", True),
        (sends(b"<html>", content_type="text/html"), "check.provider_reached", True),
    ],
)
async def test_what_a_list_of_models_tells(
    endpoint: Endpoint, session: aiohttp.ClientSession, behaviour: Behaviour, key: str, is_good: bool
) -> None:
    """A list means that all is well; a refusal of the list alone says nothing of the key."""
    endpoint.will(behaviour)
    asked = Configured(provider=provider(endpoint.base, auth=AuthStyle.X_API_KEY), key=SecretStr(f" {KEY}\n"))

    found = await look_at_providers(session, {"acme": asked})

    assert found == [(good if is_good else bad)("provider", key, name="acme")]
    assert endpoint.asked == [("GET", "/v1/models")]
    assert endpoint.headers[0]["x-api-key"] == KEY
