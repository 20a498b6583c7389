//! Lowering of pagination. The fields that it names must exist.

use crate::model::{Field, FieldType, Pagination};
use crate::spec::problem::{Problem, SpecFile};
use crate::spec::spanned::Spanned;
use crate::spec::yaml;

/// Resolves the pagination of one endpoint.
pub(crate) fn lower(
    file: &SpecFile,
    yaml: Option<&Spanned<yaml::Pagination>>,
    request: &[Field],
    response: &[Field],
    problems: &mut Vec<Problem>,
) -> Option<Pagination> {
    let yaml = yaml?;
    let items = find_field(file, Some(&yaml.items), (response, "response"), problems)?;
    if !matches!(items.ty, FieldType::List(_)) {
        problems.push(
            file.problem(yaml.items.location, format!("pagination needs a list, and `{}` is not one", items.name())),
        );
    }
    let items = items.name().to_owned();
    match yaml.style.value.as_str() {
        "offset" => {
            let default = Spanned { value: "offset".to_owned(), location: yaml.location };
            let offset =
                find_field(file, Some(yaml.offset.as_ref().unwrap_or(&default)), (request, "request"), problems)?;
            let total = find_field(file, yaml.total.as_ref(), (response, "response"), problems)
                .map(|field| field.name().to_owned());
            Some(Pagination::Offset { offset: offset.name().to_owned(), total, items, max: max_value(&offset) })
        }
        "page" => {
            let default = Spanned { value: "page".to_owned(), location: yaml.location };
            let page = find_field(file, Some(yaml.page.as_ref().unwrap_or(&default)), (request, "request"), problems)?;
            let total = find_field(file, yaml.total.as_ref(), (response, "response"), problems)
                .map(|field| field.name().to_owned());
            let first = yaml.first.unwrap_or(1);
            Some(Pagination::Page { page: page.name().to_owned(), first, total, items, max: max_value(&page) })
        }
        "cursor" if yaml.cursor.is_none() || yaml.next.is_none() => {
            problems
                .push(file.problem(yaml.style.location, "pagination with `style: cursor` needs `cursor:` and `next:`"));
            None
        }
        "cursor" => {
            let cursor = find_field(file, yaml.cursor.as_ref(), (request, "request"), problems)?;
            let next = find_field(file, yaml.next.as_ref(), (response, "response"), problems)?;
            Some(Pagination::Cursor { cursor: cursor.name().to_owned(), next: next.name().to_owned(), items })
        }
        other => {
            problems.push(file.problem(
                yaml.style.location,
                format!("unknown pagination style `{other}`: use `offset`, `page` or `cursor`"),
            ));
            None
        }
    }
}

/// Returns the largest number that a field accepts.
fn max_value(field: &Field) -> u64 {
    field.constraints.range.map_or(u64::MAX, |(_, max)| max.unsigned_abs())
}

/// Returns the field that the pagination names, and reports a missing one.
fn find_field(
    file: &SpecFile,
    name: Option<&Spanned<String>>,
    (fields, what): (&[Field], &str),
    problems: &mut Vec<Problem>,
) -> Option<Field> {
    let name = name?;
    let found = fields.iter().find(|field| field.name() == name.value).cloned();
    if found.is_none() {
        problems.push(
            file.problem(
                name.location,
                format!("pagination names `{}`, which is not a field of the {what}", name.value),
            ),
        );
    }
    found
}
