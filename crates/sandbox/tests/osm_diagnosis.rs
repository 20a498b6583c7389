//! Diagnosis: jobs that progress by the clock, their checks, earlier jobs, machines, and feedback.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails here is a failed test")]

mod common;

use std::collections::BTreeMap;

use common::Bench;
use common::database::{database, dump};
use hwc_models::osm::{
    CreateDiagnoseFeedback, CreateDiagnoseJob, DiagnoseCheckDetail, DiagnoseRecord, ListDiagnoseItems, ListDiagnoseJob,
    ListDiagnoseJobResponse, ListDiagnoseRecords, ListDiagnoseResources,
};

/// Starts a diagnosis of the machine with a fault.
async fn start(bench: &Bench) -> String {
    let params = BTreeMap::from([("eip".to_owned(), "203.0.113.8".to_owned())]);
    let request = CreateDiagnoseJob::new(1).params(params).region_id("cn-south-1");
    bench.send(request).await.job_id.unwrap().to_string()
}

async fn job(bench: &Bench, id: &str) -> ListDiagnoseJobResponse {
    bench.send(ListDiagnoseJob::new().job_id(id)).await
}

/// Returns the state of a job, then state and finding of each of its checks.
fn line(job: &ListDiagnoseJobResponse) -> String {
    let checks = job.items_result.iter();
    let checks = checks.map(|check| {
        let (id, state) = (check.check_id.as_ref().unwrap().as_str(), check.status.unwrap());
        format!("{id} {state} {:?}", check.problem_level.unwrap())
    });
    format!("{:?}: {}\n", job.status.unwrap(), checks.collect::<Vec<_>>().join(", "))
}

async fn items(bench: &Bench, request: ListDiagnoseItems) -> Vec<DiagnoseCheckDetail> {
    bench.send(request).await.item_results
}

async fn records(bench: &Bench, request: ListDiagnoseRecords) -> Vec<DiagnoseRecord> {
    bench.send(request).await.records
}

