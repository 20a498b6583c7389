//! Credentials to save, from arguments and prompts.

use hwc_api::Credentials;

use super::input::SecretInput;
use super::{LoginArgs, Method};
use crate::error::CliError;
use crate::ui::Ui;

/// Credentials to save. Values are never printed.
pub(super) enum NewCredentials {
    /// An access key.
    Keys { access: String, secret: String },
    /// An IAM user.
    Password { domain: String, user: String, password: String },
    /// An authorization code of a KooDrive sign-in, which creates a session.
    Code { code: String, site: Option<String> },
    /// A session of KooDrive.
    Session { token: String, session_id: String },
}

impl NewCredentials {
    /// Collects the credentials. Prompts for what the arguments lack.
    pub(super) fn collect(args: &LoginArgs, ui: &mut Ui, secrets: &mut SecretInput) -> Result<Self, CliError> {
        match method(args, ui)? {
            Method::Keys => Ok(Self::Keys {
                access: value(ui, args.access_key.as_ref(), "--access-key", "Access key ID:")?,
                secret: secrets.read(ui, "Secret key:")?,
            }),
            Method::Password => Ok(Self::Password {
                domain: value(ui, args.domain.as_ref(), "--domain", "Account name:")?,
                user: value(ui, args.user.as_ref(), "--user", "User name:")?,
                password: secrets.read(ui, "Password:")?,
            }),
            Method::Koodrive => Ok(Self::Code {
                code: secrets.read(ui, "Authorization code (`hwc call GetAuthCodeUrl` prints the page):")?,
                site: args.site.clone(),
            }),
        }
    }

    /// Returns the credentials, unless they must be exchanged for others first.
    pub(super) fn without_code(self) -> Result<Self, CliError> {
        match self {
            Self::Code { .. } => {
                Err(CliError::usage("--no-verify: an authorization code must be exchanged for a session"))
            }
            other => Ok(other),
        }
    }

    /// Returns the kind, for people and programs.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Self::Keys { .. } => "access key",
            Self::Password { .. } => "password",
            Self::Code { .. } | Self::Session { .. } => "koodrive session",
        }
    }

    /// Returns the sections of the profile file for these credentials. Only official sections have official keys.
    pub(super) fn sections(&self, profile: Option<&str>) -> Vec<String> {
        match (self, profile) {
            (Self::Code { .. } | Self::Session { .. }, Some(name)) => vec![format!("{name}.koodrive")],
            (Self::Code { .. } | Self::Session { .. }, None) => vec!["koodrive".to_owned()],
            (_, Some(name)) => vec![name.to_owned()],
            (Self::Keys { .. }, None) => ["global", "basic"].map(str::to_owned).to_vec(),
            (Self::Password { .. }, None) => ["osm", "insight", "iam"].map(str::to_owned).to_vec(),
        }
    }

    /// Returns the keys with their values.
    pub(super) fn values(&self) -> Vec<(&'static str, &str)> {
        match self {
            Self::Keys { access, secret } => vec![("ak", access), ("sk", secret)],
            Self::Password { domain, user, password } => {
                vec![("domain", domain), ("user", user), ("password", password)]
            }
            Self::Code { .. } => Vec::new(),
            Self::Session { token, session_id } => vec![("token", token), ("session_id", session_id)],
        }
    }

    /// Returns the credentials for calls of IAM.
    pub(super) fn for_iam(&self) -> Option<Credentials> {
        match self {
            Self::Keys { access, secret } => Some(Credentials::access_key(access, secret.as_str())),
            Self::Password { domain, user, password } => Some(Credentials::password(domain, user, password.as_str())),
            Self::Code { .. } | Self::Session { .. } => None,
        }
    }
}

fn method(args: &LoginArgs, ui: &mut Ui) -> Result<Method, CliError> {
    if let Some(method) = args.method {
        return Ok(method);
    }
    let given = [
        (args.access_key.is_some(), Method::Keys),
        (args.domain.is_some() || args.user.is_some(), Method::Password),
        (args.site.is_some(), Method::Koodrive),
    ];
    if let Some((_, method)) = given.into_iter().find(|(is_given, _)| *is_given) {
        return Ok(method);
    }
    let missing = || {
        CliError::usage("missing --method; use keys, password or koodrive")
            .with_choices(["keys", "password", "koodrive"])
    };
    if !ui.can_prompt() {
        return Err(missing());
    }
    choose_method(ui)?.ok_or_else(missing)
}

/// Prompts for the method until the reply is one. Returns `None` at the end of the input.
fn choose_method(ui: &mut Ui) -> Result<Option<Method>, CliError> {
    let methods = [Method::Keys, Method::Password, Method::Koodrive];
    for (index, name) in ["access key", "IAM user and password", "KooDrive session"].into_iter().enumerate() {
        ui.offer(index + 1, name);
    }
    while let Some(reply) = ui.prompt("Method [1-3]:")? {
        match reply.parse::<usize>().ok().and_then(|number| methods.get(number.checked_sub(1)?)) {
            Some(method) => return Ok(Some(*method)),
            None => ui.note("expected a number from 1 to 3"),
        }
    }
    Ok(None)
}

/// Returns the argument, or prompts for it until the reply is not empty.
fn value(ui: &mut Ui, given: Option<&String>, flag: &str, question: &str) -> Result<String, CliError> {
    if let Some(value) = given {
        return Ok(value.clone());
    }
    if !ui.can_prompt() {
        return Err(CliError::usage(format!("missing {flag}")));
    }
    loop {
        match ui.prompt(question)? {
            Some(reply) if !reply.is_empty() => return Ok(reply),
            Some(_) => ui.note("the value is empty"),
            None => return Err(CliError::usage(format!("missing {flag}"))),
        }
    }
}
