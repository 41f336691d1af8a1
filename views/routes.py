"""Routes: what this server answers beside the pages."""

from functools import partial
from urllib.parse import quote

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

import records
from views import ground
from views.downloads import OFFERS, Offer, cookie_of

NOT_OFFERED = "Berkas ini tidak (lagi) ditawarkan kepada Anda. / This file is not offered to you (any more)."


async def ready(request: Request) -> Response:
    """Say that the server answers."""
    del request
    return PlainTextResponse("ready")


async def drawn(request: Request) -> Response:
    """Give the boundaries that this server was given; they are public, as the districts are."""
    path = ground.shapes()
    if path is None or request.path_params["name"] != path.name:
        return PlainTextResponse("", 404)
    kept = {"cache-control": "public, max-age=31536000, immutable"}  # its name is the digest of what it holds
    return Response(await to_thread.run_sync(path.read_bytes), media_type="application/json", headers=kept)


async def taken(request: Request) -> Response:
    """Give a file to whoever it was offered to; nobody else learns whether it exists."""
    offer = OFFERS.find(request.path_params["secret"], cookie_of(request.cookies))
    if offer is None or (offer.sign_in and not records.is_open(offer.store, offer.sign_in)):
        return PlainTextResponse(NOT_OFFERED, 404)
    content = await to_thread.run_sync(partial(_made, offer))
    named = f"attachment; filename*=UTF-8''{quote(offer.name)}"
    return Response(content, media_type=offer.kind, headers={"content-disposition": named, "cache-control": "no-store"})


def _made(offer: Offer) -> bytes:
    """Make the file, and note who took it."""
    content = offer.make()
    records.note_taken(offer.store, offer.who, offer.name, content)
    return content
