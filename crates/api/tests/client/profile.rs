//! Parsing of profile files: valid and rejected lines, and redacted values.

use hwc_api::ProfileFile;

#[test]
fn profiles_do_not_print_values() {
    let profile = ProfileFile::parse("[osm]\ntoken = SECRET\n").unwrap();
    assert_eq!(format!("{profile:?}"), r#"{"osm": "token"}"#);
    assert_eq!(profile.get("osm", "token"), Some("SECRET"));
    for (text, line) in [("a = b", 1), ("[x]\n[y", 2), ("[x]\n\n= b\nno", 3), ("[x]\nno", 2)] {
        let error = ProfileFile::parse(text).unwrap_err().to_string();
        assert!(error.starts_with(&format!("line {line} ")), "{text}: {error}");
    }
}

/// The file as parsed by the SDK for Python (`configparser`) and the one for Go (`ini.v1`), each with its defaults.
#[test]
fn a_profile_is_read_where_the_official_sdks_agree() {
    let read = [
        "[basic] # the project\nak = A\n",
        "[basic]; the project\nak=A\n",
        "  [ basic ]\t# one\n; two\n # three\nak = A\n",
        "\u{feff}[basic]\r\n ak = A \r\nsk = B\r\n",
        "[basic]\n  ak : A\n  sk = B\nproject_id = p\n",
        "[basic]\nsk = x\"y\nak = A\n[other]\nak = 'x' # y\n  z = %\nz = %\n[other]\n",
    ];
    for text in read {
        assert_eq!(ProfileFile::parse(text).unwrap().get("basic", "ak"), Some("A"), "{text}");
    }
    let own = ProfileFile::parse("[osm]\npassword = a#b;c%d\\\n[koodrive]\ntoken = #x\n");
    assert!(own.unwrap_err().to_string().starts_with("line 4 has a comment behind its value"));
    let own = ProfileFile::parse("[osm]\npassword = a#b;c%d\\\n").unwrap();
    assert_eq!(own.get("osm", "password"), Some("a#b;c%d\\"), "no official SDK reads this one");
}

#[test]
fn a_line_that_the_official_sdks_read_differently_is_refused() {
    let refused = [
        "ak = \"SECRET\"",
        "ak = 'SECRET'",
        "ak = `SECRET`",
        "ak = SECRET # mine",
        "ak = SECRET\t; mine",
        "ak = SECRET#mine",
        "ak = SECRET%mine",
        "ak = SECRET\\",
        "ak = A\nak = SECRET",
        "ak = A\n\n  sk = SECRET",
        "ak = A\n[osm]\n[basic]",
        "ak = SECRET\u{1}",
    ];
    let errors = refused.map(|text| ProfileFile::parse(&format!("[basic]\n{text}\n")).unwrap_err());
    assert!(errors.iter().all(|error| !format!("{error}{error:?}").contains("SECRET")));
    insta::assert_snapshot!(errors.map(|error| error.to_string()).join("\n"));
    for section in ["[basic] x", "[basic] # see [x]", "[basic"] {
        let error = ProfileFile::parse(&format!("{section}\nak = A")).unwrap_err();
        assert_eq!(error.to_string(), "line 1 is neither `[section]` nor `name = value`", "{section}");
    }
    let error = ProfileFile::parse("[DEFAULT]\nak = A").unwrap_err().to_string();
    assert!(error.starts_with("line 2 is in the section [DEFAULT]"), "{error}");
}
