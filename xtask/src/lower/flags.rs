//! Check of flags and statuses of an endpoint that have no effect or the wrong one.

use super::key_location;
use crate::spec;
use crate::spec::problem::Problem;
use crate::spec::yaml::{self, Idempotent};

/// Words that are not a reason but were meant as a Boolean.
const BOOLEANS: &[&str] = &["y", "n", "yes", "no", "on", "off", "true", "false"];

/// Reports the flags and statuses of a service that contradict the rest of it.
pub(crate) fn check(service: &spec::Service, problems: &mut Vec<Problem>) {
    for rule in &service.yaml.errors {
        if let Some(status) = rule.status.filter(|status| !(100..=599).contains(status)) {
            let message = format!("status {status} does not exist: use one from 100 to 599");
            problems.push(service.file.problem(key_location(&service.file, rule.location, "status"), message));
        }
    }
    for spec::Endpoint { file, yaml, .. } in &service.endpoints {
        let start = spec::spanned::SourceLocation { line: 0, column: 0 };
        let mut report = |key: &str, message: String| {
            problems.push(file.problem(key_location(file, start, key), message));
        };
        if let Err(message) = check_idempotent(yaml) {
            report("idempotent", message);
        }
        for message in check_success(&yaml.success_status) {
            report("success_status", message);
        }
        if yaml.query_in_body && yaml.query.is_empty() {
            report("query_in_body", "`query_in_body: true` has no effect without `query:`: remove it".to_owned());
        }
    }
}

fn check_idempotent(yaml: &yaml::Endpoint) -> Result<(), String> {
    let method = yaml.request.split(' ').next().unwrap_or_default();
    let repeatable = !matches!(method, "POST" | "PATCH");
    match &yaml.idempotent {
        Some(Idempotent::Flag(true)) => {
            Err("`idempotent: true` needs the reason instead, as in `idempotent: The operation only reads.`".to_owned())
        }
        Some(Idempotent::Flag(false)) if !repeatable => {
            Err(format!("`idempotent: false` has no effect on {method}, which is never repeated: remove it"))
        }
        Some(Idempotent::Reason(reason)) if BOOLEANS.contains(&reason.trim().to_ascii_lowercase().as_str()) => {
            Err(format!("`idempotent: {reason}` is not a reason: write one as a sentence, or `false`"))
        }
        Some(Idempotent::Reason(reason)) if !reason.trim().contains(' ') => {
            Err("`idempotent` needs a sentence, as in `idempotent: The operation only reads.`".to_owned())
        }
        Some(Idempotent::Reason(_)) if repeatable => {
            Err(format!("`idempotent` has no effect on {method}, which is repeatable anyway: remove it"))
        }
        _ => Ok(()),
    }
}

fn check_success(listed: &[u16]) -> Vec<String> {
    let mut messages = Vec::new();
    for (index, status) in listed.iter().enumerate() {
        if !(200..=299).contains(status) {
            messages.push(format!("status {status} is not a success: use statuses from 200 to 299"));
        }
        if listed[..index].contains(status) {
            messages.push(format!("status {status} is listed twice: remove one"));
        }
    }
    messages
}
