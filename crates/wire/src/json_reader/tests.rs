//! Comparison with serde_json.

#![allow(clippy::unwrap_used, reason = "tests may panic")]

use serde::Deserialize;
use serde_json::Value;

use super::{JsonReader, Rejected};

fn read(text: &str) -> Result<Value, Rejected> {
    let mut reader = JsonReader::new(text);
    let value = Value::deserialize(&mut reader)?;
    reader.end().map(|()| value)
}

/// Checks that the reader accepts what serde_json accepts, with equal values.
fn assert_equal(text: &str) {
    match (read(text), serde_json::from_str::<Value>(text)) {
        // Text shows the difference between 0 and -0.
        (Ok(value), Ok(known)) => assert_eq!(value.to_string(), known.to_string(), "{text}"),
        (Err(_), Err(_)) => {}
        (value, known) => panic!("{text}: {value:?} in place of {known:?}"),
    }
}

/// Texts with all that JSON has. The tests change them.
const TEXTS: [&str; 12] = [
    r#"{"a":1,"b":[true,false,null,{}],"":{"c":[[],[1]]}}"#,
    " {\n\"a\" :\t[ 1 , 2 ] ,\r\"b\" : { } } ",
    r#"["","plain","a longer text of more than 8 bytes","\"\\\/\b\f\n\r\t","end\\"]"#,
    r#"["\u00e9\u4e2d","\ud83d\ude00","x\ud83dy","\ude00","\u12g4","\u12"]"#,
    "[\"\u{e9}\u{4e2d}\u{1f600}\",\"\u{7f}\u{80}\"]",
    "[0,-0,1,-1,10,01,-01,1.5,-2.25e3,1E+2,1e-2,1.,.5,1e,-,+1,1e999,1.0e5]",
    "[999999999999999999,1000000000000000000,9223372036854775807,9223372036854775808,18446744073709551615]",
    "[18446744073709551616,-9223372036854775808,-9223372036854775809,123456789012345678901234567890]",
    "[0.1,0.30000000000000004,1e308,5e-324,123456789.123456789]",
    "nulltrue",
    "",
    "\"a\nb\"",
];

#[test]
fn values_are_those_of_serde_json() {
    for text in TEXTS {
        assert_equal(text);
        let items = text.trim_matches(['[', ']']).split(',');
        items.for_each(assert_equal);
    }
}

#[test]
fn each_changed_byte_is_handled_as_by_serde_json() {
    for text in TEXTS {
        for at in 0..text.len() {
            for byte in b"\"\\,:[]{}0-.eu \n\x01a" {
                let mut bytes = text.as_bytes().to_vec();
                bytes[at] = *byte;
                if let Ok(changed) = std::str::from_utf8(&bytes) {
                    assert_equal(changed);
                }
            }
        }
    }
}

#[test]
fn each_cut_or_removed_part_is_handled_as_by_serde_json() {
    for text in TEXTS {
        for start in (0..text.len()).filter(|start| text.is_char_boundary(*start)) {
            assert_equal(&text[..start]);
            assert_equal(&text[start..]);
            for end in (start..text.len()).filter(|end| text.is_char_boundary(*end)) {
                assert_equal(&[&text[..start], &text[end..]].concat());
            }
        }
    }
}

#[test]
fn the_end_of_a_string_is_found_at_each_distance() {
    for length in 0..40 {
        for end in ["\"", "\\n\"", "\u{1f}\"", "\u{e9}\"", ""] {
            assert_equal(&["\"", &"x".repeat(length), end].concat());
            assert_equal(&["[\"", &"\u{4e2d}".repeat(length), end, ",1]"].concat());
        }
    }
}

#[test]
fn deeply_nested_values_are_left_to_serde_json() {
    assert_equal(&["[".repeat(100), "]".repeat(100)].concat());
    assert!(read(&["[".repeat(101), "]".repeat(101)].concat()).is_err());
    assert!(read(&"{\"a\":".repeat(100_000)).is_err());
}
