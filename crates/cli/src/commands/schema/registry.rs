//! The commands with a stable output, and the types of their results.

use hwc_api::serde_json::{Value, json};
use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema};

use super::SchemaEntry;
#[cfg(feature = "sandbox")]
use super::control;
use crate::commands::api::ApiResponse;
use crate::commands::command_list::CommandEntry;
use crate::commands::config::{ConfigEntry, ConfigValue};
use crate::commands::describe::OperationDescription;
use crate::commands::doctor::DoctorReport;
#[cfg(feature = "drive")]
use crate::commands::drive::view as drive;
use crate::commands::insight::view::{
    CreatedTicket, EmbedTicket, EmbedUrl, InsightResource, InsightTag, InsightWorkspace, Promotion, PublishOutcome,
};
#[cfg(feature = "excel")]
use crate::commands::insight::view::{ImportedTags, TaggedHolder};
use crate::commands::login::{LoginResult, LogoutResult};
use crate::commands::operations::OperationEntry;
use crate::commands::profile::{ProfileDetails, ProfileEntry, SelectedProfile};
#[cfg(feature = "sandbox")]
use crate::commands::sandbox::{SandboxEnvironment, SandboxStatus};
use crate::commands::ticket::view::{
    AccessGrant, AccessOutcome, ActionOutcome, AttachResult, DownloadedFile, LabelResult, LinkResult, Message, Opened,
    RateResult, RemovalResult, Ticket,
};
use crate::commands::validate::Validation;
use crate::error::ErrorLine;

/// The shape of an output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// One document.
    Document,
    /// One array; with jsonl, a line for each element.
    List,
    /// A line for each result as soon as it is known.
    Stream,
}

/// A command with the schema of its output.
pub(crate) struct CommandSchema {
    /// The words after `hwc`.
    pub(crate) words: &'static str,
    shape: Shape,
    item: fn() -> Schema,
}

