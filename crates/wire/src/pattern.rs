//! Patterns of texts: a small part of regular expressions that needs no backtracking and no dependency.
//!
//! A pattern is a sequence of characters and classes with repeat counts, or several alternatives: `[a-z]{1,8}`,
//! `^(?:$|/[^\\]*$)`. It always matches the whole text, with or without `^` and `$`.

use std::iter::Peekable;
use std::str::Chars;

/// A parsed pattern.
///
/// ```
/// use hwc_wire::Pattern;
///
/// let pattern = Pattern::parse("[0-9a-zA-Z]{8}").unwrap();
/// assert!(pattern.matches("MDg2K0vU"));
/// assert!(!pattern.matches("MDg2K0vU!"));
/// assert!(Pattern::parse("(a+)+").is_err());
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern(Vec<Vec<Piece>>);

/// A class of characters with its repeat count.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Piece {
    class: Class,
    min: usize,
    max: usize,
}

/// A set of characters as sorted ranges that do not touch.
type Class = Vec<(char, char)>;

impl Pattern {
    /// Parses a pattern.
    ///
    /// # Errors
    /// Returns a description of the part that is not supported.
    pub fn parse(text: &str) -> Result<Self, String> {
        let whole = text.strip_prefix('^').unwrap_or(text);
        let group = whole.strip_prefix("(?:").and_then(|rest| rest.strip_suffix(")$").or(rest.strip_suffix(')')));
        let mut chars = group.unwrap_or(whole).chars().peekable();
        let mut alternatives = vec![sequence(&mut chars)?];
        while chars.next_if_eq(&'|').is_some() {
            alternatives.push(sequence(&mut chars)?);
        }
        Ok(Self(alternatives))
    }

    /// Returns a pattern with `^` and `$`, for tools whose patterns may match a part of the text.
    #[must_use]
    #[inline]
    pub fn anchored(text: &str) -> String {
        if text.starts_with('^') && text.ends_with('$') { text.to_owned() } else { format!("^(?:{text})$") }
    }

    /// Returns true if the whole text matches.
    #[must_use]
    pub fn matches(&self, text: &str) -> bool {
        self.0.iter().any(|pieces| {
            let mut chars = text.chars().peekable();
            pieces.iter().all(|piece| piece.consume(&mut chars)) && chars.next().is_none()
        })
    }

    /// Returns a short text that matches.
    #[must_use]
    #[inline]
    pub fn sample(&self) -> String {
        let longest = self.0.iter().max_by_key(|pieces| pieces.len()).into_iter().flatten();
        longest.flat_map(|piece| std::iter::repeat_n(piece.first(), piece.min.max(piece.max.min(1)))).collect()
    }
}

impl Piece {
    /// Consumes as many characters as fit. Returns false if they are too few.
    fn consume(&self, chars: &mut Peekable<Chars<'_>>) -> bool {
        let mut count = 0;
        while count < self.max && chars.next_if(|c| self.has(*c)).is_some() {
            count += 1;
        }
        count >= self.min
    }

    fn has(&self, c: char) -> bool {
        self.class.iter().any(|(from, to)| (*from..=*to).contains(&c))
    }

    /// Returns a character of the class, a printable one if there is one.
    #[inline]
    fn first(&self) -> char {
        let printable = ('a'..='z').chain('!'..='~').find(|c| self.has(*c));
        printable.or(self.class.first().map(|(from, _)| *from)).unwrap_or_default()
    }

    fn overlaps(&self, other: &Self) -> bool {
        self.class.iter().any(|(from, to)| other.class.iter().any(|(first, last)| from <= last && first <= to))
    }
}

/// Parses one alternative, up to `|` or the end.
fn sequence(chars: &mut Peekable<Chars<'_>>) -> Result<Vec<Piece>, String> {
    let mut pieces = Vec::new();
    while let Some(c) = chars.next_if(|c| *c != '|') {
        if c == '$' && matches!(chars.peek(), None | Some('|')) {
            break;
        }
        let class = atom(c, chars)?;
        let (min, max) = repeat(chars)?;
        pieces.push(Piece { class, min, max });
    }
    check_unambiguous(&pieces)?;
    Ok(pieces)
}

/// Returns an error if a repeated class could end at more than one character, which would need backtracking.
fn check_unambiguous(pieces: &[Piece]) -> Result<(), String> {
    for (index, piece) in pieces.iter().enumerate().filter(|(_, piece)| piece.min < piece.max) {
        for next in &pieces[index + 1..] {
            if piece.overlaps(next) {
                return Err("a repeated class is followed by one that shares a character with it".to_owned());
            }
            if next.min > 0 {
                break;
            }
        }
    }
    Ok(())
}

fn atom(c: char, chars: &mut Peekable<Chars<'_>>) -> Result<Class, String> {
    match c {
        '[' => class(chars),
        '\\' => escape(chars),
        '.' => Ok(complement(vec![('\n', '\n')])),
        '(' | ')' => Err("groups are only supported around the whole pattern".to_owned()),
        '^' | '$' | '*' | '+' | '?' | '{' | '}' | ']' => Err(format!("`{c}` is not supported here: write `\\{c}`")),
        c => Ok(vec![(c, c)]),
    }
}

/// Parses a class after its opening bracket.
fn class(chars: &mut Peekable<Chars<'_>>) -> Result<Class, String> {
    let negated = chars.next_if_eq(&'^').is_some();
    let mut ranges = Vec::new();
    loop {
        let item = match chars.next().ok_or("a class is not closed: add `]`")? {
            ']' => break,
            '[' => return Err("`[` is not supported in a class: write `\\[`".to_owned()),
            '\\' => escape(chars)?,
            c => vec![(c, c)],
        };
        let mut ahead = chars.clone();
        match (item.as_slice(), ahead.next(), ahead.next()) {
            ([(from, last)], Some('-'), Some(to)) if from == last && !matches!(to, ']' | '\\') => {
                chars.nth(1);
                ranges.push(if *from <= to { (*from, to) } else { return Err(format!("`{from}-{to}` is reversed")) });
            }
            _ => ranges.extend(item),
        }
    }
    Ok(if negated { complement(ranges) } else { normalized(ranges) })
}

