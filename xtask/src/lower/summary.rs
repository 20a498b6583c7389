//! The summaries of an operation, in English and in Chinese.

use crate::spec::problem::{Problem, SpecFile};
use crate::spec::spanned::Spanned;
use crate::spec::yaml;

/// Reports an empty summary, and a Chinese summary that is not one line of Chinese prose.
pub(crate) fn check(file: &SpecFile, yaml: &yaml::Endpoint, problems: &mut Vec<Problem>) {
    if yaml.summary.trim().is_empty() {
        problems.push(file.problem(yaml.summary.location, "`summary` is empty: describe the operation"));
    }
    if let Err(message) = check_chinese(&yaml.summary_zh) {
        problems.push(file.problem(yaml.summary_zh.location, message));
    }
}

fn check_chinese(summary: &Spanned<String>) -> Result<(), String> {
    let text = summary.trim();
    if text.contains('\n') {
        return Err("`summary_zh` has several lines: write one".to_owned());
    }
    if !text.contains(is_chinese) {
        return Err("`summary_zh` is not Chinese: write one line, as in `查询工单列表。`".to_owned());
    }
    if let Some(mark) = english_mark(text) {
        return Err(format!("`summary_zh` has the English mark `{mark}`: use `，`, `。`, `：`, `；`, `（` or `）`"));
    }
    if !text.ends_with('。') {
        return Err("`summary_zh` must end with `。`".to_owned());
    }
    Ok(())
}

fn is_chinese(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

/// Returns the first English punctuation mark. Marks inside a name or a number, as in `v1.1`, do not count.
fn english_mark(text: &str) -> Option<char> {
    let letters: Vec<char> = text.chars().collect();
    let is_word = |index: Option<usize>| index.and_then(|i| letters.get(i)).is_some_and(char::is_ascii_alphanumeric);
    let is_prose = |index: usize| !(is_word(index.checked_sub(1)) && is_word(Some(index + 1)));
    let mut marks =
        letters.iter().enumerate().filter(|(_, c)| matches!(c, '.' | ',' | ':' | ';' | '!' | '?' | '(' | ')'));
    marks.find(|(index, _)| is_prose(*index)).map(|(_, mark)| *mark)
}
