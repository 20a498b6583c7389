//! Isolation of customers. The user of the second account calls each operation with IDs of the demo account, in every field
//! that accepts one.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails here is a failed test")]

mod common;

use std::collections::BTreeSet;

use common::database::dump;
use common::{Bench, implemented};
use hwc_models::osm::*;
use hwc_sandbox::account::{CUSTOMER_ID, OTHER_AUTH_TOKEN, PROJECT_ID};
use hwc_wire::{Operation, Record, Request, error_in_success_body};
use serde_json::{Value, json};

/// The other customer's own ticket, in the demo data.
const OWN: &str = "case-foreign";

/// An attachment that the other customer uploads first.
const OWN_FILE: &str = "1001";

/// The code for a ticket or a grant of another customer.
const FOREIGN: &str = "OSM.01010002";

/// The code for other resources, which do not exist for the caller.
const UNKNOWN: &str = "OSM.01010001";

/// A call that names a resource of the demo account.
struct Try {
    operation: &'static Operation,
    request: Box<dyn Record>,
    code: &'static str,
}

fn refused<E: Request + 'static>(code: &'static str, request: E) -> Try {
    Try { operation: E::OPERATION, request: Box::new(request), code }
}

fn tickets() -> Vec<Try> {
    let rating = || {
        let mut rating = CaseRating::default();
        rating.satisfaction_id = Some(1);
        rating.satisfaction_value = Some(5);
        rating
    };
    vec![
        refused(FOREIGN, ShowCaseDetail::new("case-1002")),
        refused(FOREIGN, ShowCaseStatus::new("case-1002")),
        refused(FOREIGN, ListCaseOperateLogs::new("case-1002")),
        refused(FOREIGN, UpdateCases::new("case-1003", CaseAction::Cancel)),
        refused(FOREIGN, CreateScores::new("case-1001", "Good.", [rating()])),
        refused(FOREIGN, UpdateCaseContactInfo::new("case-1002").remind_time("1")),
        refused(FOREIGN, CreateCaseExtendsParam::new("case-1002").extends_map([("a".to_owned(), json!("b"))])),
        refused(FOREIGN, ShowCaseExtendsParam::new("case-1002")),
        refused(FOREIGN, ListRelation::new("case-1002")),
        refused(FOREIGN, CreateRelations::new("case-1002", ["case-1003"])),
        refused("OSM.01010048", CreateRelations::new(OWN, ["case-1003"])),
        refused(FOREIGN, DeleteRelation::new("case-1002", "case-1003")),
        refused(FOREIGN, DeleteRelation::new(OWN, "case-1003")),
        refused(FOREIGN, ShowPartnersServiceInfo::new().case_id("case-partner")),
        refused(UNKNOWN, CreateCases::new("Fault", "x", "source").accessory_ids(["1"])),
        refused(FOREIGN, CreateCases::new("Fault", "x", "source").remind_mobile("test").phone_verified_id("test")),
        refused(
            FOREIGN,
            CreateCases::new("Fault", "x", "source").remind_mail("a@b.example").email_verified_id("verified-1000"),
        ),
        refused(FOREIGN, CheckVerifyCodes::new("123456", "test", ContactWay::Phone).customer_id(CUSTOMER_ID)),
    ]
}

fn messages() -> Vec<Try> {
    let text = || NewMessage::default().content("x");
    vec![
        refused(FOREIGN, CreateMessages::new("case-1002", text())),
        refused(UNKNOWN, CreateMessages::new(OWN, text().accessory_ids(["1"]))),
        refused(FOREIGN, ListMessages::new("case-1002")),
        refused(FOREIGN, ListMoreInstantMessages::new("case-1002", "0", MessageSource::Customer).limit(9_u32)),
        refused(FOREIGN, ListNewInstantMessages::new([OWN, "case-1002"])),
        refused(FOREIGN, ListUnreadNewInstantMessages::new([OWN, "case-1002"])),
        refused(FOREIGN, RevokeMessage::new("case_123", "message_123")),
        refused(UNKNOWN, RevokeMessage::new(OWN, "message_123")),
        refused(UNKNOWN, CreateCaseExtendsParam::new(OWN).message_id("message_123")),
        refused(FOREIGN, UpdateNewInstantMessagesRead::new("case-1002")),
    ]
}

