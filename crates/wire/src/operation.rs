//! Operations as plain constants: what the client, the sandbox and the command line all go by.

use crate::record::Model;
use crate::service::Service;
use crate::task::Task;

/// A request type: it knows its operation and the type of its answer.
pub trait Endpoint: Model {
    /// What the service answers with.
    type Response: Model;
    /// The operation.
    const OPERATION: &'static Operation;
}

/// A request whose answers come in pages.
pub trait Paged: Endpoint {
    /// One element of a page.
    type Item: Send + 'static;
    /// The elements of a page, in the order of the service.
    fn take_items(page: Self::Response) -> Vec<Self::Item>;
}

/// A request that is answered with the content of a file.
pub trait Download: Endpoint {}

/// One operation of a service.
#[derive(Debug)]
#[non_exhaustive]
pub struct Operation {
    /// The service it belongs to.
    pub service: &'static Service,
    /// The group in which the reference lists it.
    pub group: &'static str,
    /// Its name in the reference.
    pub name: &'static str,
    /// The HTTP method.
    pub method: Method,
    /// The path, with `{}` around its parameters.
    pub path: &'static str,
    /// The effect of a call on the data of the service.
    pub effect: Effect,
    /// True if it may be sent again when it is unknown if it arrived.
    pub idempotent: bool,
    /// The credentials that it is sent with.
    pub auth: Auth,
    /// The statuses that the reference documents for success; the first is the usual one.
    pub success: &'static [u16],
    /// How its pages follow each other, when it has pages.
    pub paging: Option<Paging>,
    /// Whether the reference also shows its query as a JSON body.
    pub query_in_body: bool,
    /// Whether the reference also shows an answer without a body, though it lists members.
    pub may_be_empty: bool,
    /// The names of all secrets and presigned links in its requests and answers, at any depth: what recordings and
    /// logs leave out. Sorted.
    pub sensitive: &'static [&'static str],
    /// The background work that it starts, if any.
    pub task: Option<&'static Task>,
}

/// The effect of an operation on the data of a service.
///
/// Questions before a call, hints for tools, and the calls that a dry run sends follow from it. Retries follow from
/// [`Operation::idempotent`] alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Effect {
    /// It changes nothing.
    Read,
    /// It creates or changes something, and loses nothing that another call cannot bring back.
    Write,
    /// It can remove, revoke or cancel something for good.
    Destructive,
}

impl Effect {
    /// Returns the word that stands for it in a spec.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Effect::Read => "read",
            Effect::Write => "write",
            Effect::Destructive => "destructive",
        }
    }
}

/// The methods that the services use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Reads.
    Get,
    /// Reads the head of an answer.
    Head,
    /// Creates or acts.
    Post,
    /// Replaces or changes.
    Put,
    /// Changes in part.
    Patch,
    /// Removes.
    Delete,
}

impl Method {
    /// The method as it stands in the request line.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Method::Get => "GET",
            Method::Head => "HEAD",
            Method::Post => "POST",
            Method::Put => "PUT",
            Method::Patch => "PATCH",
            Method::Delete => "DELETE",
        }
    }

    /// Whether a body is unusual for it.
    #[must_use]
    pub const fn is_bodyless(self) -> bool {
        matches!(self, Method::Get | Method::Head | Method::Delete)
    }

    /// Whether sending it twice does the same as sending it once, going by the method alone.
    #[must_use]
    pub const fn is_idempotent(self) -> bool {
        !matches!(self, Method::Post | Method::Patch)
    }

    /// Returns the usual effect of the method, which [`Operation::effect`] overrides.
    #[must_use]
    pub const fn usual_effect(self) -> Effect {
        match self {
            Method::Get | Method::Head => Effect::Read,
            Method::Post | Method::Put | Method::Patch => Effect::Write,
            Method::Delete => Effect::Destructive,
        }
    }
}

/// Whether an operation is sent with credentials.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Auth {
    /// In any way that the service knows.
    Service,
    /// With a token only: the service does not take the signature of an app here.
    Token,
    /// Without.
    None,
}

impl Operation {
    /// An operation with what follows from its method; the methods below say what differs.
    #[must_use]
    pub const fn new(
        service: &'static Service,
        group: &'static str,
        name: &'static str,
        method: Method,
        path: &'static str,
    ) -> Self {
        Self {
            service,
            group,
            name,
            method,
            path,
            effect: method.usual_effect(),
            idempotent: method.is_idempotent(),
            auth: Auth::Service,
            success: &[200],
            paging: None,
            query_in_body: false,
            may_be_empty: false,
            sensitive: &[],
            task: None,
        }
    }

    /// Sets the effect, where it is not the usual one of the method.
    #[must_use]
    pub const fn effect(mut self, effect: Effect) -> Self {
        self.effect = effect;
        self
    }

    /// Says whether it may be repeated, where the method does not tell.
    #[must_use]
    pub const fn idempotent(mut self, idempotent: bool) -> Self {
        self.idempotent = idempotent;
        self
    }

    /// It is sent without credentials.
    #[must_use]
    pub const fn no_auth(mut self) -> Self {
        self.auth = Auth::None;
        self
    }

    /// It is sent with a token, not with the signature of an app.
    #[must_use]
    pub const fn token_only(mut self) -> Self {
        self.auth = Auth::Token;
        self
    }

    /// The names of all secrets and presigned links in its requests and answers, at any depth.
    #[must_use]
    pub const fn sensitive(mut self, names: &'static [&'static str]) -> Self {
        self.sensitive = names;
        self
    }

    /// The documented statuses of success, where they are not just 200.
    #[must_use]
    pub const fn success(mut self, statuses: &'static [u16]) -> Self {
        self.success = statuses;
        self
    }

    /// Its answers come in pages.
    #[must_use]
    pub const fn paging(mut self, paging: Paging) -> Self {
        self.paging = Some(paging);
        self
    }

    /// The reference also shows its query as a JSON body.
    #[must_use]
    pub const fn query_in_body(mut self) -> Self {
        self.query_in_body = true;
        self
    }

    /// Sets the background work that it starts.
    #[must_use]
    pub const fn task(mut self, task: &'static Task) -> Self {
        self.task = Some(task);
        self
    }

    /// The reference also shows an answer without a body.
    #[must_use]
    pub const fn may_be_empty(mut self) -> Self {
        self.may_be_empty = true;
        self
    }

    /// Names the operation in full, as in `osm.ListCases`.
    #[must_use]
    pub fn full_name(&self) -> String {
        format!("{}.{}", self.service.id, self.name)
    }
}

/// How pages follow each other. Fields of the answer may lie deeper, as in `data.nextCursor`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Paging {
    /// The request says how many elements to skip.
    Offset {
        /// The request field that skips.
        offset: &'static str,
        /// The answer field that counts all elements, where there is one.
        total: Option<&'static str>,
        /// The answer field that holds the elements.
        items: &'static str,
        /// The largest offset that the service takes.
        last: u64,
    },
    /// The request says which page it wants, by its number.
    Page {
        /// The request field with the number of the page.
        page: &'static str,
        /// The number of the first page.
        first: u64,
        /// The answer field that counts all elements, where there is one.
        total: Option<&'static str>,
        /// The answer field that holds the elements.
        items: &'static str,
        /// The largest number that the service takes.
        last: u64,
    },
    /// The answer names the next page.
    Cursor {
        /// The request field that takes the cursor.
        cursor: &'static str,
        /// The answer field that gives the next cursor; absent or empty on the last page.
        next: &'static str,
        /// The answer field that holds the elements.
        items: &'static str,
    },
}
