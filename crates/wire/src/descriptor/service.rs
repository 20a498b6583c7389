//! Descriptors of services as plain constants: endpoints, settings and error responses.

use std::fmt;

/// The descriptor of one service.
#[derive(Debug)]
#[non_exhaustive]
pub struct Service {
    /// The short name, as in `osm`.
    pub id: &'static str,
    /// The full name.
    pub title: &'static str,
    /// The authentication scheme.
    pub scheme: AuthScheme,
    /// The regions with their endpoints.
    pub regions: &'static [Region],
    /// The default region.
    pub default_region: &'static str,
    /// The settings of all its operations.
    pub settings: &'static [Setting],
    /// The form of its error responses.
    pub envelope: Envelope,
    /// The meanings of its error codes.
    pub errors: &'static [ErrorRule],
}

/// The authentication scheme of a service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AuthScheme {
    /// IAM credentials of a whole account: a token of the account in `X-Auth-Token`, or a signature with `X-Domain-Id`.
    IamAccount,
    /// IAM credentials of one project: a token of the project in `X-Auth-Token`, or a signature with `X-Project-Id`.
    IamProject,
    /// KooDrive credentials: an access token in `Authorization: Bearer`, or the signature of an app.
    Bearer,
}

/// A region of a service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Region {
    /// The name, as in `cn-north-4`.
    pub id: &'static str,
    /// The endpoint URL without a slash at the end.
    pub endpoint: &'static str,
}

/// A value that is set once for all operations of a service, or for one call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Setting {
    /// The name in the client, as in `language`.
    pub name: &'static str,
    /// The name on the wire.
    pub wire: &'static str,
    /// Header or path.
    pub location: SettingLocation,
    /// The description.
    pub doc: &'static str,
}

/// The location of a setting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SettingLocation {
    /// A header. Omitted if not set.
    Header,
    /// A segment of the path. Must be set.
    Path,
}

/// The form of the error responses of a service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Envelope {
    /// The member with the error code.
    pub code: &'static str,
    /// The member with the text.
    pub message: &'static str,
    /// The codes that mean success. An absent, empty or null code means success too.
    pub success: &'static [&'static str],
    /// Top-level members of any response that are not fields of it.
    pub names: &'static [&'static str],
    /// True if responses of success have code and text too.
    pub on_success: bool,
}

/// The meaning of a status, of a code, or of both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ErrorRule {
    /// The HTTP status. 0 matches any.
    pub status: u16,
    /// The code. Empty matches any; a `*` at the end matches any code with this prefix.
    pub code: &'static str,
    /// The class of the error.
    pub class: ErrorClass,
}

/// The error codes of a service as an open enum, such as `osm::ErrorCode`. Implemented by the generated models.
pub trait ServiceErrorCode: for<'a> From<&'a str> {
    /// The service that sends the codes.
    const SERVICE: &'static Service;
}

/// The classes of error responses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorClass {
    /// The caller is not authenticated or not authorized.
    Auth,
    /// There were too many requests.
    Throttled,
    /// The request conflicts with the present state.
    Conflict,
    /// The resource does not exist.
    NotFound,
    /// The request is invalid.
    Invalid,
    /// A limit of the account is reached.
    QuotaExceeded,
    /// Any other error.
    Unknown,
}

impl Service {
    /// Creates a service with only a name.
    #[must_use]
    #[inline]
    pub const fn new(id: &'static str) -> Self {
        Self {
            id,
            title: "",
            scheme: AuthScheme::IamAccount,
            regions: &[],
            default_region: "",
            settings: &[],
            envelope: Envelope {
                code: "error_code",
                message: "error_msg",
                success: &[],
                names: &[],
                on_success: false,
            },
            errors: &[],
        }
    }

    /// Sets the full name.
    #[must_use]
    #[inline]
    pub const fn title(mut self, title: &'static str) -> Self {
        self.title = title;
        self
    }

    /// Sets the authentication scheme.
    #[must_use]
    #[inline]
    pub const fn scheme(mut self, scheme: AuthScheme) -> Self {
        self.scheme = scheme;
        self
    }

    /// Sets the default region and the regions with their endpoints.
    #[must_use]
    #[inline]
    pub const fn regions(mut self, default: &'static str, regions: &'static [Region]) -> Self {
        self.default_region = default;
        self.regions = regions;
        self
    }

    /// Sets the settings of all its operations.
    #[must_use]
    #[inline]
    pub const fn settings(mut self, settings: &'static [Setting]) -> Self {
        self.settings = settings;
        self
    }

    /// Sets the form of its error responses.
    #[must_use]
    #[inline]
    pub const fn envelope(mut self, envelope: Envelope) -> Self {
        self.envelope = envelope;
        self
    }

    /// Sets the meanings of its error codes. The first rule that matches counts.
    #[must_use]
    #[inline]
    pub const fn errors(mut self, errors: &'static [ErrorRule]) -> Self {
        self.errors = errors;
        self
    }

    /// Classifies an error response with this status and code. If the rules yield only `Other`, the status decides.
    #[must_use]
    pub fn classify(&self, status: u16, code: &str) -> ErrorClass {
        match self.rule(status, code).map(|index| self.errors[index].class) {
            Some(class) if class != ErrorClass::Unknown => class,
            _ => ErrorClass::of_status(status),
        }
    }

    /// Returns the index of the first rule for this status and code.
    #[must_use]
    pub fn rule(&self, status: u16, code: &str) -> Option<usize> {
        self.errors.iter().position(|rule| (rule.status == 0 || rule.status == status) && rule.fits_code(code))
    }
}

impl ErrorRule {
    fn fits_code(&self, code: &str) -> bool {
        match self.code.strip_suffix('*') {
            Some(start) => code.starts_with(start),
            None => self.code.is_empty() || self.code == code,
        }
    }
}

impl ErrorClass {
    fn of_status(status: u16) -> Self {
        match status {
            401 | 403 => Self::Auth,
            404 => Self::NotFound,
            409 => Self::Conflict,
            429 => Self::Throttled,
            400 | 405 | 413 | 415 | 422 => Self::Invalid,
            _ => Self::Unknown,
        }
    }
}

/// Describes the class in words, as in `not found`.
impl fmt::Display for ErrorClass {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Auth => "not authorized",
            Self::Throttled => "throttled",
            Self::Conflict => "conflict",
            Self::NotFound => "not found",
            Self::Invalid => "invalid request",
            Self::QuotaExceeded => "quota exceeded",
            Self::Unknown => "unknown error",
        })
    }
}
