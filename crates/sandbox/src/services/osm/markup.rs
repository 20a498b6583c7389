//! Removal of rich-text markup from messages.

/// The elements that count as markup. Other angle brackets are text.
const ELEMENTS: [&str; 30] = [
    "a",
    "b",
    "blockquote",
    "br",
    "code",
    "div",
    "em",
    "font",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "img",
    "li",
    "ol",
    "p",
    "pre",
    "s",
    "span",
    "strong",
    "table",
    "tbody",
    "td",
    "tr",
    "u",
    "ul",
];

/// Returns the text, without its markup if `plain`.
pub(super) fn text(written: String, plain: bool) -> String {
    if !plain || !written.contains('<') {
        return written;
    }
    let mut out = String::new();
    let mut rest = written.as_str();
    while let Some((before, tail)) = rest.split_once('<') {
        out.push_str(before);
        match tag(tail) {
            Some((name, after)) => {
                out.push_str(if name.eq_ignore_ascii_case("br") { "\n" } else { "" });
                rest = after;
            }
            None => {
                out.push('<');
                rest = tail;
            }
        }
    }
    out + rest
}

/// Returns the name of the element whose tag ends here, and the text after it. Returns `None` if no such tag began.
fn tag(tail: &str) -> Option<(&str, &str)> {
    let (inside, after) = tail.split_once('>')?;
    let inside = inside.strip_prefix('/').unwrap_or(inside);
    let name = inside.split(|c: char| !c.is_ascii_alphanumeric()).next()?;
    let apart = inside[name.len()..].chars().next().is_none_or(|next| next == '/' || next.is_whitespace());
    let known = ELEMENTS.iter().any(|element| name.eq_ignore_ascii_case(element));
    (apart && known).then_some((name, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_goes_and_everything_else_stays() {
        let texts = [
            ("plain", "plain"),
            ("<p>The <b>disk</b> is <SPAN style=\"color: red\">full</SPAN>.</p>", "The disk is full."),
            ("one<br/>two<br>three", "one\ntwo\nthree"),
            ("a < b and c > d", "a < b and c > d"),
            ("Vec<String>, <none>, <p-1>, <b", "Vec<String>, <none>, <p-1>, <b"),
            ("<<b>磁盘</b>>", "<磁盘>"),
            ("", ""),
        ];
        for (written, plain) in texts {
            assert_eq!(text(written.to_owned(), true), plain);
            assert_eq!(text(written.to_owned(), false), written);
        }
    }
}
