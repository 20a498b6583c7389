//! Orders of a carrier's users, and their reconciliation with the statement of the carrier.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails here is a failed test")]

mod common;

use common::Bench;
use common::carrier::{ines, zola};
use common::users::{ADA, LIN, NO_RIGHT, NOTHING, User};
use hwc_models::koodrive::{
    BillDifference, CarrierOrder, DataVerify, ExportBillInfo, ExportBillInfoResponse, GetReconciliationDiffList,
    ListMessages, MessageType, NotifyPackageExpire, PackageChange, PackageChangeType, PackageNotice, ReverseOrder,
};
use hwc_sandbox::account::{CARRIER_INES_ID, CARRIER_INES_PHONE, CARRIER_PHONE, CARRIER_USER_ID};
use hwc_wire::Request;

/// The number of seconds from the start of the tests to the end of the month in China.
const MONTH: u64 = 31 * 86_400;

fn order(number: &str, user: &str, package: &str) -> CarrierOrder {
    let change = PackageChange::default().kind(PackageChangeType::Order).package_id(package);
    CarrierOrder::default().order_number(number).carrier_user_id(user).package_change_list([change])
}

fn batch<const N: usize>(orders: [CarrierOrder; N]) -> ReverseOrder {
    ReverseOrder::new(orders, "batch-1")
}

async fn capacity(bench: &Bench) -> u64 {
    zola().space(bench).await.capacity.unwrap()
}

#[tokio::test]
async fn an_order_sets_the_size_of_the_space() {
    let bench = Bench::strict();
    assert_eq!(capacity(&bench).await, 5);
    ADA.send(&bench, batch([order("order-1", CARRIER_PHONE, "14")])).await;
    assert_eq!(capacity(&bench).await, 100);
    ADA.send(&bench, batch([order("order-2", CARRIER_PHONE, "15")])).await;
    assert_eq!(capacity(&bench).await, 500);
    ADA.send(&bench, batch([order("order-1", CARRIER_PHONE, "14")])).await;
    assert_eq!(capacity(&bench).await, 500, "the number is known");
    assert_eq!(ines().space(&bench).await.capacity, Some(5));
}

#[tokio::test]
async fn a_batch_with_a_wrong_order_does_nothing() {
    let bench = Bench::strict();
    let right = || order("order-1", CARRIER_PHONE, "14");
    let none: [PackageChange; 0] = [];
    let other = PackageChange::default().kind(2).package_id("14");
    for (wrong, problem) in [
        (order("order-2", "189642158555241211", "14"), NOTHING),
        (order("order-2", CARRIER_PHONE, "no-package"), NOTHING),
        (right().order_number(""), "400 13000102 operationList[1].operationSN is empty"),
        (right().order_number("order-2").package_change_list(none), "400 13000102 packageChangeList is required"),
        (right().order_number("order-2").package_change_list([other]), "400 13000102 changeType must be 1"),
    ] {
        assert_eq!(ADA.refused(&bench, batch([right(), wrong])).await, problem);
    }
    assert_eq!(capacity(&bench).await, 5);
    assert_eq!(LIN.refused(&bench, batch([right()])).await, NO_RIGHT);
    assert_eq!(zola().refused(&bench, batch([right()])).await, NO_RIGHT);
}

#[tokio::test]
async fn the_user_gets_a_message_about_the_end_of_the_package() {
    let bench = Bench::strict();
    let notice = |package: &str| NotifyPackageExpire::new(CARRIER_PHONE, PackageNotice::ReservationPeriod, package);
    assert_eq!(ADA.refused(&bench, notice("14")).await, NOTHING, "not ordered");
    ADA.send(&bench, batch([order("order-1", CARRIER_PHONE, "14")])).await;
    ADA.send(&bench, notice("14")).await;
    let messages = zola().send(&bench, ListMessages::new()).await.messages;
    assert_eq!(messages.len(), 1);
    assert_eq!(messages[0].kind, Some(MessageType::System));
    assert_eq!(messages[0].context.as_deref(), Some("Your package 14 enters its reservation period."));
    assert_eq!(ines().send(&bench, ListMessages::new()).await.messages.len(), 0);
    assert_eq!(capacity(&bench).await, 100, "the space keeps its size");
    let wrong = NotifyPackageExpire::new(CARRIER_PHONE, 1, "14");
    assert_eq!(ADA.refused(&bench, wrong).await, "400 13000102 type must be 2");
    assert_eq!(LIN.refused(&bench, notice("14")).await, NO_RIGHT);
}

