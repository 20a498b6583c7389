//! Large files through the client and through curl on the same server. Each transfer runs in its own process, which
//! reports its time without the start-up, like curl. Files are in memory if the system supports that, so that no disk is
//! measured.

use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::harness::{median, memory, ratio};
use crate::helper::{Child, TransferCost, ask, image};
use crate::report::{Limit, Report, Table};
use crate::{Options, Outcome};

/// The figures of one direction, round by round.
#[derive(Default)]
struct TransferRounds {
    hwc: Vec<TransferCost>,
    curl: Vec<f64>,
}

pub(super) fn run(options: &Options, report: &mut Report) -> Outcome<()> {
    if Command::new("curl").arg("--version").stdout(Stdio::null()).status().is_err() {
        report.skip("curl, which transfers are compared with, is not installed");
        return Ok(());
    }
    let size: u64 = options.pick(1 << 30, 4 << 20);
    let folder = TempDir::new()?;
    let (source, target) = (folder.0.join("source.bin"), folder.0.join("target.bin"));
    fill(&source, size)?;
    let server = Child::start(&options.programs.helper, &["serve", &size.to_string()])?;
    let (endpoint, helper) = (server.address(), &options.programs.helper);
    let (mut up, mut down) = (TransferRounds::default(), TransferRounds::default());
    for _ in 0..=options.rounds() {
        up.hwc.push(ask(helper, &["upload", endpoint, &text(&source)])?);
        up.curl.push(curl_up(endpoint, &source)?);
        down.hwc.push(ask(helper, &["download", endpoint, &text(&target)])?);
        down.curl.push(curl_down(endpoint, &target)?);
        if std::fs::metadata(&target)?.len() != size {
            return Err("curl did not save all of it".into());
        }
    }
    add_table(report, size, &up, &down);
    Ok(())
}

fn add_table(report: &mut Report, size: u64, up: &TransferRounds, down: &TransferRounds) {
    let columns =
        [("rate", "MB/s"), ("rate ratio", ""), ("lowest", ""), ("highest", ""), ("CPU", "s"), ("peak memory", "MB")];
    let mut table = Table::new(format!("a file of {} MiB on loopback", size >> 20), &columns);
    for (name, rounds) in [("upload", up), ("download", down)] {
        let hwc: Vec<f64> = rounds.hwc[1..].iter().map(|round| round.wall).collect();
        let cpu: Vec<f64> = rounds.hwc[1..].iter().map(|round| round.cpu).collect();
        let peaks = rounds.hwc.iter().map(|round| round.peak.map(memory::megabytes));
        let peak = peaks.collect::<Option<Vec<f64>>>().map(|peaks| peaks.into_iter().fold(0.0, f64::max));
        let rate = |seconds: &[f64]| size as f64 / 1e6 / median(seconds);
        let against = ratio(&rounds.curl[1..], &hwc);
        let figures = [rate(&hwc), against.median, against.lowest, against.highest, median(&cpu)];
        table.row(format!("hwc, {name}"), figures.map(Some).into_iter().chain([peak]));
        table.row(format!("curl, {name}"), [Some(rate(&rounds.curl[1..])), Some(1.0), None, None, None, None]);
        report.budget(&format!("{name} of 1 GiB against curl's rate"), against.median, Limit::AtLeast(0.9), "x");
        if let Some(peak) = peak {
            report.budget(&format!("{name} of 1 GiB, peak memory"), peak, Limit::AtMost(64.0), "MB");
        }
    }
    table.note("Uploads are forms with one file (UploadAccessory); downloads are saved as files, by hwc with a sync at the end.");
    report.table(table);
}

fn curl_up(endpoint: &str, file: &Path) -> Outcome<f64> {
    let notes = r#"form_data={"fileName":"large.bin"}"#;
    let url = format!("{endpoint}/v2/servicerequest/accessorys");
    curl(&["--form-string", notes, "--form", &format!("file=@{}", text(file)), "--output", "/dev/null", &url])
}

fn curl_down(endpoint: &str, file: &Path) -> Outcome<f64> {
    curl(&["--output", &text(file), &image(endpoint)])
}

/// Returns the seconds that curl reports.
fn curl(words: &[&str]) -> Outcome<f64> {
    let fixed = ["--silent", "--show-error", "--fail", "--noproxy", "*", "--write-out", "%{stderr}%{time_total}"];
    let done = Command::new("curl").args(fixed).args(words).stdin(Stdio::null()).output()?;
    let said = String::from_utf8_lossy(&done.stderr);
    if done.status.success() { Ok(said.trim().parse()?) } else { Err(format!("curl: {said}").into()) }
}

fn fill(file: &Path, size: u64) -> Outcome<()> {
    let piece: Vec<u8> = (0..1 << 20).map(|index: u32| (index % 251) as u8).collect();
    let mut file = File::create(file)?;
    for _ in 0..size >> 20 {
        file.write_all(&piece)?;
    }
    Ok(file.sync_all()?)
}

fn text(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

/// A folder that is deleted on drop.
struct TempDir(PathBuf);

impl TempDir {
    fn new() -> Outcome<Self> {
        let memory = Path::new("/dev/shm");
        let parent = if memory.is_dir() { memory.to_owned() } else { std::env::temp_dir() };
        let folder = parent.join(format!("hwc-bench-{}", std::process::id()));
        std::fs::create_dir(&folder)?;
        Ok(Self(folder))
    }
}

impl Drop for TempDir {
    fn drop(&mut self) {
        // Left to the cleanup of the system.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
