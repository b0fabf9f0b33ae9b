"""The inside of a paragraph, as it looks on Discord."""

import pytest

from tests.core.documents import only_page


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("[docs](https://a.b/c_(d))", "[docs](<https://a.b/c_%28d%29>)"),
        ("[**b** `c`](http://a.b)", "[**b** `c`](<http://a.b>)"),
        ("[a [b]](http://a.b)", r"[a \[b\]](<http://a.b>)"),
        ("[https://a.b](https://a.b)", "<https://a.b>"),
        ("[see https://a.b now](https://c.d)", "<https://c.d>"),
        ("https://a.b/x_y_z. End", "<https://a.b/x_y_z>. End"),
        ("(https://a.b/x)", "(<https://a.b/x>)"),
        ("<https://a.b>", "<https://a.b>"),
        ("![A *cat*](https://a.b/c.png)", "[A cat](<https://a.b/c.png>)"),
        ("[report](out/r.pdf)", "report (`out/r.pdf`)"),
        ("[up](#top)", "up"),
        ("[x](javascript:alert)", "[x](javascript:alert)"),
        ("<me@x.org>", "me@x.org"),
        ("[a][r] and [r]\n\n[r]: https://a.b", "[a](<https://a.b>) and [r](<https://a.b>)"),
        ("[r]: https://a.b\n\nnever used", "[r]: <https://a.b>\n\nnever used"),
    ],
)
def test_links(text: str, shown: str) -> None:
    """Links are masked where Discord allows it, never previewed, and their URLs cannot break out."""
    assert only_page(text).replace(r"\(javascript", "(javascript") == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("snake_case, __init__.py and \\_x\\_", r"snake_case, **init**.py and \_x\_"),
        ("2 * 3 * 4, 2\\*3\\*4", r"2 * 3 * 4, 2\*3\*4"),
        ("a || b || c", r"a \|\| b \|\| c"),
        ("the end: ||he dies||", "the end: ||he dies||"),
        ("C:\\new \\\\server", r"C:\new \server"),
        ("1\\. no list", r"1\. no list"),
        ("\\# no heading", r"\# no heading"),
        ("-# no small print", r"\-# no small print"),
        ("ask @everyone, <@123456789012345678>", "ask `@everyone`, <@123456789012345678>"),
        ("<t:1700000000:R> <:ok_ok:123456789012345678>", "<t:1700000000:R> <:ok_ok:123456789012345678>"),
        ("List<String> and <your-name>", "List<String> and <your-name>"),
        ("<b>bold</b> x<sup>2</sup> H<sub>2</sub>O<!-- no --> a<br>b", "**bold** x^2 H2O a\nb"),
        ("costs $5 to $10, $x^2$ and \\(a_1\\)", "costs $5 to $10, `x^2` and `a_1`"),
        ("`` a`b ``", "``a`b``"),
        ("``a```b``", "`a```b`"),
        ("so[^1] it is\n\n[^1]: The *note*.", "so¹ it is\n¹ The *note*."),
        ("not[^a-z]", "not[^a-z]"),
        ("a\n\n***\n\nb", "a\n\n────────────\n\nb"),
        ("***both* bold**", "***both* bold**"),
        ("\\[1\\](x)", r"[1]\(x)"),
        ("a &amp; b &lt;@&gt;", r"a & b \<@>"),
        ("שלום **עולם** و`code`", "שלום **עולם** و`code`"),
        ("<details>\n<summary>More</summary>\n\nhidden\n\n</details>", "More\n\nhidden"),
    ],
)
def test_text_means_itself(text: str, shown: str) -> None:
    """What is text stays text, what Discord lacks is shown by what it has."""
    assert only_page(text) == shown
