//! A large file: the engine against `sha256sum` and curl with a presigned URL of the same sandbox.

use std::path::Path;

use hwc_api::koodrive::{
    ConflictPolicy, CreateFile, FileId, FileType, GetDownLoadUrl, UploadMode, UploadPart, UploadType,
};
use hwc_api::{Client, PresignedUrl};
use hwc_drive::Drive;

use super::{programs, start_sandbox, text, work_folder};
use crate::harness::{median, memory, ratio};
use crate::helper::{TransferCost, ask, open_drive, runtime};
use crate::report::{Limit, Report, Table};
use crate::{Options, Outcome};

/// The path of the file in the drive.
const REMOTE: &str = "/large.bin";

/// The number of rounds. Each one takes ten seconds.
const ROUNDS: usize = 3;

/// The figures of one direction, round by round.
#[derive(Default)]
struct Rounds {
    hwc: Vec<TransferCost>,
    curl: Vec<f64>,
}

pub(super) fn run(options: &Options, report: &mut Report) -> Outcome<()> {
    if !programs::is_installed("curl") || !programs::is_installed("sha256sum") {
        report.skip("curl and sha256sum, which a large file is compared with, are not installed");
        return Ok(());
    }
    let size: u64 = options.pick(1 << 30, 6 << 20);
    let folder = work_folder::create()?;
    let source = folder.path().join("source.bin");
    work_folder::fill(&source, size)?;
    let (mut up, mut down) = (Rounds::default(), Rounds::default());
    for round in 0..=options.pick(ROUNDS, 1) {
        run_round(options, &source, round % 2 == 1, (&mut up, &mut down))?;
    }
    add_table(report, size, [("upload", &up), ("download", &down)]);
    Ok(())
}

/// Transfers the file with both candidates in one sandbox, which then ends with its contents.
fn run_round(
    options: &Options,
    source: &Path,
    is_reverse: bool,
    (up, down): (&mut Rounds, &mut Rounds),
) -> Outcome<()> {
    let folder = work_folder::create()?;
    let (sandbox, helper) = (start_sandbox(options, folder.path())?, &options.programs.helper);
    let endpoint = sandbox.address();
    let send = || ask::<TransferCost>(helper, &["drive", "up", endpoint, &text(source), REMOTE]);
    if !is_reverse {
        up.hwc.push(send()?);
    }
    up.curl.push(upload_with_curl(endpoint, source)?);
    if is_reverse {
        up.hwc.push(send()?);
    }
    let to = folder.path().join("to");
    let receive = || ask::<TransferCost>(helper, &["drive", "down", endpoint, REMOTE, &text(&to)]);
    if !is_reverse {
        down.hwc.push(receive()?);
    }
    down.curl.push(download_with_curl(endpoint, &folder.path().join("curl.bin"))?);
    if is_reverse {
        down.hwc.push(receive()?);
    }
    Ok(())
}

/// Hashes the file and sends it in one part. Returns the seconds without those of the registration.
fn upload_with_curl(endpoint: &str, source: &Path) -> Outcome<f64> {
    let length = std::fs::metadata(source)?.len();
    let url = with_drive(endpoint, async |client, drive| {
        let part = UploadPart::default().part_number(1_u32).part_size(length);
        let request = CreateFile::new(drive.space().id.clone(), [FileId::from("root")], "curl.bin")
            .file_type(FileType::Other)
            .length(length)
            .upload_mode(UploadMode::Multipart)
            .upload_type(UploadType::Parts)
            .auto_rename(ConflictPolicy::Rename)
            .multi_parts([part]);
        let parts = client.send(request).await?.multi_parts;
        parts.into_iter().find_map(|part| part.upload_url).ok_or_else(|| "no URL of the upload".into())
    })?;
    Ok(programs::hash(source)? + programs::send(source, url.expose())?)
}

/// Receives the file and hashes it. Returns the seconds without those of the URL.
fn download_with_curl(endpoint: &str, target: &Path) -> Outcome<f64> {
    let url = with_drive(endpoint, async |client, drive| {
        let file = drive.resolve_file(&REMOTE.parse()?).await?;
        let downloads = client.send(GetDownLoadUrl::new(drive.space().id.clone(), [file.id])).await?.downloads;
        downloads.into_iter().find_map(|download| download.url).ok_or_else(|| "no URL of the download".into())
    })?;
    Ok(programs::receive(url.expose(), target)? + programs::hash(target)?)
}

fn with_drive(
    endpoint: &str,
    work: impl AsyncFnOnce(&Client, &Drive) -> Outcome<PresignedUrl>,
) -> Outcome<PresignedUrl> {
    runtime()?.block_on(async {
        let drive = open_drive(endpoint).await?;
        work(drive.client(), &drive).await
    })
}

fn add_table(report: &mut Report, size: u64, directions: [(&str, &Rounds); 2]) {
    let columns =
        [("rate", "MB/s"), ("rate ratio", ""), ("lowest", ""), ("highest", ""), ("CPU", "s"), ("peak memory", "MB")];
    let mut table = Table::new(format!("a file of {} MiB in a drive", size >> 20), &columns);
    for (name, rounds) in directions {
        let hwc: Vec<f64> = rounds.hwc[1..].iter().map(|round| round.wall).collect();
        let cpu: Vec<f64> = rounds.hwc[1..].iter().map(|round| round.cpu).collect();
        let peaks = rounds.hwc.iter().map(|round| round.peak.map(memory::megabytes));
        let peak = peaks.collect::<Option<Vec<f64>>>().map(|peaks| peaks.into_iter().fold(0.0, f64::max));
        let rate = |seconds: &[f64]| size as f64 / 1e6 / median(seconds);
        let against = ratio(&rounds.curl[1..], &hwc);
        let figures = [rate(&hwc), against.median, against.lowest, against.highest, median(&cpu)];
        table.row(format!("hwc, {name}"), figures.map(Some).into_iter().chain([peak]));
        let by_hand = [Some(rate(&rounds.curl[1..])), Some(1.0), None, None, None, None];
        table.row(format!("curl and sha256sum, {name}"), by_hand);
        report.budget(&format!("drive, {name} of 1 GiB against curl's rate"), against.median, Limit::AtLeast(0.9), "x");
        if let Some(peak) = peak {
            report.budget(&format!("drive, {name} of 1 GiB, peak memory"), peak, Limit::AtMost(64.0), "MB");
        }
    }
    table.note("Medians of three rounds. hwc hashes, registers, sends parts in parallel, completes and verifies. The other row is `sha256sum` followed by \
        `curl -T` of the whole file to one presigned URL, and a download with curl followed by `sha256sum`, without the calls of the API.");
    report.table(table);
}
