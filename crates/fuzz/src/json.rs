//! Target: JSON text.
//!
//! - Any text that serde_json accepts is decoded to the same value.
//! - A text that it rejects is an error, unless a repair is reported.

use hwc_wire::{DecodeContext, DecodeMode, DeviationKind, Json, decode_value};

/// Runs one input.
pub(crate) fn run(data: &[u8]) {
    let mut cx = DecodeContext::new(DecodeMode::Lenient);
    let mut value = Json::Null;
    let read = decode_value(&mut value, data, &mut cx);
    let known = std::str::from_utf8(data).ok().and_then(|text| text.parse::<Json>().ok());
    match (read, known) {
        // Text shows the difference between 0 and -0.
        (Ok(()), Some(known)) => assert_eq!(value.to_string(), known.to_string(), "{}", data.escape_ascii()),
        (Ok(()), None) => {
            let deviations = cx.into_deviations();
            let is_repaired = deviations.into_iter().any(|deviation| deviation.kind == DeviationKind::Damaged);
            assert!(is_repaired, "{} is decoded as {value}", data.escape_ascii());
        }
        (Err(error), Some(known)) => panic!("{error}, but {} is {known}", data.escape_ascii()),
        (Err(_), None) => {}
    }
}
