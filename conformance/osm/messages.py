"""Messages on tickets: writing, reading, polling, revoking."""

from __future__ import annotations

from functools import partial
from typing import Any

import huaweicloudsdkosm.v2 as models

import codes
from client import Osm
from ground import ALL, PROCESSING, Choice, detail, listed, opened, state
from report import FILLED, at_least, contains, lacks

BY_CUSTOMER, BY_ENGINEER = 0, 1


def run(osm: Osm, choice: Choice) -> None:
    """Writes on a new ticket, and reads the message of an engineer on a ticket of the demo data."""
    osm.step(writes, choice)
    osm.step(withdraws, choice)
    osm.step(reads_on, choice)
    osm.step(polls, choice)
    answered = osm.step(answered_ticket)
    osm.step(refuses_withdrawal, answered)
    osm.step(marks_read, answered)
    osm.step(refuses, choice)


def writes(osm: Osm, choice: Choice) -> None:
    """Checks that all readings have a message."""
    case_id = opened(osm, choice, "Who is there?")
    say(osm, case_id, "It is getting worse.")
    found = osm.call("list_messages", case_id=case_id, limit=ALL).value
    both = "create_messages list_messages"
    osm.expect(both, "count", found.count, 2)
    osm.expect(both, "contents", {one.content for one in found.message_list}, {"Who is there?", "It is getting worse."})
    new = next(one for one in found.message_list if one.content == "It is getting worse.")
    osm.expect(both, "type", new.type, BY_CUSTOMER)
    osm.expect(both, "replier_type", new.replier_type, 0)
    osm.expect(both, "replier_name", new.replier_name, FILLED)
    osm.expect(both, "is_first_message", new.is_first_message, 0)
    first = next(one for one in found.message_list if one.content == "Who is there?")
    osm.expect("list_messages", "is_first_message of the description", first.is_first_message, 1)
    shown = [one.content for one in detail(osm, case_id).message_list]
    osm.expect("create_messages show_case_detail", "messages", shown, ["Who is there?", "It is getting worse."])
    page = osm.call("list_messages", case_id=case_id, offset=1, limit=1).value
    osm.expect(
        "list_messages",
        "second page of one",
        [one.content for one in page.message_list],
        [found.message_list[1].content],
    )
    osm.expect("list_messages", "count on it", page.count, 2)


def withdraws(osm: Osm, choice: Choice) -> None:
    """Checks that the customer's own messages can be revoked, except the description."""
    case_id = opened(osm, choice, "A description stays.")
    say(osm, case_id, "My password is secret.")
    first, slip = detail(osm, case_id).message_list
    osm.call("revoke_message", case_id=case_id, message_id=slip.message_id)
    osm.expect("revoke_message list_messages", "messages", contents(osm, case_id), lacks("My password is secret."))
    shown = [one.content for one in detail(osm, case_id).message_list]
    osm.expect("revoke_message show_case_detail", "messages", shown, lacks("My password is secret."))
    unchanged = partial(state, osm, case_id)
    osm.refused("revoke_message", codes.ANY, unchanged, case_id=case_id, message_id=slip.message_id)
    osm.refused("revoke_message", codes.ANY, unchanged, case_id=case_id, message_id=first.message_id)
    osm.refused("revoke_message", codes.ANY | codes.LIMIT, unchanged, case_id=case_id, message_id="no-such-message")


def reads_on(osm: Osm, choice: Choice) -> None:
    """Checks messages from a time on. The direction is not documented: one of both ends has all messages."""
    case_id = opened(osm, choice, "From here")
    say(osm, case_id, "and on")
    name = "list_more_instant_messages"
    read: list[set[str]] = []
    for time in ("1971-01-01T00:00:00.000Z", "2999-01-01T00:00:00.000Z"):
        found = osm.call(name, case_id=case_id, create_time=time, type=BY_CUSTOMER, limit=ALL).value
        read.append({one.content for one in found.message_list or []})
        osm.expect(name, f"messages from {time}, beside those of the ticket", read[-1] - {"From here", "and on"}, set())
    osm.expect(name, "messages", read, contains({"From here", "and on"}))


def polls(osm: Osm, choice: Choice) -> None:
    """Checks that known messages do not come again."""
    name = "list_new_instant_messages"
    case_id = opened(osm, choice, "Any news?")
    first = osm.call(name, case_ids=[case_id]).value
    osm.expect(name, "last_message_time_id", first.last_message_time_id, FILLED)
    say(osm, case_id, "News of mine.")
    seen = polled(first)
    second = osm.call(name, case_ids=[case_id], last_message_time_id=first.last_message_time_id).value
    osm.expect(name, "messages that were seen before", polled(second) & seen, set())
    osm.expect(name, "messages of other tickets", polled(second) - {(case_id, "News of mine.")}, set())


