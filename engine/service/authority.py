"""What an acting official may sign: the pack's own table over the capacity and the kind of act (UU 30/2014 art. 14)."""

from engine import dmn
from engine.model.actor import Holding
from engine.model.definition import Element
from engine.model.errors import Forbidden
from engine.service.directory import in_capacity
from engine.service.running import Running

#: The decision a pack brings: inputs jenis_pemangku and tindakan, output wewenang.
DECISION = "wewenang_penjabat"
#: The task property that names the kind of act, e.g. alokasi_anggaran.
ACT = "actKind"
ALLOWED = "boleh"


def may_sign(running: Running, element: Element | None, holding: Holding) -> None:
    """Raise Forbidden task.no_authority, on record, where the holding may not do what the task is an act of."""
    act = element.properties.get(ACT, "") if element else ""
    model = running.compiled.decision_model(DECISION) if act else None
    if element is None or model is None:
        return
    asked = {"jenis_pemangku": holding.capacity.value, "tindakan": act}
    answer = dmn.decide(model, DECISION, asked, running.env).value
    wanted, basis = (answer.get("wewenang"), answer.get("dasar")) if isinstance(answer, dict) else (answer, "")
    if wanted == ALLOWED:
        return
    signer = in_capacity(holding.title, holding.capacity)
    raise Forbidden(
        "task.no_authority",
        f"Expected an official with authority for {element.name}, but {signer} has none ({wanted}, {basis})",
        details={"task": element.name, "signer": signer, "basis": str(basis or "")},
        leaves_trace=True,
        instance=running.instance.id,
    )
