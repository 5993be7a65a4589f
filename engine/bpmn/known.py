"""What a diagram may refer to, as far as it is known where it is checked."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from engine.feel.infer import Types
from engine.model.register import RegisterSpec
from engine.model.world import Operation


@dataclass(frozen=True, slots=True)
class Known:
    """Names that exist around a diagram; None means "not known here", and the check is left out."""

    forms: Collection[str] | None = None
    #: Form id -> the variables its answers become.
    form_keys: Mapping[str, Collection[str]] = field(default_factory=dict)
    #: Form id -> the kinds of those variables, where they are certain.
    form_types: Mapping[str, Types] = field(default_factory=dict)
    decisions: Collection[str] | None = None
    #: Decision id -> the kind of its result, where it is certain.
    decision_types: Types = field(default_factory=dict)
    #: Connector operations of the office by type.
    operations: Mapping[str, Operation] | None = None
    #: The operations the pack declares that it uses.
    connectors: Collection[str] | None = None
    registers: Mapping[str, RegisterSpec] | None = None
    roles: Collection[str] | None = None
    #: Codes of the positions and units this office has.
    positions: Collection[str] | None = None
    units: Collection[str] | None = None
    #: Ids of the processes a call activity may find.
    processes: Collection[str] | None = None
    letters: Collection[str] | None = None
    #: Keys of legal parameters.
    parameters: Collection[str] | None = None
    #: Message names that somebody throws or a partner sends.
    messages: Collection[str] | None = None
    #: Variables that exist in every case beside `case`.
    variables: Collection[str] = ()
