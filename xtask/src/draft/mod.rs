//! `cargo xtask draft FILE..`: writes spec files from the facts of endpoints or from the text of reference pages, to be
//! finished by a person. A draft contains what the source says. The rest is a `# TODO:` comment, which `gen` reports.

mod behavior;
mod convert;
mod doubts;
mod drafter;
mod enums;
mod examples;
pub(crate) mod facts;
mod fields;
mod json;
pub(crate) mod kind;
pub(crate) mod limits;
mod observed;
mod page;
mod pagination;
mod plan;
mod records;
mod request;
mod response_example;
mod sample;
mod scalar;
pub(crate) mod source;
pub(crate) mod target;
#[cfg(test)]
pub(crate) mod tests;
mod text;
pub(crate) mod unfinished;
mod write;

use std::fs;
use std::io::Write;
use std::path::Path;

use crate::model::Service;
use crate::spec::problem::SpecFile;
use crate::{lower, print_error, spec};

/// The arguments of the task.
#[derive(Debug, Default)]
struct Arguments<'a> {
    files: Vec<&'a str>,
    write: bool,
    /// The folder or the heading of the group, instead of that of the source.
    group: Option<&'a str>,
}

/// Drafts the spec files of all endpoints in the named files. Returns them as one text, or the names of the files written.
///
/// # Errors
/// Returns a message if a file cannot be read or written, or if no endpoint can be drafted from it.
pub(crate) fn run(root: &Path, words: &[&str]) -> Result<String, String> {
    let arguments = parse_arguments(words)?;
    let services = load(root)?;
    let (mut texts, mut failures) = (Vec::new(), Vec::new());
    for file in arguments.files {
        let source = source::read(Path::new(file))?;
        source.unread.iter().for_each(|message| print_error(message));
        if source.facts.is_empty() {
            failures.push(format!("{file}: no endpoint found: expected a request line, as in `GET /v2/cases`"));
        }
        for mut facts in source.facts {
            facts.group = arguments.group.map_or(facts.group, str::to_owned);
            match draft_file(&facts, &services) {
                Ok((spec, notes)) => {
                    notes.iter().for_each(|note| print_error(&format!("{file}: {note}")));
                    texts.push(if arguments.write { save(root, &spec)? } else { show(&spec) });
                }
                Err(message) => failures.push(format!("{file}: {message}")),
            }
        }
    }
    if failures.is_empty() {
        return Ok(texts.join("\n"));
    }
    crate::print_text(&texts.join("\n"));
    Err(failures.join("\n"))
}

fn parse_arguments<'a>(words: &[&'a str]) -> Result<Arguments<'a>, String> {
    let mut arguments = Arguments::default();
    let mut words = words.iter();
    while let Some(word) = words.next() {
        match *word {
            "--write" => arguments.write = true,
            "--group" => arguments.group = Some(words.next().ok_or("`--group` needs the name of a folder")?),
            word if word.starts_with('-') => {
                return Err(format!("unknown option `{word}`: use `--write` or `--group GROUP`"));
            }
            file => arguments.files.push(file),
        }
    }
    if arguments.files.is_empty() { Err("no file: name a page or a file of facts".to_owned()) } else { Ok(arguments) }
}

/// Loads the spec without unfinished drafts, so that several endpoints can be drafted before the first one is finished.
///
/// # Errors
/// Returns the problems of the spec.
pub(crate) fn load(root: &Path) -> Result<Vec<Service>, String> {
    let files = spec::read_files(root).map_err(|error| format!("cannot read the spec: {error}"))?;
    let files = files.into_iter().filter(|file| unfinished::check(file).is_empty()).collect();
    let (services, mut problems) = spec::parse(files);
    let services = lower::lower(services, &mut problems);
    if problems.is_empty() {
        return Ok(services);
    }
    let texts: Vec<String> = problems.iter().map(ToString::to_string).collect();
    Err(format!("the spec has problems; fix them first:\n\n{}", texts.join("\n\n")))
}

/// Drafts the spec file of one endpoint. Returns it with messages for the person.
///
/// # Errors
/// Returns a message if the endpoint does not belong to a service of the spec.
pub(crate) fn draft_file(facts: &facts::Facts, services: &[Service]) -> Result<(SpecFile, Vec<String>), String> {
    let (plan, notes) = drafter::draft(facts, services)?;
    Ok((SpecFile { name: plan.path(), text: write::write(&plan) }, notes))
}

fn show(file: &SpecFile) -> String {
    format!("# file: {}\n{}", file.name, file.text)
}

/// Writes a new file. An existing one is not replaced.
fn save(root: &Path, file: &SpecFile) -> Result<String, String> {
    if file.name.split(['/', '.']).any(|part| part == unfinished::TODO_VALUE) {
        return Err(format!(
            "cannot write {}: pass the folder with `--group GROUP`, and name the file of a page like its operation",
            file.name
        ));
    }
    let path = root.join(&file.name);
    let fail = |error: std::io::Error| match error.kind() {
        std::io::ErrorKind::AlreadyExists => format!("cannot write {}: the file exists; remove it first", file.name),
        _ => format!("cannot write {}: {error}", file.name),
    };
    fs::create_dir_all(path.parent().unwrap_or(root)).map_err(fail)?;
    let mut created = fs::File::create_new(&path).map_err(fail)?;
    created.write_all(file.text.as_bytes()).map_err(fail)?;
    Ok(format!("wrote {}", file.name))
}
