//! Emitter of one endpoint: its request, its response, and the records that only it uses.

use hwc_wire::AuthRequirement;

use super::field::{self, Owner};
use super::{constant, doc, example, header, task, types};
use crate::model::{Field, FieldType, Operation, Pagination, Service, Type, Types};
use crate::reserved::WireItem;
use crate::spec::yaml::Idempotent;

/// Emits the file of one endpoint.
pub(super) fn emit(service: &Service, operation: &Operation, crate_name: &str) -> String {
    let own: Vec<&Type> = operation.own_types.iter().filter_map(|name| service.types.get(name)).collect();
    let mut parts = vec![request_macro(service, operation, crate_name), response_macro(operation)];
    parts.extend(paginated_macro(operation, &service.types));
    parts.extend(operation.is_download().then(|| format!("impl hwc_wire::Download for {} {{}}\n", operation.name)));
    parts.extend(operation.task.as_ref().map(|task| task::emit(&operation.name, task)));
    parts.extend(own.iter().map(|declared| types::type_macro(declared)));
    header(&operation.file.name) + &imports(operation, &own) + &parts.join("\n")
}

fn imports(operation: &Operation, own: &[&Type]) -> String {
    let fields = operation.request.iter().chain(&operation.response);
    let mut imports = field::imports(fields.chain(own.iter().flat_map(|declared| declared.fields()))).of_types(own);
    if !operation.constants.is_empty() {
        imports.wire.insert(WireItem::Constant);
    }
    imports.own.insert("SERVICE".to_owned());
    imports.wire.extend([WireItem::Method, WireItem::Operation]);
    if operation.pagination.is_some() {
        imports.wire.insert(WireItem::Pagination);
    }
    if operation.effect != operation.method.usual_effect() {
        imports.wire.insert(WireItem::Effect);
    }
    if let Some(task) = &operation.task {
        imports.own.insert(task.poll_operation.clone());
        imports.wire.extend(task::imports(task));
    }
    imports.emit()
}

fn request_macro(service: &Service, operation: &Operation, crate_name: &str) -> String {
    let is_argument = |field: &Field| operation.constructor.iter().any(|name| name == field.name());
    let fields: String =
        operation.request.iter().map(|field| field::emit(field, is_argument(field), Owner::Request)).collect();
    let by_name = |name: &String| operation.request.iter().find(|field| field.name() == name);
    let arguments = operation.constructor.iter().filter_map(by_name);
    let arguments: Vec<String> =
        arguments.map(|one| format!("{}: {}", one.rust_name, field::macro_kind(&one.ty, true, true))).collect();
    let mut docs = operation_docs(operation);
    docs.extend(example::docs(service, operation, crate_name));
    let body = if fields.is_empty() { "{}".to_owned() } else { format!("{{\n{fields}    }}") };
    format!(
        "hwc_wire::request! {{\n{}    #[doc(alias = \"{} {}\")]\n    pub struct {}({}) -> {}Response {body}\n{}    operation: {};\n{}    notes;\n}}\n",
        doc::comment("    ", &docs),
        operation.method.as_str(),
        operation.path,
        operation.name,
        arguments.join(", "),
        operation.name,
        constant::emit(&operation.constants),
        operation_expression(operation),
        doc::comment("    ", &notes(operation)),
    )
}

fn operation_docs(operation: &Operation) -> Vec<String> {
    let yaml = &operation.yaml;
    let because = match &yaml.idempotent {
        Some(Idempotent::Reason(reason)) => format!("Safe to retry: {}", doc::sentence(&lower_first(reason))),
        _ => String::new(),
    };
    let settings = operation.setting_params();
    let settings = match settings.as_slice() {
        [] => String::new(),
        names => format!("The path also contains `{}`, a setting of the client or the call.", names.join("`, `")),
    };
    vec![
        doc::sentence(&yaml.summary),
        format!("`{} {}`, which returns [`{}Response`].", operation.method.as_str(), operation.path, operation.name),
        yaml.doc.as_deref().map(doc::escape).unwrap_or_default(),
        settings,
        constant::docs(&operation.constants),
        because,
    ]
}

