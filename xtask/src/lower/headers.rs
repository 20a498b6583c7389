//! Lowering of the sets of headers that operations of a service share.

use std::collections::{BTreeMap, BTreeSet};

use hwc_wire::Location;

use super::{constant, field, types};
use crate::model::{Field, Types};
use crate::spec;
use crate::spec::problem::{Problem, SpecFile};
use crate::spec::yaml;

/// The fields of each set by its name.
pub(super) type HeaderSets = BTreeMap<String, Vec<Field>>;

/// Resolves the sets of a service. Reports those that no operation uses.
pub(super) fn lower(service: &spec::Service, all: &Types, problems: &mut Vec<Problem>) -> HeaderSets {
    let endpoints = service.endpoints.iter();
    let used: BTreeSet<&str> =
        endpoints.flat_map(|endpoint| &endpoint.yaml.header_sets).map(|name| name.value.as_str()).collect();
    let mut sets = HeaderSets::new();
    for (name, yaml) in &service.yaml.header_sets {
        let fields = field::lower_section(&service.file, yaml, Location::Header, problems);
        constant::refuse(&service.file, yaml, problems);
        types::check_known(&service.file, &fields, all, problems);
        if !used.contains(name.as_str()) {
            let message = format!("the header set `{name}` is unused: use it or delete it");
            problems.push(service.file.problem(yaml.location, message));
        }
        sets.insert(name.clone(), fields);
    }
    sets
}

/// Returns the headers of the sets that an endpoint names. Problems with them are reported at the name of the set.
pub(super) fn fields_of(
    file: &SpecFile,
    yaml: &yaml::Endpoint,
    sets: &HeaderSets,
    problems: &mut Vec<Problem>,
) -> Vec<Field> {
    let mut headers = Vec::new();
    for (index, name) in yaml.header_sets.iter().enumerate() {
        let Some(fields) = sets.get(&name.value) else {
            let message = format!("`{}` is not listed under `header_sets:` in service.yaml", name.value);
            problems.push(file.problem(name.location, message));
            continue;
        };
        if yaml.header_sets[..index].iter().any(|other| other.value == name.value) {
            problems.push(file.problem(name.location, format!("the header set `{}` is named twice", name.value)));
            continue;
        }
        headers.extend(fields.iter().cloned().map(|field| Field { source: name.location, ..field }));
    }
    headers
}
