//! Common handling of requests: routes, credentials, constraints, examples, and error formats.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails here is a failed test")]

mod common;

use common::{Bench, credentials};
use hwc_models::CATALOG;
use hwc_models::koodrive::{GetJobDetail, GetUserSpaceList};
use hwc_models::osm::{CreateCases, CreateCasesResponse, ListCases};
use hwc_sandbox::ApiError;
use hwc_transport::http::StatusCode;
use hwc_wire::Location;
use serde_json::{Value as Json, json};

const OSM: (&str, &str) = ("X-Auth-Token", "token");
const DRIVE: (&str, &str) = ("Authorization", "Bearer token");

/// The content type of forms, with their boundary.
const FORM: &str = "multipart/form-data; boundary=end";

/// Returns a body with the parts of a form.
fn form(parts: &Json) -> String {
    let parts = parts.as_object().unwrap().iter().map(|(name, part)| match part["file_name"].as_str() {
        Some(file) => {
            let content = part["content"].as_str().unwrap();
            format!(
                "--end\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"{file}\"\r\n\r\n{content}\r\n"
            )
        }
        None => {
            let text = part.as_str().unwrap();
            format!("--end\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{text}\r\n")
        }
    });
    parts.chain(["--end--\r\n".to_owned()]).collect()
}

/// The errors of valid requests that name what an earlier call returns.
const NEEDS_EARLIER_CALL: [&str; 4] = [
    "the cursor is invalid",
    "check the users with BatchImportUserPreVerify first",
    "the account or the password is wrong",
    "phone is registered already",
];

#[tokio::test]
async fn every_documented_request_is_understood() {
    let mut wrong: Vec<String> = Vec::new();
    let bench = Bench::demo();
    let mut tried = 0;
    for entry in CATALOG.entries() {
        let operation = entry.operation;
        for example in &CATALOG.operation(operation).unwrap().examples {
            let is_form = (entry.request)().descriptor().is_form();
            let body = |json: &Json| if is_form { form(json) } else { json.to_string() };
            let sent = example.request_body.as_ref().map(body).unwrap_or_default();
            let kind = ("Content-Type", if is_form { FORM } else { "application/json" });
            let shown = example.documented_request_body.as_ref().map_or_else(|| sent.clone(), ToString::to_string);
            let mut variants = vec![(example.request.clone(), sent)];
            if example.documented_request.is_some() || example.documented_request_body.is_some() {
                variants.push((example.documented_request.clone().unwrap_or_else(|| example.request.clone()), shown));
            }
            for (line, body) in variants {
                let (method, target) = line.split_once(' ').unwrap();
                let url = format!("{}{target}", operation.service.regions[0].endpoint);
                let fields = (entry.request)().descriptor().fields.iter();
                // The request lines of the pages do not show headers.
                let required = fields.filter(|field| field.location == Location::Header && field.required);
                let headers: Vec<_> =
                    required.map(|field| (field.name, "x")).chain([credentials(operation), kind]).collect();
                let reply = bench.raw(method, &url, &headers, &body).await;
                let refusal = hwc_wire::parse_error_body(&operation.service.envelope, &reply.body).unwrap_or_default();
                let misread =
                    ["OSM.0001", "OSM.0002", "13000101", "13000102", "401", "IAM.0011", "APIGW.0101", "APIGW.0201"];
                // The files in the examples have no real content, except in Service Tickets, and some requests need an earlier one.
                let is_sample_file = is_form && operation.service.id != "osm";
                let is_sample = is_sample_file || NEEDS_EARLIER_CALL.contains(&refusal.message.as_str());
                if !is_sample && misread.contains(&refusal.code.as_str()) {
                    wrong.push(format!("{line}: {}", reply.line()));
                }
                assert!(!reply.status.is_server_error(), "{line}: {}", reply.line());
                assert!(reply.header("X-Request-Id").is_some(), "{line}");
                tried += 1;
            }
        }
    }
    assert_eq!(wrong, [""; 0], "valid requests are rejected");
    assert!(tried > 45, "only {tried} requests");
}

