"""Start a case: which processes, and the start form."""

from fastapi import APIRouter, Response

from engine.locale.refusals import sentence
from engine.model.errors import Conflict, Invalid
from engine.service.cases import StartCase
from engine.service.drafts import DropDraft
from engine.service.views.start import startable
from engine.service.views.tasks import StartPage, start_page
from engine.web.filling import Filling, Problem, Raw
from engine.web.flash import sent_notice
from engine.web.pages import new_key, page, see
from engine.web.posted import Posted
from engine.web.refusals import conflict
from engine.web.visit import RESCUE_COOKIE, Official, Sent, Visit, Writer

router = APIRouter(include_in_schema=False, prefix="/mulai")


@router.get("")
def processes(visit: Official) -> Response:
    """List what the visitor's positions may start."""
    return page(visit, "startable.html", processes=startable(visit.world, visit.actor))


@router.get("/{pack}/{process}")
def show(visit: Official, pack: str, process: str) -> Response:
    """Show the start form as last left."""
    start, filling = _opened(visit, pack, process)
    rescued = filling.rescued()
    answer = _page(visit, start, filling, filling.fresh() if rescued is None else rescued, rescued=rescued is not None)
    answer.delete_cookie(RESCUE_COOKIE)
    return answer


@router.post("/{pack}/{process}")
def act(visit: Writer, pack: str, process: str, sent: Sent) -> Response:
    """Do what the pressed button says."""
    start, filling = _opened(visit, pack, process)
    raw: Raw = sent.fields
    try:
        raw = filling.received(sent)
        return _act(visit, start, filling, sent, raw)
    except Invalid as error:
        problems = filling.summary(error.problems) or [Problem("", "", sentence(error, visit.language))]
        fields = filling.fields(raw, error.problems)
        return _page(visit, start, filling, raw, fields=fields, problems=problems, status=422, sent_form=sent)
    except Conflict as error:
        return conflict(visit, error, filling.spoken(sent.answers()))


@router.post("/{pack}/{process}/draf")
def autosave(visit: Writer, pack: str, process: str, sent: Sent) -> Response:
    """Keep the draft while its author types on."""
    _opened(visit, pack, process)[1].save(sent.fields)
    return Response(status_code=204, headers={"X-Disimpan": f"{visit.words.local(visit.now):%H.%M}"})


def _opened(visit: Visit, pack: str, process: str) -> tuple[StartPage, Filling]:
    start = start_page(visit.world, visit.actor, pack, process)
    return start, Filling(
        visit, start.subject, start.form, start.scope, start.env, start.lookups, start.draft, start.draft_saved_at
    )


def _act(visit: Visit, start: StartPage, filling: Filling, sent: Posted, raw: Raw) -> Response:
    if sent.pressed("_buang"):
        visit.execute(DropDraft(start.subject))
        return see(visit.request.url.path)
    edited = filling.edited(raw)
    if edited is not None:
        filling.save(edited)
        return _page(visit, start, filling, edited, sent_form=sent)
    if sent.pressed("_kirim"):
        return _begin(visit, start, raw, sent)
    filling.save(raw)
    return see(visit.request.url.path)


def _begin(visit: Visit, start: StartPage, raw: Raw, sent: Posted) -> Response:
    answers = {name: list(values) for name, values in raw.items() if not name.startswith("_")}
    command = StartCase(start.pack, start.process_id, answers, sent.first("_jabatan"))
    begun = visit.execute(command, sent.first("_kunci"))
    answer = see(f"/tugas/{begun.next_task}" if begun.next_task else f"/berkas/{begun.number}")
    sent_notice(answer, start.name, begun.number, False, ())
    return answer


def _page(  # noqa: PLR0913 - what differs between the renderings of one page
    visit: Visit,
    start: StartPage,
    filling: Filling,
    raw: Raw,
    *,
    fields: object = None,
    problems: list[Problem] | None = None,
    status: int = 200,
    sent_form: Posted | None = None,
    rescued: bool = False,
) -> Response:
    return page(
        visit,
        "start.html",
        status=status,
        start=start,
        fields=filling.fields(raw) if fields is None else fields,
        problems=problems or [],
        key=(sent_form.first("_kunci") if sent_form else "") or new_key(visit),
        position=sent_form.first("_jabatan") if sent_form else "",
        saved_at=filling.saved_at,
        rescued=rescued,
    )
