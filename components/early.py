"""The charts' script on its way while the page itself still loads: it is the largest thing a first visit needs."""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from components.drawing import library_address


class EarlyCharts:
    """Between the browser and Streamlit: tells with every page of HTML that the charts' script will be wanted."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""

        async def told(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(raw=list(message["headers"]))
                if headers.get("Content-Type", "").startswith("text/html"):
                    headers["Link"] = f"<{library_address()}>; rel=preload; as=script"
                    message = {**message, "headers": headers.raw}
            await send(message)

        await self._app(scope, receive, told if scope["type"] == "http" else send)
