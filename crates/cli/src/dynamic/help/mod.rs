//! The help of one operation: docs, constraints, known values, defaults, nested objects and an example.

mod types;

use clap::{Arg, Command};
use hwc_api::{Operation, Service};
use hwc_dynamic::DynamicOperation;
use hwc_wire::catalog::OperationDoc;
use textwrap::Options;

use super::command::{Action, FieldFlag, OperationCommand};
use super::value_parser::FieldParser;
use super::{describe, example};
use crate::ui::table::terminal_width;

/// The maximum width of a line. Longer words and commands are not broken.
const WIDTH: usize = 100;

/// The minimum width of a line. A narrower terminal wraps the lines itself.
const MIN_WIDTH: usize = 40;

/// A space at which clap does not break a line.
const UNBROKEN_SPACE: &str = "\u{a0}";

/// Adds the docs of the operation.
pub(super) fn describe(command: Command, of: &OperationCommand) -> Command {
    let operation = of.operation;
    let doc = operation.doc();
    let example = example(of);
    command
        .max_term_width(WIDTH)
        .about(doc.map_or_else(String::new, |doc| doc.summary.clone()))
        .long_about(long_about(of, doc))
        .override_usage(usage(of))
        .after_help(example.clone().unwrap_or_default())
        .after_long_help(after_long_help(of, example, doc))
}

/// Returns the example of a call. The options of a call are not valid for other commands.
fn example(of: &OperationCommand) -> Option<String> {
    let commands = example::first(of.operation, &of.flags).filter(|_| of.action == Action::Call)?;
    Some(format!("Example:\n{}", unbroken(&indent(&commands))))
}

/// Adds the docs of a field, its default and its known values.
pub(super) fn describe_arg(arg: Arg, flag: &FieldFlag, of: &OperationCommand) -> Arg {
    let field = &flag.field;
    let known = describe::known_values(&field.kind, of.operation.descriptor().service);
    let heading = if field.descriptor.required { "Required parameters" } else { "Parameters" };
    let limits = describe::constraint_text(field);
    let docs = describe::docs(field);
    let long = join(&[&join(&[&docs, &limits], " "), describe::input_hint(&field.kind)], "\n\n");
    let arg = arg
        .help_heading(heading)
        .help(first_sentence(&docs).to_owned())
        .long_help(long)
        .value_parser(FieldParser::new(field.kind.clone(), of.unknown, &of.sources).known(known));
    match describe::scalar_default(field) {
        Some(default) => arg.default_value(default),
        None => arg,
    }
}

/// Joins the parts that are not empty.
fn join(parts: &[&str], separator: &str) -> String {
    let parts = parts.iter().filter(|part| !part.is_empty());
    parts.copied().collect::<Vec<_>>().join(separator)
}

fn first_sentence(text: &str) -> &str {
    text.split_once(". ").map_or(text, |(first, _)| first).trim_end_matches('.')
}

fn long_about(of: &OperationCommand, doc: Option<&OperationDoc>) -> String {
    let (operation, descriptor) = (of.operation, of.operation.descriptor());
    let summary = doc.map_or("", |doc| &doc.summary);
    let details = doc.and_then(|doc| doc.doc.as_deref()).unwrap_or_default();
    let request = format!(
        "{} {}\n{}, {} ({})",
        descriptor.method.as_str(),
        descriptor.path,
        descriptor.service.title,
        descriptor.group,
        operation.effect().as_str()
    );
    let notes = if of.action == Action::Call { notes(operation) } else { Vec::new() };
    join(&[&join(&[summary, details], " "), &request, &notes.join("\n")], "\n\n")
}

/// Describes features of a call that only some operations have.
fn notes(operation: DynamicOperation) -> Vec<String> {
    let descriptor = operation.descriptor();
    let mut notes = Vec::new();
    if descriptor.pagination.is_some() {
        let items = operation.items_path().map_or_else(|| "them".to_owned(), |items| format!("`{items}`"));
        notes.push(format!("The response has pages. `--all-pages` fetches all of {items}."));
    }
    if descriptor.query_in_body {
        notes.push("`--query-in-body` sends the query as a JSON body.".to_owned());
    }
    if operation.returns_file() {
        notes.push(
            "The response is a file. `--out PATH` writes it atomically; `-` is standard output, unless that is a \
             terminal. An existing file is replaced only with `--force`."
                .to_owned(),
        );
    }
    if operation.effect() == hwc_wire::Effect::Destructive {
        notes.push(
            "The operation can remove data permanently. It prompts for confirmation, unless `--yes` is set.".to_owned(),
        );
    }
    notes
}

fn usage(of: &OperationCommand) -> String {
    let (command, name) = (of.action.words(), of.operation.descriptor().name);
    let out = if of.action == Action::Call && of.operation.returns_file() { " --out PATH" } else { "" };
    format!(
        "{command} [OPTIONS]{out} {name} [--name VALUE]...\n\n`{command} --help` lists the options that precede the name."
    )
}

fn after_long_help(of: &OperationCommand, example: Option<String>, doc: Option<&OperationDoc>) -> String {
    let operation = of.operation.descriptor();
    let mut sections = types::sections(operation.service, &of.flags);
    sections.extend(settings(operation).filter(|_| of.action == Action::Call));
    sections.extend(example);
    let quirks = doc.map_or(&[][..], |doc| &doc.quirks);
    if !quirks.is_empty() {
        let quirks: Vec<String> = quirks.iter().map(|quirk| wrap(quirk, "  - ", "    ")).collect();
        sections.push(format!("Contradictions of the sources:\n{}", quirks.join("\n")));
    }
    sections.join("\n\n")
}

/// Describes the settings of the service, which are options of `hwc call`.
fn settings(operation: &Operation) -> Option<String> {
    let service: &Service = operation.service;
    let entries = service.settings.iter().map(|setting| {
        let option = hwc_dynamic::setting_option(setting.name);
        let joint = if option.ends_with('=') { "" } else { " " };
        entry(&format!("{option}{joint}<TEXT>"), &[setting.doc])
    });
    let entries: Vec<String> = entries.collect();
    (!entries.is_empty())
        .then(|| format!("Settings of the service (options before the operation's name):\n{}", entries.join("\n")))
}

/// Returns a named entry with its description below.
fn entry(name: &str, about: &[&str]) -> String {
    let about = about
        .iter()
        .filter(|text| !text.is_empty())
        .map(|text| format!("\n{}", wrap(text, "          ", "          ")));
    format!("  {name}{}", about.collect::<String>())
}

/// Returns the width of the terminal, up to the maximum.
fn width() -> usize {
    terminal_width().map_or(WIDTH, |width| usize::from(width).clamp(MIN_WIDTH, WIDTH))
}

fn wrap(text: &str, first: &str, next: &str) -> String {
    textwrap::fill(text, Options::new(width()).initial_indent(first).subsequent_indent(next).break_words(false))
}

/// Returns a text that clap does not wrap: a shell would read the parts of a wrapped command as several ones.
fn unbroken(text: &str) -> String {
    text.replace(' ', UNBROKEN_SPACE)
}

/// Returns the help that clap rendered with ordinary spaces.
pub(crate) fn restore_spaces(help: &str) -> String {
    help.replace(UNBROKEN_SPACE, " ")
}

fn indent(text: &str) -> String {
    textwrap::indent(text, "  ")
}
