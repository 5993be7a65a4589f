"""What the pages need of the application that mounts them."""

from dataclasses import dataclass

from engine.model.world import World


@dataclass(frozen=True, slots=True)
class Site:
    """One office's web site: the world behind it and how it is reached."""

    world: World
    #: Shown in the header, e.g. Pemerintah Kota Pematangsiantar.
    office: str
    #: Lists the demo officials on the log-in page; answers loopback clients only.
    demo: bool = False
    #: The public address is https, so cookies are Secure.
    secure: bool = False
    #: Hosts an Origin header may name besides the Host header, e.g. behind a proxy.
    hosts: tuple[str, ...] = ()
