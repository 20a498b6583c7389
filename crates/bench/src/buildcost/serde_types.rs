//! The types of `crates/models` with serde's derives in place of the macros of hwc-wire, without setters, constraints and
//! operation descriptors.
//!
//! The generated sources are read line by line: the generator writes each field and each variant on a line of its own.

use std::path::Path;
use std::{fs, io};

/// Paths and texts of a crate.
pub(super) type Files = Vec<(String, String)>;

/// The types of hwc-wire, replaced by those that a program by hand would use.
const HEAD: &str = "\
use std::collections::BTreeMap;

pub type Binary = Vec<u8>;
pub type FilePart = Vec<u8>;
pub type Json = serde_json::Value;
pub type MapOrText<T> = BTreeMap<String, T>;
pub type PresignedUrl = String;
pub type Secret = String;
pub type Timestamp = String;
";

const DERIVES: &str = "Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize";

/// Returns a crate named `name` with a module for each service below `models`.
///
/// # Errors
/// Returns the error of the file system.
pub(super) fn package(name: &str, models: &Path, services: &[&str]) -> io::Result<Files> {
    let manifest = format!(
        "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n\
         serde = {{ version = \"1\", features = [\"derive\"] }}\nserde_json = \"1\"\n\n[workspace]\n"
    );
    let modules: String = services.iter().map(|id| format!("pub mod {id};\n")).collect();
    let mut files = vec![
        ("Cargo.toml".to_owned(), manifest),
        ("src/lib.rs".to_owned(), format!("//! The models with serde's derives.\n\n{modules}")),
    ];
    for id in services {
        let mut text = format!("//! A service.\n#![allow(unused)]\n\n{HEAD}");
        add_folder(&models.join(id).join("src"), &mut text)?;
        files.push((format!("src/{id}.rs"), text));
    }
    Ok(files)
}

/// Adds the types of all sources below a folder.
fn add_folder(folder: &Path, text: &mut String) -> io::Result<()> {
    let mut paths = fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<_>>>()?;
    paths.sort();
    for path in paths {
        if path.is_dir() {
            add_folder(&path, text)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            add_types(&fs::read_to_string(&path)?, text);
        }
    }
    Ok(())
}

/// Adds the type of each macro call in a source.
fn add_types(source: &str, text: &mut String) {
    let mut lines = source.lines();
    while let Some(line) = lines.next() {
        if let Some(name) = line.strip_prefix("hwc_wire::").and_then(|rest| rest.strip_suffix("! {")) {
            add_type(name, lines.by_ref().take_while(|line| *line != "}"), text);
        }
    }
}

/// Adds the type in the body of a call of the macro `name`.
fn add_type<'a>(name: &str, body: impl Iterator<Item = &'a str>, text: &mut String) {
    let mut is_enum = false;
    for line in body.map(str::trim) {
        if let Some(rest) = line.strip_prefix("pub struct ") {
            let (struct_name, rest) = rest.split_at(rest.find([' ', '(', ';']).unwrap_or(rest.len()));
            text.push_str(&head("struct", struct_name, name, rest));
            if rest.ends_with([';', '}']) {
                return;
            }
        } else if let Some((enum_name, _)) = line.strip_prefix("pub enum ").and_then(|rest| rest.split_once(':')) {
            is_enum = true;
            text.push_str(&head("enum", enum_name, name, ""));
        } else if line == "}" {
            text.push_str(if is_enum {
                "    #[default]\n    Unset,\n    #[serde(untagged)]\n    Unknown(String),\n}\n"
            } else {
                "}\n"
            });
            return;
        } else if line.starts_with("///") {
            text.push_str(&format!("    {line}\n"));
        } else if !line.starts_with("#[") {
            text.push_str(&if is_enum { variant(line) } else { field(line) });
        }
    }
}

/// Returns the first line of a type. `rest` is the remaining line of the macro: IDs and empty structs have no fields.
fn head(item: &str, type_name: &str, macro_name: &str, rest: &str) -> String {
    let derives = format!("#[derive({DERIVES}");
    match macro_name {
        "string_id" => format!("{derives}, Eq, PartialOrd, Ord, Hash)]\npub struct {type_name}(pub String);\n"),
        "number_id" => format!("{derives}, Eq, PartialOrd, Ord, Hash)]\npub struct {type_name}(pub i64);\n"),
        _ => format!("{derives})]\npub {item} {type_name} {{{}\n", if rest.ends_with('}') { "}" } else { "" }),
    }
}

