"""Puts the pages on an application."""

from fastapi import FastAPI
from starlette.middleware.gzip import GZipMiddleware

from engine.web import (
    audit,
    cases,
    choosing,
    compare,
    counts,
    design,
    desk,
    documents,
    failing,
    formdesign,
    gate,
    help,
    inbox,
    library,
    login,
    modeler,
    monitor,
    moves,
    newfiles,
    office,
    office_files,
    office_law,
    office_posts,
    office_setup,
    password,
    refusals,
    start,
    statics,
    tables,
    task,
    trial,
    watch,
)
from engine.web.guard import Guard
from engine.web.site import Site


def mount(app: FastAPI, site: Site) -> None:
    """Add every page, the static files, the guard and the answers to refusals."""
    app.state.site = site
    for part in (
        inbox,
        login,
        task,
        choosing,
        desk,
        start,
        cases,
        documents,
        monitor,
        counts,
        failing,
        moves,
        watch,
        library,
        trial,
        compare,
        gate,
        modeler,
        tables,
        formdesign,
        newfiles,
        design,
        office,
        office_posts,
        office_law,
        office_files,
        office_setup,
        audit,
        password,
        statics,
        help,
    ):
        app.include_router(part.router)
    refusals.install(app)
    app.add_middleware(GZipMiddleware, minimum_size=500, compresslevel=6)
    app.add_middleware(Guard, site=site)
