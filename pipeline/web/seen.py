"""Who looked at what: told in the audit log before the first byte of the page is sent."""

from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Message, Receive, Scope, Send

VIEWED = "page.viewed"
LONGEST = 500
"""Characters of an address that are kept; a longer one was not made by our pages."""

REFUSED_FROM = 400


class Seen:
    """Middleware: a page that cannot be told of is not shown either."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request; what changes something tells of itself, see `pipeline.store`."""
        if scope["type"] != "http" or scope["method"] != "GET":
            await self._app(scope, receive, send)
            return
        state = scope.setdefault("state", {})

        async def sending(message: Message) -> None:
            starts = message["type"] == "http.response.start"
            if starts and state.get("told") and message["status"] < REFUSED_FROM:
                await run_in_threadpool(self._tell, scope)
            await send(message)

        await self._app(scope, receive, sending)

    @staticmethod
    def _tell(scope: Scope) -> None:
        query = scope["query_string"].decode("latin-1")
        address = scope["path"] + (f"?{query}" if query else "")
        viewer = scope["state"]["viewer"]
        accounts = scope["app"].state.bench.store.accounts
        accounts.tell(VIEWED, address[:LONGEST].encode("utf-8", "replace").decode(), by=viewer.account.id)
