//! Archives of KooDrive: listing their content and unpacking them, and archives that are refused.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails here is a failed test")]

mod common;

use std::io::{Cursor, Write};

use common::Bench;
use common::drive::{FILE, codes, job, refused_for, replace_content, run, sales, session, text_of};
use hwc_models::koodrive::{
    ArchiveEntry, ArchiveEntryType, CreateJob, CreateSpace, GetSpaceV2, JobAction, JobResult, JobType, ListFile,
    SpaceType,
};
use zip::unstable::write::FileOptionsExt;
use zip::write::{FileOptions, SimpleFileOptions};
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

const SALES: &str = "1243693141656107521";
const NOOR: &str = "1316083732377071004";

/// Returns an archive with these entries. The path of a folder ends with a slash.
fn archive(entries: &[(&str, &str)]) -> Vec<u8> {
    let time = DateTime::from_date_and_time(2023, 12, 27, 15, 59, 4).unwrap();
    packed(entries, SimpleFileOptions::default().last_modified_time(time))
}

fn packed(entries: &[(&str, &str)], options: FileOptions<'_, '_, ()>) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (path, content) in entries {
        match path.strip_suffix('/') {
            Some(folder) => writer.add_directory(folder, options).unwrap(),
            None => {
                writer.start_file(*path, options).unwrap();
                writer.write_all(content.as_bytes()).unwrap();
            }
        }
    }
    writer.finish().unwrap().into_inner()
}

/// Returns a job that unpacks the demo file, with the paths in the archive.
fn unpack(space: &str, action: JobAction, paths: &[&str]) -> CreateJob {
    let mut request = job(JobType::Decompress, space, &[FILE]).action_type(action);
    request.task_info.uncompress_file_paths = paths.iter().map(|path| (*path).to_owned()).collect();
    request
}

/// Returns the paths of entries and of all entries below them.
fn paths(entries: &[ArchiveEntry]) -> Vec<String> {
    let path = |entry: &ArchiveEntry| [vec![entry.name.clone().unwrap()], paths(&entry.sub_file_list)].concat();
    entries.iter().flat_map(path).collect()
}

async fn used(bench: &Bench) -> Option<u64> {
    bench.send(GetSpaceV2::new(SALES)).await.data[0].space_used
}

const DOCS: [(&str, &str); 4] =
    [("docs/", ""), ("docs/readme.txt", "Read me."), ("docs/deep/note.txt", "A note."), ("top.txt", "Top.")];

#[tokio::test]
async fn an_archive_is_listed_without_unpacking_it() {
    let bench = Bench::demo();
    let space = sales(&bench).await;
    replace_content(&bench, &archive(&DOCS)).await;
    let listed = bench.send(ListFile::new(space.as_str(), FILE)).await.data.unwrap().uncompressed_file_list;
    let names: Vec<&str> = listed.iter().map(|entry| entry.name.as_deref().unwrap()).collect();
    assert_eq!(names, ["docs", "docs/readme.txt", "docs/deep/note.txt", "top.txt"]);
    assert_eq!((listed[0].kind, listed[1].kind), (Some(ArchiveEntryType::Folder), Some(ArchiveEntryType::File)));
    assert_eq!((listed[1].file_size, listed[1].update_at), (Some(8), Some(1_703_663_944_000)));
    let reply = bench.reply_of(ListFile::new(space.as_str(), FILE)).await.json();
    assert_eq!(reply["data"]["uncompressedFileList"][0]["type"], "2");

    let done = run(&bench, unpack(&space, JobAction::ListArchive, &[])).await;
    assert_eq!(codes(&done), ["0"]);
    // The archive has no entry for the folder of the note, so the note is at the top.
    assert_eq!(paths(&done.uncompressed_file_list), ["docs", "docs/readme.txt", "docs/deep/note.txt", "top.txt"]);
    assert!(done.uncompressed_file_list.iter().all(|entry| entry.file_id.is_none()));
    assert_eq!(used(&bench).await, Some(24), "nothing was unpacked");
}

