//! The content of each kind of resource.

use std::collections::BTreeMap;

use hwc_models::insight::{DataSource, ResourceType, SavedLogicalSchema, SavedPhysicalSchema, ScreenPage};
use serde::{Deserialize, Serialize};

/// The content of a resource.
#[derive(Clone, Serialize, Deserialize)]
#[serde(tag = "kind", content = "value", rename_all = "snake_case")]
pub(crate) enum Content {
    /// A data source without its secrets.
    DataSource(Box<DataSource>),
    Dataset(Box<DatasetContent>),
    /// The datasets of a dashboard.
    Dashboard(Vec<String>),
    Screen(ScreenContent),
    Subject(SubjectContent),
}

/// The content of a dataset.
#[derive(Clone, Default, Serialize, Deserialize)]
pub(crate) struct DatasetContent {
    /// The data source.
    pub(crate) source: String,
    pub(crate) source_type: String,
    pub(crate) table_type: String,
    pub(crate) resource_code: Option<String>,
    pub(crate) tables: SavedPhysicalSchema,
    pub(crate) fields: SavedLogicalSchema,
}

/// The content of a large screen.
#[derive(Clone, Default, Serialize, Deserialize)]
pub(crate) struct ScreenContent {
    pub(crate) pages: Vec<ScreenPage>,
    /// The datasets that the components show, by component.
    pub(crate) data: BTreeMap<String, String>,
}

/// The content of an intelligent analysis assistant.
#[derive(Clone, Default, Serialize, Deserialize)]
pub(crate) struct SubjectContent {
    pub(crate) datasets: Vec<String>,
    pub(crate) recommended_questions: Option<String>,
}

impl Content {
    pub(crate) fn kind(&self) -> ResourceType {
        match self {
            Self::DataSource(_) => ResourceType::DataSource,
            Self::Dataset(_) => ResourceType::Dataset,
            Self::Dashboard(_) => ResourceType::Dashboard,
            Self::Screen(_) => ResourceType::Screen,
            Self::Subject(_) => ResourceType::Subject,
        }
    }

    /// Returns the IDs of the resources that this one depends on.
    pub(crate) fn dependencies(&self) -> Vec<String> {
        match self {
            Self::DataSource(_) => Vec::new(),
            Self::Dataset(dataset) => vec![dataset.source.clone()],
            Self::Dashboard(datasets) => datasets.clone(),
            Self::Screen(screen) => {
                let mut datasets: Vec<String> = screen.data.values().cloned().collect();
                datasets.sort();
                datasets.dedup();
                datasets
            }
            Self::Subject(subject) => subject.datasets.clone(),
        }
    }

    /// Replaces the IDs of resources that were given new ones.
    pub(crate) fn rename(&mut self, names: &BTreeMap<String, String>) {
        let replace = |id: &mut String| {
            if let Some(new) = names.get(id) {
                id.clone_from(new);
            }
        };
        match self {
            Self::DataSource(_) => {}
            Self::Dataset(dataset) => replace(&mut dataset.source),
            Self::Dashboard(datasets) => datasets.iter_mut().for_each(replace),
            Self::Screen(screen) => screen.data.values_mut().for_each(replace),
            Self::Subject(subject) => subject.datasets.iter_mut().for_each(replace),
        }
    }
}
