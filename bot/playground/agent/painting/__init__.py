"""The painter behind the image models. It needs Pillow, so it is imported when the first picture is painted."""
