//! Sign-in of the demo users of KooDrive, and the life of their sessions.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails here is a failed test")]

mod common;

use common::users::{ADA, LI, LIN, NOOR, User};
use common::{Bench, Reply};
use hwc_models::CATALOG;
use hwc_models::koodrive::{
    AuthSession, CreateSession, GetAuthCodeUrl, GetSpace, GetSpaceV2, Logout, RefreshSession, SpaceType,
};
use hwc_sandbox::account;
use hwc_transport::clock::Clock;
use hwc_transport::sign::AppSigner;
use hwc_transport::{Body, http};
use hwc_wire::{AuthRequirement, Request};

const MINUTE: u64 = 60;

const USERS: [(User, &str, &str); 4] = [
    (ADA, account::DRIVE_CODE, "Ada"),
    (LI, account::DRIVE_LI_CODE, "Li"),
    (LIN, account::DRIVE_LIN_CODE, "Lin"),
    (NOOR, account::DRIVE_NOOR_CODE, "Noor"),
];

/// Signs in with a code. Returns the header value of the token and the ID of the session.
async fn sign_in(bench: &Bench, code: &str) -> (String, String) {
    let session = bench.send_with(CreateSession::new(code), &[]).await.data.unwrap();
    (session.access_token.unwrap().expose().to_owned(), session.session_id.unwrap().expose().to_owned())
}

async fn reply<E: Request>(bench: &Bench, token: &str, request: E) -> Reply {
    bench.reply_to(E::OPERATION, &request, &[("Authorization", token)]).await
}

#[tokio::test]
async fn the_sign_in_page_needs_no_credentials() {
    let bench = Bench::strict();
    let page = bench.send_with(GetAuthCodeUrl::new("drive.example.com"), &[]).await;
    let uri = page.uri.unwrap();
    assert!(uri.starts_with(&page.org_id_host.unwrap()), "{uri}");
    assert!(uri.contains("response_type=code"), "{uri}");
    assert!(uri.ends_with("redirect_uri=https://drive.example.com/cloudfile/index.html"), "{uri}");
    let odd = GetAuthCodeUrl::new("a/b?c#d");
    let refused = bench.reply_to(GetAuthCodeUrl::OPERATION, &odd, &[]).await;
    assert_eq!((refused.status.as_u16(), &refused.json()["code"]), (400, &13_000_102.into()));
}

#[tokio::test]
async fn each_user_signs_in_with_a_code_and_with_a_token() {
    for bench in [Bench::strict(), Bench::demo()] {
        for (user, code, name) in USERS {
            let (token, _) = sign_in(&bench, code).await;
            let by_code = bench.send_with(AuthSession::new(), &[("Authorization", &token)]).await.data.unwrap();
            let by_token = user.send(&bench, AuthSession::new()).await.data.unwrap();
            assert_eq!(by_code.user_name.as_deref(), Some(name));
            assert_eq!(by_code.inner_user_id.as_ref().unwrap().as_str(), user.id);
            assert_eq!(by_code, by_token);
        }
    }
}

#[tokio::test]
async fn a_session_is_that_of_its_user_alone() {
    let bench = Bench::strict();
    let (token, _) = sign_in(&bench, account::DRIVE_LIN_CODE).await;
    let own = reply(&bench, &token, GetSpace::new(LIN.id, SpaceType::Personal)).await;
    assert_eq!(own.json()["data"]["ownerId"], LIN.id);
    let other = reply(&bench, &token, GetSpace::new(NOOR.id, SpaceType::Personal)).await;
    assert_eq!(other.json()["code"], 13_000_410);
}

#[tokio::test]
async fn each_call_renews_a_session_for_twenty_minutes() {
    let bench = Bench::strict();
    let (token, session) = sign_in(&bench, account::DRIVE_NOOR_CODE).await;
    for _ in 0..3 {
        bench.wait(19 * MINUTE);
        assert_eq!(reply(&bench, &token, GetSpaceV2::new(NOOR.id)).await.status, 200);
    }
    bench.wait(20 * MINUTE);
    assert_eq!(reply(&bench, &token, GetSpaceV2::new(NOOR.id)).await.status, 401);
    let renewed = reply(&bench, &token, RefreshSession::new(session)).await.json();
    let renewed = renewed["accessToken"].as_str().unwrap().to_owned();
    let space = reply(&bench, &renewed, GetSpaceV2::new(NOOR.id)).await.json();
    assert_eq!(space["data"][0]["ownerId"], NOOR.id);
    reply(&bench, &renewed, Logout::new()).await;
    assert_eq!(reply(&bench, &renewed, GetSpaceV2::new(NOOR.id)).await.status, 401);
}

#[tokio::test]
async fn a_signed_request_acts_for_its_user() {
    let bench = Bench::demo();
    let signed = |user: &'static str| {
        [
            ("Authorization", "HMAC-SHA256 AppId=app,SignedHeaders=host;x-date;x-user-id,Signature=00"),
            ("X-User-Id", user),
        ]
    };
    let own = bench.send_with(GetSpaceV2::new(LIN.id), &signed(LIN.id)).await;
    assert_eq!(own.data.len(), 1);
    assert_eq!(bench.send_with(GetSpaceV2::new(LIN.id), &signed(NOOR.id)).await.data, []);
    assert_eq!(bench.send_with(GetSpaceV2::new(LIN.id), &signed("unknown")).await.data.len(), 1);
}

/// The credentials of a call.
#[derive(Clone, Copy, Debug)]
enum Credentials {
    None,
    Token,
    App,
}

/// Sends the request of an example with strict authentication. Returns true if the credentials are accepted.
async fn accepts(line: &str, body: &str, credentials: Credentials) -> bool {
    let bench = Bench::strict();
    let (method, path) = line.split_once(' ').unwrap();
    let request = http::Request::builder().method(method).uri(format!("http://localhost{path}"));
    let mut request = request.header("Host", "localhost").body(Body::from(body.to_owned())).unwrap();
    match credentials {
        Credentials::None => {}
        Credentials::Token => {
            request.headers_mut().insert("Authorization", format!("Bearer {}", ADA.token).parse().unwrap());
        }
        Credentials::App => {
            let app = AppSigner::new(account::APP_ID, account::APP_SECRET, ADA.id).unwrap();
            app.sign(&mut request, bench.clock.now()).unwrap();
        }
    }
    bench.deliver(request).await.status != 401
}

#[tokio::test]
async fn each_operation_accepts_the_credentials_of_the_spec() {
    let groups = ["Sessions", "Spaces", "Departments"];
    let entries = CATALOG
        .entries()
        .filter(|entry| entry.operation.service.id == "koodrive" && groups.contains(&entry.operation.group));
    let mut checked = 0;
    for entry in entries {
        let operation = entry.operation;
        let example = &CATALOG.operation(operation).unwrap().examples[0];
        let body = example.request_body.as_ref().map(ToString::to_string).unwrap_or_default();
        let accepted = match operation.auth {
            AuthRequirement::None => [true, true, true],
            AuthRequirement::TokenOnly => [false, true, false],
            AuthRequirement::Any => [false, true, true],
        };
        for (credentials, accepted) in
            [Credentials::None, Credentials::Token, Credentials::App].into_iter().zip(accepted)
        {
            let outcome = accepts(&example.request, &body, credentials).await;
            assert_eq!(outcome, accepted, "{} with {credentials:?}", operation.name);
        }
        checked += 1;
    }
    assert_eq!(checked, 28);
}
