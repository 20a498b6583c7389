//! Issued credentials with strict authentication: they come from the injected randomness and cannot be guessed.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails here is a failed test")]

mod common;

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use common::{Bench, START};
use hwc_models::iam::{
    AuthMethod, CreateTemporaryAccessKeyByToken, KeyAuth, KeyIdentity, KeystoneCreateUserTokenByPassword, LoginDomain,
    LoginUser, PasswordAuth, PasswordIdentity, PasswordLogin,
};
use hwc_models::insight::{CreateTickets, ListTickets};
use hwc_models::koodrive::{CreateSession, RefreshSession};
use hwc_models::osm::{AccessoryRelation, ListCases, ShowDownloadAccessoryUrl};
use hwc_sandbox::{Sandbox, SandboxOptions, account};
use hwc_transport::clock::ManualClock;
use hwc_wire::Request;

const TOKEN: (&str, &str) = ("X-Auth-Token", account::AUTH_TOKEN);

fn open(seed: u64, is_strict: bool, file: Option<&PathBuf>) -> Bench {
    let clock = ManualClock::with_seed(SystemTime::UNIX_EPOCH + Duration::from_secs(START), seed);
    let options = SandboxOptions::default().clock(clock.clone()).verify_credentials(is_strict);
    let options = file.into_iter().fold(options, SandboxOptions::database);
    Bench { sandbox: Sandbox::new(options).unwrap(), clock }
}

async fn sign_in(bench: &Bench) -> String {
    let user = LoginUser::default().domain(LoginDomain::default().name(account::DOMAIN_NAME));
    let user = user.name(account::USER_NAME).password(account::PASSWORD);
    let identity = PasswordIdentity::default().methods([AuthMethod::Password]);
    let identity = identity.password(PasswordLogin::default().user(user));
    let request = KeystoneCreateUserTokenByPassword::new(PasswordAuth::default().identity(identity));
    bench.send_with(request, &[]).await.token.unwrap().expose().to_owned()
}

async fn link(bench: &Bench) -> String {
    let request = ShowDownloadAccessoryUrl::new("1", AccessoryRelation::Default);
    bench.send_with(request, &[TOKEN]).await.accessory_url.unwrap().expose().to_owned()
}

/// Returns all issued values that give access to something.
async fn given_out(bench: &Bench) -> Vec<String> {
    let mut all = vec![sign_in(bench).await, sign_in(bench).await];
    let identity = KeyIdentity::default().methods([AuthMethod::Token]);
    let key = CreateTemporaryAccessKeyByToken::new(KeyAuth::default().identity(identity));
    let key = bench.send_with(key, &[TOKEN]).await.credential.unwrap();
    all.extend([key.access.unwrap(), key.secret.unwrap().expose().to_owned()]);
    all.push(key.securitytoken.unwrap().expose().to_owned());
    let session = bench.send_with(CreateSession::new(account::DRIVE_CODE), &[]).await.data.unwrap();
    let (token, id) = (session.access_token.unwrap(), session.session_id.unwrap());
    let renewed = RefreshSession::new(id.expose());
    let renewed = bench.send_with(renewed, &[("Authorization", token.expose())]).await.access_token.unwrap();
    all.extend([token, id, renewed].map(|secret| secret.expose().to_owned()));
    let project = [TOKEN, ("X-Project-Id", account::PROJECT_ID)];
    let tickets = bench.send_with(ListTickets::new(), &project).await.page_data;
    all.extend(tickets.into_iter().map(|ticket| ticket.ticket.unwrap().expose().to_owned()));
    let ticket = bench.send_with(CreateTickets::new("embed-1", "user-1"), &project).await.ticket.unwrap();
    all.extend([ticket.expose().to_owned(), link(bench).await]);
    all
}

#[tokio::test]
async fn nothing_follows_from_what_is_known() {
    let mut seen = BTreeSet::new();
    let mut count = 0;
    for bench in [open(1, true, None), open(2, true, None), open(1, false, None)] {
        let all = given_out(&bench).await;
        assert_eq!(all.len(), 11);
        count += all.len();
        seen.extend(all);
    }
    assert_eq!(seen.len(), count, "two runs gave out the same: {seen:?}");
    assert_eq!(
        given_out(&open(1, false, None)).await,
        given_out(&open(2, false, None)).await,
        "unless nothing is checked"
    );
    assert_eq!(given_out(&open(1, true, None)).await, given_out(&open(1, true, None)).await, "randomness is injected");
}

#[tokio::test]
async fn a_link_of_an_open_sandbox_does_not_open_a_strict_one() {
    let public = link(&open(1, false, None)).await;
    let strict = open(1, true, None);
    assert_eq!(strict.get(&public).await.status, 403);
    let own = link(&strict).await;
    assert_eq!(strict.get(&own).await.status, 200);
    let shorter = &own[..own.len() - 1];
    assert_eq!(strict.get(shorter).await.status, 403);
}

#[tokio::test]
async fn what_was_guessable_ends_when_credentials_are_checked() {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("sandbox-strict-random");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join("state.db");
    let guessable = sign_in(&open(1, false, Some(&file))).await;
    let status = async |bench: &Bench, token: &str| {
        bench.reply_to(ListCases::OPERATION, &ListCases::new(), &[("X-Auth-Token", token)]).await.status.as_u16()
    };
    let strict = open(2, true, Some(&file));
    assert_eq!(status(&strict, &guessable).await, 401);
    let (token, link) = (sign_in(&strict).await, link(&strict).await);
    drop(strict);
    let again = open(3, true, Some(&file));
    assert_eq!(
        (status(&again, &token).await, again.get(&link).await.status.as_u16()),
        (200, 200),
        "kept with the state"
    );
    drop(again);
    drop(open(4, false, Some(&file)));
    assert_eq!(status(&open(5, true, Some(&file)), &token).await, 401, "tokens were guessable meanwhile");
}
