"""Results of the suite by method of the package: calls, checks and failures."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Callable


@dataclass
class Method:
    """The record of one client method."""

    calls: int = 0
    checks: int = 0
    failures: list[str] = field(default_factory=list)

    def verdict(self) -> list[str]:
        """Returns the failures."""
        if self.calls == 0:
            return [*self.failures, "expected to be called, got no call"]
        if self.checks == 0 and not self.failures:
            return ["expected a value to be checked, got none"]
        return self.failures


@dataclass(frozen=True)
class Matcher:
    """An expectation other than a single value: its description and its test."""

    words: str
    test: Callable[[Any], bool]


def one_of(*values: Any) -> Matcher:
    """Matches one of these values."""
    return Matcher("one of " + ", ".join(map(repr, values)), lambda got: got in values)


def at_least(least: int) -> Matcher:
    """Matches a number of at least this value."""
    return Matcher(f"at least {least}", lambda got: isinstance(got, int) and got >= least)


def contains(value: Any) -> Matcher:
    """Matches a list or a text that contains this value."""
    return Matcher(f"something that has {value!r} in it", lambda got: got is not None and value in got)


def lacks(value: Any) -> Matcher:
    """Matches a list or a text that does not contain this value."""
    return Matcher(f"something that has no {value!r} in it", lambda got: got is not None and value not in got)


FILLED = Matcher("something that is not empty", bool)
DISTINCT = Matcher("values of which each is there once", lambda got: bool(got) and len(set(got)) == len(got))


class Report:
    """Collects checks by method. A failed check does not end the run."""

    def __init__(self, methods: list[str]) -> None:
        self.methods = {name: Method() for name in methods}

    def called(self, method: str) -> None:
        """Records a call."""
        self.methods[method].calls += 1

    def failed(self, method: str, text: str) -> None:
        """Records a failure, once."""
        failures = self.methods[method].failures
        if text not in failures:
            failures.append(text)

    def expect(self, methods: str, what: str, got: Any, expected: Any) -> bool:
        """Checks a value for one method or several, separated by blanks. A failure counts for all of them."""
        matcher = expected if isinstance(expected, Matcher) else None
        good = matcher.test(got) if matcher else type(got) is type(expected) and got == expected
        for method in methods.split():
            self.methods[method].checks += 1
            if not good:
                words = matcher.words if matcher else repr(expected)
                self.failed(method, f"{what}: expected {words}, got {shortened(repr(got))}")
        return good

    def lines(self) -> list[str]:
        """Returns one line per method, and more lines for further failures."""
        lines = []
        for name, method in self.methods.items():
            wrong = method.verdict()
            if not wrong:
                lines.append(f"ok      {name} ({method.checks} checks, {method.calls} calls)")
                continue
            lines.append(f"FAILED  {name}: {wrong[0]}")
            lines.extend(f"        {name}: {more}" for more in wrong[1:])
        return lines

    def failures(self) -> int:
        """Returns the number of failed methods."""
        return sum(1 for method in self.methods.values() if method.verdict())


def shortened(text: str, most: int = 400) -> str:
    """Returns a text that fits on a line or two."""
    return text if len(text) <= most else text[:most] + " .."
