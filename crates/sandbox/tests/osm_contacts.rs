//! Verified contacts: codes are sent and checked, and tickets name the contacts.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails here is a failed test")]

mod common;

use common::Bench;
use hwc_models::osm::{
    CheckNeedVerify, CheckVerifyCodes, ContactWay, CreateCases, ListCases, ListHasVerifiedContacts, SendVerifyCodes,
    YesNo,
};

const PHONE: &str = "13800001111";
const MAIL: &str = "ada@example.org";
const CODE: &str = "123456";
const WRONG: &str = "200 OSM.01010010 The code is wrong, was used already, or is older than five minutes.";

fn send(value: &str, way: ContactWay) -> SendVerifyCodes {
    SendVerifyCodes::new(value, way).area_code("86")
}

fn check(code: &str, value: &str, way: ContactWay) -> CheckVerifyCodes {
    CheckVerifyCodes::new(code, value, way).area_code("86")
}

async fn verify(bench: &Bench, value: &str, way: ContactWay) {
    bench.send(send(value, way)).await;
    bench.send(check(CODE, value, way)).await;
}

async fn needed(bench: &Bench, value: &str, way: ContactWay) -> YesNo {
    bench.send(CheckNeedVerify::new(value, way).area_code("86")).await.need_verify_code.unwrap()
}

/// Returns the IDs of the verified contacts of a list request.
async fn listed(bench: &Bench, request: ListHasVerifiedContacts) -> Vec<String> {
    let contacts = bench.send(request).await.contact_list;
    contacts.into_iter().map(|contact| contact.verified_id.unwrap().to_string()).collect()
}

fn case() -> CreateCases {
    CreateCases::new("Fault", "x", "83aeb0f2834c4df49826c781d32a963e")
}

#[tokio::test]
async fn a_contact_is_verified_with_the_code_that_was_sent() {
    let bench = Bench::empty();
    for (way, value, id) in [(ContactWay::Phone, PHONE, "verified-1001"), (ContactWay::Mail, MAIL, "verified-1002")] {
        assert_eq!(bench.refused(check(CODE, value, way)).await, WRONG, "none was sent");
        assert_eq!(needed(&bench, value, way).await, YesNo::Yes);
        bench.send(send(value, way)).await;
        assert_eq!(bench.refused(check("654321", value, way)).await, WRONG);
        assert_eq!(needed(&bench, value, way).await, YesNo::Yes);
        bench.send(check(CODE, value, way)).await;
        let told = bench.send(CheckNeedVerify::new(value, way)).await;
        assert_eq!(told.need_verify_code, Some(YesNo::No));
        assert_eq!(told.expire_time.unwrap().as_str(), "2026-06-30T00:00:00.000Z", "180 days");
        let contacts = bench.send(ListHasVerifiedContacts::new().contact_way(way)).await;
        assert_eq!(contacts.count, Some(1));
        let contact = &contacts.contact_list[0];
        assert_eq!((contact.contact_way, contact.contact_value.as_deref()), (Some(way), Some(value)));
        assert_eq!((contact.area_code.as_deref(), contact.verified_id.as_ref().unwrap().as_str()), (Some("86"), id));
        assert_eq!(bench.refused(check(CODE, value, way)).await, WRONG, "a code is used once");
    }
}

#[tokio::test]
async fn codes_are_good_for_five_minutes() {
    let bench = Bench::empty();
    bench.send(send(PHONE, ContactWay::Phone)).await;
    bench.wait(300);
    assert_eq!(bench.refused(check(CODE, PHONE, ContactWay::Phone)).await, WRONG);
    bench.send(send(PHONE, ContactWay::Phone)).await;
    bench.wait(299);
    bench.send(check(CODE, PHONE, ContactWay::Phone)).await;
}

