//! Options shared by all ticket commands. They are valid before or after the command.

use std::time::Duration;

use clap::Args;
use hwc_api::{ClientBuilder, osm};

use crate::arguments::{CallOptions, pair, seconds};
use crate::call::client;
use crate::failure::Failure;

/// The default of the service is zh-cn, but the help of this command is English.
const LANGUAGE: &str = "en-us";

/// The heading in the help. It puts the command's own options first.
const HEADING: &str = "Options of all commands";

/// Options shared by all ticket commands.
#[derive(Debug, Args)]
#[command(next_help_heading = HEADING)]
pub(super) struct Options {
    /// Print JSON
    #[arg(long, global = true)]
    pub(super) json: bool,
    /// Use a built-in sandbox with demo data
    #[arg(long, global = true)]
    sandbox: bool,
    /// Endpoint URL; a loopback URL applies to all services
    #[arg(long, value_name = "URL", global = true, conflicts_with = "sandbox")]
    endpoint: Option<String>,
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
    #[arg(long, value_name = "NAME=VALUE", value_parser = pair, global = true)]
    setting: Vec<(String, String)>,
    /// Timeout per call [default: 60]
    #[arg(long, value_name = "SECONDS", value_parser = seconds, global = true)]
    timeout: Option<Duration>,
    /// Maximum attempts per request; 1 disables retries [default: 4]
    #[arg(long, value_name = "TIMES", value_parser = clap::value_parser!(u32).range(1..), global = true)]
    max_attempts: Option<u32>,
}

impl Options {
    /// Returns the client builder, the same as that of `hwc call`.
    pub(super) fn client(&self) -> Result<ClientBuilder, Failure> {
        // clap does not detect conflicts between options before and after the command.
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

    /// Applies the settings for each call to the client builder.
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

/// Returns the option for this setting. The command itself depends on these settings too.
fn own_option(name: &str) -> Option<&'static str> {
    match name {
        "language" => Some("--language"),
        "time_zone" => Some("--time-zone"),
        _ => None,
    }
}
