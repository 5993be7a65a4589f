"""Incidents, messages, parameters, tokens."""

from uuid import UUID

from fastapi import APIRouter

from engine.api.caller import Calling
from engine.api.models import Reason
from engine.api.records import (
    Corrections,
    HeardOut,
    IncidentDetailOut,
    IncidentOut,
    MessageIn,
    ParameterOut,
    PublishedOut,
    RepairedOut,
    SignalIn,
    TokenIn,
    TokenOut,
    VariableOut,
)
from engine.api.values import exact
from engine.feel.values import of_python
from engine.service.accounts import IssueToken, RevokeToken
from engine.service.messages import PublishMessage
from engine.service.repair import CorrectAndRetry, RetryIncident
from engine.service.signals import BroadcastSignal
from engine.service.views import monitor, parameters

router = APIRouter()


@router.get("/incidents", tags=["repair"])
def incidents(calling: Calling) -> list[IncidentOut]:
    """List the faults that wait for repair."""
    return [IncidentOut.model_validate(row) for row in monitor.monitor(calling.world, calling.actor).failed]


@router.get("/incidents/{incident_id}", tags=["repair"])
def incident(calling: Calling, incident_id: UUID) -> IncidentDetailOut:
    """Read one incident with the values that may be corrected."""
    page = monitor.incident(calling.world, calling.actor, incident_id)
    return IncidentDetailOut(
        incident=IncidentOut.model_validate(page.row),
        variables=[VariableOut.model_validate(row) for row in page.variables],
        may_repair=page.may_repair,
    )


@router.post("/incidents/{incident_id}/retry", tags=["repair"])
def retry(calling: Calling, incident_id: UUID, sent: Reason) -> RepairedOut:
    """Try again with the values as they are."""
    return RepairedOut.model_validate(calling.execute(RetryIncident(incident_id, sent.reason)))


@router.post("/incidents/{incident_id}/correct", tags=["repair"])
def correct(calling: Calling, incident_id: UUID, sent: Corrections) -> RepairedOut:
    """Correct values and try again."""
    command = CorrectAndRetry(incident_id, sent.corrections, sent.reason)
    return RepairedOut.model_validate(calling.execute(command))


@router.post("/messages", status_code=202, tags=["messages"])
def publish(calling: Calling, sent: MessageIn) -> PublishedOut:
    """Publish a message; it waits until a case correlates or it expires."""
    command = PublishMessage(sent.name, sent.key, of_python(exact(sent.payload)), sent.ttl_seconds)
    return PublishedOut(id=calling.execute(command))


@router.post("/signals", status_code=202, tags=["messages"])
def broadcast(calling: Calling, sent: SignalIn) -> HeardOut:
    """Send a signal to everybody who waits for it now; it is not kept."""
    return HeardOut(heard=calling.execute(BroadcastSignal(sent.name, of_python(exact(sent.payload)))))


@router.get("/parameters", tags=["office"])
def read_parameters(calling: Calling) -> list[ParameterOut]:
    """List the legal numbers with their basis."""
    return [ParameterOut.model_validate(row) for row in parameters.parameters(calling.world, calling.actor)]


@router.post("/tokens", status_code=201, tags=["office"])
def issue_token(calling: Calling, sent: TokenIn) -> TokenOut:
    """Issue another token for the caller's own account; it is shown this once."""
    return TokenOut.model_validate(calling.execute(IssueToken(calling.account, sent.name)))


@router.delete("/tokens/{token_id}", status_code=204, tags=["office"])
def revoke_token(calling: Calling, token_id: UUID) -> None:
    """Revoke a token."""
    calling.execute(RevokeToken(token_id, calling.account))
