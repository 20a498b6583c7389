//! `hwc doctor`: checks of the configuration, the network and the credentials. Each problem comes with its fix.

mod calls;
mod diagnosis;
mod local;
mod network;
mod report;
mod source;

use clap::Args;
use hwc_api::{SERVICES, Service};

use self::report::{Check, Report};
use self::source::CredentialsSource;
use crate::args::connection::ConnectionArgs;
use crate::args::output::{OutArgs, OutputArgs};
use crate::error::CliError;
use crate::runtime;
use crate::ui::Ui;
use crate::ui::format::DOCUMENT;
pub(crate) use report::Report as DoctorReport;

const AFTER: &str = "\
Checks variables and files, the credentials of each service, its endpoint, the network, the clock, the
account, the project, and one harmless call per service. Secrets are never printed.

The exit code is 0 without problems, 3 for the configuration, 4 for the network, 5 for errors of a service.

Examples:
  hwc doctor
  hwc doctor --service osm --json
  hwc doctor --offline";

/// Arguments of `hwc doctor`.
#[derive(Debug, Args)]
#[command(after_help = AFTER)]
pub(crate) struct DoctorArgs {
    /// Check one service: osm, koodrive, insight or iam
    #[arg(long, value_name = "SERVICE")]
    service: Option<String>,
    /// Check only this machine, without network
    #[arg(long)]
    offline: bool,
    #[command(flatten)]
    connection: ConnectionArgs,
    #[command(flatten)]
    output: OutputArgs,
    #[command(flatten)]
    out: OutArgs,
}

/// Runs all checks and prints the report. Problems make the command fail.
pub(crate) fn run(args: &DoctorArgs) -> Result<(), CliError> {
    let format = args.output.resolve(&DOCUMENT, args.out.is_terminal())?;
    let selected = args.service.as_deref().map(super::operations::find_service).transpose()?;
    let mut ui = Ui::new(format, args.output.requested().is_some()).with_file(args.out.open()?);
    let is_sandbox = args.connection.uses_sandbox();
    let mut checks = local::checks(is_sandbox);
    let services = SERVICES.iter().copied().filter(|service| selected.is_none_or(|id| service.id == id));
    let services: Vec<_> = services.collect();
    runtime::run(async {
        let mut sources = Vec::new();
        for service in &services {
            sources.push(source::find(service, &args.connection, args.offline).await);
        }
        checks.extend(source::checks(&sources, &checks));
        checks.extend(source::require_one(&sources, selected));
        let online = services.iter().zip(&sources).filter(|_| !args.offline);
        for (service, source) in online {
            checks.extend(online_checks(service, source, &args.connection).await);
        }
        Ok(())
    })?;
    let report = Report::new(checks);
    ui.document(&report, |ui| report.text(ui.width))?;
    ui.finish()?;
    report.result()
}

/// Checks the endpoint of a service and, if it responds, the credentials.
async fn online_checks(
    service: &'static Service,
    source: &CredentialsSource,
    connection: &ConnectionArgs,
) -> Vec<Check> {
    let network = network::check(service, connection).await;
    let (reachable, skew) = (network.is_reachable(), network.skew_seconds);
    let mut checks = network.checks;
    if reachable && source.has_credentials {
        checks.extend(calls::check(service, connection, skew).await);
    }
    checks
}

/// Returns a check of a service.
fn service_check(name: &str, service: &str) -> Check {
    Check::new(format!("{name} {service}"), Some(service.to_owned()))
}
