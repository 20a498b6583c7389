"""Privileges, agreements, agencies, sub users and partners."""

from __future__ import annotations

from functools import partial

import huaweicloudsdkosm.v2 as models

import codes
from client import Osm
from report import DISTINCT, FILLED, Matcher, at_least, contains, one_of

AGREEMENTS = ("0", "1", "2")

MASKED = Matcher("a text with * in it", lambda got: isinstance(got, str) and "*" in got)


def run(osm: Osm) -> None:
    """Grants privileges, signs agreements, and reads the rest."""
    osm.step(privileges)
    osm.step(policy)
    osm.step(agreements)
    osm.step(refuses)
    osm.step(agencies)
    osm.step(sub_customers)
    osm.step(partners)


def privileges(osm: Osm) -> None:
    """Checks that granted privileges are held and withdrawn ones are not, independently of each other."""
    for name, other in (("export", "createCase"), ("createCase", "export")):
        others = held(osm, other)
        for operation, expected in (("create", 1), ("delete", 0), ("create", 1)):
            body = models.CreateAndDeletePrivilegeReq(operation=operation, privilege=name)
            osm.call("create_privileges", body=body)
            osm.expect("create_privileges list_privileges", f"{name} after {operation}", held(osm, name), expected)
        osm.expect("create_privileges", f"{other} after all that", held(osm, other), others)


def held(osm: Osm, privilege: str) -> int:
    """Returns True if a privilege is held (1)."""
    return osm.call("list_privileges", privilege=privilege).value.has_privilege


def policy(osm: Osm) -> None:
    """Checks that the switch is on or off. The package cannot change it."""
    first = osm.call("show_customer_privilege_policy").value.policy_switch
    osm.expect("show_customer_privilege_policy", "policy_switch", first, one_of(True, False))
    again = osm.call("show_customer_privilege_policy").value.policy_switch
    osm.expect("show_customer_privilege_policy", "policy_switch when asked again", again, first)


def agreements(osm: Osm) -> None:
    """Checks that each kind of agreement can be read and signed, and that signing one does not sign another."""
    before = signatures(osm)
    osm.expect("show_signed_latest_published_agreement", "kinds not signed yet", list(before.values()), contains(False))
    records = []
    for kind in sorted(AGREEMENTS, key=lambda kind: before[kind], reverse=True):
        osm.expect("show_signed_latest_published_agreement", f"kind {kind} before", signed(osm, kind), before[kind])
        found = osm.call("show_latest_published_agreement", agreement_type=kind).value.case_agreement
        osm.expect("show_latest_published_agreement", "agreement_type", found.agreement_type, kind)
        for name in ("agreement_name", "agreement_type_name", "content"):
            osm.expect("show_latest_published_agreement", name, getattr(found, name), FILLED)
        answer = osm.call("sign_published_agreement", id=int(found.id), body=models.SignAgreementReq()).value
        records.append(answer.agreement_signed_record_id)
        both = "sign_published_agreement show_signed_latest_published_agreement"
        osm.expect(both, f"kind {kind} after signing", signed(osm, kind), True)
    osm.expect("sign_published_agreement", "records", records, FILLED)
    osm.expect("sign_published_agreement", "first record", records[0], at_least(0))


def signed(osm: Osm, kind: str) -> bool:
    """Returns True if the newest agreement of a kind is signed."""
    return osm.call("show_signed_latest_published_agreement", agreement_type=kind).value.is_signed_latest


def signatures(osm: Osm) -> dict[str, bool]:
    """Returns the signed kinds."""
    return {kind: signed(osm, kind) for kind in AGREEMENTS}


def refuses(osm: Osm) -> None:
    """Checks unknown agreements and operations without a privilege."""
    wrong = models.CreateAndDeletePrivilegeReq(operation="borrow", privilege="export")
    osm.refused("create_privileges", codes.ANY | codes.LIMIT, partial(held, osm, "export"), body=wrong)
    unchanged = partial(signatures, osm)
    osm.refused("sign_published_agreement", codes.ANY, unchanged, id=987654321, body=models.SignAgreementReq())
    osm.refused("sign_published_agreement", codes.LIMIT, unchanged, id=0, body=models.SignAgreementReq())


def agencies(osm: Osm) -> None:
    """Checks agencies of IAM that a grant can name."""
    found = osm.call("list_agencies").value
    osm.expect("list_agencies", "total_count", found.total_count, len(found.agency_list))
    osm.expect("list_agencies", "number of agencies", found.total_count, at_least(1))
    osm.expect("list_agencies", "ids", [one.id for one in found.agency_list], DISTINCT)
    for name in ("name", "trust_domain_name", "trust_domain_id"):
        osm.expect("list_agencies", name, getattr(found.agency_list[0], name), FILLED)


def sub_customers(osm: Osm) -> None:
    """Checks sub users with masked personal data, all and by ID."""
    known = osm.call("list_sub_customers").value.sub_customer_infos
    osm.expect("list_sub_customers", "number of users", len(known), at_least(1))
    osm.expect("list_sub_customers", "ids", [one.customer_id for one in known], DISTINCT)
    for name in ("mobile", "email", "customer_name"):
        osm.expect("list_sub_customers", name, getattr(known[0], name), MASKED)
    found = osm.call("list_sub_customers", sub_customer_id=known[0].customer_id).value.sub_customer_infos
    osm.expect("list_sub_customers", "users with an id", [one.customer_id for one in found], [known[0].customer_id])
    none = osm.call("list_sub_customers", sub_customer_id="no-such-user").value.sub_customer_infos
    osm.expect("list_sub_customers", "users with no such id", none or [], [])


def partners(osm: Osm) -> None:
    """Checks the partner's hours, and the privilege to handle its tickets."""
    right = osm.call("show_partners_cases_privilege").value.has_privilege
    osm.expect("show_partners_cases_privilege", "has_privilege", right, one_of(True, False))
    name = "show_partners_service_info"
    found = osm.call(name).value.partners_service_info
    osm.expect(name, "customer_id", found.customer_id, FILLED)
    osm.expect(name, "customer_name", found.customer_name, FILLED)
    osm.expect(name, "service_time_zone", found.service_time_zone, contains("GMT"))
    osm.expect(name, "service_time_day", int(found.service_time_day) in range(1, 8), True)
    osm.expect(name, "service_time_hour", int(found.service_time_hour) in range(1, 25), True)
