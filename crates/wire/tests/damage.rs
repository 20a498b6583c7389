//! Tests of texts that JSON does not allow. Responses are repaired and report a deviation; requests are rejected.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "helpers of tests may panic like tests")]

mod common;

use common::{CaseId, Page, UpdateCase};
use hwc_wire::{
    DecodeContext, DecodeMode, Deviation, DeviationKind, Envelope, Model, Request, RequestRef, decode, decode_request,
};
use hwc_wire::{error_in_success_body, parse_error_body};

/// Returns a page whose second ticket has `id`, in the form of the body.
fn page(id: &[u8]) -> Vec<u8> {
    [&br#"{"count": 2, "cases": [{"id": "a", "tags": ["x"]}, {"id": ""#[..], id, br#"", "tags": ["y"]}]}"#].concat()
}

fn read(body: &[u8]) -> (Page, Vec<Deviation>) {
    let (page, deviations) = decode::<Page>(body, DecodeMode::Lenient).unwrap();
    (page, deviations.into_iter().cloned().collect())
}

/// The received text, the decoded text, and the deviation.
const DAMAGE: [(&[u8], &str, &str); 5] = [
    (br"caf\ud83d", "caf\u{fffd}", "holds half of a surrogate pair, 1 in all; replaced by U+FFFD"),
    (br"\ude00\\ud83d", "\u{fffd}\\ud83d", "holds half of a surrogate pair, 1 in all; replaced by U+FFFD"),
    (b"a\x07b\nc", "a\u{7}b\nc", "holds a control character that is not escaped, 2 in all"),
    (
        b"\xe5\xb7\xa5\xe5\x8d",
        "工\u{fffd}",
        "holds a sequence of bytes that is not UTF-8, 1 in all; replaced by U+FFFD",
    ),
    (b"\xff\xfe", "\u{fffd}\u{fffd}", "holds a sequence of bytes that is not UTF-8, 2 in all; replaced by U+FFFD"),
];

#[test]
fn one_damaged_text_costs_no_page_and_is_reported() {
    for (sent, text, note) in DAMAGE {
        let (page, deviations) = read(&page(sent));
        assert_eq!(page.count, Some(2), "{note}");
        assert_eq!(page.cases[0].id, Some(CaseId::from("a")), "{note}");
        assert_eq!(page.cases[1].id, Some(CaseId::from(text)));
        assert_eq!(page.cases[1].tags.as_deref(), Some(&["y".to_owned()][..]));
        assert_eq!(deviations.len(), 1, "{deviations:?}");
        assert_eq!((deviations[0].kind, deviations[0].to_string().as_str()), (DeviationKind::Damaged, note));
    }
}

#[test]
fn damage_is_found_in_names_and_in_what_is_passed_over() {
    let (page, deviations) = read(b"{\"count\": 1, \"\\ud83d\": [\"\x01\", {\"\xff\": 1}]}");
    assert_eq!(page.count, Some(1));
    let kinds: Vec<DeviationKind> = deviations.iter().map(|deviation| deviation.kind).collect();
    assert_eq!(kinds, [[DeviationKind::Damaged; 3].as_slice(), &[DeviationKind::UnknownField]].concat());
}

#[test]
fn a_byte_order_mark_is_skipped_and_reported() {
    let (page, deviations) = read(b"\xef\xbb\xbf{\"count\": 1}");
    assert_eq!((page.count, deviations[0].to_string().as_str()), (Some(1), "begins with a byte order mark"));
    assert!(read(b"\xef\xbb\xbf\n").0.count.is_none(), "an empty body is empty behind it too");
}

#[test]
fn a_sound_body_is_read_as_it_is() {
    let (page, deviations) = read(&page(br"\ud83d\ude00 \\ud83d \u0007"));
    assert_eq!((page.cases[1].id.as_ref().unwrap().as_str(), deviations.len()), ("\u{1f600} \\ud83d \u{7}", 0));
}

#[test]
fn what_was_noted_before_the_damage_is_not_noted_twice() {
    let (_, deviations) = read(b"{\"count\": \"2\", \"new\": 1, \"cases\": [{\"id\": \"\xff\"}]}");
    let notes: Vec<&str> = deviations.iter().map(|deviation| deviation.path.as_str()).collect();
    assert_eq!(notes, ["", "count", "new"]);
}

#[test]
fn strict_mode_refuses_each_damage() {
    for (sent, _, note) in DAMAGE {
        let error = decode::<Page>(&page(sent), DecodeMode::Strict).unwrap_err();
        assert_eq!(error.to_string(), note);
    }
    let error = decode::<Page>(b"\xef\xbb\xbf{\"count\": 1}", DecodeMode::Strict).unwrap_err();
    assert_eq!(error.to_string(), "begins with a byte order mark");
}

#[test]
fn damage_hides_no_other_error() {
    let fails = |body: &[u8]| decode::<Page>(body, DecodeMode::Lenient).unwrap_err().to_string();
    assert_eq!(fails(b"{\"count\": \"\xff\"}"), "count: expected a whole number, found text at line 1 column 15");
    assert_eq!(fails(b"{\"cases\": [{\"id\": \"\xff\""), "cases[0]: EOF while parsing an object at line 1 column 23");
    assert!(fails(b"<html>\xff</html>").starts_with("expected value"));
}

#[test]
fn damaged_refusals_are_refusals() {
    const OSM: Envelope =
        Envelope { code: "error_code", message: "error_msg", success: &["0"], names: &[], on_success: false };
    for body in [
        &b"\xef\xbb\xbf{\"error_code\": \"OSM.1\", \"error_msg\": \"no\"}"[..],
        b"{\"error_code\": \"OSM.1\", \"error_msg\": \"no\", \"x\": \"\xe5\x8d\"}",
        b"{\"error_code\": \"OSM.1\", \"x\": \"\\ud83d\", \"error_msg\": \"no\"}",
        b"{\"error_code\": \"OSM.1\", \"x\": \"\n\", \"error_msg\": \"no\"}",
    ] {
        for found in [error_in_success_body(&OSM, body), parse_error_body(&OSM, body)] {
            let found = found.unwrap();
            assert_eq!((found.code.as_str(), found.message.as_str()), ("OSM.1", "no"));
        }
    }
}

/// Decodes a request to change a ticket, as a server does.
fn receive_case(query: &str, body: &[u8]) -> Result<UpdateCase, String> {
    let mut read = UpdateCase::unset();
    let from = RequestRef { path: &[("case_id", "c")], query, header: &|_| None, body, form: None };
    let received = decode_request(UpdateCase::OPERATION, from, &mut read, &mut DecodeContext::default());
    received.map(|()| read).map_err(|error| error.to_string())
}

#[test]
fn a_server_skips_a_byte_order_mark() {
    let read = receive_case("", b"\xef\xbb\xbf{\"tags\": [\"a\"], \"root\": {}}").unwrap();
    assert_eq!(read.tags, ["a"]);
}

#[test]
fn a_server_refuses_damaged_requests() {
    let refused = |query: &str, tag: &[u8]| {
        let body = [&b"{\"tags\": [\""[..], tag, b"\"], \"root\": {}}"].concat();
        receive_case(query, &body).unwrap_err()
    };
    assert_eq!(refused("", br"\ud83d"), "tags[0]: unexpected end of hex escape at line 1 column 18");
    assert!(refused("", br"\ude00").starts_with("tags[0]: lone leading surrogate"));
    assert!(refused("", b"\xff").starts_with("not UTF-8: invalid utf-8 sequence of 1 bytes"));
    assert!(refused("", b"\x01").starts_with("tags[0]: control character"));
    assert_eq!(refused("ids=%ff", b"a"), "ids: escapes bytes that are not UTF-8");
    assert_eq!(refused("%ff=1", b"a"), "escapes bytes that are not UTF-8");
}
