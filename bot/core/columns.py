"""A line of Markdown and a place in it, in columns: white space at a line's beginning is structure."""


class Cursor:
    """`at` is an index and a column at once: tabs in front of it have been spread to spaces."""

    def __init__(self, line: str) -> None:
        self.line = line
        self.at = 0

    @property
    def rest(self) -> str:
        """Everything from here on, as it came."""
        return self.line[self.at :]

    @property
    def is_blank(self) -> bool:
        return not self.line[self.at :].strip(" \t")

    def indent(self) -> int:
        """Columns of white space from here on."""
        end = self._end_of_white()
        return end - self.at if "\t" not in self.line[self.at : end] else len(self.line[:end].expandtabs(4)) - self.at

    def spread(self) -> int:
        """The same, with tabs turned into spaces."""
        end = self._end_of_white()
        if "\t" in self.line[self.at : end]:
            spread = self.line[:end].expandtabs(4)
            self.line, end = spread + self.line[end:], len(spread)
        return end - self.at

    def skip(self, columns: int) -> None:
        self.at = min(self.at + columns, len(self.line))

    def skip_quote_mark(self) -> bool:
        """Go behind a `>` and the space that belongs to it, if one stands here; tabs behind that space stay tabs."""
        if self.indent() > 3 or not self.rest.lstrip(" \t").startswith(">"):
            return False
        self.skip(self.spread() + 1)
        if self.rest.startswith("\t"):
            self.spread()
        if self.rest.startswith(" "):
            self.skip(1)
        return True

    def skip_indent(self, columns: int) -> bool:
        """Go behind that many columns of white space, if there are as many; tabs behind them stay tabs."""
        if self.line[self.at : self.at + columns] != " " * columns:
            if self.indent() < columns:
                return False
            self.spread()
        self.skip(columns)
        return True

    def _end_of_white(self) -> int:
        end = self.at
        while end < len(self.line) and self.line[end] in " \t":
            end += 1
        return end
