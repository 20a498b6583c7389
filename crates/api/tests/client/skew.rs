//! Clock skew: the service returns its time, and the request is signed again.

use std::sync::Arc;

use hwc_api::{Client, Credentials, ErrorKind};

use crate::common::{Fake, ListCases, clock};

fn client(fake: &Fake) -> Client {
    let keys = Credentials::access_key("AK", "SECRET-KEY").domain_id("d1");
    Client::builder().credentials(keys).clock(Arc::new(clock())).transport(fake.transport()).build().unwrap()
}

fn dates(fake: &Fake) -> Vec<String> {
    fake.seen().iter().map(|seen| seen.header("x-sdk-date").unwrap().to_owned()).collect()
}

const TOO_OLD: &str = r#"{"error_code": "APIGW.0301", "error_msg": "Incorrect IAM authentication information"}"#;

#[tokio::test]
async fn the_time_is_learned_once_and_kept() {
    for status in [401, 403] {
        let date = [("date", "Thu, 01 Jan 1970 02:00:00 GMT")];
        let fake = Fake::default().then_with(status, &date, TOO_OLD).then(200, "{}").then(200, "{}");
        let client = client(&fake);
        client.send(ListCases::new()).await.unwrap();
        client.send(ListCases::new()).await.unwrap();
        assert_eq!(dates(&fake), ["19700101T000000Z", "19700101T020000Z", "19700101T020000Z"]);
    }
}

#[tokio::test]
async fn a_refusal_by_a_clock_that_agrees_is_final() {
    for date in ["Thu, 01 Jan 1970 00:00:04 GMT", "yesterday"] {
        let fake = Fake::default().then_with(401, &[("date", date)], TOO_OLD);
        let error = client(&fake).send(ListCases::new()).await.unwrap_err();
        assert_eq!((error.kind(), fake.seen().len()), (ErrorKind::Service, 1));
    }
}

#[tokio::test]
async fn a_service_that_keeps_refusing_is_asked_twice() {
    let dates = ["Thu, 01 Jan 1970 02:00:00 GMT", "Thu, 01 Jan 1970 05:00:00 GMT"];
    let fake = dates.iter().fold(Fake::default(), |fake, date| fake.then_with(403, &[("date", date)], TOO_OLD));
    client(&fake).send(ListCases::new()).await.unwrap_err();
    assert_eq!(fake.seen().len(), 2);
}

#[tokio::test]
async fn a_refusal_of_a_token_says_nothing_about_time() {
    let fake = Fake::default().then_with(401, &[("date", "Thu, 01 Jan 1970 02:00:00 GMT")], TOO_OLD);
    crate::common::client(&fake).send(ListCases::new()).await.unwrap_err();
    assert_eq!(fake.seen().len(), 1);
}

#[tokio::test]
async fn calls_that_are_refused_together_are_mended_together() {
    let transport = |request: hwc_api::transport::HttpRequest| async move {
        tokio::task::yield_now().await;
        let late = request.headers()["x-sdk-date"] == "19700101T000000Z";
        let answer = hwc_api::http::Response::builder().status(if late { 401 } else { 200 });
        let answer = answer.header("date", "Thu, 01 Jan 1970 02:00:00 GMT");
        Ok(answer.body(hwc_api::Body::from(if late { TOO_OLD } else { "{}" })).unwrap())
    };
    let keys = Credentials::access_key("AK", "SECRET-KEY").domain_id("d1");
    let client = Client::builder().credentials(keys).clock(Arc::new(clock())).transport(transport).build().unwrap();
    let calls: Vec<_> = (0..20).map(|_| tokio::spawn(client.send(ListCases::new()))).collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
}
