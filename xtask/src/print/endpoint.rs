//! Printer of one endpoint: its request, its response, and the records that only it uses.

use hwc_wire::AuthRequirement;

use super::field::{self, Absent};
use super::{doc, head, task, types};
use crate::model::{Field, Operation, Paging, Service, Ty, Type};
use crate::spec::yaml::Idempotent;

/// Prints the file of one endpoint.
pub(super) fn print(service: &Service, operation: &Operation) -> String {
    let own: Vec<&Type> = operation.own_types.iter().filter_map(|name| service.types.get(name)).collect();
    let mut parts = vec![request(operation), answer(operation)];
    parts.extend(paged(operation));
    parts.extend(operation.is_download().then(|| format!("impl hwc_wire::Download for {} {{}}\n", operation.name)));
    parts.extend(operation.task.as_ref().map(task::print));
    parts.extend(own.iter().map(|declared| types::one(declared)));
    head(&operation.file.name) + &imports(service, operation, &own) + &parts.join("\n")
}

fn imports(service: &Service, operation: &Operation, own: &[&Type]) -> String {
    let fields = operation.request.iter().chain(&operation.response);
    let mut imports = field::imports(fields.chain(own.iter().flat_map(|declared| declared.fields())));
    for declared in own {
        imports.own.remove(&declared.name);
    }
    imports.own.insert("SERVICE".to_owned());
    imports.wire.extend(["Method", "Operation"]);
    if operation.paging.is_some() {
        imports.wire.insert("Pagination");
    }
    if operation.effect != operation.method.usual_effect() {
        imports.wire.insert("Effect");
    }
    if let Some(task) = &operation.task {
        imports.own.insert(task.read.clone());
        imports.wire.extend(task::imports(task));
    }
    imports.print(&service.id)
}

fn request(operation: &Operation) -> String {
    let given = |field: &Field| operation.new.iter().any(|name| name == field.name());
    let fields: String =
        operation.request.iter().map(|field| field::print(field, given(field), Absent::None)).collect();
    let by_name = |name: &String| operation.request.iter().find(|field| field.name() == name);
    let new = operation.new.iter().filter_map(by_name);
    let new: Vec<String> =
        new.map(|one| format!("{}: {}", one.rust, field::kind(&one.ty, true, Absent::None))).collect();
    let body = if fields.is_empty() { "{}".to_owned() } else { format!("{{\n{fields}    }}") };
    format!(
        "hwc_wire::request! {{\n{}    #[doc(alias = \"{} {}\")]\n    pub struct {}({}) -> {}Response {body}\n    operation: {};\n{}    notes;\n}}\n",
        doc::comment("    ", &docs(operation)),
        operation.method.as_str(),
        operation.path,
        operation.name,
        new.join(", "),
        operation.name,
        table(operation),
        doc::comment("    ", &notes(operation)),
    )
}

fn docs(operation: &Operation) -> Vec<String> {
    let yaml = &operation.yaml;
    let because = match &yaml.idempotent {
        Some(Idempotent::Because(reason)) => format!("Safe to retry: {}", doc::sentence(&lower_first(reason))),
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
        yaml.doc.as_deref().map(doc::safe).unwrap_or_default(),
        settings,
        because,
    ]
}

/// Returns the notes that follow the fields on the page of the request.
fn notes(operation: &Operation) -> Vec<String> {
    let yaml = &operation.yaml;
    vec![
        "# Notes on the sources".to_owned(),
        doc::list("Sources disagree:", &yaml.quirks),
        doc::list("Undocumented:", &yaml.open),
        format!("Sources: {}.", doc::safe(&yaml.source.join("; "))),
    ]
}

fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}

/// Prints the descriptor of the operation. It holds only facts that do not follow from the method.
fn table(operation: &Operation) -> String {
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
    if operation.yaml.empty {
        text.push_str("\n        .may_be_empty()");
    }
    if operation.yaml.query_in_body {
        text.push_str("\n        .query_in_body()");
    }
    if let Some(paging) = &operation.paging {
        text.push_str(&format!("\n        .pagination(Pagination::{})", pages(paging)));
    }
    if operation.task.is_some() {
        text.push_str("\n        .task(&TASK)");
    }
    text
}

fn pages(paging: &Paging) -> String {
    match paging {
        Paging::Offset { offset, total, items, last } => {
            format!("Offset {{ offset: {offset:?}, total: {total:?}, items: {items:?}, max: {} }}", number(*last))
        }
        Paging::Page { page, first, total, items, last } => format!(
            "Page {{ page: {page:?}, first: {first}, total: {total:?}, items: {items:?}, max: {} }}",
            number(*last)
        ),
        Paging::Cursor { cursor, next, items } => {
            format!("Cursor {{ cursor: {cursor:?}, next: {next:?}, items: {items:?} }}")
        }
    }
}

fn number(last: u64) -> String {
    if last >= i64::MAX.unsigned_abs() { "u64::MAX".to_owned() } else { last.to_string() }
}

fn answer(operation: &Operation) -> String {
    let docs = doc::comment("    ", &[format!("The response to [`{}`].", operation.name)]);
    types::record("model", &docs, &format!("{}Response", operation.name), &operation.response, Absent::Empty)
}

fn paged(operation: &Operation) -> Option<String> {
    let items = operation.paging.as_ref()?.items();
    let field = operation.response.iter().find(|field| field.name() == items)?;
    let Ty::List(element) = &field.ty else {
        return None;
    };
    Some(format!("hwc_wire::paginated! {{ {}: {} of {} }}\n", operation.name, field.rust, field::rust(element)))
}
