//! Uploads to KooDrive, as several tests need them.

use hwc_models::koodrive::{
    CompleteFile, ConflictPolicy, CreateFile, CreateFileResponse, CreateHistoryVersions, CreateSpace, FileType,
    GetSpaceV2, SpaceType, UploadMode, UploadPart, UploadType,
};
use hwc_transport::Body;
use hwc_transport::http::Request;
use sha2::block_api::compress256;
use sha2::{Digest, Sha256};

use super::{Bench, Reply};

/// The owner of the space of the tests.
pub(crate) const OWNER: &str = "group-1";

/// The size of the smallest part, except for the last one.
pub(crate) const SMALLEST: usize = 5 << 20;

/// Creates a space of 1 GB and returns its ID.
pub(crate) async fn space(bench: &Bench) -> String {
    let made = bench.send(CreateSpace::new(OWNER, 1_u64, SpaceType::Group)).await.data.unwrap();
    made.container_id.unwrap().to_string()
}

/// Returns the used bytes of the space.
pub(crate) async fn used(bench: &Bench) -> u64 {
    bench.send(GetSpaceV2::new(OWNER)).await.data[0].space_used.unwrap()
}

/// Returns a part with a number and a size.
pub(crate) fn part(number: u32, size: usize) -> UploadPart {
    let mut part = UploadPart::default();
    part.part_number = Some(number);
    part.part_size = Some(size as u64);
    part
}

/// Returns a request for a file in the top folder, without parts. A name in use gets a time stamp.
pub(crate) fn file(space: &str, name: &str, length: usize) -> CreateFile {
    CreateFile::new(space, ["root"], name)
        .file_type(FileType::Other)
        .length(length as u64)
        .upload_mode(UploadMode::Multipart)
        .upload_type(UploadType::Parts)
        .auto_rename(ConflictPolicy::Rename)
}

/// Returns a request for a new version of a file, without parts.
pub(crate) fn version(space: &str, file: &str, length: usize) -> CreateHistoryVersions {
    CreateHistoryVersions::new(space, file, length as u64)
        .upload_mode(UploadMode::Multipart)
        .upload_type(UploadType::Parts)
}

/// Sends bytes to a presigned URL.
pub(crate) async fn put(bench: &Bench, url: &str, content: &[u8]) -> Reply {
    bench.deliver(Request::put(url).body(Body::from(content.to_vec())).unwrap()).await
}

/// Sends the content of a part, which must be accepted.
pub(crate) async fn send_part(bench: &Bench, part: &UploadPart, content: &[u8]) {
    let reply = put(bench, part.upload_url.as_ref().unwrap().expose(), content).await;
    assert_eq!(reply.line(), "200 ");
}

/// Uploads a file in one part.
pub(crate) async fn upload(bench: &Bench, request: CreateFile, content: &[u8]) -> CreateFileResponse {
    let made = bench.send(request.multi_parts(vec![part(1, content.len())])).await;
    send_part(bench, &made.multi_parts[0], content).await;
    bench.send(CompleteFile::new(made.file_id.clone().unwrap())).await;
    made
}

/// Uploads a small file and returns its ID.
pub(crate) async fn upload_text(bench: &Bench, space: &str, name: &str, content: &str) -> String {
    upload(bench, file(space, name, content.len()), content.as_bytes()).await.file_id.unwrap().to_string()
}

/// Returns everything that the database knows of files, to see that a rejected call changes nothing.
pub(crate) async fn state(bench: &Bench) -> Vec<String> {
    let kinds = "kind <> 'koodrive.audit_log'";
    bench.sql(&format!("SELECT kind, key, record FROM records WHERE {kinds} ORDER BY kind, key")).await
}

/// Returns bytes that differ everywhere.
pub(crate) fn bytes(length: usize) -> Vec<u8> {
    (0_u32..).map(|number| (number.wrapping_mul(2_654_435_761) >> 24) as u8).take(length).collect()
}

pub(crate) fn sha256(content: &[u8]) -> String {
    Sha256::digest(content).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Returns the words of SHA-256 after whole blocks.
pub(crate) fn words_after(content: &[u8]) -> Vec<u32> {
    let mut words =
        [0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19];
    let (blocks, rest) = content.as_chunks();
    assert!(rest.is_empty(), "whole blocks");
    compress256(&mut words, blocks);
    words.to_vec()
}

/// Returns the proof of a caller with this origin to have a content, by the recipe of the reference.
pub(crate) fn proof(origin: &str, content: &[u8]) -> String {
    let digest = Sha256::digest(sha256(origin.as_bytes()));
    let last: [u8; 8] = digest[24..].try_into().unwrap();
    let start = ((u64::from_be_bytes(last) & (u64::MAX >> 1)) % content.len() as u64) as usize;
    sha256(&content[start..content.len().min(start + 8)])
}
