//! Ticket filters as SQL conditions, so that the database filters, counts and pages. The conditions compare stored states,
//! so a search first updates them.

use std::collections::BTreeSet;

use hwc_models::osm::CaseStatus;
use hwc_wire::Timestamp;
use rusqlite::types::Value;
use rusqlite::{Statement, ToSql};
use serde_json::json;

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::word_search;
use crate::services::osm::lifecycle::apply_due_transitions;
use crate::services::osm::rejected;

/// Conditions on tickets, which SQL calls `c`, and their values. Deleted tickets are only found if their state is requested.
pub(crate) struct TicketSearch {
    conditions: Vec<String>,
    values: Vec<(&'static str, Value)>,
    states: Option<Vec<i64>>,
    include_deleted: bool,
    /// True if `case_counts` has the counts for all conditions.
    is_counted: bool,
    /// True if there is a condition on IDs, which finds tickets faster than the customer does.
    has_ids: bool,
}

impl TicketSearch {
    /// Finds all tickets of the account, in their current states.
    pub(crate) fn new(cx: &Context<'_>) -> rusqlite::Result<Self> {
        apply_due_transitions(cx)?;
        let customer = ("customer", Value::from(cx.customer().to_owned()));
        Ok(Self {
            conditions: Vec::new(),
            values: vec![customer],
            states: None,
            include_deleted: false,
            is_counted: true,
            has_ids: false,
        })
    }

    /// Includes deleted tickets.
    pub(crate) fn include_deleted(mut self) -> Self {
        self.include_deleted = true;
        self
    }

    fn add(&mut self, condition: &str, name: &'static str, value: impl Into<Value>) {
        self.is_counted &= matches!(name, "business_type" | "product");
        self.has_ids |= matches!(name, "id" | "ids" | "labels");
        self.conditions.push(condition.to_owned());
        self.values.push((name, value.into()));
    }

    /// Requires this value in a column. An empty value is ignored.
    fn equal(mut self, column: &'static str, value: Option<&str>) -> Self {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            self.add(&format!("c.{column} = :{column}"), column, value.to_owned());
        }
        self
    }

    pub(crate) fn id(self, id: Option<&str>) -> Self {
        self.equal("id", id)
    }

    pub(crate) fn user_id(self, id: Option<&str>) -> Self {
        self.equal("user_id", id)
    }

    pub(crate) fn user_name(self, name: Option<&str>) -> Self {
        self.equal("user_name", name)
    }

    pub(crate) fn customer(mut self, id: Option<&str>) -> Self {
        if let Some(id) = id.filter(|id| !id.is_empty()) {
            self.add("c.customer = :asked", "asked", id.to_owned());
        }
        self
    }

    pub(crate) fn product(self, id: Option<&str>) -> Self {
        self.equal("product", id)
    }

    pub(crate) fn business_type(self, id: Option<&str>) -> Self {
        self.equal("business_type", id)
    }

    /// Requires one of these IDs.
    pub(crate) fn ids(mut self, joined: Option<&str>) -> Self {
        let ids = words(joined, &[',']);
        if !ids.is_empty() {
            self.add("c.id IN (SELECT value FROM json_each(:ids))", "ids", json!(ids).to_string());
        }
        self
    }

    /// Requires one of these sources.
    pub(crate) fn sources(mut self, sources: &[String]) -> Self {
        if !sources.is_empty() {
            let sources = json!(sources).to_string();
            self.add("c.source IN (SELECT value FROM json_each(:sources))", "sources", sources);
        }
        self
    }

