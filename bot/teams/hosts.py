"""The services of Microsoft to which our token may be shown."""

import ipaddress
from urllib.parse import urlsplit

# Teams in all clouds, and the Bot Framework's own. From learn.microsoft.com/azure/bot-service, "service URL".
_HOSTS = frozenset({
    "smba.trafficmanager.net",
    "smba.infra.gcc.teams.microsoft.com",
    "smba.infra.gov.teams.microsoft.us",
    "smba.infra.dod.teams.microsoft.us",
})  # fmt: skip
_DOMAINS = (".botframework.com", ".botframework.azure.us")


def is_trusted(service_url: str, *, local: bool = False) -> bool:
    """Whether that is one of Microsoft's services, over TLS; `local` allows services on this machine beside them."""
    try:
        parts = urlsplit(service_url)
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError:
        return False
    if parts.username or parts.password or parts.query or parts.fragment:
        return False
    if local and parts.scheme in {"http", "https"} and _is_loopback(host):
        return True
    return parts.scheme == "https" and port in {None, 443} and (host in _HOSTS or host.endswith(_DOMAINS))


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
