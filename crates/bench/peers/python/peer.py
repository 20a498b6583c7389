"""Calls ListCases with the official Python package of Service Tickets and prints the cost.

Usage: peer.py ENDPOINT TICKETS CALLS IN_FLIGHT. The package has its default settings. It signs with an access key, the only
authentication that it supports.
"""

from __future__ import annotations

import json
import logging
import sys
import time
import warnings
from concurrent.futures import ThreadPoolExecutor

from huaweicloudsdkcore.auth.credentials import GlobalCredentials
from huaweicloudsdkosm.v2 import ListCasesRequest, OsmClient


def main(words: list[str]) -> None:
    if len(words) != 4:
        sys.exit("usage: peer.py ENDPOINT TICKETS CALLS IN_FLIGHT")
    tickets, calls, in_flight = (int(word) for word in words[1:])
    # The package warns that timestamps stay text, and its connection pool that it is full.
    warnings.simplefilter("ignore")
    logging.disable(logging.WARNING)
    client = connect(words[0])
    # Warm-up: opens connections and initializes what is created at first use.
    many(client, tickets, calls // 10 + in_flight, in_flight)
    wall, cpu = time.perf_counter(), time.process_time()
    many(client, tickets, calls, in_flight)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    # The number of calls made: the same for each thread.
    made = calls // in_flight * in_flight
    print(json.dumps({"cpu_us": cpu * 1e6 / made, "calls_per_s": made / wall}))


def connect(endpoint: str) -> OsmClient:
    keys = ("AKEXAMPLE0000000TEST", "SkExampleOnlyForTests/NotARealKey0000000")
    credentials = GlobalCredentials(*keys, "0a1b2c3d4e5f60718293a4b5c6d7e8f9")
    return OsmClient.new_builder().with_credentials(credentials).with_endpoints([endpoint]).build()


def many(client: OsmClient, tickets: int, calls: int, in_flight: int) -> None:
    """Makes `calls` calls in total, sequentially in each of `in_flight` threads."""
    if in_flight == 1:
        return one_by_one(client, tickets, calls)
    with ThreadPoolExecutor(in_flight) as threads:
        started = [threads.submit(one_by_one, client, tickets, calls // in_flight) for _ in range(in_flight)]
        for task in started:
            task.result()


def one_by_one(client: OsmClient, tickets: int, calls: int) -> None:
    for _ in range(calls):
        page = client.list_cases(ListCasesRequest(limit=tickets))
        if len(page.incident_info_list) != tickets:
            raise ValueError(f"other than {tickets} tickets came")


if __name__ == "__main__":
    main(sys.argv[1:])
