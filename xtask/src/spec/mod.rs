//! Reading `spec/`: every file is parsed, and a file that cannot be is reported without hiding the others.

pub(crate) mod at;
pub(crate) mod problem;
pub(crate) mod yaml;

use std::path::{Path, PathBuf};
use std::{fs, io};

use serde::de::DeserializeOwned;

use at::Place;
use problem::{File, Problem};

/// All files of one service, parsed.
#[derive(Debug)]
pub(crate) struct Service {
    pub(crate) file: File,
    pub(crate) yaml: yaml::Service,
    pub(crate) types: Vec<(File, yaml::Types)>,
    pub(crate) endpoints: Vec<Endpoint>,
}

/// One parsed endpoint, with the folder that it stands in.
#[derive(Debug)]
pub(crate) struct Endpoint {
    pub(crate) folder: String,
    pub(crate) file: File,
    pub(crate) yaml: yaml::Endpoint,
}

/// Reads the spec below `root`, which holds the folder `spec`.
///
/// # Errors
/// One problem for each file that cannot be parsed.
pub(crate) fn read(root: &Path) -> io::Result<Result<Vec<Service>, Vec<Problem>>> {
    let mut problems = Vec::new();
    let mut services = Vec::new();
    for folder in folders(&root.join("spec"))? {
        services.extend(read_service(root, &folder, &mut problems)?);
    }
    Ok(if problems.is_empty() { Ok(services) } else { Err(problems) })
}

fn read_service(root: &Path, folder: &Path, problems: &mut Vec<Problem>) -> io::Result<Option<Service>> {
    let file = open(root, &folder.join("service.yaml"))?;
    let yaml = parse::<yaml::Service>(&file, problems);
    let (mut types, mut endpoints) = (Vec::new(), Vec::new());
    for inner in folders(folder)? {
        let name = inner.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
        for path in files(&inner)? {
            let file = open(root, &path)?;
            if name == "types" {
                types.extend(parse(&file, problems).map(|yaml| (file, yaml)));
            } else {
                let parsed = parse(&file, problems);
                endpoints.extend(parsed.map(|yaml| Endpoint { folder: name.clone(), file, yaml }));
            }
        }
    }
    Ok(yaml.map(|yaml| Service { file, yaml, types, endpoints }))
}

fn open(root: &Path, path: &Path) -> io::Result<File> {
    let text = fs::read_to_string(path)
        .map_err(|error| io::Error::new(error.kind(), format!("{}: {error}", path.display())))?;
    let name = path.strip_prefix(root).unwrap_or(path).to_string_lossy().replace('\\', "/");
    Ok(File { name, text })
}

fn folders(path: &Path) -> io::Result<Vec<PathBuf>> {
    sorted(path, Path::is_dir)
}

fn files(path: &Path) -> io::Result<Vec<PathBuf>> {
    sorted(path, |path| path.extension().is_some_and(|ending| ending == "yaml"))
}

fn sorted(path: &Path, wanted: impl Fn(&Path) -> bool) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(path)? {
        found.push(entry?.path());
    }
    found.retain(|path| wanted(path));
    found.sort();
    Ok(found)
}

/// Parses one file strictly: YAML 1.2 booleans, no text that looks like a number without quotes.
fn parse<T: DeserializeOwned>(file: &File, problems: &mut Vec<Problem>) -> Option<T> {
    let options = serde_saphyr::options! {
        strict_booleans: true,
        no_schema: true,
        leading_zero_numbers_as_strings: true,
        with_snippet: false,
    };
    match serde_saphyr::from_str_with_options(&file.text, options) {
        Ok(yaml) => Some(yaml),
        Err(error) => {
            let place = error.location().map(|location| Place::of(&location)).unwrap_or_default();
            let text = error.without_snippet().to_string();
            problems.push(file.problem(place, text));
            None
        }
    }
}
