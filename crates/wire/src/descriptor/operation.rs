//! Descriptors of operations as plain constants, which the client, the sandbox and the command line share.

use crate::descriptor::{Service, Task};
use crate::record::Model;

/// A request type with its operation and its response type.
pub trait Request: Model {
    /// The response type.
    type Response: Model;
    /// The operation.
    const OPERATION: &'static Operation;
}

/// A request with a paginated response.
pub trait Paginated: Request {
    /// One element of a page.
    type Item: Send + 'static;
    /// Returns the elements of a page, in the order of the service.
    fn into_items(page: Self::Response) -> Vec<Self::Item>;
}

/// A request whose response is the content of a file.
pub trait Download: Request {}

/// A request that starts background work. [`Operation::task`] describes the work.
pub trait StartsTask: Request {
    /// The request that reads the state of the work.
    type Poll: Request;
}

/// The descriptor of one operation of a service.
#[derive(Debug)]
#[non_exhaustive]
pub struct Operation {
    /// The service of the operation.
    pub service: &'static Service,
    /// The group of the operation in the reference.
    pub group: &'static str,
    /// The name in the reference.
    pub name: &'static str,
    /// The HTTP method.
    pub method: Method,
    /// The path, with its parameters in `{}`.
    pub path: &'static str,
    /// The effect of a call on the data of the service.
    pub effect: Effect,
    /// True if a retry is safe when the service may have received the first attempt.
    pub idempotent: bool,
    /// The credentials that the request needs.
    pub auth: AuthRequirement,
    /// The status codes that the reference documents for success. The first one is the usual one.
    pub success: &'static [u16],
    /// The pagination style, if the response has pages.
    pub pagination: Option<Pagination>,
    /// True if the reference also shows the query as a JSON body.
    pub query_in_body: bool,
    /// True if the reference also shows a response without a body, although it lists members.
    pub may_be_empty: bool,
    /// The names of all secrets and presigned URLs in requests and responses, at any depth. Recordings and logs omit their
    /// values. Sorted.
    pub sensitive: &'static [&'static str],
    /// The background work that it starts, if any.
    pub task: Option<&'static Task>,
}

/// The effect of an operation on the data of a service.
///
/// It decides about confirmations, hints for tools, and the requests that a dry run sends. Retries depend on
/// [`Operation::idempotent`] alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Effect {
    /// The operation changes nothing.
    Read,
    /// The operation creates or changes something. Another call can restore everything.
    Write,
    /// The operation can remove, revoke or cancel something permanently.
    Destructive,
}

impl Effect {
    /// Returns the word for the effect in a spec.
    #[must_use]
    #[inline]
    pub const fn as_str(self) -> &'static str {
        match self {
            Effect::Read => "read",
            Effect::Write => "write",
            Effect::Destructive => "destructive",
        }
    }
}

/// The HTTP methods that the services use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Reads.
    Get,
    /// Reads the headers of a response.
    Head,
    /// Creates something or starts an action.
    Post,
    /// Replaces or changes.
    Put,
    /// Changes a part.
    Patch,
    /// Removes.
    Delete,
}

impl Method {
    /// Returns the method in the form of the request line.
    #[must_use]
    #[inline]
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

    /// Returns true if requests with this method usually have no body.
    #[must_use]
    pub const fn is_bodyless(self) -> bool {
        matches!(self, Method::Get | Method::Head | Method::Delete)
    }

    /// Returns true if HTTP defines the method as idempotent.
    #[must_use]
    #[inline]
    pub const fn is_idempotent(self) -> bool {
        !matches!(self, Method::Post | Method::Patch)
    }

    /// Returns the usual effect of the method, which [`Operation::effect`] overrides.
    #[must_use]
    #[inline]
    pub const fn usual_effect(self) -> Effect {
        match self {
            Method::Get | Method::Head => Effect::Read,
            Method::Post | Method::Put | Method::Patch => Effect::Write,
            Method::Delete => Effect::Destructive,
        }
    }
}

