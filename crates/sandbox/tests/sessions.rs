//! Sessions of KooDrive, with and without strict authentication.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails here is a failed test")]

mod common;

use common::{Bench, Reply};
use hwc_models::koodrive::{AuthSession, CountUser, CreateSession, GetJobDetail, Logout, RefreshSession, SessionRole};
use hwc_sandbox::account;
use hwc_wire::Request;

const MINUTE: u64 = 60;

/// Creates a session. Returns the header value of its token, and its ID.
async fn session(bench: &Bench) -> (String, String) {
    let session = bench.send_with(CreateSession::new(account::DRIVE_CODE), &[]).await.data.unwrap();
    (session.access_token.unwrap().expose().to_owned(), session.session_id.unwrap().expose().to_owned())
}

async fn count(bench: &Bench, token: &str) -> Reply {
    bench.reply_to(CountUser::OPERATION, &CountUser::new(), &[("Authorization", token)]).await
}

async fn refresh(bench: &Bench, token: &str, session: &str) -> Reply {
    let headers = [("Authorization", token)];
    bench.reply_to(RefreshSession::OPERATION, &RefreshSession::new(session), &headers).await
}

#[tokio::test]
async fn a_session_tells_who_signed_in() {
    let bench = Bench::strict();
    let session = bench.send_with(CreateSession::new(account::DRIVE_CODE), &[]).await.data.unwrap();
    let token = session.access_token.unwrap();
    assert!(token.expose().starts_with("Bearer "));
    let user = session.user_info.unwrap();
    assert_eq!((user.user_name.as_deref(), user.role.as_ref()), (Some("Ada"), Some(&SessionRole::SuperAdmin)));
    assert_eq!(user.inner_user_id.as_ref().unwrap().as_str(), account::DRIVE_USER_ID);
    let checked = bench.send_with(AuthSession::new(), &[("Authorization", token.expose())]).await;
    assert_eq!(checked.data, Some(user));
}

