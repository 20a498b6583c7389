//! `hwc describe`: everything that is known of an operation, as a page for people and as JSON for programs.

use clap::Args;
use hwc_api::SERVICES;
use hwc_dynamic::{DynamicOperation, Field, UnknownValues, ValueSources, fields_of_record, is_secret};
use hwc_wire::{Location, Pagination};
use schemars::JsonSchema;
use serde::Serialize;

use super::operations::Language;
use super::reference;
use crate::args::output::{OutArgs, OutputArgs};
use crate::case::kebab;
use crate::commands::operation_args::find_operation;
use crate::dynamic::{OperationCommand, describe};
use crate::error::CliError;
use crate::ui::Ui;
use crate::ui::format::DOCUMENT;
use crate::ui::hyperlink::link;

/// The maximum depth of nested fields, because records may contain themselves.
const MAX_DEPTH: usize = 4;

/// Arguments of `hwc describe`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  hwc describe ListCases\n  hwc describe osm.ListCases -o json")]
pub(crate) struct DescribeArgs {
    /// Operation, as in ListCases or osm.ListCases
    #[arg(value_name = "OPERATION")]
    operation: String,
    /// Language of the summary: en or zh
    #[arg(long, value_name = "LANGUAGE", value_enum, default_value_t = Language::En, hide_possible_values = true)]
    lang: Language,
    #[command(flatten)]
    output: OutputArgs,
    #[command(flatten)]
    out: OutArgs,
}

/// An operation with its fields.
#[derive(Serialize, JsonSchema)]
pub(crate) struct OperationDescription {
    /// The name.
    name: &'static str,
    /// The service: `osm`, `koodrive`, `insight` or `iam`.
    service: &'static str,
    /// The full name of the service.
    service_title: &'static str,
    /// The group in the reference.
    group: &'static str,
    /// The HTTP method.
    method: &'static str,
    /// The path, with parameters in braces.
    path: &'static str,
    /// A description in one sentence.
    summary: Option<&'static str>,
    /// The URL of the page in the reference, in the language of the summary if there is one.
    reference: Option<String>,
    /// The details.
    doc: Option<&'static str>,
    /// The effect: `read`, `write` or `destructive`.
    effect: &'static str,
    /// The response field with the elements of a page, if the response has pages.
    items: Option<&'static str>,
    /// True if a page follows a cursor, not an offset or a number.
    has_cursor: bool,
    /// The operation that reads the state of the background work, if the operation starts any.
    poll_operation: Option<String>,
    /// True if the response is the content of a file.
    returns_file: bool,
    /// The fields of the request.
    fields: Vec<FieldDescription>,
    /// The fields of the response.
    response: Vec<FieldDescription>,
    /// An example as commands for a shell.
    example: Option<String>,
    /// Contradictions of the sources.
    quirks: Vec<&'static str>,
    /// The pages and SDKs that the facts come from.
    sources: Vec<&'static str>,
}

/// A field of a request or a response.
#[derive(Serialize, JsonSchema)]
struct FieldDescription {
    /// The name on the wire.
    name: &'static str,
    /// The flag of `hwc call`. `null` for fields within objects and for responses.
    flag: Option<String>,
    /// The location: `path`, `query`, `header`, `body` or `form`.
    location: &'static str,
    /// The type, as in the help.
    r#type: String,
    /// True if the field must be present.
    required: bool,
    /// True if values are secret.
    secret: bool,
    /// The description.
    doc: String,
    /// The constraints, as sentences.
    constraints: String,
    /// The value that the service uses if the field is absent.
    default: Option<String>,
    /// The known values of an enum.
    values: Vec<String>,
    /// The fields of the object.
    fields: Vec<FieldDescription>,
}

/// Prints the description.
pub(crate) fn run(args: &DescribeArgs) -> Result<(), CliError> {
    let format = args.output.resolve(&DOCUMENT, args.out.is_terminal())?;
    let operation = find_operation(&args.operation)?;
    let command = OperationCommand::new(operation, UnknownValues::Accept, ValueSources::system());
    let description = OperationDescription::new(operation, &command, args.lang);
    let mut ui = Ui::new(format, args.output.requested().is_some()).with_file(args.out.open()?);
    ui.document(&description, |_| page(&description, &command, args.lang))?;
    ui.finish()
}

/// Returns the page for people: the help of the operation and a link to the reference.
fn page(description: &OperationDescription, command: &OperationCommand, language: Language) -> String {
    let help = command.long_help();
    let summary = match language {
        Language::En => String::new(),
        Language::Zh => format!("{}\n\n", description.summary.unwrap_or_default()),
    };
    let reference = description.reference.as_deref();
    let reference = reference.map_or_else(String::new, |url| format!("\nReference: {}\n", link(url, url)));
    format!("{summary}{}\n{reference}", help.trim_end())
}

impl OperationDescription {
    fn new(operation: DynamicOperation, command: &OperationCommand, language: Language) -> Self {
        let (descriptor, doc) = (operation.descriptor(), operation.doc());
        let texts = |list: &'static [String]| list.iter().map(String::as_str).collect();
        Self {
            name: descriptor.name,
            service: descriptor.service.id,
            service_title: SERVICES
                .iter()
                .find(|service| service.id == descriptor.service.id)
                .map_or("", |service| service.title),
            group: descriptor.group,
            method: descriptor.method.as_str(),
            path: descriptor.path,
            summary: language.summary(descriptor),
            reference: reference::url(descriptor, language),
            doc: doc.and_then(|doc| doc.doc.as_deref()),
            effect: operation.effect().as_str(),
            items: operation.items_path(),
            has_cursor: matches!(operation.pagination(), Some(Pagination::Cursor { .. })),
            poll_operation: operation.poll_operation().map(DynamicOperation::full_name),
            returns_file: operation.returns_file(),
            fields: operation.fields().iter().map(|field| FieldDescription::new(field, true, MAX_DEPTH)).collect(),
            response: fields_of_record(&*operation.new_response(), descriptor.service)
                .iter()
                .map(|field| FieldDescription::new(field, false, MAX_DEPTH))
                .collect(),
            example: command.example(),
            quirks: doc.map_or_else(Vec::new, |doc| texts(&doc.quirks)),
            sources: doc.map_or_else(Vec::new, |doc| texts(&doc.sources)),
        }
    }
}

impl FieldDescription {
    fn new(field: &Field, has_flag: bool, depth: usize) -> Self {
        let nested = if depth == 0 { Vec::new() } else { field.nested() };
        let known = describe::known_values(&field.kind, field.service());
        Self {
            name: field.name(),
            flag: has_flag.then(|| format!("--{}", kebab(field.name()))),
            location: location(field.descriptor.location),
            r#type: describe::label(&field.kind),
            required: field.descriptor.required,
            secret: is_secret(&field.kind),
            doc: describe::docs(field),
            constraints: describe::constraint_text(field),
            default: describe::default(field),
            values: known.iter().map(|value| value.get_name().to_owned()).collect(),
            fields: nested.iter().map(|field| Self::new(field, false, depth - 1)).collect(),
        }
    }
}

fn location(location: Location) -> &'static str {
    match location {
        Location::Path => "path",
        Location::Query | Location::QueryCommaSeparated => "query",
        Location::Header => "header",
        Location::Form => "form",
        _ => "body",
    }
}
