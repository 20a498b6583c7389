//! Tests of calls by name against the sandbox: requests, responses, metadata, pages and files.
#![allow(clippy::unwrap_used, reason = "tests may panic")]

use hwc_api::serde_json::{self, Value, json};
use hwc_api::transport::clock::ManualClock;
use hwc_api::{Client, ErrorKind, TaskResult};
use hwc_dynamic::{
    DynamicOperation, DynamicRequest, FileContents, ResponseWithMetadata, ValueSources, fill_page_defaults,
    response_json, visit_items,
};
use hwc_sandbox::{Sandbox, SandboxOptions};

fn client() -> Client {
    let sandbox = Sandbox::new(SandboxOptions::default()).unwrap();
    let builder = Client::builder().transport(sandbox).default_endpoint("http://sandbox.invalid");
    builder.auth_token("sandbox").build().unwrap()
}

fn request(operation: &str, members: &Value) -> DynamicRequest {
    let operation = DynamicOperation::find(operation).unwrap();
    DynamicRequest::from_json(operation, members.as_object().unwrap().clone()).unwrap()
}

#[tokio::test]
async fn a_request_from_json_has_a_response_as_json() {
    let request = request("osm.listcases", &json!({ "limit": 1 }));
    assert_eq!(request.validate().map_err(|error| error.to_string()), Ok(()));
    let operation = request.operation();
    let response = request.into_call(&client()).await.unwrap();
    assert_eq!(response_json(&*response)["incident_info_list"].as_array().unwrap().len(), 1);
    let mut ids = Vec::new();
    assert!(visit_items(operation, &*response, &mut |item| ids.push(serde_json::to_value(item).unwrap())));
    assert!(ids[0]["incident_id"].is_string());
}

#[tokio::test]
async fn metadata_comes_with_the_response() {
    let response = request("ListCases", &json!({})).into_call(&client()).response().await.unwrap();
    let json = serde_json::to_value(ResponseWithMetadata(&response)).unwrap();
    assert_eq!((&json["status"], &json["attempts"]), (&json!(200), &json!(1)));
    assert!(json["headers"]["content-type"].is_string() && json["body"]["total_count"].is_number());
}

#[tokio::test]
async fn all_pages_need_no_fields() {
    let operation = DynamicOperation::find("ListCases").unwrap();
    let mut members = json!({ "limit": 10 }).as_object().unwrap().clone();
    fill_page_defaults(operation, &mut members);
    let mut pages = DynamicRequest::from_json(operation, members).unwrap().into_call(&client()).pages();
    let mut sizes = Vec::new();
    while let Some(page) = pages.try_next().await.unwrap() {
        let mut size = 0;
        visit_items(operation, &*page, &mut |_| size += 1);
        sizes.push(size);
    }
    assert_eq!(sizes, [10, 5]);
}

#[tokio::test]
async fn files_from_standard_input_are_uploaded() {
    let operation = DynamicOperation::find("UploadAccessory").unwrap();
    let mut members =
        json!({ "file": { "path": "-", "file_name": "app.log" }, "form_data": { "accessoryFrom": "message" } });
    let members = members.as_object_mut().unwrap();
    let mut sources = ValueSources::new(|_| None, &b"The disk is slow."[..]);
    let files = FileContents::load(&operation.fields(), members, &mut sources).unwrap();
    let request = DynamicRequest::with_files(operation, members.clone(), &files).unwrap();
    let response = request.into_call(&client()).await.unwrap();
    assert!(response_json(&*response)["accessory_id"].is_string());
}

#[tokio::test]
async fn file_responses_are_saved_and_errors_leave_no_file() {
    let path = std::env::temp_dir().join(format!("hwc-dynamic-{}.bin", std::process::id()));
    let call = |id: &str| request("DownloadAccessories", &json!({ "accessory_id": id })).into_call(&client());
    let missing = call("none").save(&path).await.unwrap_err();
    assert_eq!((missing.kind(), path.exists()), (ErrorKind::Service, false));
    let bytes = call("1").save(&path).await.unwrap();
    let saved = std::fs::read(&path).unwrap();
    std::fs::remove_file(&path).unwrap();
    assert_eq!(saved.len() as u64, bytes);
}

#[tokio::test]
async fn background_work_is_waited_for_by_name() {
    let clock = ManualClock::new(std::time::SystemTime::UNIX_EPOCH);
    let sandbox = Sandbox::new(SandboxOptions::default().clock(clock.clone())).unwrap();
    let builder = Client::builder().transport(sandbox).default_endpoint("http://sandbox.invalid");
    let client = builder.koodrive_token("sandbox").clock(clock.clone()).build().unwrap();
    let members = json!({
        "taskType": 1,
        "taskInfo": {
            "fileInfo": [{ "fileId": "F00000000000000000000000000000001" }],
            "srcContainerId": "IAADfsBFCO6WtAtuA000000000000000000000000000001",
        },
        "dstContainerId": "IAADfsBFCO6WtAtuA000000000000000000000000000001",
    });
    let mut wait = request("CreateJob", &members).into_wait(&client).unwrap();
    let mut percent = Vec::new();
    while let Some(progress) = clock.run_to_completion(wait.try_next()).await.unwrap() {
        percent.push(progress.percent.unwrap());
    }
    assert_eq!((percent.first(), percent.last()), (Some(&0.0), Some(&100.0)));
    let id = response_json(wait.started().unwrap())["data"].clone();
    let outcome = wait.await.unwrap();
    assert_eq!((outcome.result, outcome.is_success()), (TaskResult::Succeeded, true));
    assert_eq!(response_json(&*outcome.response)["data"]["jobInfo"]["taskId"], id);
    assert!(request("ListCases", &json!({})).into_wait(&client).is_none());
}
