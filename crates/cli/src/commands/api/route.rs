//! The service and the operation of a path.

use hwc_api::{Method, SERVICES, Service};
use hwc_dynamic::DynamicOperation;

use super::ApiArgs;
use crate::commands::operations::find_service;
use crate::error::CliError;

/// The methods of requests.
const METHODS: [Method; 6] = [Method::Get, Method::Head, Method::Post, Method::Put, Method::Patch, Method::Delete];

/// The parameter of paths that the command replaces.
const PROJECT: &str = "{project_id}";

/// A path with its service.
pub(super) struct Route {
    pub(super) service: &'static Service,
    /// The operation, if the path is that of one.
    pub(super) operation: Option<DynamicOperation>,
    /// The path without its query.
    pub(super) path: String,
    pub(super) query: Vec<(String, String)>,
}

/// Parses a method, in capitals or not.
pub(super) fn parse_method(text: &str) -> Result<Method, String> {
    let method = METHODS.into_iter().find(|method| method.as_str().eq_ignore_ascii_case(text));
    method.ok_or_else(|| format!("expected one of {}", METHODS.map(Method::as_str).join(", ")))
}

impl Route {
    /// Finds the service and the operation, and replaces the project.
    pub(super) fn find(args: &ApiArgs) -> Result<Self, CliError> {
        let (path, query) = args.path.split_once('?').unwrap_or((&args.path, ""));
        if !path.starts_with('/') {
            return Err(CliError::usage(format!("the path `{path}` must begin with `/`")));
        }
        let path = replace_project(path, args.project_id.as_deref())?;
        let candidates = || DynamicOperation::all().filter(|operation| matches(operation.descriptor().path, &path));
        let named = args.service.as_deref().map(find_service).transpose()?;
        let is_selected = |operation: &DynamicOperation| {
            operation.descriptor().method == args.method
                && named.is_none_or(|service| operation.descriptor().service.id == service)
        };
        let operation = candidates().find(is_selected);
        let by_name = named.and_then(|id| SERVICES.iter().copied().find(|service| service.id == id));
        let by_path = || candidates().next().map(|operation| operation.descriptor().service);
        let service = by_name.or_else(by_path).or_else(|| by_prefix(&path)).ok_or_else(|| {
            CliError::usage(format!("no known service has the path `{path}`; pass --service"))
                .with_choices(SERVICES.iter().map(|service| service.id))
        })?;
        Ok(Self { service, operation, path, query: parse_query(query) })
    }
}

fn replace_project(path: &str, project: Option<&str>) -> Result<String, CliError> {
    if !path.contains(PROJECT) {
        return Ok(path.to_owned());
    }
    let variable = || std::env::var("HUAWEICLOUD_SDK_PROJECT_ID").ok().filter(|id| !id.is_empty());
    let project = project.map(str::to_owned).or_else(variable).ok_or_else(|| {
        CliError::usage("the path contains {project_id}; pass --project-id or set HUAWEICLOUD_SDK_PROJECT_ID")
    })?;
    Ok(path.replace(PROJECT, &hwc_wire::percent_encode(&project)))
}

/// Returns true if the path has the form of a template such as `/v2/cases/{case_id}`.
pub(super) fn matches(template: &str, path: &str) -> bool {
    let (mut template, mut path) = (template.split('/'), path.split('/'));
    loop {
        match (template.next(), path.next()) {
            (None, None) => return true,
            (Some(expected), Some(segment)) if is_parameter(expected) => {
                if segment.is_empty() {
                    return false;
                }
            }
            (Some(expected), Some(segment)) if expected == segment => {}
            _ => return false,
        }
    }
}

/// Returns true for a segment such as `{case_id}`.
pub(super) fn is_parameter(segment: &str) -> bool {
    segment.starts_with('{') && segment.ends_with('}')
}

/// Returns the service whose paths all begin with the first two segments, if there is only one.
fn by_prefix(path: &str) -> Option<&'static Service> {
    let prefix = |path: &str| path.split('/').take(3).map(str::to_owned).collect::<Vec<_>>();
    let wanted = prefix(path);
    let services = DynamicOperation::all().map(DynamicOperation::descriptor);
    let mut services = services.filter(|operation| prefix(operation.path) == wanted).map(|found| found.service);
    let first = services.next()?;
    services.all(|service| service.id == first.id).then_some(first)
}

/// Parses a query. Escaped values are decoded, since they are escaped again.
fn parse_query(query: &str) -> Vec<(String, String)> {
    let decode = |text: &str| percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned();
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    pairs
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(name, value)| (decode(name), decode(value)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_match_templates() {
        assert!(matches("/v2/cases/{case_id}/messages", "/v2/cases/c%2F1/messages"));
        assert!(!matches("/v2/cases/{case_id}", "/v2/cases/"));
        assert!(!matches("/v2/cases/{case_id}", "/v2/cases/c/messages"));
        assert_eq!(by_prefix("/v2/servicerequest/unknown").map(|service| service.id), Some("osm"));
        assert!(by_prefix("/nonsense/x").is_none());
    }

    #[test]
    fn queries_are_decoded() {
        let pairs = parse_query("a=1%202&b&&c=x=y");
        let pairs: Vec<(&str, &str)> = pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        assert_eq!(pairs, [("a", "1 2"), ("b", ""), ("c", "x=y")]);
        assert_eq!(parse_method("get"), Ok(Method::Get));
        assert!(parse_method("GOT").unwrap_err().starts_with("expected one of GET, "));
    }
}
