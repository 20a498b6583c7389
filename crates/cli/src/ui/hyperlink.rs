//! Hyperlinks (OSC 8) for terminals that support them. Elsewhere, and in pipes and files, only the text is written.

use std::fmt::Write as _;
use std::sync::OnceLock;

use anstream::{AutoStream, ColorChoice};
use supports_hyperlinks::Stream;

/// The end of an escape sequence (ST).
const END: &str = "\u{1b}\\";

/// Returns a text with a link, or the text alone if standard output does not support links.
pub(crate) fn link(text: &str, url: &str) -> String {
    if is_supported() { wrap(text, url) } else { text.to_owned() }
}

/// Returns true if standard output is a terminal with support for links, where escape sequences are wanted.
fn is_supported() -> bool {
    static SUPPORTED: OnceLock<bool> = OnceLock::new();
    *SUPPORTED.get_or_init(|| {
        let colors = AutoStream::choice(&std::io::stdout()) != ColorChoice::Never;
        colors && supports_hyperlinks::on(Stream::Stdout)
    })
}

/// Returns the text with a link to an http or https URL. Other URLs are not linked: a terminal may open any program for
/// them.
fn wrap(text: &str, url: &str) -> String {
    match url.starts_with("https://") || url.starts_with("http://") {
        true => format!("\u{1b}]8;;{}{END}{text}\u{1b}]8;;{END}", escape(url)),
        false => text.to_owned(),
    }
}

/// Percent-encodes all characters that are not printable ASCII. A URL from a service cannot end the sequence then.
fn escape(url: &str) -> String {
    let mut escaped = String::with_capacity(url.len());
    for byte in url.bytes() {
        match byte.is_ascii_graphic() {
            true => escaped.push(byte.into()),
            // Writing to a string cannot fail.
            false => drop(write!(escaped, "%{byte:02X}")),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_cannot_leave_its_sequence() {
        let linked = wrap("text", "https://example.com/a\u{1b}\\\u{7}\u{1b}[2J\u{9c}b ü");
        let (_, rest) = linked.split_once("]8;;").unwrap();
        let (url, rest) = rest.split_once(END).unwrap();
        assert_eq!(url, "https://example.com/a%1B\\%07%1B[2J%C2%9Cb%20%C3%BC");
        assert_eq!(rest, format!("text\u{1b}]8;;{END}"));
        assert_eq!(anstream::adapter::strip_str(&linked).to_string(), "text");
    }

    #[test]
    fn only_web_pages_are_linked() {
        for url in ["file:///etc/passwd", "javascript:alert(1)", "x-app://open", ""] {
            assert_eq!(wrap("text", url), "text", "{url}");
        }
    }

    #[test]
    fn tests_have_no_links() {
        assert_eq!(link("text", "https://example.com"), "text", "their output is not a terminal");
    }
}
