//! Credentials and IDs of the demo account, for a sandbox that checks credentials. None of them is a real secret.
//!
//! A sandbox with [`verify_credentials`](crate::SandboxOptions::verify_credentials) accepts these and the credentials it issued itself. Other
//! sandboxes accept any credentials.
//!
//! The names that begin with `OTHER` belong to a second account, for testing access to resources of somebody else. The
//! second account has no demo data. Its keys and its token identify its user in any sandbox. All other callers are users of
//! the demo account.

/// The ID of the account, for `X-Domain-Id`.
pub const DOMAIN_ID: &str = "5a4db0c5a4db0c5a4db0c5a4db0c5a4d";

/// The name of the account.
pub const DOMAIN_NAME: &str = "sandbox-account";

/// The customer ID of the account in Service Tickets.
pub const CUSTOMER_ID: &str = "customer-1";

/// The project of the demo data, for `X-Project-Id` and `{project_id}`.
pub const PROJECT_ID: &str = "project-1";

/// The name of that project, which is the name of its region.
pub const PROJECT_NAME: &str = "cn-north-4";

/// The IAM user who owns these keys and tokens. Without strict authentication, unknown credentials also belong to this user.
pub const USER_NAME: &str = "sandbox";

/// The ID of that user.
pub const USER_ID: &str = "sandbox-user";

/// The password of that user.
pub const PASSWORD: &str = "Sandbox-password-1";

/// An IAM user whose sign-in also requires a code of a virtual MFA device.
pub const MFA_USER_NAME: &str = "sandbox-mfa";

/// The ID of that user.
pub const MFA_USER_ID: &str = "sandbox-mfa-user";

/// The password of that user.
pub const MFA_PASSWORD: &str = "Sandbox-password-2";

/// The code that the MFA device of that user always shows.
pub const MFA_PASSCODE: &str = "123456";

/// An IAM token of [`USER_NAME`] for the account and each of its projects. It never expires.
pub const AUTH_TOKEN: &str = "sandbox-auth-token";

/// An access key of [`USER_NAME`].
pub const ACCESS_KEY: &str = "SANDBOXACCESSKEY0001";

/// The secret access key of [`ACCESS_KEY`].
pub const SECRET_KEY: &str = "sandbox-secret-key-that-opens-nothing-else";

/// The KooDrive user who owns these tokens: Ada of the demo data.
pub const DRIVE_USER_ID: &str = "1316083732377071001";

/// An access token of KooDrive, without `Bearer`. It never expires.
pub const DRIVE_TOKEN: &str = "sandbox-drive-token";

/// The session of that token. `RefreshSession` replaces the token with one that expires.
pub const DRIVE_SESSION_ID: &str = "sandbox-drive-session";

/// The OrgID authorization code that creates a session. It can be used several times.
pub const DRIVE_CODE: &str = "sandbox-drive-code";

/// The KooDrive user who owns these tokens: Li of the demo data, the administrator of the department Sales.
pub const DRIVE_LI_ID: &str = "1316083732377071002";

/// An access token of Li, without `Bearer`. It never expires.
pub const DRIVE_LI_TOKEN: &str = "sandbox-drive-token-li";

/// The OrgID authorization code of Li. It can be used several times.
pub const DRIVE_LI_CODE: &str = "sandbox-drive-code-li";

/// The KooDrive user who owns these tokens: Lin of the demo data, a user of the department Sales.
pub const DRIVE_LIN_ID: &str = "1316083732377071003";

/// An access token of Lin, without `Bearer`. It never expires.
pub const DRIVE_LIN_TOKEN: &str = "sandbox-drive-token-lin";

/// The OrgID authorization code of Lin. It can be used several times.
pub const DRIVE_LIN_CODE: &str = "sandbox-drive-code-lin";

/// The KooDrive user who owns these tokens: Noor of the demo data, a user of the department Research.
pub const DRIVE_NOOR_ID: &str = "1316083732377071004";

/// An access token of Noor, without `Bearer`. It never expires.
pub const DRIVE_NOOR_TOKEN: &str = "sandbox-drive-token-noor";

/// The OrgID authorization code of Noor. It can be used several times.
pub const DRIVE_NOOR_CODE: &str = "sandbox-drive-code-noor";

