//! Descriptions of parameters: the limits, the default and the listed values that their text states in fixed phrases.

use super::super::facts::{Code, FactField};
use super::super::json::Json;

/// The phrases before a limit. A colon follows.
const MIN_LENGTH: &[&str] = &["Minimum length", "最小长度"];
const MAX_LENGTH: &[&str] = &["Maximum length", "最大长度"];
const MINIMUM: &[&str] = &["Minimum value", "Minimum", "最小值"];
const MAXIMUM: &[&str] = &["Maximum value", "Maximum", "最大值"];
const ITEMS: &[&str] = &["Array Length", "Array length", "数组长度"];
const RANGE: &[&str] = &["Value range", "取值范围"];
const DEFAULT: &[&str] = &["Default value", "Default", "默认值", "缺省值"];
const CODES: &[&str] = &["Enumeration values", "Enumeration value", "枚举值"];

/// All phrases, each of which ends the one before it.
const ALL: &[&[&str]] = &[MIN_LENGTH, MAX_LENGTH, MINIMUM, MAXIMUM, ITEMS, RANGE, DEFAULT, CODES];

/// Adds to a field what its description states. Returns messages about contradictions and unreadable parts.
pub(super) fn read(text: &str, field: &mut FactField) -> Vec<String> {
    let mut messages = Vec::new();
    let mut limit = |phrases: &[&str]| {
        let values: Vec<i64> = values_after(text, phrases).filter_map(leading_number).collect();
        if values.iter().any(|value| Some(value) != values.first()) {
            messages.push(format!("{} has several values of `{}`", field.name, phrases[0]));
        }
        values.first().copied()
    };
    (field.min_length, field.max_length) = (limit(MIN_LENGTH), limit(MAX_LENGTH));
    (field.minimum, field.maximum) = (limit(MINIMUM), limit(MAXIMUM));
    let pair = |phrases: &[&str]| values_after(text, phrases).find_map(number_pair);
    if let Some((min, max)) = pair(ITEMS) {
        (field.min_items, field.max_items) = (Some(min), Some(max));
    }
    if let Some((min, max)) = pair(RANGE) {
        let numeric = matches!(&*field.kind, "integer" | "long" | "number");
        let other = |limit: Option<i64>, bound: i64| limit.is_some_and(|limit| limit != bound);
        if other(field.minimum, min) || other(field.maximum, max) {
            messages.push(format!("{} goes from {min} to {max} in the text and has other limits after it", field.name));
        } else if numeric {
            (field.minimum, field.maximum) = (Some(min), Some(max));
        }
    }
    field.default = values_after(text, DEFAULT).find_map(first_word).map(|word| Json::Text(word.to_owned()));
    if let Some(listed) = values_after(text, CODES).next() {
        field.codes = codes(listed);
        if field.codes.is_empty() {
            messages.push(format!("the listed values of {} cannot be read", field.name));
        }
    }
    field.page_text = Some(without_limits(text).to_owned());
    messages
}

/// Returns the texts after the phrases with their colon, each up to the next phrase.
fn values_after<'a>(text: &'a str, phrases: &'a [&str]) -> impl Iterator<Item = &'a str> {
    positions(text, phrases).map(|(_, end)| {
        let rest = &text[end..];
        let next = ALL.iter().flat_map(|phrases| positions(rest, phrases)).map(|(start, _)| start).min();
        rest[..next.unwrap_or(rest.len())].trim()
    })
}

/// Returns the positions of phrases with a colon: their beginning, and the end of the colon.
fn positions<'a>(text: &'a str, phrases: &'a [&str]) -> impl Iterator<Item = (usize, usize)> + 'a {
    phrases.iter().flat_map(move |phrase| {
        text.match_indices(phrase).filter_map(|(start, _)| {
            let rest = &text[start + phrase.len()..];
            let after = rest.trim_start().strip_prefix([':', '：'])?;
            let inside_word = text[..start].chars().next_back().is_some_and(|c| c.is_ascii_alphanumeric());
            (!inside_word).then(|| (start, text.len() - after.len()))
        })
    })
}

/// Returns the description up to the first limit.
fn without_limits(text: &str) -> &str {
    let first = ALL.iter().flat_map(|phrases| positions(text, phrases)).map(|(start, _)| start).min();
    text[..first.unwrap_or(text.len())].trim()
}

fn leading_number(text: &str) -> Option<i64> {
    let end = text.char_indices().find(|(index, c)| !(c.is_ascii_digit() || (*index == 0 && *c == '-')));
    text[..end.map_or(text.len(), |(index, _)| index)].parse().ok()
}

/// Reads `[0,1000]`, `1 - 5` or `0~100`.
fn number_pair(text: &str) -> Option<(i64, i64)> {
    let text = text.trim_start_matches(['[', '(', '【', ' ']);
    let min = leading_number(text)?;
    let rest = text[min.to_string().len().min(text.len())..].trim_start();
    let rest = rest.strip_prefix(['-', '~', ',', '，', '–', '～'])?.trim_start();
    let max = leading_number(rest)?;
    (min <= max).then_some((min, max))
}

