//! Rust programs on hwc-api: the request with its constructor and setters, as in the docs of the request type.

mod expression;
mod value;

use std::collections::BTreeSet;

use heck::ToSnakeCase;
use hwc_dynamic::Field;

use self::expression::Expression;
use self::value::ValueWriter;
use super::call::SampleCall;
use super::{Sample, SampleFile, SampleLanguage, readme};

/// Returns the sample of a call.
pub(super) fn sample(call: &SampleCall<'_>) -> Sample {
    let code = RustCode::new(call);
    let send = send(call);
    let text = format!(
        "{imports}\n#[tokio::main(flavor = \"current_thread\")]\n\
         async fn main() -> Result<(), Box<dyn std::error::Error>> {{\n    \
             let client = Client::from_env()?;\n    {request}\n    {send}\n    Ok(())\n}}\n",
        imports = code.imports(&["Client"]),
        request = code.request.statement("let request = ", 4),
    );
    readme::with_readme(
        call,
        Sample {
            language: SampleLanguage::Rust,
            files: vec![SampleFile::new("src/main.rs", text), SampleFile::new("Cargo.toml", MANIFEST)],
            variables: readme::client_variables(call),
            command: "cargo run".to_owned(),
        },
    )
}

const MANIFEST: &str = "[package]
name = \"example\"
version = \"0.1.0\"
edition = \"2024\"

[dependencies]
hwc-api = \"0.1\"
tokio = { version = \"1\", features = [\"macros\", \"rt\"] }
";

/// Returns the statements that send the request and print its response.
fn send(call: &SampleCall<'_>) -> String {
    let settings: String = call.settings.iter().map(|(name, value)| setting(name, value)).collect();
    if call.operation.returns_file() {
        return format!(
            "let size = client.download(request){settings}.save(\"response.bin\").await?;\n    \
             println!(\"{{size}} bytes saved\");"
        );
    }
    format!("let response = client.send(request){settings}.await?;\n    println!(\"{{response:#?}}\");")
}

fn setting(name: &str, value: &str) -> String {
    match name {
        "language" | "time_zone" | "project_id" | "workspace_id" => format!(".{name}({value:?})"),
        _ => format!(".setting({name:?}, {value:?})"),
    }
}

/// The expression of a request, with the names that it needs.
pub(super) struct RustCode {
    pub(super) request: Expression,
    service: &'static str,
    values: ValueWriter,
}

impl RustCode {
    /// Writes the request of a call.
    pub(super) fn new(call: &SampleCall<'_>) -> Self {
        let mut values = ValueWriter::new(call.service());
        let fields = call.operation.fields();
        let doc = call.operation.doc();
        let constructor: Vec<&str> =
            doc.map_or_else(Vec::new, |doc| doc.constructor.iter().map(String::as_str).collect());
        let name = call.operation.descriptor().name;
        let value = |field: &Field| call.fields.iter().find(|(name, _)| field.descriptor.is_called(name));
        let arguments = constructor.iter().filter_map(|name| fields.iter().find(|field| field.name() == *name));
        let arguments = arguments.filter_map(|field| Some((field, value(field)?.1)));
        let arguments = arguments.map(|(field, value)| values.argument(&field.kind, value)).collect();
        let new = Expression::call(format!("{name}::new"), arguments);
        let optional = fields.iter().filter(|field| !constructor.contains(&field.name()));
        let setters = optional.filter_map(|field| Some((field, value(field)?.1)));
        let setters = setters.map(|(field, value)| values.setter(field, value)).collect();
        values.own.insert(name.to_owned());
        Self { request: Expression::chain(new, setters), service: call.service().id, values }
    }

    /// Returns the lines that import the names, with those of the client.
    pub(super) fn imports(&self, client: &[&str]) -> String {
        let map = if self.values.has_map { "use std::collections::BTreeMap;\n\n" } else { "" };
        let client: BTreeSet<String> = client.iter().map(|name| (*name).to_owned()).collect();
        let json = if self.values.has_json { "use hwc_api::serde_json::json;\n" } else { "" };
        let lines = [
            use_line("hwc_api", &client),
            use_line(&format!("hwc_api::{}", self.service), &self.values.own),
            json.to_owned(),
            use_line("hwc_api::wire", &self.values.wire),
        ];
        format!("{map}{}", lines.concat())
    }
}

fn use_line(module: &str, names: &BTreeSet<String>) -> String {
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    match names.as_slice() {
        [] => String::new(),
        [name] => format!("use {module}::{name};\n"),
        names => format!("use {module}::{{{}}};\n", names.join(", ")),
    }
}

/// Returns the name of a field in Rust.
fn rust_name(field: &Field) -> String {
    let given = field.doc().and_then(|doc| doc.rust_name.clone());
    given.unwrap_or_else(|| field.name().to_snake_case())
}
