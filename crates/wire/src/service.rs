//! Services as plain constants: where they are, what can be set for them, and how they say no.

/// One service.
#[derive(Debug)]
#[non_exhaustive]
pub struct Service {
    /// Its short name, as in `osm`.
    pub id: &'static str,
    /// Its name in full.
    pub title: &'static str,
    /// How it wants to know who calls.
    pub scheme: Scheme,
    /// Where it is.
    pub regions: &'static [Region],
    /// The region to use when none is named.
    pub default_region: &'static str,
    /// What can be set for all of its operations.
    pub settings: &'static [Setting],
    /// How its answers say that something went wrong.
    pub envelope: Envelope,
    /// What its error codes mean.
    pub errors: &'static [ErrorRule],
}

/// How a service wants to know who calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    /// IAM, for a whole account: a token of the account in `X-Auth-Token`, or a signature with `X-Domain-Id`.
    IamAccount,
    /// IAM, for one project: a token of the project in `X-Auth-Token`, or a signature with `X-Project-Id`.
    IamProject,
    /// KooDrive's own: an access token in `Authorization: Bearer`, or the signature of an app.
    Bearer,
}

/// A place where a service can be reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Region {
    /// Its name, as in `cn-north-4`.
    pub id: &'static str,
    /// The address without a slash at the end.
    pub endpoint: &'static str,
}

/// Something that can be set once for all operations of a service, or for one call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Setting {
    /// Its name in the client, as in `language`.
    pub name: &'static str,
    /// Its name on the wire.
    pub wire: &'static str,
    /// Header or path.
    pub place: SettingPlace,
    /// What it does.
    pub doc: &'static str,
}

/// Where a setting travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SettingPlace {
    /// A header; left out when not set.
    Header,
    /// A segment of the path; must be set.
    Path,
}

/// How the answers of a service say that something went wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Envelope {
    /// The member with the error code.
    pub code: &'static str,
    /// The member with the text.
    pub message: &'static str,
    /// The codes that stand for success. An absent, empty or null code does too.
    pub success: &'static [&'static str],
    /// Members at the top of any answer that are no fields of it.
    pub names: &'static [&'static str],
    /// Whether answers of success have code and text too.
    pub always: bool,
}

/// What one status, code, or both mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ErrorRule {
    /// The HTTP status; 0 for any.
    pub status: u16,
    /// The code; empty for any, a `*` at the end for all that begin so.
    pub code: &'static str,
    /// What to make of it.
    pub class: ErrorClass,
}

/// The classes of refusals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorClass {
    /// Who calls is unknown, or not allowed to.
    Auth,
    /// Too many calls.
    Throttle,
    /// What is asked does not fit the present state.
    Conflict,
    /// There is no such thing.
    Missing,
    /// The request is wrong.
    Invalid,
    /// A limit of the account is reached.
    Quota,
    /// Anything else.
    Other,
}

impl Service {
    /// A service of which nothing but the name is known.
    #[must_use]
    pub const fn new(id: &'static str) -> Self {
        Self {
            id,
            title: "",
            scheme: Scheme::IamAccount,
            regions: &[],
            default_region: "",
            settings: &[],
            envelope: Envelope { code: "error_code", message: "error_msg", success: &[], names: &[], always: false },
            errors: &[],
        }
    }

    /// Its name in full.
    #[must_use]
    pub const fn title(mut self, title: &'static str) -> Self {
        self.title = title;
        self
    }

    /// How it wants to know who calls.
    #[must_use]
    pub const fn scheme(mut self, scheme: Scheme) -> Self {
        self.scheme = scheme;
        self
    }

    /// Where it is, and where to go when no region is named.
    #[must_use]
    pub const fn regions(mut self, default: &'static str, regions: &'static [Region]) -> Self {
        self.default_region = default;
        self.regions = regions;
        self
    }

    /// What can be set for all of its operations.
    #[must_use]
    pub const fn settings(mut self, settings: &'static [Setting]) -> Self {
        self.settings = settings;
        self
    }

    /// How its answers say that something went wrong.
    #[must_use]
    pub const fn envelope(mut self, envelope: Envelope) -> Self {
        self.envelope = envelope;
        self
    }

    /// What its error codes mean. The first rule that fits counts.
    #[must_use]
    pub const fn errors(mut self, errors: &'static [ErrorRule]) -> Self {
        self.errors = errors;
        self
    }

    /// The class of a refusal with this status and code. Where no rule says more than `Other`, the status decides.
    #[must_use]
    pub fn classify(&self, status: u16, code: &str) -> ErrorClass {
        match self.rule(status, code).map(|index| self.errors[index].class) {
            Some(class) if class != ErrorClass::Other => class,
            _ => ErrorClass::of_status(status),
        }
    }

    /// The index of the first rule for this status and code.
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
            404 => Self::Missing,
            409 => Self::Conflict,
            429 => Self::Throttle,
            400 | 405 | 413 | 415 | 422 => Self::Invalid,
            _ => Self::Other,
        }
    }
}
