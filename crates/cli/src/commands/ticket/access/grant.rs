//! `hwc ticket access grant`.

use std::time::Duration;

use clap::Args;
use hwc_api::osm::GrantedAccess;
use hwc_api::wire::{WireType, set_fields_from_json};

use super::done;
use crate::call::sources::Sources;
use crate::call::value;
use crate::failure::Failure;
use crate::show::time::{span, units};
use crate::ticket::desk::Desk;
use crate::ticket::when::{When, system_time};

/// Arguments of `hwc ticket access grant`.
#[derive(Debug, Args)]
pub(super) struct Grant {
    /// Grant ID, as listed
    #[arg(value_name = "GRANT-ID")]
    id: String,
    /// Start of access: 2h or a date [default: set by the service]
    #[arg(long, value_name = "WHEN", value_parser = When::parse)]
    from: Option<When>,
    /// End of access: 8h or a date [default: set by the service]
    #[arg(long, value_name = "WHEN", value_parser = When::parse)]
    until: Option<When>,
    /// Duration of access, as in 2h
    #[arg(long = "for", value_name = "SPAN", value_parser = lasting, conflicts_with = "until")]
    lasting: Option<Duration>,
    /// Host login as JSON, @FILE or - (repeatable)
    ///
    /// Example: {"auth_detail_id": 123, "port": 22, "account": "root", "password": "@env:PASSWORD"}. `hwc ticket
    /// authorize show` lists the numbers.
    #[arg(long, value_name = "JSON")]
    host: Vec<String>,
    /// Agency through which access is granted
    #[arg(long, value_name = "ID")]
    agency: Option<String>,
}

impl Grant {
    pub(super) async fn run(self, desk: &mut Desk) -> Result<(), Failure> {
        let time = |when: &When| when.after(desk.now(), desk.zone);
        let begins = self.from.as_ref().map(time).transpose()?;
        let ends = self.until.as_ref().map(time).transpose()?;
        let mut grant = desk.tickets.authorizations().grant(self.id.as_str());
        if let Some(begins) = begins {
            grant = grant.starts_at(system_time(begins));
        }
        if let Some(ends) = ends {
            grant = grant.ends_at(system_time(ends));
        }
        if let Some(lasting) = self.lasting {
            let begins = begins.unwrap_or_else(|| desk.now());
            // The end must be a valid time. Otherwise access would never end.
            When::Span(lasting).after(begins, desk.zone)?;
            grant = grant.duration(lasting);
        }
        for host in hosts(&self.host)? {
            grant = grant.host(host);
        }
        if let Some(agency) = self.agency {
            grant = grant.agency(agency);
        }
        grant.await?;
        done(desk, &self.id, "grant", "access granted")
    }
}

fn lasting(text: &str) -> Result<Duration, String> {
    span(text).ok_or_else(|| format!("expected a duration such as 2h (units: {})", units()))
}

/// Parses hosts as `hwc call` does, so that passwords are not on the command line.
fn hosts(texts: &[String]) -> Result<Vec<GrantedAccess>, Failure> {
    let variable = |name: &str| std::env::var(name).ok();
    let mut sources = Sources::new(&variable, std::io::stdin());
    let kind = GrantedAccess::type_kind();
    let mut hosts = Vec::new();
    for text in texts {
        let wrong = |problem: String| Failure::usage(format!("--host: {problem}"));
        let json = value::structured(&kind, text, &mut sources).map_err(wrong)?;
        let members = json.as_object().ok_or_else(|| wrong("expected a JSON object".to_owned()))?;
        let mut host = GrantedAccess::default();
        set_fields_from_json(&mut host, members).map_err(|error| wrong(error.to_string()))?;
        hosts.push(host);
    }
    Ok(hosts)
}
