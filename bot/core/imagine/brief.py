"""What the image model is told: the person's words, and for a button what the button means."""

from bot.core.imagine.job import Deed, Job

BRIEF_LIMIT = 8_000
"""Characters; more than an option or a form takes."""

_MEANINGS: dict[Deed, str] = {
    Deed.VARY: (
        "Make a variation of this picture: the same subject, mood and style, "
        "with another composition and other details."
    ),
    Deed.LARGER: (
        "Make this picture once more at a higher resolution, with sharper detail. "
        "Change nothing of its content, composition, colours or style."
    ),
    Deed.RATIO: (
        "Make this picture once more in another shape. Keep its subject and style, "
        "and extend the scene where there is more room instead of stretching or cutting it."
    ),
}


def brief_of(job: Job) -> str:
    """The text of the request to the model."""
    meaning = _MEANINGS.get(job.deed)
    if meaning is None:
        return job.prompt[:BRIEF_LIMIT]
    made_from = f"\n\nIt was made from this request: {job.prompt}" if job.prompt.strip() else ""
    return f"{meaning}{made_from}"[:BRIEF_LIMIT]
