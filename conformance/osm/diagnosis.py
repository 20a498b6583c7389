"""Self-service diagnosis, and reports of violations."""

from __future__ import annotations

import base64
from functools import partial
from typing import Any

import huaweicloudsdkosm.v2 as models

import account
import codes
from client import Osm
from report import DISTINCT, FILLED, Matcher, at_least, contains, lacks, one_of

OF_SERVERS, OF_DATABASES = 1, 2

DIGITS = Matcher(
    "digits, which the package reads as a number elsewhere", lambda got: isinstance(got, str) and got.isdigit()
)


def run(osm: Osm) -> None:
    """Runs and rates a job, and sends a report."""
    server = osm.step(resources)
    job_id = osm.step(starts, server)
    osm.step(records, job_id)
    osm.step(items)
    osm.step(feedback)
    osm.step(refuses)
    osm.step(complains)


def resources(osm: Osm) -> Any:
    """Lists the virtual machines of a project."""
    name = "list_diagnose_resources"
    found = osm.call(name, body=models.QueryTscDiagnoseResourcesReq(project_id=account.PROJECT_ID)).value
    osm.expect(name, "number of machines", len(found.result or []), at_least(1))
    osm.expect(name, "total_count", found.total_count, len(found.result))
    osm.expect(name, "ids", [one.id for one in found.result], DISTINCT)
    osm.expect(name, "name", found.result[0].name, FILLED)
    osm.expect(name, "status", found.result[0].status, FILLED)
    return found.result[0]


def starts(osm: Osm, server: Any) -> str:
    """Checks that a new job can be read by its ID."""
    parameters = {"eip": server.access_i_pv4 or "203.0.113.7"}
    body = models.SubmitDiagnoseJobReq(type=OF_SERVERS, params=parameters, region_id="cn-north-4")
    job_id = osm.call("create_diagnose_job", body=body).value.job_id
    osm.expect("create_diagnose_job", "job_id", job_id, DIGITS)
    found = osm.call("list_diagnose_job", job_id=job_id).value
    both = "create_diagnose_job list_diagnose_job"
    osm.expect(both, "job_id", found.job_id, int(job_id))
    osm.expect(both, "status", found.status, one_of(0, 1, 2, 3, 4, 7, 8))
    osm.expect("list_diagnose_job", "domain_id", found.domain_id, FILLED)
    osm.expect("list_diagnose_job", "create_time", found.create_time, at_least(1))
    return job_id


def records(osm: Osm, job_id: str) -> None:
    """Checks that only the list of its type has the job, and that pages are complete."""
    name = "list_diagnose_records"
    found = osm.call(name, type=OF_SERVERS, page_no=1, page_size=100).value
    both = f"create_diagnose_job {name}"
    osm.expect(both, "jobs", [one.job_id for one in found.records], contains(job_id))
    osm.expect(name, "total_count", found.total_count, len(found.records))
    mine = next(one for one in found.records if one.job_id == job_id)
    osm.expect(both, "params of the job", list(mine.params), ["eip"])
    others = osm.call(name, type=OF_DATABASES, page_no=1, page_size=100).value.records
    osm.expect(name, "jobs of another type", [one.job_id for one in others or []], lacks(job_id))
    page = osm.call(name, type=OF_SERVERS, page_no=1, page_size=1).value
    osm.expect(name, "first page of one", [one.job_id for one in page.records], [found.records[0].job_id])
    osm.expect(name, "total_count on it", page.total_count, found.total_count)


def items(osm: Osm) -> None:
    """Checks that one of the jobs has checks, with results that can be read one by one or together."""
    found = osm.call("list_diagnose_records", type=OF_SERVERS, page_no=1, page_size=100).value.records
    for one in found:
        checks = osm.call("list_diagnose_job", job_id=one.job_id).value.items_result
        if checks:
            return results(osm, one.job_id, checks)
    osm.expect("list_diagnose_job", "jobs with checks", 0, at_least(1))


def runs(osm: Osm) -> Any:
    """Returns all jobs on servers, as in the response."""
    return osm.call("list_diagnose_records", page_size=100).body


def results(osm: Osm, job_id: str, checks: list) -> None:
    """Returns the results of the checks of a job."""
    name = "list_diagnose_items"
    ids = [check.check_id for check in checks]
    osm.expect("list_diagnose_job", "check_ids", ids, DISTINCT)
    osm.expect("list_diagnose_job", "problem levels", {check.problem_level for check in checks} <= {0, 3, 4}, True)
    names = {check.check_id: check.check_name for check in checks}
    for asked in (ids[:1], ids):
        body = models.QueryDiagnoseItemsReq(job_id=job_id, item_ids=",".join(asked))
        got = osm.call(name, body=body).value.item_results
        osm.expect(name, "check_ids", sorted(one.check_id for one in got), sorted(asked))
        osm.expect(name, "name", got[0].check_name, names[got[0].check_id])


def feedback(osm: Osm) -> None:
    """Sends feedback on a job. No operation returns it."""
    for helped in (True, False):
        body = models.CreateFeedbackReq(type=OF_SERVERS, content="The address was wrong.", is_helpful=helped)
        answer = osm.call("create_diagnose_feedback", body=body)
        osm.expect("create_diagnose_feedback", "status", answer.status, 200)


def refuses(osm: Osm) -> None:
    """Checks unknown types and jobs."""
    odd = models.SubmitDiagnoseJobReq(type=5, params={"eip": "203.0.113.7"})
    osm.refused("create_diagnose_job", codes.LIMIT, partial(runs, osm), body=odd)
    osm.refused("create_diagnose_feedback", codes.LIMIT, body=models.CreateFeedbackReq(type=5, is_helpful=True))
    osm.refused("list_diagnose_job", codes.ANY, job_id="987654321")
    osm.refused("list_diagnose_items", codes.ANY, body=models.QueryDiagnoseItemsReq(job_id="987654321", item_ids="1"))
    osm.refused("list_diagnose_records", codes.LIMIT, page_size=101)


def complains(osm: Osm) -> None:
    """Sends a report with an uploaded file, and reports with missing values."""
    data = base64.b64encode(b"Evidence.").decode()
    upload = models.AccessoryJsonFormatReq(accessory_name="evidence.txt", accessory_from="message", accessory_data=data)
    evidence = osm.call("upload_json_accessories", body=upload).value.accessory_id
    answer = osm.call("create_feedback", body=complaint("Our logo is on this site.", [evidence]))
    osm.expect("create_feedback", "status", answer.status, 200)
    osm.refused("create_feedback", codes.ANY | codes.LIMIT, body=complaint("", [evidence]))
    osm.refused("create_feedback", codes.ANY | codes.LIMIT, body=complaint("Four files.", [evidence] * 4))
    osm.refused("create_feedback", codes.ANY | codes.LIMIT, body=complaint("No file.", []))


def complaint(content: str, files: list[str]) -> Any:
    """Returns the request for a report about a trademark."""
    contacts = models.ContactWayInfoV2(
        name="Ada",
        mobile="13800001111",
        mail="ada@example.com",
        id_type=23,
        id_files=files[:1],
        address="1 Example Road",
    )
    rights = models.IntellectualPropertyV2(ip_type="trademark", ip_area="China", ip_number="1", ip_content="A logo.")
    return models.CreateFeedbackV2Req(
        type="infringement", title="example.com", content=content, files=files, ip=rights, contacts=contacts
    )
