//! `hwc login` and `hwc logout`: credentials in the profile file of the official SDKs. Secrets are read without echo,
//! from standard input or from variables, never from arguments.

mod credentials;
mod input;
mod verify;

use clap::{Args, ValueEnum};
use hwc_api::SERVICES;
use schemars::JsonSchema;
use serde::Serialize;

use self::credentials::NewCredentials;
use self::input::SecretInput;
use crate::args::connection::ConnectionArgs;
use crate::args::global::GlobalArgs;
use crate::args::output::OutputArgs;
use crate::error::CliError;
use crate::profile::editor::ProfileEditor;
use crate::profile::{config, profile_path, secrets};
use crate::runtime;
use crate::ui::Ui;
use crate::ui::format::DOCUMENT;

const AFTER: &str = "\
The credentials are saved in the profile file of the official SDKs, which only you can read:
HUAWEICLOUD_SDK_CREDENTIALS_FILE, or ~/.huaweicloud/credentials. All its other lines are kept.
With --profile NAME they belong to that profile, otherwise they are the default ones.

The secret is prompted for without echo. Without a terminal, pass --secret-stdin.

Examples:
  hwc login --method keys --access-key ABCDEFGHIJKLMNOP
  hwc login --method password --domain example --user ada --profile ops
  hwc login --method koodrive --site cn.myhuaweicloud-koodrive.com
  printf %s \"$SECRET\" | hwc login --method keys --access-key ABCDEFGHIJKLMNOP --secret-stdin";

/// Arguments of `hwc login`.
#[derive(Debug, Args)]
#[command(after_help = AFTER)]
pub(crate) struct LoginArgs {
    /// Kind of credentials: keys, password or koodrive
    #[arg(long, value_name = "METHOD", value_enum, hide_possible_values = true)]
    method: Option<Method>,
    /// Access key ID
    #[arg(long, value_name = "ID")]
    access_key: Option<String>,
    /// Account name of an IAM user
    #[arg(long, value_name = "NAME")]
    domain: Option<String>,
    /// Name of an IAM user
    #[arg(long, value_name = "NAME")]
    user: Option<String>,
    /// Domain of the KooDrive page on which you sign in
    #[arg(long, value_name = "DOMAIN")]
    site: Option<String>,
    /// Region to save with the credentials
    #[arg(long, value_name = "REGION")]
    region: Option<String>,
    /// Read the secret from standard input
    #[arg(long)]
    secret_stdin: bool,
    /// Save the credentials without a call that checks them
    #[arg(long)]
    no_verify: bool,
    #[command(flatten)]
    connection: ConnectionArgs,
    #[command(flatten)]
    output: OutputArgs,
}

/// The kinds of credentials.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Method {
    /// An access key with its secret key.
    Keys,
    /// An IAM user with a password.
    Password,
    /// A session of KooDrive.
    Koodrive,
}

/// Arguments of `hwc logout`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  hwc logout --profile ops")]
pub(crate) struct LogoutArgs {
    #[command(flatten)]
    output: OutputArgs,
}

/// Credentials that were saved.
#[derive(Serialize, JsonSchema)]
pub(crate) struct LoginResult {
    /// The profile. `null` for the default credentials.
    profile: Option<String>,
    /// The kind of credentials: `access key`, `password` or `koodrive session`.
    kind: &'static str,
    /// The path of the profile file.
    file: String,
    /// The sections of the file that contain them.
    sections: Vec<String>,
    /// The name of the account, if it was verified.
    account: Option<String>,
}

/// Credentials that were removed.
#[derive(Serialize, JsonSchema)]
pub(crate) struct LogoutResult {
    /// The profile. `null` for the default credentials.
    profile: Option<String>,
    /// The path of the profile file.
    file: String,
    /// The number of lines that were removed.
    removed: usize,
}

/// Saves credentials.
pub(crate) fn run(args: &LoginArgs) -> Result<(), CliError> {
    let terminal = std::io::IsTerminal::is_terminal(&std::io::stdout());
    let mut ui = Ui::new(args.output.resolve(&DOCUMENT, terminal)?, args.output.requested().is_some());
    let profile = GlobalArgs::current().profile.clone();
    // The file is read first: an invalid one must not cost a person the input.
    let mut file = ProfileEditor::load(&profile_path()?)?;
    let mut secrets = SecretInput::new(args.secret_stdin);
    if ui.can_prompt() {
        runtime::end_on_interrupt()?;
    }
    let credentials = NewCredentials::collect(args, &mut ui, &mut secrets)?;
    let (account, credentials) = match args.no_verify {
        true => (None, credentials.without_code()?),
        false => runtime::run(verify::verify(credentials, &args.connection)).map_err(not_saved)?,
    };
    let sections = credentials.sections(profile.as_deref());
    for section in &sections {
        for key in secrets::CREDENTIALS {
            file.unset(section, key);
        }
        for (key, value) in credentials.values() {
            file.set(section, key, value);
        }
        if let Some(region) = &args.region {
            file.set(section, "region", region);
        }
    }
    if let Some(note) = args.region.as_deref().and_then(config::unknown_region) {
        ui.note(&note);
    }
    file.save()?;
    let path = file.path().display().to_string();
    let text = format!("{} saved in {path}{}", credentials.kind(), in_account(account.as_deref()));
    ui.change(&LoginResult { profile, kind: credentials.kind(), file: path, sections, account }, &text)
}

/// Adds to the error of a check that nothing was saved.
fn not_saved(error: CliError) -> CliError {
    error.with_next("hwc login --no-verify", "to save the credentials without a check; nothing was saved")
}

fn in_account(account: Option<&str>) -> String {
    account.map(|name| format!(", account {name}")).unwrap_or_default()
}

/// Removes credentials. Other values, such as regions, stay.
pub(crate) fn logout(args: &LogoutArgs) -> Result<(), CliError> {
    let terminal = std::io::IsTerminal::is_terminal(&std::io::stdout());
    let mut ui = Ui::new(args.output.resolve(&DOCUMENT, terminal)?, args.output.requested().is_some());
    let profile = GlobalArgs::current().profile.clone();
    let mut file = ProfileEditor::load(&profile_path()?)?;
    let mut removed = 0;
    for section in all_sections(profile.as_deref()) {
        removed += secrets::CREDENTIALS.iter().filter(|key| file.unset(&section, key)).count();
    }
    if removed > 0 {
        file.save()?;
    }
    let path = file.path().display().to_string();
    let text = match removed {
        0 => format!("no credentials in {path}"),
        _ => format!("credentials removed from {path}"),
    };
    ui.change(&LogoutResult { profile, file: path, removed }, &text)
}

/// Returns the sections of a profile, or those of the default credentials.
fn all_sections(profile: Option<&str>) -> Vec<String> {
    let services = SERVICES.iter().map(|service| service.id);
    match profile {
        Some(name) => {
            std::iter::once(name.to_owned()).chain(services.map(|service| format!("{name}.{service}"))).collect()
        }
        None => ["global", "basic"].into_iter().chain(services).map(str::to_owned).collect(),
    }
}
