//! A spec of several times the size: the services of the repository, repeated under other names. Tests and benchmarks run the
//! generator on it.

use std::fs;
use std::path::Path;

use crate::r#gen::{self, Mode};
use crate::spec::problem::SpecFile;

/// Generates the models of a spec with every service `copies` times, in a new folder. Returns the summary of the generator.
///
/// # Errors
/// Returns the problems of the spec, or what the file system or rustfmt reports.
pub fn generate_scaled(root: &Path, folder: &Path, copies: usize) -> Result<String, String> {
    write_scaled(root, folder, copies)?;
    r#gen::generate(folder, folder, r#gen::MODELS, Mode::Write)
}

/// Writes the files of the scaled spec to a folder that contains nothing else that the generator reads.
///
/// # Errors
/// Returns the error of the file system.
fn write_scaled(root: &Path, folder: &Path, copies: usize) -> Result<(), String> {
    let files = crate::spec::read_files(root).map_err(|error| format!("the spec cannot be read: {error}"))?;
    for file in scaled(&files, copies) {
        write(&folder.join(&file.name), &file.text)?;
    }
    let config = fs::read_to_string(root.join("rustfmt.toml")).map_err(|error| format!("rustfmt.toml: {error}"))?;
    write(&folder.join("rustfmt.toml"), &config)
}

fn write(path: &Path, text: &str) -> Result<(), String> {
    let done = path.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(path, text));
    done.map_err(|error| format!("{}: {error}", path.display()))
}

/// Repeats the services of a spec. The first copy keeps its names.
fn scaled(files: &[SpecFile], copies: usize) -> Vec<SpecFile> {
    let copy = |file: &SpecFile, number: usize| -> Option<SpecFile> {
        let (service, rest) = file.name.strip_prefix("spec/")?.split_once('/')?;
        let name = if number == 0 { service.to_owned() } else { format!("{service}_{number}") };
        let text = file.text.replacen(&format!("\nservice: {service}\n"), &format!("\nservice: {name}\n"), 1);
        Some(SpecFile { name: format!("spec/{name}/{rest}"), text })
    };
    (0..copies).flat_map(|number| files.iter().filter_map(move |file| copy(file, number))).collect()
}
