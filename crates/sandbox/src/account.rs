//! The demo account: with what one signs in to a sandbox that checks credentials. Nothing here is a secret of anybody.
//!
//! A sandbox with [`strict_auth`](crate::Options::strict_auth) takes these and what it gave out itself; others take anything.
//!
//! The names that begin with `OTHER` are a second account, for trying what happens to callers that ask for what belongs to
//! somebody else. It has no demo data. Whoever comes with its keys or its token is its user, in any sandbox; all others are
//! users of the demo account.

/// The id of the account, for `X-Domain-Id`.
pub const DOMAIN_ID: &str = "5a4db0c5a4db0c5a4db0c5a4db0c5a4d";

/// The name of the account.
pub const DOMAIN_NAME: &str = "sandbox-account";

/// The id by which Service Tickets knows the account, as customer.
pub const CUSTOMER_ID: &str = "customer-1";

/// The project that the demo data is in, for `X-Project-Id` and `{project_id}`.
pub const PROJECT_ID: &str = "project-1";

/// The name of that project, which is that of its region.
pub const PROJECT_NAME: &str = "cn-north-4";

/// The IAM user whose keys and token these are. Calls with unknown credentials count as this user's where they are taken.
pub const USER_NAME: &str = "sandbox";

/// The id of that user.
pub const USER_ID: &str = "sandbox-user";

/// The password of that user.
pub const PASSWORD: &str = "Sandbox-password-1";

/// An IAM user whose sign-in also takes a code of a virtual MFA device.
pub const MFA_USER_NAME: &str = "sandbox-mfa";

/// The id of that user.
pub const MFA_USER_ID: &str = "sandbox-mfa-user";

/// The password of that user.
pub const MFA_PASSWORD: &str = "Sandbox-password-2";

/// The code that the device of that user always shows.
pub const MFA_PASSCODE: &str = "123456";

/// An IAM token of [`USER_NAME`] that is good for the account and for each project, and does not end.
pub const AUTH_TOKEN: &str = "sandbox-auth-token";

/// An access key of [`USER_NAME`].
pub const ACCESS_KEY: &str = "SANDBOXACCESSKEY0001";

/// The secret key to it.
pub const SECRET_KEY: &str = "sandbox-secret-key-that-opens-nothing-else";

/// The KooDrive user whose tokens these are: Ada of the demo data.
pub const DRIVE_USER_ID: &str = "1316083732377071001";

/// An access token of KooDrive, without `Bearer`, that does not end.
pub const DRIVE_TOKEN: &str = "sandbox-drive-token";

/// The session of that token, with which `RefreshSession` gives one that ends.
pub const DRIVE_SESSION_ID: &str = "sandbox-drive-session";

/// The authorization code of OrgID that makes a session. It can be used again.
pub const DRIVE_CODE: &str = "sandbox-drive-code";

/// The id of an app of KooDrive.
pub const APP_ID: &str = "sandbox-app";

/// The secret of that app.
pub const APP_SECRET: &str = "sandbox-app-secret-that-opens-nothing-else";

/// The id of the second account, for `X-Domain-Id`.
pub const OTHER_DOMAIN_ID: &str = "07e107e107e107e107e107e107e107e1";

/// The name of the second account.
pub const OTHER_DOMAIN_NAME: &str = "sandbox-other-account";

/// The id by which Service Tickets knows the second account, as customer.
pub const OTHER_CUSTOMER_ID: &str = "customer-2";

/// The project of the second account. Its name is [`PROJECT_NAME`] too, as that is its region.
pub const OTHER_PROJECT_ID: &str = "other-project-1";

/// The IAM user of the second account.
pub const OTHER_USER_NAME: &str = "sandbox-other";

/// The id of that user.
pub const OTHER_USER_ID: &str = "sandbox-other-user";

/// The password of that user.
pub const OTHER_PASSWORD: &str = "Sandbox-password-3";

/// An IAM token of [`OTHER_USER_NAME`] that is good for the second account and its project, and does not end.
pub const OTHER_AUTH_TOKEN: &str = "sandbox-other-auth-token";

/// An access key of [`OTHER_USER_NAME`].
pub const OTHER_ACCESS_KEY: &str = "SANDBOXOTHERKEY00001";

/// The secret key to it.
pub const OTHER_SECRET_KEY: &str = "sandbox-other-secret-key-that-opens-nothing-else";

/// An account with what belongs to it.
pub(crate) struct Owner {
    pub(crate) domain_id: &'static str,
    pub(crate) domain_name: &'static str,
    pub(crate) customer: &'static str,
}

/// The demo account.
pub(crate) const DEMO: Owner = Owner { domain_id: DOMAIN_ID, domain_name: DOMAIN_NAME, customer: CUSTOMER_ID };

/// The second account.
pub(crate) const OTHER: Owner =
    Owner { domain_id: OTHER_DOMAIN_ID, domain_name: OTHER_DOMAIN_NAME, customer: OTHER_CUSTOMER_ID };

impl Owner {
    /// The account of the user with this id. Users that the sandbox does not know count to the demo account.
    pub(crate) fn of_user(id: &str) -> &'static Self {
        if id == OTHER_USER_ID { &OTHER } else { &DEMO }
    }
}
