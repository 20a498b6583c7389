//! Loader of `spec/`. Every file is parsed. A file with an error is reported without hiding the errors of the others.

pub(crate) mod behavior;
pub(crate) mod problem;
pub(crate) mod spanned;
pub(crate) mod yaml;

use std::collections::BTreeMap;
use std::path::Path;
use std::{fs, io};

use serde::de::DeserializeOwned;

use problem::{Problem, SpecFile};
use spanned::SourceLocation;

/// All files of one service, parsed.
#[derive(Debug)]
pub(crate) struct Service {
    pub(crate) file: SpecFile,
    pub(crate) yaml: yaml::Service,
    pub(crate) types: Vec<(SpecFile, yaml::Types)>,
    pub(crate) endpoints: Vec<Endpoint>,
}

/// One parsed endpoint, with its folder.
#[derive(Debug)]
pub(crate) struct Endpoint {
    pub(crate) folder: String,
    pub(crate) file: SpecFile,
    pub(crate) yaml: yaml::Endpoint,
}

/// Reads the files of the spec below `root`, which contains the folder `spec`.
///
/// # Errors
/// Returns the error of the file system.
pub(crate) fn read_files(root: &Path) -> io::Result<Vec<SpecFile>> {
    let mut files = Vec::new();
    let mut folders = vec![root.join("spec")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "yaml") {
                let name = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().replace('\\', "/");
                files.push(SpecFile { name, text: fs::read_to_string(&path)? });
            }
        }
    }
    files.sort_by(|left, right| left.name.cmp(&right.name));
    Ok(files)
}

/// Parses the files of the spec.
///
/// # Errors
/// Returns one problem for each file that cannot be parsed or has an invalid path.
pub(crate) fn parse(files: Vec<SpecFile>) -> Result<Vec<Service>, Vec<Problem>> {
    let mut problems: Vec<Problem> = files.iter().flat_map(crate::draft::unfinished::check).collect();
    let mut services = BTreeMap::new();
    let (tables, others): (Vec<SpecFile>, Vec<SpecFile>) =
        files.into_iter().partition(|file| file.name.split('/').nth(2) == Some("service.yaml"));
    for file in tables {
        let folder = file.name.split('/').nth(1).unwrap_or_default().to_owned();
        if let Some(yaml) = parse_file(&file, &mut problems) {
            services.insert(folder, Service { file, yaml, types: Vec::new(), endpoints: Vec::new() });
        }
    }
    for file in others {
        add_to_service(file, &mut services, &mut problems);
    }
    if problems.is_empty() { Ok(services.into_values().collect()) } else { Err(problems) }
}

/// Adds one file to its service, by its path: `spec/<service>/<group>/<operation>.yaml` or
/// `spec/<service>/types/<topic>.yaml`.
fn add_to_service(file: SpecFile, services: &mut BTreeMap<String, Service>, problems: &mut Vec<Problem>) {
    let parts: Vec<&str> = file.name.split('/').collect();
    let (service, folder) = match parts.as_slice() {
        [_, service, folder, _] => ((*service).to_owned(), (*folder).to_owned()),
        _ => {
            let message = "unexpected path: move the file to spec/<service>/<group>/ or spec/<service>/types/";
            problems.push(file.problem(SourceLocation::default(), message));
            return;
        }
    };
    let Some(service) = services.get_mut(&service) else {
        problems.push(
            file.problem(
                SourceLocation::default(),
                format!("spec/{service}/service.yaml is missing or cannot be read"),
            ),
        );
        return;
    };
    if folder == "types" {
        service.types.extend(parse_file(&file, problems).map(|yaml| (file, yaml)));
    } else {
        service.endpoints.extend(parse_file(&file, problems).map(|yaml| Endpoint { folder, file, yaml }));
    }
}

/// Parses one file strictly: YAML 1.2 Booleans, and quotes around text that looks like a number.
fn parse_file<T: DeserializeOwned>(file: &SpecFile, problems: &mut Vec<Problem>) -> Option<T> {
    let options = serde_saphyr::options! {
        strict_booleans: true,
        no_schema: true,
        leading_zero_numbers_as_strings: true,
        with_snippet: false,
    };
    match serde_saphyr::from_str_with_options(&file.text, options) {
        Ok(yaml) => Some(yaml),
        Err(error) => {
            let location = error.location().map(|location| SourceLocation::from_parser(&location)).unwrap_or_default();
            problems.push(file.problem(location, describe_error(&error.without_snippet().to_string())));
            None
        }
    }
}

/// Returns the message of the parser without the position, which is printed in front, and with a hint for the most common
/// mistake.
fn describe_error(message: &str) -> String {
    let message = message.rsplit_once(" at line ").map_or(message, |(message, _)| message);
    let key = message.strip_prefix("unknown field `").and_then(|rest| rest.split_once('`')).map_or("", |(key, _)| key);
    if key.contains(' ') {
        return format!("`{key}` is parsed as a key: within {{ }} a comma ends the value, so quote the text");
    }
    match message {
        "missing field `effect`" => {
            format!("{message}: write `effect: read`, `effect: write` or `effect: destructive`")
        }
        "missing field `summary_zh`" => {
            format!("{message}: describe the operation in one line of Chinese, as in `summary_zh: 查询工单列表。`")
        }
        _ => message.to_owned(),
    }
}
