//! The content of a spec file before it is written: fields, types and texts, with the work that remains for a person.

use hwc_wire::Constraints;
use indexmap::IndexMap;

use super::json::Json;
use crate::model::FieldType;

/// The content of one spec file.
#[derive(Debug, Default)]
pub(crate) struct Plan {
    /// The folder of the service in `spec/`.
    pub(crate) service: String,
    pub(crate) folder: Option<String>,
    pub(crate) operation: Option<String>,
    pub(crate) request_line: String,
    pub(crate) summary: Text,
    pub(crate) summary_zh: Text,
    pub(crate) effect: Option<&'static str>,
    pub(crate) sources: Vec<String>,
    /// The sections with fields, as in `query`, in the order of the format.
    pub(crate) sections: Vec<(&'static str, Vec<FieldPlan>)>,
    pub(crate) success_status: Option<u16>,
    pub(crate) auth: Option<&'static str>,
    pub(crate) query_in_body: bool,
    pub(crate) allow_empty_response: bool,
    pub(crate) constructor: Vec<String>,
    pub(crate) types: IndexMap<String, TypePlan>,
    pub(crate) pagination: Option<Vec<(&'static str, String)>>,
    pub(crate) quirks: Vec<Remark>,
    pub(crate) open_questions: Vec<Remark>,
    pub(crate) examples: Vec<ExamplePlan>,
    /// The work that no line of the file shows.
    pub(crate) todos: Vec<String>,
}

/// A description.
#[derive(Clone, Debug, Default)]
pub(crate) struct Text {
    /// The text in own words, or nothing if a person must write it.
    pub(crate) own: Option<String>,
    /// The text of the page, for the person who rewrites it.
    pub(crate) page: Option<String>,
}

/// One field.
#[derive(Clone, Debug)]
pub(crate) struct FieldPlan {
    pub(crate) name: String,
    pub(crate) ty: FieldType,
    pub(crate) rust_name: Option<String>,
    pub(crate) required: bool,
    pub(crate) constraints: Constraints,
    pub(crate) pattern: Option<String>,
    pub(crate) lenient: bool,
    pub(crate) payload: bool,
    pub(crate) default: Option<Json>,
    pub(crate) doc: Text,
    /// A value that the source shows for the field.
    pub(crate) example: Option<Json>,
    pub(crate) todos: Vec<String>,
}

/// One named type.
#[derive(Clone, Debug)]
pub(crate) struct TypePlan {
    pub(crate) doc: Text,
    pub(crate) kind: TypePlanKind,
    pub(crate) todos: Vec<String>,
}

/// The kinds of named types that a draft declares.
#[derive(Clone, Debug)]
pub(crate) enum TypePlanKind {
    Enum { numeric: bool, values: Vec<ValuePlan> },
    Record(Vec<FieldPlan>),
}

/// One value of an enum.
#[derive(Clone, Debug)]
pub(crate) struct ValuePlan {
    pub(crate) name: String,
    pub(crate) code: Json,
    pub(crate) doc: Text,
    /// True if the source does not give a usable name.
    pub(crate) unnamed: bool,
}

/// A quirk or an open question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Remark {
    pub(crate) text: String,
    /// The work that remains, as in "say what we do".
    pub(crate) todo: Option<&'static str>,
}

/// One example, in the keys of the format.
#[derive(Clone, Debug, Default)]
pub(crate) struct ExamplePlan {
    pub(crate) members: Vec<(&'static str, Json)>,
    pub(crate) todos: Vec<String>,
}

impl Plan {
    /// Returns the path of the file from the root of the repository.
    pub(crate) fn path(&self) -> String {
        let folder = self.folder.as_deref().unwrap_or("TODO");
        let name = self.operation.as_deref().map_or("TODO".to_owned(), crate::lower::module_name);
        format!("spec/{}/{folder}/{name}.yaml", self.service)
    }

    /// Returns the fields of a section.
    pub(crate) fn section(&self, name: &str) -> &[FieldPlan] {
        self.sections.iter().find(|(section, _)| *section == name).map_or(&[], |(_, fields)| fields)
    }

    /// Returns the sections of the request with their names.
    pub(crate) fn request_sections(&self) -> impl Iterator<Item = &(&'static str, Vec<FieldPlan>)> {
        self.sections.iter().filter(|(name, _)| !name.starts_with("response"))
    }

    /// Adds a quirk once.
    pub(crate) fn add_quirk(&mut self, text: String) {
        let remark = Remark { text, todo: None };
        if !self.quirks.contains(&remark) {
            self.quirks.push(remark);
        }
    }

    /// Adds an open question once.
    pub(crate) fn add_question(&mut self, text: String) {
        let remark = Remark { text, todo: None };
        if !self.open_questions.contains(&remark) {
            self.open_questions.push(remark);
        }
    }
}
