//! Lowering of the YAML to the resolved model. Reports every consistency error of every file at once.

mod behavior;
mod constant;
mod constraints;
mod cycles;
mod declared;
mod endpoint;
mod errors;
mod field;
mod flags;
mod forms;
mod groups;
mod headers;
mod limits;
mod names;
mod owned;
mod pagination;
mod path;
mod quirks;
mod request_line;
mod sensitive;
mod service;
mod summary;
mod task;
mod types;
mod unused;

pub(crate) use errors::whole_code;
pub(crate) use names::{module_name, rust_field_name};
pub(crate) use owned::{is_auth_header, is_transport_header};
pub(crate) use unused::{reachable_from, reachable_types};

use crate::model::Service;
use crate::spec;
use crate::spec::node::{Node, NodeKind};
use crate::spec::problem::{Problem, SpecFile};
use crate::spec::spanned::SourceLocation;

/// Resolves all services. Problems that follow from parts that could not be read are not reported.
pub(crate) fn lower(services: Vec<spec::Service>, problems: &mut Vec<Problem>) -> Vec<Service> {
    services.into_iter().map(|service| lower_service(service, problems)).collect()
}

fn lower_service(mut service: spec::Service, problems: &mut Vec<Problem>) -> Service {
    let damage = std::mem::take(&mut service.damage);
    let mut found = Vec::new();
    let lowered = service::lower(service, damage.is_empty(), &mut found);
    problems.extend(found.into_iter().filter(|problem| !damage.explains(problem)));
    lowered
}

/// Returns the position of the value of a key. `owner` is the position of the map with the key, and line 0 stands for the
/// whole file. The file is parsed again, so this is for messages only.
pub(crate) fn key_location(file: &SpecFile, owner: SourceLocation, key: &str) -> SourceLocation {
    let Some(tree) = spec::parse_tree(file) else { return owner };
    let map = if owner.line == 0 { Some(&tree) } else { find_map(&tree, owner) };
    map.and_then(|map| map.get(key)).map_or(owner, |value| value.location)
}

fn find_map(node: &Node, location: SourceLocation) -> Option<&Node> {
    if node.location == location && matches!(node.kind, NodeKind::Map(_)) && node.location.line > 0 {
        return Some(node);
    }
    let values = node.entries().iter().map(|(_, value)| value);
    values.chain(node.items()).find_map(|value| find_map(value, location))
}
