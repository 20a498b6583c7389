//! `hwc call`: calls any operation by name. Flags and help come from the operation's own table, so nothing here has to
//! follow changes of the services.

pub(crate) mod client;
mod content;
mod details;
mod example;
mod flags;
mod help;
mod pages;
mod parse;
mod parts;
pub(crate) mod quote;
mod secrets;
mod send;
pub(crate) mod sources;
#[cfg(test)]
mod tests;
pub(crate) mod value;

use std::ffi::OsString;

use hwc_api::serde_json::{Map, Value};
use hwc_api::wire::catalog::OperationEntry;
use hwc_api::wire::{FieldDescriptor, limits, set_fields_from_json};
use hwc_api::{CATALOG, Record};

use crate::commands::call::{CallArgs, CallFlags, OperationArgs};
use crate::error::CliError;
use crate::runtime;
use crate::ui::streams;
use parse::{Given, Parsed};
use sources::Sources;

/// Makes a call, or shows the help of its operation.
pub(crate) fn run(arguments: CallArgs) -> Result<(), CliError> {
    let CallArgs { options, operation: OperationArgs::Operation(words) } = arguments;
    let words = words.into_iter().map(text).collect::<Result<Vec<_>, _>>()?;
    let (name, words) = words.split_first().ok_or_else(|| CliError::usage("name an operation"))?;
    let entry = find(name)?;
    let flags = flags::of(entry);
    let variable = |name: &str| std::env::var(name).ok();
    let sources = Sources::new(&variable, std::io::stdin());
    let parsed = parse::parse(&flags, words, sources, !options.no_validate);
    match parsed.map_err(|problem| CliError::usage(problem).for_operation(entry.operation))? {
        Parsed::Help => streams::print(&help::of(entry, &flags)),
        Parsed::Request(given) => {
            let readable = parts::check_readable(&flags, &given.members);
            readable.map_err(|problem| CliError::usage(problem).for_operation(entry.operation))?;
            call(entry, given, &options)
        }
    }
}

fn text(word: OsString) -> Result<String, CliError> {
    word.into_string().map_err(|word| CliError::usage(format!("{} is no UTF-8 text", word.to_string_lossy())))
}

fn find(name: &str) -> Result<&'static OperationEntry, CliError> {
    let unknown = || {
        let near = CATALOG.suggest(name);
        let hint = match near.is_empty() {
            true => "`hwc operations` lists them".to_owned(),
            false => format!("did you mean {}?", near.join(" or ")),
        };
        CliError::unknown_operation(format!("there is no operation `{name}`; {hint}"))
    };
    CATALOG.find(name).ok_or_else(unknown)
}

fn call(entry: &'static OperationEntry, mut given: Given, options: &CallFlags) -> Result<(), CliError> {
    client::check_time_zone(options)?;
    if options.all_pages {
        pages::fill(entry, &mut given.members);
    }
    let request = request(entry, &given)?;
    let problems = if options.no_validate { Vec::new() } else { problems(&*request, &given.members) };
    if !problems.is_empty() {
        return Err(CliError::invalid(entry.operation, &problems));
    }
    let target = content::target(entry, options)?;
    runtime::run(async {
        let client = client::client(options, entry.operation.service)?;
        send::send(&client, entry, request, options, target).await
    })
}

/// Returns the typed request. Reports JSON of the wrong form.
fn request(entry: &OperationEntry, given: &Given) -> Result<Box<dyn Record>, CliError> {
    let mut request = (entry.request)();
    let wrong = |problem: String| CliError::usage(problem).for_operation(entry.operation);
    set_fields_from_json(&mut *request, &given.members).map_err(|error| wrong(error.to_string()))?;
    parts::put(&mut *request, &given.contents).map_err(wrong)?;
    Ok(request)
}

/// Returns missing fields and violated constraints, by field.
fn problems(request: &dyn Record, members: &Map<String, Value>) -> Vec<(String, String)> {
    let given = |field: &FieldDescriptor| members.iter().any(|(name, value)| field.is_called(name) && !value.is_null());
    limits::validate_with_presence(request, &given).into_iter().map(|broken| (broken.path, broken.problem)).collect()
}
