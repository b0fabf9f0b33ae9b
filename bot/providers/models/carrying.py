"""How a key goes along with a request, in each style that services ask for."""

from dataclasses import dataclass, field

from pydantic import SecretStr

from bot.core.models.provider import AuthStyle


@dataclass(frozen=True, slots=True)
class Carried:
    headers: dict[str, SecretStr] = field(default_factory=dict)
    query: dict[str, SecretStr] = field(default_factory=dict)


def carried(style: AuthStyle, key: SecretStr | None) -> Carried:
    """Nothing without a key, or with an empty one."""
    bare = key.get_secret_value().strip() if key else ""
    match style:
        case _ if not bare:
            return Carried()
        case AuthStyle.BEARER:
            return Carried(headers={"Authorization": SecretStr(f"Bearer {bare}")})
        case AuthStyle.X_API_KEY | AuthStyle.X_GOOG_API_KEY:
            return Carried(headers={style.value: SecretStr(bare)})
        case AuthStyle.QUERY:
            return Carried(query={"key": SecretStr(bare)})
