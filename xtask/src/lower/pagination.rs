//! Lowering of pagination. The fields that it names must exist and have the right types.

use serde_json::Value as Json;

use super::path;
use crate::model::{Field, FieldType, Pagination, TypeKind, Types};
use crate::spec::problem::{Problem, SpecFile};
use crate::spec::spanned::{SourceLocation, Spanned};
use crate::spec::yaml;
use crate::suggest;

/// Resolves the pagination of one endpoint.
pub(crate) fn lower(
    file: &SpecFile,
    yaml: Option<&Spanned<yaml::Pagination>>,
    (request, response): (&[Field], &[Field]),
    types: &Types,
    problems: &mut Vec<Problem>,
) -> Option<Pagination> {
    let yaml = yaml?;
    let mut lowering = Lowering { file, yaml, request, response, types, problems };
    let items = lowering.items()?;
    match yaml.style.value.as_str() {
        "offset" => lowering.offset(items),
        "page" => lowering.page(items),
        "cursor" => lowering.cursor(items),
        other => {
            let message = format!("unknown pagination style `{other}`: use `offset`, `page` or `cursor`");
            problems.push(file.problem(yaml.style.location, message));
            None
        }
    }
}

struct Lowering<'a> {
    file: &'a SpecFile,
    yaml: &'a Spanned<yaml::Pagination>,
    request: &'a [Field],
    response: &'a [Field],
    types: &'a Types,
    problems: &'a mut Vec<Problem>,
}

