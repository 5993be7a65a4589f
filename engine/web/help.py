"""Help in a few sentences, and the sign of life."""

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse

from engine.web.pages import page
from engine.web.visit import Anyone

router = APIRouter(include_in_schema=False)


@router.get("/bantuan")
def guide(visit: Anyone) -> Response:
    """Explain the pages."""
    return page(visit, "help.html")


@router.get("/kesehatan")
async def alive() -> Response:
    """Say that the process answers; nothing else is looked at."""
    return JSONResponse({"status": "hidup"})
