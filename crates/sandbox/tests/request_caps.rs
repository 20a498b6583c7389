//! Requests that would cost too much get each service's error for an invalid request.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails here is a failed test")]

mod common;

use std::collections::BTreeMap;

use common::Bench;
use hwc_models::insight::CreateTickets;
use hwc_models::osm::{CreateCaseExtendsParam, CreateCases, ListUnreadNewInstantMessages};
use hwc_transport::Body;
use hwc_transport::http::Request;
use hwc_wire::Json;
use serde_json::json;

fn values(count: usize) -> BTreeMap<String, Json> {
    (0..count).map(|number| (format!("n{number}"), json!(number))).collect()
}

#[tokio::test]
async fn maps_and_lists_have_a_greatest_size() {
    let bench = Bench::empty();
    let ticket = || CreateCases::new("Usage", "x", "api");
    bench.send(ticket().extends_map(values(100)).extension_map(values(100))).await;
    let both = bench.refused(ticket().extends_map(values(101)).extension_map(values(102))).await;
    assert_eq!(
        both,
        "400 OSM.0001 extends_map has 101 members, at most 100; extension_map has 102 members, at most 100"
    );
    let nested = |value: Json| ticket().extends_map(BTreeMap::from([("a".to_owned(), json!([{ "b": value }]))]));
    let members: serde_json::Map<String, Json> = values(101).into_iter().collect();
    assert_eq!(bench.refused(nested(members.into())).await, "400 OSM.0001 extends_map has 101 members, at most 100");
    let list = bench.refused(nested(json!(vec![0; 1001]))).await;
    assert_eq!(list, "400 OSM.0001 extends_map has 1001 elements, at most 1000");
    let unread = |count: usize| ListUnreadNewInstantMessages::new(vec!["case-1001"; count]);
    assert_eq!(bench.refused(unread(1001)).await, "400 OSM.0001 case_ids has 1001 elements, at most 1000");
    let groups = CreateTickets::new("e", "u").group_ids(vec!["g"; 1001]);
    assert_eq!(bench.refused(groups).await, "400 APIGW.0201 group_ids has 1001 elements, at most 1000");
}

#[tokio::test]
async fn values_that_come_bit_by_bit_have_a_greatest_number_too() {
    let bench = Bench::empty();
    bench.send(CreateCases::new("Usage", "x", "api")).await;
    bench.send(CreateCaseExtendsParam::new("case-1001").extends_map(values(100))).await;
    let more = BTreeMap::from([("another".to_owned(), json!(1))]);
    let refused = bench.refused(CreateCaseExtendsParam::new("case-1001").extends_map(more)).await;
    assert_eq!(refused, "200 OSM.01010001 There are 101 values by name, at most 100.");
}

#[tokio::test]
async fn a_form_has_a_greatest_number_of_parts() {
    let bench = Bench::empty();
    let part = "--b\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\nx\r\n";
    let request = Request::post("http://localhost/v2/servicerequest/accessorys")
        .header("X-Auth-Token", "token")
        .header("Content-Type", "multipart/form-data; boundary=b");
    let reply = bench.deliver(request.body(Body::from(part.repeat(40_000) + "--b--\r\n")).unwrap()).await;
    assert_eq!(reply.line(), r#"400 {"error_code":"OSM.0001","error_msg":"invalid form: more than 64 parts"}"#);
}
