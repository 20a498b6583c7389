//! The types of new files, by their extension. The caller chooses them, and the service filters lists by them.

use hwc_api::koodrive::FileType;
use mime_guess::mime;

/// The types of files whose media type says little, by a part of it.
const BY_SUBTYPE: &[(&str, FileType)] = &[
    ("msword", FileType::Document),
    ("wordprocessingml", FileType::Document),
    ("opendocument.text", FileType::Document),
    ("ms-excel", FileType::Spreadsheet),
    ("spreadsheet", FileType::Spreadsheet),
    ("csv", FileType::Spreadsheet),
    ("powerpoint", FileType::Slides),
    ("presentation", FileType::Slides),
    ("zip", FileType::Archive),
    ("7z", FileType::Archive),
    ("rar", FileType::Archive),
    ("x-tar", FileType::Archive),
    ("x-xz", FileType::Archive),
];

/// The extensions of applications, for which media types differ.
const APPLICATIONS: [&str; 3] = ["apk", "exe", "msi"];

/// Returns the media type of a file with this name, if its extension is known.
pub(super) fn media_type(name: &str) -> Option<&'static str> {
    mime_guess::from_path(name).first_raw()
}

/// Returns the type of a file with this name.
pub(super) fn file_type(name: &str) -> FileType {
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    if APPLICATIONS.iter().any(|known| extension.eq_ignore_ascii_case(known)) {
        return FileType::Application;
    }
    let Some(found) = mime_guess::from_path(name).first() else { return FileType::Other };
    match found.type_() {
        mime::IMAGE => FileType::Picture,
        mime::VIDEO => FileType::Video,
        mime::AUDIO => FileType::Audio,
        _ => {
            let text = found.essence_str();
            let known = BY_SUBTYPE.iter().find(|(part, _)| text.contains(part));
            known.map_or(FileType::Other, |(_, kind)| kind.clone())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_extension_decides() {
        for (name, kind) in [
            ("a.PNG", FileType::Picture),
            ("a.mp4", FileType::Video),
            ("a.mp3", FileType::Audio),
            ("a.docx", FileType::Document),
            ("a.doc", FileType::Document),
            ("a.xlsx", FileType::Spreadsheet),
            ("a.csv", FileType::Spreadsheet),
            ("a.pptx", FileType::Slides),
            ("a.zip", FileType::Archive),
            ("a.tar.gz", FileType::Archive),
            ("a.7z", FileType::Archive),
            ("a.rar", FileType::Archive),
            ("a.apk", FileType::Application),
            ("a.exe", FileType::Application),
            ("a.pdf", FileType::Other),
            ("a.unknown-extension", FileType::Other),
            ("a", FileType::Other),
        ] {
            assert_eq!(file_type(name), kind, "{name}");
        }
        assert_eq!((media_type("a.png"), media_type("a")), (Some("image/png"), None));
    }
}
