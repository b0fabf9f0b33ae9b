"""Real pictures, and some that are not what they should be."""

import struct
import zlib
from collections.abc import Callable, Mapping
from io import BytesIO

from PIL import Image, ImageCms

KINDS = [("PNG", ".png"), ("JPEG", ".jpg"), ("GIF", ".gif"), ("WEBP", ".webp")]
PLACE = "Ostseeblick 7"
RED, GREEN, BLUE = (255, 0, 0), (0, 128, 0), (0, 0, 255)
_GPS, _ORIENTATION, _CAMERA = 0x8825, 0x0112, 0x010F


def saved(picture: Image.Image, kind: str, **options: object) -> bytes:
    target = BytesIO()
    picture.save(target, kind, **options)
    return target.getvalue()


def opened(data: bytes) -> Image.Image:
    picture = Image.open(BytesIO(data))
    picture.load()
    return picture


def noise(kind: str = "PNG", size: tuple[int, int] = (300, 200)) -> bytes:
    options = {"compress_level": 1} if kind == "PNG" else {}
    return saved(Image.effect_noise(size, 80).convert("RGB"), kind, **options)


def halves(mode: str = "RGB", size: tuple[int, int] = (64, 32)) -> Image.Image:
    """Left red, right blue."""
    picture = Image.new("RGB", size, RED)
    picture.paste(BLUE, (size[0] // 2, 0, *size))
    return picture.convert(mode)


def animated(kind: str) -> bytes:
    """First red, then blue."""
    frames = [Image.new("RGB", (64, 32), color) for color in (RED, BLUE)]
    return saved(frames[0], kind, save_all=True, append_images=frames[1:], duration=100)


def photo_exif(orientation: int = 1) -> Image.Exif:
    """As a telephone writes it: by whom, and where."""
    exif = Image.Exif()
    exif[_ORIENTATION] = orientation
    exif[_CAMERA] = PLACE
    exif.get_ifd(_GPS).update({1: "N", 2: (54.0, 10.0, 30.0), 3: "E", 4: (12.0, 5.0, 15.0)})
    return exif


def has_gps(data: bytes) -> bool:
    return bool(opened(data).getexif().get_ifd(_GPS))


def swapping_profile() -> bytes:
    """A profile in which red is blue and blue is red."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return profile.replace(b"rXYZ", b"----").replace(b"bXYZ", b"rXYZ").replace(b"----", b"bXYZ")


def scanned(times: int) -> bytes:
    """A progressive JPEG whose last scan is repeated: a few bytes each, and a pass over all pixels each."""
    data = saved(Image.new("L", (64, 64), 128), "JPEG", progressive=True)
    last = data.rindex(b"\xff\xda")
    return data[:last] + data[last:-2] * times + data[-2:]


def png_bomb(side: int = 30_000) -> bytes:
    """A whole and true PNG: a hundred kilobytes, and 900 million white points."""
    packer = zlib.compressobj(9)
    row = b"\0" + b"\xff" * ((side + 7) // 8)
    packed = b"".join(packer.compress(row) for _ in range(side)) + packer.flush()
    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", packed) + _chunk(b"IEND", b"")


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def gif_bomb() -> bytes:
    """A small GIF that says that it is as large as can be."""
    data = noise("GIF")
    return data[:6] + struct.pack("<HH", 65_535, 65_535) + data[10:]


def webp_bomb() -> bytes:
    """A small animation on a canvas as large as can be."""
    data = animated("WEBP")
    canvas = data.index(b"VP8X") + 12
    return data[:canvas] + (16_382).to_bytes(3, "little") * 2 + data[canvas + 6 :]


def jpeg_bomb() -> bytes:
    """A small JPEG that says that it is as large as can be."""
    data = noise("JPEG")
    frame = data.index(b"\xff\xc0") + 5
    return data[:frame] + struct.pack(">HH", 65_500, 65_500) + data[frame + 4 :]


BOMBS: Mapping[str, Callable[[], bytes]] = {
    "png": png_bomb,
    "gif": gif_bomb,
    "webp": webp_bomb,
    "jpeg": jpeg_bomb,
    "scans": lambda: scanned(3000),
}
