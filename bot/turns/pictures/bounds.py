"""What one picture may cost at most."""

import os
import resource

PIXEL_LIMIT = 25_000_000
"""A picture of more pixels is not decoded: these are 100 MB in memory. The largest that an image model makes has 19
million, a telephone's usual photo 24.5 million."""
SCAN_LIMIT = 200
"""A progressive JPEG has ten scans or so. Each costs a pass over all pixels, and ten bytes are enough for one."""
MEMORY_LIMIT = 1 << 30
SECONDS_LIMIT = 30
"""The largest, made to fit, takes five on an ordinary machine."""
REFERENCE_SIDE = 2048
REFERENCE_BYTES = 3_000_000
"""A model looks at no more than this, and fourteen of them go along with one request."""


def bind() -> None:
    """Take from this process, for good, what a picture may not cost."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS_LIMIT, SECONDS_LIMIT))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.nice(10)
