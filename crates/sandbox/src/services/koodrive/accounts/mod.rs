//! Accounts of the users of a carrier. They are apart from the company: its users and administrators do not see their data.
//!
//! [`find`], [`by_phone`] and [`current`] return accounts. The ID of an account is the ID of the caller of its tokens, so
//! records with `Owner::User` belong to an account like to any other user.

mod access;
mod administration;
mod creation;
mod password;
mod passwords;
mod sessions;
mod user_info;
mod verification_codes;

pub(crate) use access::require_operation;
pub(super) use administration::{delete, update};
pub(crate) use creation::{NewAccount, add};
pub(crate) use password::StoredPassword;
pub(crate) use sessions::{TokenPair, start};
pub(crate) use verification_codes::take_token;

use hwc_models::koodrive::{AccountStatus, CarrierUser, User};
use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::{Caller, Context};
use crate::runtime::records::{Column, Owner, Records, StoredRecord};
use crate::runtime::registry::Registry;
use crate::services::koodrive::drive;
use crate::services::koodrive::refused;

/// The first digits of the IDs of accounts. No company user has them.
const ID_START: &str = "188257589875";

/// An account of a user of a carrier.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Account {
    pub(crate) id: String,
    /// The phone number as it was registered.
    pub(crate) phone: String,
    pub(crate) first_name: String,
    #[serde(default)]
    pub(crate) surname: String,
    #[serde(default)]
    pub(crate) email: String,
    /// `None` for an account that signs in with verification codes alone.
    #[serde(default)]
    pub(crate) password: Option<StoredPassword>,
    /// The ID of the package that the user ordered.
    #[serde(default)]
    pub(crate) package: Option<String>,
    /// The time when the package entered its reservation period.
    #[serde(default)]
    pub(crate) reserved_at: Option<i64>,
    /// True for an account that cannot sign in, and whose tokens are refused.
    #[serde(default)]
    pub(crate) frozen: bool,
}

impl StoredRecord for Account {
    const KIND: &'static str = "koodrive.carrier_account";
    const OWNER: Owner = Owner::Company;
    const COLUMNS: &'static [Column<Self>] = &[Column::new("phone", |account| digits(&account.phone).into())];

    fn key(&self) -> &str {
        &self.id
    }
}

impl Account {
    /// Returns the full name.
    pub(crate) fn name(&self) -> String {
        format!("{} {}", self.first_name, self.surname).trim().to_owned()
    }

    /// Returns the account as a caller.
    pub(crate) fn caller(&self) -> Caller {
        Caller { id: self.id.clone(), name: self.name() }
    }

    /// Returns the account in the form of responses.
    fn info(&self) -> CarrierUser {
        let mut info = CarrierUser::default();
        info.user_id = Some(self.id.as_str().into());
        info.first_name = Some(self.first_name.clone());
        info.surname = Some(self.surname.clone());
        info.phone = Some(self.phone.clone());
        info.email = Some(self.email.clone());
        info
    }

    /// Returns the account in the form of users of the company.
    pub(crate) fn as_user(&self) -> User {
        let mut user = User::default();
        user.id = Some(self.id.as_str().into());
        user.name = Some(self.name());
        user.mobile = Some(self.phone.clone());
        user.status = Some(if self.frozen { AccountStatus::Frozen } else { AccountStatus::Enabled });
        user
    }
}

pub(super) fn register(registry: &mut Registry) {
    registry.store::<Account>();
    passwords::register(registry);
    sessions::register(registry);
    user_info::register(registry);
    verification_codes::register(registry);
}

/// Finds an account by its ID.
///
/// # Errors
/// Returns 13000309 for an unknown account.
pub(crate) fn find(cx: &Context<'_>, id: &str) -> Result<Account, ApiError> {
    get(cx.db, id)?.ok_or_else(|| refused("13000309"))
}

/// Returns the account with an ID, or `None` for another user.
pub(crate) fn get(db: &Connection, id: &str) -> Result<Option<Account>, ApiError> {
    if id.starts_with(ID_START) { Records::of_owner(db, Owner::COMPANY).get(id) } else { Ok(None) }
}

/// Returns the account with a phone number. The number can begin with `+` or `00`, or with the country code itself.
pub(crate) fn by_phone(cx: &Context<'_>, phone: &str) -> Result<Option<Account>, ApiError> {
    cx.records::<Account>().query().filter("phone", digits(phone)).first()
}

/// Returns the account of the caller, or `None` for a user of the company.
pub(crate) fn current(cx: &Context<'_>) -> Result<Option<Account>, ApiError> {
    get(cx.db, &cx.caller.id)
}

/// Returns true if an ID is that of an account.
pub(crate) fn is_account(db: &Connection, id: &str) -> Result<bool, ApiError> {
    Ok(get(db, id)?.is_some())
}

/// Returns an account that the caller may use: the own one, or any one for the administrator, who acts for the carrier.
///
/// # Errors
/// Returns 13000309 for any other account.
pub(super) fn usable(cx: &Context<'_>, id: &str) -> Result<Account, ApiError> {
    let account = find(cx, id)?;
    if account.id == cx.caller.id || is_operator(cx)? { Ok(account) } else { Err(refused("13000309")) }
}

/// Returns true if the caller acts for the carrier.
fn is_operator(cx: &Context<'_>) -> Result<bool, ApiError> {
    drive::access::is_system_admin(cx)
}

/// Returns the digits of a phone number, from the country code on.
pub(crate) fn digits(phone: &str) -> String {
    let digits: String = phone.chars().filter(char::is_ascii_digit).collect();
    digits.strip_prefix("00").map_or(digits.clone(), str::to_owned)
}
