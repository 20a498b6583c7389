//! The sandbox that `hwc sandbox start` runs in the background. A state file contains its address and its process.

use std::fs;
use std::io::{self, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::path::PathBuf;
use std::time::Duration;

use hwc_api::serde_json;
use hwc_transport::file::{Access, AtomicFile};
use serde::{Deserialize, Serialize};

use super::control_client::StoredToken;
use crate::error::CliError;
use crate::paths;

/// The timeout for a connection to this machine.
const TIMEOUT: Duration = Duration::from_millis(500);

/// A sandbox that runs in the background.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct RunningSandbox {
    /// The process.
    pub(crate) pid: u32,
    /// The address that it listens on.
    pub(crate) address: SocketAddr,
    /// The file with its state, if it is stored.
    pub(crate) data: Option<PathBuf>,
    /// The token of its control API. Earlier versions have none.
    #[serde(default)]
    pub(crate) control_token: Option<StoredToken>,
}

impl RunningSandbox {
    /// Returns the endpoint of all services.
    pub(crate) fn endpoint(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Returns true if a sandbox responds at the address. Another server that took over the port does not count.
    pub(crate) fn is_alive(&self) -> bool {
        let status = if self.control_token.is_some() { "HTTP/1.1 200" } else { "HTTP/1.1 401" };
        self.probe().is_ok_and(|response| response.starts_with(status))
    }

    fn probe(&self) -> io::Result<String> {
        let mut stream = TcpStream::connect_timeout(&self.address, TIMEOUT)?;
        stream.set_read_timeout(Some(TIMEOUT))?;
        stream.set_write_timeout(Some(TIMEOUT))?;
        // The log of the sandbox does not contain requests to its control API.
        let (path, credentials) = match &self.control_token {
            Some(token) => ("/_sandbox/", format!("Authorization: Bearer {}\r\n", token.0)),
            None => ("/v2/servicerequest/cases", String::new()),
        };
        let request = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n{credentials}Connection: close\r\n\r\n");
        stream.write_all(request.as_bytes())?;
        let mut head = [0; 512];
        let length = stream.read(&mut head)?;
        Ok(String::from_utf8_lossy(head.get(..length).unwrap_or_default()).into_owned())
    }
}

/// Returns the path of the state file.
pub(crate) fn state_file() -> Result<PathBuf, CliError> {
    let missing = || CliError::config("no directory for the state: set HOME or HWC_STATE_DIR");
    Ok(paths::state_dir().ok_or_else(missing)?.join("sandbox.json"))
}

/// Returns the sandbox of the state file, whether it is alive or not.
pub(crate) fn read() -> Result<Option<RunningSandbox>, CliError> {
    let Ok(path) = state_file() else { return Ok(None) };
    let text = match fs::read(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(CliError::file("read", &path, &error)),
    };
    let invalid = |_| CliError::config(format!("{} is not the state of a sandbox; delete it", path.display()));
    serde_json::from_slice(&text).map(Some).map_err(invalid)
}

/// Returns the running sandbox. The file of one that ended is ignored.
pub(crate) fn find() -> Result<Option<RunningSandbox>, CliError> {
    Ok(read()?.filter(RunningSandbox::is_alive))
}

/// Writes the state file.
pub(crate) fn write(sandbox: &RunningSandbox) -> Result<(), CliError> {
    let path = state_file()?;
    let failed = |error: io::Error| CliError::file("write", &path, &error);
    if let Some(directory) = path.parent() {
        fs::create_dir_all(directory).map_err(failed)?;
    }
    let text = serde_json::to_vec(sandbox).map_err(|error| CliError::internal(error.to_string()))?;
    AtomicFile::replace(&path, &text, Access::Owner).map_err(failed)
}

/// Removes the state file. A file that does not exist is not an error.
pub(crate) fn remove() -> Result<(), CliError> {
    let path = state_file()?;
    match fs::remove_file(&path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(CliError::file("remove", &path, &error)),
        _ => Ok(()),
    }
}
