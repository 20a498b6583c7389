//! Phone numbers: their comparison, and their form in responses to other users.

use hwc_models::koodrive::User;

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;

/// The digits of the shortest phone number that names a user.
const SHORTEST: usize = 7;

/// The lengths of a number with a country code of four digits.
const WITH_COUNTRY_CODE: std::ops::RangeInclusive<usize> = 4 + SHORTEST..=20;

/// The number of digits at each end of a masked number.
const VISIBLE: usize = 4;

/// Compares phone numbers by their digits. One of them can lack the country code.
pub(super) fn same(one: &str, other: &str) -> bool {
    let (one, other) = (digits(one), digits(other));
    one.len().min(other.len()) >= SHORTEST && (one.ends_with(&other) || other.ends_with(&one))
}

/// Parses a number with a country code of four digits, as in `0027821234567`. Returns it without the zeros in front.
///
/// # Errors
/// Returns an error of the parameter for anything else.
pub(super) fn parse(field: &str, number: &str) -> Result<String, ApiError> {
    let is_number = number.bytes().all(|byte| byte.is_ascii_digit()) && WITH_COUNTRY_CODE.contains(&number.len());
    let digits = without_zeros(number);
    if is_number && digits.len() >= SHORTEST {
        return Ok(digits);
    }
    Err(ApiError::invalid(format!("{field} must be a country code of four digits and a number, such as 0027821234567")))
}

/// Returns the number of a user in the form of [`parse`]. A user without one gets `None`.
pub(super) fn of_user(cx: &Context<'_>, user: &str) -> Result<Option<String>, ApiError> {
    let mobile = cx.records::<User>().get(user)?.and_then(|user| user.mobile);
    Ok(mobile.map(|mobile| without_zeros(&digits(&mobile))).filter(|digits| !digits.is_empty()))
}

/// Returns the ID of the user with a number in the form of [`parse`].
pub(super) fn find_user(cx: &Context<'_>, number: &str) -> Result<Option<String>, ApiError> {
    let has_number =
        |user: &User| user.mobile.as_deref().is_some_and(|mobile| without_zeros(&digits(mobile)) == number);
    let found = cx.records::<User>().query().all()?.into_iter().find(has_number);
    Ok(found.and_then(|user| user.id).map(|id| id.to_string()))
}

/// Masks a number in the form of [`parse`]: `0027****4567`.
pub(super) fn masked(number: &str) -> String {
    let number = format!("00{number}");
    let end = number.len().saturating_sub(VISIBLE).max(VISIBLE);
    format!("{}****{}", number.get(..VISIBLE).unwrap_or_default(), number.get(end..).unwrap_or_default())
}

/// Masks the number of a user: `0086100****0003`. `GetUserMobile` alone returns all of it.
pub(super) fn masked_of_user(mobile: &str) -> String {
    if mobile.contains('*') {
        return mobile.to_owned();
    }
    let number = format!("00{}", without_zeros(&digits(mobile)));
    let end = number.len().saturating_sub(VISIBLE);
    let start = end.saturating_sub(VISIBLE);
    format!("{}****{}", number.get(..start).unwrap_or_default(), number.get(end..).unwrap_or_default())
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

fn without_zeros(digits: &str) -> String {
    digits.trim_start_matches('0').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_a_country_code() {
        assert_eq!(parse("mobile", "0027821234567").unwrap(), "27821234567");
        assert_eq!(parse("mobile", "008610000000003").unwrap(), "8610000000003");
        for number in ["", "0027", "0000000000000", "+27821234567", "0027 82 123 4567", "002782123456789012345"] {
            assert!(parse("mobile", number).is_err(), "{number}");
        }
    }

    #[test]
    fn numbers_are_masked() {
        assert_eq!([masked("27821234567"), masked("8610000000003")], ["0027****4567", "0086****0003"]);
        assert_eq!(masked("1"), "****");
        assert_eq!(masked_of_user("+86 100 0000 0003"), "0086100****0003");
        assert_eq!([masked_of_user("138****0002"), masked_of_user("+86 1")], ["138****0002", "****0861"]);
    }

    #[test]
    fn one_number_can_lack_the_country_code() {
        assert!(same("+86 100 0000 0003", "10000000003"));
        assert!(!same("+86 100 0000 0003", "0003"));
    }
}
