//! `hwc sandbox env`: the environment variables of programs that use a running sandbox.

use std::collections::BTreeMap;

use clap::{Args, ValueEnum};
use hwc_api::SERVICES;
use hwc_sandbox::account;
use schemars::JsonSchema;
use serde::Serialize;

use crate::args::output::OutputArgs;
use crate::error::CliError;
use crate::sandbox::control_client::{self, ControlClient};
use crate::ui::Ui;
use crate::ui::format::{Format, Formats};

/// The formats: text for a shell, at a terminal and in pipes.
pub(super) const FORMATS: Formats = Formats {
    supported: &[Format::Table, Format::Json, Format::Jsonl, Format::Yaml],
    terminal: Format::Table,
    piped: Format::Table,
};

const AFTER: &str = "\
The variables are those of hwc and of the official SDKs. Variables that would take precedence are unset.

Examples:
  eval \"$(hwc sandbox env)\"
  hwc sandbox env --shell fish | source
  hwc sandbox env --shell powershell | Out-String | Invoke-Expression
  hwc sandbox env -o json";

/// Variables that take precedence over those of the sandbox, or would send real credentials to it.
const UNSET: &[&str] = &[
    "HUAWEICLOUD_SDK_CREDENTIALS_FILE",
    "HUAWEICLOUD_SDK_ID_TOKEN_FILE",
    "HUAWEICLOUD_SDK_IDP_ID",
    "HUAWEICLOUD_SDK_REGION",
    "HUAWEICLOUD_SDK_SECURITY_TOKEN",
    "HWC_AUTH_TOKEN",
    "HWC_IAM_DOMAIN",
    "HWC_IAM_PASSWORD",
    "HWC_IAM_USER",
    "HWC_KOODRIVE_APP_ID",
    "HWC_KOODRIVE_APP_SECRET",
    "HWC_KOODRIVE_SESSION_ID",
    "HWC_KOODRIVE_USER_ID",
    "HWC_PROFILE",
];

/// Arguments of `hwc sandbox env`.
#[derive(Debug, Args)]
#[command(after_help = AFTER)]
pub(super) struct EnvArgs {
    /// Shell to print for
    #[arg(long, value_name = "SHELL", value_enum, default_value_t = Shell::Sh)]
    shell: Shell,
    #[command(flatten)]
    pub(super) output: OutputArgs,
}

/// A shell, by the form of its assignments.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Shell {
    /// sh, bash, zsh and others like them
    Sh,
    Fish,
    Powershell,
}

/// The environment variables of a program that uses a sandbox, by name.
#[derive(Serialize, JsonSchema)]
pub(crate) struct SandboxEnvironment(BTreeMap<String, String>);

/// Prints the variables of the running sandbox.
pub(super) fn run(args: &EnvArgs, ui: &mut Ui) -> Result<(), CliError> {
    let client = ControlClient::find()?;
    let variables = SandboxEnvironment(variables(&client.url, &client.token.0));
    ui.document(&variables, |_| script(args.shell, &variables.0))
}

/// Returns the variables of a sandbox.
pub(super) fn variables(url: &str, token: &str) -> BTreeMap<String, String> {
    let fixed = [
        ("HUAWEICLOUD_SDK_AK", account::ACCESS_KEY),
        ("HUAWEICLOUD_SDK_SK", account::SECRET_KEY),
        ("HUAWEICLOUD_SDK_DOMAIN_ID", account::DOMAIN_ID),
        ("HUAWEICLOUD_SDK_PROJECT_ID", account::PROJECT_ID),
        ("HUAWEICLOUD_SDK_IAM_ENDPOINT", url),
        ("HWC_ENDPOINT", url),
        ("HWC_KOODRIVE_TOKEN", account::DRIVE_TOKEN),
        (control_client::URL, url),
        (control_client::TOKEN, token),
    ];
    let fixed = fixed.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let regions = SERVICES.iter().flat_map(|service| {
        // `*` stands for the regions without an entry.
        service.regions.iter().filter(|region| region.id != "*").map(move |region| {
            let name = format!("HUAWEICLOUD_SDK_REGION_{}_{}", service.id, region.id.replace('-', "_"));
            (name.to_uppercase(), url.to_owned())
        })
    });
    let services =
        SERVICES.iter().map(|service| (format!("HWC_ENDPOINT_{}", service.id.to_uppercase()), url.to_owned()));
    fixed.into_iter().chain(regions).chain(services).collect()
}

/// Returns the variables to unset.
pub(super) fn unset() -> &'static [&'static str] {
    UNSET
}

fn script(shell: Shell, variables: &BTreeMap<String, String>) -> String {
    let unset = UNSET.iter().map(|name| match shell {
        Shell::Sh => format!("unset {name}\n"),
        Shell::Fish => format!("set -e {name}\n"),
        Shell::Powershell => format!("Remove-Item Env:{name} -ErrorAction SilentlyContinue\n"),
    });
    let set = variables.iter().map(|(name, value)| match shell {
        Shell::Sh => format!("export {name}='{}'\n", value.replace('\'', "'\\''")),
        Shell::Fish => format!("set -gx {name} '{}'\n", value.replace('\\', "\\\\").replace('\'', "\\'")),
        Shell::Powershell => format!("$env:{name} = '{}'\n", value.replace('\'', "''")),
    });
    unset.chain(set).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_quoted_for_each_shell() {
        let variables = BTreeMap::from([("A".to_owned(), "it's \\ $x".to_owned())]);
        let last = |shell| script(shell, &variables).lines().last().map(str::to_owned);
        assert_eq!(last(Shell::Sh).as_deref(), Some("export A='it'\\''s \\ $x'"));
        assert_eq!(last(Shell::Fish).as_deref(), Some("set -gx A 'it\\'s \\\\ $x'"));
        assert_eq!(last(Shell::Powershell).as_deref(), Some("$env:A = 'it''s \\ $x'"));
    }

    #[test]
    fn official_names_have_the_endpoint_of_each_service() {
        let variables = variables("http://127.0.0.1:1", "t");
        assert_eq!(variables["HWC_ENDPOINT"], "http://127.0.0.1:1");
        let regional = variables.keys().filter(|name| name.starts_with("HUAWEICLOUD_SDK_REGION_OSM_")).count();
        assert!(regional > 0 && UNSET.iter().all(|name| !variables.contains_key(*name)));
    }
}