#[tokio::test]
async fn a_wrong_code_makes_no_session() {
    for (bench, code) in [(Bench::strict(), "any"), (Bench::demo(), "wrong")] {
        let reply = bench.reply_to(CreateSession::OPERATION, &CreateSession::new(code), &[]).await;
        insta::allow_duplicates! {
            insta::assert_snapshot!(reply.line(), @r#"400 {"code":400,"msg":"The authorization code is wrong."}"#);
        }
    }
    let bench = Bench::demo();
    bench.send_with(CreateSession::new("any"), &[]).await;
}

#[tokio::test]
async fn the_path_may_end_in_a_slash_or_not() {
    let bench = Bench::strict();
    let body = format!(r#"{{"code":"{}"}}"#, account::DRIVE_CODE);
    for path in ["session", "session/"] {
        let reply = bench.raw("POST", &format!("http://localhost/koodrive/ose/v1/{path}"), &[], &body).await;
        assert_eq!(reply.status, 200, "{path}");
    }
    let reply = bench.raw("POST", "http://localhost/koodrive/ose/v1/session//", &[], &body).await;
    assert_eq!(reply.status, 404);
}

#[tokio::test]
async fn a_session_ends_after_twenty_idle_minutes() {
    let bench = Bench::strict();
    let (token, _) = session(&bench).await;
    for _ in 0..3 {
        bench.wait(20 * MINUTE - 1);
        assert_eq!(count(&bench, &token).await.status, 200);
    }
    bench.wait(20 * MINUTE);
    insta::assert_snapshot!(count(&bench, &token).await.line(), @r#"401 {"code":401,"msg":"The session has ended."}"#);
    let demo = format!("Bearer {}", account::DRIVE_TOKEN);
    assert_eq!(count(&bench, &demo).await.status, 200, "this one does not end");
}

#[tokio::test]
async fn a_token_that_has_lapsed_can_be_refreshed_with_the_id_of_its_session() {
    let bench = Bench::strict();
    let (token, id) = session(&bench).await;
    bench.wait(21 * MINUTE);
    assert_eq!(count(&bench, &token).await.status, 401);
    let fresh = refresh(&bench, &token, &id).await.json()["accessToken"].as_str().unwrap().to_owned();
    assert_eq!(count(&bench, &fresh).await.status, 200);
}

#[tokio::test]
async fn a_call_that_is_refused_prolongs_the_session_too() {
    let bench = Bench::strict();
    let (token, _) = session(&bench).await;
    bench.wait(19 * MINUTE);
    let missing = GetJobDetail::new("none");
    let missing = bench.reply_to(GetJobDetail::OPERATION, &missing, &[("Authorization", &token)]).await;
    assert_eq!(missing.status, 400);
    bench.wait(19 * MINUTE);
    assert_eq!(count(&bench, &token).await.status, 200);
}

#[tokio::test]
async fn a_refreshed_session_has_a_new_token() {
    let bench = Bench::strict();
    let (old, id) = session(&bench).await;
    bench.wait(19 * MINUTE);
    let new = refresh(&bench, &old, &id).await.json()["accessToken"].as_str().unwrap().to_owned();
    assert_eq!(count(&bench, &old).await.status, 401, "the old one has ended");
    bench.wait(19 * MINUTE);
    assert_eq!(count(&bench, &new).await.status, 200);
    let (other, _) = session(&bench).await;
    insta::assert_snapshot!(refresh(&bench, &other, &id).await.line(), @r#"400 {"code":13000309,"msg":"Resource not found."}"#);
    assert_eq!(refresh(&bench, "Bearer any", &id).await.status, 401);
}

#[tokio::test]
async fn the_demo_session_gives_tokens_that_end() {
    let bench = Bench::strict();
    let demo = format!("Bearer {}", account::DRIVE_TOKEN);
    let first = refresh(&bench, &demo, account::DRIVE_SESSION_ID).await.json();
    let token = first["accessToken"].as_str().unwrap();
    let second = refresh(&bench, token, account::DRIVE_SESSION_ID).await.json();
    assert_ne!(first["accessToken"], second["accessToken"]);
    assert_eq!(count(&bench, token).await.status, 401);
    bench.sandbox.expire_tokens().unwrap();
    assert_eq!(count(&bench, second["accessToken"].as_str().unwrap()).await.status, 401);
    assert_eq!(count(&bench, &demo).await.status, 200);
}

#[tokio::test]
async fn whoever_signs_out_is_out() {
    let bench = Bench::strict();
    let (token, _) = session(&bench).await;
    let header = [("Authorization", token.as_str())];
    bench.send_with(Logout::new(), &header).await;
    assert_eq!(count(&bench, &token).await.status, 401);
    assert_eq!(bench.reply_to(Logout::OPERATION, &Logout::new(), &header).await.status, 401);
}

#[tokio::test]
async fn the_prefix_is_sent_once() {
    let bench = Bench::strict();
    let token = account::DRIVE_TOKEN;
    for (shown, status) in [
        (format!("Bearer {token}"), 200),
        (format!("Bearer+{token}"), 200),
        (token.to_owned(), 401),
        (format!("Bearer Bearer {token}"), 401),
        (format!("AT {token}"), 401),
    ] {
        assert_eq!(count(&bench, &shown).await.status, status, "{shown}");
    }
}

#[tokio::test]
async fn any_token_is_refreshed_and_signed_out_where_nothing_is_checked() {
    let bench = Bench::demo();
    assert_eq!(refresh(&bench, "Bearer any", account::DRIVE_SESSION_ID).await.status, 200);
    assert_eq!(refresh(&bench, "Bearer any", "unknown").await.status, 400);
    bench.send(Logout::new()).await;
    let checked = bench.send(AuthSession::new()).await.data.unwrap();
    assert_eq!(checked.inner_user_id.unwrap().as_str(), account::DRIVE_USER_ID);
    bench.sandbox.expire_tokens().unwrap();
    assert_eq!(count(&bench, "Bearer any").await.status, 200);
}
