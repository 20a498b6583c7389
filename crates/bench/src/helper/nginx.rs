//! nginx as the other side of a benchmark: a server that everybody knows and that nobody wrote for this project.

use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStderr, Command, Stdio};

use crate::{Outcome, data};

/// Its settings, without the folder and the port.
const SETTINGS: &str = include_str!("nginx.conf");

/// What nginx says once it listens.
const READY: &str = "event method";

/// An nginx that gives the answers of [`server`](crate::server), and ends with this value.
#[derive(Debug)]
pub struct Nginx {
    process: Child,
    address: String,
    /// What it says. It could not go on if nobody held the other end.
    said: Option<BufReader<ChildStderr>>,
    _folder: Folder,
}

impl Nginx {
    /// Whether it can be started: whether `nginx` is found in `PATH`.
    #[must_use]
    pub fn is_installed() -> bool {
        Command::new("nginx").arg("-v").stdin(Stdio::null()).stderr(Stdio::null()).status().is_ok()
    }

    /// Starts one of a single process on a free port of the loopback, and waits until it listens.
    ///
    /// # Errors
    /// When it cannot be started, with what it says.
    pub fn start() -> Outcome<Self> {
        let port = free_port()?;
        let folder = Folder::new(port)?;
        let settings = write(&folder.0, port)?;
        let mut command = Command::new("nginx");
        command.arg("-p").arg(&folder.0).arg("-c").arg(settings);
        let process = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn()?;
        let mut nginx = Self { process, address: format!("http://127.0.0.1:{port}"), said: None, _folder: folder };
        nginx.wait()?;
        Ok(nginx)
    }

    /// Where it listens, as in `http://127.0.0.1:1234`.
    #[must_use]
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Reads what it says until it is ready. Its end is the end of that.
    fn wait(&mut self) -> Outcome<()> {
        let Some(said) = self.process.stderr.take() else { return Err("nginx has no voice".into()) };
        let said = self.said.insert(BufReader::new(said));
        let mut all = String::new();
        while said.read_line(&mut all)? > 0 {
            if all.lines().next_back().is_some_and(|line| line.contains(READY)) {
                return Ok(());
            }
        }
        Err(format!("nginx did not start: {}", all.trim()).into())
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        // It may have ended on its own.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// A folder that goes away with this value.
#[derive(Debug)]
struct Folder(PathBuf);

impl Folder {
    fn new(port: u16) -> Outcome<Self> {
        let folder = std::env::temp_dir().join(format!("hwc-bench-nginx-{}-{port}", std::process::id()));
        std::fs::create_dir(&folder)?;
        Ok(Self(folder))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // Whoever empties that place otherwise does it later.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// A port that was free a moment ago.
fn free_port() -> Outcome<u16> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}

/// Writes the answers and the settings, and gives the path of the latter.
fn write(folder: &Path, port: u16) -> Outcome<PathBuf> {
    std::fs::write(folder.join("small.json"), data::ANSWER)?;
    std::fs::write(folder.join("page.json"), data::page(100))?;
    let settings = SETTINGS.replace("PORT", &port.to_string()).replace("FOLDER", &folder.to_string_lossy());
    let file = folder.join("nginx.conf");
    std::fs::write(&file, settings)?;
    Ok(file)
}
