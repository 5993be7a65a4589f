"""Every setting of an installation, read once from the environment (prefix TATA_)."""

from typing import Annotated

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from engine.model.errors import Invalid

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


#: What `tata init` writes: read from the folder a command is run in; the environment goes before it.
FILE = "tata.env"


class Settings(BaseSettings):
    """How this office runs Tatalaksana; each line is documented in docs/reference/settings.md."""

    model_config = SettingsConfigDict(env_prefix="TATA_", env_file=FILE, frozen=True, extra="ignore")

    #: SQLAlchemy URL: sqlite:///file or postgresql+psycopg://user@host/name.
    database: str = "sqlite:///var/tatalaksana.sqlite"
    #: Address and port of `tata up`.
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 8017
    #: Name of the office in the page header.
    office: str = "Pemerintah Daerah"
    #: IANA zone of the office: Asia/Jakarta, Asia/Makassar or Asia/Jayapura.
    zone: str = "Asia/Jakarta"
    #: True behind HTTPS: cookies are sent over TLS only.
    secure: bool = False
    #: Host names besides the request's own that forms may come from, comma separated.
    hosts: str = ""
    #: Lists demo officials on the log-in page; only ever on loopback.
    demo: bool = False
    #: Threads of the embedded worker; 0 leaves all jobs to `tata worker`.
    workers: Annotated[int, Field(ge=0, le=64)] = 2
    #: Broker of `tata worker`, e.g. amqp://guest@localhost// or redis://localhost/0; empty: no broker.
    broker: str = ""
    #: Addresses and tokens of the connectors; empty: calls become incidents that say so.
    finance_url: str = ""
    finance_token: str = ""
    asset_url: str = ""
    asset_token: str = ""
    personnel_url: str = ""
    personnel_token: str = ""

    def bind(self) -> tuple[str, int]:
        """Host and port; a demo that others could reach is refused."""
        if self.demo and self.host not in LOOPBACK:
            raise Invalid(
                "settings.demo_host",
                f"Expected the demo on a loopback address, but TATA_HOST is {self.host}: its log-ins need no password",
            )
        return self.host, self.port
