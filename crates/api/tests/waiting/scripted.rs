//! States, errors and deadlines that the sandbox does not produce.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use hwc_api::http::Response;
use hwc_api::koodrive::{CreateJob, GetJobDetail, JobInput, JobType};
use hwc_api::transport::HttpRequest;
use hwc_api::transport::clock::ManualClock;
use hwc_api::{Body, Client, Clock, ErrorKind, TaskResult, TransportError};

use super::{client, clock};

const STARTED: &str = r#"{"data": "job-1"}"#;

/// Returns a client whose service returns these responses in order, then the last one for ever.
fn scripted(bodies: &[(u16, &str)]) -> (ManualClock, Client, Arc<Mutex<Vec<String>>>) {
    let asked = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&asked);
    let bodies: VecDeque<(u16, String)> = bodies.iter().map(|(status, body)| (*status, (*body).to_owned())).collect();
    let bodies = Mutex::new(bodies);
    let transport = move |request: HttpRequest| {
        seen.lock().unwrap().push(request.uri().path().to_owned());
        let mut bodies = bodies.lock().unwrap();
        let next = bodies.pop_front().unwrap();
        if bodies.is_empty() {
            bodies.push_back(next.clone());
        }
        let answer = Response::builder().status(next.0).header("content-type", "application/json");
        std::future::ready(Ok::<_, TransportError>(answer.body(Body::from(next.1)).unwrap()))
    };
    let clock = clock();
    (clock.clone(), client(&clock, transport), asked)
}

fn job() -> CreateJob {
    CreateJob::new(JobType::Copy, JobInput::default().src_container_id("a"), "b")
}

fn state(status: u32, result: &str) -> String {
    format!(r#"{{"data": {{"jobInfo": {{"status": {status}, "taskResultCode": {result}}}}}}}"#)
}

#[tokio::test]
async fn work_can_be_canceled() {
    let (clock, client, asked) = scripted(&[(200, STARTED), (200, &state(1, "null")), (200, &state(3, "null"))]);
    let outcome = clock.run_to_completion(client.wait(job())).await.unwrap();
    assert_eq!(outcome.result, TaskResult::Canceled);
    assert_eq!(*asked.lock().unwrap(), ["/koodrive/ose/v1/jobs", "/koodrive/ose/v1/job-1", "/koodrive/ose/v1/job-1"]);
}

#[tokio::test]
async fn a_wait_ends_at_its_deadline() {
    let (clock, client, _) = scripted(&[(200, STARTED), (200, &state(9, "null"))]);
    let start = clock.monotonic();
    let mut wait = client.wait(job()).timeout(Duration::from_secs(60));
    let error = clock.run_to_completion(&mut wait).await.unwrap_err();
    assert_eq!((error.kind(), error.is_retryable()), (ErrorKind::Timeout, true));
    assert_eq!(
        error.to_string(),
        "koodrive.GetJobDetail: timed out: the task did not end within 60s; its last state is `9`"
    );
    assert_eq!(clock.monotonic() - start, Duration::from_secs(60), "an unknown state may be one that runs");
    assert_eq!(wait.try_next().await.unwrap(), None, "the wait is over");
}

#[tokio::test]
async fn intervals_grow_up_to_a_limit() {
    let (clock, client, asked) = scripted(&[(200, STARTED), (200, &state(1, "null"))]);
    let wait = client.wait(job()).timeout(Duration::from_secs(100));
    clock.run_to_completion(wait).await.unwrap_err();
    // After 0, 1, 2.5, 4.75, 8.1, 13.2, 20.8, 32.2, 47.2, 62.2, 77.2 and 92.2 seconds.
    assert_eq!(asked.lock().unwrap().len(), 1 + 12);
}

#[tokio::test]
async fn transient_errors_of_polls_are_passed_over_and_others_returned() {
    let bodies = [(200, STARTED), (503, "{}"), (429, "{}"), (404, "{}"), (200, &state(2, "1"))];
    let (clock, client, asked) = scripted(&bodies);
    let mut wait = client.wait(job());
    let error = clock.run_to_completion(wait.try_next()).await.unwrap_err();
    assert_eq!((error.kind(), error.operation().unwrap().name), (ErrorKind::Service, "GetJobDetail"));
    assert_eq!(asked.lock().unwrap().len(), 4);
    assert!(clock.run_to_completion(wait).await.unwrap().is_success(), "the wait continues");
}

#[tokio::test]
async fn work_that_did_not_start_is_an_error() {
    let (_, client, asked) = scripted(&[(503, "{}")]);
    let mut wait = client.wait(job());
    assert_eq!(wait.try_next().await.unwrap_err().kind(), ErrorKind::Service);
    assert_eq!(wait.try_next().await.unwrap(), None);
    assert_eq!(asked.lock().unwrap().len(), 1);
    let (_, client, _) = scripted(&[(200, r#"{"code": 0}"#)]);
    let error = client.wait(job()).await.unwrap_err();
    assert_eq!((error.kind(), error.decode_path()), (ErrorKind::Decode, Some("data")));
    assert_eq!(error.operation().unwrap().name, "CreateJob");
}

#[tokio::test]
async fn an_end_without_a_result_is_an_error() {
    let (clock, client, _) = scripted(&[(200, &state(2, "null"))]);
    let error = clock.run_to_completion(client.wait_for::<CreateJob>(GetJobDetail::new("job-1"))).await.unwrap_err();
    assert_eq!((error.kind(), error.decode_path()), (ErrorKind::Decode, Some("data.jobInfo.taskResultCode")));
}

#[tokio::test]
async fn options_apply_to_the_request_and_to_polls() {
    let seen = Arc::new(Mutex::new(0));
    let count = Arc::clone(&seen);
    let transport = move |request: HttpRequest| {
        *count.lock().unwrap() += usize::from(request.headers().contains_key("x-batch"));
        let body = if request.method() == "POST" { STARTED.to_owned() } else { state(2, "2") };
        std::future::ready(Ok::<_, TransportError>(Response::new(Body::from(body))))
    };
    let client = client(&clock(), transport);
    let outcome = client.send(job()).header("x-batch", "1").wait().await.unwrap();
    assert_eq!((outcome.result, *seen.lock().unwrap()), (TaskResult::Partial, 2));
    let mut sent = client.send(job());
    (&mut sent).await.unwrap();
    assert_eq!(sent.wait().await.unwrap_err().kind(), ErrorKind::InvalidRequest, "the call was already sent");
}
