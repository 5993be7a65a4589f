"""Every connector of this office: what the engine may call, and the call itself."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from engine.model.connectors import Permanent
from engine.model.world import Operation
from integrations import asset, finance, personnel
from integrations.connector import Connector, Plain, Port, Transport
from integrations.http import HttpTransport

#: Connector name -> the ports it has; a pack names `finance:…`, never an address.
PORTS: Mapping[str, tuple[Port, ...]] = {
    "finance": finance.PORTS,
    "asset": asset.PORTS,
    "personnel": personnel.PORTS,
}


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where a connector's system is, set by an admin; never in a pack."""

    url: str
    token: str = ""


@dataclass(frozen=True, slots=True)
class Registry:
    """Catalogue and caller in one: what lint and modeler see, and what a job runs."""

    connectors: Mapping[str, Connector]

    def operations(self) -> Mapping[str, Operation]:
        """Every operation by type."""
        return {port.type: port.operation() for c in self.connectors.values() for port in c.ports}

    def call(self, type: str, payload: Plain, *, key: str, deadline: float) -> Mapping[str, Any]:
        """Carry one operation out; `key` makes a repeat harmless, `deadline` is in seconds."""
        connector = self.connectors.get(type.partition(":")[0])
        port = connector.by_type.get(type) if connector else None
        if connector is None or port is None:
            raise Permanent("connector.unknown", f"Expected a connector for {type}, but this office has none")
        body = port.check(payload)
        return port.read(connector.transport().send(port.path, body, key=key, deadline=deadline))


def _not_set(name: str) -> Callable[[], Transport]:
    def refuse() -> Transport:
        raise Permanent("connector.not_set", f"Expected an address for connector {name}, but none is set")

    return refuse


def registry(endpoints: Mapping[str, Endpoint]) -> Registry:
    """The connectors over HTTP; one without an address refuses each call with a sentence instead of guessing."""

    def transport(name: str) -> Callable[[], Transport]:
        endpoint = endpoints.get(name)
        if endpoint is None:
            return _not_set(name)
        return cache(lambda: HttpTransport(endpoint.url, endpoint.token))

    return Registry({name: Connector(name, ports, transport(name)) for name, ports in PORTS.items()})


def over(transport: Transport) -> Registry:
    """Every connector over one given transport: the reference partner inside this process."""
    return Registry({name: Connector(name, ports, lambda: transport) for name, ports in PORTS.items()})
