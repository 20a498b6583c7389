//! Accounts of a carrier: sign-in, tokens, passwords and verification codes, with strict authentication.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails here is a failed test")]

mod common;

use common::Bench;
use common::carrier::{Account, captcha, ines, login, register, zola};
use common::database::dump;
use common::users::NOTHING;
use hwc_models::koodrive::{
    CarrierUser, CodeVerification, GetUserInfo, Login, LoginMethod, ModifyPassword, ModifyUserInfo, RefreshToken,
    ResetPassword, ValidateCode, VerificationPurpose,
};
use hwc_sandbox::account::{
    CARRIER_INES_ID, CARRIER_INES_PHONE, CARRIER_PASSWORD, CARRIER_PHONE, CARRIER_REFRESH_TOKEN, CARRIER_USER_ID,
    VERIFICATION_CODE,
};
use hwc_wire::Request;

const WRONG_LOGIN: &str = "400 13000102 the account or the password is wrong";
const WRONG_TOKEN: &str = "400 13000102 captchaToken is wrong or has expired";
const EXPIRED: &str = "401 401 The session has ended.";

/// Returns the account that a token belongs to.
async fn me(bench: &Bench, account: &Account) -> CarrierUser {
    account.send(bench, GetUserInfo::new()).await.data.unwrap()
}

async fn sign_in(bench: &Bench, request: Login) -> Account {
    let login = bench.send_with(request, &[]).await.data.unwrap();
    let id = login.user_info.unwrap().user_id.unwrap();
    Account::of_session(id.as_str(), &login.session_info.unwrap())
}

/// Returns status, code and text of the error response to a request without credentials.
async fn refused<E: Request>(bench: &Bench, request: E) -> String {
    Account { id: String::new(), header: String::new() }.refused(bench, request).await
}

async fn validate(bench: &Bench, phone: &str, code: &str) -> CodeVerification {
    bench.send_with(ValidateCode::new(phone, code, VerificationPurpose::Login), &[]).await.data.unwrap()
}

#[tokio::test]
async fn the_phone_number_and_the_id_sign_in_with_the_password() {
    let bench = Bench::strict();
    for name in [CARRIER_PHONE, "+27188460911", "27188460911", CARRIER_USER_ID] {
        let account = sign_in(&bench, login(name, CARRIER_PASSWORD)).await;
        let shown = me(&bench, &account).await;
        assert_eq!(shown.user_id.unwrap().as_str(), CARRIER_USER_ID);
        assert_eq!((shown.first_name.as_deref(), shown.phone.as_deref()), (Some("Zola"), Some(CARRIER_PHONE)));
    }
    assert_eq!(refused(&bench, login(CARRIER_PHONE, "Wrong-password-1")).await, WRONG_LOGIN);
    assert_eq!(refused(&bench, login(CARRIER_INES_PHONE, CARRIER_PASSWORD)).await, WRONG_LOGIN);
    assert_eq!(refused(&bench, login("00000000", CARRIER_PASSWORD)).await, WRONG_LOGIN);
    let missing = refused(&bench, Login::new(CARRIER_PHONE, LoginMethod::Password)).await;
    assert_eq!(missing, "400 13000102 password is required");
    let unknown = refused(&bench, Login::new(CARRIER_PHONE, "3")).await;
    assert_eq!(unknown, "400 13000102 authType must be 1 or 2");
}

#[tokio::test]
async fn a_verified_phone_number_signs_in_once() {
    let bench = Bench::strict();
    let token = captcha(&bench, CARRIER_PHONE, VerificationPurpose::Login).await;
    let by_code = |phone: &str| Login::new(phone, LoginMethod::VerificationCode).captcha_token(token.clone());
    assert_eq!(refused(&bench, by_code(CARRIER_INES_PHONE)).await, WRONG_TOKEN, "of another number");
    let account = sign_in(&bench, by_code(CARRIER_PHONE)).await;
    assert_eq!(me(&bench, &account).await.user_id.unwrap().as_str(), CARRIER_USER_ID);
    assert_eq!(refused(&bench, by_code(CARRIER_PHONE)).await, WRONG_TOKEN, "used");
    let other = captcha(&bench, CARRIER_PHONE, VerificationPurpose::PasswordReset).await;
    let other = Login::new(CARRIER_PHONE, LoginMethod::VerificationCode).captcha_token(other);
    assert_eq!(refused(&bench, other).await, WRONG_TOKEN, "of another purpose");
    let late = captcha(&bench, CARRIER_PHONE, VerificationPurpose::Login).await;
    bench.wait(10 * 60);
    let late = Login::new(CARRIER_PHONE, LoginMethod::VerificationCode).captcha_token(late);
    assert_eq!(refused(&bench, late).await, WRONG_TOKEN, "expired");
    let token = captcha(&bench, "0049301234567", VerificationPurpose::Login).await;
    let unknown = Login::new("0049301234567", LoginMethod::VerificationCode).captcha_token(token);
    assert_eq!(refused(&bench, unknown).await, NOTHING, "without an account");
}

