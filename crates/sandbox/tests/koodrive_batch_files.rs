//! `BatchFiles`, which starts a batch job.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails here is a failed test")]

mod common;

use common::Bench;
use common::drive::{FILE, SALES, sales};
use common::users::{LI, NOOR};
use hwc_models::koodrive::{BatchFiles, FileListScope, GetDepartmentFiles, GetJobDetail, SpaceType};
use serde_json::json;

#[tokio::test]
async fn a_batch_is_a_job() {
    let bench = Bench::demo();
    let space = sales(&bench).await;
    let files = json!({ "srcContainerId": space, "fileInfo": [{ "fileId": FILE, "filePath": FILE }] });
    let body = json!({ "taskType": 2, "actionType": 201, "taskInfo": files, "dstContainerId": space });
    let denied = NOOR.refused(&bench, BatchFiles::new(body.clone())).await;
    assert_eq!(denied, "400 13000410 No permission on the space.");
    let answer = LI.send(&bench, BatchFiles::new(body)).await.answer.unwrap();
    assert_eq!((&answer["code"], &answer["msg"]), (&json!(0), &json!("success")));
    bench.wait(3);
    let detail = LI.send(&bench, GetJobDetail::new(answer["data"].as_str().unwrap())).await.data.unwrap();
    assert_eq!(detail.task_infos[0].file_id.as_ref().unwrap().as_str(), FILE);
    let recycled = GetDepartmentFiles::new(SALES, FileListScope::RecycleBin, space).team_type(SpaceType::Department);
    assert_eq!(LI.send(&bench, recycled.parent_file_id("root")).await.files.len(), 1);
}

#[tokio::test]
async fn a_body_that_is_not_a_job_gets_the_reason() {
    let bench = Bench::demo();
    let refused = LI.refused(&bench, BatchFiles::new(json!({ "fileIds": ["file-1"] }))).await;
    assert!(refused.starts_with("400 13000413 The body must be that of CreateJob: "), "{refused}");
    assert!(refused.contains("taskType is required"), "{refused}");
    let refused = LI.refused(&bench, BatchFiles::new(json!("all"))).await;
    assert!(refused.starts_with("400 13000413 "), "{refused}");
    let unfit = json!({ "srcContainerId": "none", "fileInfo": [{ "fileId": FILE }] });
    let unfit = json!({ "taskType": 1, "actionType": 201, "taskInfo": unfit, "dstContainerId": "none" });
    let refused = LI.refused(&bench, BatchFiles::new(unfit)).await;
    assert_eq!(refused, "400 13000102 actionType 201 does not fit taskType 1");
}
