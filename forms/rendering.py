"""Fields as HTML in GOV.UK's markup: what an official sees is always worked out by the server."""

from collections.abc import Mapping, Sequence

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from engine.feel import Env
from engine.model.state import Value
from forms.lookups import Lookups
from forms.messages import say
from forms.names import Raw
from forms.schema import Form, is_live
from forms.sheet import fill
from forms.view import Views

PAGE = Environment(
    loader=PackageLoader("forms"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
)


def render(
    form: Form,
    raw: Raw,
    problems: Mapping[str, Sequence[str]],
    scope: Mapping[str, Value],
    env: Env,
    lookups: Lookups,
    *,
    language: str = "id",
) -> Markup:
    """The fields only, as typed; the page, its buttons and its error summary are the web's."""
    sheet = fill(form, raw, scope, env, lookups)
    made = Views(sheet, raw, problems, lookups, language)
    views = made.of(form.fields)

    def words(code: str, **filled: object) -> str:
        return say(code, language, **filled)

    filled = {"views": views, "say": words, "live": is_live(form), "rules": made.instant.text}
    return Markup(PAGE.get_template("fields.html.j2").render(filled))  # noqa: S704 - autoescaped
