"""Puts the pages on an application."""

from fastapi import FastAPI
from starlette.middleware.gzip import GZipMiddleware

from engine.web import cases, design, documents, help, inbox, login, modeler, monitor, refusals, start, statics, task
from engine.web.guard import Guard
from engine.web.site import Site


def mount(app: FastAPI, site: Site) -> None:
    """Add every page, the static files, the guard and the answers to refusals."""
    app.state.site = site
    for part in (inbox, login, task, start, cases, documents, monitor, modeler, design, statics, help):
        app.include_router(part.router)
    refusals.install(app)
    app.add_middleware(GZipMiddleware, minimum_size=500, compresslevel=6)
    app.add_middleware(Guard, site=site)