/// The commands.
pub(crate) const COMMANDS: &[CommandSchema] = &[
    CommandSchema::new::<ErrorLine>("error", Shape::Stream),
    CommandSchema::new::<ApiResponse>("api", Shape::Document),
    CommandSchema::new::<CommandEntry>("commands", Shape::List),
    CommandSchema::new::<ConfigValue>("config get", Shape::Document),
    CommandSchema::new::<ConfigEntry>("config list", Shape::List),
    CommandSchema::new::<ConfigValue>("config set", Shape::Document),
    CommandSchema::new::<ConfigValue>("config unset", Shape::Document),
    CommandSchema::new::<OperationDescription>("describe", Shape::Document),
    CommandSchema::new::<DoctorReport>("doctor", Shape::Document),
    #[cfg(feature = "drive")]
    CommandSchema::new::<drive::CopyResult>("drive cp", Shape::Document),
    #[cfg(feature = "drive")]
    CommandSchema::new::<drive::DriveUsage>("drive du", Shape::List),
    #[cfg(feature = "drive")]
    CommandSchema::new::<drive::DriveEntry>("drive find", Shape::List),
    #[cfg(feature = "drive")]
    CommandSchema::new::<drive::JobsOutput>("drive jobs", Shape::Document),
    #[cfg(feature = "drive")]
    CommandSchema::new::<drive::DriveEntry>("drive ls", Shape::List),
    #[cfg(feature = "drive")]
    CommandSchema::new::<drive::CreatedFolder>("drive mkdir", Shape::List),
    #[cfg(feature = "drive")]
    CommandSchema::new::<drive::MoveResult>("drive mv", Shape::Document),
    #[cfg(feature = "drive")]
    CommandSchema::new::<drive::DriveQuota>("drive quota", Shape::Document),
    #[cfg(feature = "drive")]
    CommandSchema::new::<drive::RestoreOutput>("drive restore", Shape::Document),
    #[cfg(feature = "drive")]
    CommandSchema::new::<drive::RemoveResult>("drive rm", Shape::Document),
    #[cfg(feature = "drive")]
    CommandSchema::new::<drive::ShareResult>("drive share", Shape::Document),
    #[cfg(feature = "drive")]
    CommandSchema::new::<drive::DriveSpaceEntry>("drive spaces", Shape::List),
    #[cfg(feature = "drive")]
    CommandSchema::new::<drive::DriveEntryDetails>("drive stat", Shape::List),
    #[cfg(feature = "drive")]
    CommandSchema::new::<drive::SyncResult>("drive sync", Shape::Document),
    #[cfg(feature = "drive")]
    CommandSchema::new::<drive::DriveEntry>("drive tree", Shape::List),
    #[cfg(feature = "drive")]
    CommandSchema::new::<drive::FileVersion>("drive versions", Shape::List),
    CommandSchema::new::<EmbedUrl>("embed url", Shape::Document),
    CommandSchema::new::<InsightResource>("insight dashboards", Shape::List),
    CommandSchema::new::<Promotion>("insight promote", Shape::Document),
    CommandSchema::new::<PublishOutcome>("insight publish", Shape::Document),
    #[cfg(feature = "excel")]
    CommandSchema::new::<TaggedHolder>("insight tags download", Shape::List),
    #[cfg(feature = "excel")]
    CommandSchema::new::<ImportedTags>("insight tags import", Shape::Document),
    CommandSchema::new::<InsightTag>("insight tags list", Shape::List),
    CommandSchema::new::<CreatedTicket>("insight tickets create", Shape::Document),
    CommandSchema::new::<EmbedTicket>("insight tickets list", Shape::List),
    CommandSchema::new::<PublishOutcome>("insight unpublish", Shape::Document),
    CommandSchema::new::<InsightWorkspace>("insight workspaces", Shape::List),
    CommandSchema::new::<LoginResult>("login", Shape::Document),
    CommandSchema::new::<LogoutResult>("logout", Shape::Document),
    CommandSchema::new::<OperationEntry>("operations", Shape::List),
    CommandSchema::new::<OperationEntry>("operations search", Shape::List),
    CommandSchema::new::<ProfileEntry>("profile list", Shape::List),
    CommandSchema::new::<ProfileDetails>("profile show", Shape::Document),
    CommandSchema::new::<SelectedProfile>("profile use", Shape::Document),
    #[cfg(feature = "sandbox")]
    CommandSchema::of("sandbox clock", Shape::Document, || control::response("ShowClock")),
    #[cfg(feature = "sandbox")]
    CommandSchema::of("sandbox clock advance", Shape::Document, || control::response("ShowClock")),
    #[cfg(feature = "sandbox")]
    CommandSchema::of("sandbox clock freeze", Shape::Document, || control::response("ShowClock")),
    #[cfg(feature = "sandbox")]
    CommandSchema::of("sandbox clock now", Shape::Document, || control::response("ShowClock")),
    #[cfg(feature = "sandbox")]
    CommandSchema::of("sandbox clock real", Shape::Document, || control::response("ShowClock")),
    #[cfg(feature = "sandbox")]
    CommandSchema::of("sandbox clock run", Shape::Document, || control::response("ShowClock")),
    #[cfg(feature = "sandbox")]
    CommandSchema::of("sandbox clock set", Shape::Document, || control::response("ShowClock")),
    #[cfg(feature = "sandbox")]
    CommandSchema::of("sandbox engineer complete", Shape::Document, || control::response("PlayEngineer")),
    #[cfg(feature = "sandbox")]
    CommandSchema::of("sandbox engineer invalidate", Shape::Document, || control::response("PlayEngineer")),
    #[cfg(feature = "sandbox")]
    CommandSchema::of("sandbox engineer reply", Shape::Document, || control::response("PlayEngineer")),
    #[cfg(feature = "sandbox")]
    CommandSchema::of("sandbox engineer request-access", Shape::Document, || control::response("PlayEngineer")),
    #[cfg(feature = "sandbox")]
    CommandSchema::of("sandbox engineer request-information", Shape::Document, || control::response("PlayEngineer")),
    #[cfg(feature = "sandbox")]
    CommandSchema::of("sandbox engineer resolve", Shape::Document, || control::response("PlayEngineer")),
    #[cfg(feature = "sandbox")]
    CommandSchema::of("sandbox engineer revoke-access", Shape::Document, || control::response("RevokeAccessGrant")),
    #[cfg(feature = "sandbox")]
    CommandSchema::of("sandbox engineer start", Shape::Document, || control::response("PlayEngineer")),
    #[cfg(feature = "sandbox")]
    CommandSchema::of("sandbox engineer suspend", Shape::Document, || control::response("PlayEngineer")),
    #[cfg(feature = "sandbox")]
    CommandSchema::new::<SandboxEnvironment>("sandbox env", Shape::Document),
    #[cfg(feature = "sandbox")]
    CommandSchema::of("sandbox fault add", Shape::Document, || control::response("AddFault")),
    #[cfg(feature = "sandbox")]
    CommandSchema::of("sandbox fault clear", Shape::Document, || control::response("ClearFaults")),
    #[cfg(feature = "sandbox")]
    CommandSchema::of("sandbox fault list", Shape::List, || control::items("ListFaults", "faults")),
    #[cfg(feature = "sandbox")]
    CommandSchema::of("sandbox log", Shape::Document, control::log),
    #[cfg(feature = "sandbox")]
    CommandSchema::of("sandbox reset", Shape::Document, || control::response("Reset")),
    #[cfg(feature = "sandbox")]
    CommandSchema::of("sandbox seed", Shape::Document, || control::response("LoadSeed")),
    #[cfg(feature = "sandbox")]
    CommandSchema::of("sandbox snapshot delete", Shape::Document, || control::response("DeleteSnapshot")),
    #[cfg(feature = "sandbox")]
    CommandSchema::of("sandbox snapshot list", Shape::List, || control::items("ListSnapshots", "snapshots")),
    #[cfg(feature = "sandbox")]
    CommandSchema::of("sandbox snapshot restore", Shape::Document, || control::response("RestoreSnapshot")),
    #[cfg(feature = "sandbox")]
    CommandSchema::of("sandbox snapshot save", Shape::Document, || control::response("SaveSnapshot")),
    #[cfg(feature = "sandbox")]
    CommandSchema::new::<SandboxStatus>("sandbox start", Shape::Document),
    #[cfg(feature = "sandbox")]
    CommandSchema::of("sandbox state", Shape::Document, || control::response("ShowState")),
    #[cfg(feature = "sandbox")]
    CommandSchema::new::<SandboxStatus>("sandbox status", Shape::Document),
    #[cfg(feature = "sandbox")]
    CommandSchema::new::<SandboxStatus>("sandbox stop", Shape::Document),
    #[cfg(feature = "sandbox")]
    CommandSchema::of("sandbox task fail", Shape::Document, || control::response("FailTask")),
    #[cfg(feature = "sandbox")]
    CommandSchema::of("sandbox user disable", Shape::Document, || control::response("ChangeUser")),
    #[cfg(feature = "sandbox")]
    CommandSchema::of("sandbox user enable", Shape::Document, || control::response("ChangeUser")),
    CommandSchema::new::<SchemaEntry>("schema", Shape::List),
    CommandSchema::new::<AccessOutcome>("ticket access grant", Shape::Document),
    CommandSchema::new::<AccessGrant>("ticket access list", Shape::List),
    CommandSchema::new::<AccessOutcome>("ticket access reject", Shape::Document),
    CommandSchema::new::<AccessOutcome>("ticket access revoke", Shape::Document),
    CommandSchema::new::<AccessGrant>("ticket access show", Shape::Document),
    CommandSchema::new::<AttachResult>("ticket attach", Shape::Document),
    CommandSchema::new::<ActionOutcome>("ticket cancel", Shape::Document),
    CommandSchema::new::<ActionOutcome>("ticket close", Shape::Document),
    CommandSchema::new::<ActionOutcome>("ticket delete", Shape::Document),
    CommandSchema::new::<DownloadedFile>("ticket download", Shape::List),
    CommandSchema::new::<Ticket>("ticket export", Shape::Stream),
    CommandSchema::new::<Message>("ticket follow", Shape::Stream),
    CommandSchema::new::<LabelResult>("ticket label", Shape::Document),
    CommandSchema::new::<LinkResult>("ticket link", Shape::Document),
    CommandSchema::new::<Ticket>("ticket list", Shape::List),
    CommandSchema::new::<Opened>("ticket open", Shape::Document),
    CommandSchema::new::<RateResult>("ticket rate", Shape::Document),
    CommandSchema::new::<AttachResult>("ticket reply", Shape::Document),
    CommandSchema::new::<Ticket>("ticket show", Shape::Document),
    CommandSchema::new::<RemovalResult>("ticket unlabel", Shape::Document),
    CommandSchema::new::<RemovalResult>("ticket unlink", Shape::Document),
    CommandSchema::new::<ActionOutcome>("ticket urge", Shape::Document),
    CommandSchema::new::<Validation>("validate", Shape::Document),
];

