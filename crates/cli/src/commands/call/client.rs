//! The client of a call, configured from the environment or connected to the sandbox, with a recorder or a replay.

use std::path::Path;
use std::sync::Arc;

use hwc_api::{Client, ClientBuilder, Service};
use hwc_transport::{Recorder, RecordingError, Replay};

use crate::args::connection::Connection;
use crate::args::time::Zone;
use crate::commands::call::flags::CallFlags;
use crate::error::{CliError, with_causes};

/// The token of a replay. Recordings contain no tokens, so any will do.
const REPLAY_TOKEN: &str = "replay";

/// A client, and the recorder of its exchanges.
pub(super) struct CallClient {
    pub(super) client: Client,
    recorder: Option<Recorder>,
}

impl CallClient {
    /// Creates the client for a call of `service`.
    pub(super) fn new(flags: &CallFlags, service: &Service) -> Result<Self, CliError> {
        let mut connection = flags.connection.connect(service)?;
        let mut recorder = None;
        if let Some(path) = &flags.replay {
            connection = replay(connection, path)?;
        }
        if let Some(path) = &flags.record {
            if path.exists() {
                let message = format!("{} already exists; delete it, or record to another file", path.display());
                return Err(CliError::usage(message));
            }
            let recording = Recorder::new(connection.transport()?, path);
            recorder = Some(recording.clone());
            connection.transport = Some(Arc::new(recording));
        }
        let builder = configure(flags, connection.into_builder()?, service);
        Ok(Self { client: builder.build()?, recorder })
    }

    /// Writes the recording.
    pub(super) fn finish(self) -> Result<(), CliError> {
        self.recorder.map_or(Ok(()), |recorder| recorder.finish()).map_err(|error| recording_error(&error))
    }
}

/// Replaces the transport with a recording.
fn replay(connection: Connection, path: &Path) -> Result<Connection, CliError> {
    let replay = Replay::open(path).map_err(|error| recording_error(&error))?;
    let builder = connection.builder.auth_token(REPLAY_TOKEN).koodrive_token(REPLAY_TOKEN);
    Ok(Connection { builder, transport: Some(Arc::new(replay)), ..connection })
}

fn recording_error(error: &RecordingError) -> CliError {
    CliError::usage(with_causes(error))
}

/// Applies the flags to the client builder.
pub(super) fn configure(flags: &CallFlags, builder: ClientBuilder, service: &Service) -> ClientBuilder {
    let builder = flags.connection.configure(builder);
    builder.maybe(flags.region.as_ref(), |builder, region| builder.region(service.id, region))
}

/// Validates the time zone, unless validation is switched off.
pub(super) fn check_time_zone(flags: &CallFlags) -> Result<(), CliError> {
    let mut zones = settings(flags).filter(|(name, _)| *name == "time_zone" && !flags.no_validate);
    zones.try_for_each(|(_, zone)| Zone::new(Some(zone)).map(drop))
}

/// Returns the settings that have options of their own, with the value of each option.
pub(crate) fn settings(flags: &CallFlags) -> impl Iterator<Item = (&str, &str)> {
    let named = [
        ("language", &flags.language),
        ("time_zone", &flags.time_zone),
        ("project_id", &flags.project_id),
        ("workspace_id", &flags.workspace_id),
    ];
    let named = named.into_iter().filter_map(|(name, value)| Some((name, value.as_deref()?)));
    named.chain(flags.setting.iter().map(|(name, value)| (name.as_str(), value.as_str())))
}
