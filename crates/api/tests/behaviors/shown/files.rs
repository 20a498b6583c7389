//! Names of files in forms.

use hwc_api::FilePart;

use super::operations::Upload;
use crate::common::{Fake, client};

#[tokio::test]
async fn a_file_name_is_sent_as_utf_8_without_changes() {
    for name in ["日志 é.log", "100%.log", "a;b='c'.txt", "..a"] {
        let fake = Fake::answering(["{}"]);
        client(&fake).send(Upload::new(FilePart::bytes(name, "x"))).await.unwrap();
        let body = fake.only().body;
        assert!(body.contains(&format!("; filename=\"{name}\"\r\n")), "{body}");
        assert!(!body.contains("filename*"), "{body}");
    }
}

#[tokio::test]
async fn only_the_last_part_of_a_path_is_sent() {
    for path in [r"C:\logs\a.log", "../a/a.log", "/var/log/a.log", r"logs/..\a.log"] {
        let fake = Fake::answering(["{}"]);
        client(&fake).send(Upload::new(FilePart::bytes(path, "x"))).await.unwrap();
        assert!(fake.only().body.contains("; filename=\"a.log\"\r\n"), "{path}");
    }
    for path in ["..", "logs/..", "logs/", r"logs\", "."] {
        let fake = Fake::default();
        let error = client(&fake).send(Upload::new(FilePart::bytes(path, "x"))).await.unwrap_err();
        assert_eq!(error.kind(), hwc_api::ErrorKind::InvalidRequest, "{path}");
        assert!(error.to_string().ends_with("file.file_name is not the name of a file") && fake.seen().is_empty());
    }
}

#[tokio::test]
async fn a_file_name_has_1_to_255_characters() {
    let fake = Fake::answering(["{}"]);
    let client = client(&fake);
    client.send(Upload::new(FilePart::bytes("é".repeat(255), "x"))).await.unwrap();
    let error = client.send(Upload::new(FilePart::bytes("é".repeat(256), "x"))).await.unwrap_err();
    assert_eq!(error.violations()[0].to_string(), "file.file_name has 256 characters, at most 255");
    let error = client.send(Upload::new(FilePart::bytes("", "x"))).await.unwrap_err();
    assert_eq!(error.violations()[0].to_string(), "file.file_name has 0 characters, at least 1");
    assert_eq!(fake.seen().len(), 1);
}
