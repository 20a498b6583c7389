//! Word search in tickets: all words in any position and any case of ASCII letters, and a limited number of words.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails here is a failed test")]

mod common;
#[path = "common/tickets.rs"]
mod tickets;

use common::Bench;
use hwc_models::osm::{DownloadCases, ListCases, ListOrderIncident};
use tickets::open;

/// Descriptions with short words, other scripts, quotes, operators, line breaks, and letters in both cases.
const TEXTS: [&str; 10] = [
    "The disk of a server is slow",
    "DISK: 磁盘很慢，请帮忙",
    "say \"disk\" AND NOT slow",
    "a*b OR (c) NEAR d^2 {col} : -x",
    "straße ÉCLAIR Ω",
    "xdiskx",
    "d is k",
    "磁盘",
    "100% of _all_ '; DROP TABLE cases",
    "back\\slash\ttab\nline",
];

/// Words of the texts, in parts and whole.
const WORDS: [&str; 26] = [
    "disk",
    "DISK",
    "slow disk",
    "di",
    "k",
    "磁盘",
    "磁盘很",
    "很慢，请",
    "\"disk\"",
    "say",
    "and not",
    "a*b",
    "(c)",
    "NEAR",
    "{col}",
    "-x",
    "É",
    "éclair",
    "ÉCLAIR",
    "ße",
    "Ω",
    "%",
    "_all_",
    "'; DROP",
    "back\\slash",
    "none",
];

async fn found(bench: &Bench, words: &[&str]) -> Vec<String> {
    let page = bench.send(ListCases::new().search_key(words.iter().copied()).limit(100_u32)).await;
    page.incident_info_list.into_iter().map(|info| info.simple_description.unwrap()).collect()
}

/// Returns the expected result of a search, as described in docs/sandbox.md, newest first.
fn expected(words: &[&str]) -> Vec<String> {
    let words: Vec<String> =
        words.iter().flat_map(|word| word.split_whitespace()).map(str::to_ascii_lowercase).collect();
    let has = |text: &&&str| words.iter().all(|word| text.to_ascii_lowercase().contains(word.as_str()));
    TEXTS.iter().rev().filter(has).map(|text| (*text).to_owned()).collect()
}

#[tokio::test]
async fn words_are_found_wherever_they_are() {
    let bench = Bench::empty();
    for text in TEXTS {
        open(&bench, text).await;
    }
    for word in WORDS {
        assert_eq!(found(&bench, &[word]).await, expected(&[word]), "{word}");
        let both = [word, "disk"];
        assert_eq!(found(&bench, &both).await, expected(&both), "{word} and disk");
    }
}

#[tokio::test]
async fn text_is_found_in_ids_and_descriptions() {
    let bench = Bench::empty();
    for text in TEXTS {
        open(&bench, text).await;
    }
    for (text, count) in
        [("se-10", 10), ("CASE-1010", 1), ("\"DISK\" and", 1), ("of a", 1), ("is", 5), ("磁盘很慢", 1), ("none", 0)]
    {
        assert_eq!(bench.send(ListCases::new().app_key(text)).await.total_count, Some(count), "{text}");
    }
    let both = ListCases::new().app_key("server is").search_key(["disk", "slow"]);
    assert_eq!(bench.send(both).await.total_count, Some(1));
}

#[tokio::test]
async fn a_search_has_a_bounded_number_of_words() {
    let bench = Bench::empty();
    let words: Vec<String> = (0..33).map(|number| number.to_string()).collect();
    let text = words.join(" ");
    assert_eq!(
        bench.refused(ListOrderIncident::new().search_key([text.clone()])).await,
        "400 OSM.0001 search_key has more than 32 different words"
    );
    let (first, second) = text.split_at(text.len() / 2);
    assert_eq!(
        bench.refused(ListCases::new().search_key([first, second])).await,
        "400 OSM.0001 search_key has more than 32 different words"
    );
    assert_eq!(
        bench.refused(DownloadCases::new().search_key("x".repeat(65))).await,
        "400 OSM.0001 search_key has 65 characters, at most 64"
    );
    assert_eq!(
        bench.refused(ListOrderIncident::new().search_key(["x".repeat(65)])).await,
        "400 OSM.0001 search_key has a word of more than 64 characters"
    );
}