impl CommandSchema {
    const fn new<T: JsonSchema>(words: &'static str, shape: Shape) -> Self {
        Self::of(words, shape, schema_of::<T>)
    }

    const fn of(words: &'static str, shape: Shape, item: fn() -> Schema) -> Self {
        Self { words, shape, item }
    }

    /// Returns the schema of the whole output: for a stream, that of one line.
    pub(super) fn schema(&self) -> Value {
        let mut schema = Value::from((self.item)());
        if self.shape != Shape::List {
            return schema;
        }
        let definitions = schema.as_object_mut().and_then(|schema| schema.remove("$defs"));
        let dialect = schema.as_object_mut().and_then(|schema| schema.remove("$schema"));
        let mut list = json!({ "$schema": dialect, "type": "array", "items": schema });
        if let Some(definitions) = definitions {
            list["$defs"] = definitions;
        }
        list
    }

    pub(super) fn entry(&self) -> SchemaEntry {
        let title = Value::from((self.item)())["title"].as_str().unwrap_or_default().to_owned();
        let output = match self.shape {
            Shape::Document => "document",
            Shape::List => "list",
            Shape::Stream => "stream",
        };
        SchemaEntry { command: self.words, output, title }
    }
}

/// Returns the schema of a type as it is serialized.
fn schema_of<T: JsonSchema>() -> Schema {
    SchemaSettings::draft2020_12().for_serialize().into_generator().into_root_schema_for::<T>()
}
