"""A line of Markdown and a place in it, in columns: white space at a line's beginning is structure."""


class Cursor:
    """`at` is an index and a column at once, because tabs in front of it are spread to spaces when columns are asked for."""

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
        end = self.at
        while end < len(self.line) and self.line[end] in " \t":
            end += 1
        if "\t" in self.line[self.at : end]:
            spread = self.line[:end].expandtabs(4)
            self.line, end = spread + self.line[end:], len(spread)
        return end - self.at

    def skip(self, columns: int) -> None:
        self.at = min(self.at + columns, len(self.line))

    def skip_quote_mark(self) -> bool:
        """Go behind a `>` and the space that belongs to it, if one stands here."""
        indent = self.indent()
        if indent > 3 or self.line[self.at + indent : self.at + indent + 1] != ">":
            return False
        self.at += indent + 1
        if self.line[self.at : self.at + 1] == " ":
            self.at += 1
        return True

    def skip_indent(self, columns: int) -> bool:
        """Go behind that many columns of white space, if there are as many; tabs behind them stay tabs."""
        spaces = self.line[self.at : self.at + columns]
        if spaces != " " * columns and self.indent() < columns:
            return False
        self.at += columns
        return True
