//! `read`: calls of operations that change nothing.

use hwc_api::serde_json::{Value as Json, json};
use hwc_api::{Client, DynCall};
use hwc_dynamic::{DynamicOperation, header_fields, next_page};
use hwc_wire::Effect;

use super::arguments::ReadArguments;
use super::capped::Capped;
use super::prepared_call::PreparedCall;
use super::redacted_call::RedactedCall;
use super::result::service_data;
use super::selection::Selection;
use super::server::McpServer;
use crate::error::CliError;

impl McpServer {
    /// Calls an operation and returns its response, redacted, selected and shortened.
    pub(super) async fn read(&self, arguments: ReadArguments) -> Result<Json, CliError> {
        let selection = Selection::new(&arguments)?;
        let call = PreparedCall::new(&arguments.operation, arguments.input, arguments.settings, self.secret_rule())?;
        let operation = call.operation();
        if operation.effect() != Effect::Read {
            return Err(self.not_a_read(call.redacted()));
        }
        let client = self.target().client(operation.descriptor().service)?;
        if operation.returns_file() {
            return self.read_file(call, &client).await;
        }
        let (call, redacted) = call.into_call(&client);
        let response = call.response().await.map_err(|error| redacted.error(error.into()))?;
        let data = redacted.response(&*response.body);
        let next_page = next_page(operation, redacted.input(), &data);
        let selected = selection.apply(data, operation.items_path(), self.jq_timeout()).await;
        let selected = selected.map_err(|error| redacted.error(error))?;
        let items = operation.items_path().filter(|_| selection.is_empty());
        let capped = Capped::new(selected, items, self.max_result());
        // The elements that were removed are not on the next page.
        let next_page = next_page.filter(|_| capped.truncated.is_none());
        let mut result = service_data(operation, self.target().name(), &capped);
        result["next_page"] = json!(next_page);
        result["deviations"] = json!(redacted.deviations(&response));
        Ok(result)
    }

    fn not_a_read(&self, call: &RedactedCall) -> CliError {
        let operation = call.operation();
        let message = format!("`read` cannot call an operation of the effect `{}`", operation.effect().as_str());
        let hint = if self.allows_write() {
            "use the tool `write`"
        } else {
            "the person can allow changes by starting `hwc mcp --allow write`"
        };
        CliError::usage(message).with_hint(hint).for_operation(operation.descriptor())
    }

    /// Returns the beginning of a file, if it is text.
    async fn read_file(&self, call: PreparedCall, client: &Client) -> Result<Json, CliError> {
        let operation = call.operation();
        let command = call.command();
        let (call, redacted) = call.into_call(client);
        let max = self.max_result();
        let (mut data, content) = download(call, operation, max).await.map_err(|error| redacted.error(error))?;
        let shown = content.len().min(max);
        let is_whole = content.len() <= max;
        match text(&content[..shown], is_whole) {
            Some(text) => data["content"] = Json::String(redacted.text(text)),
            None => data["content"] = Json::Null,
        }
        let hint = "save the whole file with this command in a shell";
        let is_shown = is_whole && !data["content"].is_null();
        let truncated = (!is_shown).then(|| json!({ "bytes": shown, "hint": hint, "command": command }));
        Ok(service_data(operation, self.target().name(), &Capped { data: redacted.json(data), truncated }))
    }
}

/// Reads a file until it ends or is longer than `max`. Returns its headers that are fields, its type and its size too.
async fn download(call: DynCall, operation: DynamicOperation, max: usize) -> Result<(Json, Vec<u8>), CliError> {
    let stream = call.stream().await?;
    let mut data = json!({ "content_type": stream.content_type(), "size": stream.len() });
    data["headers"] = header_fields(operation.new_response(), stream.headers()).into();
    let mut stream = stream.into_stream();
    let mut content = Vec::new();
    while content.len() <= max {
        match stream.next().await {
            Some(chunk) => content.extend_from_slice(&chunk.map_err(|error| CliError::interrupted_body(&error))?),
            None => break,
        }
    }
    Ok((data, content))
}

/// Returns content as text. The last character may be incomplete if the content was cut.
fn text(content: &[u8], is_whole: bool) -> Option<&str> {
    match std::str::from_utf8(content) {
        Ok(text) => Some(text),
        Err(error) if !is_whole && error.error_len().is_none() => {
            std::str::from_utf8(&content[..error.valid_up_to()]).ok()
        }
        Err(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_character_may_be_cut() {
        let bytes = "a\u{e9}".as_bytes();
        assert_eq!(text(bytes, true), Some("a\u{e9}"));
        assert_eq!(text(&bytes[..2], false), Some("a"));
        assert_eq!(text(&bytes[..2], true), None);
        assert_eq!(text(b"\xffa", false), None);
    }
}
