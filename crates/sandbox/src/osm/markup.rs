//! Texts without markup, as the service shows them unless it is asked not to.

/// A text without its markup, unless that is to stay. A `<` that begins no label is none.
pub(super) fn shown(text: &str, trim: Option<bool>) -> String {
    if trim.unwrap_or(true) { without_labels(text) } else { text.to_owned() }
}

fn without_labels(text: &str) -> String {
    let (mut kept, mut rest) = (String::new(), text);
    while let Some(start) = rest.find('<') {
        let (before, label) = rest.split_at(start);
        kept.push_str(before);
        let length = label_length(label);
        // What is no label keeps its first character, and the search goes on behind that.
        kept.push_str(if length == 0 { "<" } else { "" });
        rest = &label[length.max(1)..];
    }
    kept + rest
}

/// How long the label at the start of a text is; 0 when there is none.
fn label_length(text: &str) -> usize {
    let name = text.strip_prefix('<').unwrap_or_default();
    let is_label = name.strip_prefix('/').unwrap_or(name).starts_with(|c: char| c.is_ascii_alphabetic());
    text.find('>').filter(|_| is_label).map_or(0, |end| end + 1)
}

#[cfg(test)]
mod tests {
    use super::shown;

    #[test]
    fn markup_is_taken_out_and_comparisons_stay() {
        let texts = [
            ("<p>May I <b>sign in</b>?</p><br/>", "May I sign in?"),
            ("load < 5 and size > 3", "load < 5 and size > 3"),
            ("a <b", "a <b"),
            ("<", "<"),
            ("<<p>", "<"),
            ("磁盘<p class=\"x\">慢</p>", "磁盘慢"),
        ];
        for (text, plain) in texts {
            assert_eq!(shown(text, None), plain);
            assert_eq!(shown(text, Some(false)), text);
        }
    }
}