fn first_word(text: &str) -> Option<&str> {
    let word = text.split(|c: char| c.is_whitespace() || matches!(c, '。' | '，' | '；' | ',' | ';')).next()?;
    Some(word.trim_end_matches('.')).filter(|word| !word.is_empty())
}

/// Reads `1: copy 2: delete`, or values alone: `asc, desc`.
fn codes(text: &str) -> Vec<Code> {
    let starts = code_starts(text);
    if starts.first().is_some_and(|(start, _)| text[..*start].trim().is_empty()) {
        let ends = starts.iter().skip(1).map(|(start, _)| *start).chain([text.len()]);
        let code = |((start, colon), end): (&(usize, usize), usize)| {
            let meaning = text[*colon..end].trim_start_matches([':', '：']);
            let meaning = meaning.trim_matches(|c: char| c.is_whitespace() || ";；,，。.、".contains(c));
            let value = Json::Text(text[*start..*colon].trim().to_owned());
            Code { value, meaning: None, page_text: Some(meaning.to_owned()).filter(|text| !text.is_empty()) }
        };
        return starts.iter().zip(ends).map(code).collect();
    }
    let words: Vec<&str> = text.split([' ', ',', '，', '、', ';', '；']).filter(|word| !word.is_empty()).collect();
    let words: Vec<&str> = words.into_iter().map(|word| word.trim_end_matches(['.', '。'])).collect();
    let is_code = |word: &&str| !word.is_empty() && word.chars().all(is_code_char);
    let code = |word: &&str| Code { value: Json::Text((*word).to_owned()), meaning: None, page_text: None };
    if words.iter().all(is_code) { words.iter().map(code).collect() } else { Vec::new() }
}

/// Returns the beginning of each value that a colon follows, and the position of the colon.
fn code_starts(text: &str) -> Vec<(usize, usize)> {
    let start_of = |colon: usize| {
        let before = text[..colon].trim_end_matches(' ');
        let start = before
            .rfind(|c| !is_code_char(c))
            .map_or(0, |index| index + before[index..].chars().next().map_or(1, char::len_utf8));
        (start < before.len()).then_some((start, colon))
    };
    text.match_indices([':', '：']).filter_map(|(colon, _)| start_of(colon)).collect()
}

fn is_code_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '-')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(kind: &str, text: &str) -> (FactField, Vec<String>) {
        let mut field = FactField { name: "f".to_owned(), kind: kind.to_owned(), ..FactField::default() };
        let messages = read(text, &mut field);
        (field, messages)
    }

    #[test]
    fn limits_are_read_in_both_languages() {
        for text in ["The ID. Minimum length: 1 Maximum length: 32", "编号 最小长度:1 最大长度：32"] {
            let (field, messages) = field("string", text);
            assert_eq!((field.min_length, field.max_length, field.minimum), (Some(1), Some(32), None));
            assert!(messages.is_empty() && field.page_text.as_deref().is_some_and(|text| !text.contains("32")));
        }
        let (field, _) = field("integer", "每页数量。取值范围:[0,1000] 默认值:10。 最小值:0 最大值:1000");
        assert_eq!((field.minimum, field.maximum), (Some(0), Some(1000)));
        assert_eq!(field.default, Some(Json::Text("10".to_owned())));
    }

    #[test]
    fn lists_and_contradictions() {
        let (list, _) = field("array<string>", "编号列表 数组长度:1 - 5");
        assert_eq!((list.min_items, list.max_items), (Some(1), Some(5)));
        let (_, messages) = field("integer", "Value range: 1-10 Minimum: 0 Maximum: 10");
        assert_eq!(messages, ["f goes from 1 to 10 in the text and has other limits after it"]);
        let (_, messages) = field("string", "Maximum length: 3 Maximum length: 4");
        assert_eq!(messages, ["f has several values of `Maximum length`"]);
    }

    #[test]
    fn values_are_listed_with_or_without_meaning() {
        let codes = |text: &str| {
            let (field, _) = field("integer", text);
            let one = |code: &Code| format!("{}={}", code.value.to_plain(), code.page_text.clone().unwrap_or_default());
            field.codes.iter().map(one).collect::<Vec<_>>()
        };
        assert_eq!(codes("枚举值: 1:复制 2:删除；-1:无"), ["1=复制", "2=删除", "-1=无"]);
        assert_eq!(codes("Enumeration values: 0: in work 1: done Default: 1"), ["0=in work", "1=done"]);
        assert_eq!(codes("Enumeration values: asc desc"), ["asc=", "desc="]);
        assert_eq!(codes("Enumeration values: one of many things, as listed elsewhere: there"), [""; 0]);
        assert_eq!(codes("枚举值:"), [""; 0]);
    }
}
