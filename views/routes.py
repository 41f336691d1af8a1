"""Routes: what this server answers beside the pages."""

from urllib.parse import quote

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from views.downloads import COOKIE, OFFERS


async def ready(request: Request) -> Response:
    """Say that the server answers."""
    del request
    return PlainTextResponse("ready")


async def taken(request: Request) -> Response:
    """Give a file to whoever it was offered to; nobody else learns whether it exists."""
    offer = OFFERS.find(request.path_params["secret"], request.cookies.get(COOKIE, ""))
    if offer is None:
        return PlainTextResponse("Berkas ini tidak ditawarkan kepada Anda, atau tidak lagi. / Not offered.", 404)
    content = await to_thread.run_sync(offer.make)
    named = f"attachment; filename*=UTF-8''{quote(offer.name)}"
    return Response(content, media_type=offer.kind, headers={"content-disposition": named, "cache-control": "no-store"})
