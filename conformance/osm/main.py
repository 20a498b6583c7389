"""Calls every method of the official package and reports if its responses match those of the service.

The endpoint of the sandbox comes from the line that `hwc sandbox serve` prints when it is ready. Exit code 1 if a
method fails.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path

import accessories
import authorizations
import client
import configuration
import diagnosis
import labels
import messages
import relations
import rights
import story
import tickets
import unknown
import verification
from ground import NO_CHOICE
from report import Report

# The number of operations in the service's description. A package with another number needs a review of this suite.
OPERATIONS = 82


def main() -> int:
    """Runs all parts and prints the report."""
    began = time.monotonic()
    methods = client.methods()
    if len(methods) != OPERATIONS:
        print(f"FAILED  the package: expected {OPERATIONS} methods, got {len(methods)}")
        return 1
    report = Report(methods)
    osm = client.Osm(endpoint(), report)
    parts(osm)
    osm.close()
    print("\n".join(report.lines()))
    failed = report.failures()
    print(f"{len(methods)} methods: {len(methods) - failed} ok, {failed} failed, in {time.monotonic() - began:.1f} s")
    return 1 if failed else 0


def parts(osm: client.Osm) -> None:
    """Runs the parts in the order of their dependencies: contacts are verified before tickets name them, and the
    story uses the grant that the part before it leaves."""
    choice = osm.step(configuration.run) or NO_CHOICE
    osm.step(verification.run, choice)
    osm.step(rights.run)
    for part in (tickets, messages, accessories, relations, labels):
        osm.step(part.run, choice)
    osm.step(diagnosis.run)
    osm.step(authorizations.run)
    osm.step(story.run, choice)
    osm.step(unknown.run)


def endpoint() -> str:
    """Returns the endpoint of the sandbox."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ready", type=Path, required=True, help="file with the first line of `hwc sandbox serve`")
    ready = json.loads(parser.parse_args().ready.read_text().splitlines()[0])
    return ready["endpoints"]["osm"]


if __name__ == "__main__":
    sys.exit(main())
