//! `hwc profile` and `hwc config`: the profiles of the profile file, and defaults of options.

use clap::{Args, Subcommand};
use hwc_api::SERVICES;
use hwc_api::serde_json::{Map, Value, json};
use schemars::JsonSchema;
use serde::Serialize;

use crate::args::global::GlobalArgs;
use crate::args::output::OutputArgs;
use crate::error::CliError;
use crate::profile::editor::ProfileEditor;
use crate::profile::{config, profile_path, secrets};
use crate::ui::Ui;
use crate::ui::format::{DOCUMENT, Formats, LIST};
use crate::ui::page::Page;
use crate::ui::style::Style;
use crate::ui::table::Table;

/// The name of the profile without a name.
const DEFAULT: &str = "default";

const AFTER: &str = "\
The profile file is that of the official SDKs: HUAWEICLOUD_SDK_CREDENTIALS_FILE, or
~/.huaweicloud/credentials. A profile such as ops has the sections [ops], and [ops.koodrive],
[ops.osm] and so on for one service. [global] and [basic] are the default credentials.

The profile of a command is that of --profile, HWC_PROFILE or `hwc profile use`, in this order.

Examples:
  hwc profile list
  hwc profile use ops";

/// Arguments of `hwc profile`.
#[derive(Debug, Args)]
#[command(after_help = AFTER)]
pub(crate) struct ProfileArgs {
    #[command(subcommand)]
    command: ProfileCommand,
    #[command(flatten)]
    output: OutputArgs,
}

/// The commands of `hwc profile`.
#[derive(Debug, Subcommand)]
enum ProfileCommand {
    /// List the profiles
    #[command(after_help = "Examples:\n  hwc profile list -o json")]
    List,
    /// Use a profile by default
    #[command(after_help = "Examples:\n  hwc profile use ops\n  hwc profile use default")]
    Use(UseArgs),
    /// Show the values of a profile, without secrets
    #[command(after_help = "Examples:\n  hwc profile show ops")]
    Show(ShowArgs),
}

/// Arguments of `hwc profile use`.
#[derive(Debug, Args)]
struct UseArgs {
    /// Profile; default for the one without a name
    #[arg(value_name = "NAME")]
    name: String,
}

/// Arguments of `hwc profile show`.
#[derive(Debug, Args)]
struct ShowArgs {
    /// Profile [default: the one in use]
    #[arg(value_name = "NAME")]
    name: Option<String>,
}

/// A profile.
#[derive(Serialize, JsonSchema)]
pub(crate) struct ProfileEntry {
    /// The name. `default` for the credentials without a profile.
    name: String,
    /// True for the profile that commands use.
    in_use: bool,
    /// The kinds of credentials, as in `access key`.
    credentials: Vec<String>,
    /// The region.
    region: Option<String>,
}

/// The values of a profile.
#[derive(Serialize, JsonSchema)]
pub(crate) struct ProfileDetails {
    /// The name.
    name: String,
    /// The path of the profile file.
    file: String,
    /// The sections with their values. Secrets are redacted.
    sections: Map<String, Value>,
}

/// The profile that commands use from now on.
#[derive(Serialize, JsonSchema)]
pub(crate) struct SelectedProfile {
    /// The name. `default` for the credentials without a profile.
    profile: String,
}

/// Runs a command of `hwc profile`.
pub(crate) fn run(args: &ProfileArgs) -> Result<(), CliError> {
    let formats: &Formats = if matches!(args.command, ProfileCommand::List) { &LIST } else { &DOCUMENT };
    let terminal = std::io::IsTerminal::is_terminal(&std::io::stdout());
    let mut ui = Ui::new(args.output.resolve(formats, terminal)?, args.output.requested().is_some());
    let file = ProfileEditor::load(&profile_path()?)?;
    match &args.command {
        ProfileCommand::List => list(&file, &mut ui),
        ProfileCommand::Use(args) => select(&file, &args.name, &mut ui),
        ProfileCommand::Show(args) => show(&file, args.name.clone(), &mut ui),
    }
}

/// Returns the name of the profile in use.
fn current() -> String {
    let variable = || std::env::var("HWC_PROFILE").ok().filter(|name| !name.is_empty());
    GlobalArgs::current().selected_profile().or_else(variable).unwrap_or_else(|| DEFAULT.to_owned())
}

