//! Tests of the samples: snapshots of some calls, and properties of all operations.

use std::fmt::Write;

use hwc_api::serde_json::{Value as Json, json};
use hwc_dynamic::DynamicOperation;

use super::call::SampleCall;
use super::rust::RustCode;
use super::{Sample, SampleLanguage, sample};
use crate::input::CallInput;

fn input(operation: &str, fields: &Json, settings: &Json) -> CallInput {
    let body = json!({ "operation": operation, "fields": fields, "settings": settings });
    CallInput::parse(body.to_string().as_bytes()).unwrap()
}

/// Returns the main files of all samples of a call.
fn all(operation: &str, fields: &Json, settings: &Json) -> String {
    let input = input(operation, fields, settings);
    let call = SampleCall::new(&input).unwrap();
    let samples = SampleLanguage::ALL.into_iter().filter_map(|language| sample(language, &call));
    let text = |sample: Sample| format!("== {} ==\n{}\n", sample.files[0].path, sample.files[0].text);
    samples.map(text).collect()
}

#[test]
fn a_list() {
    insta::assert_snapshot!(all(
        "ListAuthorizations",
        &json!({ "limit": 5, "status": 0 }),
        &json!({ "language": "en-us" })
    ));
}

#[test]
fn a_body_with_secrets() {
    let host = json!({ "auth_detail_id": 1, "account": "root", "password": "s3cret `$`", "port": 22 });
    let fields = json!({ "authorization_id": "auth-1", "auth_detail_list": [host] });
    let text = all("ConfirmAuthorizations", &fields, &json!({}));
    assert!(!text.contains("s3cret"), "{text}");
    insta::assert_snapshot!(text);
}

#[test]
fn a_download_with_a_placeholder() {
    insta::assert_snapshot!(all("DownloadAccessories", &json!({}), &json!({})));
}

#[test]
fn a_form_with_a_file() {
    let fields = json!({ "file": { "file_name": "a.log", "content": "x" }, "form_data": { "fileName": "a.log" } });
    insta::assert_snapshot!(all("UploadAccessory", &fields, &json!({})));
}

#[test]
fn a_call_of_koodrive() {
    insta::assert_snapshot!(all("koodrive.GetFile", &json!({ "fileId": "a b/c" }), &json!({})));
}

/// The names of secret fields as variables, and the values of the examples' secrets, which no sample contains.
#[test]
fn every_operation_has_samples_without_secrets() {
    for operation in DynamicOperation::all() {
        for example in &operation.doc().unwrap().examples {
            let fields = Json::Object(example.input.clone().into_iter().collect());
            let input = input(&operation.full_name(), &fields, &json!(example.settings));
            let call = SampleCall::new(&input).unwrap_or_else(|error| panic!("{operation:?}: {error}"));
            let request = input.request().unwrap();
            // Some examples have the same text in another field.
            let shown = format!("{:?}", request.redacted());
            let mut secrets = hwc_wire::record::collect_secrets(request.record());
            secrets.retain(|secret| !shown.contains(secret.as_str()));
            for language in SampleLanguage::ALL {
                let Some(sample) = sample(language, &call) else { continue };
                let text = &sample.files[0].text;
                for secret in &secrets {
                    let forms = [format!("\"{secret}\""), format!("'{secret}'"), format!("={secret}")];
                    assert!(forms.iter().all(|form| !text.contains(form)), "{operation:?} {language:?}: {text}");
                }
                assert!(!text.contains("HWCENV__"), "{operation:?} {language:?}: {text}");
            }
        }
    }
}

/// Compares the requests of all examples in Rust with a file, which `tests/rust_samples.rs` compiles. `UPDATE_DOCS=1`
/// writes it.
#[test]
fn requests_in_rust_are_compiled() {
    let mut text = HEAD.to_owned();
    for operation in DynamicOperation::all() {
        let Some(example) = operation.doc().and_then(|doc| doc.examples.first()) else { continue };
        let fields = Json::Object(example.input.clone().into_iter().collect());
        let input = input(&operation.full_name(), &fields, &json!({}));
        let call = SampleCall::new(&input).unwrap();
        let code = RustCode::new(&call);
        let name = heck::ToSnakeCase::to_snake_case(operation.full_name().as_str());
        let imports = code.imports(&[]).replace("use ", "    use ");
        let statement = code.request.statement("let request = ", 4);
        let _ = write!(
            text,
            "\nfn {name}() -> Result<(), Box<dyn std::error::Error>> {{\n{imports}    {statement}\n    \
             drop(request);\n    Ok(())\n}}\n"
        );
    }
    require_same("requests.inc", &text);
}

/// Compares whole programs in Rust with a file, as [`requests_in_rust_are_compiled`] does with requests.
#[test]
fn programs_in_rust_are_compiled() {
    let calls = [
        ("ListAuthorizations", json!({ "limit": 5 }), json!({ "language": "en-us", "site": "1" })),
        ("DownloadAccessories", json!({ "accessory_id": "1" }), json!({})),
        ("koodrive.GetFile", json!({ "fileId": "1" }), json!({})),
    ];
    let mut text = HEAD.to_owned();
    for (operation, fields, settings) in calls {
        let input = input(operation, &fields, &settings);
        let sample = sample(SampleLanguage::Rust, &SampleCall::new(&input).unwrap()).unwrap();
        let name = heck::ToSnakeCase::to_snake_case(operation);
        let _ = write!(text, "\nmod {name} {{\n{}}}\n", sample.files[0].text);
    }
    require_same("programs.inc", &text);
}

const HEAD: &str = "// @generated by the unit tests of hwc-explorer, see `samples/tests.rs`.\n";

/// Requires that a file of `tests/samples` has this text.
fn require_same(name: &str, text: &str) {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/samples").join(name);
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&path, text).unwrap();
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(written == text, "{} is out of date; run the test with UPDATE_DOCS=1", path.display());
}