/// Returns the notes that follow the fields on the page of the request.
fn notes(operation: &Operation) -> Vec<String> {
    let yaml = &operation.yaml;
    vec![
        "# Notes on the sources".to_owned(),
        doc::bullet_list("Sources disagree:", &yaml.quirks),
        doc::bullet_list("Undocumented:", &yaml.open_questions),
        format!("Sources: {}.", doc::escape(&yaml.sources.join("; "))),
    ]
}

fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}

/// Emits the descriptor of the operation. It holds only facts that do not follow from the method.
fn operation_expression(operation: &Operation) -> String {
    let method = format!("{:?}", operation.method);
    let mut text = format!(
        "Operation::new(&SERVICE, {:?}, {:?}, Method::{method}, {:?})",
        operation.group, operation.name, operation.path
    );
    if operation.effect != operation.method.usual_effect() {
        text.push_str(&format!("\n        .effect(Effect::{:?})", operation.effect));
    }
    if operation.idempotent != operation.method.is_idempotent() {
        text.push_str(&format!("\n        .idempotent({})", operation.idempotent));
    }
    match operation.auth {
        AuthRequirement::Any => {}
        AuthRequirement::TokenOnly => text.push_str("\n        .token_only()"),
        AuthRequirement::None => text.push_str("\n        .no_auth()"),
    }
    if operation.success() != [200] {
        text.push_str(&format!("\n        .success(&{:?})", operation.success()));
    }
    if !operation.sensitive.is_empty() {
        text.push_str(&format!("\n        .sensitive(&{:?})", operation.sensitive));
    }
    if operation.yaml.allow_empty_response {
        text.push_str("\n        .may_be_empty()");
    }
    if operation.yaml.query_in_body {
        text.push_str("\n        .query_in_body()");
    }
    if let Some(pagination) = &operation.pagination {
        text.push_str(&format!("\n        .pagination(Pagination::{})", pagination_expression(pagination)));
    }
    if operation.task.is_some() {
        text.push_str("\n        .task(&TASK)");
    }
    text
}

/// Returns the variant of `Pagination` with its fields.
pub(crate) fn pagination_expression(pagination: &Pagination) -> String {
    match pagination {
        Pagination::Offset { offset, total, items, max } => {
            format!(
                "Offset {{ offset: {offset:?}, total: {total:?}, items: {items:?}, max: {} }}",
                max_expression(*max)
            )
        }
        Pagination::Page { page, first, total, items, max } => format!(
            "Page {{ page: {page:?}, first: {first}, total: {total:?}, items: {items:?}, max: {} }}",
            max_expression(*max)
        ),
        Pagination::Cursor { cursor, first, next, more, items } => format!(
            "Cursor {{ cursor: {cursor:?}, first: {first:?}, next: {next:?}, more: {more:?}, items: {items:?} }}"
        ),
    }
}

fn max_expression(max: u64) -> String {
    if max >= i64::MAX.unsigned_abs() { "u64::MAX".to_owned() } else { max.to_string() }
}

fn response_macro(operation: &Operation) -> String {
    let docs = doc::comment("    ", &[format!("The response to [`{}`].", operation.name)]);
    types::record_macro("response", &docs, &format!("{}Response", operation.name), &operation.response, &[])
}

fn paginated_macro(operation: &Operation, types: &Types) -> Option<String> {
    let mut fields = operation.response.as_slice();
    let mut path = Vec::new();
    let mut last = None;
    for name in operation.pagination.as_ref()?.items().split('.') {
        let field = fields.iter().find(|field| field.name() == name)?;
        path.push(field.rust_name.as_str());
        fields = field.ty.type_name().and_then(|name| types.get(name)).map_or(&[], Type::fields);
        last = Some(&field.ty);
    }
    let Some(FieldType::List(element)) = last else {
        return None;
    };
    let element = field::rust_type(element);
    Some(format!("hwc_wire::paginated! {{ {}: {} of {element} }}\n", operation.name, path.join(".")))
}
