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
    let mut lowering = Lowering { file, yaml, request, response, problems };
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
    problems: &'a mut Vec<Problem>,
}

impl Lowering<'_> {
    fn items(&mut self) -> Option<String> {
        let name = &self.yaml.items;
        let items = self.response_field(name)?;
        if !matches!(items.ty, FieldType::List(_)) {
            let message = format!("pagination needs a list, and `{}` is not one", name.value);
            self.problems.push(self.file.problem(name.location, message));
        }
        Some(items.name().to_owned())
    }

    fn offset(&mut self, items: String) -> Option<Pagination> {
        let offset = self.request_field(self.yaml.offset.as_ref(), "offset")?;
        let total = self.total();
        Some(Pagination::Offset { offset: offset.name().to_owned(), total, items, max: max_value(&offset) })
    }

    fn page(&mut self, items: String) -> Option<Pagination> {
        let page = self.request_field(self.yaml.page.as_ref(), "page")?;
        let (total, first) = (self.total(), self.yaml.first.unwrap_or(1));
        Some(Pagination::Page { page: page.name().to_owned(), first, total, items, max: max_value(&page) })
    }

    fn cursor(&mut self, items: String) -> Option<Pagination> {
        let (Some(cursor), Some(next)) = (&self.yaml.cursor, &self.yaml.next) else {
            let message = "pagination with `style: cursor` needs `cursor:` and `next:`";
            self.problems.push(self.file.problem(self.yaml.style.location, message));
            return None;
        };
        let (cursor, next) = (self.request_field(Some(cursor), "cursor")?, self.response_field(next)?);
        Some(Pagination::Cursor { cursor: cursor.name().to_owned(), next: next.name().to_owned(), items })
    }

    fn total(&mut self) -> Option<String> {
        let total = self.yaml.total.as_ref()?;
        self.response_field(total).map(|field| field.name().to_owned())
    }

    fn response_field(&mut self, name: &Spanned<String>) -> Option<Field> {
        self.find_field(name, self.response, "response")
    }

    /// Finds a field of the request. `default` is its name if the spec does not name it.
    fn request_field(&mut self, name: Option<&Spanned<String>>, default: &str) -> Option<Field> {
        let default = Spanned { value: default.to_owned(), location: self.yaml.location };
        self.find_field(name.unwrap_or(&default), self.request, "request")
    }

    /// Finds a field by name. Reports a missing one.
    fn find_field(&mut self, name: &Spanned<String>, fields: &[Field], owner: &str) -> Option<Field> {
        let found = fields.iter().find(|field| field.name() == name.value).cloned();
        if found.is_none() {
            let message = format!("pagination names `{}`, which is not a field of the {owner}", name.value);
            self.problems.push(self.file.problem(name.location, message));
        }
        found
    }
}

/// Returns the largest number that a field accepts.
fn max_value(field: &Field) -> u64 {
    field.constraints.range.map_or(u64::MAX, |(_, max)| max.unsigned_abs())
}
