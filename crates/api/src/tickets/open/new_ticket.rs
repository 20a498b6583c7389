//! A ticket as it is asked for, with names in place of ids.

use std::sync::Arc;

use hwc_models::osm::{AccessoryId, CreateCases};
use hwc_wire::FilePart;

use crate::files::Progress;
use crate::tickets::attach::Way;

/// Where tickets come from; the reference knows no other value for what a program opens.
const SOURCE: &str = "83aeb0f2834c4df49826c781d32a963e";

/// A ticket to be opened with [`Tickets::open`](super::Tickets::open).
///
/// Product, problem, severity and region are given by name or by ID; [`Candidate::find`](crate::tickets::Candidate::find) says in which
/// order. Names are in the language of the calls. The short name of a product does as well, where no other product has it.
#[derive(Clone, Debug)]
#[must_use = "nothing is sent before it is opened"]
pub struct NewTicket {
    pub(super) request: CreateCases,
    pub(super) product: Option<String>,
    pub(super) problem: Option<String>,
    pub(super) severity: Option<String>,
    pub(super) region: Option<String>,
    pub(super) files: Vec<FilePart>,
    pub(super) way: Way,
}

impl NewTicket {
    /// A ticket about this, in at most 1200 characters.
    pub fn new(description: impl Into<String>) -> Self {
        Self {
            request: CreateCases::new("", description, SOURCE),
            product: None,
            problem: None,
            severity: None,
            region: None,
            files: Vec::new(),
            way: Way::default(),
        }
    }

    /// The product that it is about, as in `Elastic Cloud Server`; from `ListProductCategories`.
    pub fn product(mut self, product: impl Into<String>) -> Self {
        self.product = Some(product.into());
        self
    }

    /// The type of the problem; from `ListProblemTypes`, of the product if there is one. Every ticket needs it.
    pub fn problem(mut self, problem: impl Into<String>) -> Self {
        self.problem = Some(problem.into());
        self
    }

    /// How severe the problem is; from `ListSeverities`, which needs a product.
    pub fn severity(mut self, severity: impl Into<String>) -> Self {
        self.severity = Some(severity.into());
        self
    }

    /// Where the problem occurs; from `ListRegions`. Faults need it.
    pub fn region(mut self, region: impl Into<String>) -> Self {
        self.region = Some(region.into());
        self
    }

    /// The mail address at which the customer can be reached. Must be a name and a host, as in `ada@example.com`.
    pub fn mail(self, address: impl Into<String>) -> Self {
        self.with(|request| request.remind_mail(address))
    }

    /// The phone number at which the customer can be reached, and the code of its country, as in `86`.
    pub fn phone(self, area_code: impl Into<String>, number: impl Into<String>) -> Self {
        self.with(|request| request.area_code(area_code).remind_mobile(number))
    }

    /// When the customer can be reached. Must be hours, as in `09:00-18:00`, or `0` for any time.
    pub fn hours(self, hours: impl Into<String>) -> Self {
        self.with(|request| request.remind_time(hours))
    }

    /// Files to be uploaded and attached.
    pub fn files(mut self, files: impl IntoIterator<Item = FilePart>) -> Self {
        self.files.extend(files);
        self
    }

    /// Attachments that were uploaded before. With the files, they must not be more than the service accepts.
    pub fn attachments(mut self, ids: impl IntoIterator<Item = impl Into<AccessoryId>>) -> Self {
        let ids = ids.into_iter().map(Into::into);
        self.request.accessory_ids.get_or_insert_default().extend(ids);
        self
    }

    /// How many files are uploaded at a time. Three if not set; at least one.
    pub fn at_once(mut self, at_once: usize) -> Self {
        self.way.at_once = at_once.max(1);
        self
    }

    /// Calls `watcher` with the name of a file for each piece of it that is sent. It should be quick: the uploads wait
    /// for it.
    pub fn progress(mut self, watcher: impl Fn(&str, Progress) + Send + Sync + 'static) -> Self {
        self.way.watcher = Some(Arc::new(watcher));
        self
    }

    /// Sets whatever else the request has: the project, the ticket type, verified contacts, further values.
    ///
    /// ```
    /// use hwc_api::tickets::NewTicket;
    ///
    /// let ticket = NewTicket::new("The disk is slow.").with(|request| request.project_id("project-1"));
    /// ```
    pub fn with(mut self, change: impl FnOnce(CreateCases) -> CreateCases) -> Self {
        self.request = change(self.request);
        self
    }
}
