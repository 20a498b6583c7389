//! Check of names that belong to the service, to its authentication or to hwc: headers, envelope fields and settings.

use indexmap::IndexMap;

use crate::spec;
use crate::spec::problem::{Problem, SpecFile};
use crate::spec::spanned::{SourceLocation, Spanned};
use crate::spec::yaml;

/// The headers that hwc or the HTTP connection sets.
const TRANSPORT_HEADERS: &[&str] = &[
    "accept",
    "accept-encoding",
    "connection",
    "content-encoding",
    "content-length",
    "content-type",
    "expect",
    "host",
    "keep-alive",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "user-agent",
];

/// The headers that carry credentials, for any scheme.
const AUTH_HEADERS: &[&str] = &[
    "authorization",
    "cookie",
    "proxy-authorization",
    "x-auth-token",
    "x-sdk-content-sha256",
    "x-sdk-date",
    "x-security-token",
];

/// Reports the names in the files of a service that an endpoint or a setting cannot have.
pub(crate) fn check(service: &spec::Service, problems: &mut Vec<Problem>) {
    check_settings(service, problems);
    for endpoint in &service.endpoints {
        let mut owned = Owned { file: &endpoint.file, service: &service.yaml, problems };
        owned.check_headers(&endpoint.yaml.headers);
        owned.check_response_headers(&endpoint.yaml.response_headers);
        owned.check_path(&endpoint.yaml.path);
        owned.check_response(&endpoint.yaml.response);
    }
}

fn check_settings(service: &spec::Service, problems: &mut Vec<Problem>) {
    let mut seen = std::collections::BTreeMap::new();
    for (name, setting) in &service.yaml.settings {
        let mut report = |message: String| problems.push(service.file.problem(setting.location, message));
        if !super::names::is_snake(name) {
            report(format!("`{name}` is not the name of a setting: write it in snake_case"));
        }
        if let Some(header) = &setting.header {
            if let Some(reason) = header_owner(header, &service.yaml) {
                report(format!("the setting `{name}` cannot be the header `{header}`, {reason}"));
            }
            if let Some(other) = seen.insert(header.to_ascii_lowercase(), name) {
                report(format!("the settings `{other}` and `{name}` are one header: remove one"));
            }
        }
    }
}

struct Owned<'a> {
    file: &'a SpecFile,
    service: &'a yaml::Service,
    problems: &'a mut Vec<Problem>,
}

impl Owned<'_> {
    fn report(&mut self, location: SourceLocation, message: String) {
        self.problems.push(self.file.problem(location, message));
    }

    fn check_headers(&mut self, fields: &IndexMap<String, Spanned<yaml::Field>>) {
        for (name, field) in fields {
            let setting =
                self.setting(|setting| setting.header.as_deref().is_some_and(|it| it.eq_ignore_ascii_case(name)));
            if let Some(reason) = header_owner(name, self.service) {
                self.report(field.location, format!("`{name}` cannot be a header of an operation, {reason}"));
            } else if let Some(setting) = setting {
                let message = format!(
                    "`{name}` is the setting `{setting}` of service.yaml, which all operations send: remove it"
                );
                self.report(field.location, message);
            } else if let Some(first) =
                fields.keys().find(|other| other.eq_ignore_ascii_case(name)).filter(|it| *it != name)
            {
                self.report(field.location, format!("`{name}` is the same header as `{first}`: remove one"));
            }
        }
    }

    fn check_response_headers(&mut self, fields: &IndexMap<String, Spanned<yaml::Field>>) {
        for (name, field) in fields {
            if !is_token(name) {
                self.report(field.location, format!("`{name}` is not a header: {TOKEN}"));
            }
        }
    }

    fn check_path(&mut self, fields: &IndexMap<String, Spanned<yaml::Field>>) {
        for (name, field) in fields {
            if let Some(setting) = self.setting(|setting| setting.path.as_deref() == Some(name)) {
                let message =
                    format!("`{name}` is the setting `{setting}` of service.yaml, which fills the path: remove it");
                self.report(field.location, message);
            }
        }
    }

    fn check_response(&mut self, fields: &IndexMap<String, Spanned<yaml::Field>>) {
        let envelope = &self.service.envelope;
        for (name, field) in fields.iter().filter(|(_, field)| !field.payload) {
            if envelope.code == *name || envelope.message == *name || envelope.members.contains(name) {
                let message = format!("`{name}` belongs to every response, by `envelope:` in service.yaml: remove it");
                self.report(field.location, message);
            }
        }
    }

    fn setting(&self, wanted: impl Fn(&yaml::Setting) -> bool) -> Option<String> {
        let found = self.service.settings.iter().find(|(_, setting)| wanted(setting));
        found.map(|(name, _)| name.clone())
    }
}

const TOKEN: &str = "use letters, digits and `-`";

/// Returns the reason why a header cannot be set by the spec.
fn header_owner(name: &str, service: &yaml::Service) -> Option<String> {
    let scheme = service.auth_scheme.value.as_str();
    if !is_token(name) {
        Some(format!("because it is not a valid name: {TOKEN}"))
    } else if is_transport_header(name) {
        Some("because hwc sets it for each request: remove it".to_owned())
    } else if is_auth_header(name, scheme) {
        Some(format!("because authentication sets it (`auth_scheme: {scheme}` in service.yaml): remove it"))
    } else {
        None
    }
}

/// Returns true for a header that hwc or the HTTP connection sets.
pub(crate) fn is_transport_header(name: &str) -> bool {
    TRANSPORT_HEADERS.iter().any(|owned| owned.eq_ignore_ascii_case(name))
}

/// Returns true for a header that the authentication of a scheme sets.
pub(crate) fn is_auth_header(name: &str, scheme: &str) -> bool {
    let of_scheme: &[&str] = match scheme {
        "iam-account" => &["x-domain-id"],
        "iam-project" => &["x-project-id"],
        "bearer" => &["x-user-id", "x-date"],
        _ => &[],
    };
    AUTH_HEADERS.iter().chain(of_scheme).any(|owned| owned.eq_ignore_ascii_case(name))
}

/// Returns true if a name is a token of HTTP.
fn is_token(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c))
}
