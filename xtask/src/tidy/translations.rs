//! Rule: a translated page has the headings, code blocks and links of the page that it translates, in the same order.

use super::Finding;
use crate::files::TextFile;

/// The pages with their translations.
const PAGES: [(&str, &str); 1] = [("README.md", "README.zh-CN.md")];

/// A part of a page that a translation keeps.
#[derive(Debug, PartialEq, Eq)]
enum Part {
    /// A heading, by its level.
    Heading(usize),
    /// A code block with its language.
    Code(String),
    /// The target of a link.
    Link(String),
}

pub(super) fn check(files: &[TextFile]) -> Vec<Finding> {
    let find = |path: &str| files.iter().find(|file| file.path == path);
    let pairs = PAGES.iter().filter_map(|(page, translation)| Some((find(page)?, *translation)));
    pairs.filter_map(|(page, translation)| compare(page, translation, find(translation))).collect()
}

fn compare(page: &TextFile, path: &str, translation: Option<&TextFile>) -> Option<Finding> {
    let fix = format!("change {path} as {} was changed", page.path);
    let Some(translation) = translation else {
        return Some(Finding::new(path, 1, "the translation does not exist", format!("translate {}", page.path)));
    };
    let (mut left, mut right) = (parts(&page.text, path), parts(&translation.text, &page.path));
    let same = left.iter().zip(&right).take_while(|((_, left), (_, right))| left == right).count();
    match (left.drain(same..).next(), right.drain(same..).next()) {
        (None, None) => None,
        (Some((line, part)), None) => {
            let message = format!("{} is missing, which is in line {line} of {}", describe(&part), page.path);
            Some(Finding::new(path, translation.text.lines().count(), message, fix))
        }
        (None, Some((line, part))) => {
            Some(Finding::new(path, line, format!("{} is not in {}", describe(&part), page.path), fix))
        }
        (Some((line, expected)), Some((found, part))) => {
            let (part, expected) = (describe(&part), describe(&expected));
            let message = format!("{part} stands where line {line} of {} has {expected}", page.path);
            Some(Finding::new(path, found, message, fix))
        }
    }
}

fn describe(part: &Part) -> String {
    match part {
        Part::Heading(level) => format!("a heading of level {level}"),
        Part::Code(text) => format!("the code block that begins with `{}`", text.lines().nth(1).unwrap_or_default()),
        Part::Link(target) => format!("the link to {target}"),
    }
}

/// Returns the parts with their lines. The link to the other page is omitted.
fn parts(text: &str, other: &str) -> Vec<(usize, Part)> {
    let mut parts = Vec::new();
    let mut code: Option<(usize, String)> = None;
    for (number, line) in (1..).zip(text.lines()) {
        match &mut code {
            Some((start, block)) if line.trim_end() == "```" => {
                parts.push((*start, Part::Code(std::mem::take(block))));
                code = None;
            }
            Some((_, block)) => block.extend([line, "\n"]),
            None if line.starts_with("```") => code = Some((number, format!("{line}\n"))),
            None => parts.extend(line_parts(line, other).into_iter().map(|part| (number, part))),
        }
    }
    sort_links(&mut parts);
    parts
}

fn line_parts(line: &str, other: &str) -> Vec<Part> {
    let level = line.chars().take_while(|char| *char == '#').count();
    if level > 0 && line[level..].starts_with(' ') {
        return vec![Part::Heading(level)];
    }
    let targets = line.split("](").skip(1).filter_map(|rest| rest.split_once(')'));
    targets.filter(|(target, _)| *target != other).map(|(target, _)| Part::Link(target.to_owned())).collect()
}

/// Sorts the links between two other parts: another language may need another order.
fn sort_links(parts: &mut [(usize, Part)]) {
    let target = |part: &Part| match part {
        Part::Link(target) => target.clone(),
        _ => String::new(),
    };
    let is_link = |part: &Part| matches!(part, Part::Link(_));
    for group in parts.chunk_by_mut(|(_, left), (_, right)| is_link(left) && is_link(right)) {
        group.sort_by_key(|(_, part)| target(part));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "# A\n\n[zh](README.zh-CN.md)\n\nSee [b](b.md) and [c](c.md).\n\n```sh\nhwc demo\n```\n\n## B\n";

    fn findings(translation: &str) -> Vec<String> {
        let file = |path: &str, text: &str| TextFile { path: path.to_owned(), text: text.to_owned() };
        let files = [file("README.md", PAGE), file("README.zh-CN.md", translation)];
        check(&files).iter().map(|finding| format!("{}: {}", finding.line, finding.message)).collect()
    }

    #[test]
    fn a_translation_in_step_has_no_findings() {
        let same = "# 甲\n\n[en](README.md)\n\n参见 [c](c.md) 和 [b](b.md)。\n\n```sh\nhwc demo\n```\n\n## 乙\n";
        assert_eq!(findings(same), [""; 0]);
    }

    #[test]
    fn differences_are_found() {
        let start = "# 甲\n\n[b](b.md) [c](c.md)\n\n";
        let table = [
            ("```sh\nhwc demos\n```\n\n## 乙\n", "5: the code block that begins with `hwc demos` stands where line 7"),
            (
                "```sh\nhwc demo\n```\n\n### 乙\n",
                "9: a heading of level 3 stands where line 11 of README.md has a heading of",
            ),
            ("```sh\nhwc demo\n```\n", "7: a heading of level 2 is missing, which is in line 11"),
            ("```sh\nhwc demo\n```\n\n## 乙\n\n## 丙\n", "11: a heading of level 2 is not in README.md"),
        ];
        for (rest, message) in table {
            let found = findings(&format!("{start}{rest}"));
            assert!(found.len() == 1 && found[0].starts_with(message), "{found:?}");
        }
        let lost = findings("# 甲\n\n[b](b.md)\n\n```sh\nhwc demo\n```\n\n## 乙\n");
        assert!(lost[0].ends_with("stands where line 5 of README.md has the link to c.md"), "{lost:?}");
    }

    #[test]
    fn a_missing_translation_is_found() {
        let files = [TextFile { path: "README.md".to_owned(), text: PAGE.to_owned() }];
        assert_eq!(check(&files)[0].message, "the translation does not exist");
    }
}
