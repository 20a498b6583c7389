"""Unknown tickets and unknown callers."""

from __future__ import annotations

from functools import partial
from typing import Any

import huaweicloudsdkosm.v2 as models

import codes
import messages
import relations
import story
from client import Osm
from ground import state
from shape import changes

NONE = "case-0"


def run(osm: Osm) -> None:
    """Checks errors that many operations share."""
    osm.step(tickets)
    osm.step(callers)


def tickets(osm: Osm) -> None:
    """Checks that each operation on a ticket reports an unknown ticket."""
    before = state(osm)
    for name, request in of_tickets().items():
        osm.refused(name, codes.TICKET_UNKNOWN, case_id=NONE, **request)
    osm.expect(" ".join(of_tickets()), "changes by all that", changes(before, state(osm)), [])


def of_tickets() -> dict[str, dict[str, Any]]:
    """Returns all operations on one ticket, with their other parameters."""
    link = models.DeleteRelationsReq(related_id=NONE)
    return {
        "show_case_detail": {},
        "show_case_status": {},
        "show_case_extends_param": {},
        "create_case_extends_param": {"body": models.PutCaseExtParamReq(extends_map={"key": "value"})},
        "update_case_contact_info": {"body": models.UpdateCaseContactInfoReq(remind_time="0")},
        "update_cases": {"action_id": "press", "body": story.order()},
        "create_scores": {"body": story.score()},
        "list_case_operate_logs": {},
        "list_messages": {},
        "list_more_instant_messages": {"create_time": "2999-01-01T00:00:00.000Z", "type": 0, "limit": 1},
        "create_messages": {"body": messages.message("Hello?")},
        "revoke_message": {"message_id": "1"},
        "update_new_instant_messages_read": {"body": models.UpdateUnreadNewInstantMsgV2Req()},
        "list_relation": {},
        "create_relations": {"body": relations.related("case-1")},
        "delete_relation": {"body": link},
        "list_case_labels": {},
        "create_case_labels": {"label_ids": [1]},
        "delete_case_labels": {"label_ids": [1]},
    }


def callers(osm: Osm) -> None:
    """Checks that the gateway rejects a key with a wrong signature."""
    stranger = Osm(osm.endpoint, osm.report, secret="not-the-secret-key")
    try:
        stranger.refused("list_cases", codes.SIGNATURE, partial(state, osm))
        stranger.refused(
            "create_labels",
            codes.SIGNATURE,
            partial(state, osm),
            body=models.CreateLabelsReq(name="a", color="#000000"),
        )
    finally:
        stranger.close()
