//! The place of each file in the spec: `spec/<service>/service.yaml`, `spec/<service>/types/<topic>.yaml` and
//! `spec/<service>/<group>/<operation>.yaml`.

use std::collections::BTreeMap;

use super::problem::{Problem, SpecFile};
use super::spanned::SourceLocation;
use crate::suggest;

/// The files of one service.
#[derive(Default)]
pub(super) struct ServiceFiles {
    pub(super) service: Option<SpecFile>,
    pub(super) types: Vec<SpecFile>,
    pub(super) endpoints: Vec<SpecFile>,
}

enum Kind {
    Service,
    Types,
    Endpoint,
}

/// Sorts files by service and kind. Reports files in other places, and services without a description.
pub(super) fn sort_files(files: Vec<SpecFile>, problems: &mut Vec<Problem>) -> Vec<ServiceFiles> {
    let mut services: BTreeMap<String, ServiceFiles> = BTreeMap::new();
    for file in files {
        let parts: Vec<&str> = file.name.split('/').collect();
        if !file.name.ends_with(".yaml") {
            problems.push(file.problem(SourceLocation::default(), "the file is ignored: let its name end in .yaml"));
            continue;
        }
        let (service, kind) = match parts.as_slice() {
            [_, service, "service.yaml"] => ((*service).to_owned(), Kind::Service),
            [_, service, "types", _] => ((*service).to_owned(), Kind::Types),
            [_, service, _, _] => ((*service).to_owned(), Kind::Endpoint),
            _ => {
                let message = "unexpected path: move the file to spec/<service>/<group>/ or spec/<service>/types/";
                problems.push(file.problem(SourceLocation::default(), message));
                continue;
            }
        };
        let files = services.entry(service).or_default();
        match kind {
            Kind::Service => files.service = Some(file),
            Kind::Types => files.types.push(file),
            Kind::Endpoint => files.endpoints.push(file),
        }
    }
    report_missing(&services, problems);
    services.into_values().collect()
}

/// Reports each folder without a `service.yaml` once.
fn report_missing(services: &BTreeMap<String, ServiceFiles>, problems: &mut Vec<Problem>) {
    let known = || services.iter().filter(|(_, files)| files.service.is_some()).map(|(name, _)| name.as_str());
    for (name, files) in services.iter().filter(|(_, files)| files.service.is_none()) {
        let hint = match suggest::nearest(name, known()) {
            Some(near) => format!("move the file to spec/{near}/, or describe the service there"),
            None => "describe the service there".to_owned(),
        };
        let first = files.types.iter().chain(&files.endpoints).next();
        problems.extend(first.map(|file| {
            file.problem(SourceLocation::default(), format!("spec/{name}/service.yaml is missing: {hint}"))
        }));
    }
}
