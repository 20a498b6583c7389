//! `hwc sandbox log`: the recent requests of a running sandbox.

use clap::Args;
use hwc_api::serde_json::Value;
use hwc_transport::http::Method;

use super::data::{table, text};
use super::engineer::segment;
use crate::args::output::OutputArgs;
use crate::error::CliError;
use crate::runtime;
use crate::sandbox::control_client::ControlClient;
use crate::ui::Ui;
use crate::ui::format::{DOCUMENT, Formats, LIST, STREAM};

/// The seconds that one request waits for the next entry.
const WAIT: u64 = 20;

const AFTER: &str = "\
Secrets are redacted.

Examples:
  hwc sandbox log
  hwc sandbox log 12
  hwc sandbox log --follow --status 4xx --operation 'koodrive.*'";

/// Arguments of `hwc sandbox log`.
#[derive(Debug, Args)]
#[command(after_help = AFTER)]
pub(super) struct LogArgs {
    /// Number of a request to show with headers and bodies
    #[arg(value_name = "NUMBER", conflicts_with_all = ["follow", "after", "operation", "status"])]
    number: Option<u64>,
    /// Print new requests until interrupted
    #[arg(long, short)]
    follow: bool,
    /// List the requests after this number
    #[arg(long, value_name = "NUMBER")]
    after: Option<u64>,
    /// Maximum number of requests that are listed at first
    #[arg(long, value_name = "NUMBER", default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=1000))]
    limit: u32,
    /// Filter by name or pattern of operations
    #[arg(long, value_name = "OPERATION")]
    operation: Option<String>,
    /// Filter by status, as in 404 or 4xx
    #[arg(long, value_name = "STATUS")]
    status: Option<String>,
    #[command(flatten)]
    pub(super) output: OutputArgs,
}

/// Lists, follows or shows requests.
pub(super) fn run(args: &LogArgs, ui: &mut Ui) -> Result<(), CliError> {
    let client = ControlClient::find()?;
    if let Some(number) = args.number {
        let details = client.get(&format!("requests/{number}"))?;
        return ui.document(&details, |_| details_text(&details));
    }
    let page = client.get(&args.path(args.after, None))?;
    if args.follow {
        return runtime::run(follow(args, &client, page, ui));
    }
    let requests = entries(&page);
    let columns = ["number", "time", "status", "method", "operation", "error_code", "path"];
    ui.list(&requests, "the sandbox has received no such requests", |_| table(&requests, &columns))
}

/// Prints the entries of a page and of all later ones.
async fn follow(args: &LogArgs, client: &ControlClient, mut page: Value, ui: &mut Ui) -> Result<(), CliError> {
    loop {
        for request in entries(&page) {
            ui.item(&request, |_| line(&request))?;
        }
        let path = args.path(page["cursor"].as_u64(), Some(WAIT));
        page = client.request(Method::GET, &path, None).await?;
    }
}

impl LogArgs {
    /// Returns the formats: those of a stream, of a list, or of one document.
    pub(super) fn formats(&self) -> &'static Formats {
        match (self.follow, self.number) {
            (true, _) => &STREAM,
            (false, None) => &LIST,
            (false, Some(_)) => &DOCUMENT,
        }
    }

    /// Returns the path of a list.
    fn path(&self, after: Option<u64>, wait: Option<u64>) -> String {
        let limit = if wait.is_some() { 1000 } else { self.limit };
        let mut path = format!("requests?limit={limit}");
        let numbers = [("after", after), ("wait_seconds", wait)];
        for (name, value) in numbers.into_iter().filter_map(|(name, value)| Some((name, value?))) {
            path += &format!("&{name}={value}");
        }
        let texts = [("operation", &self.operation), ("status", &self.status)];
        for (name, value) in texts.into_iter().filter_map(|(name, value)| Some((name, value.as_ref()?))) {
            path += &format!("&{name}={}", segment(value));
        }
        path
    }
}

fn entries(page: &Value) -> Vec<Value> {
    page["requests"].as_array().cloned().unwrap_or_default()
}

/// Returns an entry in one line.
fn line(request: &Value) -> String {
    let name = if request["operation"].is_null() { "path" } else { "operation" };
    let code = request["error_code"].as_str().map(|code| format!(" {code}")).unwrap_or_default();
    let parts = [&request["time"], &request["status"], &request["method"], &request[name]].map(text);
    let line = format!("{} {}{code}", text(&request["number"]), parts.join(" "));
    format!("{}\n", crate::ui::text::sanitize_line(&line))
}

/// Returns all members of a request, one per line.
fn details_text(details: &Value) -> String {
    let members = details.as_object().into_iter().flatten();
    let lines = members.map(|(name, value)| format!("{name}: {}\n", crate::ui::text::sanitize_line(&text(value))));
    lines.collect()
}