fn attachments_and_labels() -> Vec<Try> {
    let reporter = || {
        let contact = FeedbackContact::default().name("Ada").mobile("123456").mail("ada@example.com").id_type(10);
        contact.company_name("Example").other_way("by post").area("CN").address("1").id_files(["1"])
    };
    let link = || ShowDownloadAccessoryUrl::new("1", AccessoryRelation::Default);
    vec![
        refused(UNKNOWN, DeleteAccessories::new("1")),
        refused(UNKNOWN, DownloadAccessories::new("1")),
        refused(UNKNOWN, DownloadAccessories::new("1,2")),
        refused(UNKNOWN, DownloadImages::new("accessory-1234")),
        refused(UNKNOWN, ListAccessoryAccessUrls::new(["1"])),
        refused(UNKNOWN, link()),
        refused(UNKNOWN, link().incident_id(OWN)),
        refused(FOREIGN, link().incident_id("case-1001")),
        refused(UNKNOWN, CreateFeedback::new("infringement", "x", "x").files(["1"]).contacts(reporter())),
        refused(UNKNOWN, CreateFeedback::new("infringement", "x", "x").files([OWN_FILE]).contacts(reporter())),
        refused(UNKNOWN, UpdateLabels::new(123_u32, "x", "#000000")),
        refused(UNKNOWN, DeleteLabels::new(123_u32)),
        refused(FOREIGN, ListCaseLabels::new("case-1001")),
        refused(FOREIGN, CreateCaseLabels::new("case-1001", [123_u32])),
        refused(UNKNOWN, CreateCaseLabels::new(OWN, [123_u32])),
        refused(FOREIGN, DeleteCaseLabels::new("case-1001", [789_u32])),
        refused(UNKNOWN, DeleteCaseLabels::new(OWN, [789_u32])),
    ]
}

fn grants_and_diagnosis() -> Vec<Try> {
    vec![
        refused(FOREIGN, ShowAuthorizationDetail::new("123")),
        refused(FOREIGN, ConfirmAuthorizations::new("123")),
        refused(FOREIGN, UpdateAuthorizations::new("123").action_id(AuthorizationAction::Reject)),
        refused("OSM.01010032", CheckHosts::new(123_i64, 22_u32, "root").password("x")),
        refused(FOREIGN, ListHistorySessions::new("Auth-123456", 123_i64)),
        refused(FOREIGN, ListHistoryOperateLogs::new("Auth-123456", 123_i64, 1_i64)),
        refused(FOREIGN, ListTransportHistories::new("Auth-123456", 123_i64, 1_i64)),
        refused(UNKNOWN, ListDiagnoseJob::new().job_id("1")),
        refused(UNKNOWN, ListDiagnoseItems::new().job_id("1")),
    ]
}

fn tries() -> Vec<Try> {
    [tickets(), messages(), attachments_and_labels(), grants_and_diagnosis()].into_iter().flatten().collect()
}

#[tokio::test]
async fn what_another_customer_has_is_refused_and_stays_as_it_is() {
    let bench = Bench::demo();
    let token = [("X-Auth-Token", OTHER_AUTH_TOKEN)];
    let file = UploadJsonAccessories::new("aGVsbG8=").accessory_name("a.txt").accessory_from("feedback");
    let file = bench.send_with(file, &token).await.accessory_id;
    assert_eq!(file.as_ref().map(AccessoryId::as_str), Some(OWN_FILE));
    let before = dump(&bench).await;
    for tried in tries() {
        let reply = bench.reply_to(tried.operation, tried.request.as_ref(), &token).await;
        let refusal = error_in_success_body(&tried.operation.service.envelope, &reply.body);
        let code = refusal.map(|refusal| refusal.code);
        let name = tried.operation.name;
        assert_eq!((reply.status.as_u16(), code.as_deref()), (200, Some(tried.code)), "{name}: {}", reply.text());
        assert_eq!(dump(&bench).await, before, "{name} changed something");
    }
}

/// A list request of the other customer, and the expected value of a part of its response.
struct Listed {
    operation: &'static Operation,
    request: Box<dyn Record>,
    part: &'static str,
    expected: Value,
}

fn listed<E: Request + 'static>(request: E, part: &'static str, expected: Value) -> Listed {
    Listed { operation: E::OPERATION, request: Box::new(request), part, expected }
}

fn lists() -> Vec<Listed> {
    vec![
        listed(ListCases::new(), "/incident_info_list/0/incident_id", json!(OWN)),
        listed(ListCases::new(), "/total_count", json!(1)),
        listed(ListCases::new().incident_id("case-1002"), "/total_count", json!(0)),
        listed(ListCases::new().label_id_list([789_u32]), "/total_count", json!(0)),
        listed(ListOrderIncident::new(), "/totalCount", json!(1)),
        listed(ListOrderIncident::new().incident_id("case-1002"), "/totalCount", json!(0)),
        listed(ListCaseCounts::new(), "/incident_status_counts", json!([{"status": 1, "count": 1}])),
        listed(ListAuthorizations::new(), "/count", json!(0)),
        listed(ListAuthorizations::new().incident_id("case-1002"), "/count", json!(0)),
        listed(ListLabels::new().label_id(123_u32), "/total_count", json!(0)),
        listed(ListLabels::new(), "/total_count", json!(0)),
        listed(ListDiagnoseRecords::new(), "/total_count", json!(0)),
        listed(ListDiagnoseResources::new().project_id(PROJECT_ID), "/total_count", json!(0)),
        listed(ListHasVerifiedContacts::new(), "/count", json!(0)),
        listed(ListHasVerifiedContacts::new().customer_id(CUSTOMER_ID), "/count", json!(0)),
        listed(ListHasVerifiedContacts::new().verified_id("test"), "/count", json!(0)),
        listed(ListSubCustomers::new().sub_customer_id("user-li"), "/sub_customer_infos", json!([])),
        listed(ListSubCustomers::new(), "/sub_customer_infos", json!([])),
        listed(ListAgencies::new(), "/total_count", json!(0)),
        listed(ListCaseCcEmails::new(), "/cc_email_info/cc_email", json!("")),
        listed(ListPrivileges::new(Privilege::CreateCases), "/has_privilege", json!(0)),
        listed(ShowCustomerPrivilegePolicy::new(), "/policy_switch", json!(false)),
        listed(ShowSignedLatestPublishedAgreement::new(), "/is_signed_latest", json!(false)),
        listed(ShowPartnersCasesPrivilege::new(), "/has_privilege", json!(false)),
        listed(CheckNeedVerify::new("test", ContactWay::Phone), "/need_verify_code", json!(1)),
    ]
}

