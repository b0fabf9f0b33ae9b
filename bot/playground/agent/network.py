"""What a machine may reach: the rules as they are given, and what comes of them for one host."""

import re
from collections.abc import Mapping
from typing import Any

from bot.playground.agent.errors import invalid
from bot.playground.agent.formats import only

_DOMAIN = re.compile(r"\*|(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)*", re.IGNORECASE)
_ENTRY_FIELDS = frozenset({"domain", "transform", "credential"})


def checked_network(value: Any) -> Any:
    """An allowlist of domains, or "disabled". Raises AgentError."""
    if value in (None, "disabled"):
        return value
    if not isinstance(value, dict):
        raise invalid("network must be 'disabled' or an object with an allowlist.")
    only(value, frozenset({"allowlist"}), "network.")
    entries = value.get("allowlist", [])
    if entries != "disabled" and not (isinstance(entries, list) and all(map(_is_entry, entries))):
        raise invalid("network.allowlist must be 'disabled' or a list of objects with a domain.")
    return value


def checked_variables(value: Any) -> dict[str, Any]:
    """Names with a text, an object with a text, or one that names a credential. Raises AgentError."""
    if value is None:
        return {}
    if not isinstance(value, dict) or not all(map(_is_variable, value, value.values())):
        raise invalid("env holds names of variables, each with a string, {value} or {credential}.")
    return value


def domains(network: Any) -> list[str] | None:
    """The hosts that the rules name, never the headers that go with them. None where everything may be reached."""
    if network is None:
        return None
    entries = network.get("allowlist", []) if isinstance(network, Mapping) else []
    return [entry["domain"] for entry in entries] if isinstance(entries, list) else []


def may_reach(network: Any, host: str) -> bool:
    """`*.example.com` leaves example.com itself out."""
    named = domains(network)
    return named is None or any(_fits(domain.lower(), host.lower()) for domain in named)


def _fits(domain: str, host: str) -> bool:
    return domain in ("*", host) or (domain.startswith("*.") and host.endswith(domain[1:]))


def _is_entry(entry: Any) -> bool:
    if not isinstance(entry, dict) or not set(entry) <= _ENTRY_FIELDS:
        return False
    domain, transform = entry.get("domain"), entry.get("transform", {})
    groups = transform if isinstance(transform, list) else [transform]
    is_credential = isinstance(entry.get("credential", ""), str)
    return isinstance(domain, str) and bool(_DOMAIN.fullmatch(domain)) and is_credential and all(map(_is_texts, groups))


def _is_texts(headers: Any) -> bool:
    return isinstance(headers, dict) and all(isinstance(text, str) for text in headers.values())


def _is_variable(name: Any, value: Any) -> bool:
    if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", str(name)):
        return False
    fields = set(value) if isinstance(value, dict) else set()
    return isinstance(value, str) or (fields in ({"value"}, {"credential"}) and _is_texts(value))
