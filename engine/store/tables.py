"""Every table of the product. FEEL values are Text written by engine.feel.codec; plain JSON is `Json`."""

from engine.store.tables_audit import attempt, fact, office_chain, office_remark, receipt
from engine.store.tables_base import metadata
from engine.store.tables_cases import case_number, case_word, counter, instance, scope, subscription, token, variable
from engine.store.tables_clock import recount
from engine.store.tables_design import scenario_run, trial
from engine.store.tables_moves import move_outcome, move_run
from engine.store.tables_office import (
    account,
    api_token,
    holding,
    holiday,
    login_failure,
    parameter,
    person,
    position,
    rescued_form,
    session,
    unit,
)
from engine.store.tables_packs import blob, file_draft, pack_file, pack_version, timer_start
from engine.store.tables_registers import register_hold, register_row, register_sum, setting
from engine.store.tables_tasks import answer, attachment, comment, draft, letter, notice, task
from engine.store.tables_work import incident, job, message

__all__ = [
    "account",
    "answer",
    "api_token",
    "attachment",
    "attempt",
    "blob",
    "case_number",
    "case_word",
    "comment",
    "counter",
    "draft",
    "fact",
    "file_draft",
    "holding",
    "holiday",
    "incident",
    "instance",
    "job",
    "letter",
    "login_failure",
    "message",
    "metadata",
    "move_outcome",
    "move_run",
    "notice",
    "office_chain",
    "office_remark",
    "pack_file",
    "pack_version",
    "parameter",
    "person",
    "position",
    "receipt",
    "recount",
    "register_hold",
    "register_row",
    "register_sum",
    "rescued_form",
    "scenario_run",
    "scope",
    "session",
    "setting",
    "subscription",
    "task",
    "timer_start",
    "token",
    "trial",
    "unit",
    "variable",
]
