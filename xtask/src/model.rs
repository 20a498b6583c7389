//! The spec with names, types and limits resolved. Printers and checks work on it.

use std::collections::BTreeMap;

use crate::spec::problem::SpecFile;
use crate::spec::spanned::SourceLocation;
use crate::spec::yaml;

/// One service.
#[derive(Debug)]
pub(crate) struct Service {
    pub(crate) id: String,
    pub(crate) file: SpecFile,
    pub(crate) yaml: yaml::Service,
    pub(crate) types: BTreeMap<String, Type>,
    pub(crate) operations: Vec<Operation>,
}

/// A named type.
#[derive(Clone, Debug)]
pub(crate) struct Type {
    pub(crate) name: String,
    pub(crate) doc: String,
    pub(crate) kind: TypeKind,
    /// The members of a record that always have the same value.
    pub(crate) constants: Vec<Constant>,
    /// The forms of a record in requests.
    pub(crate) forms: Vec<Form>,
    /// The constants of an ID.
    pub(crate) named_values: Vec<Variant>,
    /// The groups of an enum.
    pub(crate) groups: Vec<EnumGroup>,
    /// The spec file that declares it.
    pub(crate) file: SpecFile,
    pub(crate) source: SourceLocation,
    /// True if it is part of a request.
    pub(crate) in_request: bool,
}

impl Type {
    /// Returns the fields of a record, or nothing for other types.
    pub(crate) fn fields(&self) -> &[Field] {
        match &self.kind {
            TypeKind::Record(fields) => fields,
            _ => &[],
        }
    }
}

/// The kinds of named types.
#[derive(Clone, Debug)]
pub(crate) enum TypeKind {
    Id { numeric: bool },
    Enum { numeric: bool, variants: Vec<Variant> },
    Record(Vec<Field>),
}

/// A group of values of an enum.
#[derive(Clone, Debug)]
pub(crate) struct EnumGroup {
    pub(crate) name: String,
    pub(crate) members: GroupMembers,
}

/// The members of a group.
#[derive(Clone, Debug)]
pub(crate) enum GroupMembers {
    /// These variants.
    Variants(Vec<String>),
    /// All values that are not in this group.
    NotIn(String),
}

/// One code of an enum.
#[derive(Clone, Debug)]
pub(crate) struct Variant {
    pub(crate) name: String,
    /// The literal in Rust: `0` or `"incident"`.
    pub(crate) literal: String,
    pub(crate) code: String,
    /// The other spellings: literals and codes.
    pub(crate) aliases: Vec<(String, String)>,
    pub(crate) doc: String,
}

/// A member of a body that always has the same value.
#[derive(Clone, Debug)]
pub(crate) struct Constant {
    pub(crate) name: String,
    pub(crate) doc: String,
    pub(crate) value: serde_json::Value,
}

/// A form of a record in requests.
#[derive(Clone, Debug)]
pub(crate) struct Form {
    pub(crate) doc: String,
    /// The fields that have one value in this form.
    pub(crate) values: Vec<(String, serde_json::Value)>,
    pub(crate) requires: Vec<String>,
    pub(crate) omits: Vec<String>,
}

/// One field of a request, a response or a record.
#[derive(Clone, Debug)]
pub(crate) struct Field {
    /// The name for callers: that on the wire, or that in Rust if another location has the same one.
    pub(crate) key: String,
    pub(crate) wire_names: Vec<String>,
    pub(crate) rust_name: String,
    pub(crate) doc: String,
    pub(crate) ty: FieldType,
    pub(crate) location: hwc_wire::Location,
    pub(crate) required: bool,
    pub(crate) lenient: bool,
    pub(crate) wire_type: hwc_wire::JsonForm,
    pub(crate) members: hwc_wire::MemberPresence,
    /// True for a list whose empty value differs from an absent one.
    pub(crate) keep_empty: bool,
    pub(crate) constraints: hwc_wire::Constraints,
    pub(crate) default: Option<serde_json::Value>,
    pub(crate) source: SourceLocation,
}

impl Field {
    /// Returns the name for callers.
    pub(crate) fn name(&self) -> &str {
        &self.key
    }

    /// Returns the name that is sent.
    pub(crate) fn wire_name(&self) -> &str {
        &self.wire_names[0]
    }
}

