//! `hwc drive serve webdav`: serves a folder of a drive by WebDAV.

use hwc_api::serde_json::json;
use hwc_api::wire::Secret;
use hwc_drive::Journal;
use hwc_dynamic::{UnknownValues, ValueSources, parse_value};
use hwc_webdav::{WebDavError, WebDavOptions, WebDavServer};
use hwc_wire::Kind;

use super::WebDavArgs;
use crate::commands::drive::args::DriveArgs;
use crate::commands::drive::context::DriveContext;
use crate::commands::drive::errors::{drive_error, error_in};
use crate::dynamic::input_message;
use crate::error::{CliError, with_causes};
use crate::runtime;
use crate::ui::Ui;
use crate::ui::format::Format;

impl WebDavArgs {
    /// Serves until interrupted. Uploads in progress are completed then.
    pub(super) fn run(self, args: &DriveArgs) -> Result<(), CliError> {
        let options = self.options(&mut ValueSources::system())?;
        // Signals are handled before the ready message, since its reader may interrupt at once.
        runtime::serve(async |interrupted| {
            let client = args.client()?.build()?;
            // Contents of clients cannot be sent again, so no transfer outlives the server.
            let journal = Journal::in_memory().map_err(drive_error)?;
            let ui = Ui::new(Format::Jsonl, true);
            let mut context = DriveContext::new(client, journal, args.transfer_options(), ui);
            let drive = context.drive(&self.folder).await?;
            drive.resolve_folder(&self.folder.path).await.map_err(error_in(&self.folder))?;
            let server = WebDavServer::bind(drive, options, self.listen).await.map_err(|error| to_error(&error))?;
            context.ui.item(&json!({ "ready": true, "url": server.url() }), |_| String::new())?;
            let shutdown = async move {
                if interrupted.await.is_err() {
                    std::future::pending::<()>().await;
                }
            };
            server.run_until(shutdown).await.map_err(|error| to_error(&error))
        })
    }

    fn options(&self, sources: &mut ValueSources) -> Result<WebDavOptions, CliError> {
        let options = WebDavOptions::default().folder(self.folder.path.clone()).read_only(self.read_only);
        let (Some(user), Some(source)) = (&self.user, &self.password) else { return Ok(options) };
        let password = parse_value(&Kind::Secret, source, UnknownValues::Reject, sources);
        let password = password.map_err(|error| CliError::usage(format!("--password: {}", input_message(&error))))?;
        let password = Secret::from(password.as_str().unwrap_or_default().trim_end_matches(['\r', '\n']).to_owned());
        options.user(user, password).map_err(|error| to_error(&error))
    }
}

fn to_error(error: &WebDavError) -> CliError {
    match error {
        WebDavError::Open { .. } => CliError::usage(format!("{error}; pass --user and --password")),
        WebDavError::InvalidCredentials { .. } => CliError::usage(error.to_string()),
        error => CliError::internal(with_causes(error)),
    }
}
