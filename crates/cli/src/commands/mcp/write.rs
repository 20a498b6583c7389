//! `write`: calls of operations that change something, in two steps: a preview, then the confirmation.

use std::collections::BTreeMap;

use hwc_api::serde_json::{Value as Json, json};
use hwc_wire::Effect;
use rmcp::RoleServer;
use rmcp::model::{CallToolRequestParams, CallToolResponse, InputRequest, InputRequiredResult, ProtocolVersion};
use rmcp::service::RequestContext;

use super::arguments::WriteArguments;
use super::capped::Capped;
use super::confirmation::{Change, Confirmer, VALIDITY};
use super::elicitation::{self, QUESTION};
use super::prepared_call::PreparedCall;
use super::redacted_call::RedactedCall;
use super::result::{service_data, success};
use super::server::McpServer;
use super::tools::Hints;
use crate::error::CliError;

impl McpServer {
    /// Previews, rehearses, confirms or makes a change.
    pub(super) async fn write(
        &self,
        arguments: WriteArguments,
        request: &CallToolRequestParams,
        context: &RequestContext<RoleServer>,
    ) -> Result<CallToolResponse, CliError> {
        let call = self.prepare_change(&arguments)?;
        let change = Change::new(&arguments, call.operation(), Confirmer::Agent);
        if let Some(state) = &request.request_state {
            self.confirmations().redeem(state, &Change { confirmer: Confirmer::Person, ..change })?;
            elicitation::check_input(request.input_responses.as_ref())?;
            return self.make_change(call).await;
        }
        let can_ask = elicitation::is_supported(context);
        match &arguments.confirm {
            _ if arguments.rehearse => {
                let (call, rehearsal) = self.rehearse(call).await?;
                self.preview(&call, (!can_ask).then_some(change), Some(&rehearsal))
            }
            _ if can_ask => self.ask_person(call, change, context).await,
            Some(token) => {
                self.confirmations().redeem(token, &change)?;
                self.make_change(call).await
            }
            None => self.preview(call.redacted(), Some(change), None),
        }
    }

    /// Checks that the change is allowed and valid.
    fn prepare_change(&self, arguments: &WriteArguments) -> Result<PreparedCall, CliError> {
        if !self.allows_write() {
            return Err(CliError::usage("changes are not allowed")
                .with_kind("not_allowed")
                .with_hint("the person can allow changes by starting `hwc mcp --allow write`"));
        }
        let (input, settings) = (arguments.input.clone(), arguments.settings.clone());
        let call = PreparedCall::new(&arguments.operation, input, settings, self.secret_rule())?;
        match call.operation().effect() {
            Effect::Read => Err(CliError::usage("`write` cannot call an operation of the effect `read`")
                .with_hint("use the tool `read`")
                .for_operation(call.operation().descriptor())),
            _ => Ok(call),
        }
    }

    /// Asks the person with the means of the protocol. Since 2026-07-28 the question is a result, and the client repeats the
    /// call with the response.
    async fn ask_person(
        &self,
        call: PreparedCall,
        change: Change,
        context: &RequestContext<RoleServer>,
    ) -> Result<CallToolResponse, CliError> {
        let question = elicitation::question(call.redacted(), self.target().name());
        if context.protocol_version().is_some_and(|version| version >= ProtocolVersion::V_2026_07_28) {
            let state = self.confirmations().issue(Change { confirmer: Confirmer::Person, ..change })?;
            let requests = BTreeMap::from([(QUESTION.to_owned(), InputRequest::Elicitation(question))]);
            return Ok(InputRequiredResult::new(Some(requests), Some(state)).into());
        }
        elicitation::ask(question, context).await?;
        self.make_change(call).await
    }

    async fn make_change(&self, call: PreparedCall) -> Result<CallToolResponse, CliError> {
        let operation = call.operation();
        let client = self.target().client(operation.descriptor().service)?;
        let (call, redacted) = call.into_call(&client);
        let response = call.response().await.map_err(|error| redacted.error(error.into()))?;
        let data = Capped::new(redacted.response(&*response.body), operation.items_path(), self.max_result());
        let mut result = service_data(operation, self.target().name(), &data);
        result["status"] = json!("done");
        Ok(success(result).into())
    }

    /// Shows a change, with a token if the agent can confirm it.
    fn preview(
        &self,
        call: &RedactedCall,
        change: Option<Change>,
        rehearsal: Option<&Json>,
    ) -> Result<CallToolResponse, CliError> {
        let operation = call.operation();
        let token = change.map(|change| self.confirmations().issue(change)).transpose()?;
        let hint = match token {
            Some(_) => "show the preview to the person; if they agree, repeat the call with `confirm`",
            None => "repeat the call without `rehearse`; the client asks the person",
        };
        let preview = json!({
            "status": "preview",
            "operation": operation.full_name(),
            "target": self.target().name(),
            "effect": operation.effect().as_str(),
            "hints": Hints::new(operation, self.target().is_sandbox()).json(),
            "input": call.input(),
            "rehearsal": rehearsal,
            "expires_in_seconds": token.as_ref().map(|_| VALIDITY.as_secs()),
            "confirm": token,
            "hint": hint,
        });
        Ok(success(preview).into())
    }
}
