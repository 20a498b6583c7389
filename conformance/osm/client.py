"""The package's client with access to raw responses. It records each call and checks its response as far as
possible for any method."""

from __future__ import annotations

import json
import warnings
from dataclasses import dataclass
from typing import Any, Callable, Iterable, Union

import huaweicloudsdkosm.v2 as models
from huaweicloudsdkcore.auth.credentials import GlobalCredentials
from huaweicloudsdkcore.exceptions.exceptions import ServiceResponseException
from huaweicloudsdkcore.http.http_config import HttpConfig
from huaweicloudsdkcore.http.http_handler import HttpHandler
from huaweicloudsdkcore.sdk_stream_response import SdkStreamResponse

import account
from report import Matcher, Report, shortened
from shape import ENVELOPE, changes, differences

Codes = Union[str, Iterable[str]]

# The package has no fields for the response of this call, and the reference does not document any.
FREE_FORM = {"show_case_extends_param"}


class Failed(Exception):
    """A call failed. The failure is recorded, and steps that need the call cannot continue."""


@dataclass
class Answer:
    """A response: the package's value, the raw body, and the body as JSON if it is JSON."""

    value: Any
    content: bytes
    body: Any
    status: int


def methods() -> list[str]:
    """Returns the operations of the client, by reflection: each has an invoker."""
    client = models.OsmClient
    return sorted(name for name in dir(client) if hasattr(client, f"{name}_invoker"))


class Osm:
    """Calls the service and fills the report."""

    def __init__(self, endpoint: str, report: Report, secret: str = account.SECRET_KEY) -> None:
        self.endpoint = endpoint
        self.report = report
        self.expect = report.expect
        self.last_called = ""
        self._came: Any = None
        self._client = self._build(endpoint, secret)

    def _build(self, endpoint: str, secret: str) -> Any:
        credentials = GlobalCredentials(account.ACCESS_KEY, secret, account.DOMAIN_ID)
        handler = HttpHandler().add_response_handler(self._note)
        builder = models.OsmClient.new_builder().with_credentials(credentials).with_endpoints([endpoint])
        return builder.with_http_config(HttpConfig(timeout=(5, 20))).with_http_handler(handler).build()

    def _note(self, **came: Any) -> None:
        self._came = came["response"]

    def close(self) -> None:
        """Closes the connections."""
        self._client.close()

    def call(self, method: str, **request: Any) -> Answer:
        """Calls a method that must succeed. The arguments are those of the package's request."""
        answer = self.ask(method, **request)
        self._has_succeeded(method, answer)
        return answer

    def refused(self, method: str, codes: Codes, unchanged: Callable[[], Any] | None = None, **request: Any) -> None:
        """Calls a method that must fail with one of these codes. The result of `unchanged` must remain the same."""
        codes = frozenset([codes]) if isinstance(codes, str) else frozenset(codes)
        before = unchanged() if unchanged else None
        answer = self.ask(method, **request)
        what = f"refusal of {described(request)}"
        self.expect(
            method, f"{what}, code in the body", error_code(answer.body) or described_body(answer), codes_matcher(codes)
        )
        if isinstance(answer.body, dict) and error_code(answer.body):
            self.expect(method, f"{what}, keys beside the code", sorted(set(answer.body) - ENVELOPE), [])
            self.expect(method, f"{what}, message", bool(answer.body.get("error_msg")), True)
        if unchanged:
            self.expect(method, f"{what}, changes by it", changes(before, unchanged()), [])

    def step(self, work: Callable[..., Any], *needed: Any) -> Any:
        """Runs a part of the suite, unless its prerequisites are missing. A failure only ends that part."""
        if any(value is None for value in needed):
            return None
        try:
            return work(self, *needed)
        except Failed:
            return None
        except Exception as error:  # The script cannot handle a value; the cause is the previous response.
            self.report.failed(
                self.last_called, f"{work.__module__}.{work.__name__}: expected to go on from it, got {error!r}"
            )
            return None

    def ask(self, method: str, **request: Any) -> Answer:
        """Calls a method that may succeed or fail, and checks nothing."""
        self.report.called(method)
        self.last_called = method
        self._came = None
        typed = getattr(models, f"{camel(method)}Request")(**request)
        try:
            with warnings.catch_warnings():
                # Times stay text, because the package does not depend on the parser that it would use.
                warnings.simplefilter("ignore")
                value = getattr(self._client, method)(typed)
        except ServiceResponseException as refusal:
            return self._answer(refusal)
        except Exception as error:
            self.report.failed(method, f"call with {described(request)}: expected an answer, got {error!r}")
            raise Failed from error
        return self._answer(value)

    def _answer(self, value: Any) -> Answer:
        content = stream(value) if isinstance(value, SdkStreamResponse) else self._came.content
        return Answer(value, content, parsed(content), self._came.status_code)

    def _has_succeeded(self, method: str, answer: Answer) -> None:
        code = error_code(answer.body)
        if answer.status != 200 or code:
            self.report.failed(method, f"expected status 200 without error_code, got {described_body(answer)}")
            raise Failed
        if self._came.headers.get("X-Hwc-Sandbox") == "example":
            self.report.failed(method, "expected a behaviour of the sandbox, got the example of the reference")
        if not isinstance(answer.value, SdkStreamResponse) and method not in FREE_FORM:
            self._is_of_its_model(method, answer)

    def _is_of_its_model(self, method: str, answer: Answer) -> None:
        model = f"{camel(method)}Response"
        carried = set(getattr(models, model).attribute_map) - ENVELOPE
        # The examples of calls without a result show no body at all.
        body = {} if answer.body is None and not carried else answer.body
        for difference in differences(body, model, models):
            self.report.failed(method, difference)
        if carried and all(getattr(answer.value, name) is None for name in carried):
            self.report.failed(method, f"expected one of {sorted(carried)}, got an empty answer")


