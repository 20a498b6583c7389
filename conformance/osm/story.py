"""The life cycle of a ticket for a customer: open, list, show, reply, attach, link, label, authorize, urge, close,
rate, delete."""

from __future__ import annotations

from functools import partial
from typing import Any

import huaweicloudsdkosm.v2 as models

import accessories
import authorizations
import codes
import labels
import messages
import relations
from client import Osm, error_code
from ground import (
    CANCELLED,
    COMPLETED,
    CONFIRMING,
    DELETED,
    PROCESSING,
    WAITING,
    Choice,
    detail,
    listed,
    log_types,
    opened,
    state,
)
from report import at_least, contains, one_of

RATING = [(1, 4), (3, 5)]


def run(osm: Osm, choice: Choice) -> None:
    """Runs the story on a new ticket and then on one in progress, because a new one waits for a minute."""
    osm.step(new_ticket, choice)
    osm.step(cancelled_ticket, choice)
    osm.step(not_yet, choice)
    grant = osm.step(waiting_grant)
    osm.step(taken_up, grant)
    osm.step(confirmed)


def new_ticket(osm: Osm, choice: Choice) -> None:
    """Opens, lists, shows, replies to, attaches to, links and labels a ticket."""
    case_id = opened(osm, choice, "The printer in the lobby is on fire.")
    osm.expect("create_cases list_cases", "tickets", listed(osm), contains(case_id))
    messages.say(osm, case_id, "It is out now, but does not print.")
    photo = accessories.uploaded(osm, "photo.png", accessories.PICTURE)
    messages.say(osm, case_id, "This is what it looks like.", [photo])
    other = opened(osm, choice, "The fire alarm does not work.")
    osm.call("create_relations", case_id=case_id, body=relations.related(other))
    label_id = labels.made(osm, "lobby")
    osm.call("create_case_labels", case_id=case_id, label_ids=[label_id])
    shown = detail(osm, case_id)
    osm.expect(
        "create_messages show_case_detail",
        "messages",
        [one.content for one in shown.message_list],
        [
            "The printer in the lobby is on fire.",
            "It is out now, but does not print.",
            "This is what it looks like.",
        ],
    )
    attached = accessories.files(shown.message_list[2])
    osm.expect("upload_accessory show_case_detail", "files", attached, [(photo, "photo.png")])
    content = accessories.downloaded(osm, photo)
    osm.expect("upload_accessory download_accessories", "bytes of the file", content, accessories.PICTURE)
    osm.expect("create_relations list_relation", "links", relations.linked(osm, case_id), {other})
    osm.expect("create_case_labels list_case_labels", "labels", labels.on_ticket(osm, case_id), [label_id])


def cancelled_ticket(osm: Osm, choice: Choice) -> None:
    """Cancels a waiting ticket and deletes it."""
    case_id = opened(osm, choice, "Never mind.")
    act(osm, case_id, "cancel")
    osm.expect("update_cases show_case_status", "status after cancelling", status(osm, case_id), CANCELLED)
    osm.expect("update_cases list_case_operate_logs", "operations", log_types(osm, case_id), contains(4))
    for action in ("cancel", "close", "press"):
        wrong(osm, case_id, action)
    removed(osm, case_id)


def not_yet(osm: Osm, choice: Choice) -> None:
    """Checks actions that a waiting ticket does not allow, and actions that are never allowed."""
    case_id = opened(osm, choice, "A ticket that waits.")
    wrong(osm, case_id, "close")
    osm.refused("create_scores", codes.ANY, partial(state, osm, case_id), case_id=case_id, body=score())
    unchanged = partial(state, osm, case_id)
    osm.refused("update_cases", codes.TICKET_ACTION, unchanged, case_id=case_id, action_id="reopen", body=order())
    osm.expect("update_cases show_case_status", "status after all that", status(osm, case_id), WAITING)


def waiting_grant(osm: Osm) -> Any:
    """Returns the grant that is left for the story, on a ticket in progress."""
    found = osm.call("list_authorizations", status=authorizations.ASKED, limit=100).value.incident_auth_list
    osm.expect("list_authorizations", "grants that wait for the story", len(found or []), at_least(1))
    return found[0] if found else None


