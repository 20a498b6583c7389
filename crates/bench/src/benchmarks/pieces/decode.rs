//! Decoding tickets: clean, with quoted numbers, and in large numbers. The baseline is structs with serde's derive.

use std::hint::black_box;

use hwc_models::osm;
use hwc_wire::{DecodeMode, decode};

use super::{Comparison, Work};
use crate::by_hand::{LenientPage, Page};
use crate::data;

/// Compares the decoding of single responses.
pub(super) fn short() -> [Comparison; 2] {
    [
        clean("decode a response of 600 bytes", 50_000, data::RESPONSE),
        clean("decode a page of 100 tickets (57 KB)", 500, &data::page(100)),
    ]
}

/// Compares the decoding of a long list.
pub(super) fn many(tickets: usize) -> Comparison {
    clean(&format!("decode a list of {tickets} tickets"), 5, &data::page(tickets))
}

/// Compares the decoding of quoted numbers. The hand-written code needs a function for each number, which also costs time on
/// clean data.
pub(super) fn quoted() -> Comparison {
    let (clean, quoted) = (data::page(100), data::quoted(100));
    let works = vec![
        ours("hwc, tolerant, quoted", &quoted, DecodeMode::Lenient),
        ours("hwc, tolerant, clean", &clean, DecodeMode::Lenient),
        leniently_by_hand("serde by hand, tolerant, clean", &clean),
        leniently_by_hand("serde by hand, tolerant, quoted", &quoted),
    ];
    Comparison::new("decode a page of 100 tickets, all 201 numbers in quotes", 500, works)
}

fn clean(title: &str, iterations: u64, json: &str) -> Comparison {
    let works = vec![
        ours("hwc, tolerant", json, DecodeMode::Lenient),
        ours("hwc, strict", json, DecodeMode::Strict),
        by_hand("serde by hand", json),
    ];
    Comparison::new(title, iterations, works)
}

fn ours(name: &'static str, json: &str, mode: DecodeMode) -> Work {
    let json = json.to_owned();
    let work = move || {
        drop(black_box(decode::<osm::ListCasesResponse>(black_box(json.as_bytes()), mode)?));
        Ok(())
    };
    (name, Box::new(work))
}

fn by_hand(name: &'static str, json: &str) -> Work {
    let json = json.to_owned();
    let work = move || {
        drop(black_box(serde_json::from_slice::<Page>(black_box(json.as_bytes()))?));
        Ok(())
    };
    (name, Box::new(work))
}

fn leniently_by_hand(name: &'static str, json: &str) -> Work {
    let json = json.to_owned();
    let work = move || {
        drop(black_box(serde_json::from_slice::<LenientPage>(black_box(json.as_bytes()))?));
        Ok(())
    };
    (name, Box::new(work))
}
