//! Target: responses of every operation.
//!
//! - Any input is decoded to a record or an error.
//! - A record is encoded and decoded back unchanged.
//! - Strict decoding differs from tolerant decoding only in errors.
//! - A repaired value does not change other values.
//!
//! The input consists of two bytes for the operation, the body with a terminating zero byte, and a line for each header
//! field.

use hwc_wire::catalog::OperationEntry;
use hwc_wire::{
    Binary, DecodeContext, DecodeError, DecodeMode, DeviationKind, Deviations, Location, PresignedUrl, Record,
    Timestamp, ValueRef, encode_response, error_in_success_body, parse_error_body,
};

use crate::{operations, parts, texts};

/// Runs one input.
pub(crate) fn run(data: &[u8]) {
    let Some((entry, rest)) = operations::of(data) else {
        return;
    };
    let end = rest.iter().position(|byte| *byte == 0).unwrap_or(rest.len());
    let body = &rest[..end];
    let lines = String::from_utf8_lossy(rest.get(end + 1..).unwrap_or_default());
    let empty = (entry.response)();
    let headers = parts::header_lines(&*empty, &lines);
    let envelope = &entry.operation.service.envelope;
    _ = (error_in_success_body(envelope, body), parse_error_body(envelope, body));

    let tolerant = read(entry, &headers, body, DecodeMode::Lenient);
    let strict = read(entry, &headers, body, DecodeMode::Strict);
    agree(&tolerant, &strict);
    if let Ok((answer, _)) = tolerant {
        texts::each(ValueRef::Record(&*answer), &mut understood);
        survives(entry, &headers, body, &*answer);
        returns(entry, &*answer);
    }
}

/// Checks the interpretations of a text: a point in time, or the host of a URL. A time is unchanged after it is
/// formatted.
fn understood(text: &str) {
    _ = PresignedUrl::from(text).origin();
    let Some(millis) = Timestamp::from(text).unix_millis() else {
        return;
    };
    if (YEAR_0..YEAR_10000).contains(&millis) {
        assert_eq!(Timestamp::from_unix_millis(millis).unix_millis(), Some(millis), "{text}");
    }
}

/// The start of years with four digits, in milliseconds since 1970 (UTC).
const YEAR_0: i64 = -62_167_219_200_000;

/// The end of years with four digits.
const YEAR_10000: i64 = 253_402_300_800_000;

type Read = Result<(Box<dyn Record>, Deviations), DecodeError>;

fn read(entry: &OperationEntry, headers: &[(&str, &str)], body: &[u8], mode: DecodeMode) -> Read {
    let mut cx = DecodeContext::new(mode).with_envelope(entry.operation.service.envelope.names);
    let answer = parts::answer(entry, headers, body, &mut cx)?;
    Ok((answer, cx.into_deviations()))
}

/// Checks that strict decoding rejects exactly what tolerant decoding reports, except added fields.
fn agree(tolerant: &Read, strict: &Read) {
    let added = |deviations: &Deviations| deviations.into_iter().all(|d| d.kind == DeviationKind::UnknownField);
    match (tolerant, strict) {
        (Ok((tolerant, noted)), Ok((strict, _))) => {
            assert!(added(noted), "strict reading let pass {noted:?}");
            assert!(hwc_wire::records_equal(&**tolerant, &**strict), "{tolerant:?} is read strictly as {strict:?}");
        }
        (Ok((_, noted)), Err(error)) => {
            // Only the first of many deviations are kept.
            let all_kept = noted.count() == noted.as_slice().len();
            assert!(!all_kept || !added(noted), "strict reading alone fails: {error}");
        }
        (Err(error), Ok(_)) => panic!("tolerant reading alone fails: {error}"),
        (Err(_), Err(_)) => {}
    }
}

/// Checks the repair of a damaged last member: all others are read before the repair, and read again after it.
fn survives(entry: &OperationEntry, headers: &[(&str, &str)], body: &[u8], answer: &dyn Record) {
    let has_members = answer.descriptor().fields.iter().all(|field| field.location != Location::Payload);
    let members = body.trim_ascii_end().strip_suffix(b"}").filter(|_| has_members);
    let Some(members) = members.filter(|members| !members.trim_ascii_end().ends_with(b"{")) else {
        return;
    };
    let damaged = [members, b",\"\\u0000\":\"\xff\"}"].concat();
    let (again, _) = read(entry, headers, &damaged, DecodeMode::Lenient).expect("damage is repaired");
    assert!(hwc_wire::records_equal(answer, &*again), "{answer:?}\nbecame\n{again:?}");
}

/// Checks that the record is unchanged after it is encoded and decoded.
fn returns(entry: &OperationEntry, answer: &dyn Record) {
    let shown = format!("{answer:?}");
    let written = encode_response(answer).expect("models can be written");
    let content = written.content.map(Binary::into_vec);
    let body = content.unwrap_or_else(|| written.body.to_string().into_bytes());
    let headers: Vec<(&str, &str)> = written.headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
    match read(entry, &headers, &body, DecodeMode::Lenient) {
        Ok((again, noted)) => {
            let strange = noted.into_iter().find(|deviation| !parts::may_stay(deviation.kind));
            assert!(strange.is_none(), "{strange:?} in {}", body.escape_ascii());
            assert!(is_same(answer, &*again), "{shown}\nbecame\n{again:?}");
        }
        // A single value that is encoded as a list is one level deeper.
        Err(error) if error.to_string().contains("recursion limit") => {}
        Err(error) => panic!("{error} in {}", body.escape_ascii()),
    }
}

/// Compares records. An absent response that is JSON as a whole is encoded as an empty object, which is not absent.
fn is_same(answer: &dyn Record, again: &dyn Record) -> bool {
    hwc_wire::records_equal(answer, again) || parts::whole_is_absent(answer)
}
