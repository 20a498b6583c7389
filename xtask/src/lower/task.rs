//! Lowering of tasks. The fields and values that they name, and the operation that reads the state, must exist.

use std::collections::BTreeSet;

use hwc_wire::TaskPhase;

use super::path;
use crate::model::{Field, FieldType, Operation, Task, TaskFailures, TaskSource, TaskState, TypeKind, Types, Variant};
use crate::spec::behavior as yaml;
use crate::spec::problem::{Problem, SpecFile};
use crate::spec::spanned::Spanned;
use crate::suggest;

/// Resolves the task of an operation. Needs all operations of the service.
pub(crate) fn lower(
    operation: &Operation,
    all: &[Operation],
    types: &Types,
    problems: &mut Vec<Problem>,
) -> Option<Task> {
    let yaml = operation.yaml.task.as_ref()?;
    let mut lowering = Lowering { file: &operation.file, types, problems };
    let reader = lowering.find_poll_operation(&yaml.poll_operation, all)?;
    lowering.check_required(&yaml.poll_operation, &yaml.input, reader);
    let input =
        yaml.input.iter().filter_map(|(name, from)| lowering.lower_input(operation, reader, name, from)).collect();
    let response = FieldScope { fields: &reader.response, name: format!("the response of {}", reader.name) };
    let state = lowering.lower_state(&response, &yaml.state, StateRole::Task { has_result: yaml.result.is_some() })?;
    let result = yaml.result.as_ref().map(|result| lowering.lower_state(&response, result, StateRole::Result));
    let progress = yaml.progress.as_ref().map(|progress| lowering.lower_progress(&response, progress));
    let failures = yaml.failures.as_ref().map(|failures| lowering.lower_failures(&response, failures));
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
struct FieldScope<'a> {
    fields: &'a [Field],
    name: String,
}

/// The role of a state. It decides which lists the state needs.
#[derive(Clone, Copy, PartialEq, Eq)]
enum StateRole {
    Task { has_result: bool },
    Result,
    Part,
}

struct Lowering<'a> {
    file: &'a SpecFile,
    types: &'a Types,
    problems: &'a mut Vec<Problem>,
}

impl<'a> Lowering<'a> {
    fn report(&mut self, at: &Spanned<impl Sized>, message: String) {
        self.problems.push(self.file.problem(at.location, message));
    }

