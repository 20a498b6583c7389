//! The benchmarks. Each one measures a baseline in the same rounds.

mod call;
mod cli;
mod drive;
mod lists;
mod pieces;
mod sandbox;
mod transfer;

use crate::harness::{self, Times, ratio};
use crate::report::{Report, Table};
use crate::{Options, Outcome};

pub use call::Caller;
pub use lists::{walk_by_cursor, walk_by_offset};
pub use pieces::{Comparison, Work, short_pieces};

/// A benchmark with a name for the command line.
#[derive(Clone, Copy, Debug)]
pub struct Benchmark {
    /// The name on the command line.
    pub name: &'static str,
    /// The subject of the measurement.
    pub about: &'static str,
    pub(crate) run: fn(&Options, &mut Report) -> Outcome<()>,
}

/// All benchmarks, in the order in which they run.
pub const ALL: &[Benchmark] = &[
    Benchmark { name: "call", about: "calls, beside programs written by hand", run: call::run },
    Benchmark { name: "pieces", about: "encoding, signing and decoding alone", run: pieces::run },
    Benchmark { name: "lists", about: "long lists, element by element", run: lists::run },
    Benchmark { name: "sandbox", about: "the sandbox as a server", run: sandbox::run },
    Benchmark { name: "cli", about: "the command line from its start to its end", run: cli::run },
    Benchmark { name: "transfer", about: "large files, beside curl", run: transfer::run },
    Benchmark { name: "drive", about: "transfers of KooDrive, beside curl and rclone", run: drive::run },
];

/// Builds a table of the CPU time of the candidates. `baseline` is the index of the reference.
fn cpu_table(title: &str, names: &[String], times: &[Times], baseline: usize) -> Table {
    let columns = [("CPU", "us"), ("ratio", ""), ("lowest", ""), ("highest", "")];
    let mut table = Table::new(title, &columns);
    for (name, own) in names.iter().zip(times) {
        let ratio = ratio(&own.cpu, &times[baseline].cpu);
        let figures = [harness::median(&own.cpu), ratio.median, ratio.lowest, ratio.highest];
        table.row(name.clone(), figures.map(Some));
    }
    table
}