fn escape(chars: &mut Peekable<Chars<'_>>) -> Result<Class, String> {
    Ok(match chars.next() {
        Some('w') => vec![('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z')],
        Some('d') => vec![('0', '9')],
        Some('s') => vec![('\t', '\r'), (' ', ' ')],
        Some(c) if c.is_ascii_punctuation() => vec![(c, c)],
        Some(c) => return Err(format!("`\\{c}` is not supported: use `\\w`, `\\d`, `\\s` or an escaped sign")),
        None => return Err("the pattern ends with `\\`".to_owned()),
    })
}

/// Parses a repeat count, if there is one.
fn repeat(chars: &mut Peekable<Chars<'_>>) -> Result<(usize, usize), String> {
    let counts = match chars.peek() {
        Some('*') => (0, usize::MAX),
        Some('+') => (1, usize::MAX),
        Some('?') => (0, 1),
        Some('{') => {
            chars.next();
            let text = braced(chars).ok_or("a repeat count is not closed: add `}`")?;
            return counts(&text).ok_or_else(|| format!("`{{{text}}}` is not a repeat count: write `{{1,8}}`"));
        }
        _ => return Ok((1, 1)),
    };
    chars.next();
    Ok(counts)
}

/// Returns the text up to the closing brace, if there is one.
fn braced(chars: &mut Peekable<Chars<'_>>) -> Option<String> {
    let mut text = String::new();
    loop {
        match chars.next()? {
            '}' => return Some(text),
            c => text.push(c),
        }
    }
}

fn counts(text: &str) -> Option<(usize, usize)> {
    let (min, max) = text.split_once(',').unwrap_or((text, text));
    let min = min.parse().ok()?;
    let max = if max.is_empty() { usize::MAX } else { max.parse().ok()? };
    (min <= max).then_some((min, max))
}

fn normalized(mut ranges: Class) -> Class {
    ranges.sort_unstable();
    let mut merged: Class = Vec::new();
    for (from, to) in ranges {
        match merged.last_mut() {
            Some((_, last)) if from <= *last || Some(from) == after(*last) => *last = to.max(*last),
            _ => merged.push((from, to)),
        }
    }
    merged
}

/// Returns the class of all characters that are not in the ranges.
fn complement(ranges: Class) -> Class {
    let mut rest = Vec::new();
    let mut next = Some('\0');
    for (from, to) in normalized(ranges) {
        if let Some(start) = next.filter(|start| *start < from) {
            rest.extend(before(from).map(|end| (start, end)));
        }
        next = after(to);
    }
    rest.extend(next.map(|start| (start, char::MAX)));
    rest
}

fn after(c: char) -> Option<char> {
    (c..=char::MAX).nth(1)
}

fn before(c: char) -> Option<char> {
    ('\0'..c).next_back()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pattern(text: &str) -> Pattern {
        Pattern::parse(text).unwrap()
    }

    #[test]
    fn the_patterns_of_the_references_are_supported() {
        let cases: [(&str, &[&str], &[&str]); 6] = [
            ("^[a-zA-Z0-9_]{1,64}$", &["a_9", "A"], &["", "a-b", "ä"]),
            (r"^[a-zA-Z0-9-_\s]{1,32}$", &["my pc-1", "\t_"], &["", "a.b"]),
            (r"^[a-zA-Z0-9_\s]{1,32}$", &["my pc"], &["my-pc"]),
            ("[0-9a-zA-Z]{8}", &["MDg2K0vU"], &["MDg2K0v", "MDg2K0vUx"]),
            (r"^(?:$|/[^\\]*$)", &["", "/", "/a/b c"], &["a", r"/a\b"]),
            (r"^[A-Za-z]\w{0,31}$", &["a", "Z_9"], &["", "9a", "_"]),
        ];
        for (text, good, bad) in cases {
            let pattern = pattern(text);
            assert!(good.iter().all(|good| pattern.matches(good)), "{text}");
            assert!(!bad.iter().any(|bad| pattern.matches(bad)), "{text}");
            assert!(pattern.matches(&pattern.sample()), "{text}: {:?}", pattern.sample());
        }
    }

    #[test]
    fn counts_dots_and_escapes_are_supported() {
        assert!(pattern(r"a\.b+c?").matches("a.bb") && !pattern(r"a\.b+c?").matches("axbb"));
        assert!(pattern("x{2,}").matches("xxx") && !pattern("x{2,}").matches("x"));
        assert!(pattern("a|bc").matches("bc") && !pattern("a|bc").matches("abc"));
        assert!(pattern(".*").matches("any text") && !pattern(".*").matches("two\nlines"));
        assert!(pattern(r"\d+-\d+").matches("10-2") && pattern("(?:a|b)$").matches("b"));
    }

    #[test]
    fn everything_else_is_refused() {
        for text in ["a*a", "(a+)+", "a(b)", "[a", r"\p{L}", "a{2", "a{3,2}", "[z-a]", "a**", r"\b", "a^", r"x\"] {
            assert!(Pattern::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn classes_are_complemented() {
        assert_eq!(complement(vec![('\0', 'a'), ('c', char::MAX)]), [('b', 'b')]);
        assert_eq!(complement(vec![]), [('\0', char::MAX)]);
        assert_eq!(normalized(vec![('c', 'd'), ('a', 'b')]), [('a', 'd')]);
    }
}
