//! Word search in texts as SQL functions. Scanning 100,000 texts is faster than maintaining a trigram index.

use memchr::memmem;
use rusqlite::Connection;
use rusqlite::functions::FunctionFlags;

use crate::runtime::api_error::ApiError;

/// The maximum number of words in a search, which is the limit of `ListCases`.
const MOST_WORDS: usize = 32;

/// The maximum length of a word, in characters.
const LONGEST_WORD: usize = 64;

/// The separator between the words of [`join`]. No word contains it.
const SEPARATOR: char = '\n';

/// Splits texts at blanks and joins the distinct words, in lowercase, as the argument of the SQL function `has_words`.
///
/// # Errors
/// Returns [`ApiError::invalid`] if there are more than [`MOST_WORDS`] words, or one is too long.
pub(crate) fn join(field: &str, texts: &[String]) -> Result<String, ApiError> {
    let mut words: Vec<String> = Vec::new();
    for word in texts.iter().flat_map(|text| text.split_whitespace()) {
        if word.chars().count() > LONGEST_WORD {
            return Err(ApiError::invalid(format!("{field} has a word of more than {LONGEST_WORD} characters")));
        }
        let word = word.to_ascii_lowercase();
        if words.contains(&word) {
            continue;
        }
        if words.len() == MOST_WORDS {
            return Err(ApiError::invalid(format!("{field} has more than {MOST_WORDS} different words")));
        }
        words.push(word);
    }
    Ok(words.join(&SEPARATOR.to_string()))
}

/// Defines the SQL functions `has_words(text, words)` and `has_text(text, part)`. The second argument is in lowercase. The
/// text may have any case of ASCII letters.
pub(crate) fn define(db: &Connection) -> rusqlite::Result<()> {
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
    db.create_scalar_function("has_words", 2, flags, |cx| {
        let text = cx.get_raw(0).as_str()?.to_ascii_lowercase();
        Ok(cx.get_raw(1).as_str()?.split(SEPARATOR).all(|word| contains(&text, word)))
    })?;
    db.create_scalar_function("has_text", 2, flags, |cx| {
        Ok(contains(&cx.get_raw(0).as_str()?.to_ascii_lowercase(), cx.get_raw(1).as_str()?))
    })
}

/// Returns true if `text` contains `part`. `str::contains` takes several times as long.
fn contains(text: &str, part: &str) -> bool {
    memmem::find(text.as_bytes(), part.as_bytes()).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(texts: &[&str]) -> Result<String, String> {
        let texts: Vec<String> = texts.iter().map(|text| (*text).to_owned()).collect();
        join("search_key", &texts).map_err(|error| error.message)
    }

    #[test]
    fn words_are_counted_once_and_capped() {
        assert_eq!(joined(&["The  disk", "is THE", " "]).as_deref(), Ok("the\ndisk\nis"));
        let many: Vec<String> = (0..=MOST_WORDS).map(|number| number.to_string()).collect();
        assert_eq!(joined(&[&many.join(" ")]), Err("search_key has more than 32 different words".to_owned()));
        assert_eq!(joined(&[&"x ".repeat(10_000)]).as_deref(), Ok("x"));
        let long = "x".repeat(LONGEST_WORD + 1);
        assert_eq!(joined(&[&long]), Err("search_key has a word of more than 64 characters".to_owned()));
    }

    #[test]
    fn texts_have_words_in_any_case_of_ascii_letters() {
        let db = Connection::open_in_memory().unwrap();
        define(&db).unwrap();
        let has = |function: &str, text: &str, words: &str| -> bool {
            db.query_row(&format!("SELECT {function}(?1, ?2)"), (text, words), |row| row.get(0)).unwrap()
        };
        assert!(has("has_words", "The DISK is slow", "disk\nlow"));
        assert!(!has("has_words", "The DISK is slow", "disk\nfast"));
        assert!(has("has_words", "磁盘É", "盘"));
        assert!(!has("has_words", "磁盘É", "é"));
        assert!(has("has_text", "Disk is\nslow", "is\nslow"));
        assert!(!has("has_text", "Disk is slow", "slow\nis"));
    }
}
