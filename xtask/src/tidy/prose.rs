//! Rule: prose uses the words of the field (see "Style" in CONTRIBUTING.md).

use super::{Finding, has_extension, is_generated};
use crate::files::TextFile;

/// The phrases of the old dialect, each with its replacement.
const BANNED: &[(&str, &str)] = &[
    ("answer", "response"),
    ("answers", "responses"),
    ("asked for", "requested"),
    ("told", "reported"),
    ("tells of", "reports"),
    ("anew", "again"),
    ("nobody", "a negated verb"),
    ("is no", "is not a"),
    ("said no", "returned an error"),
    ("of use", "useful"),
    ("does no harm", "is safe"),
    ("pace", "rate"),
    ("mend", "fix"),
    ("mends", "fixes"),
    ("settle", "resolve"),
    ("settles", "resolves"),
    ("settled", "resolved"),
    ("left out", "omitted"),
    ("lists no further", "truncates the list"),
    ("time is up", "timed out"),
    ("makes no", "does not make"),
    ("its like", "similar ones"),
    ("as you like", "at your option"),
    ("please", "nothing"),
];

/// Words that make a banned phrase valid if they follow it.
const EXCEPTIONS: &[(&str, &str)] = &[("is no", "longer")];

/// First words that hide the nature of an item.
const BAD_STARTS: &[&str] = &["what", "who", "where", "how", "whether", "else", "of", "not"];

/// Files that must contain the words: the rule and its tests.
const OWN_FILES: &[&str] = &["xtask/src/tidy/prose.rs", "xtask/src/tidy/tests.rs"];

pub(super) fn check(file: &TextFile) -> Vec<Finding> {
    if OWN_FILES.contains(&file.path.as_str()) {
        return Vec::new();
    }
    if has_extension(&file.path, "rs") {
        check_rust(file)
    } else if has_extension(&file.path, "md") {
        let lines = file.text.lines().enumerate();
        lines.flat_map(|(index, line)| find_phrases(&file.path, index + 1, line)).collect()
    } else {
        Vec::new()
    }
}

/// Returns the findings in doc comments and in the literals of error and help attributes.
fn check_rust(file: &TextFile) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut in_docs = false;
    for (index, line) in file.text.lines().enumerate() {
        let docs = doc_text(line);
        if let Some(text) = docs {
            findings.extend(find_phrases(&file.path, index + 1, text));
            if !in_docs {
                findings.extend(check_first_word(&file.path, index + 1, text));
            }
        } else if ["#[error(", "help = \"", "about = \""].iter().any(|start| line.contains(start)) {
            findings.extend(find_phrases(&file.path, index + 1, line));
        }
        in_docs = docs.is_some();
    }
    findings
}

fn doc_text(line: &str) -> Option<&str> {
    let line = line.trim_start();
    line.strip_prefix("//! ").or_else(|| line.strip_prefix("/// ")).or_else(|| line.strip_prefix("///"))
}

fn check_first_word(path: &str, line: usize, text: &str) -> Option<Finding> {
    let words = words(text);
    let first = words.first().filter(|word| BAD_STARTS.contains(&word.as_str()) && starts_with_word(text, word))?;
    let fix = "start with a third-person verb (functions) or a noun phrase (all else)";
    Some(Finding::new(path, line, format!("starts with `{first}`"), fix_at(path, fix)))
}

/// Returns true if the text starts with the word. A text that begins with code does not.
fn starts_with_word(text: &str, word: &str) -> bool {
    text.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word))
}

fn find_phrases(path: &str, line: usize, text: &str) -> Vec<Finding> {
    let words = words(text);
    let mut findings = Vec::new();
    for (banned, better) in BANNED {
        let phrase: Vec<&str> = banned.split(' ').collect();
        for at in 0..words.len() {
            if words[at..].iter().map(String::as_str).take(phrase.len()).eq(phrase.iter().copied())
                && !is_exception(banned, words.get(at + phrase.len()))
            {
                let message = format!("says `{banned}`");
                findings.push(Finding::new(path, line, message, fix_at(path, &format!("write {better}"))));
            }
        }
    }
    findings
}

fn is_exception(banned: &str, next: Option<&String>) -> bool {
    EXCEPTIONS.iter().any(|(phrase, follows)| *phrase == banned && next.is_some_and(|word| word == follows))
}

fn fix_at(path: &str, fix: &str) -> String {
    if is_generated(path) { format!("{fix}, in the spec file that the first line names") } else { fix.to_owned() }
}

/// Returns the words in lower case, without those in backticks.
fn words(text: &str) -> Vec<String> {
    let prose: String = text.split('`').step_by(2).collect::<Vec<_>>().join(" ` ");
    let parts = prose.split(|char: char| !char.is_alphanumeric() && char != '\'' && char != '`');
    parts.filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
}
