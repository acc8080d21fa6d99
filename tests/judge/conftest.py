"""A language model's endpoint as the tests script it: real HTTP on this machine, in a thread of its own."""

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from pipeline.judge.address import Place
from pipeline.judge.endpoint import Endpoint

Script = Callable[[dict[str, Any], BaseHTTPRequestHandler], bytes | None]


class Scripted:
    """A server that answers by `script`; `asked` holds the bodies of all requests, in order."""

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.script: Script = lambda _body, _handler: completion(answer("unsure"))
        served = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                served.asked.append(body)
                served.headers.append(dict(self.headers))
                sent = served.script(body, self)
                if sent is not None:
                    self.send_response(200)
                    self.send_header("Content-Length", str(len(sent)))
                    self.end_headers()
                    self.wfile.write(sent)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)
        self._thread.start()

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    def says(self, *contents: str) -> None:
        """The model's answers, in order; the last one for all that follow."""
        left = list(contents)
        self.script = lambda _body, _handler: completion(left.pop(0) if len(left) > 1 else left[0])

    def endpoint(self, **changed: Any) -> Endpoint:
        return Endpoint(Place("http", "127.0.0.1", self.port, "/v1"), "tiny", **{"seconds": 5.0, **changed})

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)


def answer(verdict: str, *quotes: tuple[str, int, str]) -> str:
    """What a model writes: `answer("met", ("agent", 3, "I'll check"))`."""
    listed = [{"speaker": s, "utterance": u, "quote": q} for s, u, q in quotes]
    return json.dumps({"verdict": verdict, "quotes": listed}, ensure_ascii=False)


def completion(content: object) -> bytes:
    """A chat completion around it."""
    document = {"model": "tiny-q4", "choices": [{"message": {"role": "assistant", "content": content}}]}
    return json.dumps(document).encode()


@pytest.fixture
def server() -> Iterator[Scripted]:
    scripted = Scripted()
    yield scripted
    scripted.close()
