"""Finding and counting tickets, and their data except messages."""

from __future__ import annotations

from functools import partial
import io
import zipfile

import huaweicloudsdkosm.v2 as models

import codes
import verification
from client import Osm
from ground import ALL, Choice, detail, listed, local_time, log_types, opened, somewhere, state, ticket
from report import FILLED, contains, lacks, one_of

STATES = (0, 1, 2, 3, 4, 5, 12, 13, 17)


def run(osm: Osm, choice: Choice) -> None:
    """Opens tickets and checks all readings of them."""
    osm.step(shows_what_was_given, choice)
    osm.step(finds, choice)
    osm.step(finds_by_time, choice)
    osm.step(pages)
    osm.step(counts, choice)
    osm.step(old_path)
    osm.step(quota, choice)
    osm.step(contact, choice)
    osm.step(copies, choice)
    osm.step(extra_parameters, choice)
    osm.step(exports, choice)
    osm.step(refuses, choice)


def shows_what_was_given(osm: Osm, choice: Choice) -> None:
    """Checks that a new ticket waits, and has the values of CreateCases."""
    case_id = opened(osm, choice, "The disk is full & <slow>: 磁盘故障.")
    shown = detail(osm, case_id)
    both = "create_cases show_case_detail"
    osm.expect(both, "incident_id", shown.incident_id, case_id)
    osm.expect(both, "simple_description", shown.simple_description, "The disk is full & <slow>: 磁盘故障.")
    osm.expect(both, "status", shown.status, 0)
    names = (choice.business_type_id, choice.business_type_name)
    osm.expect(both, "business_type_name", shown.business_type_name, one_of(*names))
    osm.expect(both, "dc_name", shown.dc_name, one_of(choice.region_id, choice.region_name))
    osm.expect(both, "severity_name", shown.severity_name, one_of(choice.severity_id, choice.severity_name))
    osm.expect(both, "customer_id", shown.customer_id, FILLED)
    osm.expect("show_case_detail", "rating", shown.incident_satisfaction, [])
    osm.expect(both, "first message", shown.message_list[0].content, shown.simple_description)
    osm.expect(both, "number of messages", len(shown.message_list), 1)
    osm.expect("show_case_status", "status", osm.call("show_case_status", case_id=case_id).value.status, 0)
    osm.expect("list_case_operate_logs", "operations", log_types(osm, case_id), [0])


def finds(osm: Osm, choice: Choice) -> None:
    """Checks that each filter of ListCases finds one ticket and excludes another."""
    wanted = opened(osm, choice, "Zebra crossing at the crossroads")
    other = opened(osm, choice, "Okapi in the orchard")
    filters = {
        "incident_id": wanted,
        "app_key": wanted,
        "search_key": ["zebra", "crossroads"],
    }
    for name, value in filters.items():
        osm.expect("list_cases", f"tickets by {name}", listed(osm, **{name: value}), [wanted])
    osm.expect("list_cases", "tickets that wait", {wanted, other} <= set(listed(osm, status=0)), True)
    osm.expect("list_cases", "tickets that are completed", listed(osm, status=3), lacks(wanted))
    osm.expect("list_cases", "tickets by a word of none", listed(osm, search_key=["quagga"]), [])
    entry = osm.call("list_cases", incident_id=wanted).value.incident_info_list[0]
    shown = detail(osm, wanted)
    for name in ("simple_description", "status", "create_time", "business_type_name", "customer_id", "dc_name"):
        osm.expect("list_cases", f"{name} as in ShowCaseDetail", getattr(entry, name), getattr(shown, name))


def finds_by_time(osm: Osm, choice: Choice) -> None:
    """Checks that times of filters are in the time zone of the call, or else in that of the service."""
    case_id = opened(osm, choice, "A ticket of this hour.")
    osm.expect(
        "list_cases", "tickets since an hour ago", listed(osm, query_start_time=local_time(-1)), contains(case_id)
    )
    osm.expect("list_cases", "tickets from in an hour", listed(osm, query_start_time=local_time(1)), [])
    osm.expect("list_cases", "tickets until an hour ago", listed(osm, query_end_time=local_time(-1)), lacks(case_id))
    greenwich = listed(osm, query_end_time=local_time(-1, zone=0), x_time_zone="GMT+0")
    osm.expect("list_cases", "tickets until an hour ago by Greenwich time", greenwich, lacks(case_id))
    greenwich = listed(osm, query_start_time=local_time(-1, zone=0), x_time_zone="GMT+0")
    osm.expect("list_cases", "tickets since an hour ago by Greenwich time", greenwich, contains(case_id))


