//! The draft of one endpoint: the facts in, the content of a spec file out.

use std::collections::BTreeMap;

use hwc_wire::Constraints;

use super::convert;
use super::facts::{FactField, FactType, Facts};
use super::fields::{Owner, draft_fields};
use super::observed::{Observed, PARAMS};
use super::plan::{FieldPlan, Plan, Text, TypePlan, TypePlanKind};
use super::{behavior, doubts, examples, observed, pagination, records, target, text};
use crate::model::{FieldType, Operation, Service, Types};
use crate::reserved;

/// The state of a draft.
pub(crate) struct Drafter<'a> {
    pub(crate) facts: &'a Facts,
    pub(crate) service: &'a Service,
    /// The operation in the spec, if it is there already.
    pub(crate) existing: Option<&'a Operation>,
    pub(crate) observed: Observed,
    pub(crate) plan: Plan,
    /// The types of the service, and those of the draft.
    pub(crate) types: Types,
    /// The type of each model that was resolved.
    pub(crate) models: BTreeMap<String, FieldType>,
    /// Messages for the person, beside the file.
    pub(crate) notes: Vec<String>,
}

/// Drafts the spec file of one endpoint. Returns its content, and messages.
///
/// # Errors
/// Returns a message if the endpoint does not belong to a service of the spec.
pub(crate) fn draft(facts: &Facts, services: &[Service]) -> Result<(Plan, Vec<String>), String> {
    let service = target::find_service(services, facts).ok_or_else(|| {
        format!("no service in spec/ has paths like `{}`: add spec/<service>/service.yaml first", facts.path)
    })?;
    let mut facts = facts.clone();
    let owned = |name: &str| target::owns_member(service, name);
    let quirks = observed::add_unlisted(&mut facts, &owned);
    let facts = &facts;
    let observed = Observed::collect(facts, &owned);
    let existing = target::find_operation(service, facts);
    let types = service.types.clone();
    let (plan, models, notes) = (Plan::default(), BTreeMap::new(), Vec::new());
    let mut drafter = Drafter { facts, service, existing, observed, plan, types, models, notes };
    quirks.into_iter().for_each(|quirk| drafter.plan.add_quirk(quirk));
    drafter.set_head();
    drafter.set_request();
    drafter.set_response();
    behavior::set(&mut drafter);
    pagination::set(&mut drafter);
    doubts::set(&mut drafter);
    drafter.plan.examples = examples::build(&mut drafter);
    Ok((drafter.plan, drafter.notes))
}

