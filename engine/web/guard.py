"""What every answer and every request must satisfy before a page is even chosen."""

from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from engine.web.site import Site

#: Largest body: an attachment of 20 MB with its envelope.
LARGEST_BODY = 21_000_000

_BASE = "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; connect-src 'self'"
PAGE_POLICY = f"default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; {_BASE}"
#: The diagram library writes style attributes and carries its icon font inside its style sheet.
EDITOR_POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    f"img-src 'self' data:; font-src 'self' data:; {_BASE}"
)
#: A printed letter brings its own style sheet and nothing that runs.
LETTER_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'; sandbox allow-popups allow-modals"
)

#: How a browser on this machine names it; an IPv6 host begins with its bracket.
LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "["})

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})

_HEADERS = {
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Content-Security-Policy": PAGE_POLICY,
}


class Guard:
    """Refuse strangers to a demo, writes from other sites and bodies too large; add the security headers."""

    def __init__(self, app: ASGIApp, site: Site) -> None:
        self.app = app
        self.site = site

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        refusal = self._refusal(scope)
        if refusal:
            await PlainTextResponse(refusal[1], refusal[0])(scope, receive, self._dressed(scope, send))
            return
        await self.app(scope, _bounded(receive), self._dressed(scope, send))

    def _refusal(self, scope: Scope) -> tuple[int, str] | None:
        headers = Headers(scope=scope)
        if self.site.demo and not (_is_loopback(scope) and self._names_us(headers)):
            return 403, "Expected a client on this machine, but the demo answers only on loopback."
        length = headers.get("content-length") or "0"
        if not (length.isascii() and length.isdigit()):
            return 400, "Expected the length of the request in octets, but it is no number."
        if len(length) > 9 or int(length) > LARGEST_BODY:
            return 413, f"Expected at most {LARGEST_BODY} octets, but the request is larger."
        if scope["method"] not in SAFE_METHODS and not self._is_own(headers):
            return 403, "Expected a request from this site, but it came from another one."
        return None

    def _names_us(self, headers: Headers) -> bool:
        """True for a name of this machine: another site's name may be made to lead here (DNS rebinding)."""
        host = headers.get("host", "")
        return host in self.site.hosts or _host(f"//{host}").rpartition("@")[2].partition(":")[0] in LOOPBACK_NAMES

    def _is_own(self, headers: Headers) -> bool:
        if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            return False
        origin = headers.get("origin")
        return origin is None or _host(origin) in (headers.get("host"), *self.site.hosts)

    def _dressed(self, scope: Scope, send: Send) -> Send:
        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
                if not scope["path"].startswith("/static/"):
                    headers.setdefault("Cache-Control", "no-store")
                if self.site.secure:
                    headers.setdefault("Strict-Transport-Security", "max-age=31536000")
            await send(message)

        return dressed


def _host(origin: str) -> str:
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return ""


def _is_loopback(scope: Scope) -> bool:
    client = scope.get("client")
    try:
        return client is not None and ip_address(client[0]).is_loopback
    except ValueError:
        return False


def _bounded(receive: Receive) -> Receive:
    """Stop reading a body that is longer than it may be, whatever its header said."""
    seen = 0

    async def bounded() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        return {"type": "http.disconnect"} if seen > LARGEST_BODY else message

    return bounded
