"""The partner without a network: books and faults behind one function, used by its HTTP face and by scenarios."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from engine.model.connectors import Retryable, UnknownOutcome
from integrations.http import understand
from integrations.partner.books import HANDLERS
from integrations.partner.faults import Fault, Kind, Switchboard
from integrations.partner.ledger import Answered, Ledger

REFUSALS: Mapping[str, str] = {
    "finance": "PAYMENT_REFUSED",
    "asset": "ASSET_REJECTED",
    "personnel": "PERSONNEL_REFUSED",
}


class NoAnswer(Exception):
    """The partner does not answer; `done` says whether the work was done."""

    def __init__(self, *, done: bool) -> None:
        super().__init__("no answer")
        self.done = done


@dataclass(slots=True)
class Desk:
    """One partner: `answer` is what a request meets, faults included."""

    ledger: Ledger
    today: Callable[[], date]
    #: Waits; passed in so that a scenario on a virtual clock need not.
    sleep: Callable[[float], None]
    faults: Switchboard = field(default_factory=Switchboard)

    def answer(self, path: str, key: str, body: Mapping[str, Any]) -> Answered:
        """Handle one request as an HTTP status and body; raises NoAnswer where a network would stay silent."""
        if path not in HANDLERS:
            return Answered(404, {"detail": f"Expected a known path, but {path} is none"})
        if not key:
            return Answered(400, {"detail": "Expected an Idempotency-Key, but there is none"})
        port, handle = HANDLERS[path]
        fault = self.faults.next(port)
        before = self._before(port, key, fault)
        if before is not None:
            return before
        answered = handle(self.ledger, self.today, key, body)
        self._after(fault)
        return answered

    def _before(self, port: str, key: str, fault: Fault) -> Answered | None:
        if fault.kind is Kind.DOWN:
            raise NoAnswer(done=False)
        if fault.kind is Kind.ERROR:
            self.ledger.note(port, key, "error")
            return Answered(500, {"detail": "Kesalahan dalam sistem mitra"})
        if fault.kind is Kind.REFUSE:
            self.ledger.note(port, key, "refused")
            return Answered(422, {"error_code": REFUSALS[port], "detail": "Ditolak mitra: berkas belum lengkap"})
        return None

    def _after(self, fault: Fault) -> None:
        if fault.kind is Kind.SLOW:
            self.sleep(fault.seconds)
        if fault.kind is Kind.TIMEOUT_AFTER:
            raise NoAnswer(done=True)


@dataclass(frozen=True, slots=True)
class DeskTransport:
    """Carries a connector's request to a partner in this process."""

    desk: Desk

    def send(self, path: str, body: Mapping[str, Any], *, key: str, deadline: float) -> Mapping[str, Any]:
        """As over HTTP: the same faults, the same meanings."""
        try:
            answered = self.desk.answer(path, key, body)
        except NoAnswer as silent:
            if silent.done:
                raise UnknownOutcome("partner.no_answer", f"Tidak ada jawaban dalam {deadline:g} detik") from silent
            raise Retryable("partner.unreachable", "Mitra tidak dapat dihubungi") from silent
        return understand(answered.status, answered.body)
