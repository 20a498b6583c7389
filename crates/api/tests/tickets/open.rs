//! Opening a ticket: resolution of names, validation before anything is sent, and failed uploads.

use hwc_api::tickets::NewTicket;
use hwc_api::{ErrorKind, FilePart, osm};
use serde_json::{Value, json};

use crate::common::broken;
use crate::desk::{Desk, refusal};

const SOURCE: &str = "83aeb0f2834c4df49826c781d32a963e";

fn desk() -> Desk {
    let product = |id: &str, name: &str, short: &str| {
        json!({
            "incident_product_category_id": id,
            "incident_product_category_name": name,
            "incident_product_category_acronym": short,
        })
    };
    let problem = |id: &str, name: &str, kind: &str| json!({ "business_type_id": id, "business_type_name": name, "case_type": kind });
    let region = |id: &str, name: &str| json!({ "region_id": id, "region_name": name });
    let severity = |id: &str, name: &str| json!({ "severity_id": id, "severity_name": name });
    let products = [product("p-1", "Elastic Cloud Server", "ECS"), product("p-2", "Elastic Volume Service", "EVS")];
    let problems = [problem("b-1", "Fault of a disk", "5"), problem("b-2", "Question", "0")];
    let regions = [region("cn-north-4", "CN North-Beijing4"), region("cn-south-1", "CN South-Guangzhou")];
    let limits = json!({ "limit_count": "2", "limit_size": "1", "limit_file_type": "txt,log" });
    Desk::new()
        .on("ListProductCategories", json!({ "incident_product_category_list": products }))
        .on("ListProblemTypes", json!({ "incident_business_type_list": problems }))
        .on("ListRegions", json!({ "data_center_list": regions }))
        .on("ListSeverities", json!({ "severity_list": [severity("s-1", "General"), severity("s-2", "Severe")] }))
        .on("ShowAccessoryLimits", json!({ "accessory_limit": limits }))
        .on("UploadAccessory", json!({ "accessory_id": "a-1" }))
        .on("DeleteAccessories", json!({}))
        .on("CreateCases", json!({ "incident_id": "case-1" }))
}

fn ticket() -> NewTicket {
    NewTicket::new("The disk is slow.").product("ecs").problem("fault").region("beijing")
}

#[tokio::test]
async fn names_become_ids() {
    let desk = desk();
    let ticket = ticket()
        .severity("severe")
        .contact_email("ada@example.com")
        .contact_phone("86", "10000000000")
        .contact_hours("09:00-18:00");
    let tickets = desk.tickets().language("en-us");
    let opened = tickets.open(ticket.customize(|request| request.project_id("project-1"))).await.unwrap();
    assert_eq!(opened.case_id, osm::CaseId::from("case-1"));
    assert_eq!(opened.severity.unwrap().severity_name.as_deref(), Some("Severe"));
    assert_eq!(opened.region.unwrap().region_name.as_deref(), Some("CN North-Beijing4"));
    let sent: Value = json!({
        "product_category_id": "p-1",
        "business_type_id": "b-1",
        "region_id": "cn-north-4",
        "simple_description": "The disk is slow.",
        "source_id": SOURCE,
        "remind_mobile": "10000000000",
        "remind_mail": "ada@example.com",
        "remind_time": "09:00-18:00",
        "project_id": "project-1",
        "severity_id": "s-2",
        "area_code": "86",
    });
    assert_eq!(desk.only("CreateCases").json(), sent);
    assert!(desk.asked().iter().all(|asked| asked.headers["x-language"] == "en-us"));
    assert_eq!(
        desk.operations(),
        ["ListProductCategories", "ListProblemTypes", "ListRegions", "ListSeverities", "CreateCases"]
    );
    assert_eq!(desk.only("ListProblemTypes").query("product_category_id").as_deref(), Some("p-1"));
    let severities = desk.only("ListSeverities");
    assert_eq!(severities.query("product_category_id").as_deref(), Some("p-1"));
    assert_eq!(severities.query("business_type_id").as_deref(), Some("b-1"));
}

#[tokio::test]
async fn ids_will_do_and_nothing_is_read_for_what_is_given() {
    let desk = desk();
    desk.tickets().open(NewTicket::new("x").problem("b-2")).await.unwrap();
    assert_eq!(desk.only("CreateCases").json()["business_type_id"], "b-2");
    let ready = NewTicket::new("x").customize(|request| {
        let mut request = request.region_id("r");
        request.business_type_id = "b-9".into();
        request
    });
    desk.tickets().open(ready.clone()).await.unwrap();
    assert_eq!(desk.operations(), ["ListProblemTypes", "CreateCases", "CreateCases"]);
    let ready = ready.severity("general").customize(|request| request.product_category_id("p"));
    desk.tickets().open(ready).await.unwrap();
    let severities = desk.only("ListSeverities");
    assert_eq!(severities.query("product_category_id").as_deref(), Some("p"));
    assert_eq!(severities.query("business_type_id").as_deref(), Some("b-9"));
}