#[tokio::test]
async fn lists_have_nothing_of_another_customer() {
    let bench = Bench::demo();
    bench
        .send(UpdateCaseContactInfo::new("case-1002").extension_map([("remindCCEmail".into(), json!("a@b.cc"))]))
        .await;
    for list in lists() {
        let token = [("X-Auth-Token", OTHER_AUTH_TOKEN)];
        let reply = bench.reply_to(list.operation, list.request.as_ref(), &token).await;
        let answer = reply.json();
        assert_eq!(answer.pointer(list.part), Some(&list.expected), "{}: {}", list.operation.name, reply.text());
        assert!(!reply.text().contains("case-1"), "{}: {}", list.operation.name, reply.text());
    }
}

#[tokio::test]
async fn a_file_has_ones_own_tickets_only() {
    let bench = Bench::demo();
    let token = [("X-Auth-Token", OTHER_AUTH_TOKEN)];
    for (request, expected) in [
        (DownloadCases::new(), vec![OWN]),
        (DownloadCases::new().incident_id("case-1002,case-foreign"), vec![OWN]),
        (DownloadCases::new().customer_id(CUSTOMER_ID), vec![]),
    ] {
        let file = bench.reply_to(DownloadCases::OPERATION, &request, &token).await.text();
        let ids: Vec<&str> = file.lines().skip(1).map(|line| line.split(',').next().unwrap()).collect();
        assert_eq!(ids, expected);
    }
}

#[tokio::test]
async fn each_customer_has_labels_and_a_volume_of_uploads_of_their_own() {
    let bench = Bench::demo();
    let token = [("X-Auth-Token", OTHER_AUTH_TOKEN)];
    bench.send_with(CreateLabels::new("production", "#000000"), &token).await;
    let own = bench.send_with(ListLabels::new(), &token).await.label_list;
    assert_eq!(own[0].name.as_deref(), Some("production"), "the demo account has a label of this name too");
    assert_eq!(bench.send(ListLabels::new()).await.total_count, Some(3));

    let large =
        || UploadJsonAccessories::new("aaaa".repeat(1_048_576)).accessory_name("a.log").accessory_from("incident");
    for _ in 0..16 {
        bench.send(large()).await;
    }
    let refused = bench.refused(large()).await;
    assert!(refused.contains("OSM.01010005"), "{refused}");
    bench.send_with(large(), &token).await;
}

/// Operations whose response is the same for all callers, or whose request names no resource of a customer.
const NOBODYS: &[&str] = &[
    "CreateDiagnoseFeedback",
    "CreateDiagnoseJob",
    "CreateLabels",
    "CreatePrivileges",
    "ListAreaCodes",
    "ListCaseCategories",
    "ListCaseLimits",
    "ListCaseQuotas",
    "ListCaseTemplates",
    "ListCustomersRegions",
    "ListExtendsParams",
    "ListProblemTypes",
    "ListProductCategories",
    "ListRegions",
    "ListSatisfactionDimensions",
    "ListSeverities",
    "SendVerifyCodes",
    "ShowAccessoryLimits",
    "ShowConfiguration",
    "ShowLatestPublishedAgreement",
    "ShowLoginType",
    "SignPublishedAgreement",
    "UploadAccessory",
    "UploadJsonAccessories",
];

#[test]
fn no_operation_is_left_out() {
    let mut tried: BTreeSet<&str> = tries().iter().map(|tried| tried.operation.name).collect();
    tried.extend(lists().iter().map(|list| list.operation.name));
    tried.extend(NOBODYS);
    tried.insert("DownloadCases");
    let all = implemented().into_iter().map(|entry| entry.operation.name);
    let left_out: Vec<&str> = all.filter(|name| !tried.contains(name)).collect();
    assert_eq!(left_out, [""; 0]);
}
