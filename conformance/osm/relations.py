"""Links between tickets: at most three."""

from __future__ import annotations

from functools import partial
from typing import Any

import huaweicloudsdkosm.v2 as models

import codes
from client import Osm
from ground import Choice, opened, state


def run(osm: Osm, choice: Choice) -> None:
    """Links new tickets, up to the limit and beyond."""
    osm.step(links, choice)
    osm.step(refuses, choice)


def links(osm: Osm, choice: Choice) -> None:
    """Checks that links exist until they are removed, one by one."""
    names = ["The one", "Second", "Third", "Fourth", "Fifth"]
    one, second, third, fourth, fifth = [opened(osm, choice, name) for name in names]
    osm.call("create_relations", case_id=one, body=related(second, third))
    both = "create_relations list_relation"
    found = osm.call("list_relation", case_id=one).value.case_relation_list
    expected = {(second, "Second"), (third, "Third")}
    osm.expect(both, "links", {(link.case_id, link.simple_description) for link in found}, expected)
    osm.expect(both, "user_name", all(link.user_name for link in found), True)
    osm.call("create_relations", case_id=one, body=related(fourth))
    osm.expect(both, "links after a third", linked(osm, one), {second, third, fourth})
    unchanged = partial(state, osm, one, fifth)
    osm.refused("create_relations", codes.RELATIONS, unchanged, case_id=one, body=related(fifth))
    osm.call("delete_relation", case_id=one, body=models.DeleteRelationsReq(related_id=third))
    osm.expect("delete_relation list_relation", "links after removing one", linked(osm, one), {second, fourth})
    osm.call("create_relations", case_id=one, body=related(fifth))
    osm.expect(both, "links after making room", linked(osm, one), {second, fourth, fifth})


def refuses(osm: Osm, choice: Choice) -> None:
    """Checks that a ticket cannot be linked to itself, to an unknown ticket, or to four at once."""
    one, other = opened(osm, choice, "A single ticket"), opened(osm, choice, "Another")
    unchanged = partial(state, osm, one, other)
    osm.refused("create_relations", codes.RELATED_TO_ITSELF, unchanged, case_id=one, body=related(one))
    osm.refused("create_relations", codes.RELATED_TO_ITSELF, unchanged, case_id=one, body=related(other, one))
    osm.refused("create_relations", codes.TICKET_UNKNOWN, unchanged, case_id=one, body=related(other, "case-0"))
    four = related(other, "case-1", "case-2", "case-3")
    osm.refused("create_relations", codes.LIMIT | {codes.RELATIONS}, unchanged, case_id=one, body=four)
    unknown = models.DeleteRelationsReq(related_id="case-0")
    osm.refused("delete_relation", codes.ANY, unchanged, case_id=one, body=unknown)


def related(*case_ids: str) -> Any:
    """Returns the request for links to these tickets."""
    return models.CreateRelationsReq(related_id_list=list(case_ids))


def linked(osm: Osm, case_id: str) -> set[str]:
    """Returns the tickets that a ticket is linked to."""
    found = osm.call("list_relation", case_id=case_id).value.case_relation_list
    return {link.case_id for link in found or []}