#[tokio::test]
async fn what_is_wrong_is_told_with_what_would_be_right() {
    let desk = desk();
    let tickets = desk.tickets();
    let told = async |ticket: NewTicket| {
        let error = tickets.open(ticket).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
        error.to_string().strip_prefix("tickets.open: invalid request: ").unwrap().to_owned()
    };
    let elastic = "Elastic Cloud Server (p-1), Elastic Volume Service (p-2)";
    assert_eq!(told(ticket().product("elastic")).await, format!("product `elastic` may be any of {elastic}"));
    assert_eq!(told(ticket().product("OBS")).await, format!("product `OBS` is unknown; known: {elastic}"));
    let problems = "Fault of a disk (b-1), Question (b-2)";
    assert_eq!(told(NewTicket::new("x")).await, format!("problem is required; known: {problems}"));
    let nowhere = NewTicket::new("x").product("ECS").problem("fault");
    assert_eq!(told(nowhere).await, "region is required for a fault");
    assert_eq!(
        told(NewTicket::new("x").problem("question").severity("General")).await,
        "severity depends on the product, and none is named"
    );
    let regions = "CN North-Beijing4 (cn-north-4), CN South-Guangzhou (cn-south-1)";
    assert_eq!(told(ticket().region("cn ")).await, format!("region `cn ` may be any of {regions}"));
    assert!(desk.all("CreateCases").is_empty() && desk.all("UploadAccessory").is_empty());
}

#[tokio::test]
async fn all_problems_are_told_at_once() {
    let desk = desk();
    let ticket = NewTicket::new("x".repeat(1201)).product("Elastc Cloud Server").problem("fautl").region("cn-nroth-4");
    let ticket =
        ticket.severity("General").contact_email("foo").contact_hours("25:00-3").files([FilePart::bytes("a.exe", "x")]);
    let error = desk.tickets().open(ticket).await.unwrap_err();
    let products = "Elastic Cloud Server (p-1), Elastic Volume Service (p-2)";
    let regions = "CN North-Beijing4 (cn-north-4), CN South-Guangzhou (cn-south-1)";
    assert_eq!(
        broken(&error),
        [
            format!(
                "product `Elastc Cloud Server` is unknown; did you mean Elastic Cloud Server (p-1)? known: {products}"
            ),
            "problem `fautl` is unknown; known: Fault of a disk (b-1), Question (b-2)".to_owned(),
            format!("region `cn-nroth-4` is unknown; did you mean CN North-Beijing4 (cn-north-4)? known: {regions}"),
            "simple_description has 1201 characters, at most 1200".to_owned(),
            "remind_mail must be a mail address, as in ada@example.com".to_owned(),
            "remind_time must be hours, as in 09:00-18:00, or 0 for any time".to_owned(),
            "files[\"a.exe\"] does not have an accepted type: txt, log".to_owned(),
        ]
    );
    assert!(desk.all("CreateCases").is_empty() && desk.all("UploadAccessory").is_empty());
}

#[tokio::test]
async fn a_region_is_found_in_any_case() {
    let desk = desk();
    desk.tickets().open(ticket().region("CN-NORTH-4")).await.unwrap();
    assert_eq!(desk.only("CreateCases").json()["region_id"], "cn-north-4");
}

#[tokio::test]
async fn limits_of_the_request_and_of_its_files_are_told_together() {
    let desk = desk();
    let files =
        [FilePart::bytes("a.exe", "x"), FilePart::bytes("b.log", vec![0; 2 << 20]), FilePart::bytes("c.log", "")];
    let long = NewTicket::new("x".repeat(1201)).problem("question").files(files);
    let error = desk.tickets().open(long).await.unwrap_err();
    assert_eq!(
        broken(&error),
        [
            "simple_description has 1201 characters, at most 1200",
            "files has 3 items, at most 2; attach the others afterwards",
            "files[\"a.exe\"] does not have an accepted type: txt, log",
            "files[\"b.log\"] has 2097152 bytes, at most 1 MB",
        ]
    );
    assert_eq!(desk.operations(), ["ListProblemTypes", "ShowAccessoryLimits"]);
}

