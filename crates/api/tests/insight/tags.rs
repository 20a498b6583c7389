//! User tags as typed rows, on the sandbox and with a fake service.

use std::sync::{Arc, Mutex};

use hwc_api::http::Response;
use hwc_api::insight::{CreateUserTag, TagTarget, TagValueType};
use hwc_api::insight_workflows::{TagRow, TagSheet};
use hwc_api::transport::HttpRequest;
use hwc_api::{Body, ErrorKind};
use hwc_sandbox::account::{MFA_USER_ID, USER_ID};

use crate::common::{Stage, client, clock};

#[tokio::test]
async fn tags_are_downloaded_changed_and_imported() {
    let stage = Stage::new().await;
    stage.client.send(CreateUserTag::new("region", TagTarget::User, TagValueType::None)).await.unwrap();
    let tags = stage.client.insight().tags(TagTarget::User);
    let mut sheet = tags.download().await.unwrap();
    let ids: Vec<&str> = sheet.rows.iter().map(|row| row.account_id.as_str()).collect();
    assert!(ids.contains(&USER_ID) && ids.contains(&MFA_USER_ID), "{ids:?}");
    for row in &mut sheet.rows {
        row.values.insert("region".to_owned(), format!("of {}", row.account_id));
    }
    let outcome = tags.import(sheet.clone()).await.unwrap();
    assert_eq!(outcome.into_result().unwrap(), sheet.rows.len());
    assert_eq!(tags.download().await.unwrap(), sheet);
}

#[test]
fn any_text_survives_the_excel_file() {
    let texts =
        ["plain", "a < b & \"c\"", "=1+1", "007", "12.50", "true", " blanks ", "\u{5317}\u{4eac}", "line\nbreak"];
    let rows = texts.iter().map(|text| TagRow::new(format!("id {text}")).value("tag", *text));
    let sheet = TagSheet::new(rows);
    let file = sheet.to_excel().unwrap();
    assert_eq!(TagSheet::from_excel(&file).unwrap(), sheet);
    let error = TagSheet::from_excel(b"no file").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
}

#[tokio::test]
async fn a_large_sheet_is_sent_in_files_and_stops_at_the_first_that_fails() {
    let sent = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&sent);
    let transport = move |request: HttpRequest| {
        let seen = Arc::clone(&seen);
        async move {
            let body = request.into_body().collect(usize::MAX).await.unwrap();
            let start = body.windows(2).position(|two| two == b"PK").unwrap();
            let rows = TagSheet::from_excel(&body[start..]).unwrap().rows;
            let mut seen = seen.lock().unwrap();
            seen.push((rows.len(), rows[0].account_id.clone()));
            let status = if seen.len() == 3 { 400 } else { 200 };
            Ok(Response::builder().status(status).body(Body::from(r#"{"data": true}"#)).unwrap())
        }
    };
    let client = client(&clock(), transport);
    let sheet = TagSheet::new((0..3500).map(|number| TagRow::new(format!("u{number}")).value("t", "v")));
    let outcome = client.insight().tags(TagTarget::User).import(sheet).await.unwrap();
    assert_eq!(outcome.imported, 2000);
    assert!(outcome.into_result().is_err());
    let expected = [(1000, "u0"), (1000, "u1000"), (1000, "u2000")];
    assert_eq!(*sent.lock().unwrap(), expected.map(|(rows, first)| (rows, first.to_owned())));
}

#[tokio::test]
async fn wrong_rows_are_refused_before_anything_is_sent() {
    let refuse = |_: HttpRequest| async { panic!("sent") };
    let tags = client(&clock(), refuse).insight().tags(TagTarget::User);
    for (rows, text) in [
        (vec![], "no rows"),
        (vec![TagRow::new("a"), TagRow::default()], "rows[1] has no account_id"),
        (vec![TagRow::new("a"), TagRow::new("a")], "rows[1] has the account_id `a`"),
    ] {
        let error = tags.import(TagSheet::new(rows)).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
        assert!(error.to_string().contains(text), "{error}");
    }
}
