"""What to write at the moment a write may go, where that is known beforehand."""

from bot.core.patches import Page
from bot.core.ports import Compose


def always(page: Page) -> Compose:
    """The same whenever it is asked for."""

    async def compose() -> Page:
        return page

    return compose
