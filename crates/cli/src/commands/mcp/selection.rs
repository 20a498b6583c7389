//! The selection of members and the jq filter of `read`.

use std::time::Duration;

use hwc_api::serde_json::{self, Map, Value as Json};

use super::arguments::ReadArguments;
use super::jq_process;
use crate::error::CliError;
use crate::ui::jq::JqFilter;
use crate::ui::json_table::Row;

/// The members to keep, and the jq expression that follows.
pub(super) struct Selection {
    fields: Vec<String>,
    jq: Option<String>,
}

impl Selection {
    /// Creates the selection of a call, and checks that its expression compiles.
    ///
    /// # Errors
    /// Returns an error of the kind `usage` for an invalid filter.
    pub(super) fn new(arguments: &ReadArguments) -> Result<Self, CliError> {
        let compiled = arguments.jq.as_deref().map(JqFilter::compile_unprivileged).transpose();
        compiled.map_err(|problem| CliError::usage(problem).with_hint("`env` and `halt` are not available"))?;
        Ok(Self { fields: arguments.fields.clone(), jq: arguments.jq.clone() })
    }

    /// Returns true if it changes the data.
    pub(super) fn is_empty(&self) -> bool {
        self.fields.is_empty() && self.jq.is_none()
    }

    /// Applies the selection: the fields to each element of the list at `items`, or else to the data as a whole. Several outputs
    /// of the filter become a list.
    ///
    /// # Errors
    /// Returns an error of the kind `jq` if the filter does not fit the data or does not end within `limit`.
    pub(super) async fn apply(&self, data: Json, items: Option<&str>, limit: Duration) -> Result<Json, CliError> {
        let data = self.select(data, items)?;
        let Some(jq) = &self.jq else { return Ok(data) };
        let outputs = jq_process::evaluate(jq, &data, limit).await?;
        let parse = |line: &str| serde_json::from_str(line).map_err(|error| CliError::jq(format!("jq: {error}")));
        let mut outputs = outputs.lines().map(parse).collect::<Result<Vec<Json>, _>>()?;
        Ok(if outputs.len() == 1 { outputs.remove(0) } else { Json::Array(outputs) })
    }

    /// Applies the fields.
    fn select(&self, data: Json, items: Option<&str>) -> Result<Json, CliError> {
        if self.fields.is_empty() {
            return Ok(data);
        }
        let list =
            items.and_then(|path| data.pointer(&format!("/{}", path.replace('.', "/")))).and_then(Json::as_array);
        match list {
            Some(list) => list.iter().map(|item| self.members(item)).collect(),
            None => self.members(&data),
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

    #[test]
    fn fields_are_those_of_the_elements() {
        let arguments = json!({ "operation": "a", "fields": ["id", "product.name"] });
        let selection = Selection::new(&serde_json::from_value(arguments).unwrap()).unwrap();
        let data = json!({ "list": [{ "id": 1, "product": { "name": "ECS" } }, { "id": 2 }], "total": 2 });
        let expected = json!([{ "id": 1, "product.name": "ECS" }, { "id": 2, "product.name": null }]);
        assert_eq!(selection.select(data, Some("list")).unwrap(), expected);
    }
}
