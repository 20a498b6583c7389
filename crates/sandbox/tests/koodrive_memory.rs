//! The memory of large uploads and downloads through the server. The allocator counts it, so there is one test alone.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails here is a failed test")]

mod common;

use common::served::{rest, serve};
use common::uploads::{file, part, space};
use hwc_models::koodrive::{CompleteFile, GetDownLoadUrl};
use hwc_sandbox::SandboxOptions;
use peak_alloc::PeakAlloc;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

#[global_allocator]
static ALLOCATOR: PeakAlloc = PeakAlloc;

/// The size of the file, and of the pieces in which the client sends and reads it.
const SIZE: usize = 64 << 20;
const PIECE: usize = 64 << 10;

/// The memory that is allowed for one content: a few pieces of 256 KB, and the buffers of the connection.
const ALLOWED: usize = 4 << 20;

/// Returns the path and the query of a URL.
fn target(url: &str) -> &str {
    url.strip_prefix("https://cn.myhuaweicloud-koodrive.com").unwrap()
}

#[tokio::test]
async fn a_large_content_is_never_in_memory() {
    let served = serve(SandboxOptions::default().without_demo_data()).await;
    let bench = &served.bench;
    let space = space(bench).await;
    let made = bench.send(file(&space, "large.bin", SIZE).multi_parts(vec![part(1, SIZE)])).await;
    let upload = made.multi_parts[0].upload_url.as_ref().unwrap().expose().to_owned();
    let before = ALLOCATOR.current_usage();

    ALLOCATOR.reset_peak_usage();
    let host = "Host: cn.myhuaweicloud-koodrive.com\r\nConnection: close\r\n";
    let mut stream =
        served.open(format!("PUT {} HTTP/1.1\r\n{host}Content-Length: {SIZE}\r\n\r\n", target(&upload))).await;
    let piece = vec![7; PIECE];
    for _ in 0..SIZE / PIECE {
        stream.write_all(&piece).await.unwrap();
    }
    let sent = rest(&mut stream).await;
    assert!(sent.starts_with("HTTP/1.1 200 OK\r\n"), "{sent}");
    let peak = ALLOCATOR.peak_usage() - before;
    assert!(peak < ALLOWED, "the upload took {peak} bytes");

    bench.send(CompleteFile::new(made.file_id.clone().unwrap())).await;
    let urls = bench.send(GetDownLoadUrl::new(space.as_str(), [made.file_id.unwrap()])).await;
    let download = urls.downloads[0].url.as_ref().unwrap().expose().to_owned();
    ALLOCATOR.reset_peak_usage();
    let mut stream = served.open(format!("GET {} HTTP/1.1\r\n{host}\r\n", target(&download))).await;
    let (mut piece, mut received) = (vec![0; PIECE], 0);
    while let read @ 1.. = stream.read(&mut piece).await.unwrap() {
        received += read;
    }
    assert!((SIZE..SIZE + 2000).contains(&received), "{received}");
    let peak = ALLOCATOR.peak_usage() - before;
    assert!(peak < ALLOWED, "the download took {peak} bytes");
}