/// Returns the profile to which a section belongs.
fn profile_of(section: &str) -> &str {
    let is_service = |name: &str| SERVICES.iter().any(|service| service.id == name);
    match section.rsplit_once('.') {
        Some((name, service)) if is_service(service) => name,
        _ if ["global", "basic"].contains(&section) || is_service(section) => DEFAULT,
        _ => section,
    }
}

/// Returns the names of the profiles. A section without values, as after `hwc logout`, is not a profile for clients either.
fn names(file: &ProfileEditor) -> Vec<String> {
    let mut names = Vec::new();
    let sections = file.sections().into_iter().filter(|section| !file.values(section).is_empty());
    for name in sections.map(profile_of) {
        if !names.iter().any(|known| known == name) {
            names.push(name.to_owned());
        }
    }
    names
}

fn list(file: &ProfileEditor, ui: &mut Ui) -> Result<(), CliError> {
    let in_use = current();
    let entries: Vec<ProfileEntry> = names(file)
        .into_iter()
        .map(|name| {
            let sections = || file.sections().into_iter().filter(|section| profile_of(section) == name);
            let mut kinds: Vec<String> = Vec::new();
            for kind in sections().filter_map(|section| secrets::kind(|key| file.get(section, key).is_some())) {
                if !kinds.iter().any(|known| known == kind) {
                    kinds.push(kind.to_owned());
                }
            }
            let region = sections().find_map(|section| file.get(section, "region")).map(str::to_owned);
            ProfileEntry { in_use: name == in_use, credentials: kinds, region, name }
        })
        .collect();
    let none = format!("no profiles in {}; `hwc login` saves one", file.path().display());
    ui.list(&entries, &none, |_| {
        let mut table = Table::new(&["NAME", "IN USE", "CREDENTIALS", "REGION"]);
        for entry in &entries {
            let mark = if entry.in_use { "yes" } else { "" };
            table.row([
                (Style::Title, entry.name.clone()),
                (Style::Good, mark.to_owned()),
                (Style::Plain, entry.credentials.join(", ")),
                (Style::Plain, entry.region.clone().unwrap_or_default()),
            ]);
        }
        table
    })
}

fn select(file: &ProfileEditor, name: &str, ui: &mut Ui) -> Result<(), CliError> {
    check(file, name)?;
    config::write("profile", Some(name).filter(|name| *name != DEFAULT))?;
    ui.change(&SelectedProfile { profile: name.to_owned() }, &format!("commands use the profile {name}"))
}

/// Checks that the profile file has a profile.
///
/// # Errors
/// Returns an error that lists the profiles.
pub(crate) fn check_profile(name: &str) -> Result<(), CliError> {
    check(&ProfileEditor::load(&profile_path()?)?, name)
}

fn check(file: &ProfileEditor, name: &str) -> Result<(), CliError> {
    let names = names(file);
    if name == DEFAULT || names.iter().any(|known| known == name) {
        return Ok(());
    }
    let known = if names.is_empty() { "no profile".to_owned() } else { names.join(", ") };
    let message = format!("no profile `{name}` in {}; it has {known}", file.path().display());
    Err(CliError::usage(message).with_choices(names).with_next("hwc login --profile NAME", "to create a profile"))
}

fn show(file: &ProfileEditor, name: Option<String>, ui: &mut Ui) -> Result<(), CliError> {
    let name = name.unwrap_or_else(current);
    check(file, &name)?;
    let mut sections = Map::new();
    for section in file.sections().into_iter().filter(|section| profile_of(section) == name) {
        let values = file.values(section).into_iter();
        let values = values.map(|(key, value)| (key.clone(), json!(secrets::redact(&key, value))));
        sections.insert(section.to_owned(), Value::Object(values.collect()));
    }
    let details = ProfileDetails { name, file: file.path().display().to_string(), sections };
    ui.document(&details, |ui| {
        let mut page = Page::new(ui.width);
        page.line(&format!("{}  {}", Style::Title.paint(&details.name), details.file));
        for (section, values) in &details.sections {
            page.gap();
            page.line(&format!("[{section}]"));
            for (key, value) in values.as_object().into_iter().flatten() {
                page.fact(key, &[value.as_str().unwrap_or_default().to_owned()]);
            }
        }
        page.text()
    })
}
