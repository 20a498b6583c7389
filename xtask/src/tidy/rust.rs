//! A minimal parser of Rust that separates code from text and finds the ends of functions.

/// Returns the source with comments and the contents of literals replaced by spaces. Lines and columns stay the same.
pub(super) fn code_only(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut code = bytes.to_vec();
    let mut at = 0;
    while at < bytes.len() {
        let noise = ignored_length(&bytes[at..], at.checked_sub(1).map(|before| bytes[before]));
        for byte in &mut code[at..at + noise] {
            if *byte != b'\n' {
                *byte = b' ';
            }
        }
        at += noise.max(1);
    }
    String::from_utf8_lossy(&code).into_owned()
}

/// Returns the length in bytes of the comment or literal that begins here.
fn ignored_length(rest: &[u8], before: Option<u8>) -> usize {
    let in_word = before.is_some_and(|byte| is_word(byte) && byte != b'b');
    match rest {
        [b'/', b'/', ..] => rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len()),
        [b'/', b'*', ..] => block_comment_length(rest),
        [b'"', ..] => quoted_length(rest, b'"'),
        [b'r', b'"' | b'#', ..] if !in_word => raw_string_length(rest),
        [b'\'', b'\\', ..] => quoted_length(rest, b'\''),
        [b'\'', first, ..] => char_literal_length(rest, *first),
        _ => 0,
    }
}

/// Returns the length of a block comment. Block comments nest.
fn block_comment_length(rest: &[u8]) -> usize {
    let (mut depth, mut at) = (0_usize, 0);
    while at < rest.len() {
        match &rest[at..] {
            [b'/', b'*', ..] => (depth, at) = (depth + 1, at + 2),
            [b'*', b'/', ..] => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
        if depth == 0 {
            break;
        }
    }
    at
}

fn quoted_length(rest: &[u8], quote: u8) -> usize {
    let mut at = 1;
    while at < rest.len() && rest[at] != quote {
        at += if rest[at] == b'\\' { 2 } else { 1 };
    }
    (at + 1).min(rest.len())
}

/// Returns the length of a raw string, or 0 for a raw identifier such as `r#gen`.
fn raw_string_length(rest: &[u8]) -> usize {
    let hashes = rest[1..].iter().take_while(|byte| **byte == b'#').count();
    if rest.get(1 + hashes) != Some(&b'"') {
        return 0;
    }
    let mut end = vec![b'"'];
    end.resize(1 + hashes, b'#');
    let body = 2 + hashes;
    let found = rest[body..].windows(end.len()).position(|window| window == end);
    found.map_or(rest.len(), |at| body + at + end.len())
}

/// Returns the length of a character literal, or 0 for a lifetime.
fn char_literal_length(rest: &[u8], first: u8) -> usize {
    let width = match first {
        0..=0x7f => 1,
        0xf0.. => 4,
        0xe0.. => 3,
        _ => 2,
    };
    if rest.get(1 + width) == Some(&b'\'') { width + 2 } else { 0 }
}

fn is_word(byte: u8) -> bool {
    byte == b'_' || byte.is_ascii_alphanumeric()
}

/// A function and its length.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Function {
    pub(super) name: String,
    /// The line of its `fn`, starting at 1.
    pub(super) line: usize,
    /// The number of lines to its closing brace.
    pub(super) lines: usize,
}

/// Returns the functions with a body, except those in `macro_rules!`. The input is the output of [`code_only`].
pub(super) fn functions(code: &str) -> Vec<Function> {
    let macros: Vec<_> = code.match_indices("macro_rules!").filter_map(|(at, _)| block(code, at)).collect();
    let mut found = Vec::new();
    for (at, _) in code.match_indices("fn ") {
        let whole_word = !code[..at].ends_with(|last: char| last == '_' || last.is_ascii_alphanumeric());
        let in_macro = macros.iter().any(|(start, end)| (*start..*end).contains(&at));
        if let (true, false, Some((_, end))) = (whole_word, in_macro, block(code, at)) {
            let name = code[at + 3..].chars().take_while(|char| *char == '_' || char.is_alphanumeric()).collect();
            let lines = code[at..end].matches('\n').count() + 1;
            found.push(Function { name, line: code[..at].matches('\n').count() + 1, lines });
        }
    }
    found
}

/// Returns the next block in braces. Returns `None` if a `;` comes first, as in a trait method.
fn block(code: &str, from: usize) -> Option<(usize, usize)> {
    let (mut braces, mut brackets, mut start) = (0_usize, 0_usize, None);
    for (offset, byte) in code.bytes().enumerate().skip(from) {
        match byte {
            b'(' | b'[' if start.is_none() => brackets += 1,
            b')' | b']' if start.is_none() => brackets = brackets.saturating_sub(1),
            b';' if start.is_none() && brackets == 0 => return None,
            b'{' => {
                braces += 1;
                start = start.or(Some(offset));
            }
            b'}' => {
                braces = braces.checked_sub(1)?;
                if braces == 0 {
                    return start.map(|start| (start, offset));
                }
            }
            _ => {}
        }
    }
    None
}
