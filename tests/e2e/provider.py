"""A real provider of OpenID Connect on this machine, and an app whose people sign in with it."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

from oidc_provider_mock import User, run_server_in_thread

from tests.e2e.serving import Served

NAMES = ("budi", "rina")
SECRETS = """
[auth]
redirect_uri = "{app}/oauth2callback"
cookie_secret = "{secret}"
client_id = "pilih"
client_secret = "{secret}"
server_metadata_url = "{provider}/.well-known/openid-configuration"
"""


@contextlib.contextmanager
def provider() -> Iterator[str]:
    """Run a provider that knows Budi and Rina; gives its address."""
    people = [User(sub=name, claims={"name": name.title(), "email": f"{name}@pustaka.example"}) for name in NAMES]
    with run_server_in_thread(user_claims=people) as server:
        yield f"http://127.0.0.1:{server.server_port}"


def secrets_for(folder: Path, served: Served, address: str) -> Path:
    """Write the secrets of an app, not started yet, whose people sign in at a provider."""
    secrets = folder / "secrets.toml"
    secrets.write_text(SECRETS.format(app=served.url, provider=address, secret="s" * 40), encoding="utf-8")
    return secrets
