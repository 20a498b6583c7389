"""Mobile numbers and mailboxes: a code is sent and checked, and then tickets may name the contact."""

from __future__ import annotations

from functools import partial

from dataclasses import dataclass

import huaweicloudsdkosm.v2 as models

import account
import codes
from client import Osm
from ground import NO_CHOICE, Choice, detail, opened, state, ticket
from report import FILLED, lacks

BY_PHONE, BY_MAIL = 0, 1


@dataclass(frozen=True)
class Contact:
    """A phone number or a mailbox."""

    way: int
    value: str
    area_code: str = "86"


PHONE = Contact(BY_PHONE, "13800001111")
MAILBOX = Contact(BY_MAIL, "operator@example.com")
STRANGER = Contact(BY_PHONE, "13900002222")


def run(osm: Osm, choice: Choice = NO_CHOICE) -> None:
    """Verifies a number and a mailbox, and opens a ticket with each."""
    osm.step(refuses_strangers, choice)
    for contact in (PHONE, MAILBOX):
        osm.step(verify, contact)
    osm.step(opens_with_phone, choice)
    osm.step(opens_with_mailbox, choice)
    osm.refused("send_verify_codes", codes.LIMIT, body=sent_to(Contact(7, PHONE.value)))


def verify(osm: Osm, contact: Contact) -> None:
    """Verifies one contact from start to end."""
    both = "check_verify_codes check_need_verify"
    osm.expect("check_need_verify", f"need_verify_code of {contact.value}", needs_code(osm, contact), 1)
    osm.call("send_verify_codes", body=sent_to(contact))
    osm.refused("send_verify_codes", codes.CODE_TOO_OFTEN, partial(state, osm), body=sent_to(contact))
    osm.refused("check_verify_codes", codes.CODE_WRONG, partial(state, osm), body=typed(contact, account.WRONG_CODE))
    osm.expect(both, "need_verify_code after a wrong code", needs_code(osm, contact), 1)
    osm.expect("list_has_verified_contacts", "contacts", values(osm, contact.way), lacks(contact.value))
    osm.call("check_verify_codes", body=typed(contact, account.VERIFY_CODE))
    osm.expect(f"send_verify_codes {both}", "need_verify_code after the code", needs_code(osm, contact), 0)
    found = verified(osm, contact)
    which = "list_has_verified_contacts"
    osm.expect(which, "contacts with that value", len(found), 1)
    osm.expect(which, "verified_id", found[0].verified_id, FILLED)
    osm.expect(which, "length of verified_id", len(found[0].verified_id) <= 32, True)
    osm.expect(which, "contact_way", found[0].contact_way, contact.way)
    osm.expect(which, "others of that way", set(values(osm, 1 - contact.way)) & {contact.value}, set())


def refuses_strangers(osm: Osm, choice: Choice) -> None:
    """Checks that a contact without a code cannot be verified, and that a wrong code opens no ticket."""
    body = typed(STRANGER, account.VERIFY_CODE)
    osm.refused("check_verify_codes", codes.CODE_WRONG, partial(state, osm), body=body)
    osm.call("send_verify_codes", body=sent_to(STRANGER))
    wanted = ticket(
        choice,
        "A ticket with a wrong code.",
        verify_code=account.WRONG_CODE,
        remind_mobile=STRANGER.value,
        area_code=STRANGER.area_code,
    )
    osm.refused("create_cases", codes.CODE_WRONG, partial(state, osm), body=wanted)
    osm.expect("check_need_verify", "need_verify_code of a stranger", needs_code(osm, STRANGER), 1)


def opens_with_phone(osm: Osm, choice: Choice) -> None:
    """Opens a ticket that names a verified number by its ID."""
    found = verified(osm, PHONE)[0]
    body = ticket(choice, "Call me back.", remind_mobile=PHONE.value, area_code=PHONE.area_code)
    answer = osm.call("create_cases", x_phone_verifiedid=found.verified_id, body=body).value
    contact = detail(osm, answer.incident_id).ext_info
    osm.expect("create_cases show_case_detail", "remind_mobile", contact.remind_mobile, PHONE.value)
    osm.expect("create_cases show_case_detail", "area_code", contact.area_code, PHONE.area_code)


def opens_with_mailbox(osm: Osm, choice: Choice) -> None:
    """Checks that a ticket with a verified mailbox does not need another code."""
    case_id = opened(osm, choice, "Write to me.", remind_mail=MAILBOX.value, remind_time="0")
    contact = detail(osm, case_id).ext_info
    osm.expect("create_cases show_case_detail", "remind_mail", contact.remind_mail, MAILBOX.value)
    osm.expect("create_cases show_case_detail", "remind_time", contact.remind_time, "0")


def sent_to(contact: Contact) -> object:
    """Returns the request for a code."""
    return models.SendVerifyCodeReq(contact_value=contact.value, contact_way=contact.way, area_code=contact.area_code)


def typed(contact: Contact, code: str) -> object:
    """Returns the request to verify a code."""
    return models.VerifyVerifyCodeV2Req(
        verify_code=code, contact_value=contact.value, contact_way=contact.way, area_code=contact.area_code
    )


def needs_code(osm: Osm, contact: Contact) -> int:
    """Returns True if a contact still needs verification (1)."""
    wanted = {"contact_value": contact.value, "contact_way": contact.way, "area_code": contact.area_code}
    return osm.call("check_need_verify", **wanted).value.need_verify_code


def verified(osm: Osm, contact: Contact) -> list:
    """Returns the entries for a contact among the verified ones."""
    found = osm.call("list_has_verified_contacts", contact_way=contact.way, contact_value=contact.value).value
    osm.expect("list_has_verified_contacts", "count", found.count, len(found.contact_list))
    return [one for one in found.contact_list if one.contact_value == contact.value]


def values(osm: Osm, way: int) -> list[str]:
    """Returns the verified contacts of a kind."""
    found = osm.call("list_has_verified_contacts", contact_way=way).value.contact_list
    return [one.contact_value for one in found or []]
