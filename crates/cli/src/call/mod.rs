//! `hwc call`: calls any operation by name. Flags and help come from the operation's own table, so that there is nothing
//! here to be kept in step with the services.

mod client;
mod details;
mod example;
mod flags;
mod help;
mod parse;
mod quote;
mod secrets;
mod send;
mod sources;
#[cfg(test)]
mod tests;
mod value;

use std::ffi::OsString;

use hwc_api::serde_json::{Map, Value};
use hwc_api::wire::catalog::Entry;
use hwc_api::wire::{Field, fill, limits};
use hwc_api::{CATALOG, Record};

use crate::arguments::{CallArguments, CallOptions, Named};
use crate::failure::Failure;
use crate::{output, runtime};
use parse::Parsed;
use sources::Sources;

/// Makes a call, or shows the help of its operation.
pub(crate) fn run(arguments: CallArguments) -> Result<(), Failure> {
    let CallArguments { options, operation: Named::Operation(words) } = arguments;
    let words = words.into_iter().map(text).collect::<Result<Vec<_>, _>>()?;
    let (name, words) = words.split_first().ok_or_else(|| Failure::usage("name an operation"))?;
    let entry = find(name)?;
    let flags = flags::of(entry);
    let variable = |name: &str| std::env::var(name).ok();
    let sources = Sources::new(&variable, std::io::stdin());
    let parsed = parse::parse(&flags, words, sources, !options.no_check);
    match parsed.map_err(|problem| Failure::usage(problem).of(entry.operation))? {
        Parsed::Help => output::text(&help::of(entry, &flags)),
        Parsed::Request(members) => call(entry, &members, &options),
    }
}

fn text(word: OsString) -> Result<String, Failure> {
    word.into_string().map_err(|word| Failure::usage(format!("{} is no UTF-8 text", word.to_string_lossy())))
}

fn find(name: &str) -> Result<&'static Entry, Failure> {
    let unknown = || {
        let near = CATALOG.near(name);
        let hint = match near.is_empty() {
            true => "`hwc operations` lists them".to_owned(),
            false => format!("did you mean {}?", near.join(" or ")),
        };
        Failure::unknown_operation(format!("there is no operation `{name}`; {hint}"))
    };
    CATALOG.find(name).ok_or_else(unknown)
}

fn call(entry: &'static Entry, members: &Map<String, Value>, options: &CallOptions) -> Result<(), Failure> {
    let request = request(entry, members)?;
    let problems = if options.no_check { Vec::new() } else { problems(&*request, members) };
    if !problems.is_empty() {
        return Err(Failure::invalid(entry.operation, &problems));
    }
    runtime::run(async {
        let client = client::client(options, entry.operation.service)?;
        send::send(&client, entry, request, options).await
    })
}

/// The typed request. That is also where JSON of the wrong form is found out.
fn request(entry: &Entry, members: &Map<String, Value>) -> Result<Box<dyn Record>, Failure> {
    let mut request = (entry.request)();
    fill(&mut *request, members).map_err(|error| Failure::usage(error.to_string()).of(entry.operation))?;
    Ok(request)
}

/// What is missing and what breaks limits, by field.
fn problems(request: &dyn Record, members: &Map<String, Value>) -> Vec<(String, String)> {
    let given = |field: &Field| members.iter().any(|(name, value)| field.is_called(name) && !value.is_null());
    limits::check_filled(request, &given).into_iter().map(|broken| (broken.path, broken.problem)).collect()
}