#[tokio::test]
async fn everything_is_unpacked_with_its_folders() {
    let bench = Bench::demo();
    let space = sales(&bench).await;
    replace_content(&bench, &archive(&DOCS)).await;
    let done = run(&bench, unpack(&space, JobAction::DecompressAll, &[])).await;
    assert_eq!(done.job_info.unwrap().task_result_code, Some(JobResult::AllSucceeded));
    let entries = done.uncompressed_file_list;
    assert_eq!(paths(&entries), ["docs", "docs/readme.txt", "docs/deep", "docs/deep/note.txt", "top.txt"]);
    let docs = &entries[0];
    let readme = docs.sub_file_list[0].file_id.as_ref().unwrap();
    assert_eq!(text_of(&bench, &space, readme.as_str()).await, "Read me.");
    assert_eq!(used(&bench).await, Some(24 + 8 + 7 + 4));

    let packed = run(&bench, job(JobType::Package, &space, &[docs.file_id.as_ref().unwrap().as_str()])).await;
    let url = packed.job_info.unwrap().download_url.unwrap();
    let bytes = bench.get(url.expose()).await.body.to_vec();
    let mut again = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut names: Vec<String> =
        (0..again.len()).map(|at| again.by_index(at).unwrap().name().unwrap().into_owned()).collect();
    names.sort();
    assert_eq!(names, ["docs/", "docs/deep/", "docs/deep/note.txt", "docs/readme.txt"]);
}

#[tokio::test]
async fn a_name_in_use_gets_a_time_stamp() {
    let bench = Bench::demo();
    let space = sales(&bench).await;
    replace_content(&bench, &archive(&[("welcome.txt", "Another one.")])).await;
    let done = run(&bench, unpack(&space, JobAction::DecompressAll, &[])).await;
    let file = done.uncompressed_file_list[0].file_id.clone().unwrap();
    let packed = run(&bench, job(JobType::Package, &space, &[file.as_str()])).await;
    let bytes = bench.get(packed.job_info.unwrap().download_url.unwrap().expose()).await.body.to_vec();
    let mut again = ZipArchive::new(Cursor::new(bytes)).unwrap();
    assert_eq!(again.by_index(0).unwrap().name().unwrap(), "welcome_20260101_080003.txt");
}

#[tokio::test]
async fn chosen_entries_are_unpacked_alone() {
    let bench = Bench::demo();
    let space = sales(&bench).await;
    replace_content(&bench, &archive(&DOCS)).await;
    let done = run(&bench, unpack(&space, JobAction::DecompressSome, &["docs/deep/", "top.txt"])).await;
    let unpacked = paths(&done.uncompressed_file_list);
    assert_eq!(unpacked, ["docs", "docs/deep", "docs/deep/note.txt", "top.txt"]);
    let before = used(&bench).await;
    let missing = run(&bench, unpack(&space, JobAction::DecompressSome, &["top.txt", "doc"])).await;
    assert_eq!(codes(&missing), ["13000309"]);
    assert_eq!(codes(&run(&bench, unpack(&space, JobAction::DecompressSome, &[])).await), ["13000102"]);
    assert_eq!((missing.uncompressed_file_list, used(&bench).await), (Vec::new(), before));
}

#[tokio::test]
async fn a_failed_archive_leaves_nothing_behind() {
    let bench = Bench::demo();
    let space = sales(&bench).await;
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let mut broken = packed(&[("first.txt", "First."), ("second.txt", "Second.")], stored);
    let at = broken.windows(7).position(|bytes| bytes == b"Second.").unwrap();
    broken[at] ^= 0x55;
    let mut sevenzip = b"7z\xbc\xaf\x27\x1c".to_vec();
    sevenzip.extend([0; 40]);
    let unreadable = [
        (broken, true),
        (sevenzip, false),
        (b"Rar!\x1a\x07\x01\x00 and so on".to_vec(), false),
        (b"No archive at all.".to_vec(), false),
        (archive(&[("fine.txt", ""), ("../escape.txt", "x")]), false),
        (archive(&[("/etc/passwd", "x")]), false),
        (archive(&[("a\\..\\b.txt", "x")]), false),
        (archive(&[("a//b.txt", "x")]), false),
    ];
    for (number, (content, is_listed)) in unreadable.into_iter().enumerate() {
        replace_content(&bench, &content).await;
        let done = run(&bench, unpack(&space, JobAction::DecompressAll, &[])).await;
        assert_eq!(codes(&done), ["13000308"], "{number}");
        assert!(
            done.task_infos[0].result_desc.as_ref().unwrap().starts_with("The archive cannot be read: "),
            "{number}"
        );
        assert_eq!(used(&bench).await, Some(24), "{number}");
        let listed = bench.reply_of(ListFile::new(space.as_str(), FILE)).await;
        assert_eq!(listed.status == 200, is_listed, "{number}: {}", listed.line());
    }
}

