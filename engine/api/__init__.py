"""JSON API, version 1: the same acts as the pages, for programs."""

from fastapi import FastAPI

from engine.api import calendar, desk, moves, packs, problems, repair, work
from engine.api.problems import ProblemBody
from engine.model.world import World

__all__ = ["mount"]

ROOT = "/api/v1"
REFUSALS: dict[int | str, dict[str, object]] = {
    status: {"model": ProblemBody, "description": words, "content": {"application/problem+json": {}}}
    for status, words in ((401, "No token"), (403, "No right"), (404, "Not found"), (409, "Too late"), (422, "Refused"))
}


def mount(app: FastAPI, world: World, *, version: str) -> None:
    """Put the API and its description (/api/v1/openapi.json) on `app`."""
    api = FastAPI(title="Tatalaksana", version=version, docs_url=None, redoc_url=None, responses=REFUSALS)
    api.state.world = world
    for part in (work, desk, repair, moves, packs, calendar):
        api.include_router(part.router)
    problems.install(api)
    app.mount(ROOT, api)
