//! Arguments shared by all ticket commands. They are valid before or after the command.

use clap::Args;
use hwc_api::{Client, ClientBuilder, osm};

use crate::args::connection::ConnectionArgs;
use crate::args::output::OutputArgs;
use crate::args::values::parse_pair;
use crate::error::CliError;

/// The default of the service is zh-cn, but the help of this command is English.
const LANGUAGE: &str = "en-us";

/// The heading in the help. It puts the command's own options first.
const HEADING: &str = "Options of all commands";

/// Arguments shared by all ticket commands.
#[derive(Debug, Args)]
#[command(next_help_heading = HEADING)]
pub(super) struct TicketArgs {
    #[command(flatten)]
    pub(super) output: OutputArgs,
    #[command(flatten)]
    connection: ConnectionArgs,
    /// Language of names, also for names that you enter
    #[arg(long, value_name = "LANGUAGE", global = true, default_value = LANGUAGE)]
    language: String,
    /// Time zone of dates; JSON stays in UTC [default: GMT+8]
    #[arg(long, value_name = "ZONE", global = true)]
    pub(super) time_zone: Option<String>,
    /// Group through which you see tickets of others
    #[arg(long, value_name = "ID", global = true)]
    pub(super) group: Option<String>,
    /// Set another service setting, as in site=1 (repeatable)
    #[arg(long, value_name = "NAME=VALUE", value_parser = parse_pair, global = true)]
    setting: Vec<(String, String)>,
}

impl TicketArgs {
    /// Returns the client builder, the same as that of `hwc call`.
    pub(super) fn client(&self) -> Result<ClientBuilder, CliError> {
        self.configure(self.connection.builder(&osm::SERVICE)?)
    }

    /// Returns the client of a profile with its name.
    pub(super) fn profile(&self, name: &str) -> Result<(String, Client), CliError> {
        let builder = self.configure(self.connection.builder_for_profile(&osm::SERVICE, name)?)?;
        Ok((name.to_owned(), builder.build()?))
    }

    /// Applies the settings for each call to the client builder.
    pub(super) fn configure(&self, builder: ClientBuilder) -> Result<ClientBuilder, CliError> {
        let mut builder = builder.language(&self.language);
        if let Some(zone) = &self.time_zone {
            builder = builder.time_zone(zone);
        }
        for (name, value) in &self.setting {
            if let Some(option) = option_for(name) {
                return Err(CliError::usage(format!("--setting cannot set `{name}`; use {option}")));
            }
            if !osm::SERVICE.settings.iter().any(|setting| setting.name == name) {
                let known: Vec<&str> = osm::SERVICE.settings.iter().map(|setting| setting.name).collect();
                return Err(CliError::usage(format!("unknown setting `{name}`; use one of {}", known.join(", "))));
            }
            builder = builder.setting(name, value);
        }
        Ok(self.connection.configure(builder))
    }
}

/// Returns the option for this setting. The command itself depends on these settings too.
fn option_for(name: &str) -> Option<&'static str> {
    match name {
        "language" => Some("--language"),
        "time_zone" => Some("--time-zone"),
        _ => None,
    }
}