/// Places orders in January and returns a sandbox in February.
async fn february() -> Bench {
    let bench = Bench::strict();
    let orders = [order("order-1", CARRIER_PHONE, "14"), order("order-2", CARRIER_INES_PHONE, "15")];
    ADA.send(&bench, batch(orders)).await;
    bench.wait(3600);
    ADA.send(&bench, batch([order("order-3", CARRIER_PHONE, "16")])).await;
    ADA.send(&bench, NotifyPackageExpire::new(CARRIER_PHONE, PackageNotice::ReservationPeriod, "16")).await;
    bench.wait(MONTH);
    ADA.send(&bench, batch([order("order-4", CARRIER_INES_PHONE, "14")])).await;
    bench
}

async fn bills(bench: &Bench, cycle: &str) -> ExportBillInfoResponse {
    ADA.send(bench, ExportBillInfo::new(cycle)).await
}

#[tokio::test]
async fn the_bills_of_a_month_are_its_orders() {
    let bench = february().await;
    let exported = bills(&bench, "2026-01").await;
    assert_eq!((exported.total, exported.url_expires), (Some(3), Some(10_000_000)));
    let link = exported.download_url.unwrap();
    insta::assert_snapshot!(bench.get(link.expose()).await.text().replace('\r', ""), @r"
    kdOrderId,carrierOrderId,carrierUserId,kdUserId,packageId,orderTime,userStatus
    1309243162258300001,order-1,0027188460911,1882575898755117312,14,2026-01-01T00:00:00.000Z,1
    1309243162258300002,order-2,0027188460912,1882575898755117313,15,2026-01-01T00:00:00.000Z,0
    1309243162258300003,order-3,0027188460911,1882575898755117312,16,2026-01-01T01:00:00.000Z,1
    ");
    assert_eq!(bills(&bench, "2026-01").await.total, Some(3), "again");
    assert_eq!(bench.get(link.expose()).await.status, 200, "the same content");
    assert_eq!(bills(&bench, "2025-12").await.total, Some(0));
    for cycle in ["2026-02", "2025-13", "2025-00"] {
        let refused = ADA.refused(&bench, ExportBillInfo::new(cycle)).await;
        assert_eq!(refused, "400 13000102 billingCycle must be a month in the past, as in 2025-07");
    }
    assert_eq!(LIN.refused(&bench, ExportBillInfo::new("2026-01")).await, NO_RIGHT);
}

/// Sends a statement. Returns the response as a line, or the ID of the check.
async fn verify(bench: &Bench, user: User, cycle: &str, statement: &str) -> Result<String, String> {
    let body = format!(
        "--b\r\nContent-Disposition: form-data; name=\"data\"; filename=\"july.csv\"\r\n\r\n{statement}\r\n\
         --b\r\nContent-Disposition: form-data; name=\"billingCycle\"\r\n\r\n{cycle}\r\n--b--\r\n"
    );
    let token = format!("Bearer {}", user.token);
    let headers = [("Authorization", token.as_str()), ("Content-Type", "multipart/form-data; boundary=b")];
    let url = format!("http://localhost{}", DataVerify::OPERATION.path);
    let reply = bench.raw("POST", &url, &headers, &body).await;
    let id = reply.json()["batchNo"].as_str().map(str::to_owned);
    id.ok_or_else(|| format!("{} {} {}", reply.status.as_u16(), reply.json()["code"], reply.json()["msg"]))
}

async fn differences(bench: &Bench, check: &str) -> Vec<BillDifference> {
    ADA.send(bench, GetReconciliationDiffList::new(check)).await.diff_list
}

/// Returns the kind and the IDs of a difference in one line.
fn line(difference: &BillDifference) -> String {
    let text = |text: &Option<String>| text.clone().unwrap_or_else(|| "-".to_owned());
    let kind = difference.kind.as_ref().unwrap().code();
    let user = difference.drive_user_id.as_ref().map(ToString::to_string);
    let time = difference.carrier_order_time.as_ref().map(ToString::to_string);
    let order = text(&difference.carrier_order_id);
    format!("{kind} {order} {} {} {}", text(&user), text(&time), text(&difference.user_status))
}

const HEAD: &str = "carrierOrderId,carrierUserId,packageId,carrierOrderTime";

/// A statement that differs from the bills of January.
fn other_statement() -> String {
    let rows = [
        HEAD.to_owned(),
        format!("order-2,{CARRIER_INES_PHONE},14,2026-01-01 08:00:00"),
        format!("order-3,{CARRIER_INES_PHONE},16,"),
        format!("order-9,{CARRIER_INES_PHONE},14,2026-01-09"),
        "order-10,unknown,14,".to_owned(),
    ];
    rows.join("\n")
}

#[tokio::test]
async fn an_equal_statement_has_no_differences() {
    let bench = february().await;
    let rows = [
        HEAD.to_owned(),
        format!("order-1,{CARRIER_PHONE},14,2026-01-01"),
        format!("order-2,+{},15,", &CARRIER_INES_PHONE[2..]),
        format!("order-3,{CARRIER_PHONE},16,"),
    ];
    let check = verify(&bench, ADA, "2026-01", &rows.join("\n")).await.unwrap();
    assert_eq!(differences(&bench, &check).await, []);
}

#[tokio::test]
async fn a_statement_is_compared_with_the_bills() {
    let bench = february().await;
    let check = verify(&bench, ADA, "2026-01", &other_statement()).await.unwrap();
    let found = differences(&bench, &check).await;
    assert_eq!(
        found.iter().map(line).collect::<Vec<_>>(),
        [
            format!("1 - {CARRIER_USER_ID} - 1"),
            format!("3 order-2 {CARRIER_INES_ID} 2026-01-01 08:00:00 0"),
            format!("3 order-3 {CARRIER_USER_ID}  1"),
            format!("2 order-9 {CARRIER_INES_ID} 2026-01-09 0"),
            "2 order-10 -  -".to_owned(),
        ]
    );
    let csv = bench.get(bills(&bench, "2026-01").await.download_url.unwrap().expose()).await.text();
    let missing = found[0].drive_order_id.clone().unwrap();
    assert!(csv.contains(&format!("{missing},order-1,")), "{csv}");
}

#[tokio::test]
async fn differences_are_listed_in_pages() {
    let bench = february().await;
    let check = verify(&bench, ADA, "2026-01", &other_statement()).await.unwrap();
    let page = ADA.send(&bench, GetReconciliationDiffList::new(check.as_str()).page_size(3_u32)).await;
    assert_eq!((page.total, page.diff_list.len()), (Some(5), 3));
    let rest = GetReconciliationDiffList::new(check.as_str()).page_cursor(page.next_page_cursor.unwrap());
    let rest = ADA.send(&bench, rest).await;
    assert_eq!((rest.diff_list.len(), rest.next_page_cursor), (2, None));
    assert_eq!(ADA.refused(&bench, GetReconciliationDiffList::new("none")).await, NOTHING);
    assert_eq!(LIN.refused(&bench, GetReconciliationDiffList::new(check)).await, NO_RIGHT);
}

#[tokio::test]
async fn a_wrong_statement_gets_the_reason() {
    let bench = february().await;
    let refused = verify(&bench, ADA, "2026-01", "statement").await.unwrap_err();
    assert_eq!(refused, r#"400 13000102 "data must have the column carrierOrderId""#);
    let refused = verify(&bench, ADA, "2026-02", HEAD).await.unwrap_err();
    assert_eq!(refused, r#"400 13000102 "billingCycle must be a month in the past, as in 2025-07""#);
    let refused = verify(&bench, LIN, "2026-01", HEAD).await.unwrap_err();
    assert_eq!(refused, r#"400 13000410 "No permission on the space.""#);
}