impl Drafter<'_> {
    /// Returns true if the draft may use a type, which must stay if this draft replaces a file.
    pub(crate) fn may_use(&self, ty: &FieldType) -> bool {
        let declared = ty.type_name().and_then(|name| self.service.types.get(name));
        declared.is_none_or(|declared| self.existing.is_none_or(|own| own.file.name != declared.file.name))
    }

    /// Adds a type under a free name. Returns the name. A type with the same content is added once.
    pub(crate) fn add_type(&mut self, wanted: &str, plan: TypePlan) -> String {
        let same = |other: &TypePlan| match (&other.kind, &plan.kind) {
            (TypePlanKind::Enum { values: left, .. }, TypePlanKind::Enum { values: right, .. }) => {
                left.iter().map(|value| &value.code).eq(right.iter().map(|value| &value.code))
            }
            _ => false,
        };
        if let Some(name) = text::type_name(wanted).filter(|name| self.plan.types.get(name).is_some_and(same)) {
            return name;
        }
        let name = self.reserve_type(wanted);
        self.insert_type(&name, plan);
        name
    }

    /// Returns the name of the operation for new types.
    fn operation_name(&self) -> String {
        self.plan.operation.clone().unwrap_or_else(|| "Todo".to_owned())
    }

    /// Returns a free name for a type.
    pub(crate) fn reserve_type(&self, wanted: &str) -> String {
        let operation = self.operation_name();
        let name = text::type_name(wanted).unwrap_or_else(|| "Todo".to_owned());
        let candidates = [name.clone(), format!("{operation}{name}")].into_iter();
        let numbered = (2..).map(|number| format!("{operation}{name}{number}"));
        candidates.chain(numbered).find(|name| self.is_free(name)).unwrap_or(name)
    }

    fn is_free(&self, name: &str) -> bool {
        let operation =
            |operation: &Operation| name == operation.name || name.strip_suffix("Response") == Some(&operation.name);
        let reserved =
            self.models.values().any(|ty| ty.type_name() == Some(name)) || self.plan.types.contains_key(name);
        let own = self.plan.operation.as_deref();
        let taken = self.service.types.contains_key(name) && self.may_use(&FieldType::Named(name.to_owned()));
        let named_like_own = own.is_some_and(|own| own == name || name.strip_suffix("Response") == Some(own));
        !reserved
            && !taken
            && !named_like_own
            && reserved::type_owner(name).is_none()
            && !self.service.operations.iter().any(operation)
    }

    /// Adds a type to the file and to the known types.
    pub(crate) fn insert_type(&mut self, name: &str, plan: TypePlan) {
        self.types.insert(name.to_owned(), convert::model_type(name, &plan, &self.service.file));
        self.plan.types.insert(name.to_owned(), plan);
    }

    /// Sets the names, the request line, the sources and the summary.
    fn set_head(&mut self) {
        let facts = self.facts;
        self.plan.service = self.service.file.name.split('/').nth(1).unwrap_or_default().to_owned();
        self.plan.operation =
            text::operation_name(facts).or_else(|| self.existing.map(|existing| existing.name.clone()));
        self.plan.request_line = facts.request_line();
        let by_group = target::find_folder(self.service, &facts.group);
        self.plan.folder = by_group.or_else(|| self.existing.map(|existing| existing.folder.clone()));
        if self.plan.folder.is_none() {
            let group =
                if facts.group.is_empty() { "its group".to_owned() } else { format!("the group `{}`", facts.group) };
            self.plan.todos.push(format!("{group} is not in service.yaml: choose the folder, or add the group"));
        }
        if let Some(existing) = self.existing {
            self.notes.push(format!("the spec has the operation already: {}", existing.file.name));
        }
        let others = self.service.operations.iter().filter(|other| target::has_route(other, facts));
        let is_other = |other: &&Operation| self.existing.is_none_or(|existing| existing.name != other.name);
        if let Some(other) = others.into_iter().find(is_other) {
            self.plan.todos.push(format!("`{}` has the same route: a server cannot distinguish them", other.name));
        }
        self.plan.sources = facts.source.iter().map(|source| clean_source(source)).collect();
        self.plan.summary = text::describe(Some(&facts.summary), facts.page_text.as_deref());
        let chinese = facts.page_text.clone().filter(|text| text.contains(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)));
        self.plan.summary_zh = Text { own: None, page: chinese };
    }

    /// Sets the sections of the request.
    fn set_request(&mut self) {
        let facts = self.facts;
        let name = self.operation_name();
        let owner = Owner { name: &name, key: PARAMS, sent: true, top: true };
        for (section, location) in [("path", "path"), ("query", "query"), ("headers", "header")] {
            let at = |param: &&FactField| param.location.as_deref() == Some(location);
            let own = |param: &&FactField| match location {
                "path" => !target::owns_path_parameter(self.service, &param.name),
                "header" => !target::owns_header(self.service, &param.name),
                _ => true,
            };
            let fields: Vec<FactField> = facts.params.iter().filter(at).filter(own).cloned().collect();
            let mut fields = draft_fields(self, &owner, fields.iter());
            if location == "path" {
                fields.iter_mut().for_each(|field| field.required = false);
            }
            self.plan.sections.push((section, fields));
        }
        for param in
            facts.params.iter().filter(|param| !matches!(param.location.as_deref(), Some("path" | "query" | "header")))
        {
            self.plan.todos.push(format!("the location of `{}` is not known", param.name));
        }
        self.check_path();
        if let Some(body) = &facts.request_body {
            let form = body.content_type.as_deref().is_some_and(|ty| ty.starts_with("multipart/"));
            let fields = self.body_fields(&FactType::parse(&body.kind), true, "request");
            self.plan.sections.push((if form { "form" } else { "body" }, fields));
        }
    }

    /// Reports parameters of the path that no table lists.
    fn check_path(&mut self) {
        for name in crate::model::path_params(&self.facts.path) {
            let listed = self.plan.section("path").iter().any(|field| field.name == name);
            if !listed && !target::owns_path_parameter(self.service, name) {
                self.plan.todos.push(format!("add the path parameter `{name}`, which the source does not describe"));
            }
        }
    }

    /// Sets the sections of the response.
    fn set_response(&mut self) {
        let Some((status, response)) = self.facts.success() else {
            self.plan.todos.push("add the response, which the source does not describe".to_owned());
            return;
        };
        if status != 200 {
            self.plan.success_status = Some(status);
        }
        let name = self.operation_name();
        let headers: Vec<FactField> = response.headers.iter().map(|(name, note)| header_field(name, note)).collect();
        let headers =
            draft_fields(self, &Owner { name: &name, key: "response headers", sent: false, top: true }, headers.iter());
        self.plan.sections.push(("response_headers", headers));
        if !response.kind.is_empty() {
            let fields = self.body_fields(&FactType::parse(&response.kind), false, "items");
            self.plan.sections.push(("response", fields));
        }
    }

    /// Returns the fields of a body: those of its model, or one for the whole body.
    fn body_fields(&mut self, ty: &FactType, sent: bool, payload: &str) -> Vec<FieldPlan> {
        let facts = self.facts;
        if let FactType::Model(model) = ty {
            let fields =
                facts.fields(model).iter().filter(|field| sent || !target::owns_member(self.service, &field.name));
            let fields: Vec<FactField> = fields.cloned().collect();
            if facts.models.contains_key(model) {
                let name = self.operation_name();
                return draft_fields(self, &Owner { name: &name, key: model, sent, top: true }, fields.iter());
            }
        }
        let ty = match ty {
            FactType::Binary => FieldType::Bytes,
            other => payload_type(self, other, sent),
        };
        let name = if ty == FieldType::Bytes { "content" } else { payload };
        let doc = Text { own: (ty == FieldType::Bytes).then(|| "The content of the file.".to_owned()), page: None };
        vec![FieldPlan {
            name: name.to_owned(),
            ty,
            rust_name: None,
            required: false,
            constraints: Constraints::NONE,
            pattern: None,
            lenient: false,
            payload: true,
            default: None,
            doc,
            example: None,
            todos: Vec::new(),
        }]
    }
}

