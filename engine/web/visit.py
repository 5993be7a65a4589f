"""One request of one visitor: who it is, in which language, and the doors to commands and views."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Annotated, TypeVar

from fastapi import Depends, Request

from engine.locale import LANGUAGES, gettext
from engine.model.actor import Actor, Right
from engine.model.errors import Forbidden
from engine.model.world import World
from engine.service.command import Command
from engine.service.execute import execute
from engine.service.sessions import SignedIn, signed_in
from engine.service.views.frame import Frame, frame
from engine.web.posted import Posted, posted
from engine.web.site import Site
from engine.web.words import Words

SESSION_COOKIE = "sesi"
NAME_COOKIE = "pengguna"
RESCUE_COOKIE = "simpanan"
LANGUAGE_COOKIE = "bahasa"

R = TypeVar("R")


class SignInNeeded(Exception):
    """Send the visitor to the log-in page and back; what was posted is kept."""

    def __init__(self, fields: dict[str, list[str]] | None = None) -> None:
        super().__init__("sign in")
        self.fields = fields


class PasswordDue(Exception):
    """Send the visitor to choose a password: a one-time one opens nothing else."""


class StaleForm(Exception):
    """A form of an earlier session was sent: it is given back instead of acted upon."""

    def __init__(self, fields: dict[str, list[str]]) -> None:
        super().__init__("stale form")
        self.fields = fields


@dataclass(frozen=True)
class Visit:
    """A visitor of a page; `signed` is None before log-in."""

    site: Site
    request: Request
    language: str
    signed: SignedIn | None

    @property
    def world(self) -> World:
        """The office's world."""
        return self.site.world

    @property
    def actor(self) -> Actor:
        """Who acts; asks for log-in where nobody does."""
        if self.signed is None:
            raise SignInNeeded
        return self.signed.actor

    @cached_property
    def frame(self) -> Frame:
        """The office's name as an admin set it, and whether its set-up is finished."""
        return frame(self.world)

    @cached_property
    def now(self) -> datetime:
        """The moment of this request."""
        return self.world.clock()

    @cached_property
    def words(self) -> Words:
        """Dates and amounts in the visitor's language and the office's zone."""
        return Words(self.language, self.world.zone)

    @cached_property
    def csrf(self) -> str:
        """A proof for the forms of this page; different on every page, so that compression tells nothing."""
        if self.signed is None:
            return ""
        nonce = self.world.ids().hex
        return f"{nonce}.{_proof(nonce, self.signed.csrf)}"

    def may(self, right: str) -> bool:
        """True where the visitor carries `right`."""
        return self.signed is not None and Right(right) in self.signed.actor.rights

    def say(self, text: str) -> str:
        """Say an English msgid in the visitor's language."""
        return gettext(text, self.language)

    def execute(self, command: Command[R], key: str | None = None) -> R:
        """Run one command as the visitor."""
        return execute(command, world=self.world, actor=self.actor, key=key or None)

    def is_proven(self, token: str) -> bool:
        """True where `token` was given to a page of this session."""
        nonce, _, proof = token.partition(".")
        expected = _proof(nonce, self.signed.csrf) if self.signed else ""
        return bool(expected) and hmac.compare_digest(proof.encode(), expected.encode())


def _proof(nonce: str, secret: str) -> str:
    return hmac.new(secret.encode(), nonce.encode(), hashlib.sha256).hexdigest()[:32]


def visitor(request: Request) -> Visit:
    """Read who is visiting from the cookies."""
    site: Site = request.app.state.site
    signed = signed_in(site.world, token) if (token := request.cookies.get(SESSION_COOKIE)) else None
    chosen = request.cookies.get(LANGUAGE_COOKIE) or (signed.language if signed else "")
    return Visit(site, request, chosen if chosen in LANGUAGES else LANGUAGES[0], signed)


def official(visit: Annotated[Visit, Depends(visitor)]) -> Visit:
    """Admit signed-in visitors only."""
    if visit.signed is None:
        raise SignInNeeded
    _has_own_password(visit)
    return visit


def writer(visit: Annotated[Visit, Depends(visitor)], sent: Annotated[Posted, Depends(posted)]) -> Visit:
    """Admit signed-in visitors whose form comes from a page of their session; keep the fields of anybody else's."""
    if visit.signed is None:
        raise SignInNeeded(sent.fields)
    if not visit.is_proven(sent.first("_csrf")):
        raise StaleForm(sent.fields)
    _has_own_password(visit)
    return visit


def scripted(visit: Annotated[Visit, Depends(official)]) -> Visit:
    """Admit a signed-in page's own script, which proves itself by a header."""
    if visit.request.method != "GET" and not visit.is_proven(visit.request.headers.get("x-csrf", "")):
        raise Forbidden("csrf", "Expected a page of this session, but its proof is missing or old.")
    return visit


def _has_own_password(visit: Visit) -> None:
    if visit.signed and visit.signed.must_change and visit.request.url.path not in ("/sandi", "/keluar"):
        raise PasswordDue


Anyone = Annotated[Visit, Depends(visitor)]
Official = Annotated[Visit, Depends(official)]
Writer = Annotated[Visit, Depends(writer)]
Scripted = Annotated[Visit, Depends(scripted)]
Sent = Annotated[Posted, Depends(posted)]
