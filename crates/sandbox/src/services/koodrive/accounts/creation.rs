//! The creation of accounts, each with a personal space.

use hwc_wire::Secret;

use super::{Account, ID_START, StoredPassword, by_phone, digits};
use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::services::koodrive::spaces;

/// The size of the personal space in GB without a package.
pub(crate) const SPACE_SIZE: u64 = 5;

/// The numbers of digits of phone numbers, with the country code.
const SHORTEST_PHONE: usize = 5;
const LONGEST_PHONE: usize = 32;

/// The properties of a new account.
pub(crate) struct NewAccount<'a> {
    /// The ID, or `None` for a new one.
    pub(crate) id: Option<&'a str>,
    pub(crate) first_name: &'a str,
    pub(crate) surname: Option<&'a str>,
    pub(crate) phone: &'a str,
    pub(crate) email: Option<&'a str>,
    pub(crate) password: Option<&'a Secret>,
}

/// Creates an account with a personal space.
///
/// # Errors
/// Returns an error of the parameter for an invalid field, and for a phone number that is registered.
pub(crate) fn add(cx: &Context<'_>, new: &NewAccount<'_>) -> Result<Account, ApiError> {
    validate_name(new.first_name)?;
    validate_phone(new.phone)?;
    validate_email(new.email.unwrap_or_default())?;
    if by_phone(cx, new.phone)?.is_some() {
        return Err(ApiError::invalid("phone is registered already"));
    }
    let account = Account {
        id: new.id.map_or_else(|| next_id(cx), |id| Ok(id.to_owned()))?,
        phone: new.phone.to_owned(),
        first_name: new.first_name.to_owned(),
        surname: new.surname.unwrap_or_default().to_owned(),
        email: new.email.unwrap_or_default().to_owned(),
        password: new.password.map(|password| StoredPassword::new(cx, password)).transpose()?,
        package: None,
        reserved_at: None,
        frozen: false,
    };
    cx.records().insert(&account)?;
    spaces::add_of_carrier(&cx.on_behalf_of(account.caller(), cx.now), SPACE_SIZE)?;
    Ok(account)
}

/// Returns the ID of a new account in the form of the reference.
fn next_id(cx: &Context<'_>) -> Result<String, ApiError> {
    Ok(format!("{ID_START}{:07}", 5_120_000 + cx.next_number("carrier account")?))
}

/// Checks that a first name is not blank.
pub(super) fn validate_name(name: &str) -> Result<(), ApiError> {
    if name.trim().is_empty() { Err(ApiError::invalid("firstname must not be blank")) } else { Ok(()) }
}

fn validate_phone(phone: &str) -> Result<(), ApiError> {
    let number = phone.strip_prefix('+').unwrap_or(phone);
    let is_number = number.bytes().all(|byte| byte.is_ascii_digit());
    if is_number && (SHORTEST_PHONE..=LONGEST_PHONE).contains(&digits(phone).len()) {
        return Ok(());
    }
    Err(ApiError::invalid(format!("phone must have {SHORTEST_PHONE} to {LONGEST_PHONE} digits with the country code")))
}

/// Checks the form of an email address. An empty one stands for none.
pub(super) fn validate_email(email: &str) -> Result<(), ApiError> {
    let is_address = |(user, host): (&str, &str)| !user.is_empty() && !host.is_empty() && !host.contains('@');
    let is_valid = email.is_empty() || email.split_once('@').is_some_and(is_address);
    if is_valid { Ok(()) } else { Err(ApiError::invalid("email must be an email address")) }
}
