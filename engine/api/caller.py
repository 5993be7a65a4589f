"""Who calls: an account by its bearer token, in a language, with an idempotency key."""

from functools import cached_property
from typing import Annotated, TypeVar

from fastapi import Depends, Header, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from fastapi.security.utils import get_authorization_scheme_param

from engine.locale import LANGUAGES
from engine.model.actor import Actor
from engine.model.errors import Refused
from engine.model.ids import Id
from engine.model.world import World
from engine.service.command import Command
from engine.service.execute import execute
from engine.service.sessions import SignedIn, bearer

R = TypeVar("R")

_scheme = HTTPBearer(auto_error=False, description="A token of one account: `POST /api/v1/tokens` or `tata token`.")


class Unauthenticated(Refused):
    """Nobody is known by this token."""

    status = 401


class Caller:
    """One call of one account, looked up when first asked: in the thread of the act, which costs no other thread."""

    def __init__(self, world: World, token: str, key: str | None = None) -> None:
        self.world = world
        self.key = key
        self._token = token

    @cached_property
    def signed(self) -> SignedIn:
        """Who calls; raises Unauthenticated."""
        signed = bearer(self.world, self._token) if self._token else None
        if signed is None:
            raise Unauthenticated(
                "token.unknown", "Expected the token of an account, but there was none or it is revoked."
            )
        return signed

    @property
    def actor(self) -> Actor:
        """The person with today's positions."""
        return self.signed.actor

    @property
    def account(self) -> Id:
        """The account the token belongs to."""
        return self.signed.account_id

    def execute(self, command: Command[R]) -> R:
        """Run one command; the same Idempotency-Key acts once (except where the answer is a secret shown once)."""
        key = None if command.secret else self.key
        return execute(command, world=self.world, actor=self.actor, key=key)


def language_of(request: Request) -> str:
    """The language of the caller's sentences: Indonesian unless English is asked for first."""
    wanted = request.headers.get("accept-language", "")[:2].lower()
    return wanted if wanted in LANGUAGES else LANGUAGES[0]


def admit(request: Request) -> None:
    """Raise Unauthenticated for a stranger, before anything else is said."""
    scheme, token = get_authorization_scheme_param(request.headers.get("authorization"))
    _ = Caller(request.app.state.world, token if scheme.lower() == "bearer" else "").signed


async def caller(
    request: Request,
    credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(_scheme)],
    idempotency_key: Annotated[str | None, Header(max_length=120, description="The same key acts once.")] = None,
) -> Caller:
    """Take a call; its token is checked by the first act or view."""
    return Caller(request.app.state.world, credentials.credentials if credentials else "", idempotency_key)


Calling = Annotated[Caller, Depends(caller)]