def taken_up(osm: Osm, grant: Any) -> None:
    """Authorizes, urges, closes, rates and deletes."""
    case_id = grant.incident_id
    osm.expect("show_case_status", f"status of {case_id}", status(osm, case_id), PROCESSING)
    wrong(osm, case_id, "cancel")
    osm.refused("create_scores", codes.ANY, partial(state, osm, case_id), case_id=case_id, body=score())
    osm.step(authorizations.confirm, grant.id)
    act(osm, case_id, "press")
    osm.expect("update_cases list_case_operate_logs", "operations", log_types(osm, case_id), contains(2))
    unchanged = partial(state, osm, case_id)
    osm.refused("update_cases", codes.URGED_TOO_OFTEN, unchanged, case_id=case_id, action_id="press", body=order())
    act(osm, case_id, "close")
    osm.expect("update_cases show_case_status", "status after closing", status(osm, case_id), COMPLETED)
    osm.expect("update_cases list_cases", "completed tickets", listed(osm, status=COMPLETED), contains(case_id))
    osm.expect("update_cases list_case_operate_logs", "operations after closing", log_types(osm, case_id), contains(3))
    for action in ("close", "cancel", "press"):
        wrong(osm, case_id, action)
    osm.step(rated, case_id)
    removed(osm, case_id)


def rated(osm: Osm, case_id: str) -> None:
    """Checks that the rating can be read."""
    osm.call("create_scores", case_id=case_id, body=score())
    shown = detail(osm, case_id)
    both = "create_scores show_case_detail"
    osm.expect(both, "judgement", shown.judgement, "Quick and friendly.")
    given = sorted((one.satisfaction_id, one.satisfaction_value) for one in shown.incident_satisfaction)
    osm.expect(both, "rating", given, RATING)
    osm.expect("create_scores list_case_operate_logs", "operations", log_types(osm, case_id), contains(5))


def removed(osm: Osm, case_id: str) -> None:
    """Checks that a deleted ticket is not listed, or only as deleted, and allows no action."""
    before = osm.call("list_case_counts").value.incident_status_counts
    act(osm, case_id, "delete")
    listed_as = osm.call("list_cases", incident_id=case_id).value.incident_info_list or []
    states = [case.status for case in listed_as]
    osm.expect("update_cases list_cases", "state of it in the list, if there", states, one_of([], [DELETED]))
    after = osm.call("list_case_counts").value.incident_status_counts
    fewer = sum(counts(before).values()) - sum(counts(after).values())
    osm.expect("update_cases list_case_counts", "how many tickets less", fewer, 1)
    gone_or_deleted(osm, case_id)
    osm.refused("update_cases", codes.ANY, partial(state, osm), case_id=case_id, action_id="delete", body=order())
    osm.refused(
        "create_messages", codes.ANY, partial(state, osm), case_id=case_id, body=messages.message("Still there?")
    )


def gone_or_deleted(osm: Osm, case_id: str) -> None:
    """Checks that a deleted ticket has status 13 or is unknown. The reference does not document which."""
    answer = osm.ask("show_case_status", case_id=case_id)
    told = error_code(answer.body) or answer.value.status
    osm.expect("update_cases show_case_status", "status after deleting", told, one_of(DELETED, codes.TICKET_UNKNOWN))


def counts(found: list) -> dict[int, int]:
    """Returns the tickets by state, without deleted ones."""
    return {one.status: one.count for one in found if one.status != DELETED and one.count}


def confirmed(osm: Osm) -> None:
    """Checks that closing confirms the result, if the demo data has a ticket that waits for it."""
    for case_id in listed(osm, status=CONFIRMING)[:1]:
        act(osm, case_id, "close")
        osm.expect("update_cases show_case_status", "status after confirming", status(osm, case_id), COMPLETED)


def status(osm: Osm, case_id: str) -> int:
    """Returns the state of a ticket."""
    return osm.call("show_case_status", case_id=case_id).value.status


def order() -> Any:
    """Returns the request of an action without parameters."""
    return models.WorkOrderOperateV2Req()


def act(osm: Osm, case_id: str, action: str) -> None:
    """Performs an action on a ticket."""
    osm.call("update_cases", case_id=case_id, action_id=action, body=order())


def wrong(osm: Osm, case_id: str, action: str) -> None:
    """Checks an action that the state of a ticket does not allow."""
    osm.refused(
        "update_cases", codes.ANY, partial(state, osm, case_id), case_id=case_id, action_id=action, body=order()
    )


def score() -> Any:
    """Returns the request of a rating."""
    given = [models.IncidentSatisfactionV2Do(satisfaction_id=one, satisfaction_value=value) for one, value in RATING]
    return models.CreateScoreV2Req(judgement="Quick and friendly.", incident_satisfaction_list=given)
