//! Commands for a shell in which variables stand for secrets.

use std::collections::BTreeSet;

use crate::dynamic::quote;

/// The marks around the name of a variable. They are for private use, so no service sends or accepts them.
const START: char = '\u{e000}';
const END: char = '\u{e001}';

/// The names of variables that stand for secrets. In requests they are `@env:NAME`.
#[derive(Clone, Debug, Default)]
pub(super) struct Variables(BTreeSet<String>);

impl Variables {
    /// Creates a set of variables.
    pub(super) fn new<'a>(names: impl IntoIterator<Item = &'a String>) -> Self {
        Self(names.into_iter().cloned().collect())
    }

    /// Replaces `@env:NAME`, also percent-encoded, with `$NAME` for people.
    pub(super) fn visible(&self, text: &str) -> String {
        self.replace(text, |name| format!("${name}"))
    }

    /// Quotes a word for a POSIX shell. The shell expands the variables within it.
    pub(super) fn word(&self, text: &str) -> String {
        let marked = self.replace(text, |name| format!("{START}{name}{END}"));
        let mut word = String::new();
        let mut rest = marked.as_str();
        while let Some((before, (name, after))) =
            rest.split_once(START).and_then(|(before, rest)| Some((before, rest.split_once(END)?)))
        {
            if !before.is_empty() {
                word.push_str(&quote(before));
            }
            word.push_str(&format!("\"${name}\""));
            rest = after;
        }
        if !rest.is_empty() || word.is_empty() {
            word.push_str(&quote(rest));
        }
        word
    }

    /// Replaces the longest names first, since one name may begin with another one.
    fn replace(&self, text: &str, with: impl Fn(&str) -> String) -> String {
        let mut names: Vec<&String> = self.0.iter().collect();
        names.sort_by_key(|name| std::cmp::Reverse(name.len()));
        names.into_iter().fold(text.to_owned(), |text, name| {
            let replaced = text.replace(&format!("@env:{name}"), &with(name));
            replaced.replace(&format!("%40env%3A{name}"), &with(name))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_are_expanded_by_the_shell() {
        let variables = Variables::new(&["CODE".to_owned(), "CODE_2".to_owned()]);
        let word = |text: &str| variables.word(text);
        assert_eq!(word("plain"), "plain");
        assert_eq!(word(""), "''");
        assert_eq!(word(r#"{"a":"@env:CODE"}"#), r#"'{"a":"'"$CODE"'"}'"#);
        assert_eq!(word("@env:CODE_2"), "\"$CODE_2\"");
        assert_eq!(word("/a?code=%40env%3ACODE"), "'/a?code='\"$CODE\"");
        assert_eq!(word("@env:OTHER"), "@env:OTHER");
        assert_eq!(variables.visible(r#"{"a":"@env:CODE"}"#), r#"{"a":"$CODE"}"#);
    }
}
