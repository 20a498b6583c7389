//! The candidates of a position.

use std::collections::BTreeSet;

use clap::{Arg, Command};
use hwc_api::SERVICES;
use hwc_dynamic::DynamicOperation;

use super::words::Position;
use super::{cache, drive_paths};
use crate::args::status;
use crate::case::kebab;
use crate::dynamic::describe;
use crate::profile::editor::ProfileEditor;
use crate::profile::{config, profile_path};
use crate::ui::format::Format;

/// A candidate with its description.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Candidate {
    pub(super) value: String,
    pub(super) help: String,
}

impl Candidate {
    /// Creates a candidate.
    pub(super) fn new(value: impl Into<String>, help: impl Into<String>) -> Self {
        Self { value: value.into(), help: help.into() }
    }
}

/// Returns the candidates of a position. Those that do not begin with the word may be among them.
pub(super) fn list(position: &Position<'_>, word: &str) -> Vec<Candidate> {
    if let Some((operation, _)) = &position.operation {
        return operation_candidates(operation, position);
    }
    match position.option {
        Some(option) => values(option, position, word),
        None if position.is_flag => flags(position.command),
        None => words(position, word),
    }
}

fn flags(command: &Command) -> Vec<Candidate> {
    let visible = command.get_arguments().filter(|arg| !arg.is_hide_set());
    let flag = |arg: &Arg| Some(Candidate::new(format!("--{}", arg.get_long()?), help(arg.get_help())));
    visible.filter_map(flag).collect()
}

/// Returns the subcommands, operations or positional values.
fn words(position: &Position<'_>, word: &str) -> Vec<Candidate> {
    let command = position.command;
    let mut list: Vec<Candidate> = Vec::new();
    if position.place == 0 {
        let visible = command.get_subcommands().filter(|inner| !inner.is_hide_set());
        list.extend(visible.map(|inner| Candidate::new(inner.get_name(), help(inner.get_about()))));
    }
    if command.is_allow_external_subcommands_set() {
        list.extend(operations());
    }
    let positionals: Vec<&Arg> = command.get_positionals().collect();
    let next = positionals.get(position.place).or(positionals.last().filter(|arg| {
        matches!(arg.get_action(), clap::ArgAction::Append)
            || arg.get_num_args().is_some_and(|range| range.max_values() > 1)
    }));
    list.extend(next.into_iter().flat_map(|arg| values(arg, position, word)));
    list
}

fn help(text: Option<&clap::builder::StyledStr>) -> String {
    text.map(ToString::to_string).unwrap_or_default()
}

/// Returns the values of an argument: those that clap knows, or those that the name of the value tells.
fn values(arg: &Arg, position: &Position<'_>, word: &str) -> Vec<Candidate> {
    let known = arg.get_possible_values();
    if !known.is_empty() {
        return known.iter().map(|value| Candidate::new(value.get_name(), help(value.get_help()))).collect();
    }
    let name = arg.get_value_names().and_then(|names| names.first()).map(ToString::to_string).unwrap_or_default();
    match (arg.get_id().as_str(), name.as_str()) {
        (_, "FORMAT") => {
            use clap::ValueEnum as _;
            Format::value_variants().iter().map(|format| Candidate::new(format.name(), "")).collect()
        }
        (_, "SERVICE") => SERVICES.iter().map(|service| Candidate::new(service.id, service.title)).collect(),
        (_, "OPERATION") => operations(),
        (_, "REGION") => regions(),
        ("profile", _) => profiles(),
        (_, "NAME") if position.is_below("profile") => profiles(),
        (_, "KEY") => config::KEYS.iter().map(|(key, about)| Candidate::new(*key, *about)).collect(),
        (_, "STATE") => status::names().into_iter().map(|name| Candidate::new(name, "")).collect(),
        (_, "ID" | "OTHER-ID") if position.is_below("ticket") => {
            cache::tickets().into_iter().map(|(id, about)| Candidate::new(id, about)).collect()
        }
        (_, "PATH" | "SOURCE... TARGET" | "SOURCE" | "TARGET" | "SPACE") if position.is_below("drive") => {
            drive_paths::candidates(word)
        }
        _ => Vec::new(),
    }
}

fn operations() -> Vec<Candidate> {
    let candidate = |operation: DynamicOperation| {
        let descriptor = operation.descriptor();
        Candidate::new(descriptor.name, format!("{}, {}", descriptor.service.title, descriptor.group))
    };
    DynamicOperation::all().map(candidate).collect()
}

fn regions() -> Vec<Candidate> {
    config::regions().into_iter().map(|name| Candidate::new(name, "")).collect()
}

/// Returns the profiles of the profile file.
fn profiles() -> Vec<Candidate> {
    let file = profile_path().and_then(|path| ProfileEditor::load(&path));
    let Ok(file) = file else { return Vec::new() };
    let names: BTreeSet<String> = file
        .sections()
        .into_iter()
        .map(|section| section.split('.').next().unwrap_or(section).to_owned())
        .filter(|name| !["global", "basic"].contains(&name.as_str()))
        .filter(|name| !SERVICES.iter().any(|service| service.id == name))
        .collect();
    names.into_iter().map(|name| Candidate::new(name, "profile")).collect()
}

/// Returns the flags of an operation, or the known values of one.
fn operation_candidates(name: &str, position: &Position<'_>) -> Vec<Candidate> {
    let Ok(operation) = DynamicOperation::find(name) else { return Vec::new() };
    let service = operation.descriptor().service;
    let fields = operation.fields();
    if let Some(flag) = position.pending() {
        let field = fields.iter().find(|field| flag.strip_prefix("--") == Some(&kebab(field.name())));
        let known = field.map(|field| describe::known_values(&field.kind, service)).unwrap_or_default();
        if !known.is_empty() || !position.is_flag {
            return known.iter().map(|value| Candidate::new(value.get_name(), help(value.get_help()))).collect();
        }
    }
    let built_in = [("--body", "All parameters as JSON"), ("--param", "A parameter by name"), ("--help", "Print help")];
    let fields = fields.iter().map(|field| Candidate::new(format!("--{}", kebab(field.name())), describe::docs(field)));
    fields.chain(built_in.map(|(flag, about)| Candidate::new(flag, about))).collect()
}