impl Lowering<'_> {
    fn report(&mut self, at: SourceLocation, message: String) {
        self.problems.push(self.file.problem(at, message));
    }

    fn items(&mut self) -> Option<String> {
        let name = &self.yaml.items;
        let items = self.response_field(name)?;
        if !matches!(items.ty, FieldType::List(_)) {
            self.report(name.location, format!("pagination needs a list, and `{}` is not one", name.value));
        } else if items.keep_empty {
            self.report(
                name.location,
                format!("pagination needs a list without `keep_empty`, unlike `{}`", name.value),
            );
        }
        Some(name.value.clone())
    }

    fn offset(&mut self, items: String) -> Option<Pagination> {
        self.refuse("offset", &["page", "first", "cursor", "next", "more"]);
        let (offset, field) = self.request_field(self.yaml.offset.as_ref(), "offset")?;
        self.check_type(&offset, &field, is_position, "an integer, or a string that holds one");
        Some(Pagination::Offset { offset: offset.value, total: self.total(), items, max: max_value(&field) })
    }

    fn page(&mut self, items: String) -> Option<Pagination> {
        self.refuse("page", &["offset", "cursor", "next", "more"]);
        let (page, field) = self.request_field(self.yaml.page.as_ref(), "page")?;
        self.check_type(&page, &field, is_position, "an integer, or a string that holds one");
        let first = match &self.yaml.first {
            None => 1,
            Some(first) => first.as_u64().unwrap_or_else(|| {
                self.report(first.location, format!("`first: {}` is not the number of a page", first.value));
                1
            }),
        };
        Some(Pagination::Page { page: page.value, first, total: self.total(), items, max: max_value(&field) })
    }

    fn cursor(&mut self, items: String) -> Option<Pagination> {
        self.refuse("cursor", &["offset", "page", "total"]);
        let (Some(cursor), Some(next)) = (&self.yaml.cursor, &self.yaml.next) else {
            let message = "pagination with `style: cursor` needs `cursor:` and `next:`";
            self.report(self.yaml.style.location, message.to_owned());
            return None;
        };
        let (_, cursor_field) = self.request_field(Some(cursor), "cursor")?;
        let next_field = self.response_field(next)?;
        for (name, field) in [(cursor, &cursor_field), (next, &next_field)] {
            self.check_type(name, field, is_cursor, "a string, an ID or an integer");
        }
        let (first, more) = (self.first_cursor(), self.more());
        let (cursor, next) = (cursor.value.clone(), next.value.clone());
        Some(Pagination::Cursor { cursor, first, next, more, items })
    }

    fn first_cursor(&mut self) -> Option<String> {
        let first = self.yaml.first.as_ref()?;
        if let Json::String(text) = &first.value {
            return Some(text.clone());
        }
        self.report(first.location, format!("`first: {}` is not a cursor: quote it", first.value));
        None
    }

    fn more(&mut self) -> Option<String> {
        let more = self.yaml.more.as_ref()?;
        let field = self.response_field(more)?;
        self.check_type(more, &field, |ty, _| *ty == FieldType::Bool, "a bool");
        Some(more.value.clone())
    }

    fn total(&mut self) -> Option<String> {
        let total = self.yaml.total.as_ref()?;
        let field = self.response_field(total)?;
        self.check_type(total, &field, is_position, "an integer, or a string that holds one");
        Some(total.value.clone())
    }

    /// Reports keys that another style uses.
    fn refuse(&mut self, style: &str, keys: &[&str]) {
        let yaml = self.yaml;
        let given = [
            ("offset", yaml.offset.as_ref().map(|key| key.location)),
            ("page", yaml.page.as_ref().map(|key| key.location)),
            ("first", yaml.first.as_ref().map(|key| key.location)),
            ("total", yaml.total.as_ref().map(|key| key.location)),
            ("cursor", yaml.cursor.as_ref().map(|key| key.location)),
            ("next", yaml.next.as_ref().map(|key| key.location)),
            ("more", yaml.more.as_ref().map(|key| key.location)),
        ];
        for (key, location) in given {
            if let Some(location) = location.filter(|_| keys.contains(&key)) {
                self.report(location, format!("pagination with `style: {style}` has no `{key}:`: remove it"));
            }
        }
    }

    fn check_type(
        &mut self,
        name: &Spanned<String>,
        field: &Field,
        fits: fn(&FieldType, &Types) -> bool,
        expected: &str,
    ) {
        if !fits(&field.ty, self.types) {
            self.report(name.location, format!("pagination needs {expected}, and `{}` is not", name.value));
        }
    }

    fn response_field(&mut self, name: &Spanned<String>) -> Option<Field> {
        self.find_field(name, self.response, "response")
    }

    /// Finds a field of the request. `default` is its name if the spec does not name it.
    fn request_field(&mut self, name: Option<&Spanned<String>>, default: &str) -> Option<(Spanned<String>, Field)> {
        let default = Spanned { value: default.to_owned(), location: self.yaml.location };
        let name = name.unwrap_or(&default);
        self.find_field(name, self.request, "request").map(|field| (name.clone(), field))
    }

    /// Finds a field by its path. Reports a missing one.
    fn find_field(&mut self, name: &Spanned<String>, fields: &[Field], owner: &str) -> Option<Field> {
        let found = path::find_field(fields, &name.value, self.types).cloned();
        if found.is_none() {
            let hint = suggest::did_you_mean(&name.value, fields.iter().map(Field::name));
            let message = format!("pagination names `{}`, which is not a field of the {owner}{hint}", name.value);
            self.report(name.location, message);
        }
        found
    }
}

fn is_integer(ty: &FieldType) -> bool {
    matches!(ty, FieldType::I32 | FieldType::I64 | FieldType::U32 | FieldType::U64)
}

fn is_position(ty: &FieldType, _: &Types) -> bool {
    is_integer(ty) || *ty == FieldType::String
}

fn is_cursor(ty: &FieldType, types: &Types) -> bool {
    let is_id = |name: &String| types.get(name).is_some_and(|declared| matches!(declared.kind, TypeKind::Id { .. }));
    is_integer(ty)
        || matches!(ty, FieldType::String | FieldType::Secret)
        || matches!(ty, FieldType::Named(name) if is_id(name))
}

/// Returns the largest number that a field accepts.
fn max_value(field: &Field) -> u64 {
    field.constraints.range.map_or(u64::MAX, |(_, max)| max.unsigned_abs())
}
