//! Credentials from the output of a command.

use std::ffi::OsString;
use std::fmt;
use std::io;
use std::pin::pin;
use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use async_trait::async_trait;
use futures_util::future::try_join;
use hwc_transport::clock::Clock;
use hwc_wire::{Service, Timestamp};
use tokio::io::{AsyncRead, AsyncReadExt, copy, sink};
use tokio::process::{Child, Command};
use tokio::runtime::Handle;

use super::{
    BoxError, Credentials, CredentialsProvider, CredentialsRequest, KooDriveCredentials, ProfileFile, Unavailable,
    system_time,
};
use crate::core::timeout;
use crate::error::one_line;

/// A [`CredentialsProvider`] that runs a command, such as the client of a vault, and reads credentials from its standard
/// output.
///
/// The output has the format of a [profile file](ProfileFile), with the sections for default credentials. A section may also
/// have `expires_at`, a time such as `2026-01-31T12:00:00Z`. The command runs again shortly before that time, and when a
/// service rejects the credentials.
///
/// ```text
/// [global]
/// ak = an-access-key
/// sk = its-secret
/// security_token = its-token
/// expires_at = 2026-01-31T12:00:00Z
/// ```
///
/// The command runs without a shell, with the environment and the working directory of the program, and without standard
/// input. Its standard error is part of the error if it fails, its standard output never is. It is killed when the
/// [timeout](Self::timeout) expires. It requires a tokio runtime with I/O enabled.
///
/// ```no_run
/// use hwc_api::{Client, CommandCredentials};
///
/// # fn example() -> Result<(), hwc_api::Error> {
/// let vault = CommandCredentials::new("vault-helper").arg("ops");
/// let client = Client::builder().credentials_provider(vault).build()?;
/// # drop(client);
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct CommandCredentials {
    program: OsString,
    arguments: Vec<OsString>,
    timeout: Duration,
}

/// The maximum size of the output.
const MAX_OUTPUT_BYTES: u64 = 64 << 10;
/// The maximum size of the standard error that is read for a message.
const MAX_ERROR_BYTES: u64 = 4 << 10;
const DEFAULT_TIMEOUT: Duration = Duration::from_secs(30);

impl CommandCredentials {
    /// Creates a provider that runs `program`: a path, or a name that is looked up in `PATH`.
    pub fn new(program: impl Into<OsString>) -> Self {
        Self { program: program.into(), arguments: Vec::new(), timeout: DEFAULT_TIMEOUT }
    }

    /// Adds an argument, which is passed to the program as it is.
    #[must_use]
    pub fn arg(mut self, argument: impl Into<OsString>) -> Self {
        self.arguments.push(argument.into());
        self
    }

    /// Adds arguments.
    #[must_use]
    pub fn args(mut self, arguments: impl IntoIterator<Item = impl Into<OsString>>) -> Self {
        self.arguments.extend(arguments.into_iter().map(Into::into));
        self
    }

    /// Sets the time limit of a run. Default: 30 seconds. The timeout of the call that needs the credentials applies too.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Runs the command, and passes its output to `find`.
    async fn run<C>(&self, request: &CredentialsRequest, find: Find<C>) -> Result<Found<C>, BoxError> {
        let found = match self.output(&*request.clock).await {
            Ok(output) => read_output(&output, request.service, find),
            Err(problem) => Err(problem),
        };
        found.map_err(|problem| format!("the command `{}`: {problem}", self.program.display()).into())
    }