#[tokio::test]
async fn a_job_is_prepared_runs_check_after_check_and_is_done() {
    let bench = Bench::demo();
    let id = start(&bench).await;
    assert_eq!(id, "3");
    let mut lines = String::new();
    for _ in 0..6 {
        lines += &line(&job(&bench, &id).await);
        bench.wait(1);
    }
    insta::assert_snapshot!(lines, @r"
    Preparing: 101 0 NotRun, 102 0 NotRun, 103 0 NotRun, 104 0 NotRun
    Running: 101 2 NotRun, 102 0 NotRun, 103 0 NotRun, 104 0 NotRun
    Running: 101 3 Normal, 102 2 NotRun, 103 0 NotRun, 104 0 NotRun
    Running: 101 3 Normal, 102 3 Normal, 103 2 NotRun, 104 0 NotRun
    Running: 101 3 Normal, 102 3 Normal, 103 3 Abnormal, 104 2 NotRun
    Completed: 101 3 Normal, 102 3 Normal, 103 3 Abnormal, 104 3 Normal
    ");
    let url = "http://localhost/v2.0/servicerequest/diagnose/job?job_id=3";
    assert_eq!(bench.raw("GET", url, &[("X-Auth-Token", "t")], "").await.json()["job_id"], 3, "a number here");
    let job = job(&bench, &id).await;
    assert_eq!(job.job_id.unwrap().as_str(), "3");
    assert_eq!(job.domain_id.unwrap().as_str(), hwc_sandbox::account::DOMAIN_ID);
    assert_eq!(job.create_time, Some(i64::try_from(common::START).unwrap()));
    let check = &job.items_result[2];
    assert_eq!(check.check_name.as_deref(), Some("安全组"));
    assert_eq!((check.category_id.as_ref().unwrap().as_str(), check.category_name.as_deref()), ("20", Some("网络")));
    assert_eq!(check.visible, Some(1));
}

#[tokio::test]
async fn names_come_in_the_language_of_the_call() {
    let bench = Bench::demo();
    let english = [("X-Auth-Token", "t"), ("X-Language", "en-us")];
    let job = bench.send_with(ListDiagnoseJob::new().job_id("1"), &english).await;
    assert_eq!(job.items_result[2].check_name.as_deref(), Some("Security group"));
    assert_eq!(job.items_result[2].category_name.as_deref(), Some("Network"));
}

#[tokio::test]
async fn results_of_checks_are_read_one_by_one_or_together() {
    let bench = Bench::demo();
    let id = start(&bench).await;
    bench.wait(60);
    let of = || ListDiagnoseItems::new().job_id(id.as_str());
    let all = items(&bench, of()).await;
    let ids: Vec<&str> = all.iter().map(|item| item.check_id.as_ref().unwrap().as_str()).collect();
    assert_eq!(ids, ["101", "102", "103", "104"]);
    let found = &all[2];
    assert_eq!((found.status, found.level, found.response.as_deref()), (Some(3), Some(4), Some("Abnormal")));
    assert_eq!(found.check_name.as_deref(), Some("安全组"));
    assert_eq!(found.check_name_en.as_deref(), Some("Security group"));
    assert_eq!(found.suggestion.as_deref(), Some("请在控制台检查该项配置。"));
    assert_eq!(found.suggestion_url.as_deref(), Some("https://support.huaweicloud.com/"));
    assert_eq!((all[0].level, all[0].response.as_deref()), (Some(3), Some("Normal")));
    assert_eq!(items(&bench, of().item_ids(["103"])).await, [all[2].clone()]);
    assert_eq!(items(&bench, of().item_ids(["102,103"])).await, all[1..3]);
    assert_eq!(items(&bench, of().item_ids(["103", "102"])).await, all[1..3]);
    assert_eq!(items(&bench, of().region_id("cn-south-1")).await, all);
}

#[tokio::test]
async fn earlier_jobs_are_filtered_and_come_in_pages() {
    let bench = Bench::demo();
    let id = start(&bench).await;
    let servers = records(&bench, ListDiagnoseRecords::new()).await;
    let ids: Vec<&str> = servers.iter().map(|record| record.job_id.as_ref().unwrap().as_str()).collect();
    assert_eq!(ids, [id.as_str(), "1"], "the newest first");
    let fresh = &servers[0];
    assert_eq!((fresh.status.as_deref(), fresh.red_count, fresh.abnormal_items.len()), (Some("0"), Some(0), 0));
    bench.wait(4);
    let done = records(&bench, ListDiagnoseRecords::new().kind(1).region_id("cn-south-1")).await.remove(0);
    assert_eq!(done.id.unwrap().as_str(), "record-3");
    assert_eq!((done.status.as_deref(), done.red_count), (Some("2"), Some(1)));
    assert_eq!(done.abnormal_items[0].as_str(), "103");
    assert_eq!(done.params, BTreeMap::from([("eip".to_owned(), "203.0.113.8".to_owned())]));
    assert_eq!(done.region.unwrap().as_str(), "cn-south-1");
    assert_eq!(done.create_time, Some(i64::try_from(common::START).unwrap()));
    let second = bench.send(ListDiagnoseRecords::new().page_size(1_u32).page_no(2_u32)).await;
    assert_eq!((second.total_count, second.records[0].job_id.as_ref().unwrap().as_str()), (Some(2), "1"));
    assert_eq!(records(&bench, ListDiagnoseRecords::new().page_no(u32::MAX).page_size(100_u32)).await, []);
    assert_eq!(records(&bench, ListDiagnoseRecords::new().kind(2)).await[0].abnormal_items[0].as_str(), "201");
    assert_eq!(records(&bench, ListDiagnoseRecords::new().kind(3)).await, []);
    assert_eq!(records(&bench, ListDiagnoseRecords::new().region_id("cn-east-3")).await, []);
}

#[tokio::test]
async fn machines_are_filtered_and_come_in_pages() {
    let bench = Bench::demo();
    let of = || ListDiagnoseResources::new().project_id("project-1");
    let all = bench.send(of()).await;
    assert_eq!((all.total_count, all.result.len()), (Some(2), 2));
    let broken = &all.result[1];
    assert_eq!(broken.id.as_ref().unwrap().as_str(), "vm-2");
    let texts = [&broken.name, &broken.access_ipv4, &broken.status, &broken.fault, &broken.progress];
    let texts: Vec<&str> = texts.into_iter().map(|text| text.as_deref().unwrap()).collect();
    assert_eq!(texts, ["server-2", "203.0.113.8", "ACTIVE", "安全组", "100"]);
    assert_eq!(broken.metadata, Some(serde_json::json!({ "charging_mode": "0" })));
    assert_eq!(broken.tenant_id.as_ref().unwrap().as_str(), "project-1");
    let filters = [
        (of().region("cn-south-1"), 1, 1),
        (of().vm_id("vm-1"), 1, 1),
        (of().eip("203.0.113.8"), 1, 1),
        (of().vm_name("server-1"), 1, 1),
        (of().vm_name("server-3"), 0, 0),
        (of().limit(1_u32).offset(0_u32), 2, 1),
        (of().limit(1_u32).offset(2_u32), 2, 1),
        (of().limit(1_u32).offset(3_u32), 2, 0),
        (of().limit(u32::MAX).offset(u32::MAX), 2, 0),
        (ListDiagnoseResources::new().project_id("project-9"), 0, 0),
    ];
    for (request, total, here) in filters {
        let page = bench.send(request.clone()).await;
        assert_eq!((page.total_count, page.result.len()), (Some(total), here), "{request:?}");
    }
}

#[tokio::test]
async fn feedback_is_kept() {
    let bench = Bench::empty();
    let feedback = CreateDiagnoseFeedback::new(2, false).content("It found nothing.").region_id("cn-north-4");
    bench.send(feedback).await;
    bench.send(CreateDiagnoseFeedback::new(1, true)).await;
    let lines = database(&bench, |db| {
        let sql =
            "SELECT concat_ws(' ', kind, is_helpful, content, region, user_id, created_at) FROM diagnose_feedback";
        let mut rows = db.prepare(sql)?;
        rows.query_map((), |row| row.get(0))?.collect::<Result<Vec<String>, _>>()
    });
    let kept = ["2 0 It found nothing. cn-north-4 sandbox-user 1767225600000", "1 1 sandbox-user 1767225600000"];
    assert_eq!(lines.await, kept);
}

#[tokio::test]
async fn what_cannot_be_is_refused_and_changes_nothing() {
    let bench = Bench::demo();
    let before = dump(&bench).await;
    let kind = "200 OSM.01010001 type must be 1, 2, 3 or 4.";
    assert_eq!(bench.refused(CreateDiagnoseJob::new(5)).await, kind);
    assert_eq!(bench.refused(CreateDiagnoseFeedback::new(5, true)).await, kind);
    let unknown = "200 OSM.01010001 Diagnosis job not found.";
    for job in ["987654321", "job id"] {
        assert_eq!(bench.refused(ListDiagnoseJob::new().job_id(job)).await, unknown);
    }
    assert_eq!(
        bench.refused(ListDiagnoseJob::new().job_id("")).await,
        "400 OSM.0001 job_id has 0 characters, at least 1"
    );
    assert_eq!(bench.refused(ListDiagnoseJob::new().job_id("1").region_id("cn-east-3")).await, unknown);
    assert_eq!(bench.refused(ListDiagnoseItems::new()).await, unknown);
    let check = bench.refused(ListDiagnoseItems::new().job_id("1").item_ids(["101,201"])).await;
    assert_eq!(check, "200 OSM.01010001 item_ids has a check that the job does not have.");
    assert_eq!(dump(&bench).await, before);
}
