"""Guards: the headers that tell a browser what a page of ours may do, which is to speak with this server only."""

from functools import cache

import streamlit as st
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.errors import StreamlitSecretNotFoundError

POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' blob:",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
HEADERS = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-frame-options", b"DENY"),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=(), payment=(), usb=()"),
)


def _secure(pair: tuple[bytes, bytes]) -> tuple[bytes, bytes]:
    """Let a cookie travel under TLS only, where people reach this server so."""
    if pair[0].lower() != b"set-cookie" or b"secure" in pair[1].lower() or not _under_tls():
        return pair
    return pair[0], pair[1] + b"; Secure"


@cache
def _under_tls() -> bool:
    try:
        return str(st.secrets["auth"]["redirect_uri"]).startswith("https://")
    except (StreamlitSecretNotFoundError, KeyError):
        return False


CLOSED = ("/_stcore/metrics", "/_stcore/agent")
"""What Streamlit would tell anybody who asks, and what drives pages without a browser."""


class Headers:
    """Adds the headers to every answer, and gives none where nobody has anything to ask."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the app does, with the headers."""

        async def sent(word: Message) -> None:
            if word["type"] == "http.response.start":
                names = {name for name, _ in HEADERS}
                held = [_secure(pair) for pair in word.get("headers", []) if pair[0].lower() not in names]
                word = {**word, "headers": [*held, *HEADERS]}
            await send(word)

        if scope["type"] == "http" and str(scope["path"]).startswith(CLOSED):
            await PlainTextResponse("", 404)(scope, receive, sent)
            return
        await self._app(scope, receive, sent if scope["type"] == "http" else send)