/// A user of KooDrive with a token and an authorization code that never expire.
pub(crate) struct DriveUser {
    pub(crate) id: &'static str,
    pub(crate) token: &'static str,
    pub(crate) code: &'static str,
}

impl DriveUser {
    /// Finds the user of a token.
    pub(crate) fn by_token(token: &str) -> Option<&'static Self> {
        DRIVE_USERS.iter().find(|user| user.token == token)
    }

    /// Finds the user of an authorization code.
    pub(crate) fn by_code(code: &str) -> Option<&'static Self> {
        DRIVE_USERS.iter().find(|user| user.code == code)
    }
}

/// The users of KooDrive who can sign in.
const DRIVE_USERS: [DriveUser; 4] = [
    DriveUser { id: DRIVE_USER_ID, token: DRIVE_TOKEN, code: DRIVE_CODE },
    DriveUser { id: DRIVE_LI_ID, token: DRIVE_LI_TOKEN, code: DRIVE_LI_CODE },
    DriveUser { id: DRIVE_LIN_ID, token: DRIVE_LIN_TOKEN, code: DRIVE_LIN_CODE },
    DriveUser { id: DRIVE_NOOR_ID, token: DRIVE_NOOR_TOKEN, code: DRIVE_NOOR_CODE },
];

/// The account of a carrier's user who owns these tokens: Zola of the demo data.
pub const CARRIER_USER_ID: &str = "1882575898755117312";

/// The phone number of that account, which is also the ID of its user at the carrier.
pub const CARRIER_PHONE: &str = "0027188460911";

/// The password of that account.
pub const CARRIER_PASSWORD: &str = "Sandbox-password-4";

/// An access token of that account, without `AT`. It never expires.
pub const CARRIER_TOKEN: &str = "sandbox-carrier-token";

/// The refresh token of that account. It can be used several times.
pub const CARRIER_REFRESH_TOKEN: &str = "sandbox-carrier-refresh-token";

/// The account of another user of the carrier: Ines of the demo data.
pub const CARRIER_INES_ID: &str = "1882575898755117313";

/// The phone number of Ines.
pub const CARRIER_INES_PHONE: &str = "0027188460912";

/// The password of Ines.
pub const CARRIER_INES_PASSWORD: &str = "Sandbox-password-5";

/// An access token of Ines, without `AT`. It never expires.
pub const CARRIER_INES_TOKEN: &str = "sandbox-carrier-token-ines";

/// The refresh token of Ines. It can be used several times.
pub const CARRIER_INES_REFRESH_TOKEN: &str = "sandbox-carrier-refresh-token-ines";

/// The verification code of every phone number, for `ValidateCode`.
pub const VERIFICATION_CODE: &str = "123456";

/// An account of a carrier with tokens that never expire.
pub(crate) struct CarrierDemoUser {
    pub(crate) id: &'static str,
    pub(crate) name: &'static str,
    pub(crate) phone: &'static str,
    pub(crate) password: &'static str,
    token: &'static str,
    refresh_token: &'static str,
}

impl CarrierDemoUser {
    /// Finds the account of an access token.
    pub(crate) fn by_token(token: &str) -> Option<&'static Self> {
        CARRIER_USERS.iter().find(|user| user.token == token)
    }

    /// Finds the account of a refresh token.
    pub(crate) fn by_refresh_token(token: &str) -> Option<&'static Self> {
        CARRIER_USERS.iter().find(|user| user.refresh_token == token)
    }
}

/// The accounts of the carrier in the demo data.
pub(crate) static CARRIER_USERS: [CarrierDemoUser; 2] = [
    CarrierDemoUser {
        id: CARRIER_USER_ID,
        name: "Zola",
        phone: CARRIER_PHONE,
        password: CARRIER_PASSWORD,
        token: CARRIER_TOKEN,
        refresh_token: CARRIER_REFRESH_TOKEN,
    },
    CarrierDemoUser {
        id: CARRIER_INES_ID,
        name: "Ines",
        phone: CARRIER_INES_PHONE,
        password: CARRIER_INES_PASSWORD,
        token: CARRIER_INES_TOKEN,
        refresh_token: CARRIER_INES_REFRESH_TOKEN,
    },
];

