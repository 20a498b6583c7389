"""Runs all callers in rounds on the same server and prints a table for each case. The bash script beside it prepares everything.

Usage: compare.py ENDPOINT NAME=PROGRAM... where a program with the arguments ` ENDPOINT TICKETS CALLS IN_FLIGHT` prints
`{"cpu_us": .., "calls_per_s": ..}`. The first one is the baseline.
"""

from __future__ import annotations

import json
import os
import shlex
import statistics
import subprocess
import sys

# Tickets, concurrent calls, name, and calls per round. Slow callers make fewer calls.
CASES = [
    (1, 1, "600-byte response, one at a time", 6400),
    (1, 64, "600-byte response, 64 in flight", 6400),
    (100, 1, "page of 100 tickets, one at a time", 1280),
    (100, 64, "page of 100 tickets, 64 in flight", 1280),
]
SLOW = ["Python"]

Outcome = dict[str, float]


def main(words: list[str]) -> None:
    endpoint = words[0]
    callers = [(name, shlex.split(program)) for name, _, program in (word.partition("=") for word in words[1:])]
    rounds = int(os.environ.get("ROUNDS", "7"))
    width = max(len(name) for name, _ in callers)
    for tickets, in_flight, title, calls in CASES:
        outcomes: dict[str, list[Outcome]] = {name: [] for name, _ in callers}
        for index in range(rounds):
            for name, program in callers if index % 2 == 0 else reversed(callers):
                fewer = calls // 10 if any(slow in name for slow in SLOW) else calls
                outcomes[name].append(ask(name, [*program, endpoint, str(tickets), str(fewer), str(in_flight)]))
        print(f"\n{title}\n  {'':<{width}}   CPU, us   ratio   calls/s   ratio")
        first = outcomes[callers[0][0]]
        for name, own in outcomes.items():
            cpu, cpu_ratio = figures("cpu_us", own, first)
            rate, rate_ratio = figures("calls_per_s", own, first)
            print(f"  {name:<{width}}   {cpu:>7.1f}   {cpu_ratio:>5.2f}   {rate:>7.0f}   {rate_ratio:>5.2f}", flush=True)


def ask(name: str, command: list[str]) -> Outcome:
    """Runs a caller. A failure ends the comparison."""
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"peers: {name} ended with {done.returncode}:\n{done.stderr.strip()}")
    outcome = json.loads(done.stdout)
    return {key: float(outcome[key]) for key in ("cpu_us", "calls_per_s")}


def figures(key: str, own: list[Outcome], first: list[Outcome]) -> tuple[float, float]:
    """Returns the median, and the median of the ratios of the same rounds."""
    ratios = [mine[key] / theirs[key] for mine, theirs in zip(own, first)]
    return statistics.median(outcome[key] for outcome in own), statistics.median(ratios)


if __name__ == "__main__":
    main(sys.argv[1:])