#[tokio::test]
async fn codes_are_sent_once_a_minute_and_ten_times_a_day() {
    let bench = Bench::empty();
    let minute = "200 OSM.01010024 A code was sent less than a minute ago.";
    bench.send(send(PHONE, ContactWay::Phone)).await;
    assert_eq!(bench.refused(send(PHONE, ContactWay::Phone)).await, minute);
    bench.wait(59);
    assert_eq!(bench.refused(send(PHONE, ContactWay::Phone)).await, minute);
    bench.send(send(PHONE, ContactWay::Mail)).await;
    bench.send(SendVerifyCodes::new(PHONE, ContactWay::Phone).area_code("852")).await;
    bench.wait(1);
    for _ in 2..=10 {
        bench.send(send(PHONE, ContactWay::Phone)).await;
        bench.wait(60);
    }
    let day = "200 OSM.01010024 No more codes are sent to this contact today.";
    assert_eq!(bench.refused(send(PHONE, ContactWay::Phone)).await, day);
    bench.wait(86_400 - 601);
    assert_eq!(bench.refused(send(PHONE, ContactWay::Phone)).await, day);
    bench.wait(1);
    bench.send(send(PHONE, ContactWay::Phone)).await;
}

#[tokio::test]
async fn what_is_no_contact_is_refused() {
    let bench = Bench::empty();
    for (request, expected) in [
        (send(PHONE, ContactWay::from(7)), "contact_way must be 0 or 1."),
        (send(PHONE, ContactWay::Phone).area_code("999"), "area_code must be the code of a country."),
    ] {
        assert_eq!(bench.refused(request).await, format!("200 OSM.01010001 {expected}"));
    }
    assert_eq!(
        bench.refused(send("", ContactWay::Phone)).await,
        "400 OSM.0001 contact_value has 0 characters, at least 1"
    );
    bench.send(send(PHONE, ContactWay::Phone)).await;
    let foreign = check(CODE, PHONE, ContactWay::Phone).customer_id("customer-9");
    assert_eq!(bench.refused(foreign).await, "200 OSM.01010002 customer_id is that of another customer.");
    assert_eq!(needed(&bench, PHONE, ContactWay::Phone).await, YesNo::Yes);
    bench.send(check(CODE, PHONE, ContactWay::Phone).customer_id("customer-1")).await;
}

#[tokio::test]
async fn a_phone_number_has_a_country_and_a_mail_address_has_none() {
    let bench = Bench::empty();
    verify(&bench, PHONE, ContactWay::Phone).await;
    verify(&bench, MAIL, ContactWay::Mail).await;
    let need = |value: &str, way| CheckNeedVerify::new(value, way).area_code("1");
    assert_eq!(bench.send(need(PHONE, ContactWay::Phone)).await.need_verify_code, Some(YesNo::Yes));
    assert_eq!(bench.send(need(MAIL, ContactWay::Mail)).await.need_verify_code, Some(YesNo::No));
    assert_eq!(needed(&bench, PHONE, ContactWay::Mail).await, YesNo::Yes);
}

#[tokio::test]
async fn verified_contacts_are_filtered_and_come_in_pages() {
    let bench = Bench::empty();
    verify(&bench, PHONE, ContactWay::Phone).await;
    bench.wait(86_400);
    bench.send(send(MAIL, ContactWay::Mail)).await;
    bench.send(check(CODE, MAIL, ContactWay::Mail).x_customer_id("sub-1")).await;
    let all = ListHasVerifiedContacts::new;
    let (phone, mail) = ("verified-1001", "verified-1002");
    for (request, ids) in [
        (all(), vec![phone, mail]),
        (all().contact_way(ContactWay::Phone), vec![phone]),
        (all().contact_value(MAIL), vec![mail]),
        (all().verified_id(phone), vec![phone]),
        (all().area_code("1"), vec![]),
        (all().sub_customer_id("sub-1"), vec![mail]),
        (all().sub_customer_id("sandbox-user"), vec![phone]),
        (all().customer_id("customer-1"), vec![phone, mail]),
        (all().customer_id("customer-2"), vec![]),
        (all().expired_time("2026-06-30 08:00:00"), vec![phone, mail]),
        (all().expired_time("2026-06-30 08:00:01"), vec![mail]),
        (all().offset(0_u32).limit(1_u32), vec![phone]),
        (all().offset(1_u32).limit(1_u32), vec![phone]),
        (all().offset(2_u32).limit(1_u32), vec![mail]),
        (all().offset(3_u32).limit(1_u32), vec![]),
        (all().limit(0_u32), vec![]),
    ] {
        assert_eq!(listed(&bench, request.clone()).await, ids, "{request:?}");
    }
    assert_eq!(bench.send(all().limit(1_u32)).await.count, Some(2));
    let time = bench.refused(all().expired_time("soon")).await;
    assert_eq!(time, "400 OSM.0001 expired_time must be a time");
}

