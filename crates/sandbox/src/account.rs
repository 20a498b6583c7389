//! The demo account: with what one signs in to a sandbox that checks credentials. Nothing here is a secret of anybody.
//!
//! A sandbox with [`strict_auth`](crate::Options::strict_auth) takes these and what it gave out itself; others take anything.

/// The id of the account, for `X-Domain-Id`.
pub const DOMAIN_ID: &str = "5a4db0c5a4db0c5a4db0c5a4db0c5a4d";

/// The name of the account.
pub const DOMAIN_NAME: &str = "sandbox-account";

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
