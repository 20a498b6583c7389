//! The helper program: servers for the benchmarks, and work whose memory is measured per process.

mod calls;
mod child;
mod drive;
mod nginx;
mod prism;
mod sandbox;
mod transfer;

use std::io::{Read, Write};

use tokio::net::TcpListener;
use tokio::runtime::{Builder, Runtime};

pub use child::{Child, ask};
pub use drive::open as open_drive;
pub use nginx::Nginx;
pub use prism::Prism;
pub use sandbox::{create, succeeded};
pub use transfer::{TransferCost, image};

use crate::{Outcome, server};

/// Runs a command:
///
/// - `serve <bytes of a download>`
/// - `sandbox <tickets, or demo>`
/// - `upload <endpoint> <file>`
/// - `download <endpoint> <file>`
/// - `drive up <endpoint> <local path> <path in the drive>`
/// - `drive down <endpoint> <path in the drive> <local path> [<files of a package>]`
/// - `calls <caller> <endpoint> <tickets> <calls> <in flight>`
///
/// The first two print their address and run until standard input ends, so that they do not outlive their parent.
///
/// # Errors
/// Returns an error for unknown commands, and the error of the work.
pub fn main(words: &[&str]) -> Outcome<()> {
    let runtime = runtime()?;
    match words {
        ["serve", bytes] => runtime.block_on(async {
            let listener = TcpListener::bind("127.0.0.1:0").await?;
            ready(&format!("http://{}", listener.local_addr()?))?;
            server::serve(listener, bytes.parse()?).await
        }),
        ["sandbox", "demo"] => runtime.block_on(sandbox::serve(None)),
        ["sandbox", tickets] => runtime.block_on(sandbox::serve(Some(tickets.parse()?))),
        ["upload", endpoint, file] => tell(&runtime.block_on(transfer::upload(endpoint, file))?),
        ["download", endpoint, file] => tell(&runtime.block_on(transfer::download(endpoint, file))?),
        ["drive", "up", endpoint, local, remote] => tell(&runtime.block_on(drive::upload(endpoint, local, remote))?),
        ["drive", "down", endpoint, remote, local] => {
            tell(&runtime.block_on(drive::download(endpoint, remote, local, None))?)
        }
        ["drive", "down", endpoint, remote, local, threshold] => {
            let threshold = Some(threshold.parse()?);
            tell(&runtime.block_on(drive::download(endpoint, remote, local, threshold))?)
        }
        ["calls", words @ ..] => {
            let work = calls::Work::read(words)?;
            tell(&runtime.block_on(work.run())?)
        }
        _ => Err(format!("there is no such work: {words:?}").into()),
    }
}

/// Creates a single-threaded runtime, like that of the command line.
///
/// # Errors
/// Returns the error of the system.
pub fn runtime() -> Outcome<Runtime> {
    Ok(Builder::new_current_thread().enable_all().build()?)
}

/// Prints the address, and ends the process when standard input ends.
fn ready(address: &str) -> Outcome<()> {
    std::thread::spawn(|| {
        // The parent is gone, even if reading fails.
        let _ = std::io::stdin().read_to_end(&mut Vec::new());
        std::process::exit(0);
    });
    print(address)
}

/// Prints an outcome as JSON.
///
/// # Errors
/// Returns an error if the output is closed.
pub fn tell(outcome: &impl serde::Serialize) -> Outcome<()> {
    print(&serde_json::to_string(outcome)?)
}

fn print(line: &str) -> Outcome<()> {
    let mut out = std::io::stdout();
    writeln!(out, "{line}")?;
    Ok(out.flush()?)
}
