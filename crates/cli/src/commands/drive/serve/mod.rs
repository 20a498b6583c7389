//! `hwc drive serve`: its arguments.

#[cfg(feature = "webdav")]
mod webdav;

use std::net::SocketAddr;

use clap::{Args, Subcommand};
use hwc_drive::Location;

use super::args::DriveArgs;
use super::place::parse_location;
use crate::error::CliError;

/// Arguments of `hwc drive serve`.
#[derive(Debug, Args)]
pub(super) struct ServeArgs {
    /// The protocol.
    #[command(subcommand)]
    protocol: Protocol,
}

/// The protocols of `hwc drive serve`.
#[derive(Debug, Subcommand)]
enum Protocol {
    /// Serve a folder as a network drive until interrupted
    Webdav(WebDavArgs),
}

const WEBDAV_AFTER: &str = "\
The first line on standard output is JSON with the URL, printed when the server is ready:
  {\"ready\":true,\"url\":\"http://127.0.0.1:8080/\"}

Mount it with `rclone`, davfs2, the Finder or the Explorer: the README of hwc has the steps. A file that
is replaced gets a new version. What is deleted, or replaced by a move or a copy, goes to the recycle bin.

Anyone who can reach the server can use your files, so it needs a user to listen on addresses other than
127.0.0.1. It does not encrypt: put a server with TLS in front of it.

Examples:
  hwc drive serve webdav
  hwc drive serve webdav --read-only drive@Marketing:/site --listen 127.0.0.1:0
  hwc drive serve webdav --listen 0.0.0.0:8080 --user ada --password @password.txt";

/// Arguments of `hwc drive serve webdav`.
#[derive(Debug, Args)]
#[command(after_help = WEBDAV_AFTER)]
struct WebDavArgs {
    /// Folder to serve
    #[arg(value_name = "FOLDER", default_value = "drive:/", value_parser = parse_location)]
    folder: Location,
    /// Address and port to listen on; port 0 is any free port
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// Name that clients sign in with
    #[arg(long, value_name = "NAME", requires = "password")]
    user: Option<String>,
    /// Password, as @FILE, @env:VAR or - for standard input
    #[arg(long, value_name = "SOURCE", requires = "user")]
    password: Option<String>,
    /// Reject all changes
    #[arg(long)]
    read_only: bool,
}

impl ServeArgs {
    /// Serves until interrupted.
    pub(super) fn run(self, args: &DriveArgs) -> Result<(), CliError> {
        let Protocol::Webdav(server) = self.protocol;
        server.run(args)
    }
}

#[cfg(not(feature = "webdav"))]
impl WebDavArgs {
    /// Returns an error: the command was built without the server.
    fn run(self, _: &DriveArgs) -> Result<(), CliError> {
        drop(self);
        Err(CliError::usage("this `hwc` was built without the feature `webdav`"))
    }
}
