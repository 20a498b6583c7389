//! Samples of call builders, lists and responses.

use hwc_api::iam::KeystoneCreateUserTokenByPassword;
use hwc_api::koodrive::CreateSession;
use hwc_api::osm::{DownloadImages, ListCases};
use hwc_api::serde_json::json;
use hwc_api::{CATALOG, Client, Method, PresignedUrl, koodrive};

use super::client::{builder, drive};
use super::show::{MARK, Sample, debug};
use crate::fake::answering;

pub(super) async fn samples() -> Vec<Sample> {
    let client = builder().auth_token(MARK).koodrive_token(MARK).build().unwrap();
    let call = client.send(CreateSession::new(MARK)).header("x-key", MARK);
    let mut samples = vec![debug("hwc_api::Call", &call), debug("hwc_api::CallResponse", &call.response())];
    samples.extend(at_run_time(&client));
    let link = PresignedUrl::from(format!("https://{MARK}@host.example/{MARK}?signature={MARK}"));
    samples.push(debug("hwc_api::PresignedCall", &client.fetch_presigned(&link).header("x-key", MARK)));
    let upload = client.upload_presigned(&link, MARK.to_owned().into()).header("x-key", MARK);
    samples.push(debug("hwc_api::PresignedUpload", &upload));
    samples.push(debug("hwc_api::DownloadCall", &client.download(DownloadImages::new("1")).header("x-key", MARK)));
    let file = answering(200, ("content-type", MARK.to_owned()), MARK.to_owned());
    let incoming = drive(file).download(DownloadImages::new("1")).stream().await.unwrap();
    samples.push(debug("hwc_api::DownloadStream", &incoming));
    let raw = client.raw_request(&koodrive::SERVICE, Method::Post, format!("/{MARK}"));
    let raw = raw.query("token", MARK).json(json!({ "token": MARK })).header("x-key", MARK);
    samples.push(debug("hwc_api::RawCall", &raw));
    samples.extend(lists().await);
    samples.extend(replies(&client).await);
    samples
}

/// Returns samples of calls whose types are known only at run time.
fn at_run_time(client: &Client) -> Vec<Sample> {
    let entry = CATALOG.find("CreateSession").unwrap();
    let dynamic = || {
        let request = Box::new(CreateSession::new(MARK));
        client.call_dyn(entry.operation, request, entry.response).header("x-key", MARK)
    };
    vec![
        debug("hwc_api::DynCall", &dynamic()),
        debug("hwc_api::DynCallResponse", &dynamic().response()),
        debug("hwc_api::DynPages", &dynamic().pages()),
        debug("hwc_api::JsonCall", &client.call_json("CreateSession", json!({ "code": MARK }))),
        debug("hwc_api::JsonCall", &client.call_json("CreateSession", json!({ "code": [MARK] }))),
        debug("hwc_api::JsonCall", &client.call_json("CreateSession", json!([MARK]))),
    ]
}

/// Returns samples of lists, before the first request and in the middle of a page.
async fn lists() -> Vec<Sample> {
    let page = r#"{"total_count": 9, "incident_info_list": [{"incident_id": "1"}, {"incident_id": "2"}]}"#;
    let client = drive(answering(200, ("x-subject-token", MARK.to_owned()), page.to_owned()));
    let call = || client.send(ListCases::new()).header("x-key", MARK);
    let (mut pages, mut items) = (call().pages(), call().items());
    let mut samples = vec![debug("hwc_api::Pages", &pages), debug("hwc_api::Items", &items)];
    assert!(pages.try_next().await.unwrap().is_some() && items.try_next().await.unwrap().is_some());
    samples.extend([debug("hwc_api::Pages", &pages), debug("hwc_api::Items", &items)]);
    samples
}

/// Returns samples of responses with a token in a header.
async fn replies(client: &Client) -> Vec<Sample> {
    let sign_in = KeystoneCreateUserTokenByPassword::new(hwc_api::iam::PasswordAuth::default());
    let reply = client.send(sign_in).validate(false).response().await.unwrap();
    assert_eq!(reply.body.token.as_ref().unwrap().expose(), MARK);
    let mut headers = debug("hwc_api::Response", &reply);
    headers.text += &format!("{:?}", reply.headers);
    vec![headers]
}
