"""Labels of the account, at most 30, and labels on tickets, at most 5."""

from __future__ import annotations

from functools import partial
from typing import Any

import huaweicloudsdkosm.v2 as models

import codes
from client import Osm
from ground import ALL, Choice, listed, opened, state
from report import FILLED, contains, lacks

MOST_OF_ACCOUNT = 30
MOST_OF_TICKET = 5


def run(osm: Osm, choice: Choice) -> None:
    """Creates, uses and deletes labels."""
    osm.step(makes_and_changes)
    osm.step(puts_on_tickets, choice)
    osm.step(fills_a_ticket, choice)
    osm.step(fills_the_account)
    osm.step(refuses)


def makes_and_changes(osm: Osm) -> None:
    """Checks that a label is found by name, updated by ID, and absent after deletion."""
    before = len(all_labels(osm))
    label_id = made(osm, "network", "#00AA00")
    found = osm.call("list_labels", label_id=label_id).value
    both = "create_labels list_labels"
    osm.expect(
        both, "labels with that id", [(one.name, one.color) for one in found.label_list], [("network", "#00AA00")]
    )
    osm.expect(both, "total_count of these", found.total_count, 1)
    osm.expect(both, "labels in all", len(all_labels(osm)), before + 1)
    change = models.UpdateLabelsReq(name="networking", color="#0000AA")
    osm.call("update_labels", label_id=label_id, body=change)
    found = osm.call("list_labels", label_id=label_id).value.label_list
    osm.expect(
        "update_labels list_labels",
        "label after it",
        [(one.name, one.color) for one in found],
        [("networking", "#0000AA")],
    )
    osm.refused("create_labels", codes.ANY, partial(state, osm), body=label("networking"))
    osm.call("delete_labels", label_id=label_id)
    osm.expect("delete_labels list_labels", "ids after it", [one.label_id for one in all_labels(osm)], lacks(label_id))
    osm.refused("delete_labels", codes.ANY, partial(state, osm), label_id=label_id)
    osm.refused("update_labels", codes.ANY, partial(state, osm), label_id=label_id, body=change)


def puts_on_tickets(osm: Osm, choice: Choice) -> None:
    """Checks that a label can be added to a ticket, finds it, and can be removed, also by deleting the label."""
    case_id = opened(osm, choice, "A ticket with labels.")
    red, blue = made(osm, "red", "#FF0000"), made(osm, "blue", "#0000FF")
    osm.call("create_case_labels", case_id=case_id, label_ids=[red, blue])
    both = "create_case_labels list_case_labels"
    found = osm.call("list_case_labels", case_id=case_id).value.case_label_list
    expected = {(red, "red", "#FF0000"), (blue, "blue", "#0000FF")}
    osm.expect(both, "labels", {(one.label_id, one.name, one.color) for one in found}, expected)
    osm.expect("create_case_labels list_cases", "tickets by label", listed(osm, label_id_list=[str(red)]), [case_id])
    entry = osm.call("list_cases", incident_id=case_id).value.incident_info_list[0]
    osm.expect("list_cases", "label_list", {one.label_id for one in entry.label_list}, {red, blue})
    old = osm.call("list_order_incident", label_id_list=[red]).value.incident_info_list
    osm.expect("list_order_incident", "tickets by label", [case.incident_id for case in old], [case_id])
    osm.call("delete_case_labels", case_id=case_id, label_ids=[red])
    osm.expect("delete_case_labels list_case_labels", "labels after it", on_ticket(osm, case_id), [blue])
    osm.expect("delete_case_labels", "tickets by label", listed(osm, label_id_list=[str(red)]), [])
    osm.call("delete_labels", label_id=blue)
    osm.expect("delete_labels list_case_labels", "labels of the ticket after it", on_ticket(osm, case_id), [])
    unchanged = partial(state, osm, case_id)
    osm.refused("create_case_labels", codes.ANY, unchanged, case_id=case_id, label_ids=[blue])
    osm.call("delete_labels", label_id=red)


def fills_a_ticket(osm: Osm, choice: Choice) -> None:
    """Checks that a ticket can have five labels, but not a sixth."""
    case_id = opened(osm, choice, "A ticket with all labels.")
    ids = [made(osm, f"fits-{number}") for number in range(MOST_OF_TICKET)]
    extra = made(osm, "one-too-many")
    osm.call("create_case_labels", case_id=case_id, label_ids=ids)
    osm.expect("create_case_labels", "labels", sorted(on_ticket(osm, case_id)), sorted(ids))
    unchanged = partial(state, osm, case_id)
    osm.refused("create_case_labels", codes.LABELS_OF_TICKET, unchanged, case_id=case_id, label_ids=[extra])
    osm.refused(
        "create_case_labels",
        codes.LIMIT | {codes.LABELS_OF_TICKET},
        unchanged,
        case_id=case_id,
        label_ids=[*ids, extra],
    )
    for label_id in [*ids, extra]:
        osm.call("delete_labels", label_id=label_id)
    osm.expect("delete_labels", "labels of the ticket", on_ticket(osm, case_id), [])


def fills_the_account(osm: Osm) -> None:
    """Checks that an account can have thirty labels, and that the pages of the list have all of them."""
    there = len(all_labels(osm))
    ids = [made(osm, f"filler-{number}") for number in range(there, MOST_OF_ACCOUNT)]
    osm.refused("create_labels", codes.LABELS_OF_ACCOUNT, partial(state, osm), body=label("thirty-one"))
    read: list[int] = []
    for offset in range(0, MOST_OF_ACCOUNT, 7):
        page = osm.call("list_labels", offset=offset, limit=7).value
        osm.expect("list_labels", "total_count of a page", page.total_count, MOST_OF_ACCOUNT)
        read += [one.label_id for one in page.label_list]
    osm.expect("list_labels", "labels on all pages", read, [one.label_id for one in all_labels(osm)])
    osm.expect("list_labels", "first page", len(osm.call("list_labels").value.label_list), 10)
    for label_id in ids:
        osm.call("delete_labels", label_id=label_id)
    osm.expect("delete_labels", "labels in the end", len(all_labels(osm)), there)


def refuses(osm: Osm) -> None:
    """Checks names and colors that are too long or missing."""
    osm.refused("create_labels", codes.LIMIT, partial(state, osm), body=label("x" * 65))
    osm.refused("create_labels", codes.LIMIT, partial(state, osm), body=label("colour", "#0000000"))
    osm.refused("create_labels", codes.LIMIT, partial(state, osm), body=models.CreateLabelsReq(name="no colour"))


def label(name: str, color: str = "#000000") -> Any:
    """Returns the request for a label."""
    return models.CreateLabelsReq(name=name, color=color)


def made(osm: Osm, name: str, color: str = "#000000") -> int:
    """Creates a label and looks up its ID, which the response lacks."""
    osm.call("create_labels", body=label(name, color))
    found = osm.call("list_labels", name=name).value.label_list
    osm.expect("create_labels list_labels", f"labels named {name}", [one.name for one in found or []], contains(name))
    ids = [one.label_id for one in found if one.name == name]
    osm.expect("list_labels", "label_id", ids[0], FILLED)
    return ids[0]


def all_labels(osm: Osm) -> list:
    """Returns the labels of the account."""
    return osm.call("list_labels", limit=ALL).value.label_list or []


def on_ticket(osm: Osm, case_id: str) -> list[int]:
    """Returns the IDs of the labels on a ticket."""
    found = osm.call("list_case_labels", case_id=case_id).value.case_label_list
    return [one.label_id for one in found or []]