#[tokio::test]
async fn wrong_codes_are_counted_and_five_block_the_number() {
    let bench = Bench::strict();
    let wrong = validate(&bench, CARRIER_PHONE, "654321").await;
    assert_eq!((wrong.verified, wrong.fail_count, wrong.token), (Some(false), Some(1), None));
    assert_eq!(validate(&bench, CARRIER_PHONE, VERIFICATION_CODE).await.verified, Some(true), "resets the number");
    for count in 1..=5 {
        assert_eq!(validate(&bench, CARRIER_PHONE, "654321").await.fail_count, Some(count));
    }
    let blocked = validate(&bench, CARRIER_PHONE, VERIFICATION_CODE).await;
    assert_eq!((blocked.verified, blocked.fail_count), (Some(false), Some(6)));
    assert_eq!(validate(&bench, CARRIER_INES_PHONE, VERIFICATION_CODE).await.verified, Some(true), "another number");
    bench.wait(10 * 60);
    let again = validate(&bench, CARRIER_PHONE, VERIFICATION_CODE).await;
    assert_eq!(again.verified, Some(true));
    assert_eq!(again.expire_at.unwrap().as_str(), "2026-01-01T00:20:00.000Z");
    let unknown = refused(&bench, ValidateCode::new(CARRIER_PHONE, VERIFICATION_CODE, "9")).await;
    assert_eq!(unknown, "400 13000102 codeType must be 1, 2, 3 or 4");
}

#[tokio::test]
async fn an_access_token_expires_and_is_refreshed() {
    let bench = Bench::strict();
    let (kai, session) = register(&bench, "0049301234567", "Password-1").await;
    assert_eq!((session.expires_in, session.issued_at), (Some(1800), Some(1_767_225_600_000)));
    bench.wait(1799);
    me(&bench, &kai).await;
    bench.wait(1);
    assert_eq!(kai.refused(&bench, GetUserInfo::new()).await, EXPIRED, "calls do not prolong it");
    let refresh = |token: &hwc_wire::Secret| RefreshToken::new(token.clone());
    let old = session.refresh_token.unwrap();
    assert_eq!(zola().refused(&bench, refresh(&old)).await, NOTHING, "of another account");
    let tokens = kai.send(&bench, refresh(&old)).await.data.unwrap().session_info.unwrap();
    let renewed = Account::of_session(&kai.id, &tokens);
    assert_eq!(me(&bench, &renewed).await.first_name.as_deref(), Some("Kai"));
    assert_eq!(renewed.refused(&bench, refresh(&old)).await, NOTHING, "used");
    assert_eq!(refused(&bench, GetUserInfo::new()).await, "401 401 The caller is not signed in.");
    let stranger = Account { header: "AT of-nobody".to_owned(), ..kai };
    assert_eq!(stranger.refused(&bench, GetUserInfo::new()).await, "401 401 The caller is not signed in.");
    bench.wait(30 * 86_400);
    assert_eq!(renewed.refused(&bench, refresh(&tokens.refresh_token.unwrap())).await, NOTHING, "after a month");
    let built_in = zola().send(&bench, RefreshToken::new(CARRIER_REFRESH_TOKEN)).await;
    assert!(built_in.data.unwrap().session_info.is_some());
}

#[tokio::test]
async fn both_forms_of_the_token_identify_the_account() {
    let bench = Bench::strict();
    let plus = Account { header: ines().header.replace("AT ", "AT+"), ..ines() };
    assert_eq!(me(&bench, &plus).await.user_id.unwrap().as_str(), CARRIER_INES_ID);
    let bench = Bench::demo();
    let unknown = Account { header: "AT any".to_owned(), ..ines() };
    assert_eq!(me(&bench, &unknown).await.user_id.unwrap().as_str(), CARRIER_USER_ID, "without strict authentication");
    assert_eq!(me(&bench, &ines()).await.user_id.unwrap().as_str(), CARRIER_INES_ID);
}