def polled(answer: Any) -> set[tuple[str, str]]:
    """Returns tickets and contents of the messages in a poll."""
    return {(one.incident_id, text.content) for one in answer.immsg or [] for text in one.message_list or []}


def answered_ticket(osm: Osm) -> str | None:
    """Returns a ticket in progress with an unread message of an engineer."""
    found = osm.call("list_unread_new_instant_messages", case_ids=listed(osm, status=PROCESSING)).value.imunread
    unread = [one for one in found or [] if one.unread_num]
    osm.expect("list_unread_new_instant_messages", "tickets with unread messages", len(unread), at_least(1))
    return unread[0].incident_id if unread else None


def marks_read(osm: Osm, case_id: str) -> None:
    """Checks that messages of engineers are unread, come with a poll, and are read afterwards."""
    found = osm.call("list_messages", case_id=case_id, limit=ALL).value.message_list
    replies = {one.content for one in found if one.type == BY_ENGINEER}
    osm.expect("list_messages", "replies of engineers", replies, FILLED)
    osm.expect("list_unread_new_instant_messages", "unread_num", 0 < unread(osm, case_id) <= len(replies), True)
    poll = osm.call("list_new_instant_messages", case_ids=[case_id]).value
    come = {content for _, content in polled(poll)}
    osm.expect("list_new_instant_messages", "replies that did not come", replies - come, set())
    osm.expect("list_new_instant_messages", "state of the ticket", states(poll), [(case_id, 0)])
    body = models.UpdateUnreadNewInstantMsgV2Req()
    osm.call("update_new_instant_messages_read", case_id=case_id, body=body)
    both = "update_new_instant_messages_read list_unread_new_instant_messages"
    osm.expect(both, "unread_num after it", unread(osm, case_id), 0)
    poll = osm.call("list_new_instant_messages", case_ids=[case_id]).value
    osm.expect("update_new_instant_messages_read", "state of the ticket after it", states(poll), [(case_id, 1)])


def states(poll: Any) -> list[tuple[str, int]]:
    """Returns the tickets of a poll, with 0 for unread and 1 for read."""
    return [(one.incident_id, one.status) for one in poll.imstatus or []]


def unread(osm: Osm, case_id: str) -> int:
    """Returns the number of unread messages of a ticket."""
    found = osm.call("list_unread_new_instant_messages", case_ids=[case_id]).value.imunread
    return sum(one.unread_num for one in found or [] if one.incident_id == case_id)


def refuses_withdrawal(osm: Osm, case_id: str) -> None:
    """Checks that the customer cannot revoke a message of an engineer."""
    reply = next(one for one in detail(osm, case_id).message_list if one.type == BY_ENGINEER)
    osm.refused("revoke_message", codes.ANY, partial(state, osm, case_id), case_id=case_id, message_id=reply.message_id)


def refuses(osm: Osm, choice: Choice) -> None:
    """Checks texts that are too long, too many files, and unknown files."""
    case_id = opened(osm, choice, "Quiet, please.")
    unchanged = partial(state, osm, case_id)
    osm.refused("create_messages", codes.LIMIT, unchanged, case_id=case_id, body=message("x" * 2001))
    osm.refused(
        "create_messages", codes.LIMIT, unchanged, case_id=case_id, body=message("files", [str(n) for n in range(11)])
    )
    osm.refused("create_messages", codes.ANY, unchanged, case_id=case_id, body=message("file", ["no-such-file"]))
    osm.refused(
        "list_more_instant_messages",
        codes.LIMIT,
        case_id=case_id,
        create_time="2999-01-01T00:00:00.000Z",
        type=2,
        limit=1,
    )


def message(content: str, accessory_ids: list[str] | None = None) -> Any:
    """Returns the request for a message."""
    text = models.CreateMessageDoV2(content=content, accessory_ids=accessory_ids)
    return models.CreateMessageV2Req(message=text)


def say(osm: Osm, case_id: str, content: str, accessory_ids: list[str] | None = None) -> None:
    """Writes a message."""
    osm.call("create_messages", case_id=case_id, body=message(content, accessory_ids))


def contents(osm: Osm, case_id: str) -> list[str]:
    """Returns the messages on a ticket."""
    found = osm.call("list_messages", case_id=case_id, limit=ALL).value.message_list
    return [one.content for one in found]
