//! The parts of a call in isolation, without network or runtime. Each is compared with hand-written code in the same
//! process.

mod decode;
mod encode;
mod sign;
mod wide;

use crate::harness::{Contender, take_turns};
use crate::report::Report;
use crate::{Options, Outcome};

use super::cpu_table;

pub(super) fn run(options: &Options, report: &mut Report) -> Outcome<()> {
    encode::run(options, report)?;
    sign::run(options, report)?;
    decode::run(options, report)?;
    wide::run(options, report)
}

/// A repeatable operation with its name.
type Work<'a> = (&'static str, Box<dyn FnMut() -> Outcome<()> + 'a>);

/// Runs each of the `works` `rounds` times per turn and adds a table. The last one is the baseline.
fn compare(options: &Options, report: &mut Report, title: &str, rounds: u64, works: Vec<Work<'_>>) -> Outcome<()> {
    let rounds = options.pick(rounds, 2);
    let mut contenders = Vec::new();
    for (name, mut work) in works {
        contenders.push(Contender::new(name, rounds, move || (0..rounds).try_for_each(|_| work())));
    }
    let times = take_turns(options.turns(), &mut contenders)?;
    let names: Vec<String> = contenders.iter().map(|contender| contender.name.clone()).collect();
    report.table(cpu_table(title, &names, &times, names.len().saturating_sub(1)));
    Ok(())
}