#[tokio::test]
async fn all_tokens_can_be_expired_at_once() {
    let bench = Bench::strict();
    let (kai, session) = register(&bench, "0049301234567", "Password-1").await;
    bench.sandbox.expire_tokens().unwrap();
    assert_eq!(kai.refused(&bench, GetUserInfo::new()).await, EXPIRED);
    assert_eq!(kai.refused(&bench, RefreshToken::new(session.refresh_token.unwrap())).await, NOTHING);
    me(&bench, &zola()).await;
}

#[tokio::test]
async fn names_and_the_email_address_are_changed() {
    let bench = Bench::strict();
    let change = ModifyUserInfo::new(CARRIER_USER_ID).first_name("Ada").surname("Byron").email("ada@example.com");
    zola().send(&bench, change).await;
    zola().send(&bench, ModifyUserInfo::new(CARRIER_USER_ID).surname("Lovelace")).await;
    let shown = zola().send(&bench, GetUserInfo::new().phone(CARRIER_PHONE)).await.data.unwrap();
    assert_eq!((shown.first_name.as_deref(), shown.surname.as_deref()), (Some("Ada"), Some("Lovelace")));
    assert_eq!(shown.email.as_deref(), Some("ada@example.com"));
    for (change, problem) in [
        (ModifyUserInfo::new(CARRIER_USER_ID).first_name(" "), "firstname must not be blank"),
        (ModifyUserInfo::new(CARRIER_USER_ID).email("nowhere"), "email must be an email address"),
    ] {
        assert_eq!(zola().refused(&bench, change).await, format!("400 13000102 {problem}"));
    }
}

#[tokio::test]
async fn a_changed_password_replaces_the_old_one_and_ends_other_sessions() {
    let bench = Bench::strict();
    let [first, second] = [
        sign_in(&bench, login(CARRIER_PHONE, CARRIER_PASSWORD)).await,
        sign_in(&bench, login(CARRIER_PHONE, CARRIER_PASSWORD)).await,
    ];
    let change = |old: &str, new: &str| ModifyPassword::new(CARRIER_USER_ID, old, new);
    for (old, new, problem) in [
        ("Wrong-password-1", "Changed-password-1", "oldPassword is wrong"),
        (CARRIER_PASSWORD, CARRIER_PASSWORD, "newPassword must differ from oldPassword"),
        (CARRIER_PASSWORD, "short-1", "a password must have 8 to 64 characters with a letter and a digit"),
        (CARRIER_PASSWORD, "no-digit-in-it", "a password must have 8 to 64 characters with a letter and a digit"),
    ] {
        assert_eq!(first.refused(&bench, change(old, new)).await, format!("400 13000102 {problem}"));
    }
    first.send(&bench, change(CARRIER_PASSWORD, "Changed-password-1")).await;
    me(&bench, &first).await;
    assert_eq!(second.refused(&bench, GetUserInfo::new()).await, "401 401 The caller is not signed in.");
    assert_eq!(refused(&bench, login(CARRIER_PHONE, CARRIER_PASSWORD)).await, WRONG_LOGIN);
    sign_in(&bench, login(CARRIER_PHONE, "Changed-password-1")).await;
}

#[tokio::test]
async fn a_forgotten_password_is_reset_with_a_verified_number() {
    let bench = Bench::strict();
    let session = sign_in(&bench, login(CARRIER_PHONE, CARRIER_PASSWORD)).await;
    let token = captcha(&bench, CARRIER_PHONE, VerificationPurpose::PasswordReset).await;
    let reset = |phone: &str| ResetPassword::new(phone, token.clone(), "Changed-password-1");
    assert_eq!(refused(&bench, reset(CARRIER_INES_PHONE)).await, WRONG_TOKEN);
    bench.send_with(reset(CARRIER_PHONE), &[]).await;
    assert_eq!(session.refused(&bench, GetUserInfo::new()).await, "401 401 The caller is not signed in.");
    assert_eq!(refused(&bench, login(CARRIER_PHONE, CARRIER_PASSWORD)).await, WRONG_LOGIN);
    sign_in(&bench, login(CARRIER_PHONE, "Changed-password-1")).await;
    assert_eq!(refused(&bench, reset(CARRIER_PHONE)).await, WRONG_TOKEN, "used");
}

#[tokio::test]
async fn no_password_is_stored() {
    let bench = Bench::strict();
    register(&bench, "0049301234567", "Password-of-Kai-1").await;
    let rows = dump(&bench).await;
    assert!(rows.contains("0049301234567"));
    assert!(!rows.contains("Password-of-Kai-1") && !rows.contains(CARRIER_PASSWORD));
}