#[tokio::test]
async fn a_verification_ends_and_can_be_renewed() {
    let bench = Bench::empty();
    verify(&bench, PHONE, ContactWay::Phone).await;
    bench.wait(180 * 86_400);
    assert_eq!(needed(&bench, PHONE, ContactWay::Phone).await, YesNo::Yes);
    assert_eq!(listed(&bench, ListHasVerifiedContacts::new()).await, [""; 0]);
    let ended = bench.refused(case().remind_mobile(PHONE).phone_verified_id("verified-1001")).await;
    assert_eq!(ended, "200 OSM.01010010 The id is not that of the contact, or the verification has ended.");
    verify(&bench, PHONE, ContactWay::Phone).await;
    assert_eq!(listed(&bench, ListHasVerifiedContacts::new()).await, ["verified-1001"], "the id stays");
}

#[tokio::test]
async fn tickets_with_verified_contacts_are_opened() {
    let bench = Bench::empty();
    verify(&bench, PHONE, ContactWay::Phone).await;
    verify(&bench, MAIL, ContactWay::Mail).await;
    bench.send(send("13900002222", ContactWay::Phone)).await;
    let taken = [
        case().remind_mobile(PHONE).phone_verified_id("verified-1001"),
        case().remind_mobile(PHONE).remind_mail(MAIL).email_verified_id("verified-1002").area_code("86"),
        case().remind_mobile(PHONE).verify_code("000000"),
        case().remind_mobile("13700003333").remind_mail("registered@example.org"),
        case().remind_mobile("13900002222").remind_mail(MAIL).verify_code(CODE),
        case().verify_code("000000"),
    ];
    for request in taken {
        bench.send(request).await;
    }
    assert_eq!(bench.send(ListCases::new()).await.total_count, Some(6));
    assert_eq!(needed(&bench, "13900002222", ContactWay::Phone).await, YesNo::No, "the code of the ticket verified it");
}

#[tokio::test]
async fn tickets_with_contacts_that_are_not_verified_are_refused() {
    let bench = Bench::empty();
    verify(&bench, PHONE, ContactWay::Phone).await;
    bench.send(send("13900002222", ContactWay::Phone)).await;
    let wrong = "OSM.01010010 verify_code is not the code that was sent to the contact.";
    let other = "OSM.01010010 The id is not that of the contact, or the verification has ended.";
    for (request, expected) in [
        (case().remind_mobile("13900002222").verify_code("000000"), wrong),
        (case().remind_mobile("13900003333").verify_code(CODE), wrong),
        (case().remind_mobile("13900002222").area_code("1").verify_code(CODE), wrong),
        (case().remind_mobile(PHONE).remind_mail(MAIL).verify_code(CODE), wrong),
        (case().remind_mobile(PHONE).phone_verified_id("nope"), "OSM.01010010 No verified contact has this id."),
        (case().remind_mobile("13900002222").phone_verified_id("verified-1001"), other),
        (case().remind_mail(PHONE).email_verified_id("verified-1001"), other),
        (case().phone_verified_id("verified-1001"), other),
    ] {
        assert_eq!(bench.refused(request).await, format!("200 {expected}"));
    }
    assert_eq!(bench.send(ListCases::new()).await.total_count, Some(0));
    assert_eq!(needed(&bench, "13900002222", ContactWay::Phone).await, YesNo::Yes);
    bench.send(case().remind_mobile("13900002222").verify_code(CODE)).await;
}

#[tokio::test]
async fn the_contact_of_the_reference_is_there() {
    let bench = Bench::demo();
    let page = bench.send(ListHasVerifiedContacts::new().contact_way(ContactWay::Phone)).await;
    assert_eq!(page.count, Some(1));
    let contact = &page.contact_list[0];
    assert_eq!((contact.contact_value.as_deref(), contact.area_code.as_deref()), (Some("test"), Some("86")));
    assert_eq!(contact.verified_id.as_ref().unwrap().as_str(), "test");
    verify(&bench, MAIL, ContactWay::Mail).await;
    assert_eq!(listed(&bench, ListHasVerifiedContacts::new()).await, ["test", "verified-1000", "verified-1001"]);
}
