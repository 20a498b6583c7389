//! Samples of the building blocks of models: values, errors, and deviations found during decoding.

use hwc_api::koodrive::{CreateSession, GetBatchTaskPublic, RefreshSession};
use hwc_api::osm::{CreateCases, UploadAccessory, UploadNotes};
use hwc_wire::{
    Binary, DecodeContext, DecodeError, DecodeMode, EncodeOptions, FilePart, InputValue, PresignedUrl, Record, Request,
    Secret, ValueError, WireValue, encode, validate,
};
use hwc_wire::{decode_body, decode_value};

use super::show::{MARK, Sample, debug, display, error};

pub(super) fn samples() -> Vec<Sample> {
    let mut samples = vec![
        debug("hwc_wire::value::Secret", &Secret::from(MARK)),
        debug("hwc_wire::value::PresignedUrl", &link("https://host.example")),
        debug("hwc_wire::value::PresignedUrl", &link(&format!("https://{MARK}@host.example"))),
        debug("hwc_wire::value::PresignedUrl", &link("")),
    ];
    samples.extend(read());
    samples.extend(sent());
    samples.extend(forms());
    samples
}

/// Returns samples of files and their multipart forms.
fn forms() -> Vec<Sample> {
    let file = FilePart::bytes("a.txt", MARK);
    let mut notes = UploadNotes::default();
    notes.file_name = Some(MARK.to_owned());
    let upload = UploadAccessory::new(notes, file.clone());
    let parts = encode(UploadAccessory::OPERATION, &upload, EncodeOptions::default()).unwrap();
    let mut samples = vec![
        debug("hwc_wire::value::Binary", &Binary::from(MARK)),
        debug("hwc_wire::value::FilePart", &file),
        debug("hwc_wire::client::RequestParts", &parts),
    ];
    for part in &parts.form {
        samples.push(debug("hwc_wire::client::FormPart", part));
        samples.push(debug("hwc_wire::client::FormValue", &part.value));
        samples.push(debug("hwc_wire::server::FormPartRef", &part.received()));
    }
    samples
}

fn link(origin: &str) -> PresignedUrl {
    PresignedUrl::from(format!("{origin}/{MARK}?signature={MARK}#{MARK}"))
}

/// Returns the output for responses with secrets in the wrong form.
fn read() -> Vec<Sample> {
    let wrong = [format!("[\"{MARK}\"]"), format!("\"{MARK}\\x\""), format!("{{\"{MARK}\": 1}}"), MARK.to_owned()];
    let mut samples = Vec::new();
    for (json, mode) in wrong.iter().flat_map(|json| [(json, DecodeMode::Lenient), (json, DecodeMode::Strict)]) {
        let (mut secret, mut cx) = (Secret::default(), DecodeContext::new(mode));
        let failed: DecodeError = decode_value(&mut secret, json.as_bytes(), &mut cx).unwrap_err();
        samples.push(debug("hwc_wire::decode::DecodeContext", &cx));
        samples.push(error("hwc_wire::decode::DecodeError", &failed));
    }
    let stop: ValueError =
        0_u32.decode(InputValue::Text(MARK), &mut DecodeContext::new(DecodeMode::Strict)).unwrap_err();
    samples.push(display("hwc_wire::value::ValueError", &stop));
    let mut cx = DecodeContext::new(DecodeMode::Lenient);
    let json = format!(r#"{{"code": "{MARK}", "code": "{MARK}1", "added": "{MARK}"}}"#);
    decode_body(&mut CreateSession::new(""), json.as_bytes(), &mut cx).unwrap();
    samples.push(debug("hwc_wire::decode::DecodeContext", &cx));
    let deviations = cx.into_deviations();
    assert_eq!(deviations.count(), 2);
    samples.push(debug("hwc_wire::decode::Deviations", &deviations));
    samples.extend(deviations.into_iter().map(|deviation| display("hwc_wire::decode::Deviation", deviation)));
    samples
}

/// Returns the output for requests with secrets.
fn sent() -> Vec<Sample> {
    let how = EncodeOptions::default();
    let impossible = RefreshSession::new(format!("{MARK}\n"));
    let failed = encode(RefreshSession::OPERATION, &impossible, how).unwrap_err();
    let task = GetBatchTaskPublic::new("share").kdstoken(MARK);
    let parts: [(_, &dyn Record); 3] = [
        (RefreshSession::OPERATION, &RefreshSession::new(MARK)),
        (CreateSession::OPERATION, &CreateSession::new(MARK)),
        (GetBatchTaskPublic::OPERATION, &task),
    ];
    let parts = parts.into_iter().map(|(operation, request)| encode(operation, request, how).unwrap());
    let mut samples: Vec<Sample> = parts.map(|parts| debug("hwc_wire::client::RequestParts", &parts)).collect();
    samples.push(error("hwc_wire::client::EncodeError", &failed));
    let long = CreateCases::new("1", "2", "3").verify_code(MARK);
    let violations = validate(&long);
    assert!(!violations.is_empty());
    samples.extend(violations.iter().map(|violation| display("hwc_wire::validate::Violation", violation)));
    samples
}
