//! The file types and media types of extensions.

use hwc_models::koodrive::FileType;

use crate::services::koodrive::drive::names;

/// The media type of folders.
pub(super) const FOLDER_MIME: &str = "application/vnd.huawei-apps.folder";

/// Extensions with their file type and media type.
const TYPES: &[(&str, &str, &str)] = &[
    ("jpg", "15", "image/jpeg"),
    ("jpeg", "15", "image/jpeg"),
    ("png", "15", "image/png"),
    ("gif", "15", "image/gif"),
    ("bmp", "15", "image/bmp"),
    ("webp", "15", "image/webp"),
    ("svg", "15", "image/svg+xml"),
    ("mp4", "20", "video/mp4"),
    ("mov", "20", "video/quicktime"),
    ("avi", "20", "video/x-msvideo"),
    ("mkv", "20", "video/x-matroska"),
    ("webm", "20", "video/webm"),
    ("doc", "26", "application/msword"),
    ("docx", "26", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ("xls", "27", "application/vnd.ms-excel"),
    ("xlsx", "27", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("csv", "27", "text/csv"),
    ("ppt", "28", "application/vnd.ms-powerpoint"),
    ("pptx", "28", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    ("mp3", "30", "audio/mpeg"),
    ("wav", "30", "audio/wav"),
    ("flac", "30", "audio/flac"),
    ("m4a", "30", "audio/mp4"),
    ("zip", "35", "application/zip"),
    ("7z", "35", "application/x-7z-compressed"),
    ("rar", "35", "application/vnd.rar"),
    ("tar", "35", "application/x-tar"),
    ("gz", "35", "application/gzip"),
    ("exe", "40", "application/vnd.microsoft.portable-executable"),
    ("apk", "40", "application/vnd.android.package-archive"),
    ("msi", "40", "application/x-msi"),
    ("txt", "45", "text/plain"),
    ("md", "45", "text/markdown"),
    ("json", "45", "application/json"),
    ("xml", "45", "application/xml"),
    ("html", "45", "text/html"),
    ("pdf", "45", "application/pdf"),
];

/// Returns the type of a file with this name.
pub(super) fn file_type(name: &str) -> FileType {
    find(name).map_or(FileType::Other, |(code, _)| FileType::from(code))
}

/// Returns the media type of a file with this name.
pub(super) fn mime(name: &str) -> &'static str {
    find(name).map_or("application/octet-stream", |(_, mime)| mime)
}

fn find(name: &str) -> Option<(&'static str, &'static str)> {
    let suffix = names::suffix(name)?.to_ascii_lowercase();
    TYPES.iter().find(|(known, ..)| *known == suffix).map(|(_, code, mime)| (*code, *mime))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn extensions_decide_on_the_types() {
        let types = ["a.PNG", "b.tar", "c.docx", "d", "e.unknown", ".zip"].map(|name| (file_type(name), mime(name)));
        let codes = types.each_ref().map(|(file_type, _)| file_type.code());
        assert_eq!(codes, ["15", "35", "26", "45", "45", "45"]);
        assert_eq!((types[0].1, types[4].1), ("image/png", "application/octet-stream"));
    }
}
