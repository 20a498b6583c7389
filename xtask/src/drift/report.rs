//! The report of a comparison, as text in a stable order.

use std::collections::BTreeMap;

use super::compare::Seen;
use super::difference::Difference;
use crate::model::{Operation, Service};

/// The differences of all operations.
#[derive(Debug, Default)]
pub(super) struct Report {
    /// The differences of each operation, by its title.
    operations: BTreeMap<String, Vec<Difference>>,
    compared: usize,
    /// The fields of records that some source shows, by service.
    seen: BTreeMap<String, Seen>,
    /// The operations that are not in the spec.
    pub(super) missing: Vec<String>,
    /// The operations that only the spec has, of services that the source covers.
    pub(super) only_in_spec: Vec<String>,
    /// The operations that belong to no service of the spec.
    pub(super) foreign: Vec<String>,
}

impl Report {
    /// Adds the differences of an operation.
    pub(super) fn add(&mut self, service: &Service, operation: &Operation, found: (Vec<Difference>, Seen)) {
        let (found, seen) = found;
        self.compared += 1;
        self.seen.entry(service.id.clone()).or_default().extend(seen);
        let title = format!("{}: {} ({})", service.id, operation.name, operation.file.name);
        self.operations.entry(title).or_default().extend(found);
    }

    /// Sorts the report, and drops fields of records that the source of another operation shows.
    pub(super) fn sort(&mut self) {
        for (title, found) in &mut self.operations {
            let seen = title.split_once(':').and_then(|(service, _)| self.seen.get(service));
            found.retain(|found| {
                !found.unseen.as_ref().is_some_and(|field| seen.is_some_and(|seen| seen.contains(field)))
            });
        }
        for list in [&mut self.missing, &mut self.only_in_spec, &mut self.foreign] {
            list.sort();
            list.dedup();
        }
        for found in self.operations.values_mut() {
            found.sort();
            found.dedup();
        }
        self.operations.retain(|_, found| !found.is_empty());
    }

    /// Returns true if something differs without a quirk.
    pub(super) fn has_drift(&self) -> bool {
        let lists = [&self.missing, &self.only_in_spec, &self.foreign];
        lists.iter().any(|list| !list.is_empty()) || self.count(false) > 0
    }

    fn count(&self, explained: bool) -> usize {
        self.operations.values().flatten().filter(|found| found.quirk.is_some() == explained).count()
    }

    /// Returns the figures.
    pub(super) fn summary(&self) -> String {
        let differing =
            self.operations.values().filter(|found| found.iter().any(|found| found.quirk.is_none())).count();
        format!(
            "{} operations compared: {differing} differ in {} points, {} more points are explained by quirks; {} not in the spec, {} only in the spec, {} of no service",
            self.compared,
            self.count(false),
            self.count(true),
            self.missing.len(),
            self.only_in_spec.len(),
            self.foreign.len()
        )
    }

    /// Returns the report. Explained differences are shown on request.
    pub(super) fn text(&self, show_explained: bool) -> String {
        let mut lines = Vec::new();
        for (title, found) in &self.operations {
            let shown: Vec<&Difference> =
                found.iter().filter(|found| show_explained || found.quirk.is_none()).collect();
            if shown.is_empty() {
                continue;
            }
            lines.push(title.clone());
            for difference in shown {
                lines.push(format!("  {}: {}", difference.place, difference.text));
                lines.extend(difference.quirk.iter().map(|quirk| format!("    explained: {quirk}")));
            }
        }
        let lists = [
            ("not in the spec", &self.missing),
            ("only in the spec", &self.only_in_spec),
            ("of no service", &self.foreign),
        ];
        for (title, list) in lists {
            if !list.is_empty() {
                lines.push(format!("{title}:"));
                lines.extend(list.iter().map(|line| format!("  {line}")));
            }
        }
        if !self.has_drift() {
            lines.push(self.summary());
        }
        lines.join("\n")
    }
}