def pages(osm: Osm) -> None:
    """Checks that the pages form the complete list, and that each has its size."""
    whole = listed(osm)
    read: list[str] = []
    for offset in range(0, len(whole), 3):
        page = osm.call("list_cases", offset=offset, limit=3).value
        osm.expect("list_cases", "total_count of a page", page.total_count, len(whole))
        read += [case.incident_id for case in page.incident_info_list]
    osm.expect("list_cases", "tickets on all pages", read, whole)
    osm.expect("list_cases", "tickets behind the end", listed(osm, offset=len(whole)), [])


def counts(osm: Osm, choice: Choice) -> None:
    """Checks that the counts match the lists, and increase with a new ticket."""
    before = by_state(osm)
    opened(osm, choice, "One more.")
    after = by_state(osm)
    osm.expect("list_case_counts", "tickets that wait, after one more", after.get(0), before.get(0, 0) + 1)
    for number in STATES:
        total = osm.call("list_cases", status=number, limit=ALL).value.total_count
        osm.expect("list_case_counts", f"tickets in state {number}", after.get(number, 0), total)
    only = osm.call("list_case_counts", status=0).value.incident_status_counts
    osm.expect("list_case_counts", "states when one is asked for", [one.status for one in only], [0])


def by_state(osm: Osm) -> dict[int, int]:
    """Returns the number of tickets by state."""
    found = osm.call("list_case_counts").value.incident_status_counts
    return {one.status: one.count for one in found}


def old_path(osm: Osm) -> None:
    """Checks that the old console path has the same tickets, with other names."""
    name = "list_order_incident"
    whole = osm.call("list_cases", limit=ALL).value
    found = osm.call(name, page_no=1, page_size=ALL).value
    osm.expect(name, "totalCount", found.total_count, whole.total_count)
    described = {case.incident_id: (case.simple_description, case.status) for case in whole.incident_info_list}
    same = {case.incident_id: (case.simple_describe, case.status) for case in found.incident_info_list}
    osm.expect(name, "tickets", same, described)
    first = osm.call(name, page_no=1, page_size=2).value.incident_info_list
    second = osm.call(name, page_no=2, page_size=2).value.incident_info_list
    both = [case.incident_id for case in first + second]
    osm.expect(name, "first two pages", both, [case.incident_id for case in found.incident_info_list[:4]])
    one = osm.call(name, incident_id=both[0]).value.incident_info_list
    osm.expect(name, "tickets with one id", [case.incident_id for case in one], [both[0]])


def quota(osm: Osm, choice: Choice) -> None:
    """Checks that a ticket uses up one, unless the quota is unlimited (-1)."""
    wanted = {"product_category_id": choice.product_category_id, "business_type_id": choice.business_type_id}
    before = osm.call("list_case_quotas", **wanted).value
    opened(osm, choice, "A ticket of the quota.")
    after = osm.call("list_case_quotas", **wanted).value
    left = -1 if before.total == -1 else before.un_used - 1
    osm.expect("list_case_quotas", "total after a ticket", after.total, before.total)
    osm.expect("list_case_quotas", "un_used after a ticket", after.un_used, left)


def contact(osm: Osm, choice: Choice) -> None:
    """Checks that an update of the contact is in the ticket and in the log."""
    case_id = opened(osm, choice, "Somebody else looks after this.")
    new = {
        "area_code": "86",
        "remind_mobile": verification.PHONE.value,
        "remind_mail": verification.MAILBOX.value,
        "remind_time": "09:00-18:00",
    }
    osm.call("update_case_contact_info", case_id=case_id, body=models.UpdateCaseContactInfoReq(**new))
    shown = detail(osm, case_id).ext_info
    for name, value in new.items():
        osm.expect("update_case_contact_info show_case_detail", name, getattr(shown, name), value)
    both = "update_case_contact_info list_case_operate_logs"
    osm.expect(both, "operations", log_types(osm, case_id), contains(114))


