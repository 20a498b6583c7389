//! The seed inputs: examples of all operations, the test specs of `xtask`, and realistic files.

use std::path::{Path, PathBuf};
use std::{fs, io};

use hwc_wire::Record;
use hwc_wire::catalog::{Catalog, Example, OperationEntry};

use crate::{operations, parts};

/// Profile files: the official format, ours, and errors in either.
const PROFILES: &[&str] = &[
    "[basic]\nak = BASIC-AK\nsk = BASIC-SK\nproject_id = p9\n\n[global]\nak: GLOBAL-AK\nsk: GLOBAL-SK\ndomain_id = d9\n",
    "\u{feff}# keys\r\n[osm]\r\n token = t\r\nendpoint = http://127.0.0.1:9/\r\n; more\r\n[koodrive]\r\napp_id=a\r\napp_secret=b=c\r\n",
    "[global]\nak = A\nno value\n",
    "[global\nak = A\n",
    "ak = A\n[global]\n",
    "[]\n=\n:\n[ x ]\nA=1\na=2\n",
    "[basic] # project\nak = \"A\"\n[global]; account\nak = A # mine\n",
    "[basic]\nak = A\n  sk = B\nak = C\n[basic]\n[DEFAULT]\nak = `D`\n",
];

/// JSON with all that a text may contain.
const JSON_TEXTS: &[&str] = &[
    " {\n\"a\" :\t[ 1 , -2 ] ,\r\"b\" : { \"\" : [true,false,null] } } ",
    r#"["", "plain", "more than eight bytes", "\"\\\/\b\f\n\r\t", "\u00e9\ud83d\ude00"]"#,
    "[0, -0, 1.5, -2.25e3, 1E+2, 18446744073709551615, -9223372036854775809, 0.30000000000000004]",
];

/// Recordings: one with all features of the format, and a real one.
const RECORDINGS: &[&str] = &[
    include_str!("../../transport/tests/record/everything.json"),
    include_str!("../../api/examples/recordings/record_and_replay.json"),
    r#"{"hwc_recording": 1, "exchanges": []}"#,
];

/// Writes a file for each example and each fixture into the folders of their targets.
///
/// # Errors
/// Returns the error of the file system.
pub fn write(corpus: &Path) -> io::Result<()> {
    for folder in ["json", "profile", "recording", "request", "response", "spec"] {
        fs::create_dir_all(corpus.join(folder))?;
    }
    for catalog in operations::catalogs() {
        for entry in catalog.entries() {
            for (index, example) in examples(catalog, entry).iter().enumerate() {
                let name = format!("{}-{index}", entry.operation.full_name());
                fs::write(corpus.join("request").join(&name), request(entry, example))?;
                fs::write(corpus.join("response").join(&name), response(entry, example))?;
            }
        }
    }
    for (folder, texts) in [("json", JSON_TEXTS), ("profile", PROFILES), ("recording", RECORDINGS)] {
        for (index, text) in texts.iter().enumerate() {
            fs::write(corpus.join(folder).join(format!("seed-{index}")), text)?;
        }
    }
    let specs = xtask::load_fixtures()?;
    specs.into_iter().try_for_each(|(name, text)| fs::write(corpus.join("spec").join(name), text))
}

fn examples<'a>(catalog: &'a Catalog, entry: &OperationEntry) -> &'a [Example] {
    catalog.operation(entry.operation).map_or(&[], |doc| &doc.examples)
}

fn request(entry: &OperationEntry, example: &Example) -> Vec<u8> {
    let target = example.request.split_once(' ').map_or("", |(_, target)| target);
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let template = entry.operation.path.split('/').zip(path.split('/'));
    let path: Vec<&str> = template.filter(|(name, _)| name.starts_with('{')).map(|(_, text)| text).collect();
    let headers = header_lines(&*(entry.request)(), &|name| {
        example.input.get(name).and_then(|value| value.as_str()).map(str::to_owned)
    });
    let body = example.request_body.as_ref().map(ToString::to_string).unwrap_or_default();
    let text = format!("{}?{query}\0{headers}\0{body}", path.join("/"));
    [&operations::number(entry.operation)[..], text.as_bytes()].concat()
}

fn response(entry: &OperationEntry, example: &Example) -> Vec<u8> {
    let find = |name: &str| example.response_headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
    let headers = header_lines(&*(entry.response)(), &|name| find(name).map(|(_, value)| value.clone()));
    let text = format!("{}\0{headers}", example.response_body);
    [&operations::number(entry.operation)[..], text.as_bytes()].concat()
}

fn header_lines(record: &dyn Record, value: &dyn Fn(&str) -> Option<String>) -> String {
    let lines: Vec<String> = parts::headers(record).map(|field| value(field.name).unwrap_or_default()).collect();
    lines.join("\n")
}

/// Returns the folder of the committed corpora.
#[must_use]
pub fn committed() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus")
}
