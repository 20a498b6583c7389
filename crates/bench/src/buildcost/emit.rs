//! Writes the synthetic operations as crates: with the macros of hwc-wire, and with serde's derives.

use super::plan::{Field, Operation, Record};

/// Paths and texts of a crate.
type Files = Vec<(String, String)>;

/// Writes the operations with the macros, like `crates/models`.
pub(super) fn hwc(plan: &[Operation]) -> Files {
    let dependencies = "hwc-wire = { path = \"../../../crates/wire\" }";
    let service = "/// The service.\npub static SERVICE: hwc_wire::Service = hwc_wire::Service::new(\"made-up\");\n";
    files("models-hwc", dependencies, service, plan, hwc_module)
}

/// Writes the operations by hand: without setters, constraints and operation descriptors.
pub(super) fn serde(plan: &[Operation]) -> Files {
    files("models-serde", "serde = { version = \"1\", features = [\"derive\"] }", "", plan, serde_module)
}

fn files(name: &str, dependencies: &str, head: &str, plan: &[Operation], module: fn(&Operation) -> String) -> Files {
    let manifest = format!(
        "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
         [dependencies]\n{dependencies}\n\n[workspace]\n"
    );
    let modules: Vec<String> = plan.iter().map(|operation| format!("pub mod op{};\n", operation.number)).collect();
    let mut files = vec![
        ("Cargo.toml".to_owned(), manifest),
        ("src/lib.rs".to_owned(), format!("//! Made-up operations.\n\n{}\n{head}", modules.concat())),
    ];
    files.extend(plan.iter().map(|operation| (format!("src/op{}.rs", operation.number), module(operation))));
    files
}

fn hwc_module(operation: &Operation) -> String {
    let (number, name) = (operation.number, &operation.request.name);
    let mut text = format!(
        "//! A made-up operation.\n\nuse hwc_wire::{{Method, Operation}};\n\nuse crate::SERVICE;\n\n\
         hwc_wire::request! {{\n    /// Does something.\n    pub struct {name}(id: req String) -> {name}Response {{\n        \
         /// The id.\n        id: req String = path(\"id\").length(1, 64);\n{}    }}\n    \
         operation: Operation::new(&SERVICE, \"Group\", \"{name}\", Method::Post, \"/v1/things/{{id}}/{number}\");\n}}\n",
        hwc_fields(&operation.request)
    );
    text.push_str(&hwc_record("response", &operation.response));
    text.extend(operation.parts.iter().map(|part| hwc_record("model", &part.record)));
    text
}

fn hwc_record(which: &str, record: &Record) -> String {
    let fields = hwc_fields(record);
    format!("\nhwc_wire::{which}! {{\n    /// A record.\n    pub struct {} {{\n{fields}    }}\n}}\n", record.name)
}

fn hwc_fields(record: &Record) -> String {
    let line = |Field { name, of, is_list }: &Field| {
        let kind = if *is_list { "vec" } else { "opt" };
        let limits = if of == "String" { ".length(0, 64)" } else { "" };
        format!("        /// The field `{name}`.\n        {name}: {kind} {of} = body(\"{name}\"){limits};\n")
    };
    record.fields.iter().map(line).collect()
}

fn serde_module(operation: &Operation) -> String {
    let mut text = "//! A made-up operation.\n\nuse serde::{Deserialize, Serialize};\n".to_owned();
    text.push_str(&serde_record(&operation.request));
    text.push_str(&serde_record(&operation.response));
    text.extend(operation.parts.iter().map(|part| serde_record(&part.record)));
    text
}

fn serde_record(record: &Record) -> String {
    let line = |Field { name, of, is_list }: &Field| {
        let (rule, of) = match is_list {
            true => ("default", format!("Vec<{of}>")),
            false => ("skip_serializing_if = \"Option::is_none\"", format!("Option<{of}>")),
        };
        format!("    /// The field `{name}`.\n    #[serde({rule})]\n    pub {name}: {of},\n")
    };
    let fields: String = record.fields.iter().map(line).collect();
    let derives = "Clone, Debug, Default, PartialEq, Serialize, Deserialize";
    format!("\n/// A record.\n#[derive({derives})]\npub struct {} {{\n{fields}}}\n", record.name)
}
