"""Shared steps: opening tickets, reading data, and reading all data to check that nothing changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any

import huaweicloudsdkosm.v2 as models

from client import Osm

# The source ID of tickets that were opened by a program. The reference documents no other value.
SOURCE = "83aeb0f2834c4df49826c781d32a963e"

# The maximum page size.
ALL = 100

WAITING, PROCESSING, CONFIRMING, COMPLETED, CANCELLED, DELETED = 0, 1, 2, 3, 4, 13


@dataclass(frozen=True)
class Choice:
    """Values of the configuration lists for new tickets: IDs and their names."""

    business_type_id: str
    business_type_name: str
    product_category_id: str
    region_id: str
    region_name: str
    severity_id: str
    severity_name: str


# Used if the lists could not be read, so that the rest of the suite runs.
NO_CHOICE = Choice("Fault", "Fault", "ECS", "cn-north-4", "cn-north-4", "1", "1")


def ticket(choice: Choice, description: str, **more: Any) -> Any:
    """Returns the request for a new ticket."""
    return models.CreateOrderIncidentV2Req(
        business_type_id=choice.business_type_id,
        product_category_id=choice.product_category_id,
        region_id=choice.region_id,
        severity_id=choice.severity_id,
        simple_description=description,
        source_id=SOURCE,
        **more,
    )


def opened(osm: Osm, choice: Choice, description: str, **more: Any) -> str:
    """Opens a ticket and returns its ID."""
    answer = osm.call("create_cases", body=ticket(choice, description, **more)).value
    osm.expect("create_cases", "incident_id", bool(answer.incident_id), True)
    return answer.incident_id


def detail(osm: Osm, case_id: str) -> Any:
    """Returns a ticket with all data of ShowCaseDetail."""
    return osm.call("show_case_detail", case_id=case_id).value.incident_detail_info


def log_types(osm: Osm, case_id: str) -> list[int]:
    """Returns the history of a ticket, by the numbers of the operation log."""
    logs = osm.call("list_case_operate_logs", case_id=case_id, limit=ALL).value.incident_operate_log_list
    return [log.operate_type for log in logs or []]


def listed(osm: Osm, **filters: Any) -> list[str]:
    """Returns the IDs of the tickets that ListCases finds."""
    cases = osm.call("list_cases", **{"limit": ALL, **filters}).value.incident_info_list
    return [case.incident_id for case in cases or []]


def state(osm: Osm, *case_ids: str) -> dict[str, Any]:
    """Returns all data that a failed call could have changed: that of the account, and these tickets."""
    read = {name: osm.call(name, **limits).body for name, limits in _ACCOUNT.items()}
    for case_id in case_ids:
        for name in _TICKET:
            read[f"{name} {case_id}"] = osm.call(name, case_id=case_id).body
    return read


_ACCOUNT: dict[str, dict[str, int]] = {
    "list_cases": {"limit": ALL},
    "list_case_counts": {},
    "list_labels": {"limit": ALL},
    "list_authorizations": {"limit": ALL},
    "list_has_verified_contacts": {},
}

_TICKET = (
    "show_case_detail",
    "show_case_status",
    "list_case_labels",
    "list_relation",
    "list_messages",
    "list_case_operate_logs",
    "show_case_extends_param",
)


def somewhere(body: Any, wanted: Any) -> bool:
    """Returns True if a body contains a value, at any depth."""
    if isinstance(body, dict):
        return any(somewhere(value, wanted) for value in body.values())
    if isinstance(body, list):
        return any(somewhere(value, wanted) for value in body)
    return body == wanted


def local_time(hours: float, zone: int = 8) -> str:
    """Returns the time in some hours in the format of filters, in GMT+8 or another zone."""
    return (datetime.now(timezone.utc) + timedelta(hours=hours + zone)).strftime("%Y-%m-%d %H:%M:%S")


def millis(text: str) -> int:
    """Returns the milliseconds since 1970 of a time such as 2020-07-07T09:33:43.000Z."""
    moment = datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=timezone.utc)
    return round(moment.timestamp() * 1000)
