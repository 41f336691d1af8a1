"""Guards: every answer carries the headers, once; cookies are Secure where people come under TLS."""

import asyncio

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from views import guards


def client(headers: dict[str, str] | None = None) -> TestClient:
    async def answer(_: object) -> PlainTextResponse:
        await asyncio.sleep(0)
        said = PlainTextResponse("x", headers=headers)
        said.set_cookie("a", "b", httponly=True)
        return said

    return TestClient(Starlette(routes=[Route("/", answer)], middleware=[Middleware(guards.Headers)]))


def test_every_answer_says_what_a_page_may_do() -> None:
    for path in ("/", "/not-there"):
        held = client({"X-Frame-Options": "ALLOWALL"}).get(path).headers
        assert held.get_list("x-frame-options") == ["DENY"]
        assert held["x-content-type-options"] == "nosniff"
        rules = dict(rule.split(" ", 1) for rule in held["content-security-policy"].split("; "))
        assert rules["default-src"] == "'self'"
        assert rules["frame-ancestors"] == rules["object-src"] == "'none'"
        assert "unsafe" not in rules["script-src"]
        assert "http" not in held["content-security-policy"]


@pytest.mark.parametrize("secure", [True, False])
def test_cookies_are_secure_under_tls(monkeypatch: pytest.MonkeyPatch, secure: bool) -> None:
    monkeypatch.setattr(guards, "_under_tls", lambda: secure)
    assert ("secure" in client().get("/").headers["set-cookie"].lower()) is secure


@pytest.mark.parametrize("path", ["/_stcore/metrics", "/_stcore/agent/interact"])
def test_what_nobody_has_to_ask_is_not_answered(path: str) -> None:
    async def answer(_: object) -> PlainTextResponse:
        await asyncio.sleep(0)
        return PlainTextResponse("told")

    app = Starlette(routes=[Route("/{rest:path}", answer)], middleware=[Middleware(guards.Headers)])
    assert TestClient(app).get("/other").text == "told"
    answered = TestClient(app).get(path)
    assert (answered.status_code, answered.text) == (404, "")
    assert answered.headers["x-frame-options"] == "DENY"
