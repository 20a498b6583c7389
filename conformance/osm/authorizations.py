"""Access grants: an engineer requests access, the customer grants, rejects or cancels it. And the engineer's
sessions."""

from __future__ import annotations

import time
from functools import partial
from typing import Any

import huaweicloudsdkosm.v2 as models

import account
import codes
from client import Osm
from ground import ALL, log_types, millis, state
from report import DISTINCT, FILLED, at_least, contains, lacks, one_of

ASKED, GRANTED, REFUSED, RECALLED, WITHDRAWN = 0, 1, 2, 4, 5

# The type of a grant detail with a host.
HOST = 1


def run(osm: Osm) -> None:
    """Decides on two of the waiting grants; the third is for the story."""
    waiting = osm.step(lists)
    osm.step(sign_in_kind)
    if waiting:
        osm.step(grants_and_takes_back, waiting[-1])
        osm.step(rejects, waiting[-2])
    osm.step(refuses_recalled)
    osm.step(refuses_unknown)
    osm.step(sessions)


def lists(osm: Osm) -> list[str] | None:
    """Lists grants, all and filtered. Returns the waiting ones if there are three."""
    found = osm.call("list_authorizations", limit=ALL).value
    all_of_them = found.incident_auth_list
    osm.expect("list_authorizations", "count", found.count, len(all_of_them))
    osm.expect("list_authorizations", "ids", [one.id for one in all_of_them], DISTINCT)
    page = osm.call("list_authorizations", offset=1, limit=1).value
    osm.expect(
        "list_authorizations", "second page of one", [one.id for one in page.incident_auth_list], [all_of_them[1].id]
    )
    osm.expect("list_authorizations", "count on it", page.count, found.count)
    waiting = [one for one in all_of_them if one.status == ASKED]
    osm.expect("list_authorizations", "grants that wait", len(waiting), at_least(3))
    for one in waiting[:1]:
        osm.expect(
            "list_authorizations", "grants of a ticket", found_ids(osm, incident_id=one.incident_id), contains(one.id)
        )
        osm.expect(
            "list_authorizations", "grants in state 0", found_ids(osm, status=ASKED), [each.id for each in waiting]
        )
    osm.refused("list_authorizations", codes.LIMIT, limit=101)
    return [one.id for one in waiting] if len(waiting) >= 3 else None


def found_ids(osm: Osm, **filters: Any) -> list[str]:
    """Returns the IDs of the grants that match a filter."""
    found = osm.call("list_authorizations", limit=ALL, **filters).value.incident_auth_list
    return [one.id for one in found or []]


def sign_in_kind(osm: Osm) -> None:
    """Checks the sign-in type of the caller: a user with access keys has none of the special types."""
    kind = osm.call("show_login_type").value.login_type
    osm.expect("show_login_type", "login_type", kind, one_of("ASSUMED", "FEDERATION", ""))


def confirm(osm: Osm, grant_id: str) -> Any:
    """Grants access for an hour and checks the result. Returns the grant with its details."""
    asked = shown(osm, grant_id)
    osm.expect("show_authorization_detail", "id", asked.id, grant_id)
    osm.expect("show_authorization_detail", "status before it", asked.status, ASKED)
    details = asked.incident_auth_detail_list
    osm.expect("show_authorization_detail", "details", [one.id for one in details], DISTINCT)
    until = (int(time.time()) + 3600) * 1000
    osm.call("confirm_authorizations", authorization_id=grant_id, body=consent(details, until))
    granted = shown(osm, grant_id)
    both = "confirm_authorizations show_authorization_detail"
    osm.expect(both, "status after it", granted.status, GRANTED)
    osm.expect(both, "auth_expire_time", millis(granted.auth_expire_time), until)
    entry = next(
        one for one in osm.call("list_authorizations", limit=ALL).value.incident_auth_list if one.id == grant_id
    )
    for name in ("status", "incident_id", "simple_description", "auth_effective_time", "auth_expire_time"):
        osm.expect("list_authorizations", f"{name} as in the detail", getattr(entry, name), getattr(granted, name))
    osm.expect(
        "confirm_authorizations list_case_operate_logs", "operations", log_types(osm, granted.incident_id), contains(73)
    )
    return granted


