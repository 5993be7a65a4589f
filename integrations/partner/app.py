"""The reference partner over HTTP, on loopback: `python -m integrations.partner --port 8091 --file partner.sqlite`."""

from datetime import date
from typing import Annotated, Any

from fastapi import Body, FastAPI, Form, Header, HTTPException, Path
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse
from pydantic import BaseModel

from integrations.partner.books import HANDLERS
from integrations.partner.desk import Desk, NoAnswer
from integrations.partner.faults import Fault, Kind
from integrations.partner.page import chosen, page

PORTS = tuple(sorted({port for port, _ in HANDLERS.values()}))


class FaultSwitch(BaseModel):
    """Which fault a port shall have."""

    kind: Kind
    times: int = -1
    seconds: float = 0.0


def partner(desk: Desk) -> FastAPI:
    """The app over one desk."""
    app = FastAPI(title="Tatalaksana reference partner", docs_url=None, redoc_url=None)

    @app.get("/", response_class=HTMLResponse)
    def look() -> str:
        """Show the books and the switches."""
        return page(desk)

    @app.post("/switch/{port}")
    def change(port: Annotated[str, Path()], kind: Annotated[Kind, Form()]) -> RedirectResponse:
        """Make a port fail from the page."""
        desk.faults.switch(_known(port), chosen(kind))
        return RedirectResponse("/", 303)

    @app.get("/health")
    def health() -> dict[str, str]:
        """Say that the partner is up."""
        return {"status": "ok", "today": str(desk.today())}

    @app.get("/{port}/entries")
    def entries(port: Annotated[str, Path()]) -> list[dict[str, Any]]:
        """The books of one port."""
        return desk.ledger.entries(_known(port))

    @app.get("/{port}/calls")
    def calls(port: Annotated[str, Path()]) -> list[dict[str, str]]:
        """Every call that arrived at one port."""
        return desk.ledger.calls(_known(port))

    @app.put("/faults/{port}")
    def switch(port: Annotated[str, Path()], fault: FaultSwitch) -> dict[str, str]:
        """Make a port fail, or well again with kind normal."""
        desk.faults.switch(_known(port), Fault(fault.kind, fault.times, fault.seconds))
        return {"port": port, "kind": fault.kind}

    for path in HANDLERS:
        app.post(path, name=path)(_handler(desk, path))
    return app


def _known(port: str) -> str:
    if port not in PORTS:
        raise HTTPException(404, f"Expected one of {', '.join(PORTS)}, but got {port}")
    return port


def _handler(desk: Desk, path: str) -> Any:  # noqa: ANN401 - FastAPI endpoint
    def handle(body: Annotated[dict[str, Any], Body()], idempotency_key: Annotated[str, Header()] = "") -> JSONResponse:
        try:
            answered = desk.answer(path, idempotency_key, body)
        except NoAnswer as silent:
            if silent.done:
                # The caller's own deadline ends the wait; the work is done and the answer never comes.
                desk.sleep(60)
            return JSONResponse({"detail": "Mitra tidak dapat dihubungi"}, 503)
        return JSONResponse(dict(answered.body), answered.status)

    return handle


def today() -> date:
    """The partner's own date: it is another office with its own clock."""
    return date.today()  # noqa: DTZ011 - a partner's local date
