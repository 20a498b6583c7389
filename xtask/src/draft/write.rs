//! The text of a spec file, in the style of the files that people write.

use super::json::Json;
use super::limits::show_range;
use super::plan::{ExamplePlan, FieldPlan, Plan, Remark, Text, TypePlan, TypePlanKind};
use super::scalar::{flow, quote, quote_block, quote_pattern, write_member};
use super::unfinished::{SOURCE_MARK, TODO_MARK, TODO_VALUE};
use super::{kind, text};

/// Returns the text of the file.
pub(crate) fn write(plan: &Plan) -> String {
    let mut out = "# yaml-language-server: $schema=../../endpoint.schema.json\n".to_owned();
    plan.todos.iter().for_each(|todo| line(&mut out, &format!("{TODO_MARK} {todo}")));
    write_head(plan, &mut out);
    for (name, fields) in
        plan.sections.iter().filter(|(name, fields)| !name.starts_with("response") && !fields.is_empty())
    {
        line(&mut out, &format!("{name}:"));
        write_fields(&mut out, 2, fields);
    }
    if plan.query_in_body {
        line(&mut out, "query_in_body: true");
    }
    if !plan.constructor.is_empty() {
        let names: Vec<String> = plan.constructor.iter().map(|name| quote(name)).collect();
        line(&mut out, &format!("constructor: [{}]", names.join(", ")));
    }
    for (name, fields) in
        plan.sections.iter().filter(|(name, fields)| name.starts_with("response") && !fields.is_empty())
    {
        line(&mut out, &format!("{name}:"));
        write_fields(&mut out, 2, fields);
    }
    if plan.allow_empty_response {
        line(&mut out, "allow_empty_response: true");
    }
    if let Some(keys) = &plan.pagination {
        let keys: Vec<String> = keys.iter().map(|(key, value)| format!("{key}: {}", quote(value))).collect();
        line(&mut out, &format!("pagination: {{ {} }}", keys.join(", ")));
    }
    write_types(plan, &mut out);
    write_remarks(&mut out, "quirks", &plan.quirks);
    write_remarks(&mut out, "open_questions", &plan.open_questions);
    write_examples(&mut out, &plan.examples);
    out
}

fn line(out: &mut String, text: &str) {
    out.push_str(text);
    out.push('\n');
}

fn write_head(plan: &Plan, out: &mut String) {
    let operation = plan.operation.as_deref().unwrap_or(TODO_VALUE);
    line(out, &format!("operation: {operation}"));
    line(out, &format!("request: {}", quote_block(&plan.request_line)));
    write_text(out, "summary", &plan.summary);
    write_text(out, "summary_zh", &plan.summary_zh);
    match plan.effect {
        Some(effect) => line(out, &format!("effect: {effect}")),
        None => line(out, &format!("{TODO_MARK} write `effect: read`, `effect: write` or `effect: destructive`")),
    }
    match plan.sources.as_slice() {
        [] => line(out, &format!("sources: [{TODO_VALUE}]")),
        [one] => line(out, &format!("sources: [{}]", quote(one))),
        many => {
            line(out, "sources:");
            many.iter().for_each(|source| line(out, &format!("  - {}", quote_block(source))));
        }
    }
    if let Some(status) = plan.success_status {
        line(out, &format!("success_status: [{status}]"));
    }
    if let Some(auth) = plan.auth {
        line(out, &format!("auth: {auth}"));
    }
}

fn write_text(out: &mut String, key: &str, text: &Text) {
    let own = text.own.as_deref().map_or(TODO_VALUE.to_owned(), quote_block);
    line(out, &format!("{key}: {own}{}", source_comment(text)));
}

/// Returns the comment with the text of the page, if it is needed.
fn source_comment(text: &Text) -> String {
    text.page.as_deref().filter(|_| text.own.is_none()).map_or(String::new(), |page| format!(" {SOURCE_MARK} {page}"))
}

fn doc(text: &Text) -> String {
    text.own.as_deref().map_or(TODO_VALUE.to_owned(), quote)
}