/// Returns a variant with its code, from `Waiting = 0;`.
fn variant(line: &str) -> String {
    let (name, code) = line.split_once(" = ").unwrap_or((line, ""));
    let code = code.split([';', '|']).next().unwrap_or(code).trim().trim_matches('"');
    format!("    #[serde(rename = \"{code}\")]\n    {name},\n")
}

/// Returns a field with its attributes, from `case_id: opt CaseId = body("case_id").length(1, 64);`.
fn field(line: &str) -> String {
    let (name, rest) = line.split_once(": ").unwrap_or((line, ""));
    let (declared, location) = rest.split_once(" = ").unwrap_or((rest, ""));
    let (kind, of) = declared.split_once(' ').unwrap_or(("", declared));
    let wire_name = location.split('"').nth(1).unwrap_or_default();
    let (rust_type, omitted) = match kind.trim_end_matches("_copy") {
        "opt" => (format!("Option<{of}>"), "default, skip_serializing_if = \"Option::is_none\""),
        "opt_vec" => (format!("Option<Vec<{of}>>"), "default, skip_serializing_if = \"Option::is_none\""),
        "vec" => (format!("Vec<{of}>"), "default"),
        _ => (of.to_owned(), ""),
    };
    let rename = if wire_name == name { String::new() } else { format!("rename = \"{wire_name}\"") };
    let attributes = [rename.as_str(), omitted].iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>();
    let attribute =
        if attributes.is_empty() { String::new() } else { format!("    #[serde({})]\n", attributes.join(", ")) };
    format!("{attribute}    pub {name}: {rust_type},\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn types(source: &str) -> String {
        let mut text = String::new();
        add_types(source, &mut text);
        text.replace(DERIVES, "..")
    }

    #[test]
    fn a_request_becomes_a_struct() {
        let source = "hwc_wire::request! {\n    /// Lists.\n    #[doc(alias = \"x\")]\n    \
             pub struct List(case_id: req CaseId) -> ListResponse {\n        /// The ticket.\n        \
             case_id: req CaseId = path(\"case_id\").length(1, 64);\n        limit: opt_copy u32 = query(\"max\");\n    }\n    \
             operation: Operation::new(&SERVICE);\n}\n\nhwc_wire::paginated! { List: items of Case }\n";
        let expected = "    /// Lists.\n#[derive(..)]\npub struct List {\n    /// The ticket.\n    \
             pub case_id: CaseId,\n    #[serde(rename = \"max\", default, skip_serializing_if = \"Option::is_none\")]\n    \
             pub limit: Option<u32>,\n}\n";
        assert_eq!(types(source), expected);
    }

    #[test]
    fn enums_and_ids_keep_their_names() {
        let source = "hwc_wire::open_enum! {\n    pub enum Status: int {\n        Waiting = -1 | 7;\n    }\n}\n\
             hwc_wire::string_id! {\n    pub struct CaseId;\n}\nhwc_wire::response! {\n    pub struct DoneResponse {}\n}\n";
        let expected = "#[derive(..)]\npub enum Status {\n    #[serde(rename = \"-1\")]\n    Waiting,\n    #[default]\n    Unset,\n    \
             #[serde(untagged)]\n    Unknown(String),\n}\n#[derive(.., Eq, PartialOrd, Ord, Hash)]\n\
             pub struct CaseId(pub String);\n#[derive(..)]\npub struct DoneResponse {}\n";
        assert_eq!(types(source), expected);
    }

    #[test]
    fn each_type_of_the_models_is_there() {
        let models = Path::new(env!("CARGO_MANIFEST_DIR")).join("../models");
        let source = fs::read_to_string(models.join("osm/src/types/cases.rs")).unwrap();
        let files = package("models-serde", &models, &["osm"]).unwrap();
        let calls = source.lines().filter(|line| line.starts_with("hwc_wire::") && line.ends_with("! {"));
        let names: Vec<&str> = source
            .lines()
            .filter_map(|line| line.trim().split_once("pub struct ").or(line.trim().split_once("pub enum ")))
            .map(|(_, name)| name.split([' ', ';', ':', '(']).next().unwrap_or(name))
            .collect();
        assert_eq!(calls.count(), names.len());
        for name in names {
            let found = ["struct", "enum"].iter().any(|item| files[2].1.contains(&format!("pub {item} {name}")));
            assert!(found, "{name}");
        }
    }
}