def grants_and_takes_back(osm: Osm, grant_id: str) -> None:
    """Takes a grant from requested to canceled, and tries each forbidden action on the way."""
    asked = shown(osm, grant_id)
    unchanged = partial(both_sides, osm, grant_id, asked.incident_id)
    act(osm, grant_id, "cancel", unchanged)
    act(osm, grant_id, "approve", unchanged)
    stranger = consent([models.IncidentOrderAuthDetailInfoV2(id=987654321)], (int(time.time()) + 3600) * 1000)
    osm.refused("confirm_authorizations", codes.GRANT_DETAIL, unchanged, authorization_id=grant_id, body=stranger)
    over = consent(asked.incident_auth_detail_list, (int(time.time()) - 3600) * 1000)
    osm.refused("confirm_authorizations", codes.ANY, unchanged, authorization_id=grant_id, body=over)
    granted = confirm(osm, grant_id)
    osm.step(hosts, granted)
    act(osm, grant_id, "reject", unchanged)
    again = consent(granted.incident_auth_detail_list, (int(time.time()) + 7200) * 1000)
    osm.refused("confirm_authorizations", codes.GRANT_ACTION, unchanged, authorization_id=grant_id, body=again)
    osm.call(
        "update_authorizations", authorization_id=grant_id, action_id="cancel", body=models.OperateAuthorizationV2Req()
    )
    both = "update_authorizations show_authorization_detail"
    osm.expect(both, "status after taking back", shown(osm, grant_id).status, WITHDRAWN)
    osm.expect(
        "update_authorizations list_case_operate_logs", "operations", log_types(osm, asked.incident_id), contains(83)
    )
    osm.expect(
        "update_authorizations list_authorizations",
        "grants in state 1",
        found_ids(osm, status=GRANTED),
        lacks(grant_id),
    )


def hosts(osm: Osm, granted: Any) -> None:
    """Checks account and password of a host."""
    details = granted.incident_auth_detail_list
    detail_id = next((one.id for one in details if one.type == HOST), details[0].id)
    osm.call("check_hosts", authorization_detail_id=detail_id, body=host("correct horse"))
    osm.refused(
        "check_hosts", codes.HOST_PASSWORD, authorization_detail_id=detail_id, body=host(account.WRONG_PASSWORD)
    )
    osm.refused("check_hosts", codes.GRANT_DETAIL, authorization_detail_id=987654321, body=host("correct horse"))
    osm.refused("check_hosts", codes.LIMIT, authorization_detail_id=detail_id, body=host("correct horse", port=65536))


def rejects(osm: Osm, grant_id: str) -> None:
    """Rejects a grant with a reason."""
    reason = "Please use the test system."
    body = models.OperateAuthorizationV2Req(reject_reason=reason)
    osm.call("update_authorizations", authorization_id=grant_id, action_id="reject", body=body)
    after = shown(osm, grant_id)
    both = "update_authorizations show_authorization_detail"
    osm.expect(both, "status after rejecting", after.status, REFUSED)
    osm.expect(both, "reject_reason", after.reject_reason, reason)
    osm.expect(
        "update_authorizations list_case_operate_logs", "operations", log_types(osm, after.incident_id), contains(74)
    )
    unchanged = partial(both_sides, osm, grant_id, after.incident_id)
    act(osm, grant_id, "reject", unchanged)
    act(osm, grant_id, "cancel", unchanged)


def refuses_recalled(osm: Osm) -> None:
    """Checks that a recalled grant can be neither granted nor rejected."""
    for grant_id in found_ids(osm, status=RECALLED)[:1]:
        body = consent(shown(osm, grant_id).incident_auth_detail_list, (int(time.time()) + 3600) * 1000)
        osm.refused(
            "confirm_authorizations", codes.GRANT_ACTION, partial(state, osm), authorization_id=grant_id, body=body
        )
        act(osm, grant_id, "reject", partial(state, osm))


