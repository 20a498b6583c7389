//! The credentials of each service, as a client finds them.

use std::env;

use hwc_api::transport::{HttpRequest, HttpResponse, TransportError};
use hwc_api::{CredentialsInfo, CredentialsKind, Service, Transport, async_trait};

use super::report::{Check, ProblemKind, Status};
use super::service_check;
use crate::args::connection::ConnectionArgs;
use crate::args::global::GlobalArgs;
use crate::error::CliError;
use crate::profile::secrets;

/// The checks whose problems are also those of a search for credentials.
const CAUSES: [&str; 2] = ["variables", "profile file"];

/// The credentials of a service.
pub(super) struct CredentialsSource {
    pub(super) check: Check,
    pub(super) has_credentials: bool,
}

/// Finds the credentials of a service. Those of the sandbox are part of it. `offline` excludes the metadata service.
pub(super) async fn find(service: &'static Service, connection: &ConnectionArgs, offline: bool) -> CredentialsSource {
    let check = service_check("credentials", service.id);
    if connection.uses_sandbox() {
        let check = check.ok("those of the sandbox").detail("source", "--sandbox");
        return CredentialsSource { check, has_credentials: true };
    }
    match search(service, connection, offline).await {
        Ok(Some(found)) => CredentialsSource { check: describe(check, &found), has_credentials: true },
        Ok(None) => {
            let none = || "none found".to_owned();
            let text = selected_profile().map_or_else(none, |name| format!("none in the profile {name}"));
            CredentialsSource { check: check.skipped(text), has_credentials: false }
        }
        Err(error) => {
            let fix = "complete or remove the named values, or `hwc login`";
            let check = check.problem(ProblemKind::InvalidCredentials, error.message(), fix);
            CredentialsSource { check, has_credentials: false }
        }
    }
}

async fn search(
    service: &'static Service,
    connection: &ConnectionArgs,
    offline: bool,
) -> Result<Option<CredentialsInfo>, CliError> {
    let builder = connection.builder(service)?;
    let client = if offline { builder.transport(Offline) } else { builder }.build()?;
    Ok(client.find_credentials(service).await?)
}

/// Describes credentials. Of access keys, only the ends are shown.
fn describe(check: Check, found: &CredentialsInfo) -> Check {
    let is_key = matches!(found.kind, CredentialsKind::AccessKey | CredentialsKind::TemporaryAccessKey);
    let id = found.id.as_deref().map(|id| if is_key { secrets::shorten(id) } else { id.to_owned() });
    let (kind, shown) = (found.kind.as_str(), id.as_deref().map(|id| format!(" {id}")).unwrap_or_default());
    let check = check.ok(format!("{kind}{shown} from {}", found.source));
    check.detail("kind", kind).detail("source", found.source.as_str()).detail("id", id)
}

/// Returns the name of the profile that commands use, if one is set.
pub(super) fn selected_profile() -> Option<String> {
    let profile = GlobalArgs::current().selected_profile().or_else(|| env::var("HWC_PROFILE").ok());
    profile.filter(|name| !name.is_empty())
}

/// Returns the checks of the credentials. A problem whose cause is among the `earlier` checks is not repeated.
pub(super) fn checks(sources: &[CredentialsSource], earlier: &[Check]) -> Vec<Check> {
    let is_known = earlier.iter().any(|check| check.problem.is_some() && CAUSES.contains(&check.name.as_str()));
    let shown = |check: &Check| match is_known && check.status == Status::Problem {
        true => Check::new(check.name.clone(), check.service.clone()).skipped(check.message.clone()),
        false => check.clone(),
    };
    sources.iter().map(|source| shown(&source.check)).collect()
}

/// Reports that no service has credentials, or not the selected one. Invalid ones are a problem of their own.
pub(super) fn require_one(sources: &[CredentialsSource], selected: Option<&str>) -> Option<Check> {
    if sources.iter().any(|source| source.has_credentials || source.check.problem.is_some()) {
        return None;
    }
    let subject = selected.map_or_else(|| "any service".to_owned(), str::to_owned);
    let check = Check::new("credentials", selected.map(str::to_owned));
    let fix = "hwc login, or set HUAWEICLOUD_SDK_AK and HUAWEICLOUD_SDK_SK; `hwc call --sandbox` needs none";
    Some(check.problem(ProblemKind::NoCredentials, format!("no credentials for {subject}"), fix))
}

/// A transport that sends nothing.
struct Offline;

#[async_trait]
impl Transport for Offline {
    async fn send(&self, _: HttpRequest) -> Result<HttpResponse, TransportError> {
        Err(TransportError::not_sent("offline"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(check: Check, has_credentials: bool) -> CredentialsSource {
        CredentialsSource { check, has_credentials }
    }

    fn skipped() -> Check {
        service_check("credentials", "osm").skipped("none found")
    }

    fn invalid() -> Check {
        service_check("credentials", "osm").problem(ProblemKind::InvalidCredentials, "half", "complete it")
    }

    #[test]
    fn one_service_with_credentials_is_enough() {
        assert!(require_one(&[source(skipped(), false), source(skipped(), true)], None).is_none());
        assert!(require_one(&[source(invalid(), false)], None).is_none(), "it is a problem of its own");
        let missing = require_one(&[source(skipped(), false)], Some("osm")).unwrap();
        assert_eq!(missing.problem, Some(ProblemKind::NoCredentials));
        assert_eq!(missing.message, "no credentials for osm");
    }

    #[test]
    fn a_cause_is_reported_once() {
        let variables = Check::new("variables", None).problem(ProblemKind::HalfSetVariables, "half", "set it");
        let roots = Check::new("root certificates", None).problem(ProblemKind::MissingRoots, "none", "install them");
        let known = checks(&[source(invalid(), false)], &[variables]);
        assert_eq!((known[0].status, known[0].message.as_str()), (Status::Skipped, "half"));
        assert_eq!(checks(&[source(invalid(), false)], &[roots])[0].problem, Some(ProblemKind::InvalidCredentials));
    }
}
