"""Who calls: an account by its bearer token, in a language, with an idempotency key."""

from dataclasses import dataclass
from typing import Annotated, TypeVar

from fastapi import Depends, Header, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from engine.locale import LANGUAGES
from engine.model.actor import Actor
from engine.model.errors import Refused
from engine.model.ids import Id
from engine.model.world import World
from engine.service.command import Command
from engine.service.execute import execute
from engine.service.sessions import bearer

R = TypeVar("R")

_scheme = HTTPBearer(auto_error=False, description="A token of one account: `POST /api/v1/tokens` or `tata token`.")


class Unauthenticated(Refused):
    """Nobody is known by this token."""

    status = 401


@dataclass(frozen=True, slots=True)
class Caller:
    """One call of one account."""

    world: World
    actor: Actor
    account: Id
    key: str | None

    def execute(self, command: Command[R]) -> R:
        """Run one command; the same Idempotency-Key acts once (except where the answer is a secret shown once)."""
        key = None if command.secret else self.key
        return execute(command, world=self.world, actor=self.actor, key=key)


def language_of(request: Request) -> str:
    """The language of the caller's sentences: Indonesian unless English is asked for first."""
    wanted = request.headers.get("accept-language", "")[:2].lower()
    return wanted if wanted in LANGUAGES else LANGUAGES[0]


def caller(
    request: Request,
    credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(_scheme)],
    idempotency_key: Annotated[str | None, Header(max_length=120, description="The same key acts once.")] = None,
) -> Caller:
    """Admit a call whose token is known."""
    world: World = request.app.state.world
    signed = bearer(world, credentials.credentials) if credentials else None
    if signed is None:
        raise Unauthenticated("token.unknown", "Expected the token of an account, but there was none or it is revoked.")
    return Caller(world, signed.actor, signed.account_id, idempotency_key)


Calling = Annotated[Caller, Depends(caller)]
