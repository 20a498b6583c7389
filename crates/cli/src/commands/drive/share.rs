//! `hwc drive share`.

use std::env;

use clap::{Args, ValueEnum};
use hwc_api::Secret;
use hwc_api::koodrive::{CreateShare, FileId, ShareScope};
use hwc_drive::Location;

use super::context::DriveContext;
use super::glob::expand;
use super::place::parse_location;
use super::view::ShareResult;
use crate::error::CliError;
use crate::ui::hyperlink;
use crate::ui::text::{plural, sanitize_line};

/// Arguments of `hwc drive share`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  hwc drive share --days 7 drive:/Reports/2026.pdf")]
pub(super) struct ShareArgs {
    /// Files and folders of one space, at most 100
    #[arg(value_name = "PATH", required = true, value_parser = parse_location)]
    paths: Vec<Location>,
    /// Days until the link expires
    #[arg(long, value_name = "NUMBER", default_value_t = 7, value_parser = clap::value_parser!(u32).range(1..=365))]
    days: u32,
    /// People who can open the link
    #[arg(long, value_name = "SCOPE", default_value = "enterprise")]
    scope: ScopeArg,
    /// Environment variable with the extraction code
    ///
    /// The code has 8 letters or digits. It is not an argument, since other users of the machine can read arguments.
    #[arg(long, value_name = "VARIABLE")]
    code_env: Option<String>,
}

/// The people who can open a link.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum ScopeArg {
    /// Everybody with the link.
    Anyone,
    /// The users of the enterprise.
    Enterprise,
}

impl ShareArgs {
    pub(super) async fn run(self, context: &mut DriveContext) -> Result<(), CliError> {
        let found = expand(context, &self.paths).await?;
        let Some(first) = found.first() else { return Ok(()) };
        let space = first.drive.space().id.clone();
        if found.iter().any(|other| other.drive.space().id != space) {
            return Err(CliError::usage("all files of a share must be in one space"));
        }
        let scope = match self.scope {
            ScopeArg::Anyone => ShareScope::AnyoneWithLink,
            ScopeArg::Enterprise => ShareScope::Enterprise,
        };
        let ids: Vec<FileId> = found.iter().map(|found| found.entry.id.clone()).collect();
        let count = ids.len();
        let mut request = CreateShare::new(scope, space, ids).valid_days(self.days);
        if let Some(name) = &self.code_env {
            request = request.extract_code(extract_code(name)?);
        }
        let link = context.client.send(request).await?.share_link.unwrap_or_default();
        let short = || link.short_url.as_ref().map(ToString::to_string);
        let url = link.link_url.clone().or_else(short).unwrap_or_default();
        let text = format!(
            "shared {} for {}: {}",
            plural(count, "file"),
            plural(self.days, "day"),
            hyperlink::link(&sanitize_line(&url), &url)
        );
        context.ui.change(&ShareResult::from(&link), &text)
    }
}

/// Reads the extraction code from the environment.
fn extract_code(variable: &str) -> Result<Secret, CliError> {
    let code = env::var(variable);
    let code = code.map_err(|_| CliError::usage(format!("the environment has no variable `{variable}`")))?;
    match code.len() == 8 && code.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        true => Ok(Secret::from(code)),
        false => Err(CliError::usage(format!("the code in `{variable}` must have 8 letters or digits"))),
    }
}
