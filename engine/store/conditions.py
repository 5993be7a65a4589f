"""Conditions spelt as the partial indexes are: SQLite proves nothing, so a parameter would leave the index unused."""

from sqlalchemy import text

OPEN_TASK = text("task.open")
DUE_TASK = text("task.open and task.due is not null")
OPEN_INCIDENT = text("incident.open")
LIVE_JOB = text("job.state in ('ready','leased')")
READY_JOB = text("job.state in ('ready','leased') and job.state = 'ready'")
LEASED_JOB = text("job.state in ('ready','leased') and job.state = 'leased'")
BUFFERED_MESSAGE = text("message.state = 'buffered'")
CURRENT_VERSION = text("pack_version.current")
REFUSED_FACT = text("fact.kind = 'register.refused'")
#: The mark of a scope in which all tokens wait at joins (engine/runtime/starving.py).
STARVED_SCOPE = text("substr(counter.name, 1, 1) = '!'")
ACTIVE_CASE = text("instance.state = 'active'")