    /// Returns the standard output of a successful run.
    async fn output(&self, clock: &dyn Clock) -> Result<Vec<u8>, String> {
        if Handle::try_current().is_err() {
            return Err("it can only run in a tokio runtime".to_owned());
        }
        let mut command = Command::new(&self.program);
        command.args(&self.arguments).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let child = command.kill_on_drop(true).spawn();
        let mut child = child.map_err(|error| format!("it cannot be started ({})", error.kind()))?;
        match timeout(clock, self.timeout, pin!(wait(&mut child))).await {
            None => Err(format!("it was killed after {:?}", self.timeout)),
            Some(Err(error)) => Err(format!("its output cannot be read ({})", error.kind())),
            Some(Ok((status, _, stderr))) if !status.success() => Err(failure(status, &stderr)),
            Some(Ok((_, stdout, _))) if stdout.len() as u64 > MAX_OUTPUT_BYTES => {
                Err("its output is larger than 64 KiB".to_owned())
            }
            Some(Ok((_, stdout, _))) => Ok(stdout),
        }
    }
}

/// Credentials with their expiry time.
type Found<C> = (C, Option<std::time::SystemTime>);

/// A function that returns the credentials for a service with the name of their section.
type Find<C> = fn(&ProfileFile, &'static Service) -> Result<(String, C), Unavailable>;

fn read_output<C>(output: &[u8], service: &'static Service, find: Find<C>) -> Result<Found<C>, String> {
    let file = ProfileFile::from_bytes(output).map_err(|error| format!("its output cannot be used: {error}"))?;
    let (section, credentials) = find(&file, service).map_err(|unavailable| match unavailable {
        Unavailable::NotConfigured(why) | Unavailable::Invalid(why) => format!("its output cannot be used: {why}"),
    })?;
    let Some(text) = file.get(&section, "expires_at") else { return Ok((credentials, None)) };
    match system_time(&Timestamp::from(text)) {
        Some(expires_at) => Ok((credentials, Some(expires_at))),
        None => Err(format!("`expires_at` in [{section}] of its output is not a time such as 2026-01-31T12:00:00Z")),
    }
}

/// Reads the output of a process until it ends.
async fn wait(child: &mut Child) -> io::Result<(ExitStatus, Vec<u8>, Vec<u8>)> {
    let (stdout, stderr) = (child.stdout.take(), child.stderr.take());
    let stdout = read_start(stdout, MAX_OUTPUT_BYTES + 1);
    let (stdout, stderr) = try_join(stdout, read_start(stderr, MAX_ERROR_BYTES)).await?;
    Ok((child.wait().await?, stdout, stderr))
}

/// Reads a stream to its end, and returns the first bytes. A process whose output is not read would block.
async fn read_start(stream: Option<impl AsyncRead + Unpin>, limit: u64) -> io::Result<Vec<u8>> {
    let mut start = Vec::new();
    let Some(mut stream) = stream else { return Ok(start) };
    (&mut stream).take(limit).read_to_end(&mut start).await?;
    copy(&mut stream, &mut sink()).await?;
    Ok(start)
}

/// Describes a run that failed, with the start of its standard error.
fn failure(status: ExitStatus, stderr: &[u8]) -> String {
    let text = String::from_utf8_lossy(stderr);
    match text.trim() {
        "" => format!("it failed ({status})"),
        text => format!("it failed ({status}): {}", one_line(text)),
    }
}

#[async_trait]
impl CredentialsProvider for CommandCredentials {
    async fn credentials(&self, request: &CredentialsRequest) -> Result<Credentials, BoxError> {
        let find: Find<_> = |file, service| file.view(None).iam_credentials(service);
        let (credentials, expires_at) = self.run(request, find).await?;
        Ok(expires_at.into_iter().fold(credentials, Credentials::expires_at))
    }
}

#[async_trait]
impl CredentialsProvider<KooDriveCredentials> for CommandCredentials {
    async fn credentials(&self, request: &CredentialsRequest) -> Result<KooDriveCredentials, BoxError> {
        let find: Find<_> = |file, service| file.view(None).koodrive_credentials(service);
        let (credentials, expires_at) = self.run(request, find).await?;
        Ok(expires_at.into_iter().fold(credentials, KooDriveCredentials::expires_at))
    }
}

/// Prints the program and the timeout. Arguments may contain secrets.
impl fmt::Debug for CommandCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("CommandCredentials");
        debug.field("program", &self.program).field("timeout", &self.timeout).finish_non_exhaustive()
    }
}
