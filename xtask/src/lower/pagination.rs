//! Lowering of pagination. The fields that it names must exist.

use crate::model::{Field, Paging, Ty};
use crate::spec::at::At;
use crate::spec::problem::{File, Problem};
use crate::spec::yaml;

/// Resolves the pagination of one endpoint.
pub(crate) fn lower(
    file: &File,
    yaml: Option<&At<yaml::Pagination>>,
    request: &[Field],
    response: &[Field],
    problems: &mut Vec<Problem>,
) -> Option<Paging> {
    let yaml = yaml?;
    let items = named(file, Some(&yaml.items), (response, "response"), problems)?;
    if !matches!(items.ty, Ty::List(_)) {
        problems.push(
            file.problem(yaml.items.place, format!("pagination needs a list, and `{}` is not one", items.name())),
        );
    }
    let items = items.name().to_owned();
    match yaml.style.value.as_str() {
        "offset" => {
            let default = At { value: "offset".to_owned(), place: yaml.place };
            let offset = named(file, Some(yaml.offset.as_ref().unwrap_or(&default)), (request, "request"), problems)?;
            let total =
                named(file, yaml.total.as_ref(), (response, "response"), problems).map(|field| field.name().to_owned());
            Some(Paging::Offset { offset: offset.name().to_owned(), total, items, last: last(&offset) })
        }
        "page" => {
            let default = At { value: "page".to_owned(), place: yaml.place };
            let page = named(file, Some(yaml.page.as_ref().unwrap_or(&default)), (request, "request"), problems)?;
            let total =
                named(file, yaml.total.as_ref(), (response, "response"), problems).map(|field| field.name().to_owned());
            let first = yaml.first.unwrap_or(1);
            Some(Paging::Page { page: page.name().to_owned(), first, total, items, last: last(&page) })
        }
        "cursor" if yaml.cursor.is_none() || yaml.next.is_none() => {
            problems
                .push(file.problem(yaml.style.place, "pagination with `style: cursor` needs `cursor:` and `next:`"));
            None
        }
        "cursor" => {
            let cursor = named(file, yaml.cursor.as_ref(), (request, "request"), problems)?;
            let next = named(file, yaml.next.as_ref(), (response, "response"), problems)?;
            Some(Paging::Cursor { cursor: cursor.name().to_owned(), next: next.name().to_owned(), items })
        }
        other => {
            problems.push(file.problem(
                yaml.style.place,
                format!("unknown pagination style `{other}`: use `offset`, `page` or `cursor`"),
            ));
            None
        }
    }
}

/// Returns the largest number that a field accepts.
fn last(field: &Field) -> u64 {
    field.limits.range.map_or(u64::MAX, |(_, max)| max.unsigned_abs())
}

/// Returns the field that the pagination names, and reports a missing one.
fn named(
    file: &File,
    name: Option<&At<String>>,
    (fields, what): (&[Field], &str),
    problems: &mut Vec<Problem>,
) -> Option<Field> {
    let name = name?;
    let found = fields.iter().find(|field| field.name() == name.value).cloned();
    if found.is_none() {
        problems.push(
            file.problem(name.place, format!("pagination names `{}`, which is not a field of the {what}", name.value)),
        );
    }
    found
}
