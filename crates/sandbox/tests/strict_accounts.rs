//! The second account: identification of its user with and without strict authentication, and isolation of the two
//! customers.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails here is a failed test")]

mod common;

use common::{Bench, Reply, unsent};
use hwc_models::iam::{
    AuthMethod, CreateTemporaryAccessKeyByToken, KeyAuth, KeyIdentity, KeyToken, KeystoneListAuthDomains,
    KeystoneListProjects,
};
use hwc_models::insight::ListTickets;
use hwc_models::osm::{
    CheckNeedVerify, CheckVerifyCodes, ContactWay, CreateCases, CreatePrivileges, ListHasVerifiedContacts,
    ListPrivileges, Privilege, PrivilegeAction, SendVerifyCodes, ShowSignedLatestPublishedAgreement,
    SignPublishedAgreement, YesNo,
};
use hwc_sandbox::account;
use hwc_transport::clock::Clock;
use hwc_transport::sign::AccessKeySigner;
use hwc_wire::{Record, Request};
use serde_json::{Value, json};

const OWN: [(&str, &str); 1] = [("X-Auth-Token", account::AUTH_TOKEN)];
const OTHER: [(&str, &str); 1] = [("X-Auth-Token", account::OTHER_AUTH_TOKEN)];
const PHONE: &str = "13800001111";

fn other_keys() -> AccessKeySigner {
    AccessKeySigner::new(account::OTHER_ACCESS_KEY, account::OTHER_SECRET_KEY).unwrap()
}

async fn signed<E: Request + Record>(
    bench: &Bench,
    keys: &AccessKeySigner,
    request: &E,
    more: &[(&str, &str)],
) -> Reply {
    let mut request = unsent(E::OPERATION, request);
    for (name, value) in more {
        let name: hwc_transport::http::HeaderName = name.parse().unwrap();
        request.headers_mut().insert(name, value.parse().unwrap());
    }
    keys.sign(&mut request, bench.clock.now()).unwrap();
    bench.deliver(request).await
}

async fn verify(bench: &Bench, who: &[(&str, &str)]) {
    bench.send_with(SendVerifyCodes::new(PHONE, ContactWay::Phone).area_code("86"), who).await;
    bench.send_with(CheckVerifyCodes::new("123456", PHONE, ContactWay::Phone), who).await;
}

async fn contacts(bench: &Bench, who: &[(&str, &str)]) -> Vec<String> {
    let page = bench.send_with(ListHasVerifiedContacts::new(), who).await;
    assert_eq!(page.count, Some(page.contact_list.len() as u64));
    page.contact_list.into_iter().map(|contact| contact.verified_id.unwrap().to_string()).collect()
}

