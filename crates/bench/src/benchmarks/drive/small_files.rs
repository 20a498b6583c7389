//! Many small files: the engine against the calls alone, and against rclone with a WebDAV server on the same disk.

use std::path::Path;

use hwc_sandbox::account::DRIVE_TOKEN;

use super::{programs, start_sandbox, text, work_folder};
use crate::by_hand::{DriveProgram, SmallFile};
use crate::harness::{Watch, median, memory, ratio};
use crate::helper::{TransferCost, ask, open_drive, runtime};
use crate::report::{Limit, Report, Table};
use crate::{Options, Outcome};

/// The number of files in flight, for all candidates.
const CONCURRENCY: usize = 4;

/// rclone copies this part of the files, because it needs about two minutes for all of them.
const RCLONE_PART: usize = 20;

/// The number of rounds. Each one takes twenty seconds.
const ROUNDS: usize = 3;

/// The seconds of each candidate, round by round.
#[derive(Default)]
struct Rounds {
    hwc: Vec<TransferCost>,
    by_hand: Vec<f64>,
    /// CPU time of the calls alone in seconds.
    by_hand_cpu: Vec<f64>,
    /// Scaled to all files.
    rclone: Vec<f64>,
}

pub(super) fn run(options: &Options, report: &mut Report) -> Outcome<()> {
    let count = options.pick(4_000, 120);
    let folder = work_folder::create()?;
    let files = work_folder::fill_tree(folder.path(), count, 4096)?;
    let has_rclone = programs::is_installed("rclone");
    if !has_rclone {
        report.skip("rclone, which small files are compared with, is not installed");
    }
    let mut rounds = Rounds::default();
    for round in 0..options.pick(ROUNDS, 1) {
        // Alternately forwards and backwards.
        if round % 2 == 0 {
            rounds.hwc.push(upload(options, folder.path())?);
        }
        let (seconds, cpu) = upload_by_hand(options, &files)?;
        rounds.by_hand.push(seconds);
        rounds.by_hand_cpu.push(cpu);
        if has_rclone {
            rounds.rclone.push(upload_with_rclone(count.div_ceil(RCLONE_PART))? * RCLONE_PART as f64);
        }
        if round % 2 == 1 {
            rounds.hwc.push(upload(options, folder.path())?);
        }
    }
    add_table(report, count, &rounds);
    Ok(())
}

fn upload(options: &Options, from: &Path) -> Outcome<TransferCost> {
    let folder = work_folder::create()?;
    let sandbox = start_sandbox(options, folder.path())?;
    ask(&options.programs.helper, &["drive", "up", sandbox.address(), &text(from), "/tree"])
}

/// Makes the calls alone, and returns their seconds and those of the CPU.
fn upload_by_hand(options: &Options, files: &[SmallFile]) -> Outcome<(f64, f64)> {
    let folder = work_folder::create()?;
    let sandbox = start_sandbox(options, folder.path())?;
    runtime()?.block_on(async {
        let space = open_drive(sandbox.address()).await?.space().id.to_string();
        let program = DriveProgram::new(sandbox.address(), DRIVE_TOKEN, &space)?;
        let watch = Watch::start();
        program.upload(files, files.len().div_ceil(work_folder::FILES_PER_FOLDER), CONCURRENCY).await?;
        Ok((watch.wall().as_secs_f64(), watch.cpu().as_secs_f64()))
    })
}

fn upload_with_rclone(count: usize) -> Outcome<f64> {
    let (from, to) = (work_folder::create()?, work_folder::create()?);
    work_folder::fill_tree(from.path(), count, 4096)?;
    programs::RcloneServer::start(to.path())?.copy(from.path(), CONCURRENCY)
}

fn add_table(report: &mut Report, count: usize, rounds: &Rounds) {
    let columns = [
        ("rate", "files/s"),
        ("rate ratio", ""),
        ("lowest", ""),
        ("highest", ""),
        ("CPU", "us/file"),
        ("peak memory", "MB"),
    ];
    let mut table = Table::new(format!("{count} files of 4 KiB up"), &columns);
    let hwc: Vec<f64> = rounds.hwc.iter().map(|round| round.wall).collect();
    let cpu: Vec<f64> = rounds.hwc.iter().map(|round| round.cpu).collect();
    let peak = rounds.hwc.iter().filter_map(|round| round.peak).max().map(memory::megabytes);
    let per_file = |cpu: &[f64]| Some(median(cpu) * 1e6 / count as f64);
    let mut row = |name: &str, seconds: &[f64], costs: [Option<f64>; 2]| {
        let ratio = ratio(&rounds.by_hand, seconds);
        let rate = count as f64 / median(seconds);
        let figures = [rate, ratio.median, ratio.lowest, ratio.highest].map(Some);
        table.row(name, figures.into_iter().chain(costs));
    };
    row("hwc", &hwc, [per_file(&cpu), peak]);
    row("the calls alone", &rounds.by_hand, [per_file(&rounds.by_hand_cpu), None]);
    if !rounds.rclone.is_empty() {
        row("rclone to a WebDAV server", &rounds.rclone, [None, None]);
    }
    table.note(format!(
        "Medians of three rounds. {CONCURRENCY} files are in flight, in folders of {}. The calls alone are those of hwc: register, \
         send, complete, verify; the hashes are known and no file is read. Servers store on the same disk. rclone copies one file of {RCLONE_PART}, and waits \
         10 milliseconds between its calls.",
        work_folder::FILES_PER_FOLDER
    ));
    report.table(table);
    add_budgets(report, rounds, (&hwc, peak));
}

fn add_budgets(report: &mut Report, rounds: &Rounds, (hwc, peak): (&[f64], Option<f64>)) {
    if !rounds.rclone.is_empty() {
        let against = ratio(&rounds.rclone, hwc).median;
        report.budget("drive, small files up against rclone's rate to WebDAV", against, Limit::AtLeast(1.0), "x");
    }
    let against = ratio(&rounds.by_hand, hwc).median;
    report.budget("drive, small files up against the rate of the calls alone", against, Limit::AtLeast(0.7), "x");
    if let Some(peak) = peak {
        report.budget("drive, small files up, peak memory", peak, Limit::AtMost(64.0), "MB");
    }
}
