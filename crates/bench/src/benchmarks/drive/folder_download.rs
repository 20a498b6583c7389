//! A folder down: a request for each file against a package of the service, which the engine chooses for many small files.

use super::{start_sandbox, text, work_folder};
use crate::harness::{median, ratio};
use crate::helper::{TransferCost, ask};
use crate::report::{Report, Table};
use crate::{Options, Outcome};

/// The path of the folder in the drive.
const REMOTE: &str = "/tree";

/// The number of rounds.
const ROUNDS: usize = 3;

/// The thresholds for packages that lead to a request for each file, and to a package.
const THRESHOLDS: [&str; 2] = ["1000000000", "1"];

/// A kind of folder: the number of its files, and the bytes of each one.
type Situation = (usize, usize);

pub(super) fn run(options: &Options, report: &mut Report) -> Outcome<()> {
    let small = [100, 1_000, 10_000].map(|files| (files, 4 << 10));
    let full: Vec<Situation> = small.into_iter().chain([(1_000, 256 << 10)]).collect();
    let columns =
        [("files", "s"), ("package", "s"), ("package ratio", ""), ("lowest", ""), ("highest", ""), ("files, CPU", "s")];
    let columns = columns.into_iter().chain([("package, CPU", "s")]).collect::<Vec<_>>();
    let mut table = Table::new("a folder down, file by file or as a package", &columns);
    for (files, bytes) in options.pick(full, vec![(20, 4 << 10)]) {
        let [by_file, packaged] = measure(options, (files, bytes))?;
        let seconds = |costs: &[TransferCost]| costs.iter().map(|cost| cost.wall).collect::<Vec<_>>();
        let cpu = |costs: &[TransferCost]| median(&costs.iter().map(|cost| cost.cpu).collect::<Vec<_>>());
        let (one_by_one, together) = (seconds(&by_file), seconds(&packaged));
        let against = ratio(&together, &one_by_one);
        let figures = [median(&one_by_one), median(&together), against.median, against.lowest, against.highest];
        let figures = figures.into_iter().chain([cpu(&by_file), cpu(&packaged)]);
        table.row(format!("{files} files of {} KiB", bytes >> 10), figures.map(Some));
    }
    table.note(
        "Medians of three rounds. Both read the tree with a walk and check each hash. The package is a job of the service, whose time \
         in the sandbox is an assumption of three seconds for any size. A service that is far away adds its response time to each file.",
    );
    report.table(table);
    Ok(())
}

/// Returns the costs of both ways, round by round.
fn measure(options: &Options, (files, bytes): Situation) -> Outcome<[Vec<TransferCost>; 2]> {
    let (work, source) = (work_folder::create()?, work_folder::create()?);
    work_folder::fill_tree(source.path(), files, bytes)?;
    let (sandbox, helper) = (start_sandbox(options, work.path())?, &options.programs.helper);
    let endpoint = sandbox.address();
    ask::<TransferCost>(helper, &["drive", "up", endpoint, &text(source.path()), REMOTE])?;
    let mut costs = [Vec::new(), Vec::new()];
    for _ in 0..options.pick(ROUNDS, 1) {
        for (costs, threshold) in costs.iter_mut().zip(THRESHOLDS) {
            let target = work_folder::create()?;
            let words = ["drive", "down", endpoint, REMOTE, &text(target.path()), threshold];
            costs.push(ask::<TransferCost>(helper, &words)?);
        }
    }
    Ok(costs)
}