/// Returns the type of a whole body.
fn payload_type(drafter: &mut Drafter<'_>, ty: &FactType, sent: bool) -> FieldType {
    match ty {
        FactType::List(inner) => FieldType::List(Box::new(payload_type(drafter, inner, sent))),
        FactType::Map(inner) => FieldType::Map(Box::new(payload_type(drafter, inner, sent))),
        FactType::Model(model) => records::resolve(drafter, model, sent),
        FactType::Text => FieldType::String,
        FactType::Integer => FieldType::I32,
        FactType::Long => FieldType::I64,
        FactType::Number => FieldType::F64,
        FactType::Bool => FieldType::Bool,
        FactType::Object | FactType::Binary => FieldType::Any,
    }
}

fn header_field(name: &str, note: &str) -> FactField {
    FactField { name: name.to_owned(), kind: "string".to_owned(), note: Some(note.to_owned()), ..FactField::default() }
}

/// Returns a source without the number of a stored page: `seed 001 (page.html, zh-cn)` is `page.html, zh-cn`.
fn clean_source(source: &str) -> String {
    let inner = source
        .strip_prefix("seed ")
        .and_then(|rest| rest.split_once(" ("))
        .and_then(|(_, rest)| rest.strip_suffix(')'));
    text::one_line(inner.unwrap_or(source))
}
