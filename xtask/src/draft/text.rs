//! Descriptions and names made from the words of a source.

use heck::ToUpperCamelCase;

use super::facts::{FactField, Facts};
use super::plan::Text;

/// The maximum number of words of a meaning that names a variant.
const MAX_WORDS: usize = 4;

/// Returns a note in own words as a sentence.
pub(crate) fn sentence(note: &str) -> Option<String> {
    let note = note.split_whitespace().collect::<Vec<_>>().join(" ");
    let first_word = note.split(' ').next().filter(|word| !word.is_empty())?;
    let plain = first_word.trim_end_matches([',', ';', ':', '.']).chars().all(|c| c.is_ascii_lowercase() || c == '-');
    let mut text = if plain { note[..1].to_ascii_uppercase() + &note[1..] } else { note.clone() };
    if !text.ends_with(['.', '!', '?', '。']) {
        text.push('.');
    }
    Some(text)
}

/// Returns a description: the note if there is one, else the text of the page as material.
pub(crate) fn describe(note: Option<&str>, page: Option<&str>) -> Text {
    let own = note.and_then(sentence);
    let page = page.map(one_line).filter(|text| !text.is_empty() && own.is_none());
    Text { own, page }
}

/// Returns the description of a field.
pub(crate) fn describe_field(field: &FactField) -> Text {
    describe(field.note.as_deref(), field.page_text.as_deref())
}

/// Returns the text without line breaks and control characters, for a comment.
pub(crate) fn one_line(text: &str) -> String {
    let printable = |c: char| {
        !c.is_control()
            && !matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{200b}'..='\u{200f}')
    };
    let text: String =
        text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).filter(|c| printable(*c)).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns the name of a type in UpperCamelCase, or nothing if the text has no such form.
pub(crate) fn type_name(text: &str) -> Option<String> {
    let name = text.to_upper_camel_case();
    is_camel(&name).then_some(name)
}

fn is_camel(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_uppercase()) && name.chars().all(|c| c.is_ascii_alphanumeric())
}

/// Returns the name of a variant: from a short English meaning, else from a code that is a word.
pub(crate) fn variant_name(meaning: Option<&str>, code: &str) -> Option<String> {
    let from_meaning = meaning.and_then(|meaning| {
        let short = meaning.split(['(', ',', ';', ':', '.', '/']).next()?.trim();
        let words = short.split([' ', '-', '_']).filter(|word| !word.is_empty()).count();
        let english = short.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, ' ' | '-' | '_' | '\''));
        (english && (1..=MAX_WORDS).contains(&words)).then(|| type_name(&short.replace('\'', ""))).flatten()
    });
    let is_word = code.chars().filter(char::is_ascii_alphabetic).count() >= 2
        && code.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'));
    from_meaning
        .or_else(|| is_word.then(|| type_name(code)).flatten())
        .filter(|name| !matches!(&**name, "Unknown" | "Self"))
}

/// Returns the operation's name, or the word for one without a name.
pub(crate) fn operation_name(facts: &Facts) -> Option<String> {
    Some(facts.operation.clone()).filter(|name| is_camel(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_become_sentences() {
        assert_eq!(sentence("file part with\n file name").unwrap(), "File part with file name.");
        assert_eq!(sentence("taskId of the job.").unwrap(), "taskId of the job.");
        assert_eq!(sentence("IAM project ID").unwrap(), "IAM project ID.");
        assert_eq!(sentence("  "), None);
    }

    #[test]
    fn variants_are_named_by_usable_meanings_only() {
        assert_eq!(variant_name(Some("batch copy"), "1").unwrap(), "BatchCopy");
        assert_eq!(variant_name(Some("empty the recycle bin (some users only)"), "7").unwrap(), "EmptyTheRecycleBin");
        assert_eq!(variant_name(Some("the state in which nothing works at all"), "1"), None);
        assert_eq!(variant_name(Some("the state in which nothing works at all"), "BY_ID").unwrap(), "ById");
        assert_eq!(variant_name(Some("批量复制"), "1"), None);
        assert_eq!(variant_name(None, "SELF-BUILT").unwrap(), "SelfBuilt");
        assert_eq!(variant_name(Some("unknown"), "0"), None);
    }
}