#[tokio::test]
async fn a_bare_text_and_a_get_with_a_body_are_read() {
    let bench = Bench::demo();
    let osm = "https://osm.cn-south-1.myhuaweicloud.com/v2/servicerequest";
    let url = format!("{osm}/cases/case-1001/relations");
    assert_eq!(bench.raw("POST", &url, &[OSM], r#"{"related_id_list":"case-1002"}"#).await.line(), "200 ");
    let links = bench.raw("GET", &url, &[OSM], "").await.json();
    assert_eq!(links["case_relation_list"][0]["case_id"], "case-1002");

    let upload = r#"{"accessory_name":"a.txt","accessory_from":"incident","accessory_data":"aGVsbG8="}"#;
    let id = bench.raw("POST", &format!("{osm}/accessorys/json-format-content"), &[OSM], upload).await.json();
    let body = json!({ "group_id": "1", "accessory_ids": [id["accessory_id"]] }).to_string();
    let urls = bench.raw("GET", &format!("{osm}/accessorys/access-urls"), &[OSM], &body).await.json();
    assert_eq!(urls["accessory_urls"][0]["accessory_id"], id["accessory_id"]);
}

const CASES: &str = "http://localhost/v2/servicerequest/cases";

#[tokio::test]
async fn a_byte_order_mark_is_skipped_and_damaged_texts_are_refused() {
    let bench = Bench::empty();
    let open = |text: &str| format!(r#"{{"business_type_id":"Fault","simple_description":"{text}","source_id":"s"}}"#);
    for (text, problem) in [
        (r"caf\ud83d", "simple_description: unexpected end of hex escape at line 1 column 60"),
        ("a\u{7}b", "simple_description: control character"),
    ] {
        let reply = bench.raw("POST", CASES, &[OSM], &open(text)).await;
        assert!(
            reply.line().starts_with(&format!(r#"400 {{"error_code":"OSM.0001","error_msg":"{problem}"#)),
            "{}",
            reply.line()
        );
    }
    let query = bench.raw("GET", &format!("{CASES}?app_key=%e5%8d"), &[OSM], "").await;
    assert_eq!(
        query.line(),
        r#"400 {"error_code":"OSM.0001","error_msg":"app_key: escapes bytes that are not UTF-8"}"#
    );
    assert_eq!(bench.send(ListCases::new()).await.total_count, Some(0));
    assert_eq!(bench.raw("POST", CASES, &[OSM], &format!("\u{feff}{}", open("x"))).await.status, 200);
    assert_eq!(bench.send(ListCases::new()).await.total_count, Some(1));
}

#[tokio::test]
async fn no_number_of_unknown_members_hides_a_missing_one() {
    let bench = Bench::empty();
    let unknown: Vec<String> = (0..200).map(|index| format!(r#""x{index}":1"#)).collect();
    let reply = bench.raw("POST", CASES, &[OSM], &format!("{{{}}}", unknown.join(","))).await;
    let missing = "business_type_id is required; simple_description is required; source_id is required";
    assert_eq!(reply.line(), format!(r#"400 {{"error_code":"OSM.0001","error_msg":"{missing}"}}"#));
    assert_eq!(bench.send(ListCases::new()).await.total_count, Some(0));
}

#[tokio::test]
async fn answers_have_the_json_types_of_the_tables() {
    let bench = Bench::demo();
    let get = async |path: &str| {
        bench.raw("GET", &format!("http://localhost/v2/servicerequest{path}"), &[OSM], "").await.json()
    };
    let limits = get("/accessorys/limits").await;
    assert_eq!(
        (&limits["accessory_limit"]["limit_count"], &limits["accessory_limit"]["limit_size"]),
        (&json!("5"), &json!("4"))
    );
    let agreement = get("/agreements/published-agreement?agreement_type=0").await;
    assert_eq!(agreement["case_agreement"]["version"], json!(2));
    let spaces = bench.send(GetUserSpaceList::new().offset(0).limit(10)).await;
    let owner = spaces.users[0].user_id.clone().unwrap();
    let drive = "https://cn.myhuaweicloud-koodrive.com/koodrive/ose";
    let list = bench.raw("GET", &format!("{drive}/v1/space/userList?offset=0&limit=10"), &[DRIVE], "").await.json();
    assert_eq!((&list["total"], &list["users"][0]["spaceStatus"]), (&json!("4"), &json!("0")));
    let of_owner = bench.raw("GET", &format!("{drive}/v2/space/{owner}"), &[DRIVE], "").await.json();
    for name in ["type", "status", "capacity", "spaceUsed"] {
        assert!(of_owner["data"][0][name].is_string(), "{name}: {of_owner}");
    }
}

#[tokio::test]
async fn fixed_names_win_over_parameters() {
    let bench = Bench::demo();
    let drive = "https://cn.myhuaweicloud-koodrive.com/koodrive/ose/v1";
    let jobs = bench.raw("GET", &format!("{drive}/jobs?offset=0&limit=10"), &[DRIVE], "").await;
    assert_eq!(jobs.line(), r#"200 {"code":0,"msg":"success","data":[]}"#);
    let users = bench.raw("GET", &format!("{drive}/userList?offset=0&limit=10"), &[DRIVE], "").await.json();
    assert_eq!(users["total"], 4);
    assert_eq!(bench.send(GetUserSpaceList::new().offset(0).limit(10)).await.total, Some(4));
    assert_eq!(bench.refused(GetJobDetail::new("a-job")).await, "400 13000309 Resource not found.");
}

#[tokio::test]
async fn a_host_of_a_service_reaches_that_service_alone() {
    let bench = Bench::demo();
    let path = "/v2/servicerequest/cases";
    assert_eq!(bench.raw("GET", &format!("http://localhost:8080{path}"), &[OSM], "").await.status, 200);
    assert_eq!(bench.raw("GET", &format!("https://iam.myhuaweicloud.com{path}"), &[OSM], "").await.status, 404);
}

#[tokio::test]
async fn unknown_routes_and_methods_are_refused_by_the_gateway() {
    let bench = Bench::demo();
    let unknown = bench.raw("GET", "https://osm.cn-south-1.myhuaweicloud.com/v2/nothing", &[OSM], "").await;
    insta::assert_snapshot!(unknown.line(), @r#"404 {"error_code":"APIGW.0101","error_msg":"The API does not exist or has not been published in the environment.","request_id":"00000000000000000000000000000001"}"#);
    assert_eq!(unknown.header("X-Request-Id"), Some("00000000000000000000000000000001"));
    let method = bench.raw("DELETE", "http://localhost/v2/servicerequest/cases", &[OSM], "").await;
    insta::assert_snapshot!(method.line(), @r#"404 {"error_code":"APIGW.0101","error_msg":"The API does not exist.","request_id":"00000000000000000000000000000002"}"#);
}

#[tokio::test]
async fn requests_without_token_are_refused_as_each_service_does() {
    let bench = Bench::demo();
    let get = async |path: &str, headers: &[(&str, &str)]| {
        bench.raw("GET", &format!("http://localhost{path}"), headers, "").await
    };
    let osm = get("/v2/servicerequest/cases", &[]).await;
    insta::assert_snapshot!(osm.line(), @r#"401 {"error_code":"OSM.0002","error_msg":"The caller is not signed in."}"#);
    let drive = get("/koodrive/ose/v1/users/count", &[("Authorization", "Bearer ")]).await;
    insta::assert_snapshot!(drive.line(), @r#"401 {"code":401,"msg":"The caller is not signed in."}"#);
    for spelling in ["Bearer t", "Bearer+t", "ABCDEFJ", "HMAC-SHA256 AppId=a,SignedHeaders=x-date,Signature=b"] {
        let drive = get("/koodrive/ose/v1/users/count", &[("Authorization", spelling)]).await;
        assert_eq!(drive.status, 200, "{spelling}");
    }
    let insight = get("/v1/project-1/tickets", &[("X-Auth-Token", "")]).await;
    insta::assert_snapshot!(insight.line(), @r#"401 {"error_code":"APIGW.0301","error_msg":"Incorrect IAM authentication information.","request_id":"00000000000000000000000000000007"}"#);
    let public = get("/koodrive/ose/v1/share/public/taskDetail?shareId=share-1&taskId=x", &[]).await;
    insta::assert_snapshot!(public.line(), @r#"400 {"code":13000309,"msg":"Resource not found."}"#);
    let signed = [("Authorization", "SDK-HMAC-SHA256 Access=a, SignedHeaders=host, Signature=b")];
    assert_eq!(get("/v2/servicerequest/cases", &signed).await.status, 200);
}

#[tokio::test]
async fn wrong_requests_are_refused_as_each_service_does() {
    let bench = Bench::demo();
    let post = async |path: &str, header: (&str, &str), body: &str| {
        bench.raw("POST", &format!("http://localhost{path}"), &[header], body).await.line()
    };
    let osm = post("/v2/servicerequest/cases", OSM, r#"{"simple_description":["x"]}"#).await;
    insta::assert_snapshot!(osm, @r#"400 {"error_code":"OSM.0001","error_msg":"simple_description: expected text, found a list at line 1 column 23"}"#);
    let drive = post("/koodrive/ose/v1/usergroups", DRIVE, "{").await;
    insta::assert_snapshot!(drive, @r#"400 {"code":13000102,"msg":"EOF while parsing an object at line 1 column 1"}"#);
    let insight = post("/v1/project-1/tickets", OSM, r#"{"embed_id":"e"}"#).await;
    insta::assert_snapshot!(insight, @r#"400 {"error_code":"APIGW.0201","error_msg":"user_id is required","request_id":"00000000000000000000000000000003"}"#);
    let iam = post("/v3/auth/tokens", OSM, r#"{"auth":{}}"#).await;
    insta::assert_snapshot!(iam, @r#"400 {"error_code":"IAM.0011","error_msg":"auth.identity is required"}"#);
}

#[tokio::test]
async fn all_broken_limits_are_told_at_once() {
    let bench = Bench::demo();
    let request = ListCases::new().limit(101_u32).offset(65_536_u32).app_key("x".repeat(65));
    let told = bench.refused(request).await;
    assert_eq!(
        told,
        "400 OSM.0001 app_key has 65 characters, at most 64; offset is 65536, not 0 to 65535; limit is 101, not 0 to 100"
    );
    let bare = bench.raw("GET", "http://localhost/koodrive/ose/v1/jobs?limit=10", &[DRIVE], "").await;
    assert_eq!(bare.line(), r#"400 {"code":13000102,"msg":"offset is required"}"#);
}

#[tokio::test]
async fn every_operation_has_a_handler() {
    let unimplemented = Bench::empty().sandbox.unimplemented_operations();
    let names: Vec<String> = unimplemented.iter().map(|operation| operation.full_name()).collect();
    assert!(names.is_empty(), "without a handler: {}", names.join(", "));
}

#[tokio::test]
async fn a_handler_can_be_replaced_and_its_error_rolls_back_its_writes() {
    let bench = Bench::empty();
    bench.sandbox.on::<CreateCases>(|cx, request| {
        let number = cx.next_number("mine")?;
        if request.simple_description == "no" {
            return Err(ApiError::new(StatusCode::OK, "OSM.01010037", "No more tickets."));
        }
        let mut answer = CreateCasesResponse::default();
        answer.incident_id = Some(format!("{} {number}", cx.caller.name).into());
        Ok(answer)
    });
    let create = |text: &str| CreateCases::new("Fault", text, "source");
    assert_eq!(bench.refused(create("no")).await, "200 OSM.01010037 No more tickets.");
    assert_eq!(bench.send(create("yes")).await.incident_id.unwrap().as_str(), "sandbox 1");
}

#[tokio::test]
async fn the_example_requests_of_the_pages_are_answered_with_something() {
    let bench = Bench::demo();
    let osm = async |method: &str, target: &str, body: &str| {
        bench.raw(method, &format!("http://localhost/v2/servicerequest{target}"), &[OSM], body).await
    };
    let granted = osm("GET", "/authorizations?incident_id=test-123", "").await.json();
    assert_eq!(granted["count"], 1);
    assert_eq!(granted["incident_auth_list"][0]["id"], "123");
    let body = r#"{ "group_id" : "1", "accessory_ids" : [ "1", "2" ] }"#;
    let links = osm("GET", "/accessorys/access-urls", body).await.json();
    assert_eq!(links["accessory_urls"][1]["accessory_id"], "2");
    assert_eq!(
        osm("GET", "/accessorys/access-urls?group_id=1&accessory_ids=1&accessory_ids=2", "").await.json(),
        links
    );
    let body = r#"{ "related_id_list" : "123456", "group_id" : "123456" }"#;
    assert_eq!(osm("POST", "/cases/case-123/relations", body).await.text(), "");
    assert_eq!(osm("GET", "/cases/case-123/relations", "").await.json()["case_relation_list"][0]["case_id"], "123456");
}

#[tokio::test]
async fn every_answer_tells_the_time_of_the_clock() {
    for bench in [Bench::demo(), Bench::strict()] {
        bench.wait(1);
        let url = "http://localhost/v2/servicerequest/cases";
        for (path, body) in
            [(url, ""), (url, ""), ("http://localhost/nothing", ""), ("http://localhost/sandbox/objects/1", "")]
        {
            let reply = bench.raw("GET", path, &[], body).await;
            assert_eq!(reply.header("Date"), Some("Thu, 01 Jan 2026 00:00:01 GMT"), "{}", reply.line());
        }
        let large = bench.raw("POST", url, &[], &"x".repeat((12 << 20) + 1)).await;
        assert_eq!((large.status.as_u16(), large.header("Date")), (413, Some("Thu, 01 Jan 2026 00:00:01 GMT")));
    }
}