def refuses_unknown(osm: Osm) -> None:
    """Checks unknown grants."""
    osm.refused("show_authorization_detail", codes.ANY, authorization_id="Auth-0")
    osm.refused(
        "confirm_authorizations", codes.ANY, partial(state, osm), authorization_id="Auth-0", body=consent([], None)
    )
    body = models.OperateAuthorizationV2Req(reject_reason="None.")
    osm.refused(
        "update_authorizations",
        codes.ANY,
        partial(state, osm),
        authorization_id="Auth-0",
        action_id="reject",
        body=body,
    )
    osm.refused("list_history_sessions", codes.ANY, authorization_id="Auth-0", authorization_detail_id=1)


def sessions(osm: Osm) -> None:
    """Checks that one of the grants has a session of an engineer, with its commands and moved files."""
    for grant_id in found_ids(osm):
        for one in shown(osm, grant_id).incident_auth_detail_list or []:
            place = {"authorization_id": grant_id, "authorization_detail_id": one.id}
            found = osm.call("list_history_sessions", **place, limit=ALL).value
            osm.expect("list_history_sessions", "total_count", found.total_count, len(found.session_list or []))
            if found.session_list:
                return session(osm, place, found.session_list[0])
    osm.expect("list_history_sessions", "sessions of all grants", 0, at_least(1))


def session(osm: Osm, place: dict[str, Any], past: Any) -> None:
    """Checks one session, newest first and oldest first."""
    osm.expect("list_history_sessions", "duration", past.duration.count(":"), 2)
    osm.expect("list_history_sessions", "times", past.start_time <= past.end_time, True)
    place = {**place, "session_id": past.session_id}
    name = "list_history_operate_logs"
    newest = osm.call(name, **place).value
    osm.expect(name, "commands", all(one.oper for one in newest.ops_list), True)
    osm.expect(name, "total_count", newest.total_count, len(newest.ops_list))
    osm.expect(name, "number of commands", newest.total_count, at_least(2))
    times = [one.operate_time for one in newest.ops_list]
    osm.expect(name, "times, newest first", times, sorted(times, reverse=True))
    oldest = osm.call(name, **place, sort=1).value
    osm.expect(
        name,
        "commands, oldest first",
        [one.oper for one in oldest.ops_list],
        [one.oper for one in newest.ops_list][::-1],
    )
    page = osm.call(name, **place, offset=1, limit=1).value
    osm.expect(name, "second page of one", [one.oper for one in page.ops_list], [newest.ops_list[1].oper])
    name = "list_transport_histories"
    moved = osm.call(name, **place).value
    osm.expect(name, "total_count", moved.total_count, len(moved.file_ops_list))
    osm.expect(name, "number of files", moved.total_count, at_least(1))
    for field in ("file_name", "from_path", "to_path", "file_size", "oper_result"):
        osm.expect(name, field, getattr(moved.file_ops_list[0], field), FILLED)
    for name in ("list_history_operate_logs", "list_transport_histories"):
        osm.refused(name, codes.ANY, **{**place, "session_id": 987654321})


def act(osm: Osm, grant_id: str, action: str, unchanged: Any) -> None:
    """Checks an action that the state of a grant does not allow."""
    body = models.OperateAuthorizationV2Req(reject_reason="No.")
    osm.refused(
        "update_authorizations", codes.GRANT_ACTION, unchanged, authorization_id=grant_id, action_id=action, body=body
    )


def both_sides(osm: Osm, grant_id: str, case_id: str) -> Any:
    """Returns a grant and its ticket, as in the response."""
    return osm.call("show_authorization_detail", authorization_id=grant_id).body, state(osm, case_id)


def shown(osm: Osm, grant_id: str) -> Any:
    """Returns a grant with its details."""
    return osm.call("show_authorization_detail", authorization_id=grant_id).value


def consent(details: list, until: int | None) -> Any:
    """Returns the request that grants access to these details."""
    access = [
        models.TenantAgreeAuthDetailV2(auth_detail_id=one.id, port=22, account="support", password="correct horse")
        if one.type == HOST
        else models.TenantAgreeAuthDetailV2(auth_detail_id=one.id)
        for one in details
    ]
    return models.AgreeTenantAuthorizationV2Req(auth_detail_list=access, auth_expire_time=until)


def host(password: str, port: int = 22) -> Any:
    """Returns account and password of a host."""
    return models.VerifyHostV2Req(port=port, account="support", password=password)
