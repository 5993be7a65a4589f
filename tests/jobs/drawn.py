"""Packs of small drawings, released into a running office, and the cases they have there."""

from typing import Any

from sqlalchemy import select

from engine.model.actor import ENGINE
from engine.service.execute import execute
from engine.service.packs import DeployPack
from engine.service.releases import Deployed
from engine.store import cases, incidents, instances
from engine.store.instances import InstanceRow
from engine.store.tables import instance, job
from tests.office import Office
from tests.runtime.drawing import Drawing

#: Where a drawn task goes, and who may start a drawn process.
STAFF = "position:DKOM.STAF"


def drawing(process: str, **properties: str) -> Drawing:
    """A process staff may start, with its own case numbers."""
    own = {
        "startGroups": "requester",
        "caseNumber": "".join(c for c in process.upper() if c.isalpha())[:6],
    } | properties
    return Drawing(process, **own)


def release(office: Office, pack: str, *drawings: Drawing) -> Deployed:
    """Release the drawings as one pack, through its checks."""
    manifest = f'key = "{pack}"\ntitle_id = "{pack}"\n[roles]\nrequester = "Pemohon"\n'
    files = {f"{one.process}.bpmn": one.xml() for one in drawings}
    deployed: Deployed = execute(
        DeployPack({"pack.toml": manifest.encode(), **files}, replace=True), world=office.world, actor=ENGINE
    )
    return deployed


def of(office: Office, process: str) -> list[InstanceRow]:
    """Every case of a process, oldest first."""
    with office.store.reading() as db:
        found = db.execute(select(instance.c.id).where(instance.c.process_id == process)).scalars()
        rows = [instances.instance(db, one) for one in found]
    return sorted((row for row in rows if row), key=lambda row: (row.started_at, row.number))


def the(office: Office, process: str) -> InstanceRow:
    """The only case of a process."""
    (found,) = of(office, process)
    return found


def values(office: Office, process: str) -> dict[str, Any]:
    """The variables of the only case of a process."""
    with office.store.reading() as db:
        return dict(cases.variables(db, the(office, process).id))


def stopped(office: Office, process: str) -> list[str]:
    """The codes of the open incidents of a process's cases."""
    with office.store.reading() as db:
        return [row.code for one in of(office, process) for row in incidents.open_incidents(db, one.id)]


def open_jobs(office: Office) -> list[str]:
    """The kinds of the jobs not done yet."""
    with office.store.reading() as db:
        return list(db.execute(select(job.c.kind).where(job.c.state.in_(("ready", "leased", "failed")))).scalars())
