//! The `Content-Disposition` header of a part, and parameters of headers in general.

use percent_encoding::percent_decode_str;

/// The maximum length of the name of a part or a file, in bytes.
const LONGEST_NAME: usize = 1024;

/// The names of a part.
#[derive(Debug)]
pub(super) struct Disposition {
    pub(super) name: String,
    pub(super) file_name: Option<String>,
}

impl Disposition {
    /// Parses the value of the header. `filename*` takes precedence over `filename`, as in RFC 6266.
    pub(super) fn read(value: &str) -> Result<Self, String> {
        let (kind, rest) = value.split_once(';').unwrap_or((value, ""));
        if !kind.trim().eq_ignore_ascii_case("form-data") {
            return Err("a part is not form-data".to_owned());
        }
        let parameters = parameters(rest);
        let find = |name: &str| parameters.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone());
        let extended = find("filename*").and_then(|value| extended(&value));
        let name = find("name").ok_or("a part has no name")?;
        let file_name = extended.or_else(|| find("filename"));
        if [Some(&name), file_name.as_ref()].into_iter().flatten().any(|name| name.len() > LONGEST_NAME) {
            return Err(format!("a name has more than {LONGEST_NAME} bytes"));
        }
        Ok(Self { name, file_name })
    }
}

/// Parses an extended value (RFC 8187) in UTF-8: `UTF-8''%E4%B8%80.txt`.
fn extended(value: &str) -> Option<String> {
    let (charset, rest) = value.split_once('\'')?;
    let (_, encoded) = rest.split_once('\'')?;
    if !charset.eq_ignore_ascii_case("utf-8") {
        return None;
    }
    percent_decode_str(encoded).decode_utf8().ok().map(Into::into)
}

/// Parses parameters such as `name="a"; filename=b`. Returns their names in lowercase.
pub(super) fn parameters(mut rest: &str) -> Vec<(String, String)> {
    let mut all = Vec::new();
    while let Some((name, behind)) = rest.split_once('=') {
        let name = name.trim_matches([' ', '\t', ';']).to_ascii_lowercase();
        let (value, behind) = value(behind.trim_start());
        all.push((name, value));
        rest = behind;
    }
    all
}

/// Parses a value up to its semicolon. Returns it with the rest of the text.
fn value(text: &str) -> (String, &str) {
    let Some(quoted) = text.strip_prefix('"') else {
        let (value, rest) = text.split_once(';').unwrap_or((text, ""));
        return (value.trim().to_owned(), rest);
    };
    let mut value = String::new();
    let mut letters = quoted.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        match letter {
            '"' => return (value, &quoted[at + 1..]),
            // Before any other character, a backslash is a separator in paths of old browsers.
            '\\' => match letters.next_if(|(_, next)| matches!(next, '"' | '\\')) {
                Some((_, escaped)) => value.push(escaped),
                None => value.push('\\'),
            },
            letter => value.push(letter),
        }
    }
    (value, "")
}
