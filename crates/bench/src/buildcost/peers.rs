//! Other SDKs in their current versions: for support tickets, and two of the size of hwc. Their programs print one page of a
//! list, and are compiled but never run.

use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::build::Program;
use super::workspace::Workspace;
use crate::report::Report;

/// An SDK and the program that uses it.
pub(super) struct Peer {
    /// The crate of its client.
    pub(super) package: &'static str,
    /// The program, built from scratch.
    pub(super) program: Program,
    /// The name of its binary.
    pub(super) binary: &'static str,
    found: Package,
    count: CountOperations,
}

/// Counts the operations in the source of a client.
type CountOperations = fn(&Path) -> usize;

/// The crate of each client, its program, and the function that counts its operations.
const PEERS: &[(&str, &str, CountOperations)] = &[
    ("aws-sdk-support", "page-aws", folders_of_operations),
    ("google-cloud-support-v2", "page-google", builders_of_requests),
    ("workos", "page-workos", methods_with_options),
    ("oxide", "page-oxide", methods_of_traits),
];

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    version: String,
    manifest_path: PathBuf,
}

/// Finds the available SDKs. One that cannot be downloaded is skipped with a note in the report.
///
/// # Errors
/// Returns an error if a file cannot be written.
pub(super) fn find(workspace: &Workspace, report: &mut Report) -> Result<Vec<Peer>, String> {
    let mut peers = Vec::new();
    for &(package, binary, count) in PEERS {
        let program = workspace.program(binary, &[])?;
        match program.fetch().and_then(|()| load_metadata(&program, package)) {
            Ok(found) => peers.push(Peer { package, program, binary, found, count }),
            Err(error) => report.skip(&format!("{package}, since it cannot be had: {}", first_line(&error))),
        }
    }
    Ok(peers)
}

impl Peer {
    /// Returns the name and version.
    pub(super) fn title(&self) -> String {
        format!("{} {}", self.found.name, self.found.version)
    }

    /// Returns the client alone, with the features that the program enables.
    pub(super) fn client(&self) -> Program {
        let words = ["--package", self.package].map(str::to_owned).to_vec();
        let folder = self.program.folder.clone();
        Program { target: folder.join("target-client"), folder, words, incremental: false }
    }

    /// Returns the number of operations in its source.
    ///
    /// # Errors
    /// Returns an error if there are no operations in the expected location.
    pub(super) fn operations(&self) -> Result<usize, String> {
        let folder = self.found.manifest_path.parent().unwrap_or(&self.found.manifest_path);
        match (self.count)(&folder.join("src")) {
            0 => Err(format!("{}: its operations are not where they used to be", self.title())),
            count => Ok(count),
        }
    }

    /// Returns the lines of code of the client.
    pub(super) fn lines(&self) -> usize {
        let folder = self.found.manifest_path.parent().unwrap_or(&self.found.manifest_path);
        count_lines(&folder.join("src"), is_code)
    }
}

fn load_metadata(program: &Program, package: &str) -> Result<Package, String> {
    let metadata: Metadata = serde_json::from_str(&program.metadata()?).map_err(|error| error.to_string())?;
    let found = metadata.packages.into_iter().find(|found| found.name == package);
    found.ok_or_else(|| format!("{package} is no dependency"))
}

fn first_line(text: &str) -> &str {
    text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default()
}

/// Counts the folders of an AWS SDK, which has one per operation.
fn folders_of_operations(source: &Path) -> usize {
    let Ok(entries) = fs::read_dir(source.join("operation")) else { return 0 };
    entries.filter_map(Result::ok).filter(|entry| entry.path().is_dir()).count()
}

/// Counts the methods of a Google SDK that return a request builder, which has one per operation.
fn builders_of_requests(source: &Path) -> usize {
    count_builders(&fs::read_to_string(source.join("client.rs")).unwrap_or_default())
}

fn count_builders(text: &str) -> usize {
    text.lines().filter(|line| line.contains("-> super::builder::") && !line.contains("ClientBuilder")).count()
}

/// Counts the methods of WorkOS that take options for a request, which each operation has once.
fn methods_with_options(source: &Path) -> usize {
    count_lines(&source.join("resources"), |line| line.contains("pub async fn") && line.contains("_with_options("))
}

/// Counts the declared methods of Oxide's traits, each of which returns the builder of a request.
fn methods_of_traits(source: &Path) -> usize {
    count_lines(&source.join("generated_sdk.rs"), |line| line.contains("-> builder::") && line.ends_with(';'))
}

/// Returns true if a line is neither empty nor a comment.
pub(super) fn is_code(line: &str) -> bool {
    !line.trim().is_empty() && !line.trim_start().starts_with("//")
}

/// Counts the lines of a file, or of all Rust files in a folder, that satisfy a condition.
pub(super) fn count_lines(path: &Path, is_counted: fn(&str) -> bool) -> usize {
    if let Ok(entries) = fs::read_dir(path) {
        return entries.filter_map(Result::ok).map(|entry| count_lines(&entry.path(), is_counted)).sum();
    }
    let is_rust = path.extension().is_some_and(|extension| extension == "rs");
    let text = fs::read_to_string(path).ok().filter(|_| is_rust).unwrap_or_default();
    text.lines().filter(|line| is_counted(line)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_builder_of_a_client_is_no_operation() {
        let text = "pub fn builder() -> super::builder::case_service::ClientBuilder {\n\
            pub fn get_case(&self) -> super::builder::case_service::GetCase {\n\
            pub fn search(\n    &self,\n) -> super::builder::case_service::Search {\n";
        assert_eq!(count_builders(text), 2);
    }

    #[test]
    fn what_is_not_there_has_no_operations() {
        let nowhere = Path::new(env!("CARGO_MANIFEST_DIR")).join("nowhere");
        assert_eq!((folders_of_operations(&nowhere), builders_of_requests(&nowhere)), (0, 0));
        assert_eq!((methods_with_options(&nowhere), methods_of_traits(&nowhere)), (0, 0));
    }

    #[test]
    fn lines_are_counted_in_all_files_of_a_folder() {
        let folder = std::env::temp_dir().join(format!("hwc-buildcost-lines-{}", std::process::id()));
        let write = |path: &str, text: &str| {
            let path = folder.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        };
        let methods = "// One.\n\npub async fn get(&self) {\npub async fn get_with_options(&self) {\n";
        write("resources/users.rs", methods);
        write("resources/users.md", methods);
        write("generated_sdk.rs", "fn list(&self) -> builder::List<'_>;\nfn list(&self) -> builder::List<'_> {\n");
        assert_eq!((methods_with_options(&folder), methods_of_traits(&folder)), (1, 1));
        assert_eq!(count_lines(&folder, is_code), 4);
        fs::remove_dir_all(folder).unwrap();
    }
}
