//! The spec with everything resolved: names, types, limits. What the printers and checks work on.

use std::collections::BTreeMap;

use crate::spec::at::Place as At;
use crate::spec::problem::File;
use crate::spec::yaml;

/// One service.
#[derive(Debug)]
pub(crate) struct Service {
    pub(crate) id: String,
    pub(crate) file: File,
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
    /// The spec file that declares it.
    pub(crate) file: File,
    pub(crate) at: At,
    /// Part of some request, so that it can be built and its lists can be left out.
    pub(crate) sent: bool,
}

impl Type {
    /// The fields of a record; none for other types.
    pub(crate) fn fields(&self) -> &[Field] {
        match &self.kind {
            TypeKind::Record(fields) => fields,
            _ => &[],
        }
    }
}

/// The sorts of named types.
#[derive(Clone, Debug)]
pub(crate) enum TypeKind {
    Id,
    Enum { numeric: bool, variants: Vec<Variant> },
    Record(Vec<Field>),
}

/// One code of an enum.
#[derive(Clone, Debug)]
pub(crate) struct Variant {
    pub(crate) name: String,
    /// As it stands in Rust: `0` or `"incident"`.
    pub(crate) literal: String,
    pub(crate) code: String,
    pub(crate) doc: String,
}

/// One field of a request, an answer or a record.
#[derive(Clone, Debug)]
pub(crate) struct Field {
    pub(crate) wire: Vec<String>,
    pub(crate) rust: String,
    pub(crate) doc: String,
    pub(crate) ty: Ty,
    pub(crate) place: hwc_wire::Place,
    pub(crate) required: bool,
    pub(crate) loose: bool,
    pub(crate) written: hwc_wire::Written,
    pub(crate) limits: hwc_wire::Limits,
    pub(crate) default: Option<serde_json::Value>,
    pub(crate) at: At,
}

impl Field {
    /// The name that is sent.
    pub(crate) fn name(&self) -> &str {
        &self.wire[0]
    }
}

/// The type of a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Ty {
    Text,
    Bool,
    I32,
    I64,
    U32,
    U64,
    F64,
    Time,
    Secret,
    Link,
    Any,
    Bytes,
    File,
    List(Box<Ty>),
    Map(Box<Ty>),
    Named(String),
}

impl Ty {
    /// The named type within, if any.
    pub(crate) fn named(&self) -> Option<&str> {
        match self {
            Ty::Named(name) => Some(name),
            Ty::List(inner) | Ty::Map(inner) => inner.named(),
            _ => None,
        }
    }
}

/// One operation.
#[derive(Debug)]
pub(crate) struct Operation {
    pub(crate) name: String,
    pub(crate) file: File,
    pub(crate) folder: String,
    pub(crate) group: String,
    pub(crate) method: hwc_wire::Method,
    pub(crate) path: String,
    pub(crate) yaml: yaml::Endpoint,
    /// The fields of the request, in the order path, query, headers, body.
    pub(crate) request: Vec<Field>,
    pub(crate) response: Vec<Field>,
    /// The names of the types that the endpoint's own file declares.
    pub(crate) own_types: Vec<String>,
    pub(crate) effect: hwc_wire::Effect,
    pub(crate) idempotent: bool,
    pub(crate) auth: hwc_wire::Auth,
    /// The wire names of the positional arguments.
    pub(crate) new: Vec<String>,
    pub(crate) paging: Option<Paging>,
    /// The wire names of all secrets and links in it, at any depth.
    pub(crate) sensitive: Vec<String>,
    pub(crate) task: Option<Task>,
}

/// The background work that an operation starts.
#[derive(Debug)]
pub(crate) struct Task {
    /// The name of the operation that reads the state.
    pub(crate) read: String,
    /// The fields of its request, with their sources.
    pub(crate) with: Vec<(String, TaskSource)>,
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

/// A field that tells the phase of a task, with the phase of each code.
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

/// How pages follow each other.
#[derive(Debug)]
pub(crate) enum Paging {
    Offset { offset: String, total: Option<String>, items: String, last: u64 },
    Page { page: String, first: u64, total: Option<String>, items: String, last: u64 },
    Cursor { cursor: String, next: String, items: String },
}

impl Paging {
    /// The answer field with the elements.
    pub(crate) fn items(&self) -> &str {
        match self {
            Paging::Offset { items, .. } | Paging::Page { items, .. } | Paging::Cursor { items, .. } => items,
        }
    }
}

impl Operation {
    /// Whether it is answered with the content of a file.
    pub(crate) fn is_download(&self) -> bool {
        self.response.iter().any(|field| field.ty == Ty::Bytes)
    }

    /// The statuses of success.
    pub(crate) fn success(&self) -> Vec<u16> {
        if self.yaml.status.is_empty() { vec![200] } else { self.yaml.status.clone() }
    }

    /// The path parameters that settings of the service fill.
    pub(crate) fn setting_params(&self) -> Vec<String> {
        let own = |name: &&str| !self.request.iter().any(|f| f.place == hwc_wire::Place::Path && f.name() == *name);
        path_params(&self.path).into_iter().filter(own).map(str::to_owned).collect()
    }
}

/// The names in `{}` of a path.
pub(crate) fn path_params(path: &str) -> Vec<&str> {
    path.split('{').skip(1).filter_map(|piece| piece.split_once('}')).map(|(name, _)| name).collect()
}

/// The types of one service by name.
pub(crate) type Types = BTreeMap<String, Type>;