/// The credentials that a request needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AuthRequirement {
    /// Any credentials of the service.
    Any,
    /// Only a token. The service does not accept the signature of an app here.
    TokenOnly,
    /// No credentials.
    None,
}

impl Operation {
    /// Creates an operation with the defaults of its method. The methods below set the differences.
    #[must_use]
    #[inline]
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
            auth: AuthRequirement::Any,
            success: &[200],
            pagination: None,
            query_in_body: false,
            may_be_empty: false,
            sensitive: &[],
            task: None,
        }
    }

    /// Sets the effect, if it differs from the usual one of the method.
    #[must_use]
    #[inline]
    pub const fn effect(mut self, effect: Effect) -> Self {
        self.effect = effect;
        self
    }

    /// Sets whether a retry is safe, if the method does not imply it.
    #[must_use]
    #[inline]
    pub const fn idempotent(mut self, idempotent: bool) -> Self {
        self.idempotent = idempotent;
        self
    }

    /// Sends the request without credentials.
    #[must_use]
    #[inline]
    pub const fn no_auth(mut self) -> Self {
        self.auth = AuthRequirement::None;
        self
    }

    /// Sends the request with a token rather than the signature of an app.
    #[must_use]
    #[inline]
    pub const fn token_only(mut self) -> Self {
        self.auth = AuthRequirement::TokenOnly;
        self
    }

    /// Sets the names of all secrets and presigned URLs in requests and responses, at any depth.
    #[must_use]
    #[inline]
    pub const fn sensitive(mut self, names: &'static [&'static str]) -> Self {
        self.sensitive = names;
        self
    }

    /// Sets the documented status codes of success, if they differ from 200.
    #[must_use]
    #[inline]
    pub const fn success(mut self, statuses: &'static [u16]) -> Self {
        self.success = statuses;
        self
    }

    /// Sets the pagination style.
    #[must_use]
    #[inline]
    pub const fn pagination(mut self, pagination: Pagination) -> Self {
        self.pagination = Some(pagination);
        self
    }

    /// Declares that the reference also shows the query as a JSON body.
    #[must_use]
    #[inline]
    pub const fn query_in_body(mut self) -> Self {
        self.query_in_body = true;
        self
    }

    /// Sets the background work that it starts.
    #[must_use]
    #[inline]
    pub const fn task(mut self, task: &'static Task) -> Self {
        self.task = Some(task);
        self
    }

    /// Declares that the reference also shows a response without a body.
    #[must_use]
    #[inline]
    pub const fn may_be_empty(mut self) -> Self {
        self.may_be_empty = true;
        self
    }

    /// Returns the full name, as in `osm.ListCases`.
    #[must_use]
    pub fn full_name(&self) -> String {
        format!("{}.{}", self.service.id, self.name)
    }
}

/// The pagination style. Fields of request and response may be nested, as in `pageInfo.pageCursor` and `data.nextCursor`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Pagination {
    /// The request contains the number of elements to skip.
    Offset {
        /// The request field with the number of elements to skip.
        offset: &'static str,
        /// The response field with the total number of elements, if any.
        total: Option<&'static str>,
        /// The response field with the elements.
        items: &'static str,
        /// The largest offset that the service accepts.
        max: u64,
    },
    /// The request contains the number of the page.
    Page {
        /// The request field with the number of the page.
        page: &'static str,
        /// The number of the first page.
        first: u64,
        /// The response field with the total number of elements, if any.
        total: Option<&'static str>,
        /// The response field with the elements.
        items: &'static str,
        /// The largest page number that the service accepts.
        max: u64,
    },
    /// The response contains a cursor for the next page.
    Cursor {
        /// The request field with the cursor.
        cursor: &'static str,
        /// The cursor of the first page, if the service requires one.
        first: Option<&'static str>,
        /// The response field with the next cursor. Absent or empty on the last page, unless `more` tells the end.
        next: &'static str,
        /// The response field that is true if more pages follow. The next cursor then also exists on the last page.
        more: Option<&'static str>,
        /// The response field with the elements.
        items: &'static str,
    },
}