def stream(value: SdkStreamResponse) -> bytes:
    """Returns the content of a download."""
    parts: list[bytes] = []
    value.consume_download_stream(lambda response: parts.append(response.content))
    return b"".join(parts)


def camel(method: str) -> str:
    """Returns the name of a model: list_cases becomes ListCases."""
    return "".join(word.capitalize() for word in method.split("_"))


def parsed(content: bytes) -> Any:
    """Returns a body as JSON, or None if it is not JSON."""
    try:
        return json.loads(content)
    except ValueError:
        return None


def error_code(body: Any) -> str:
    """Returns the error code in a body, or an empty text. The package ignores it if the status is 200. Zero is not
    an error."""
    code = body.get("error_code") if isinstance(body, dict) else None
    return "" if code in (None, "", 0, "0") else str(code)


def codes_matcher(codes: frozenset[str]) -> Matcher:
    """Matches one of these codes. A long list is not printed."""
    words = " or ".join(sorted(codes)) if len(codes) < 6 else "a code of the service's table"
    return Matcher(words, lambda got: got in codes)


def described(request: dict[str, Any]) -> str:
    """Returns a request in a line, without omitted values."""
    return shortened(", ".join(f"{name}={given(value)}" for name, value in request.items()) or "no parameters", 160)


def given(value: Any) -> Any:
    """Returns a value of a request as plain data."""
    if hasattr(value, "to_dict"):
        value = value.to_dict()
    if isinstance(value, dict):
        return {name: given(one) for name, one in value.items() if one is not None}
    return [given(one) for one in value] if isinstance(value, list) else value


def described_body(answer: Answer) -> str:
    """Returns status and code, or the start of a body, for messages."""
    if error_code(answer.body):
        return f"status {answer.status}: {error_code(answer.body)} {answer.body.get('error_msg')}"
    return f"status {answer.status}: {answer.content[:300].decode('utf-8', 'replace')}"
