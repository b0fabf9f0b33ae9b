"""Thoughts that stand at the beginning of an answer's text, between `<think>` and `</think>`."""

from dataclasses import dataclass

_BEGIN, _END = "<think>", "</think>"


@dataclass(slots=True)
class ThinkTag:
    """Parts the text as it comes; any cut gives the same. What may be the beginning of a tag is held back."""

    _held: str = ""
    _place: str = "before"

    def feed(self, text: str) -> tuple[str, str]:
        """(thought, said)."""
        self._held += text
        if self._place == "before":
            self._look()
        thought = self._within() if self._place == "within" else ""
        if self._place == "behind" and (bare := self._held.lstrip()):
            self._held, self._place = bare, "after"
        return thought, self._taken() if self._place == "after" else ""

    def close(self) -> tuple[str, str]:
        """What was held back: a thought that never ended is one all the same."""
        place, held = self._place, self._taken()
        if place == "behind":  # nothing but white space came
            return "", ""
        return (held, "") if place == "within" else ("", held)

    def _look(self) -> None:
        bare = self._held.lstrip()
        if bare.startswith(_BEGIN):
            self._held, self._place = bare.removeprefix(_BEGIN), "within"
        elif not _BEGIN.startswith(bare):
            self._place = "after"

    def _within(self) -> str:
        thought, tag, rest = self._held.partition(_END)
        if tag:
            self._held, self._place = rest, "behind"
            return thought
        keep = next((size for size in range(len(_END) - 1, 0, -1) if thought.endswith(_END[:size])), 0)
        self._held = thought[len(thought) - keep :]
        return thought[: len(thought) - keep]

    def _taken(self) -> str:
        held, self._held = self._held, ""
        return held
