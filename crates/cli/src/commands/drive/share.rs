//! `hwc drive share`.

use std::env;

use clap::{Args, ValueEnum};
use hwc_api::Secret;
use hwc_api::koodrive::{CreateShare, FileId, ShareLink, ShareScope};
use hwc_drive::Location;

use super::context::DriveContext;
use super::glob::{Found, expand};
use super::place::parse_location;
use super::view::ShareResult;
use crate::error::CliError;
use crate::ui::text::{plural, sanitize_line};

/// Arguments of `hwc drive share`.
#[derive(Debug, Args)]
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
        let mut request = CreateShare::new(scope, space, ids).valid_days(self.days);
        if let Some(name) = &self.code_env {
            let code =
                env::var(name).map_err(|_| CliError::usage(format!("the environment has no variable `{name}`")))?;
            request = request.extract_code(Secret::from(code));
        }
        let link = context.client.send(request).await?.share_link.unwrap_or_default();
        let result = self.result(&found, link);
        let (count, days) = (plural(found.len(), "file"), plural(self.days, "day"));
        let url = sanitize_line(result.url.as_deref().unwrap_or_default());
        context.ui.change(&result, &format!("shared {count} for {days}: {url}"))
    }

    /// Returns the result. The URL is for people, and its code for the operations on shares.
    fn result(&self, found: &[Found], link: ShareLink) -> ShareResult {
        let short_url = link.short_url.map(|code| code.to_string());
        ShareResult {
            id: link.share_id.map(|id| id.to_string()),
            url: link.link_url.filter(|url| !url.is_empty()).or_else(|| short_url.clone()),
            short_url,
            paths: found.iter().map(|found| found.location.to_string()).collect(),
            days: self.days,
            has_code: self.code_env.is_some(),
        }
    }
}
