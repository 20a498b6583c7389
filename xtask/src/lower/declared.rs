//! Check of all names that become modules and items of generated code: they must be free, and all different.

use super::names;
use crate::reserved;
use crate::spec::problem::{Problem, SpecFile};
use crate::spec::spanned::SourceLocation;
use crate::spec::{self, Endpoint};

/// Reports the names of one service that generated code cannot have.
pub(crate) fn check(service: &spec::Service, problems: &mut Vec<Problem>) {
    check_service(service, problems);
    check_groups(service, problems);
    for (file, _) in &service.types {
        check_types_file(file, problems);
    }
    for endpoint in &service.endpoints {
        check_operation(endpoint, &service.endpoints, problems);
    }
    for (file, types) in &service.types {
        types.iter().for_each(|(name, declared)| check_item(file, name, declared.location, problems));
    }
    for Endpoint { file, yaml, .. } in &service.endpoints {
        yaml.types.iter().for_each(|(name, declared)| check_item(file, name, declared.location, problems));
    }
}

fn check_service(service: &spec::Service, problems: &mut Vec<Problem>) {
    let (file, id) = (&service.file, &service.yaml.service);
    if file.folder() != id.value {
        let message = format!("service `{}` is in the folder `{}`: give both the same name", id.value, file.folder());
        problems.push(file.problem(id.location, message));
    }
    if let Some(owner) = reserved::module_owner(id) {
        problems.push(file.problem(id.location, format!("`{}` is {owner}: rename the service", id.value)));
    }
}

fn check_groups(service: &spec::Service, problems: &mut Vec<Problem>) {
    for (name, heading) in &service.yaml.groups {
        let file = &service.file;
        let rename = "rename the folder";
        if !names::is_snake(name) {
            let message = format!("`{name}` is not the name of a group: write it in snake_case, and {rename}");
            problems.push(file.problem(heading.location, message));
        } else if let Some(owner) = reserved::module_owner(name) {
            problems.push(file.problem(heading.location, format!("`{name}` is {owner}: {rename}")));
        }
    }
}

fn check_types_file(file: &SpecFile, problems: &mut Vec<Problem>) {
    let name = file.stem();
    let start = SourceLocation::default();
    if !names::is_snake(name) {
        let message = format!("`{name}` is not the name of a module: rename the file in snake_case");
        problems.push(file.problem(start, message));
    } else if let Some(owner) = reserved::module_owner(name) {
        problems.push(file.problem(start, format!("`{name}` is {owner}: rename the file")));
    }
}

/// Reports an operation whose module, request or response cannot have its name.
fn check_operation(endpoint: &Endpoint, all: &[Endpoint], problems: &mut Vec<Problem>) {
    let (file, name) = (&endpoint.file, &endpoint.yaml.operation);
    check_item(file, name, name.location, problems);
    let module = names::module_name(name);
    if let Some(owner) = reserved::module_owner(&module) {
        let message =
            format!("`{}` needs a module `{module}`, which is {owner}: add its object to the name", name.value);
        problems.push(file.problem(name.location, message));
    }
    let asks = |other: &&Endpoint| format!("{}Response", other.yaml.operation.value) == name.value;
    if let Some(other) = all.iter().find(asks) {
        let other = &other.yaml.operation.value;
        let message = format!("`{}` is the name of the response of `{other}`: choose another name", name.value);
        problems.push(file.problem(name.location, message));
    }
}

/// Reports a reserved name of a type or an operation.
fn check_item(file: &SpecFile, name: &str, location: SourceLocation, problems: &mut Vec<Problem>) {
    if let Some(owner) = reserved::type_owner(name) {
        problems.push(file.problem(location, format!("`{name}` is reserved, because {owner}: choose another name")));
    }
}
