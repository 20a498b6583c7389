//! Users who can sign in: with strict authentication those of the accounts, otherwise any user with any password but one.

use hwc_models::iam::{AuthMethod, Domain, LoginUser, PasswordIdentity, TokenUser, TotpUser};
use hwc_transport::http::StatusCode;
use hwc_wire::Secret;

use crate::account::{self, Account};
use crate::runtime::api_error::ApiError;
use crate::services::iam::{account_of, id};

/// The password that always fails, for tests.
const WRONG: &str = "wrong";

/// A user of an account.
struct DemoUser {
    owner: &'static Account,
    id: &'static str,
    name: &'static str,
    password: &'static str,
    passcode: Option<&'static str>,
}

const USERS: [DemoUser; 3] = [
    DemoUser {
        owner: &account::DEMO,
        id: account::USER_ID,
        name: account::USER_NAME,
        password: account::PASSWORD,
        passcode: None,
    },
    DemoUser {
        owner: &account::DEMO,
        id: account::MFA_USER_ID,
        name: account::MFA_USER_NAME,
        password: account::MFA_PASSWORD,
        passcode: Some(account::MFA_PASSCODE),
    },
    DemoUser {
        owner: &account::OTHER,
        id: account::OTHER_USER_ID,
        name: account::OTHER_USER_NAME,
        password: account::OTHER_PASSWORD,
        passcode: None,
    },
];

/// Returns the ID and the name of each user of an account.
pub(crate) fn users_of(account: &Account) -> impl Iterator<Item = (&'static str, &'static str)> {
    let domain = account.domain_id;
    USERS.iter().filter(move |user| user.owner.domain_id == domain).map(|user| (user.id, user.name))
}

/// Returns the user if name, password and code are valid.
pub(super) fn authenticate(identity: &PasswordIdentity, strict: bool) -> Result<TokenUser, ApiError> {
    let login = identity.password.as_ref().and_then(|password| password.user.as_ref());
    let login = login.ok_or_else(|| ApiError::invalid("auth.identity.password.user is required"))?;
    let totp = identity.totp.as_ref().and_then(|totp| totp.user.as_ref());
    let named = |method| identity.methods.contains(&method);
    if !named(AuthMethod::Password) || named(AuthMethod::Totp) != totp.is_some() {
        return Err(ApiError::invalid("auth.identity.methods must match the given steps"));
    }
    let known = USERS.iter().find(|known| Some(known.name) == login.name.as_deref());
    let right = if strict { known.is_some_and(|known| known.accepts(login, totp)) } else { is_plausible(login, totp) };
    if right { Ok(user(login, known)) } else { Err(wrong()) }
}

fn wrong() -> ApiError {
    ApiError::new(StatusCode::UNAUTHORIZED, "401", "The username or password is wrong.")
}

/// Returns true if nothing is empty and the password is not the failing one.
fn is_plausible(login: &LoginUser, totp: Option<&TotpUser>) -> bool {
    let name = login.name.as_deref().unwrap_or_default();
    let password = text(login.password.as_ref());
    let passcode = totp.map(|totp| text(totp.passcode.as_ref()));
    !name.is_empty() && !password.is_empty() && password != WRONG && passcode != Some("")
}

impl DemoUser {
    fn accepts(&self, login: &LoginUser, totp: Option<&TotpUser>) -> bool {
        let domain = login.domain.as_ref().and_then(|domain| domain.name.as_deref());
        domain == Some(self.owner.domain_name)
            && text(login.password.as_ref()) == self.password
            && match (self.passcode, totp) {
                (None, None) => true,
                (Some(passcode), Some(totp)) => self.is_named_by(totp) && text(totp.passcode.as_ref()) == passcode,
                _ => false,
            }
    }

    /// Returns true if the MFA step names the same user, by ID or by name.
    fn is_named_by(&self, totp: &TotpUser) -> bool {
        let by_id = totp.id.as_ref().map(|id| id.as_str() == self.id);
        by_id.or_else(|| totp.name.as_deref().map(|name| name == self.name)).unwrap_or(false)
    }
}

fn text(secret: Option<&Secret>) -> &str {
    secret.map_or("", Secret::expose)
}

fn user(login: &LoginUser, known: Option<&DemoUser>) -> TokenUser {
    let name = login.name.as_deref().unwrap_or_default();
    let domain = login.domain.as_ref().and_then(|domain| domain.name.as_deref()).unwrap_or_default();
    let mut user = TokenUser::default();
    user.domain = Some(account_by_name(domain));
    user.id = Some(known.map_or_else(|| id("user", name), |known| known.id.to_owned()).into());
    user.name = Some(name.to_owned());
    user
}

/// Returns the account with this name. An unknown name gets a derived account.
pub(super) fn account_by_name(name: &str) -> Domain {
    if let Some(owner) = [&account::DEMO, &account::OTHER].into_iter().find(|owner| owner.domain_name == name) {
        return account_of(owner);
    }
    let mut domain = Domain::default();
    domain.id = Some(id("domain", name).into());
    domain.name = Some(name.to_owned());
    domain
}
