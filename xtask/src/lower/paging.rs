//! Check of the keys of a pagination: only those of its style, and fields of fitting types.

use super::path;
use crate::model::{Field, FieldType, Operation, TypeKind, Types};
use crate::spec::problem::Problem;
use crate::spec::spanned::Spanned;

/// Reports paging keys that have no effect, and paging fields that cannot be counted or sent back.
pub(crate) fn check(operation: &Operation, types: &Types, problems: &mut Vec<Problem>) {
    let Some(yaml) = &operation.yaml.pagination else { return };
    let style = yaml.style.value.as_str();
    let keys = [
        ("offset", &yaml.offset, "offset"),
        ("page", &yaml.page, "page"),
        ("cursor", &yaml.cursor, "cursor"),
        ("next", &yaml.next, "cursor"),
    ];
    let mut report =
        |at: &Spanned<String>, message: String| problems.push(operation.file.problem(at.location, message));
    for (key, value, owner) in keys {
        if let Some(value) = value.as_ref().filter(|_| owner != style && ["offset", "page", "cursor"].contains(&style))
        {
            report(value, format!("`{key}` has no effect on `style: {style}`: remove it"));
        }
    }
    if let Some(total) = yaml.total.as_ref().filter(|_| style == "cursor") {
        report(total, "`total` has no effect on `style: cursor`: remove it".to_owned());
    }
    if yaml.first.is_some() && style != "page" {
        let message = format!("`first` has no effect on `style: {style}`: remove it");
        problems.push(operation.file.problem(super::key_location(&operation.file, yaml.location, "first"), message));
    }
    let mut check = |name: Option<&Spanned<String>>, fields: &[Field], wanted: Wanted| {
        let Some(name) = name else { return };
        let Some(field) = path::find_field(fields, name, types) else { return };
        if !wanted.accepts(field, types) {
            let message = format!("`{}` cannot be used for pagination: it must be {}", name.value, wanted.describe());
            problems.push(operation.file.problem(name.location, message));
        }
    };
    check(yaml.offset.as_ref(), &operation.request, Wanted::Number);
    check(yaml.page.as_ref(), &operation.request, Wanted::Number);
    check(yaml.total.as_ref(), &operation.response, Wanted::Number);
    check(yaml.cursor.as_ref(), &operation.request, Wanted::Cursor);
    check(yaml.next.as_ref(), &operation.response, Wanted::Cursor);
}

/// The types that a paging field can have.
#[derive(Clone, Copy)]
enum Wanted {
    Number,
    Cursor,
}

impl Wanted {
    fn accepts(self, field: &Field, types: &Types) -> bool {
        let number = matches!(field.ty, FieldType::I32 | FieldType::I64 | FieldType::U32 | FieldType::U64);
        match self {
            Self::Number => number,
            Self::Cursor => number || is_text(&field.ty, types),
        }
    }

    fn describe(self) -> &'static str {
        match self {
            Self::Number => "a whole number",
            Self::Cursor => "a string, an ID or a whole number",
        }
    }
}

fn is_text(ty: &FieldType, types: &Types) -> bool {
    match ty {
        FieldType::String => true,
        FieldType::Named(name) => types.get(name).is_none_or(|declared| matches!(declared.kind, TypeKind::Id)),
        _ => false,
    }
}
