//! A folder down, file by file, against a package of the service that is received, unpacked and compared with the hashes of the
//! walk.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io;
use std::path::Path;

use hwc_api::koodrive::{CreateJob, JobFile, JobInput, JobType};
use hwc_drive::Drive;
use sha2::{Digest, Sha256};
use zip::ZipArchive;

use super::{start_sandbox, text, work_folder};
use crate::harness::{Watch, median, ratio};
use crate::helper::{TransferCost, ask, open_drive, runtime};
use crate::report::{Report, Table};
use crate::{Options, Outcome};

/// The path of the folder in the drive.
const REMOTE: &str = "/tree";

/// The number of rounds.
const ROUNDS: usize = 3;

/// A kind of folder: the number of its files, and the bytes of each one.
type Situation = (usize, usize);

pub(super) fn run(options: &Options, report: &mut Report) -> Outcome<()> {
    let full: &[Situation] = &[(100, 4 << 10), (1_000, 4 << 10), (10_000, 4 << 10), (1_000, 256 << 10), (16, 32 << 20)];
    let situations = options.pick(full, &[(20, 4 << 10)]);
    let columns = [("files", "s"), ("package", "s"), ("package ratio", ""), ("lowest", ""), ("highest", "")];
    let mut table = Table::new("a folder down, file by file or as a package", &columns);
    for &(files, bytes) in situations {
        let (by_file, packaged) = measure(options, (files, bytes))?;
        let against = ratio(&packaged, &by_file);
        let figures = [median(&by_file), median(&packaged), against.median, against.lowest, against.highest];
        table.row(format!("{files} files of {} KiB", bytes >> 10), figures.map(Some));
    }
    table.note(
        "Medians of three rounds. Both read the tree with a walk and check each hash. The package is a job of the service, whose time \
         in the sandbox is an assumption of three seconds for any size. A service that is far away adds its response time to each file.",
    );
    report.table(table);
    Ok(())
}

/// Returns the seconds of both ways.
fn measure(options: &Options, (files, bytes): Situation) -> Outcome<(Vec<f64>, Vec<f64>)> {
    let (work, source) = (work_folder::create()?, work_folder::create()?);
    work_folder::fill_tree(source.path(), files, bytes)?;
    let (sandbox, helper) = (start_sandbox(options, work.path())?, &options.programs.helper);
    let endpoint = sandbox.address();
    ask::<TransferCost>(helper, &["drive", "up", endpoint, &text(source.path()), REMOTE])?;
    let (mut by_file, mut packaged) = (Vec::new(), Vec::new());
    for _ in 0..options.pick(ROUNDS, 1) {
        let target = work_folder::create()?;
        by_file.push(ask::<TransferCost>(helper, &["drive", "down", endpoint, REMOTE, &text(target.path())])?.wall);
        let target = work_folder::create()?;
        packaged.push(runtime()?.block_on(download_package(endpoint, target.path()))?);
    }
    Ok((by_file, packaged))
}

/// Downloads the folder as a package, and returns the seconds.
async fn download_package(endpoint: &str, target: &Path) -> Outcome<f64> {
    let drive = open_drive(endpoint).await?;
    let watch = Watch::start();
    let folder = drive.resolve_folder(&REMOTE.parse()?).await?;
    let tree = drive.walk(&folder).await?;
    let hashes = tree.into_iter().filter_map(|entry| Some((entry.path, entry.entry.sha256?))).collect();
    let archive = target.join("package.zip");
    receive_package(&drive, &folder, &archive).await?;
    unpack(&archive, target, &hashes)?;
    Ok(watch.wall().as_secs_f64())
}

async fn receive_package(drive: &Drive, folder: &hwc_drive::Entry, archive: &Path) -> Outcome<()> {
    let space = drive.space().id.clone();
    let input = JobInput::default().src_container_id(space.clone());
    let input = input.file_info([JobFile::default().file_id(folder.id.clone())]);
    let done = drive.client().wait(CreateJob::new(JobType::Package, input, space)).await?;
    let url = done.response.data.and_then(|detail| detail.job_info).and_then(|job| job.download_url);
    drive.client().fetch_presigned(&url.ok_or("the package has no URL")?).save(archive).await?;
    Ok(())
}

/// Unpacks the archive and compares each file with its hash.
fn unpack(archive: &Path, target: &Path, hashes: &BTreeMap<String, String>) -> Outcome<()> {
    let mut archive = ZipArchive::new(File::open(archive)?)?;
    let mut files = 0;
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index)?;
        let path = entry.enclosed_name().ok_or("an unsafe name")?;
        if entry.is_dir() {
            fs::create_dir_all(target.join(path))?;
            continue;
        }
        let name = path.iter().skip(1).map(|name| name.to_string_lossy()).collect::<Vec<_>>().join("/");
        let local = target.join(&path);
        fs::create_dir_all(local.parent().unwrap_or(target))?;
        io::copy(&mut entry, &mut File::create(&local)?)?;
        let mut hasher = Sha256::new();
        io::copy(&mut File::open(&local)?, &mut HashWriter(&mut hasher))?;
        let hash: String = hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        if hashes.get(&name) != Some(&hash) {
            return Err(format!("{name} in the package has another content").into());
        }
        files += 1;
    }
    if files == hashes.len() { Ok(()) } else { Err(format!("{files} of {} files are packed", hashes.len()).into()) }
}

/// A writer that hashes.
struct HashWriter<'a>(&'a mut Sha256);

impl io::Write for HashWriter<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
