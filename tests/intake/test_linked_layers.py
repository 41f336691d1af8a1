"""A layer whose reference system stands elsewhere: refused, and nobody is asked for it."""

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

from intake.collector import Collector
from intake.layers import read_layer

POINT = {"type": "Feature", "properties": {"crs": "x"}, "geometry": {"type": "Point", "coordinates": [100, 1]}}


def test_no_link_in_geojson_is_followed() -> None:
    asked: list[str] = []

    class Listener(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, *_: Any) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Listener) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        link = {"type": "link", "properties": {"href": f"http://127.0.0.1:{server.server_port}/x", "type": "ogcwkt"}}
        inner = {**POINT, "geometry": {"type": "Point", "coordinates": [100, 1], "crs": link}}
        plain: dict[str, Any] = {"type": "FeatureCollection", "features": [POINT]}
        twice = json.dumps(plain)[:-1] + ', "crs": {"type": "name"}, "crs": ' + json.dumps(link) + "}"
        hidden = (
            json.dumps({**plain, "crs": link}).replace('"crs": {', '"\\u0063rs": {').replace('"link"', '"li\\u006ek"')
        )
        wholes = [json.dumps({**plain, "crs": link}), json.dumps({**plain, "features": [inner]}), twice, hidden]
        for text in wholes:
            collector = Collector("x.geojson")
            assert read_layer(text.encode(), "", collector) is None
            assert collector.has_errors()
        good = Collector("x.geojson")
        named = {**plain, "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}}
        assert read_layer(json.dumps(named).encode(), "", good) is not None
        server.shutdown()
    assert asked == []
