"""The first page: Streamlit's own, told in which language it is read, what the Tab key passes over, and how large."""

from urllib.parse import parse_qs, parse_qsl, urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from locales import DEFAULT_LANGUAGE
from views import own_words

NAMES = {"id": "Bahasa Indonesia", "en": "English"}
"""The languages as the control shows them, which the address holds once somebody has chosen."""
SAID = b'<html lang="en">'
SCRIPT = b'<script src="/language.js" type="module"></script>'
FOLLOWS = """
let waits = false;
const follow = () => {
  waits = false;
  const chosen = new URLSearchParams(location.search).get("lang");
  const spoken = chosen === "en" || chosen === "English" ? "en" : "id";
  if (document.documentElement.lang !== spoken) document.documentElement.lang = spoken;
  speak(spoken === "id");
};
const soon = () => { if (!waits) { waits = true; requestAnimationFrame(follow); } };
new MutationObserver(soon).observe(document.body, {
  attributeFilter: ["aria-label", "title"], childList: true, subtree: true, characterData: true,
});
follow();
"""
"""Follows the language when it is changed without another first page; a file of its own, for the policy allows no
script within the page."""
STYLE = b'<link rel="stylesheet" href="/pages.css">'
STYLES = """[data-testid="stSidebar"][data-collapsed="true"] { visibility: hidden; }
[data-testid="stHeaderActionElements"] a { display: none; }
[data-testid="stMain"]:focus-visible { outline: 3px solid !important; outline-offset: -3px; }
@media (min-width: 1680px) {
  html:has(.st-key-meeting-title) { font-size: 24px !important; }
  html:has(.st-key-meeting-title) :has(> .st-key-person-place) { flex: 0 0 10rem !important; width: 10rem !important; }
}
@media (min-width: 2400px) { html:has(.st-key-meeting-title) { font-size: 32px !important; } }
@media (min-width: 1680px) { html:has(.st-key-meeting-title) [data-testid="stSidebarContent"] { zoom: 0.75; } }
@media (min-width: 2400px) { html:has(.st-key-meeting-title) [data-testid="stSidebarContent"] { zoom: 0.5625; } }
"""
"""The Tab key must not stop where nothing is seen: in a sidebar that is put away, and at the link beside every heading
to itself, whose name is English alone; and where it stops at the whole page, to scroll it, that must be seen. A meeting
looks at a projector from five metres: its letters grow with the picture."""
LEFT_OUT = {b"accept-encoding", b"if-none-match", b"if-modified-since", b"range"}
"""With these the answer might come packed, in part, or as one that a browser kept from before."""


async def follows(request: Request) -> Response:
    """Give the script that follows the language, and has Streamlit's own words said in it."""
    del request
    return Response(own_words.script() + FOLLOWS, media_type="text/javascript", headers={"cache-control": "no-cache"})


async def styled(request: Request) -> Response:
    """Give what no setting of Streamlit says of how pages look."""
    del request
    return Response(STYLES, media_type="text/css", headers={"cache-control": "no-cache"})


def language_of(query: bytes) -> str:
    """The language that an address asks for, as `app.py` reads it."""
    given = parse_qs(query.decode("latin-1")).get("lang", [""])[-1]
    return next((code for code, name in NAMES.items() if given in (code, name)), DEFAULT_LANGUAGE)


def written_out(query: bytes) -> str | None:
    """An address's question with the language as its control writes it; None where that stands so already.

    The control keeps only its own word in the address: what was asked for as `lang=en` would be lost by a reload.
    """
    asked = parse_qsl(query.decode("utf-8", "replace"), keep_blank_values=True)
    whole = [(name, NAMES.get(word, word) if name == "lang" else word) for name, word in asked]
    return urlencode(whole) if whole != asked else None


class FirstPage:
    """Writes the reader's language into the first page, and our script and style."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the app does; only an answer that is the first page is changed."""
        if not _asks_for_a_page(scope):
            await self._app(scope, receive, send)
            return
        question = written_out(scope["query_string"])
        if question is not None:
            # Only the question, so that the way stays the same behind any proxy.
            await RedirectResponse(f"?{question}")(scope, receive, send)
            return
        asked = {**scope, "headers": [pair for pair in scope["headers"] if pair[0].lower() not in LEFT_OUT]}
        held: list[Message] = []
        body = b""

        async def sent(word: Message) -> None:
            nonlocal body
            if word["type"] == "http.response.start" and _is_html(word):
                held.append(word)
            elif held and word["type"] == "http.response.body":
                body += word.get("body", b"")
                if not word.get("more_body", False):
                    page = _spoken(body, language_of(scope["query_string"]))
                    await send(_as_long(held.pop(), len(page)))
                    await send({"type": "http.response.body", "body": page})
            else:
                await send(word)

        await self._app(asked, receive, sent)


def _asks_for_a_page(scope: Scope) -> bool:
    if scope["type"] != "http" or scope["method"] != "GET" or str(scope["path"]).startswith("/files/"):
        return False
    return any(name.lower() == b"accept" and b"text/html" in said for name, said in scope["headers"])


def _is_html(word: Message) -> bool:
    kinds = [said for name, said in word.get("headers", []) if name.lower() == b"content-type"]
    return any(said.startswith(b"text/html") for said in kinds)


def _spoken(page: bytes, language: str) -> bytes:
    if SAID not in page:
        return page
    spoken = page.replace(SAID, f'<html lang="{language}">'.encode(), 1)
    return spoken.replace(b"</head>", STYLE + SCRIPT + b"</head>", 1)


def _as_long(word: Message, length: int) -> Message:
    gone = {b"content-length", b"etag", b"last-modified"}
    held = [pair for pair in word["headers"] if pair[0].lower() not in gone]
    return {**word, "headers": [*held, (b"content-length", str(length).encode())]}
