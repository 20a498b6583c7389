//! Forms as clients send them, with every part and with damage.

use super::*;

/// The name, the file name, the media type and the content of a part.
type Read = (String, Option<String>, Option<String>, String);

fn read_form(content_type: &str, body: &[u8]) -> Result<Vec<Read>, String> {
    let parts = parts(Some(content_type), body).map_err(|error| error.to_string())?;
    let read = |part: &Part<'_>| {
        let part = part.received();
        let owned = |text: Option<&str>| text.map(str::to_owned);
        let content = String::from_utf8_lossy(part.content).into_owned();
        (part.name.to_owned(), owned(part.file_name), owned(part.content_type), content)
    };
    Ok(parts.iter().map(read).collect())
}

fn problem(body: &str) -> String {
    read_form("multipart/form-data; boundary=b", body.as_bytes()).unwrap_err()
}

#[test]
fn parts_have_names_types_and_contents() {
    let body = "preamble\r\n--b \r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n\r\n--b- is no boundary\r\n--b\r\n\
                content-disposition: FORM-DATA; filename=\"C:\\x\\\"y\\\".txt\"; Name=file\r\nContent-Type: text/plain\r\n\r\n\
                -b\r\n\r\n--b\r\nContent-Disposition: form-data; name=empty\r\n\r\n--b--\r\nepilogue";
    // A line that begins with the boundary ends a part.
    assert_eq!(problem(body), "invalid form: text after a boundary");
    let body = body.replace("--b- is no boundary", "-b");
    let parts = read_form("Multipart/Form-Data; charset=utf-8; boundary=\"b\"", body.as_bytes()).unwrap();
    let text = |text: &str| Some(text.to_owned());
    assert_eq!(
        parts,
        [
            ("a".to_owned(), None, None, "\r\n-b".to_owned()),
            ("file".to_owned(), text("C:\\x\"y\".txt"), text("text/plain"), "-b\r\n".to_owned()),
            ("empty".to_owned(), None, None, String::new()),
        ]
    );
}

#[test]
fn names_of_files_come_in_two_ways() {
    let name = |value: &str| Disposition::read(&format!("form-data; name=f; {value}")).unwrap().file_name;
    assert_eq!(name("filename=一.txt").as_deref(), Some("一.txt"));
    assert_eq!(name("filename=\"a;b=c.txt\"").as_deref(), Some("a;b=c.txt"));
    assert_eq!(name("filename=x; filename*=utf-8''%E4%B8%80.txt").as_deref(), Some("一.txt"));
    assert_eq!(name("filename=x; filename*=latin1''%E4").as_deref(), Some("x"));
    assert_eq!(name("x"), None);
}

#[test]
fn broken_forms_are_refused() {
    let disposition = "Content-Disposition: form-data; name=a";
    assert_eq!(problem(""), "invalid form: no boundary");
    assert_eq!(problem("--b"), "invalid form: no line end after a boundary");
    assert_eq!(problem("--b\r\n--b--"), "invalid form: no boundary after the last part");
    assert_eq!(problem(&format!("--b\r\n{disposition}\r\n\r\nx")), "invalid form: no boundary after the last part");
    assert_eq!(problem("--b\r\n\r\nx\r\n--b--"), "invalid form: a part has no Content-Disposition");
    assert_eq!(
        problem("--b\r\nContent-Disposition: inline\r\n\r\nx\r\n--b--"),
        "invalid form: a part is not form-data"
    );
    assert_eq!(problem("--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b--"), "invalid form: a part has no name");
    let long = format!("--b\r\n{disposition}{}\r\n\r\nx\r\n--b--", "a".repeat(1024));
    assert_eq!(problem(&long), "invalid form: a name has more than 1024 bytes");
    let long = format!("--b\r\n{disposition}\r\nX: {}\r\n\r\nx\r\n--b--", "a".repeat(LONGEST_HEAD));
    assert_eq!(problem(&long), "invalid form: headers of a part have more than 8192 bytes");
    for media_type in [
        "",
        "application/json",
        "multipart/form-data",
        "multipart/form-data; boundary=",
        "multipart/form-data; boundary",
    ] {
        assert!(read_form(media_type, b"--b--").is_err(), "{media_type}");
    }
    assert_eq!(read_form("multipart/form-data; boundary=b", b"--b--").unwrap(), []);
}

#[test]
fn a_form_has_a_bounded_number_of_parts() {
    let part = "--b\r\nContent-Disposition: form-data; name=a\r\n\r\nx\r\n";
    assert_eq!(problem(&format!("{}--b--", part.repeat(MOST_PARTS + 1))), "invalid form: more than 64 parts");
    let most = format!("{}--b--", part.repeat(MOST_PARTS));
    assert_eq!(read_form("multipart/form-data; boundary=b", most.as_bytes()).unwrap().len(), MOST_PARTS);
}
