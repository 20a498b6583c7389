//! The source of the credentials of each service, in the order in which a client searches.

use std::env;

use hwc_api::{ProfileFile, Service};
use hwc_wire::AuthScheme;

use super::local::is_set;
use super::report::{Check, ProblemKind};
use super::service_check;
use crate::args::global::GlobalArgs;
use crate::profile::{profile_path, secrets};

/// The variables of each kind of credentials, in the order in which a client uses them.
const IAM: [(&str, &str); 3] =
    [("HWC_AUTH_TOKEN", "token"), ("HUAWEICLOUD_SDK_AK", "access key"), ("HWC_IAM_USER", "password")];
const KOODRIVE: [(&str, &str); 2] = [("HWC_KOODRIVE_TOKEN", "token"), ("HWC_KOODRIVE_APP_ID", "koodrive app")];

/// The source of credentials.
pub(super) struct CredentialsSource {
    pub(super) check: Check,
    pub(super) has_credentials: bool,
}

/// Finds the credentials of a service. Those of the sandbox are part of it.
pub(super) fn find(service: &Service, is_sandbox: bool) -> CredentialsSource {
    let check = service_check("credentials", service.id);
    if is_sandbox {
        let check = check.ok("those of the sandbox").detail("source", "--sandbox");
        return CredentialsSource { check, has_credentials: true };
    }
    let profile = selected_profile();
    let found = match &profile {
        None => from_variables(service).or_else(|| from_file(service, None)),
        Some(name) => from_file(service, Some(name)),
    };
    match found {
        Some((kind, origin, id)) => {
            let shown = id.as_deref().map(|id| format!(" {id}")).unwrap_or_default();
            let check = check.ok(format!("{kind}{shown} from {origin}"));
            let check = check.detail("kind", kind).detail("source", origin).detail("id", id);
            CredentialsSource { check, has_credentials: true }
        }
        None => {
            let text = profile.map_or_else(|| "none found".to_owned(), |name| format!("none in the profile {name}"));
            CredentialsSource { check: check.skipped(text), has_credentials: false }
        }
    }
}

/// Returns the name of the profile that commands use, if one is set.
pub(super) fn selected_profile() -> Option<String> {
    let profile = GlobalArgs::current().selected_profile().or_else(|| env::var("HWC_PROFILE").ok());
    profile.filter(|name| !name.is_empty())
}

/// Reports that no service has credentials, or not the selected one.
pub(super) fn require_one(sources: &[CredentialsSource], selected: Option<&str>) -> Option<Check> {
    if sources.iter().any(|source| source.has_credentials) {
        return None;
    }
    let subject = selected.map_or_else(|| "any service".to_owned(), str::to_owned);
    let check = Check::new("credentials", selected.map(str::to_owned));
    let fix = "hwc login, or set HUAWEICLOUD_SDK_AK and HUAWEICLOUD_SDK_SK; `hwc call --sandbox` needs none";
    Some(check.problem(ProblemKind::NoCredentials, format!("no credentials for {subject}"), fix))
}

type Found = (&'static str, String, Option<String>);

fn from_variables(service: &Service) -> Option<Found> {
    let kinds: &[(&str, &str)] = if service.scheme == AuthScheme::Bearer { &KOODRIVE } else { &IAM };
    let (variable, kind) = kinds.iter().find(|(name, _)| is_set(name))?;
    let kind = match *variable {
        "HWC_KOODRIVE_TOKEN" if is_set("HWC_KOODRIVE_SESSION_ID") => "koodrive session",
        "HUAWEICLOUD_SDK_AK" if is_set("HUAWEICLOUD_SDK_SECURITY_TOKEN") => "temporary access key",
        _ => KINDS.into_iter().find(|known| known == kind).unwrap_or("token"),
    };
    let id = match *variable {
        "HUAWEICLOUD_SDK_AK" => env::var(variable).ok().map(|id| secrets::shorten(id.trim())),
        "HWC_IAM_USER" => env::var(variable).ok(),
        _ => None,
    };
    Some((kind, (*variable).to_owned(), id))
}

/// The kinds of credentials.
const KINDS: [&str; 4] = ["token", "access key", "password", "koodrive app"];

fn from_file(service: &Service, profile: Option<&str>) -> Option<Found> {
    let path = profile_path().ok()?;
    let file = ProfileFile::load(&path).ok()??;
    let own = profile.map_or_else(|| service.id.to_owned(), |name| format!("{name}.{}", service.id));
    let shared = match (service.scheme, profile) {
        (AuthScheme::Bearer, _) => None,
        (_, Some(name)) => Some(name.to_owned()),
        (AuthScheme::IamAccount, None) => Some("global".to_owned()),
        (AuthScheme::IamProject, None) => Some("basic".to_owned()),
    };
    [Some(own), shared].into_iter().flatten().find_map(|section| {
        let kind = secrets::kind(|key| file.get(&section, key).is_some())?;
        let id = match kind {
            "access key" | "temporary access key" => file.get(&section, "ak").map(secrets::shorten),
            "password" => file.get(&section, "user").map(str::to_owned),
            _ => None,
        };
        Some((kind, format!("[{section}] in {}", path.display()), id))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_service_with_credentials_is_enough() {
        let source =
            |has_credentials| CredentialsSource { check: service_check("credentials", "osm"), has_credentials };
        assert!(require_one(&[source(false), source(true)], None).is_none());
        let missing = require_one(&[source(false)], Some("osm")).unwrap();
        assert_eq!(missing.problem, Some(ProblemKind::NoCredentials));
        assert_eq!(missing.message, "no credentials for osm");
    }
}
