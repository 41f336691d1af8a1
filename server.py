"""The web app's server: the script app.py with our own routes, headers and errors around it."""

import logging
import traceback
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import uuid4

import streamlit as st
from anyio import to_thread
from starlette.middleware import Middleware
from starlette.routing import Route

from views.asking import desk
from views.failure import shown
from views.first_page import FirstPage, follows, styled
from views.guards import Headers
from views.routes import drawn, ready, taken
from views.run_order import keep_order

LOG = logging.getLogger("pilih")
keep_order()


def _failed(error: Exception) -> bool:
    """Log a fault of this program under a number, and show the number instead of the fault."""
    number = uuid4().hex[:8]
    LOG.error("fault %s\n%s", number, "".join(traceback.format_exception(error)))
    shown(number)
    return True


@asynccontextmanager
async def _lifespan(_: st.App) -> AsyncIterator[None]:
    """End the workers with the server."""
    yield
    await to_thread.run_sync(desk().close)


app = st.App(
    Path(__file__).parent / "app.py",
    routes=[
        Route("/ready", ready),
        Route("/language.js", follows),
        Route("/pages.css", styled),
        Route("/files/{secret}", taken),
        Route("/shapes/{name}", drawn),
    ],
    middleware=[Middleware(Headers), Middleware(FirstPage)],
    lifespan=_lifespan,
    on_script_error=_failed,
)
