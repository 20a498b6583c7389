//! Pages that were saved as one line: headings, captions and cells are separated by spaces alone. Such pages are often cut
//! off, and a file can hold several of them.

use super::blocks::{At, Block, Table};
use super::types;
use super::vocabulary::{self, Column};

/// A word with its column.
#[derive(Clone, Debug)]
struct Word<'a> {
    text: &'a str,
    column: usize,
}

/// The maximum number of words of a heading, a caption or a type.
const MAX_WORDS: usize = 6;

/// Returns true if the line is a page of its own: it has a request line between other words.
pub(super) fn is_page(line: &str) -> bool {
    let words: Vec<&str> = line.split_whitespace().collect();
    let has_heading = words.contains(&"URI");
    has_heading && words.windows(2).any(|pair| vocabulary::request_line(&pair.join(" ")).is_some())
}

/// Reads the blocks of one line.
pub(super) fn read(line: &str, number: usize, unread: &mut Vec<String>) -> Vec<Block> {
    let words = split(line);
    let mut blocks = Vec::new();
    let (mut index, mut text_from) = (0, 0);
    while index < words.len() {
        let at = At { line: number, column: words[index].column };
        let Some((block, end)) = read_block(&words, index, at, unread) else {
            index += 1;
            continue;
        };
        blocks.extend(text_block(&words[text_from..index], number));
        blocks.push(block);
        (index, text_from) = (end, end);
    }
    blocks.extend(text_block(&words[text_from.min(words.len())..], number));
    blocks
}

fn split(line: &str) -> Vec<Word<'_>> {
    let start = line.as_ptr() as usize;
    let column = |word: &str| line[..word.as_ptr() as usize - start].chars().count() + 1;
    line.split_whitespace().map(|text| Word { text, column: column(text) }).collect()
}

fn text_block(words: &[Word<'_>], line: usize) -> Option<Block> {
    let first = words.first()?;
    Some(Block::Text(At { line, column: first.column }, phrase(words)))
}

fn phrase(words: &[Word<'_>]) -> String {
    words.iter().map(|word| word.text).collect::<Vec<_>>().join(" ")
}

/// Reads the heading, caption or table that begins at a word. Returns it with the next word.
fn read_block(words: &[Word<'_>], start: usize, at: At, unread: &mut Vec<String>) -> Option<(Block, usize)> {
    if let Some((columns, end)) = table_head(words, start) {
        return Some(read_rows(words, at, columns, end, unread));
    }
    for length in [2, 1] {
        let words = words.get(start..start + length)?;
        if let Some(section) = vocabulary::heading(&phrase(words)) {
            return Some((Block::Heading(section), start + length));
        }
    }
    read_caption(words, start)
}

/// Reads `表2 请求Header参数`: the words between the number of the table and its head.
fn read_caption(words: &[Word<'_>], start: usize) -> Option<(Block, usize)> {
    let first = words[start].text;
    let numbered = vocabulary::caption_text(first) == Some("") || first == "Table";
    let ends = (start + 1..words.len()).take(MAX_WORDS);
    let end = ends.into_iter().find(|end| table_head(words, *end).is_some()).or_else(|| {
        let is_last = words.len() - start <= MAX_WORDS;
        is_last.then_some(words.len())
    });
    let end = end.filter(|_| numbered)?;
    let text = phrase(&words[start..end]);
    vocabulary::caption_text(&text).map(|caption| (Block::Caption(caption.to_owned()), end))
}

/// Returns the columns of a table whose head begins at a word, and the next word.
fn table_head(words: &[Word<'_>], start: usize) -> Option<(Vec<Option<Column>>, usize)> {
    let column = |index: usize| words.get(index).and_then(|word| vocabulary::column(word.text));
    let heads: [&[Column]; 2] = [
        &[Column::Name, Column::Mandatory, Column::Kind, Column::Description],
        &[Column::Name, Column::Kind, Column::Description],
    ];
    let found = heads
        .into_iter()
        .find(|head| head.iter().enumerate().all(|(offset, wanted)| column(start + offset) == Some(*wanted)))?;
    Some((found.iter().copied().map(Some).collect(), start + found.len()))
}

/// Reads rows until a heading, a caption or the end of the line.
fn read_rows(
    words: &[Word<'_>],
    at: At,
    columns: Vec<Option<Column>>,
    start: usize,
    unread: &mut Vec<String>,
) -> (Block, usize) {
    let with_mandatory = columns.len() == 4;
    let mut rows = Vec::new();
    let mut index = start;
    while let Some((mut row, mut end)) = row_start(words, index, with_mandatory) {
        let text_from = end;
        while end < words.len() && row_start(words, end, with_mandatory).is_none() && !ends_table(words, end) {
            end += 1;
        }
        row.push(phrase(&words[text_from..end]));
        rows.push((At { line: at.line, column: words[index].column }, row));
        index = end;
    }
    if index < words.len() && !ends_table(words, index) {
        unread.push(format!("{}:{}: the row `{}` cannot be read", at.line, words[index].column, words[index].text));
        while index < words.len() && !ends_table(words, index) {
            index += 1;
        }
    }
    (Block::Table(Table { at, columns, rows }), index)
}

/// Reads name, mandatory and type of a row. Returns them with the next word.
fn row_start(words: &[Word<'_>], start: usize, with_mandatory: bool) -> Option<(Vec<String>, usize)> {
    let name = words.get(start)?.text;
    let is_name = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'));
    let mut row = vec![name.to_owned()];
    let mut index = start + 1;
    if with_mandatory {
        let word = words.get(index)?.text;
        vocabulary::mandatory(word)?;
        row.push(word.to_owned());
        index += 1;
    }
    let ends = (index + 1..=words.len().min(index + MAX_WORDS)).rev();
    let end = ends.into_iter().find(|end| types::parse(&phrase(&words[index..*end])).is_some())?;
    row.push(phrase(&words[index..end]));
    is_name.then_some((row, end))
}

/// Returns true if a heading or a caption begins at a word.
fn ends_table(words: &[Word<'_>], index: usize) -> bool {
    let heading = |length: usize| {
        words.get(index..index + length).is_some_and(|words| vocabulary::heading(&phrase(words)).is_some())
    };
    heading(2)
        || heading(1)
        || vocabulary::caption_text(words[index].text) == Some("")
        || table_head(words, index).is_some()
}
