//! Lowering of tasks. The fields and values that they name, and the operation that reads the state, must exist.

use std::collections::BTreeSet;

use hwc_wire::TaskPhase;

use super::path;
use crate::model::{Field, Operation, Task, TaskFailures, TaskSource, TaskState, Ty, TypeKind, Types, Variant};
use crate::spec::at::At;
use crate::spec::behavior as yaml;
use crate::spec::problem::{File, Problem};

/// Resolves the task of an operation. Needs all operations of the service.
pub(crate) fn lower(
    operation: &Operation,
    all: &[Operation],
    types: &Types,
    problems: &mut Vec<Problem>,
) -> Option<Task> {
    let yaml = operation.yaml.task.as_ref()?;
    let mut lowering = Lowering { file: &operation.file, types, problems };
    let reader = lowering.reader(&yaml.poll_operation, all)?;
    lowering.check_required(&yaml.poll_operation, &yaml.input, reader);
    let input = yaml.input.iter().filter_map(|(name, from)| lowering.input(operation, reader, name, from)).collect();
    let response = Fields { of: &reader.response, name: format!("the response of {}", reader.name) };
    let state = lowering.state(&response, &yaml.state, State::Task { has_result: yaml.result.is_some() })?;
    let result = yaml.result.as_ref().map(|result| lowering.state(&response, result, State::Result));
    let progress = yaml.progress.as_ref().map(|progress| lowering.progress(&response, progress));
    let failures = yaml.failures.as_ref().map(|failures| lowering.failures(&response, failures));
    Some(Task {
        poll_operation: reader.name.clone(),
        input,
        state,
        result: result.flatten(),
        progress: progress.flatten(),
        failures: failures.flatten(),
    })
}

/// The fields in which a path begins, and their name in messages.
struct Fields<'a> {
    of: &'a [Field],
    name: String,
}

/// The role of a state. It decides which lists the state needs.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Task { has_result: bool },
    Result,
    Part,
}

struct Lowering<'a> {
    file: &'a File,
    types: &'a Types,
    problems: &'a mut Vec<Problem>,
}

impl<'a> Lowering<'a> {
    fn say(&mut self, at: &At<impl Sized>, message: String) {
        self.problems.push(self.file.problem(at.place, message));
    }

