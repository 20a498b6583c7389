//! `cargo xtask drift DIR`: compares pages or facts with the spec, for a maintainer who looks at the reference from time to
//! time. It reports what was added, removed or changed, per operation. Differences that a quirk explains are counted apart.

mod compare;
mod difference;
mod fields;
mod report;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::path::Path;

use crate::draft::facts::Facts;
use crate::draft::{self, source, target};
use crate::model::Service;
use crate::print_error;
use report::Report;

/// Compares the files of a folder with the spec.
///
/// # Errors
/// Returns the number of differences, after the report was printed. Returns a message if a file cannot be read.
pub(crate) fn run(root: &Path, words: &[&str]) -> Result<String, String> {
    let (folder, show_explained) = parse_arguments(words)?;
    let services = draft::load(root)?;
    let files = source::find(Path::new(folder))?;
    if files.is_empty() {
        return Err(format!("no facts (.json) and no pages (.txt) in {folder}"));
    }
    let mut facts = Vec::new();
    for path in files {
        let source = source::read(&path)?;
        source.unread.iter().for_each(|message| print_error(message));
        facts.extend(source.facts);
    }
    let report = compare_all(&services, &facts);
    let text = report.text(show_explained);
    if report.has_drift() {
        crate::print_text(&text);
        return Err(report.summary());
    }
    Ok(text)
}

fn parse_arguments<'a>(words: &[&'a str]) -> Result<(&'a str, bool), String> {
    let (mut folder, mut show_explained) = (None, false);
    for word in words {
        match *word {
            "--explained" => show_explained = true,
            word if word.starts_with('-') => return Err(format!("unknown option `{word}`: use `--explained`")),
            word if folder.is_some() => return Err(format!("did not expect `{word}`: name one folder")),
            word => folder = Some(word),
        }
    }
    folder.map(|folder| (folder, show_explained)).ok_or_else(|| "no folder: name one with pages or facts".to_owned())
}

/// Compares all facts with the spec.
fn compare_all(services: &[Service], facts: &[Facts]) -> Report {
    let mut report = Report::default();
    let mut seen: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for facts in facts {
        let Some(service) = target::find_service(services, facts) else {
            report.foreign.push(format!("{} {}", facts.request_line(), facts.operation).trim_end().to_owned());
            continue;
        };
        let known = seen.entry(&service.id).or_default();
        match target::find_operation(service, facts) {
            None => report
                .missing
                .push(format!("{}: {} {}", service.id, facts.request_line(), facts.operation).trim_end().to_owned()),
            Some(operation) => {
                known.push(&operation.name);
                report.add(service, operation, compare::compare(service, operation, facts));
            }
        }
    }
    for service in services {
        let Some(known) = seen.get(&*service.id) else { continue };
        let others = service.operations.iter().filter(|operation| !known.contains(&&*operation.name));
        report.only_in_spec.extend(others.map(|operation| format!("{}: {}", service.id, operation.name)));
    }
    report.sort();
    report
}
