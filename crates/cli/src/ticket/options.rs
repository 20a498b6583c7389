//! What holds for all commands about tickets. It may stand before the command or after it.

use std::time::Duration;

use clap::Args;
use hwc_api::{ClientBuilder, osm};

use crate::arguments::{CallOptions, pair, seconds};
use crate::call::client;
use crate::failure::Failure;

/// The service itself assumes zh-cn, but whoever reads this help reads English.
const LANGUAGE: &str = "en-us";

/// The heading in the help, so that a command's own options come first.
const HEADING: &str = "Options of all commands";

/// What holds for all commands about tickets.
#[derive(Debug, Args)]
#[command(next_help_heading = HEADING)]
pub(super) struct Options {
    /// Print JSON
    #[arg(long, global = true)]
    pub(super) json: bool,
    /// Work in a sandbox inside this command, with demo data, in place of the service
    #[arg(long, global = true)]
    sandbox: bool,
    /// Address of the service, as in http://127.0.0.1:8080; one on this machine stands for all services
    #[arg(long, value_name = "URL", global = true, conflicts_with = "sandbox")]
    endpoint: Option<String>,
    /// Language of names, those that you give too
    #[arg(long, value_name = "LANGUAGE", global = true, default_value = LANGUAGE)]
    language: String,
    /// Time zone of dates that you give; times in JSON stay in UTC [default: GMT+8]
    #[arg(long, value_name = "ZONE", global = true)]
    pub(super) time_zone: Option<String>,
    /// Group through which you see tickets of others
    #[arg(long, value_name = "ID", global = true)]
    pub(super) group: Option<String>,
    /// Another setting of the service, as in site=1; language and time zone have options of their own
    #[arg(long, value_name = "NAME=VALUE", value_parser = pair, global = true)]
    setting: Vec<(String, String)>,
    /// How long one call may take [default: 60]
    #[arg(long, value_name = "SECONDS", value_parser = seconds, global = true)]
    timeout: Option<Duration>,
    /// How often a request is sent at most, where sending it again does no harm [default: 4]
    #[arg(long, value_name = "TIMES", value_parser = clap::value_parser!(u32).range(1..), global = true)]
    max_attempts: Option<u32>,
}

impl Options {
    /// What the client is made of: the same as that of `hwc call`.
    pub(super) fn client(&self) -> Result<ClientBuilder, Failure> {
        // Options that may stand before and after the command do not tell each other's conflicts.
        if self.sandbox && self.endpoint.is_some() {
            return Err(Failure::usage("--sandbox and --endpoint cannot be used together"));
        }
        let options = CallOptions {
            sandbox: self.sandbox,
            endpoint: self.endpoint.clone(),
            max_attempts: self.max_attempts,
            ..CallOptions::default()
        };
        self.settle(client::builder(&options, &osm::SERVICE)?)
    }

    /// The same client with the settings for each of its calls.
    pub(super) fn settle(&self, builder: ClientBuilder) -> Result<ClientBuilder, Failure> {
        let mut builder = builder.language(&self.language);
        if let Some(zone) = &self.time_zone {
            builder = builder.time_zone(zone);
        }
        for (name, value) in &self.setting {
            if let Some(option) = own_option(name) {
                return Err(Failure::usage(format!("--setting does not take `{name}`: use {option}")));
            }
            if !osm::SERVICE.settings.iter().any(|setting| setting.name == name) {
                let known: Vec<&str> = osm::SERVICE.settings.iter().map(|setting| setting.name).collect();
                return Err(Failure::usage(format!("there is no setting `{name}`, only {}", known.join(", "))));
            }
            builder = builder.setting(name, value);
        }
        Ok(match self.timeout {
            Some(timeout) => builder.timeout(timeout),
            None => builder,
        })
    }
}

/// The option that takes this setting, which other things than the calls depend on too.
fn own_option(name: &str) -> Option<&'static str> {
    match name {
        "language" => Some("--language"),
        "time_zone" => Some("--time-zone"),
        _ => None,
    }
}