    fn reader<'o>(&mut self, name: &At<String>, all: &'o [Operation]) -> Option<&'o Operation> {
        let Some(reader) = all.iter().find(|operation| operation.name == name.value) else {
            self.say(name, format!("`{}` is not an operation of this service", name.value));
            return None;
        };
        if reader.effect != hwc_wire::Effect::Read {
            let word = reader.effect.as_str();
            let message =
                format!("`{}` has `effect: {word}`: polling needs an operation with `effect: read`", name.value);
            self.say(name, message);
        }
        Some(reader)
    }

    fn check_required(
        &mut self,
        poll: &At<String>,
        input: &indexmap::IndexMap<String, At<String>>,
        reader: &Operation,
    ) {
        for field in reader.request.iter().filter(|field| field.required && !input.contains_key(field.name())) {
            let name = field.name();
            self.say(poll, format!("`{}` requires `{name}`: add its source under `input:`", poll.value));
        }
    }

    fn input(
        &mut self,
        operation: &Operation,
        reader: &Operation,
        name: &str,
        from: &At<String>,
    ) -> Option<(String, TaskSource)> {
        let Some(target) = reader.request.iter().find(|field| field.name() == name) else {
            self.say(from, format!("`{name}` is not a field of the request of {}", reader.name));
            return None;
        };
        let (fields, path, source): (_, _, fn(String) -> TaskSource) = match from.split_once('.') {
            Some(("request", path)) => (&operation.request, path, TaskSource::Request),
            Some(("response", path)) => (&operation.response, path, TaskSource::Response),
            _ => {
                self.say(from, format!("`{}` is not a source: use `response.FIELD` or `request.FIELD`", from.value));
                return None;
            }
        };
        let Some(found) = path::field(fields, path, self.types) else {
            self.say(from, format!("`{}` is not a field of {}", from.value, operation.name));
            return None;
        };
        if found.ty != target.ty {
            self.say(from, format!("`{}` has another type than `{name}` of {}", from.value, reader.name));
        }
        Some((name.to_owned(), source(path.to_owned())))
    }

    fn field(&mut self, fields: &Fields<'a>, path: &At<String>) -> Option<&'a Field> {
        let found = path::field(fields.of, path, self.types);
        if found.is_none() {
            self.say(path, format!("`{}` is not a field of {}", path.value, fields.name));
        }
        found
    }

    fn progress(&mut self, fields: &Fields<'a>, path: &At<String>) -> Option<String> {
        let field = self.field(fields, path)?;
        if !matches!(field.ty, Ty::I32 | Ty::I64 | Ty::U32 | Ty::U64 | Ty::F64) {
            self.say(path, format!("`{}` is not a number: `progress` must be a number in percent", path.value));
        }
        Some(path.value.clone())
    }

    fn failures(&mut self, fields: &Fields<'a>, yaml: &At<yaml::TaskFailures>) -> Option<TaskFailures> {
        let field = self.field(fields, &yaml.list)?;
        let Some(element) = path::element(field, self.types) else {
            self.say(&yaml.list, format!("`{}` is not a list of records", yaml.list.value));
            return None;
        };
        let element = Fields { of: element.fields(), name: element.name.clone() };
        let state = yaml.state.as_ref().map(|state| self.state(&element, state, State::Part));
        Some(TaskFailures { list: yaml.list.value.clone(), state: state.flatten() })
    }

    fn state(&mut self, fields: &Fields<'a>, yaml: &At<yaml::TaskState>, role: State) -> Option<TaskState> {
        let field = self.field(fields, &yaml.field)?;
        let declared = field.ty.named().and_then(|name| self.types.get(name));
        let Some((TypeKind::Enum { variants, .. }, Ty::Named(name))) =
            declared.map(|declared| (&declared.kind, &field.ty))
        else {
            self.say(
                &yaml.field,
                format!("`{}` is not an enum: `field` needs an enum that lists the states", yaml.field.value),
            );
            return None;
        };
        self.check_role(yaml, role);
        self.check_values(yaml, name, variants);
        Some(TaskState { field: yaml.field.value.clone(), codes: self.codes(yaml, name, variants) })
    }

    /// Reports values that the enum does not have, and values with two meanings.
    fn check_values(&mut self, yaml: &yaml::TaskState, name: &str, variants: &[Variant]) {
        let mut seen = BTreeSet::new();
        for (value, _) in lists(yaml) {
            if !variants.iter().any(|variant| variant.name == value.value) {
                self.say(value, format!("`{}` is not a value of {name}", value.value));
            }
            if !seen.insert(&value.value) {
                self.say(value, format!("`{}` is listed twice: a value has one meaning", value.value));
            }
        }
    }

    /// Returns the codes of the enum with their phases. Reports a value without a phase.
    fn codes(&mut self, yaml: &At<yaml::TaskState>, name: &str, variants: &[Variant]) -> Vec<(String, TaskPhase)> {
        let mut codes = Vec::new();
        for variant in variants {
            match lists(yaml).find(|(value, _)| value.value == variant.name) {
                Some((_, phase)) => codes.push((variant.code.clone(), phase)),
                None => {
                    self.say(yaml, format!("`{}` of {name} has no meaning: add it to one of the lists", variant.name));
                }
            }
        }
        codes
    }

    /// Reports lists that are missing or not allowed for a state in this role.
    fn check_role(&mut self, yaml: &At<yaml::TaskState>, role: State) {
        let (runs, ended) = (!yaml.running.is_empty(), !yaml.ended.is_empty());
        let ends = lists(yaml).any(|(_, phase)| phase != TaskPhase::Running);
        let message = match role {
            State::Task { .. } if !runs => "`running:` is empty: a task needs a value that means it runs",
            State::Task { .. } if !ends => "all values are under `running:`: a task needs a value that means it ended",
            State::Task { has_result: false } if ended => "`ended:` needs `result:`, which holds the outcome",
            State::Task { has_result: true } if !ended => "`result:` needs a value under `ended:`",
            State::Result if runs || ended => "`running:` and `ended:` are not allowed in `result:`",
            State::Part if ended => "`ended:` is not allowed for the state of a part, which is its outcome",
            State::Part if yaml.failed.is_empty() => {
                "`failed:` is empty: the state of a part needs a value that means it failed"
            }
            _ => return,
        };
        self.say(yaml, message.to_owned());
    }
}

/// Returns all listed values with their phases.
fn lists(yaml: &yaml::TaskState) -> impl Iterator<Item = (&At<String>, TaskPhase)> {
    let lists = [
        (&yaml.running, TaskPhase::Running),
        (&yaml.ended, TaskPhase::Ended),
        (&yaml.succeeded, TaskPhase::Succeeded),
        (&yaml.partial, TaskPhase::Partial),
        (&yaml.failed, TaskPhase::Failed),
        (&yaml.canceled, TaskPhase::Canceled),
    ];
    lists.into_iter().flat_map(|(values, phase)| values.iter().map(move |value| (value, phase)))
}