    /// Requires all of these labels.
    pub(crate) fn labels(mut self, labels: &[u32]) -> Self {
        let labels: BTreeSet<u32> = labels.iter().copied().collect();
        if !labels.is_empty() {
            let condition =
                "c.id IN (SELECT p.case_id FROM json_each(:labels) l JOIN case_labels p ON p.label_id = l.value
                 GROUP BY p.case_id HAVING count(*) = json_array_length(:labels))";
            self.add(condition, "labels", json!(labels).to_string());
        }
        self
    }

    /// Requires this text in the ID or description.
    pub(crate) fn text(mut self, text: Option<&str>) -> Self {
        if let Some(text) = text.filter(|text| !text.is_empty()) {
            let condition = "(has_text(c.description, :text) OR has_text(c.id, :text))";
            self.add(condition, "text", text.to_ascii_lowercase());
        }
        self
    }

    /// Requires all of these words in the description. Blanks separate words too.
    pub(crate) fn words(mut self, words: &[String]) -> Result<Self, ApiError> {
        let words = word_search::join("search_key", words)?;
        if !words.is_empty() {
            self.add("has_words(c.description, :words)", "words", words);
        }
        Ok(self)
    }

    /// Requires an opening time in this period, including both ends.
    pub(crate) fn opened(
        mut self,
        cx: &Context<'_>,
        start: (&str, Option<&Timestamp>),
        end: (&str, Option<&Timestamp>),
    ) -> Result<Self, ApiError> {
        if let Some(start) = cx.millis(start.0, start.1)? {
            self.add("c.opened_at >= :start", "start", start);
        }
        if let Some(end) = cx.millis(end.0, end.1)? {
            // Requests have whole seconds, so the last second counts fully.
            self.add("c.opened_at <= :end", "end", end + if end % 1000 == 0 { 999 } else { 0 });
        }
        Ok(self)
    }

    /// Requires this state, and one of the states in a comma-separated text of numbers.
    pub(crate) fn state(mut self, state: Option<CaseStatus>, states: Option<&str>) -> Result<Self, ApiError> {
        let named = words(states, &[',', ';', ' ']);
        let named: Result<Vec<i64>, _> = named.iter().map(|state| state.parse::<i64>()).collect();
        let named = named.map_err(|_| rejected("incident_status must be a list of states such as 0,1."))?;
        self.states = match (state.map(|state| state.code()), named.is_empty()) {
            (None, true) => None,
            (None, false) => Some(named),
            (Some(state), all) => Some([state].into_iter().filter(|state| all || named.contains(state)).collect()),
        };
        Ok(self)
    }

    /// Returns true if `case_counts` has the number of these tickets.
    pub(crate) fn is_counted(&self) -> bool {
        self.is_counted
    }

    /// Returns the condition for a single state, which an index serves in order.
    fn of_state(&self) -> Option<&'static str> {
        match self.states.as_deref() {
            None => (!self.include_deleted).then_some("c.status <> 13"),
            Some([_]) => Some("c.status = :state"),
            Some(_) => Some("c.status IN (SELECT value FROM json_each(:states))"),
        }
    }

    /// Returns all conditions as one.
    pub(crate) fn condition(&self) -> String {
        let all = self.conditions.iter().map(String::as_str);
        // The plus sign prevents a scan of all tickets of the customer.
        let customer = if self.has_ids { "+c.customer = :customer" } else { "c.customer = :customer" };
        [customer].into_iter().chain(self.of_state()).chain(all).collect::<Vec<_>>().join(" AND ")
    }

    /// Binds the values of the conditions to a statement.
    pub(crate) fn bind(&self, statement: &mut Statement<'_>) -> rusqlite::Result<()> {
        for (name, value) in &self.values {
            bind(statement, name, value)?;
        }
        match self.states.as_deref() {
            None => Ok(()),
            Some([state]) => bind(statement, "state", state),
            Some(states) => bind(statement, "states", &json!(states).to_string()),
        }
    }
}

/// Binds a value to a statement if it has the parameter.
pub(crate) fn bind(statement: &mut Statement<'_>, name: &str, value: &dyn ToSql) -> rusqlite::Result<()> {
    match statement.parameter_index(&format!(":{name}"))? {
        Some(index) => statement.raw_bind_parameter(index, value),
        None => Ok(()),
    }
}

/// Splits a text into words at separators.
fn words<'a>(text: Option<&'a str>, separators: &[char]) -> Vec<&'a str> {
    text.unwrap_or_default().split(separators).map(str::trim).filter(|word| !word.is_empty()).collect()
}