#[tokio::test]
async fn attachments_that_are_there_already_count() {
    let desk = desk();
    let question = || NewTicket::new("x").problem("question").attachments(["old", "older"]);
    let error = desk.tickets().open(question().files([FilePart::bytes("a.log", "x")])).await.unwrap_err();
    assert_eq!(broken(&error), ["attachments would be 3, at most 2; 2 of them are uploaded already"]);
    let error = desk.tickets().open(question().attachments(["oldest"])).await.unwrap_err();
    assert_eq!(broken(&error), ["attachments would be 3, at most 2; 3 of them are uploaded already"]);
    assert!(desk.all("UploadAccessory").is_empty() && desk.all("CreateCases").is_empty());
    desk.tickets().open(question()).await.unwrap();
    assert_eq!(desk.only("CreateCases").json()["accessory_ids"], json!(["old", "older"]));
}

#[tokio::test]
async fn files_are_uploaded_before_the_ticket_is_opened() {
    let desk = desk().once("UploadAccessory", 200, json!({ "accessory_id": "a-0" }));
    let files = [FilePart::bytes("console.log", "disk full"), FilePart::bytes("note.txt", "since noon")];
    let desk = desk.on("ShowAccessoryLimits", json!({ "accessory_limit": { "limit_count": 3 } }));
    let opened = desk.tickets().open(ticket().attachments(["old"]).files(files)).await.unwrap();
    let names: Vec<&str> = opened.uploaded.iter().map(|uploaded| uploaded.file_name.as_str()).collect();
    assert_eq!(names, ["console.log", "note.txt"]);
    assert_eq!(desk.only("CreateCases").json()["accessory_ids"], json!(["old", "a-0", "a-1"]));
    let first = &desk.all("UploadAccessory")[0];
    let notes = r#"{"fileName":"console.log","accessoryFrom":"incident","uploadType":0}"#;
    assert!(first.body.contains(notes) && first.body.contains("disk full"), "{}", first.body);
}

#[tokio::test]
async fn a_file_that_fails_keeps_the_ticket_from_being_opened() {
    let desk = desk().once("UploadAccessory", 200, json!({ "accessory_id": "a-0" }));
    let desk = desk.once("UploadAccessory", 200, refusal("OSM.01010005"));
    let files = [FilePart::bytes("a.log", "1"), FilePart::bytes("b.log", "2")];
    let error = desk.tickets().open(ticket().files(files)).await.unwrap_err();
    assert_eq!(error.service().unwrap().code, "OSM.01010005");
    assert!(desk.all("CreateCases").is_empty());
    assert_eq!(desk.only("DeleteAccessories").target, "/v2/servicerequest/accessorys/a-0", "what was uploaded goes");
}

#[tokio::test]
async fn files_stay_where_the_ticket_may_have_been_opened() {
    for (status, answer, deleted) in [(200, refusal("OSM.01010037"), 1), (500, json!({}), 0), (200, json!({}), 0)] {
        let desk = desk().once("CreateCases", status, answer);
        let error = desk.tickets().open(ticket().files([FilePart::bytes("a.log", "1")])).await.unwrap_err();
        assert_eq!(desk.all("DeleteAccessories").len(), deleted, "{error}");
    }
}

#[tokio::test]
async fn an_answer_without_an_id_is_unreadable() {
    let error = desk().once("CreateCases", 200, json!({})).tickets().open(ticket()).await.unwrap_err();
    assert_eq!((error.kind(), error.decode_path()), (ErrorKind::Decode, Some("incident_id")));
    assert_eq!(error.to_string(), "osm.CreateCases: cannot decode the response: missing field `incident_id`");
}

#[cfg(feature = "system-clock")]
#[tokio::test]
async fn the_files_of_a_directory_are_attached_to_a_new_ticket() {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("open_directory");
    std::fs::create_dir_all(folder.join("empty")).unwrap();
    for name in ["a.log", "b.log", "core"] {
        std::fs::write(folder.join(name), name).unwrap();
    }
    let desk = desk();
    let is_log = |path: &std::path::Path| path.extension().is_some_and(|ending| ending == "log");
    let opened = desk.tickets().open(ticket().directory(&folder).filter(is_log)).await.unwrap();
    let names: Vec<&str> = opened.uploaded.iter().map(|uploaded| uploaded.file_name.as_str()).collect();
    assert_eq!(names, ["a.log", "b.log"]);
    let before = desk.all("CreateCases").len();
    let error = desk.tickets().open(ticket().directory(folder.join("empty"))).await.unwrap_err();
    assert!(error.to_string().contains("has no files to attach"), "{error}");
    assert_eq!(desk.all("CreateCases").len(), before);
}