def copies(osm: Osm, choice: Choice) -> None:
    """Checks the mailboxes for copies: the ones used last are remembered."""
    both = "create_cases list_case_cc_emails"
    case_id = opened(osm, choice, "Copy the team.", extension_map={"remindCCEmail": "team@example.com"})
    osm.expect(
        "create_cases show_case_detail",
        "cc_email",
        detail(osm, case_id).ext_info.cc_email,
        contains("team@example.com"),
    )
    osm.expect(both, "cc_email", copied(osm), contains("team@example.com"))
    changed = models.UpdateCaseContactInfoReq(extension_map={"remindCCEmail": "lead@example.com"})
    osm.call("update_case_contact_info", case_id=case_id, body=changed)
    osm.expect("update_case_contact_info list_case_cc_emails", "cc_email", copied(osm), contains("lead@example.com"))
    wrong = ticket(choice, "No mailbox.", extension_map={"remindCCEmail": "nobody"})
    osm.refused("create_cases", codes.MAILBOX, lambda: (state(osm), copied(osm)), body=wrong)


def copied(osm: Osm) -> str:
    """Returns the mailboxes used last."""
    return osm.call("list_case_cc_emails").value.cc_email_info.cc_email


def extra_parameters(osm: Osm, choice: Choice) -> None:
    """Checks that custom parameters are returned. Their format is not documented, so any location is accepted."""
    case_id = opened(osm, choice, "Extra parameters.")
    body = models.PutCaseExtParamReq(extends_map={"instanceName": "ecs-west-7", "disks": "3"})
    osm.call("create_case_extends_param", case_id=case_id, body=body)
    both = "create_case_extends_param show_case_extends_param"
    raw = osm.call("show_case_extends_param", case_id=case_id)
    for key, value in {"instanceName": "ecs-west-7", "disks": "3"}.items():
        osm.expect(both, f"key {key} in the body", key in raw.content.decode(), True)
        osm.expect(both, f"value {value} in the body", somewhere(raw.body, value), True)
    other = opened(osm, choice, "No extra parameters.")
    raw = osm.call("show_case_extends_param", case_id=other)
    osm.expect("show_case_extends_param", "value in another ticket", somewhere(raw.body, "ecs-west-7"), False)


def exports(osm: Osm, choice: Choice) -> None:
    """Checks an export that contains the requested ticket, as text or as a sheet in a zip archive."""
    wanted = opened(osm, choice, "An exported ticket.")
    other = opened(osm, choice, "Not an exported ticket.")
    zone = {"language": "en-us", "timezone": "GMT+8"}
    text = sheet(osm.call("download_cases", incident_id=wanted, **zone).content)
    osm.expect("download_cases", f"file has {wanted}", wanted in text, True)
    osm.expect("download_cases", f"file has {other}", other in text, False)
    whole = sheet(osm.call("download_cases", limit=ALL, **zone).content)
    osm.expect("download_cases", "file of all has both", wanted in whole and other in whole, True)


def sheet(content: bytes) -> str:
    """Returns the text of a file, or of all files in a zip archive."""
    if not content.startswith(b"PK"):
        return content.decode("utf-8-sig")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return "\n".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())


def refuses(osm: Osm, choice: Choice) -> None:
    """Checks that requests that violate constraints open nothing and find nothing."""
    unchanged = partial(state, osm)
    osm.refused("create_cases", codes.LIMIT, unchanged, body=ticket(choice, "x" * 1201))
    no_source = ticket(choice, "A ticket from nowhere.")
    no_source.source_id = None
    osm.refused("create_cases", codes.LIMIT, unchanged, body=no_source)
    osm.refused(
        "create_cases", codes.LIMIT | codes.ANY, unchanged, body=ticket(choice, "No such file.", accessory_ids=["nope"])
    )
    osm.refused("list_cases", codes.LIMIT, limit=101)
    osm.refused("list_cases", codes.LIMIT, offset=65536)
    osm.refused("list_case_operate_logs", codes.LIMIT, case_id="case-1", limit=101)