fn write_fields(out: &mut String, indent: usize, fields: &[FieldPlan]) {
    let names: Vec<String> = fields.iter().map(|field| format!("{}:", quote(&field.name))).collect();
    let width = names.iter().map(|name| name.chars().count()).max().unwrap_or(0);
    for (name, field) in names.iter().zip(fields) {
        write_todos(out, indent, &field.todos);
        let keys: Vec<String> = field_keys(field).iter().map(|(key, value)| format!("{key}: {value}")).collect();
        let keys = keys.join(", ");
        line(out, &format!("{:indent$}{name:width$} {{ {keys} }}{}", "", source_comment(&field.doc)));
    }
}

fn write_todos(out: &mut String, indent: usize, todos: &[String]) {
    todos.iter().for_each(|todo| line(out, &format!("{:indent$}{TODO_MARK} {}", "", text::one_line(todo))));
}

/// Returns the keys of a field with their values.
fn field_keys(field: &FieldPlan) -> Vec<(&'static str, String)> {
    let mut keys = vec![("type", quote(&kind::type_text(&field.ty)))];
    keys.extend(field.rust_name.as_ref().map(|name| ("rust_name", name.clone())));
    let limits = &field.constraints;
    keys.extend(limits.length.map(|(min, max)| ("length", show_range((min.into(), max.into())))));
    keys.extend(limits.range.map(|(min, max)| ("range", show_range((min.into(), max.into())))));
    keys.extend(limits.item_count.map(|(min, max)| ("item_count", show_range((min.into(), max.into())))));
    keys.extend(limits.item_length.map(|(min, max)| ("item_length", show_range((min.into(), max.into())))));
    keys.extend(field.pattern.as_ref().map(|pattern| ("pattern", quote_pattern(pattern))));
    for (key, set) in [("required", field.required), ("lenient", field.lenient), ("payload", field.payload)] {
        keys.extend(set.then(|| (key, "true".to_owned())));
    }
    keys.extend(field.default.as_ref().map(|default| ("default", flow(default))));
    keys.push(("doc", doc(&field.doc)));
    keys
}

fn write_types(plan: &Plan, out: &mut String) {
    if plan.types.is_empty() {
        return;
    }
    line(out, "types:");
    for (name, declared) in &plan.types {
        write_todos(out, 2, &declared.todos);
        line(out, &format!("  {name}:"));
        write_type(out, declared);
    }
}

fn write_type(out: &mut String, declared: &TypePlan) {
    let doc = format!(
        "    doc: {}{}",
        declared.doc.own.as_deref().map_or(TODO_VALUE.to_owned(), quote_block),
        source_comment(&declared.doc)
    );
    match &declared.kind {
        TypePlanKind::Record(fields) => {
            line(out, &doc);
            line(out, "    fields:");
            write_fields(out, 6, fields);
        }
        TypePlanKind::Enum { numeric, values } => {
            line(out, &format!("    enum: {}", if *numeric { "number" } else { "string" }));
            line(out, &doc);
            line(out, "    values:");
            let width = values.iter().map(|value| value.name.len() + 1).max().unwrap_or(0);
            for value in values {
                let todo = if value.unnamed { vec!["name the value".to_owned()] } else { Vec::new() };
                write_todos(out, 6, &todo);
                let name = format!("{}:", value.name);
                let keys = format!("code: {}, doc: {}", flow(&value.code), self::doc(&value.doc));
                line(out, &format!("      {name:width$} {{ {keys} }}{}", source_comment(&value.doc)));
            }
        }
    }
}

fn write_remarks(out: &mut String, key: &str, remarks: &[Remark]) {
    if !remarks.is_empty() {
        line(out, &format!("{key}:"));
    }
    for remark in remarks {
        let todo = remark.todo.map_or(String::new(), |todo| format!(" {TODO_MARK} {todo}"));
        line(out, &format!("  - {}{todo}", quote_block(&remark.text)));
    }
}

fn write_examples(out: &mut String, examples: &[ExamplePlan]) {
    line(out, "examples:");
    for example in examples {
        write_todos(out, 2, &example.todos);
        let mut members = String::new();
        for (key, value) in &example.members {
            match value {
                Json::Text(text) if *key != "response_text" => {
                    line(&mut members, &format!("    {key}: {}", quote_block(text)));
                }
                other => write_member(&mut members, 4, key, other),
            }
        }
        out.push_str(&members.replacen("    ", "  - ", 1));
    }
}
