//! `hwc api`: any signed request, also for endpoints that no operation describes.

mod input;
mod pages;
mod route;

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::Args;
use hwc_api::serde_json::{Value, json};
use hwc_api::{Client, Method, Response};
use hwc_wire::Effect;
use schemars::JsonSchema;

use self::input::{Body, parse_field, parse_typed_field};
use self::route::Route;
use crate::args::confirm::ConfirmArgs;
use crate::args::connection::ConnectionArgs;
use crate::args::output::{OutArgs, OutputArgs};
use crate::args::values::parse_pair;
use crate::dynamic::output::print_document;
use crate::error::CliError;
use crate::runtime;
use crate::ui::Ui;
use crate::ui::format::{Format, Formats};

const AFTER: &str = "\
Fields are parameters of the query for GET, HEAD and DELETE, otherwise members of the JSON body.
-f passes text. -F passes JSON such as true, null and 5, or @FILE and - for the content of a file.

The path is sent as it is, so values within it must be escaped. {project_id} is replaced.
With --paginate, each page is printed as it arrives.

Examples:
  hwc api GET /v2/servicerequest/cases -f limit=5
  hwc api POST /v2/servicerequest/cases --input ticket.json
  hwc api GET /v2/servicerequest/cases --paginate --jq '.incident_info_list[].incident_id'";

/// The formats of responses.
const FORMATS: Formats =
    Formats { supported: &[Format::Json, Format::Jsonl, Format::Yaml], terminal: Format::Json, piped: Format::Json };

/// Arguments of `hwc api`.
#[derive(Debug, Args)]
#[command(after_help = AFTER)]
pub(crate) struct ApiArgs {
    /// HTTP method
    #[arg(value_name = "METHOD", value_parser = route::parse_method)]
    pub(super) method: Method,
    /// Path, which may have a query
    #[arg(value_name = "PATH")]
    pub(super) path: String,
    /// Add a field with a text (repeatable)
    #[arg(long, short = 'f', value_name = "KEY=VALUE", value_parser = parse_field)]
    field: Vec<(String, Value)>,
    /// Add a field with JSON or @FILE (repeatable)
    #[arg(long, short = 'F', value_name = "KEY=VALUE", value_parser = parse_typed_field)]
    typed_field: Vec<(String, Value)>,
    /// Read the JSON body from FILE (`-` for stdin)
    #[arg(long, value_name = "FILE")]
    input: Option<PathBuf>,
    /// Add a header (repeatable)
    #[arg(long, short = 'H', value_name = "NAME=VALUE", value_parser = parse_pair)]
    header: Vec<(String, String)>,
    /// Service: osm, koodrive, insight or iam [default: by path]
    #[arg(long, value_name = "SERVICE")]
    pub(super) service: Option<String>,
    /// Fetch all pages
    #[arg(long, conflicts_with = "include")]
    paginate: bool,
    /// Print status, headers, request ID and attempts too
    #[arg(long, short = 'i')]
    include: bool,
    /// Region of the service, as in cn-north-4
    #[arg(long, value_name = "REGION")]
    region: Option<String>,
    /// Project ID, for {project_id} in the path
    #[arg(long, value_name = "ID")]
    pub(super) project_id: Option<String>,
    #[command(flatten)]
    connection: ConnectionArgs,
    #[command(flatten)]
    confirm: ConfirmArgs,
    #[command(flatten)]
    output: OutputArgs,
    #[command(flatten)]
    out: OutArgs,
}

/// The response of the service, or with `--include` an object with `status`, `request_id`, `attempts`, `headers` and `body`.
/// With `--paginate`, each line is a page.
#[derive(JsonSchema)]
#[expect(dead_code, reason = "only its schema is used")]
pub(crate) struct ApiResponse(Value);

/// Makes the request and prints the response.
pub(crate) fn run(args: &ApiArgs) -> Result<(), CliError> {
    let format = args.output.resolve(&FORMATS, args.out.is_terminal())?;
    args.output.set_note_format(format);
    let route = Route::find(args)?;
    let fields = [args.field.as_slice(), &args.typed_field].concat();
    let body = Body::new(args.method, fields, args.input.as_deref())?;
    let mut ui = Ui::new(format, args.output.requested().is_some());
    confirm(args, &route, &mut ui)?;
    let mut ui = ui.with_file(args.out.open()?);
    runtime::run(async {
        let builder = args.connection.configure(args.connection.builder(route.service)?);
        let builder = builder.maybe(args.region.as_ref(), |builder, region| builder.region(route.service.id, region));
        let client = builder.build()?;
        match args.paginate {
            true => pages::print(&client, &route, body, &mut ui).await?,
            false => once(&client, args, &route, body, &mut ui).await?,
        }
        ui.finish()
    })
}

/// Asks for a confirmation if the operation of the path is destructive, or a DELETE of an unknown path.
fn confirm(args: &ApiArgs, route: &Route, ui: &mut Ui) -> Result<(), CliError> {
    let is_destructive = match route.operation {
        Some(operation) => operation.effect() == Effect::Destructive,
        None => args.method == Method::Delete,
    };
    match is_destructive {
        true => args.confirm.confirm_action(ui, &format!("{} {}", args.method.as_str(), route.path)),
        false => Ok(()),
    }
}

async fn once(client: &Client, args: &ApiArgs, route: &Route, body: Body, ui: &mut Ui) -> Result<(), CliError> {
    let mut call = client.raw_request(route.service, args.method, &route.path);
    for (name, value) in route.query.iter().chain(&body.query) {
        call = call.query(name, value);
    }
    for (name, value) in &args.header {
        call = call.header(name, value);
    }
    if let Some(json) = body.json {
        call = call.json(json);
    }
    let response = call.await?;
    match args.include {
        true => print_document(&with_metadata(&response), ui),
        false => print_document(&response.body, ui),
    }
}

/// Returns a response with its status and headers, without cookies and tokens.
fn with_metadata(response: &Response<Value>) -> Value {
    let headers = response.headers.iter().filter(|(name, _)| *name != "set-cookie" && *name != "x-subject-token");
    let headers = headers.map(|(name, value)| (name.as_str(), String::from_utf8_lossy(value.as_bytes()).into_owned()));
    json!({
        "status": response.status.as_u16(),
        "request_id": response.request_id,
        "attempts": response.attempts,
        "headers": headers.collect::<BTreeMap<&str, String>>(),
        "body": response.body,
    })
}
