//! The selection of members and the jq filter of `read`.

use hwc_api::serde_json::{self, Map, Value as Json};

use super::arguments::ReadArguments;
use crate::error::CliError;
use crate::ui::jq::JqFilter;
use crate::ui::json_table::Row;

/// The members to keep, and the filter that follows.
pub(super) struct Selection {
    fields: Vec<String>,
    jq: Option<JqFilter>,
}

impl Selection {
    /// Compiles the selection of a call.
    ///
    /// # Errors
    /// Returns an error of the kind `usage` for an invalid filter.
    pub(super) fn new(arguments: &ReadArguments) -> Result<Self, CliError> {
        let jq = arguments.jq.as_deref().map(JqFilter::compile_unprivileged).transpose();
        let jq = jq.map_err(|problem| CliError::usage(problem).with_hint("`env` and `halt` are not available"))?;
        Ok(Self { fields: arguments.fields.clone(), jq })
    }

    /// Returns true if it changes the data.
    pub(super) fn is_empty(&self) -> bool {
        self.fields.is_empty() && self.jq.is_none()
    }

    /// Applies the selection: the fields to each element of the list at `items`, or else to the data as a whole. Several outputs
    /// of the filter become a list.
    ///
    /// # Errors
    /// Returns an error of the kind `jq` if the filter does not fit the data.
    pub(super) fn apply(&self, data: Json, items: Option<&str>) -> Result<Json, CliError> {
        let data = if self.fields.is_empty() { data } else { self.select(&data, items)? };
        let Some(jq) = &self.jq else { return Ok(data) };
        let outputs = jq.run(&data.to_string(), false, false)?;
        let parse = |line: &str| serde_json::from_str(line).map_err(|error| CliError::jq(format!("jq: {error}")));
        let mut outputs = outputs.lines().map(parse).collect::<Result<Vec<Json>, _>>()?;
        Ok(if outputs.len() == 1 { outputs.remove(0) } else { Json::Array(outputs) })
    }

    fn select(&self, data: &Json, items: Option<&str>) -> Result<Json, CliError> {
        let list =
            items.and_then(|path| data.pointer(&format!("/{}", path.replace('.', "/")))).and_then(Json::as_array);
        match list {
            Some(list) => list.iter().map(|item| self.members(item)).collect(),
            None => self.members(data),
        }
    }

    fn members(&self, value: &Json) -> Result<Json, CliError> {
        let row = Row::new(value)?;
        let member = |path: &String| (path.clone(), row.find(path).unwrap_or_default());
        Ok(Json::Object(self.fields.iter().map(member).collect::<Map<_, _>>()))
    }
}

#[cfg(test)]
mod tests {
    use hwc_api::serde_json::json;

    use super::*;

    fn apply(fields: &[&str], jq: Option<&str>) -> Json {
        let arguments = json!({ "operation": "a", "fields": fields, "jq": jq });
        let selection = Selection::new(&serde_json::from_value(arguments).unwrap()).unwrap();
        let data = json!({ "list": [{ "id": 1, "product": { "name": "ECS" } }, { "id": 2 }], "total": 2 });
        selection.apply(data, Some("list")).unwrap()
    }

    #[test]
    fn fields_are_those_of_the_elements() {
        let expected = json!([{ "id": 1, "product.name": "ECS" }, { "id": 2, "product.name": null }]);
        assert_eq!(apply(&["id", "product.name"], None), expected);
    }

    #[test]
    fn the_filter_has_one_output_or_several() {
        assert_eq!(apply(&[], Some(".total")), json!(2));
        assert_eq!(apply(&[], Some(".list[].id")), json!([1, 2]));
        assert_eq!(apply(&["id"], Some("map(.id) | add")), json!(3));
        assert_eq!(apply(&[], Some("empty")), json!([]));
    }
}
