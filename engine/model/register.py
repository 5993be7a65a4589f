"""What a register (buku) is: where business records live (architecture §5)."""

from collections.abc import Mapping
from dataclasses import dataclass, field

#: The BPMN error codes an act on any register may end with, beside those of the register's own invariants.
REFUSALS = frozenset(
    {
        "register.exists",
        "register.field",
        "register.hold_differs",
        "register.hold_missing",
        "register.hold_settled",
        "register.no_parent",
        "register.not_found",
        "register.transition",
        "register.unknown",
    }
)


@dataclass(frozen=True, slots=True)
class RegisterField:
    """One field: `type` is text, number, rupiah, date, boolean or `ref:<pack.register>`."""

    name: str
    type: str
    label_id: str
    label_en: str = ""
    required: bool = False
    #: Not shown outside the holder's unit, never in facts.
    personal: bool = False


@dataclass(frozen=True, slots=True)
class Invariant:
    """A FEEL condition over a row, true after every act or the act is refused with `error`.

    Names: the row's fields, `state`, `reserved`, `settled` (sums of the holds on the row),
    `children.<register>.count` and `children.<register>.<amount field>` (maintained sums over children not cancelled).
    """

    name: str
    condition: str
    error: str
    message_id: str
    message_en: str = ""


@dataclass(frozen=True, slots=True)
class RegisterSpec:
    """One register of one pack; fields are only ever added."""

    #: `pack.name`, e.g. penganggaran.dpa_line.
    key: str
    title_id: str
    title_en: str
    #: The field that is the row's business key, unique in the register.
    key_field: str
    fields: Mapping[str, RegisterField]
    #: The register whose rows are parents of these, "" for none.
    parent: str = ""
    #: Rupiah fields summed into the parent.
    amounts: tuple[str, ...] = ()
    states: tuple[str, ...] = ("active",)
    #: States in which a row no longer counts for its parent.
    cancelled: tuple[str, ...] = ("cancelled",)
    invariants: tuple[Invariant, ...] = ()
    #: Allowed changes of state: (from, to).
    transitions: tuple[tuple[str, str], ...] = ()
    #: How a row is named in look-ups: field names.
    label_fields: tuple[str, ...] = ()
    documentation: str = field(default="")
    #: True where a row is for who may read the case it came from, and for `readers`, only.
    secret: bool = False
    #: Role keys that may read every row of a secret register.
    readers: tuple[str, ...] = ()