    fn find_poll_operation<'o>(&mut self, name: &Spanned<String>, all: &'o [Operation]) -> Option<&'o Operation> {
        let Some(reader) = all.iter().find(|operation| operation.name == name.value) else {
            let hint = suggest::did_you_mean(name, all.iter().map(|operation| operation.name.as_str()));
            self.report(name, format!("`{}` is not an operation of this service{hint}", name.value));
            return None;
        };
        if reader.effect != hwc_wire::Effect::Read {
            let word = reader.effect.as_str();
            let message =
                format!("`{}` has `effect: {word}`: polling needs an operation with `effect: read`", name.value);
            self.report(name, message);
        }
        Some(reader)
    }

    fn check_required(
        &mut self,
        poll: &Spanned<String>,
        input: &indexmap::IndexMap<String, Spanned<String>>,
        reader: &Operation,
    ) {
        for field in reader.request.iter().filter(|field| field.required && !input.contains_key(field.name())) {
            let name = field.name();
            self.report(poll, format!("`{}` requires `{name}`: add its source under `input:`", poll.value));
        }
    }

    fn lower_input(
        &mut self,
        operation: &Operation,
        reader: &Operation,
        name: &str,
        from: &Spanned<String>,
    ) -> Option<(String, TaskSource)> {
        let Some(target) = reader.request.iter().find(|field| field.name() == name) else {
            self.report(from, format!("`{name}` is not a field of the request of {}", reader.name));
            return None;
        };
        let (fields, path, source): (_, _, fn(String) -> TaskSource) = match from.split_once('.') {
            Some(("request", path)) => (&operation.request, path, TaskSource::Request),
            Some(("response", path)) => (&operation.response, path, TaskSource::Response),
            _ => {
                self.report(from, format!("`{}` is not a source: use `response.FIELD` or `request.FIELD`", from.value));
                return None;
            }
        };
        let Some(found) = path::find_field(fields, path, self.types) else {
            self.report(from, format!("`{}` is not a field of {}", from.value, operation.name));
            return None;
        };
        if found.ty != target.ty {
            self.report(from, format!("`{}` has another type than `{name}` of {}", from.value, reader.name));
        }
        Some((name.to_owned(), source(path.to_owned())))
    }

    fn find_field(&mut self, scope: &FieldScope<'a>, path: &Spanned<String>) -> Option<&'a Field> {
        let found = path::find_field(scope.fields, path, self.types);
        if found.is_none() {
            self.report(path, format!("`{}` is not a field of {}", path.value, scope.name));
        }
        found
    }

    fn lower_progress(&mut self, scope: &FieldScope<'a>, path: &Spanned<String>) -> Option<String> {
        let field = self.find_field(scope, path)?;
        if !matches!(field.ty, FieldType::I32 | FieldType::I64 | FieldType::U32 | FieldType::U64 | FieldType::F64) {
            self.report(path, format!("`{}` is not a number: `progress` must be a number in percent", path.value));
        }
        Some(path.value.clone())
    }

    fn lower_failures(&mut self, scope: &FieldScope<'a>, yaml: &Spanned<yaml::TaskFailures>) -> Option<TaskFailures> {
        let field = self.find_field(scope, &yaml.list)?;
        let Some(element) = path::element_record(field, self.types) else {
            self.report(&yaml.list, format!("`{}` is not a list of records", yaml.list.value));
            return None;
        };
        let element = FieldScope { fields: element.fields(), name: element.name.clone() };
        let state = yaml.state.as_ref().map(|state| self.lower_state(&element, state, StateRole::Part));
        Some(TaskFailures { list: yaml.list.value.clone(), state: state.flatten() })
    }

    fn lower_state(
        &mut self,
        scope: &FieldScope<'a>,
        yaml: &Spanned<yaml::TaskState>,
        role: StateRole,
    ) -> Option<TaskState> {
        let field = self.find_field(scope, &yaml.field)?;
        let declared = field.ty.type_name().and_then(|name| self.types.get(name));
        let Some((TypeKind::Enum { variants, .. }, FieldType::Named(name))) =
            declared.map(|declared| (&declared.kind, &field.ty))
        else {
            self.report(
                &yaml.field,
                format!("`{}` is not an enum: `field` needs an enum that lists the states", yaml.field.value),
            );
            return None;
        };
        self.check_role(yaml, role);
        self.check_values(yaml, name, variants);
        Some(TaskState { field: yaml.field.value.clone(), codes: self.phases(yaml, name, variants) })
    }

    /// Reports values that the enum does not have, and values with two meanings.
    fn check_values(&mut self, yaml: &yaml::TaskState, name: &str, variants: &[Variant]) {
        let mut seen = BTreeSet::new();
        for (value, _) in listed_values(yaml) {
            if !variants.iter().any(|variant| variant.name == value.value) {
                self.report(value, format!("`{}` is not a value of {name}", value.value));
            }
            if !seen.insert(&value.value) {
                self.report(value, format!("`{}` is listed twice: a value has one meaning", value.value));
            }
        }
    }

    /// Returns the codes of the enum with their phases. Reports a value without a phase.
    fn phases(
        &mut self,
        yaml: &Spanned<yaml::TaskState>,
        name: &str,
        variants: &[Variant],
    ) -> Vec<(String, TaskPhase)> {
        let mut codes = Vec::new();
        for variant in variants {
            match listed_values(yaml).find(|(value, _)| value.value == variant.name) {
                Some((_, phase)) => codes.push((variant.code.clone(), phase)),
                None => {
                    self.report(
                        yaml,
                        format!("`{}` of {name} has no meaning: add it to one of the lists", variant.name),
                    );
                }
            }
        }
        codes
    }

    /// Reports lists that are missing or not allowed for a state in this role.
    fn check_role(&mut self, yaml: &Spanned<yaml::TaskState>, role: StateRole) {
        let (runs, ended) = (!yaml.running.is_empty(), !yaml.ended.is_empty());
        let ends = listed_values(yaml).any(|(_, phase)| phase != TaskPhase::Running);
        let message = match role {
            StateRole::Task { .. } if !runs => "`running:` is empty: a task needs a value that means it runs",
            StateRole::Task { .. } if !ends => {
                "all values are under `running:`: a task needs a value that means it ended"
            }
            StateRole::Task { has_result: false } if ended => "`ended:` needs `result:`, which holds the outcome",
            StateRole::Task { has_result: true } if !ended => "`result:` needs a value under `ended:`",
            StateRole::Result if runs || ended => "`running:` and `ended:` are not allowed in `result:`",
            StateRole::Part if ended => "`ended:` is not allowed for the state of a part, which is its outcome",
            StateRole::Part if yaml.failed.is_empty() => {
                "`failed:` is empty: the state of a part needs a value that means it failed"
            }
            _ => return,
        };
        self.report(yaml, message.to_owned());
    }
}

/// Returns all listed values with their phases.
fn listed_values(yaml: &yaml::TaskState) -> impl Iterator<Item = (&Spanned<String>, TaskPhase)> {
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
