//! Checks of the names of error codes, which become the variants of `ErrorCode`.

use std::collections::BTreeMap;

use super::names;
use crate::spec;
use crate::spec::problem::Problem;
use crate::spec::yaml::ErrorRule;

/// Reports error codes without a name, and names that do not fit.
pub(super) fn check(service: &spec::Service, problems: &mut Vec<Problem>) {
    let (mut codes, mut used) = (BTreeMap::new(), BTreeMap::new());
    for rule in &service.yaml.errors {
        let (code, name) = match (whole_code(rule), &rule.name) {
            (Some(code), Some(name)) => (code, name),
            (None, None) => continue,
            (Some(code), None) => {
                let message = format!("the error code `{code}` needs a name, as in `name: TicketNotFound`");
                problems.push(service.file.problem(rule.location, message));
                continue;
            }
            (None, Some(name)) => {
                let message = format!("`{}` names no whole code: remove `name:`", name.value);
                problems.push(service.file.problem(name.location, message));
                continue;
            }
        };
        let other_name = codes.insert(code, name.value.as_str()).filter(|other| *other != name.value);
        let other_code = used.insert(name.value.as_str(), code).filter(|other| *other != code);
        let message = match (other_name, other_code) {
            _ if !names::is_camel(name) || name.value == "Unknown" || name.value == "Self" => {
                "is not a name of an error: write it in UpperCamelCase; `Unknown` and `Self` are reserved".to_owned()
            }
            (Some(other), _) => format!("names the code `{code}`, which is already called `{other}`"),
            (_, Some(other)) => format!("is already the name of the code `{other}`"),
            _ => continue,
        };
        problems.push(service.file.problem(name.location, format!("`{}` {message}", name.value)));
    }
    check_type_name(service, problems);
}

/// Returns the code of a rule that stands for a single code.
pub(crate) fn whole_code(rule: &ErrorRule) -> Option<&str> {
    rule.code.as_deref().filter(|code| !code.ends_with('*'))
}

/// Reports a type with the name of the generated enum.
fn check_type_name(service: &spec::Service, problems: &mut Vec<Problem>) {
    let shared = service.types.iter().map(|(file, types)| (file, types));
    let own = service.endpoints.iter().map(|endpoint| (&endpoint.file, &endpoint.yaml.types));
    for (file, types) in shared.chain(own) {
        if let Some(declared) = types.get("ErrorCode") {
            let message = "`ErrorCode` is the enum of the error codes in service.yaml: rename the type";
            problems.push(file.problem(declared.location, message));
        }
    }
}
