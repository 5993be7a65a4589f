"""One's own password: changed when one likes, and at once where it is a one-time one."""

from fastapi import APIRouter, Response

from engine.model.errors import Invalid
from engine.service.access import change_password
from engine.web.filling import Problem
from engine.web.office_forms import problems_of
from engine.web.pages import page, see
from engine.web.visit import Official, Sent, Visit, Writer

router = APIRouter(include_in_schema=False)


@router.get("/sandi")
def ask(visit: Official) -> Response:
    """Show the form."""
    return _page(visit, [], 200)


@router.post("/sandi")
def change(visit: Writer, sent: Sent) -> Response:
    """Change the password; other sessions of the account end."""
    new = sent.first("baru")
    assert visit.signed is not None  # noqa: S101 - a writer is signed in
    try:
        if new != sent.first("ulang"):
            told = "Expected the new password twice alike, but they differ"
            raise Invalid("account.repeat", told, problems={"ulang": [told]})
        change_password(visit.world, visit.signed, sent.first("lama"), new)
    except Invalid as error:
        return _page(visit, problems_of(visit, error), 422)
    return see("/tugas")


def _page(visit: Visit, problems: list[Problem], status: int) -> Response:
    return page(visit, "password.html", status=status, problems=problems)