/// The type of a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum FieldType {
    String,
    Bool,
    I32,
    I64,
    U32,
    U64,
    F64,
    Timestamp,
    Secret,
    PresignedUrl,
    Any,
    Bytes,
    FilePart,
    List(Box<FieldType>),
    Map(Box<FieldType>),
    MapOrText(Box<FieldType>),
    Named(String),
}

impl FieldType {
    /// Returns the named type inside, if any.
    pub(crate) fn type_name(&self) -> Option<&str> {
        match self {
            FieldType::Named(name) => Some(name),
            FieldType::List(inner) | FieldType::Map(inner) | FieldType::MapOrText(inner) => inner.type_name(),
            _ => None,
        }
    }
}

/// One operation.
#[derive(Debug)]
pub(crate) struct Operation {
    pub(crate) name: String,
    pub(crate) file: SpecFile,
    pub(crate) folder: String,
    pub(crate) group: String,
    pub(crate) method: hwc_wire::Method,
    pub(crate) path: String,
    pub(crate) yaml: yaml::Endpoint,
    /// The fields of the request, in the order path, query, headers, body.
    pub(crate) request: Vec<Field>,
    pub(crate) response: Vec<Field>,
    /// The members of the body that always have the same value.
    pub(crate) constants: Vec<Constant>,
    /// The names of the types that the endpoint's own file declares.
    pub(crate) own_types: Vec<String>,
    pub(crate) effect: hwc_wire::Effect,
    pub(crate) idempotent: bool,
    pub(crate) auth: hwc_wire::AuthRequirement,
    /// The wire names of the positional arguments.
    pub(crate) constructor: Vec<String>,
    pub(crate) pagination: Option<Pagination>,
    /// The wire names of all secrets and presigned URLs in it, at any depth.
    pub(crate) sensitive: Vec<String>,
    pub(crate) task: Option<Task>,
}

/// The background work that an operation starts.
#[derive(Debug)]
pub(crate) struct Task {
    /// The name of the operation that reads the state.
    pub(crate) poll_operation: String,
    /// The fields of its request, with their sources.
    pub(crate) input: Vec<(String, TaskSource)>,
    pub(crate) state: TaskState,
    pub(crate) result: Option<TaskState>,
    pub(crate) progress: Option<String>,
    pub(crate) failures: Option<TaskFailures>,
}

/// The path of a field of the operation that started the work.
#[derive(Debug)]
pub(crate) enum TaskSource {
    Request(String),
    Response(String),
}

/// A field that holds the state of a task, with the phase of each code.
#[derive(Debug)]
pub(crate) struct TaskState {
    pub(crate) field: String,
    pub(crate) codes: Vec<(String, hwc_wire::TaskPhase)>,
}

/// A list that holds the failed parts of a task.
#[derive(Debug)]
pub(crate) struct TaskFailures {
    pub(crate) list: String,
    pub(crate) state: Option<TaskState>,
}

/// The pagination style of a list.
#[derive(Debug)]
pub(crate) enum Pagination {
    Offset { offset: String, total: Option<String>, items: String, max: u64 },
    Page { page: String, first: u64, total: Option<String>, items: String, max: u64 },
    Cursor { cursor: String, first: Option<String>, next: String, more: Option<String>, items: String },
}

impl Pagination {
    /// Returns the response field with the elements.
    pub(crate) fn items(&self) -> &str {
        match self {
            Pagination::Offset { items, .. } | Pagination::Page { items, .. } | Pagination::Cursor { items, .. } => {
                items
            }
        }
    }
}

impl Operation {
    /// Returns true if the response is the content of a file.
    pub(crate) fn is_download(&self) -> bool {
        self.response.iter().any(|field| field.ty == FieldType::Bytes)
    }

    /// Returns the status codes of success.
    pub(crate) fn success(&self) -> Vec<u16> {
        if self.yaml.success_status.is_empty() { vec![200] } else { self.yaml.success_status.clone() }
    }

    /// Returns the path parameters that settings of the service fill.
    pub(crate) fn setting_params(&self) -> Vec<String> {
        let own =
            |name: &&str| !self.request.iter().any(|f| f.location == hwc_wire::Location::Path && f.name() == *name);
        path_params(&self.path).into_iter().filter(own).map(str::to_owned).collect()
    }
}

/// Returns the names in `{}` of a path.
pub(crate) fn path_params(path: &str) -> Vec<&str> {
    path.split('{').skip(1).filter_map(|piece| piece.split_once('}')).map(|(name, _)| name).collect()
}

/// The types of one service by name.
pub(crate) type Types = BTreeMap<String, Type>;
