"""One request to an OpenAI-compatible chat endpoint: plain HTTP, no redirect, no proxy, an end in time.

The standard library's client does what is wanted here and nothing else: it follows nowhere and reads no
proxy from the environment, either of which would carry a call to somewhere nobody named.
"""

import json
import re
import socket
import ssl
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from threading import Timer
from typing import Any

from pipeline.calls.text import Text
from pipeline.judge.address import Place, Resolver, permitted, resolved
from pipeline.scoring.judge_question import SCHEMA, Question

MOST_BYTES = 1_000_000
"""Of a reply: an answer has some hundred; a server that sends more is not answering."""
MOST_TOKENS = 1_500
OK = 200

DOWN = Text(ru="не отвечает по адресу {where}", en="does not answer at {where}")
SLOW = Text(ru="не ответила за {seconds} с", en="did not answer within {seconds} s")
REFUSED = Text(ru="ответила кодом HTTP {status}", en="answered with HTTP status {status}")
GARBAGE = Text(
    ru="прислала не то, что присылают такие серверы", en="sent something that is no chat completion"
)


class EndpointError(Exception):
    """The endpoint gave no usable reply. `told` says why, for people, in none of the server's own words."""

    def __init__(self, told: Text) -> None:
        super().__init__(told.en)
        self.told = told


@dataclass(frozen=True, slots=True)
class Reply:
    """What the model wrote, and what the endpoint calls the model."""

    content: str
    answered_by: str


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where to ask, and how long to wait.

    Args:
        place: its URL.
        model: as the endpoint knows it.
        key: sent as a bearer token; "" for none.
        seconds: from connecting to the reply's last byte.
        outside: whether it may be outside the house.
        resolve: looks a name up.
    """

    place: Place
    model: str
    key: str = field(default="", repr=False)
    seconds: float = 60.0
    outside: bool = False
    resolve: Resolver = resolved

    def ask(self, question: Question, *, seed: int) -> Reply:
        """Ask once.

        Raises:
            EndpointError: down, too slow, an error status, or no chat completion.
            UserError: the address has moved out of the house.
        """
        addresses = permitted(self.place, outside=self.outside, resolve=self.resolve)
        if not addresses:
            raise EndpointError(DOWN.filled(where=f"{self.place.host}:{self.place.port}"))
        body = {
            "model": self.model,
            "messages": question.messages,
            "temperature": 0,
            "seed": seed,
            "max_tokens": MOST_TOKENS,
            "stream": False,
            "response_format": {
                "type": "json_schema",
                "json_schema": {"name": "answer", "strict": True, "schema": SCHEMA},
            },
        }
        return _reply(self._post(addresses, json.dumps(body, ensure_ascii=False).encode()))

    def _post(self, addresses: Sequence[str], body: bytes) -> bytes:
        """The reply's body."""
        connection = _Connection(self.place, addresses, self.seconds)
        late = Timer(self.seconds, connection.cut)  # a timeout alone starts anew with every byte
        late.daemon = True
        late.start()
        try:
            headers = {"Content-Type": "application/json", "Accept": "application/json"}
            if self.key:
                headers["Authorization"] = f"Bearer {self.key}"
            connection.request("POST", f"{self.place.path}/chat/completions", body, headers)
            with connection.getresponse() as response:
                if response.status != OK:
                    raise EndpointError(REFUSED.filled(status=response.status))
                read = response.read(MOST_BYTES + 1)
        except (OSError, HTTPException, ValueError) as fault:
            if connection.was_cut or isinstance(fault, TimeoutError):
                raise EndpointError(SLOW.filled(seconds=f"{self.seconds:g}")) from fault
            where = f"{self.place.host}:{self.place.port}"
            dropped = isinstance(fault, OSError)
            raise EndpointError(DOWN.filled(where=where) if dropped else GARBAGE) from fault
        finally:
            late.cancel()
            connection.close()
        if connection.was_cut:
            raise EndpointError(SLOW.filled(seconds=f"{self.seconds:g}"))
        if len(read) > MOST_BYTES:
            raise EndpointError(GARBAGE)
        return read


class _Connection(HTTPConnection):
    """A connection to an address that has been looked at, whatever its name resolves to by now."""

    def __init__(self, place: Place, addresses: Sequence[str], seconds: float) -> None:
        super().__init__(place.host, place.port, timeout=seconds)
        self.was_cut = False
        self._place = place
        self._addresses = addresses

    def connect(self) -> None:
        """Connect to the first address that listens; over TLS the certificate must be the name's."""
        self.sock = plain = self._listening()
        if self._place.scheme == "https":
            self.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=self._place.host)

    def _listening(self) -> socket.socket:
        """`localhost` is ::1 and 127.0.0.1, and most servers listen at one of them only."""
        refused: OSError | None = None
        for address in self._addresses:
            try:
                return socket.create_connection((address, self._place.port), self.timeout)
            except OSError as fault:
                refused = fault
        raise refused or OSError("no address")

    def cut(self) -> None:
        """Time is up: whoever waits on the socket wakes with an error."""
        self.was_cut = True
        if self.sock is not None:
            try:
                self.sock.shutdown(socket.SHUT_RDWR)
            except OSError:  # it has gone by itself
                return


def _reply(body: bytes) -> Reply:
    try:
        document: Any = json.loads(body)
        content = document["choices"][0]["message"]["content"]
    except (ValueError, LookupError, TypeError, RecursionError) as fault:
        raise EndpointError(GARBAGE) from fault
    if not isinstance(content, str):
        raise EndpointError(GARBAGE)
    return Reply(content, _name(document))


def _name(document: Mapping[str, Any]) -> str:
    """The model and its fingerprint as the endpoint gives them: letters that are safe to print, not many."""
    parts = (document.get("model"), document.get("system_fingerprint"))
    return " ".join(re.sub(r"[^\w./:@+-]", "", part)[:100] for part in parts if isinstance(part, str))
