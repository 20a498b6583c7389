//! Decoding tickets: clean, with quoted numbers, and in large numbers. The baseline is structs with serde's derive.

use std::hint::black_box;

use hwc_models::osm;
use hwc_wire::{DecodeMode, decode};

use super::compare;
use crate::by_hand::{LenientPage, Page};
use crate::report::Report;
use crate::{Options, Outcome, data};

pub(super) fn run(options: &Options, report: &mut Report) -> Outcome<()> {
    let many = options.pick(10_000, 200);
    let small = data::RESPONSE.to_owned();
    clean(options, report, "decode a response of 600 bytes", 50_000, &small)?;
    clean(options, report, "decode a page of 100 tickets (57 KB)", 500, &data::page(100))?;
    clean(options, report, &format!("decode a list of {many} tickets"), 5, &data::page(many))?;
    loose(options, report)
}

fn clean(options: &Options, report: &mut Report, title: &str, rounds: u64, json: &str) -> Outcome<()> {
    compare(
        options,
        report,
        title,
        rounds,
        vec![
            ("hwc, tolerant", ours(json, DecodeMode::Lenient)),
            ("hwc, strict", ours(json, DecodeMode::Strict)),
            (
                "serde by hand",
                Box::new(|| {
                    drop(black_box(serde_json::from_slice::<Page>(black_box(json.as_bytes()))?));
                    Ok(())
                }),
            ),
        ],
    )
}

/// Measures quoted numbers. The hand-written code needs a function for each number, which also costs time on clean data.
fn loose(options: &Options, report: &mut Report) -> Outcome<()> {
    let (clean, quoted) = (data::page(100), data::quoted(100));
    let title = "decode a page of 100 tickets, all 201 numbers in quotes";
    compare(
        options,
        report,
        title,
        500,
        vec![
            ("hwc, tolerant, quoted", ours(&quoted, DecodeMode::Lenient)),
            ("hwc, tolerant, clean", ours(&clean, DecodeMode::Lenient)),
            ("serde by hand, tolerant, clean", theirs(&clean)),
            ("serde by hand, tolerant, quoted", theirs(&quoted)),
        ],
    )
}

fn ours(json: &str, mode: DecodeMode) -> Box<dyn FnMut() -> Outcome<()> + '_> {
    Box::new(move || {
        drop(black_box(decode::<osm::ListCasesResponse>(black_box(json.as_bytes()), mode)?));
        Ok(())
    })
}

fn theirs(json: &str) -> Box<dyn FnMut() -> Outcome<()> + '_> {
    Box::new(move || {
        drop(black_box(serde_json::from_slice::<LenientPage>(black_box(json.as_bytes()))?));
        Ok(())
    })
}