#[tokio::test]
async fn an_archive_that_does_not_fit_is_not_unpacked() {
    let bench = Bench::demo();
    let space = sales(&bench).await;
    let small = bench.send(CreateSpace::new("group-1", 0_u64, SpaceType::Group)).await.data.unwrap();
    replace_content(&bench, &archive(&DOCS)).await;
    let mut request = unpack(&space, JobAction::DecompressAll, &[]);
    request.dst_container_id = small.container_id.unwrap();
    assert_eq!(codes(&run(&bench, request).await), ["13000311"]);
    assert_eq!(bench.send(GetSpaceV2::new("group-1")).await.data[0].space_used, Some(0));
}

#[tokio::test]
async fn a_protected_archive_needs_its_password() {
    let bench = Bench::demo();
    let space = sales(&bench).await;
    let options = SimpleFileOptions::default().with_deprecated_encryption(b"open-sesame").unwrap();
    replace_content(&bench, &packed(&[("secret.txt", "Secret.")], options)).await;
    let list = ListFile::new(space.as_str(), FILE);
    assert_eq!(bench.refused(list.clone()).await, "400 13000102 The archive is protected by a password.");
    assert_eq!(bench.refused(list.clone().pwd("wrong")).await, "400 13000102 The password of the archive is wrong.");
    let listed = bench.send(list.pwd("open-sesame")).await.data.unwrap().uncompressed_file_list;
    assert_eq!(listed[0].name.as_deref(), Some("secret.txt"));
    let done = run(&bench, unpack(&space, JobAction::DecompressAll, &[]).password("open-sesame")).await;
    assert_eq!(codes(&done), ["13000102"]);
    let why = done.task_infos[0].result_desc.as_deref().unwrap();
    assert_eq!(why, "The archive is protected by a password, and jobs of the sandbox do not decrypt.");
    assert_eq!(used(&bench).await, Some(24));
}

#[tokio::test]
async fn a_large_archive_is_unpacked_but_not_listed() {
    let bench = Bench::demo();
    let space = sales(&bench).await;
    let names: Vec<String> = (0..=10_000).map(|number| format!("{number}")).collect();
    let mut entries: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "")).collect();
    replace_content(&bench, &archive(&entries)).await;
    let many = "The archive cannot be read: it has more than 10,000 entries.";
    assert_eq!(bench.refused(ListFile::new(space.as_str(), FILE)).await, format!("400 13000308 {many}"));
    let done = run(&bench, unpack(&space, JobAction::ListArchive, &[])).await;
    assert_eq!(done.task_infos[0].result_desc.as_deref(), Some(many));
    let some = run(&bench, unpack(&space, JobAction::DecompressSome, &["10000"])).await;
    assert_eq!((codes(&some), some.uncompressed_file_list.len()), (vec!["0"], 1));
    entries.truncate(10_000);
    replace_content(&bench, &archive(&entries)).await;
    let listed = bench.send(ListFile::new(space, FILE)).await.data.unwrap();
    assert_eq!(listed.uncompressed_file_list.len(), 10_000);
}

#[tokio::test]
async fn an_archive_of_another_department_stays_closed() {
    let bench = Bench::demo();
    let space = sales(&bench).await;
    replace_content(&bench, &archive(&DOCS)).await;
    let noor = session(&bench, NOOR).await;
    let no_right = "400 13000410 No permission on the space.";
    assert_eq!(refused_for(&bench, &noor, ListFile::new(space.as_str(), FILE)).await, no_right);
    assert_eq!(refused_for(&bench, &noor, unpack(&space, JobAction::DecompressAll, &[])).await, no_right);
    assert_eq!(
        bench.refused(ListFile::new(space.as_str(), "F-none")).await,
        "400 13000302 File is not in the specified space."
    );
    run(&bench, job(JobType::Delete, &space, &[FILE])).await;
    assert_eq!(bench.refused(ListFile::new(space, FILE)).await, "400 13000306 File is in the recycle bin.");
}
