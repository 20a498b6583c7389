//! Target: answers of every operation. Whatever comes, reading it ends in a record or an error; what a record holds is
//! written and read back as it is; strict reading differs from tolerant reading in errors only; damage that is repaired changes
//! nothing else.
//!
//! The input: two bytes for the operation, the body up to a zero byte, then a line for each header field.

use hwc_wire::catalog::Entry;
use hwc_wire::{
    Binary, Context, DecodeError, DeviationKind, Deviations, Link, Mode, Output, Place, Record, Timestamp, envelope,
    respond,
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
    _ = (envelope::refusal(envelope, body), envelope::parse(envelope, body));

    let tolerant = read(entry, &headers, body, Mode::Tolerant);
    let strict = read(entry, &headers, body, Mode::Strict);
    agree(&tolerant, &strict);
    if let Ok((answer, _)) = tolerant {
        texts::each(Output::Record(&*answer), &mut understood);
        survives(entry, &headers, body, &*answer);
        returns(entry, &*answer);
    }
}

/// What is made of a text beyond keeping it: a point in time, or the host of a link. A time is the same time when it is
/// written in our own form.
fn understood(text: &str) {
    _ = Link::from(text).origin();
    let Some(millis) = Timestamp::from(text).unix_millis() else {
        return;
    };
    if (YEAR_0..YEAR_10000).contains(&millis) {
        assert_eq!(Timestamp::from_unix_millis(millis).unix_millis(), Some(millis), "{text}");
    }
}

/// When years begin to have four digits, in milliseconds after 1970 (UTC).
const YEAR_0: i64 = -62_167_219_200_000;

/// When they cease to.
const YEAR_10000: i64 = 253_402_300_800_000;

type Read = Result<(Box<dyn Record>, Deviations), DecodeError>;

fn read(entry: &Entry, headers: &[(&str, &str)], body: &[u8], mode: Mode) -> Read {
    let mut cx = Context::new(mode).with_envelope(entry.operation.service.envelope.names);
    let answer = parts::answer(entry, headers, body, &mut cx)?;
    Ok((answer, cx.into_deviations()))
}

/// Strict reading refuses exactly what tolerant reading reports, added fields excepted.
fn agree(tolerant: &Read, strict: &Read) {
    let added = |deviations: &Deviations| deviations.into_iter().all(|d| d.kind == DeviationKind::AddedField);
    match (tolerant, strict) {
        (Ok((tolerant, noted)), Ok((strict, _))) => {
            assert!(added(noted), "strict reading let pass {noted:?}");
            assert!(hwc_wire::record::same(&**tolerant, &**strict), "{tolerant:?} is read strictly as {strict:?}");
        }
        (Ok((_, noted)), Err(error)) => {
            // Of many deviations only the first are kept.
            let all_kept = noted.count() == noted.as_slice().len();
            assert!(!all_kept || !added(noted), "strict reading alone fails: {error}");
        }
        (Err(error), Ok(_)) => panic!("tolerant reading alone fails: {error}"),
        (Err(_), Err(_)) => {}
    }
}

/// The last member is damaged, so that all others were read before the repair, and are read once more after it.
fn survives(entry: &Entry, headers: &[(&str, &str)], body: &[u8], answer: &dyn Record) {
    let has_members = answer.shape().fields.iter().all(|field| field.place != Place::Whole);
    let members = body.trim_ascii_end().strip_suffix(b"}").filter(|_| has_members);
    let Some(members) = members.filter(|members| !members.trim_ascii_end().ends_with(b"{")) else {
        return;
    };
    let damaged = [members, b",\"\\u0000\":\"\xff\"}"].concat();
    let (again, _) = read(entry, headers, &damaged, Mode::Tolerant).expect("damage is repaired");
    assert!(hwc_wire::record::same(answer, &*again), "{answer:?}\nbecame\n{again:?}");
}

/// What the record holds goes over the wire once more and stays what it is.
fn returns(entry: &Entry, answer: &dyn Record) {
    let shown = format!("{answer:?}");
    let written = respond(answer).expect("models can be written");
    let content = written.content.map(Binary::into_vec);
    let body = content.unwrap_or_else(|| written.body.to_string().into_bytes());
    let headers: Vec<(&str, &str)> = written.headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
    match read(entry, &headers, &body, Mode::Tolerant) {
        Ok((again, noted)) => {
            let strange = noted.into_iter().find(|deviation| !parts::may_stay(deviation.kind));
            assert!(strange.is_none(), "{strange:?} in {}", body.escape_ascii());
            assert!(is_same(answer, &*again), "{shown}\nbecame\n{again:?}");
        }
        // A single value for a list is one level deeper when it is written as a list.
        Err(error) if error.to_string().contains("recursion limit") => {}
        Err(error) => panic!("{error} in {}", body.escape_ascii()),
    }
}

/// An answer that is JSON as a whole and did not come is written as an empty object, which is something.
fn is_same(answer: &dyn Record, again: &dyn Record) -> bool {
    hwc_wire::record::same(answer, again) || parts::whole_is_absent(answer)
}
