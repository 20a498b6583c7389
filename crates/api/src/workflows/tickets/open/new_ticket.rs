//! The description of a ticket to be opened, with names in place of IDs.

use std::path::{Path, PathBuf};

use hwc_models::osm::{AccessoryId, CreateCases, SourceId};
use hwc_wire::FilePart;

use crate::workflows::tickets::attach::{Directories, UploadOptions, upload_setters};

/// A ticket to be opened with [`Tickets::open`](super::Tickets::open).
///
/// Product, problem, severity and region are given by name or by ID. [`Candidate::find`](crate::tickets::Candidate::find)
/// documents the order of matches. Names are in the language of the calls. The short name of a product also works if it is
/// unique.
#[derive(Clone, Debug)]
#[must_use = "nothing is sent before it is opened"]
pub struct NewTicket {
    pub(super) request: CreateCases,
    pub(super) product: Option<String>,
    pub(super) problem: Option<String>,
    pub(super) severity: Option<String>,
    pub(super) region: Option<String>,
    pub(super) files: Vec<FilePart>,
    pub(super) directories: Directories,
    pub(super) uploads: UploadOptions,
}

impl NewTicket {
    /// Creates a ticket with a description. It must have at most 1200 characters.
    pub fn new(description: impl Into<String>) -> Self {
        Self {
            request: CreateCases::new("", description, SourceId::API),
            product: None,
            problem: None,
            severity: None,
            region: None,
            files: Vec::new(),
            directories: Directories::default(),
            uploads: UploadOptions::default(),
        }
    }

    /// Sets the product, such as `Elastic Cloud Server`. `ListProductCategories` returns the possible values.
    pub fn product(mut self, product: impl Into<String>) -> Self {
        self.product = Some(product.into());
        self
    }

    /// Sets the type of the problem, which is required. `ListProblemTypes` returns the possible values, depending on the
    /// product if there is one.
    pub fn problem(mut self, problem: impl Into<String>) -> Self {
        self.problem = Some(problem.into());
        self
    }

    /// Sets the severity. `ListSeverities` returns the possible values and needs a product.
    pub fn severity(mut self, severity: impl Into<String>) -> Self {
        self.severity = Some(severity.into());
        self
    }

    /// Sets the region of the problem, which is required for faults. `ListRegions` returns the possible values.
    pub fn region(mut self, region: impl Into<String>) -> Self {
        self.region = Some(region.into());
        self
    }

    /// Sets the email address of the customer. Must be a name and a host, as in `ada@example.com`.
    pub fn contact_email(self, address: impl Into<String>) -> Self {
        self.customize(|request| request.remind_mail(address))
    }

    /// Sets the phone number of the customer, and its country code, such as `86`.
    pub fn contact_phone(self, area_code: impl Into<String>, number: impl Into<String>) -> Self {
        self.customize(|request| request.area_code(area_code).remind_mobile(number))
    }

    /// Sets the hours at which the customer can be reached. Must be hours, as in `09:00-18:00`, or `0` for any time.
    pub fn contact_hours(self, hours: impl Into<String>) -> Self {
        self.customize(|request| request.remind_time(hours))
    }

    /// Adds files to be uploaded and attached.
    pub fn files(mut self, files: impl IntoIterator<Item = FilePart>) -> Self {
        self.files.extend(files);
        self
    }

    /// Adds all files of a local directory and its subdirectories. It must contain at least one.
    pub fn directory(mut self, path: impl Into<PathBuf>) -> Self {
        self.directories.add(path.into());
        self
    }

    /// Adds only those files of directories whose paths `is_wanted` accepts.
    pub fn filter(mut self, is_wanted: impl Fn(&Path) -> bool + Send + Sync + 'static) -> Self {
        self.directories.set_filter(is_wanted);
        self
    }

    /// Adds attachments that were already uploaded. Together with the files, they must not exceed the limit of the service.
    pub fn attachments(mut self, ids: impl IntoIterator<Item = impl Into<AccessoryId>>) -> Self {
        let ids = ids.into_iter().map(Into::into);
        self.request.accessory_ids.get_or_insert_default().extend(ids);
        self
    }

    upload_setters!();

    fn uploads_mut(&mut self) -> Option<&mut UploadOptions> {
        Some(&mut self.uploads)
    }

    /// Sets other fields of the request: the project, the ticket type, verified contacts, additional values.
    ///
    /// ```
    /// use hwc_api::tickets::NewTicket;
    ///
    /// let ticket = NewTicket::new("The disk is slow.").customize(|request| request.project_id("project-1"));
    /// ```
    pub fn customize(mut self, change: impl FnOnce(CreateCases) -> CreateCases) -> Self {
        self.request = change(self.request);
        self
    }
}