/// The idle time after which a session of KooDrive expires, in milliseconds.
pub(crate) const SESSION_IDLE_TIME: i64 = 20 * 60_000;

/// The ID of an app of KooDrive.
pub const APP_ID: &str = "sandbox-app";

/// The secret of that app.
pub const APP_SECRET: &str = "sandbox-app-secret-that-opens-nothing-else";

/// The ID of the second account, for `X-Domain-Id`.
pub const OTHER_DOMAIN_ID: &str = "07e107e107e107e107e107e107e107e1";

/// The name of the second account.
pub const OTHER_DOMAIN_NAME: &str = "sandbox-other-account";

/// The customer ID of the second account in Service Tickets.
pub const OTHER_CUSTOMER_ID: &str = "customer-2";

/// The project of the second account. Its name is also [`PROJECT_NAME`], the name of its region.
pub const OTHER_PROJECT_ID: &str = "other-project-1";

/// The IAM user of the second account.
pub const OTHER_USER_NAME: &str = "sandbox-other";

/// The ID of that user.
pub const OTHER_USER_ID: &str = "sandbox-other-user";

/// The password of that user.
pub const OTHER_PASSWORD: &str = "Sandbox-password-3";

/// An IAM token of [`OTHER_USER_NAME`] for the second account and its project. It never expires.
pub const OTHER_AUTH_TOKEN: &str = "sandbox-other-auth-token";

/// An access key of [`OTHER_USER_NAME`].
pub const OTHER_ACCESS_KEY: &str = "SANDBOXOTHERKEY00001";

/// The secret access key of [`OTHER_ACCESS_KEY`].
pub const OTHER_SECRET_KEY: &str = "sandbox-other-secret-key-that-opens-nothing-else";

/// An account and its IDs.
pub(crate) struct Account {
    pub(crate) domain_id: &'static str,
    pub(crate) domain_name: &'static str,
    pub(crate) customer: &'static str,
}

/// The demo account.
pub(crate) const DEMO: Account = Account { domain_id: DOMAIN_ID, domain_name: DOMAIN_NAME, customer: CUSTOMER_ID };

/// The second account.
pub(crate) const OTHER: Account =
    Account { domain_id: OTHER_DOMAIN_ID, domain_name: OTHER_DOMAIN_NAME, customer: OTHER_CUSTOMER_ID };

impl Account {
    /// Returns true if the account has this project and the project is enabled.
    pub(crate) fn has_project(&self, id: &str) -> bool {
        self.find_project(Some(id), None).is_some()
    }

    /// Finds an enabled project of the account by ID, or by name if the ID is missing.
    pub(crate) fn find_project(&self, id: Option<&str>, name: Option<&str>) -> Option<&'static Project> {
        let fits = |project: &&Project| id.map_or(Some(project.name) == name, |id| project.id == id);
        PROJECTS.iter().filter(|project| project.belongs_to(self) && project.enabled).find(fits)
    }

    /// Returns the account of the user with this ID. Unknown users belong to the demo account.
    pub(crate) fn of_user(id: &str) -> &'static Self {
        if id == OTHER_USER_ID { &OTHER } else { &DEMO }
    }
}

/// A project of an account.
pub(crate) struct Project {
    pub(crate) id: &'static str,
    pub(crate) name: &'static str,
    pub(crate) account: &'static Account,
    pub(crate) parent: &'static str,
    pub(crate) enabled: bool,
}

/// The projects of the accounts.
pub(crate) const PROJECTS: [Project; 4] = [
    Project::new(&DEMO, PROJECT_ID, PROJECT_NAME),
    Project::new(&DEMO, "project-2", "cn-south-1"),
    Project { parent: PROJECT_ID, enabled: false, ..Project::new(&DEMO, "project-3", "cn-north-4_old") },
    Project::new(&OTHER, OTHER_PROJECT_ID, PROJECT_NAME),
];

impl Project {
    const fn new(account: &'static Account, id: &'static str, name: &'static str) -> Self {
        Self { id, name, account, parent: account.domain_id, enabled: true }
    }

    /// Returns true if the project belongs to this account.
    pub(crate) fn belongs_to(&self, account: &Account) -> bool {
        self.account.domain_id == account.domain_id
    }
}
