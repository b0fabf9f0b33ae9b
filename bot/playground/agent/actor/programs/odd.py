"""Leaves files that are not what they seem, or have names that nobody should trust."""

from pathlib import Path

from PIL import Image

HOSTILE = "line\none `tick` **bold** \u202egpj.exe <@1> @everyone ..%2f..%2fetc%2fpasswd"


def main() -> None:
    top = Path("odd")
    top.mkdir(exist_ok=True)
    Image.new("RGB", (320, 200), "teal").save(top / "photo.png", format="JPEG")
    (top / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\nand then nothing")
    (top / "empty.txt").write_bytes(b"")
    (top / HOSTILE).write_text("The name is worse than the content.\n", encoding="utf-8")
    (top / ("n" * 196 + ".txt")).write_text("A name of 200 characters.\n", encoding="utf-8")
    (top / "page.html").write_text("<script>alert('not a picture')</script>\n", encoding="utf-8")
    (top / ".hidden").write_text("A dot in front.\n", encoding="utf-8")
    for name, target in (("outside", "/etc"), ("password", "/etc/passwd"), ("itself", "itself")):
        (top / name).unlink(missing_ok=True)
        (top / name).symlink_to(target)
    print(f"Left {len(list(top.iterdir()))} odd things in odd/")  # noqa: T201 - its result


if __name__ == "__main__":
    main()
