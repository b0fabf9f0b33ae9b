"""Talks with models behind conventional APIs: files that came and could not be kept."""

SENTENCES: dict[str, str] = {
    "media.no_address": "*The model named a file, but at no address that can be asked.*",
    "media.barred": "*The model named a file at an address that this bot must not ask (it is not public, or leads elsewhere).*",
    "media.not_fetched": "*The model's service made a file, but it could not be fetched: its address did not answer in time.*",
    "media.gone": "*The model's service named a file that is not there (any more), or not for this bot.*",
    "media.too_large": "*The model's service made a file that is larger than this bot takes in.*",
    "media.unknown": "*The model's service named a file, but what came is no picture, film or sound that this bot knows.*",
}