#[tokio::test]
async fn contacts_are_seen_by_their_own_customer_alone() {
    let bench = Bench::strict();
    verify(&bench, &OTHER).await;
    assert_eq!(contacts(&bench, &OWN).await, ["test", "verified-1000"]);
    assert_eq!(contacts(&bench, &OTHER).await, ["verified-1001"]);
    let by_id = ListHasVerifiedContacts::new().customer_id(account::OTHER_CUSTOMER_ID).verified_id("verified-1001");
    assert_eq!(bench.send_with(by_id, &OWN).await.count, Some(0));
    let need = bench.send_with(CheckNeedVerify::new(PHONE, ContactWay::Phone), &OWN).await;
    assert_eq!(need.need_verify_code, Some(YesNo::Yes));
    let case = CreateCases::new("Fault", "x", "s").remind_mobile(PHONE).phone_verified_id("verified-1001");
    let reply = bench.reply_to(CreateCases::OPERATION, &case, &OWN).await;
    insta::assert_snapshot!(reply.line(), @r#"200 {"error_code":"OSM.01010002","error_msg":"The verified contact belongs to another customer."}"#);
    verify(&bench, &OWN).await;
    assert_eq!(contacts(&bench, &OWN).await, ["test", "verified-1000", "verified-1002"], "one's own code and id");
}

#[tokio::test]
async fn a_code_of_one_customer_verifies_nothing_of_another() {
    let bench = Bench::strict();
    bench.send_with(SendVerifyCodes::new(PHONE, ContactWay::Phone).area_code("86"), &OTHER).await;
    let check = CheckVerifyCodes::new("123456", PHONE, ContactWay::Phone);
    let reply = bench.reply_to(CheckVerifyCodes::OPERATION, &check, &OWN).await;
    assert_eq!(reply.json()["error_code"], "OSM.01010010");
    let theirs = check.customer_id(account::OTHER_CUSTOMER_ID);
    let reply = bench.reply_to(CheckVerifyCodes::OPERATION, &theirs, &OWN).await;
    assert_eq!(reply.json()["error_code"], "OSM.01010002");
    bench.send_with(theirs, &OTHER).await;
}

#[tokio::test]
async fn agreements_and_privileges_are_those_of_the_customer() {
    let bench = Bench::strict();
    let latest = ShowSignedLatestPublishedAgreement::new;
    assert_eq!(bench.send_with(latest().agreement_type("0"), &OTHER).await.is_signed_latest, Some(false));
    bench.send_with(SignPublishedAgreement::new("124"), &OTHER).await;
    assert_eq!(bench.send_with(latest().agreement_type("2"), &OTHER).await.is_signed_latest, Some(true));
    assert_eq!(bench.send_with(latest().agreement_type("2"), &OWN).await.is_signed_latest, Some(false));
    let withdraw = CreatePrivileges::new().operation(PrivilegeAction::Withdraw).privilege(Privilege::ExportCases);
    bench.send_with(withdraw, &OTHER).await;
    let held = ListPrivileges::new(Privilege::ExportCases);
    assert_eq!(bench.send_with(held.clone(), &OWN).await.has_privilege, Some(YesNo::Yes));
    assert_eq!(bench.send_with(held, &OTHER).await.has_privilege, Some(YesNo::No));
}

#[tokio::test]
async fn keys_are_good_for_their_own_account() {
    let bench = Bench::strict();
    let list = ListHasVerifiedContacts::new();
    verify(&bench, &OTHER).await;
    for (id, status) in [(account::OTHER_DOMAIN_ID, 200), (account::DOMAIN_ID, 403), ("", 200)] {
        let reply = signed(&bench, &other_keys(), &list, &[("x-domain-id", id)]).await;
        assert_eq!(reply.status, status, "{}", reply.line());
        assert!(status != 200 || reply.json()["contact_list"][0]["verified_id"] == "verified-1001");
    }
    let own = AccessKeySigner::new(account::ACCESS_KEY, account::SECRET_KEY).unwrap();
    assert_eq!(signed(&bench, &own, &list, &[("x-domain-id", account::OTHER_DOMAIN_ID)]).await.status, 403);
    let mixed = AccessKeySigner::new(account::OTHER_ACCESS_KEY, account::SECRET_KEY).unwrap();
    assert_eq!(signed(&bench, &mixed, &list, &[]).await.status, 401);
}

#[tokio::test]
async fn projects_of_another_account_are_refused() {
    let bench = Bench::strict();
    let tickets = async |project: &str, who: &[(&str, &str)]| {
        bench.raw("GET", &format!("http://localhost/v1/{project}/tickets"), who, "").await.status.as_u16()
    };
    for (project, own, other) in
        [(account::PROJECT_ID, 200, 403), (account::OTHER_PROJECT_ID, 403, 200), ("project-9", 403, 403)]
    {
        assert_eq!((tickets(project, &OWN).await, tickets(project, &OTHER).await), (own, other), "{project}");
    }
    let theirs = [("x-project-id", account::PROJECT_ID)];
    assert_eq!(signed(&bench, &other_keys(), &ListTickets::new(), &theirs).await.status, 403);
}

#[tokio::test]
async fn iam_tells_everybody_of_their_own_account() {
    let bench = Bench::strict();
    let account = async |who: &[(&str, &str)]| {
        let domains = bench.send_with(KeystoneListAuthDomains::new(), who).await.domains;
        let projects = bench.send_with(KeystoneListProjects::new(), who).await.projects;
        assert!(projects.iter().all(|project| project.domain_id == domains[0].id));
        let ids = projects.into_iter().map(|project| project.id.unwrap().to_string());
        (domains[0].id.as_ref().unwrap().to_string(), ids.collect::<Vec<_>>())
    };
    let (id, projects) = account(&OTHER).await;
    assert_eq!((id.as_str(), projects.as_slice()), (account::OTHER_DOMAIN_ID, &["other-project-1".to_owned()][..]));
    let (id, projects) = account(&OWN).await;
    assert_eq!((id.as_str(), projects.len()), (account::DOMAIN_ID, 3));
}

fn sign_in(domain: &str, password: &str, scope: &Value) -> String {
    let user = json!({ "domain": { "name": domain }, "name": account::OTHER_USER_NAME, "password": password });
    let identity = json!({ "methods": ["password"], "password": { "user": user } });
    json!({ "auth": { "identity": identity, "scope": scope } }).to_string()
}

#[tokio::test]
async fn the_other_user_signs_in_and_what_it_is_given_acts_for_it() {
    let bench = Bench::strict();
    let url = "https://iam.myhuaweicloud.com/v3/auth/tokens";
    let project = json!({ "project": { "name": account::PROJECT_NAME } });
    let (domain, password) = (account::OTHER_DOMAIN_NAME, account::OTHER_PASSWORD);
    let reply = bench.raw("POST", url, &[], &sign_in(domain, password, &project)).await;
    assert_eq!((reply.status.as_u16(), &reply.json()["token"]["project"]["id"]), (201, &json!("other-project-1")));
    let token = reply.header("X-Subject-Token").unwrap().to_owned();
    verify(&bench, &[("X-Auth-Token", token.as_str())]).await;
    assert_eq!(contacts(&bench, &OTHER).await, ["verified-1001"]);
    for (domain, scope, status) in [
        (account::DOMAIN_NAME, json!({}), 401),
        (domain, json!({ "project": { "id": account::PROJECT_ID } }), 404),
        (domain, json!({ "domain": { "id": account::DOMAIN_ID } }), 404),
        (domain, json!({ "domain": { "name": domain } }), 201),
    ] {
        let reply = bench.raw("POST", url, &[], &sign_in(domain, password, &scope)).await;
        assert_eq!(reply.status, status, "{scope}");
    }
    let identity = KeyIdentity::default().methods([AuthMethod::Token]).token(KeyToken::default());
    let ask = CreateTemporaryAccessKeyByToken::new(KeyAuth::default().identity(identity));
    let key = bench.send_with(ask, &OTHER).await.credential.unwrap();
    let keys = AccessKeySigner::new(key.access.unwrap(), key.secret.unwrap().expose()).unwrap();
    let keys = keys.with_security_token(key.securitytoken.unwrap().expose()).unwrap();
    let reply = signed(&bench, &keys, &ListHasVerifiedContacts::new(), &[]).await;
    assert_eq!(reply.json()["contact_list"][0]["verified_id"], "verified-1001", "{}", reply.line());
}

#[tokio::test]
async fn the_other_user_is_known_where_credentials_are_not_checked_too() {
    let bench = Bench::demo();
    assert_eq!(contacts(&bench, &OTHER).await, [""; 0]);
    let reply = signed(&bench, &other_keys(), &ListHasVerifiedContacts::new(), &[]).await;
    assert_eq!(reply.json()["count"], 0);
    assert_eq!(contacts(&bench, &[("X-Auth-Token", "any")]).await, ["test", "verified-1000"]);
    let shapeless = [("Authorization", "SDK-HMAC-SHA256 Access=a, SignedHeaders=host, Signature=b")];
    assert_eq!(contacts(&bench, &shapeless).await, ["test", "verified-1000"]);
}
