//! Loader of `spec/`. Every file is parsed, and its shape is checked. A file with a problem hides no problem of the others.

pub(crate) mod behavior;
pub(crate) mod closed;
mod damage;
mod deserialize;
mod expected;
pub(crate) mod node;
mod paths;
pub(crate) mod problem;
mod schemas;
mod shape;
pub(crate) mod spanned;
mod syntax;
mod text;
pub(crate) mod yaml;

use std::path::Path;
use std::{fs, io};

use serde::Deserialize;
use serde_json::Value as Json;

pub(crate) use damage::Damage;
use node::Node;
use paths::ServiceFiles;
use problem::{Problem, SpecFile};
use schemas::Schemas;
use spanned::SourceLocation;

/// All files of one service, parsed.
#[derive(Debug)]
pub(crate) struct Service {
    pub(crate) file: SpecFile,
    pub(crate) yaml: yaml::Service,
    pub(crate) types: Vec<(SpecFile, yaml::Types)>,
    pub(crate) endpoints: Vec<Endpoint>,
    /// The parts that could not be read.
    pub(crate) damage: Damage,
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
/// Returns the files and folders that cannot be read, with the reasons.
pub(crate) fn read_files(root: &Path) -> Result<Vec<SpecFile>, String> {
    let (mut files, mut failures) = (Vec::new(), Vec::new());
    let mut folders = vec![root.join("spec")];
    while let Some(folder) = folders.pop() {
        match list_folder(&folder) {
            Ok(paths) => {
                let (inner, others): (Vec<_>, Vec<_>) = paths.into_iter().partition(|path| path.is_dir());
                folders.extend(inner);
                for path in others.iter().filter(|path| is_yaml(path)) {
                    match fs::read(path) {
                        Ok(bytes) => files.push(spec_file(root, path, &bytes)),
                        Err(error) => failures.push(format!("{}: cannot read the file: {error}", path.display())),
                    }
                }
            }
            Err(error) => failures.push(format!("{}: cannot read the folder: {error}", folder.display())),
        }
    }
    files.sort_by(|left, right| left.name.cmp(&right.name));
    if failures.is_empty() { Ok(files) } else { Err(failures.join("\n")) }
}

fn list_folder(folder: &Path) -> io::Result<Vec<std::path::PathBuf>> {
    fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path())).collect()
}

fn is_yaml(path: &Path) -> bool {
    let extension = path.extension().unwrap_or_default();
    extension.eq_ignore_ascii_case("yaml") || extension.eq_ignore_ascii_case("yml")
}

/// Returns the file with its text. Bytes that are not UTF-8 become a mark that the parser reports.
fn spec_file(root: &Path, path: &Path, bytes: &[u8]) -> SpecFile {
    let name = path.strip_prefix(root).unwrap_or(path).to_string_lossy().replace('\\', "/");
    SpecFile { name, text: String::from_utf8_lossy(bytes).into_owned() }
}

/// Parses the files of the spec. Returns all that can be read, and the problems of the rest.
pub(crate) fn parse(files: Vec<SpecFile>) -> (Vec<Service>, Vec<Problem>) {
    let mut problems = Vec::new();
    let schemas = Schemas::new();
    let by_service = paths::sort_files(files, &mut problems);
    let services =
        by_service.into_iter().filter_map(|files| Parser { schemas: &schemas, problems: &mut problems }.service(files));
    (services.collect(), problems)
}

struct Parser<'a> {
    schemas: &'a Schemas,
    problems: &'a mut Vec<Problem>,
}

impl Parser<'_> {
    /// Parses the files of one service. Returns `None` if its `service.yaml` cannot be read.
    fn service(&mut self, files: ServiceFiles) -> Option<Service> {
        let mut damage = Damage::default();
        let schemas = self.schemas;
        let yaml = files.service.as_ref().and_then(|file| self.file(file, &schemas.service, &mut damage));
        let mut types = Vec::new();
        for file in files.types {
            types.extend(self.file(&file, &schemas.types, &mut damage).map(|yaml| (file, yaml)));
        }
        let mut endpoints = Vec::new();
        for file in files.endpoints {
            let folder = file.folder().to_owned();
            let yaml = self.file(&file, &schemas.endpoint, &mut damage);
            endpoints.extend(yaml.map(|yaml| Endpoint { folder, file, yaml }));
        }
        Some(Service { file: files.service?, yaml: yaml?, types, endpoints, damage })
    }

    /// Parses one file: text to tree, tree to the structs of the format.
    fn file<T: for<'de> Deserialize<'de>>(&mut self, file: &SpecFile, schema: &Json, damage: &mut Damage) -> Option<T> {
        let mut tree = match syntax::parse(file) {
            Ok(tree) => tree,
            Err(problem) => {
                self.problems.push(problem);
                damage.add_text(file);
                return None;
            }
        };
        text::check(file, &tree, self.problems);
        let yaml = if shape::check(file, &mut tree, schema, damage, self.problems) {
            let report = |error: serde::de::value::Error| file.problem(SourceLocation::default(), error.to_string());
            T::deserialize(&tree).map_err(|error| self.problems.push(report(error))).ok()
        } else {
            None
        };
        if yaml.is_none() {
            damage.add_text(file);
        }
        yaml
    }
}

/// Returns the tree of a file, to find positions in it.
pub(crate) fn parse_tree(file: &SpecFile) -> Option<Node> {
    syntax::parse(file).ok()
}
