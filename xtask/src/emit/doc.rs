//! Emitter of doc comments.

/// The maximum length of a line in characters, including the indentation.
const WIDTH: usize = 116;

/// Emits paragraphs as a doc comment, wrapped, with a blank line between them. Lines of code are not wrapped.
pub(super) fn comment(indent: &str, paragraphs: &[String]) -> String {
    let mut lines = Vec::new();
    for paragraph in paragraphs.iter().filter(|text| !text.trim().is_empty()) {
        if !lines.is_empty() {
            lines.push(String::new());
        }
        if paragraph.starts_with("```") {
            lines.extend(paragraph.lines().map(str::to_owned));
            continue;
        }
        for line in paragraph.lines() {
            wrap(line, WIDTH - indent.len() - 4, &mut lines);
        }
    }
    lines.iter().map(|line| format!("{indent}/// {line}").trim_end().to_owned() + "\n").collect()
}

/// Breaks a line at spaces. The second line of a list item is indented.
fn wrap(text: &str, width: usize, lines: &mut Vec<String>) {
    let hang = if text.starts_with("- ") { "  " } else { "" };
    let mut line = String::new();
    for word in text.split_whitespace() {
        if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > width {
            lines.push(std::mem::replace(&mut line, hang.to_owned()));
        }
        if !line.trim().is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    lines.push(line);
}

/// Emits texts as a list below a heading.
pub(super) fn bullet_list(heading: &str, items: &[String]) -> String {
    if items.is_empty() {
        return String::new();
    }
    let items: Vec<String> = items.iter().map(|item| format!("- {}", escape(item))).collect();
    format!("{heading}\n\n{}", items.join("\n"))
}

/// Escapes text so that rustdoc reads it as text, without links or HTML.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::new();
    let mut code = false;
    for c in text.chars() {
        match c {
            '`' => code = !code,
            '[' | ']' | '<' | '>' | '*' if !code => escaped.push('\\'),
            _ => {}
        }
        escaped.push(c);
    }
    escaped
}

/// Returns the text with a full stop at its end.
pub(super) fn sentence(text: &str) -> String {
    let text = escape(text.trim());
    if text.ends_with(['.', '!', '?', ':']) { text } else { format!("{text}.") }
}
