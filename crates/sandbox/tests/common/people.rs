//! Callers of KooDrive other than the user of the built-in token.
#![allow(clippy::unwrap_used, reason = "what fails here is a failed test")]
#![allow(dead_code, reason = "each test file uses some of it")]

use hwc_models::osm::{ShowLoginType, ShowLoginTypeResponse};
use hwc_sandbox::account;
use hwc_sandbox::records::{Column, Owner, StoredRecord};
use hwc_wire::{Request, parse_error_body};
use serde::{Deserialize, Serialize};

use super::{Bench, database};

/// The administrator of the whole organization, in the head office.
pub(crate) const ADA: &str = account::DRIVE_USER_ID;
/// The administrator of the sales department.
pub(crate) const LI: &str = account::DRIVE_LI_ID;
/// A user of the sales department.
pub(crate) const LIN: &str = account::DRIVE_LIN_ID;
/// A user of the research department.
pub(crate) const NOOR: &str = account::DRIVE_NOOR_ID;

pub(crate) const HEAD_OFFICE: &str = "1243693141656107520";
pub(crate) const SALES: &str = "1243693141656107521";
pub(crate) const RESEARCH: &str = "1243693141656107522";

/// The membership of a user in a group, as the sandbox stores it.
#[derive(Serialize, Deserialize)]
struct GroupMember {
    key: String,
    group: String,
    user: String,
}

impl StoredRecord for GroupMember {
    const KIND: &'static str = "koodrive.group_member";
    const OWNER: Owner = Owner::Company;
    const COLUMNS: &'static [Column<Self>] = &[
        Column::new("group", |member| member.group.clone().into()),
        Column::new("user", |member| member.user.clone().into()),
    ];

    fn key(&self) -> &str {
        &self.key
    }
}

/// Adds a user to a group.
pub(crate) async fn join(bench: &Bench, group: &str, user: &str) {
    let (group, user) = (group.to_owned(), user.to_owned());
    bench.sandbox.on::<ShowLoginType>(move |cx, _| {
        let (key, group, user) = (format!("{group}/{user}"), group.clone(), user.clone());
        cx.records().insert(&GroupMember { key, group, user })?;
        Ok(ShowLoginTypeResponse::default())
    });
    bench.send(ShowLoginType::new()).await;
}

/// A signed-in user.
pub(crate) struct Person<'a> {
    bench: &'a Bench,
    credential: String,
}

impl<'a> Person<'a> {
    /// Signs a user in.
    pub(crate) async fn sign_in(bench: &'a Bench, user: &'static str) -> Self {
        let sql = "INSERT INTO sessions (token, id, user, expires_at) VALUES ('token-' || ?1, 'session-' || ?1, ?1, 0)";
        database::database(bench, move |db| db.execute(sql, [user])).await;
        Self::signed_in(bench, user)
    }

    /// Returns a user who is signed in already.
    pub(crate) fn signed_in(bench: &'a Bench, user: &str) -> Self {
        Self { bench, credential: format!("Bearer token-{user}") }
    }

    /// Sends a request, which must succeed.
    pub(crate) async fn send<E: Request>(&self, request: E) -> E::Response {
        self.bench.send_with(request, &[("Authorization", &self.credential)]).await
    }

    /// Returns status, code and text of the error response to a request.
    pub(crate) async fn refused<E: Request>(&self, request: E) -> String {
        let reply = self.bench.reply_to(E::OPERATION, &request, &[("Authorization", &self.credential)]).await;
        assert!(!reply.status.is_success(), "not refused: {}", reply.line());
        let error = parse_error_body(&E::OPERATION.service.envelope, &reply.body).unwrap();
        format!("{} {} {}", reply.status.as_u16(), error.code, error.message)
    }
}
