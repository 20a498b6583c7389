//! Calls with credentials of every kind, to the sandbox that checks them and to services that repeat their requests. The
//! sandbox accepts each kind. No secret that was sent or received appears in the output of the calls.

mod bench;
mod kinds;
mod listen;
mod noted;
mod repeated;
mod work;

use bench::{Bench, Way};
use kinds::Kind;

/// Checks that the sandbox accepts all calls with these credentials, and that their output contains no secrets.
async fn accepts(kind: Kind, way: Way) {
    let bench = Bench::new(way).await;
    let credentials = kind.prepare(&bench).await;
    let client = bench.client(&credentials);
    for (call, outcome) in work::of(&credentials, &client).await {
        bench.tell(&outcome.unwrap_or_else(|error| panic!("{call}, {kind:?}: {error:?}")));
    }
    kind.outlive(&bench, &client).await;
    bench.assert_silent();
}

#[tokio::test]
async fn the_sandbox_accepts_a_token() {
    accepts(Kind::Token, Way::InProcess).await;
}

#[tokio::test]
async fn the_sandbox_accepts_the_signatures_of_an_access_key() {
    accepts(Kind::Keys, Way::InProcess).await;
}

#[tokio::test]
async fn the_sandbox_accepts_the_signatures_of_an_access_key_over_http() {
    accepts(Kind::Keys, Way::Http).await;
}

#[tokio::test]
async fn the_sandbox_accepts_the_signatures_of_a_temporary_access_key() {
    accepts(Kind::TemporaryKeys, Way::InProcess).await;
}

#[tokio::test]
async fn the_sandbox_accepts_the_signatures_of_a_temporary_access_key_over_http() {
    accepts(Kind::TemporaryKeys, Way::Http).await;
}

#[tokio::test]
async fn the_sandbox_accepts_a_password_and_the_tokens_that_it_gives() {
    accepts(Kind::Password, Way::InProcess).await;
}

#[tokio::test]
async fn the_sandbox_accepts_a_token_of_koodrive() {
    accepts(Kind::DriveToken, Way::InProcess).await;
}

#[tokio::test]
async fn the_sandbox_accepts_a_session_of_koodrive_and_refreshes_its_token() {
    accepts(Kind::Session, Way::InProcess).await;
}

#[tokio::test]
async fn the_sandbox_accepts_the_signatures_of_an_app() {
    accepts(Kind::App, Way::InProcess).await;
}

#[tokio::test]
async fn the_sandbox_accepts_the_signatures_of_an_app_over_http() {
    accepts(Kind::App, Way::Http).await;
}
