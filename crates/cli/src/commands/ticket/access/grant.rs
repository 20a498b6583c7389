//! `hwc ticket access grant`.

use std::time::Duration;

use clap::Args;
use hwc_api::osm::GrantedAccess;
use hwc_dynamic::{UnknownValues, ValueSources, parse_value};
use hwc_wire::{WireType, set_fields_from_json};

use super::print;
use crate::args::time::{TimeArg, system_time};
use crate::args::values::{parse_duration, units};
use crate::commands::ticket::context::TicketContext;
use crate::dynamic::input_message;
use crate::error::CliError;

/// Arguments of `hwc ticket access grant`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  hwc ticket access grant 12345")]
pub(super) struct GrantArgs {
    /// Grant ID, as listed
    #[arg(value_name = "GRANT-ID")]
    id: String,
    /// Start of access: 2h or a date [default: set by the service]
    #[arg(long, value_name = "WHEN", value_parser = TimeArg::parse)]
    from: Option<TimeArg>,
    /// End of access: 8h or a date [default: set by the service]
    #[arg(long, value_name = "WHEN", value_parser = TimeArg::parse)]
    until: Option<TimeArg>,
    /// Duration of access, as in 2h
    #[arg(long = "for", value_name = "DURATION", value_parser = parse_span, conflicts_with = "until")]
    duration: Option<Duration>,
    /// Host login as JSON, @FILE or - (repeatable)
    ///
    /// Example: {"auth_detail_id": 123, "port": 22, "account": "root", "password": "@env:PASSWORD"}. `hwc ticket
    /// access show` lists the numbers.
    #[arg(long, value_name = "JSON")]
    host: Vec<String>,
    /// Agency through which access is granted
    #[arg(long, value_name = "ID")]
    agency: Option<String>,
}

impl GrantArgs {
    pub(super) async fn run(self, context: &mut TicketContext) -> Result<(), CliError> {
        let time = |when: &TimeArg| when.after(context.times.now(), context.times.zone);
        let start = self.from.as_ref().map(time).transpose()?;
        let end = self.until.as_ref().map(time).transpose()?;
        let mut grant = context.tickets.authorizations().grant(self.id.as_str());
        if let Some(start) = start {
            grant = grant.starts_at(system_time(start));
        }
        if let Some(end) = end {
            grant = grant.ends_at(system_time(end));
        }
        if let Some(duration) = self.duration {
            let start = start.unwrap_or_else(|| context.times.now());
            // The end must be a valid time. Otherwise access would never end.
            TimeArg::Duration(duration).after(start, context.times.zone)?;
            grant = grant.duration(duration);
        }
        for host in hosts(&self.host)? {
            grant = grant.host(host);
        }
        if let Some(agency) = self.agency {
            grant = grant.agency(agency);
        }
        grant.await?;
        print(context, &self.id, "grant", "access granted")
    }
}

fn parse_span(text: &str) -> Result<Duration, String> {
    parse_duration(text).ok_or_else(|| format!("expected a duration such as 2h (units: {})", units()))
}

/// Parses hosts as `hwc call` does, so that passwords are not on the command line.
fn hosts(texts: &[String]) -> Result<Vec<GrantedAccess>, CliError> {
    let mut sources = ValueSources::system();
    let kind = GrantedAccess::type_kind();
    let mut hosts = Vec::new();
    for text in texts {
        let invalid = |problem: String| CliError::usage(format!("--host: {problem}"));
        let json = parse_value(&kind, text, UnknownValues::Reject, &mut sources);
        let json = json.map_err(|error| invalid(input_message(&error)))?;
        let members = json.as_object().ok_or_else(|| invalid("expected a JSON object".to_owned()))?;
        let mut host = GrantedAccess::default();
        set_fields_from_json(&mut host, members).map_err(|error| invalid(error.to_string()))?;
        hosts.push(host);
    }
    Ok(hosts)
}
