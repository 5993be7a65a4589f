"""JSON over HTTP with an idempotency key; every outcome becomes one of four faults or an answer."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx2

from engine.model.connectors import BpmnFault, Permanent, Retryable, UnknownOutcome

#: Answers that say: not now.
_LATER = frozenset({408, 425, 429, 500, 502, 503, 504})


@dataclass(slots=True)
class HttpTransport:
    """Speak to one named endpoint an admin has set; redirects and proxies of the environment are not followed."""

    base_url: str
    token: str = ""
    _client: httpx2.Client | None = field(default=None, init=False)

    def client(self) -> httpx2.Client:
        """The connection pool of this endpoint."""
        if self._client is None:
            headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
            self._client = httpx2.Client(
                base_url=self.base_url, headers=headers, trust_env=False, follow_redirects=False
            )
        return self._client

    def send(self, path: str, body: Mapping[str, Any], *, key: str, deadline: float) -> Mapping[str, Any]:
        """POST `body`; a refused connection is retryable, a broken one after sending has an unknown outcome."""
        try:
            response = self.client().post(path, json=body, headers={"Idempotency-Key": key}, timeout=deadline)
        except (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout) as error:
            raise Retryable("partner.unreachable", f"{type(error).__name__}: {error}") from error
        except httpx2.HTTPError as error:
            raise UnknownOutcome("partner.no_answer", f"{type(error).__name__}: {error}") from error
        return understand(response.status_code, _json(response))


def _json(response: httpx2.Response) -> Mapping[str, Any]:
    try:
        answer = response.json()
    except ValueError:
        return {"detail": response.text[:200]}
    return answer if isinstance(answer, Mapping) else {"answer": answer}


def understand(status: int, answer: Mapping[str, Any]) -> Mapping[str, Any]:
    """Sort an HTTP answer: 2xx is the result, 422 with `error_code` a business refusal, the rest is a fault."""
    if 200 <= status < 300:
        return answer
    detail = str(answer.get("detail", ""))[:300]
    if status == 422 and answer.get("error_code"):
        raise BpmnFault(str(answer["error_code"]), detail)
    if status in _LATER:
        raise Retryable(f"partner.{status}", detail)
    raise Permanent(f"partner.{status}", detail)
