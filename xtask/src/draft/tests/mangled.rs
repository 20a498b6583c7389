//! Mangled input: any text is read without a panic, and what is drafted from it is valid YAML.

use super::{fixture_text, names, services};
use crate::draft::{draft_file, source};
use crate::spec::parse_endpoint;

/// A small generator of pseudo-random numbers, the same in each run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % limit.max(1)
    }
}

/// Pieces that mean something to the reader.
const PIECES: &[&str] = &[
    "|",
    "---|---|",
    "\n",
    "URI",
    "GET /v1/{",
    "参数",
    " 枚举值: 1:",
    "表9 ",
    "\"",
    "{",
    "}",
    "[",
    ": -",
    "\u{202e}",
    "最小值:-",
    "TODO",
    "# source:",
    "Array of ",
    "\0",
];

fn mangle(text: &str, numbers: &mut Numbers) -> String {
    let mut chars: Vec<char> = text.chars().collect();
    for _ in 0..=numbers.below(4) {
        let (at, length) = (numbers.below(chars.len()), numbers.below(60));
        let end = (at + length).min(chars.len());
        match numbers.below(4) {
            0 => drop(chars.drain(at..end)),
            1 => chars.truncate(at),
            2 => {
                let copy: Vec<char> = chars[at..end].to_vec();
                let target = numbers.below(chars.len());
                chars.splice(target..target, copy);
            }
            _ => {
                let piece: Vec<char> = PIECES[numbers.below(PIECES.len())].chars().collect();
                chars.splice(at..at, piece);
            }
        }
    }
    chars.into_iter().collect()
}

#[test]
fn mangled_pages_and_facts_are_read_without_a_panic() {
    let services = services();
    let (mut numbers, mut drafts) = (Numbers(7), 0);
    for folder in ["pages", "facts"] {
        for name in names(folder) {
            let text = fixture_text(&format!("{folder}/{name}"));
            for _ in 0..60 {
                let mangled = mangle(&text, &mut numbers);
                let Ok(source) = source::parse("ListThings", name.ends_with(".json"), &mangled) else { continue };
                for facts in &source.facts {
                    let Ok((file, _)) = draft_file(facts, &services) else { continue };
                    let read: Result<serde_json::Value, _> = serde_saphyr::from_str(&file.text);
                    assert!(read.is_ok(), "{}\n{mangled}\n{}", read.unwrap_err(), file.text);
                    drafts += 1;
                }
            }
        }
    }
    assert!(drafts > 200, "only {drafts} drafts were made");
}

#[test]
fn a_hostile_text_stays_text() {
    let text = "Function\nx: {y}\u{202e}\n# TODO: z\nURI\nGET /v2/servicerequest/a\nParameter |\nMandatory |\nType |\nDescription |\n---|---|---|---|\nq |\nNo |\nString |\n'\" # }, required: true, doc: x\u{85}\n|\n";
    let source = source::parse("ListThings", false, text).unwrap();
    let (file, _) = draft_file(&source.facts[0], &services()).unwrap();
    let text =
        file.text.replace("# TODO: write `effect: read`, `effect: write` or `effect: destructive`", "effect: read");
    let read = parse_endpoint(&text).unwrap();
    assert!(!read.query["q"].required);
    assert_eq!((&*read.query["q"].doc.value, &*read.summary.value), ("TODO", "TODO"));
}
