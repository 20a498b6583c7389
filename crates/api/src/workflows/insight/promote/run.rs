//! The steps of a promotion. Until the import is sent, nothing changes.

use hwc_models::insight::{
    ExportResourcePackage, ExportResourcePackageResponse, ImportResourcePackage, ImportTaskId,
    ShowImportResourceTaskDetailResponse,
};
use hwc_wire::{FilePart, Request};

use super::compare::{compare, packaged};
use super::inventory::Inventory;
use super::{NAME, PromoteOutcome, Promotion, invalid};
use crate::calls::TaskOutcome;
use crate::error::Error;

impl Promotion {
    pub(super) async fn run(self) -> Result<PromoteOutcome, Error> {
        self.validate()?;
        let packaged = packaged(&self.source, &self.resources).await?;
        let before = Inventory::read(&self.target, &packaged).await?;
        let package = self.export().await?;
        let (task_id, outcome) = self.import(package).await?;
        let after = Inventory::read(&self.target, &packaged).await;
        let comparison_error = after.as_ref().err().cloned();
        let resources = compare(
            packaged,
            &before,
            after.ok().as_ref(),
            (&self.strategy, self.replace_rule.as_ref()),
            outcome.result,
        );
        let (result, report) = (outcome.result, outcome.response.report);
        Ok(PromoteOutcome { result, task_id, report, resources, comparison_error })
    }

    fn validate(&self) -> Result<(), Error> {
        if self.resources.is_empty() {
            return Err(invalid(NAME, "no resources to promote"));
        }
        match self.resources.iter().position(|resource| resource.kind.is_none() || resource.id.is_none()) {
            Some(index) => Err(invalid(NAME, format!("resources[{index}] must have a type and an ID"))),
            None => Ok(()),
        }
    }

    async fn export(&self) -> Result<ExportResourcePackageResponse, Error> {
        let mut request = ExportResourcePackage::new(self.name.clone(), self.resources.iter().cloned());
        request.options.clone_from(&self.options);
        let package = self.source.call(request).await?;
        if package.package.as_slice().is_empty() {
            return Err(invalid(NAME, "the service exported an empty package; nothing was imported"));
        }
        Ok(package)
    }

    /// Imports the package and waits for the task.
    async fn import(
        &self,
        package: ExportResourcePackageResponse,
    ) -> Result<(ImportTaskId, TaskOutcome<ShowImportResourceTaskDetailResponse>), Error> {
        let file = FilePart::bytes(format!("{}.zip", self.name), package.package.into_vec());
        let mut request = ImportResourcePackage::new(file, self.strategy.clone());
        request.access_code = package.access_code;
        request.replace_rule.clone_from(&self.replace_rule);
        let mut wait = self.target.call(request).wait();
        if let Some(timeout) = self.task_timeout {
            wait = wait.timeout(timeout);
        }
        let ended = loop {
            match wait.try_next().await {
                Ok(Some(_)) => {}
                Ok(None) => break Ok(()),
                Err(error) => break Err(error),
            }
        };
        let task = wait.started().and_then(|started| started.task_id.clone());
        match (ended, task) {
            (Ok(()), Some(task)) => Ok((task, wait.await?)),
            (Ok(()), None) => Err(Error::missing_field(ImportResourcePackage::OPERATION, "task_id")),
            (Err(error), Some(task)) => {
                Err(Error::unfinished_import(task.as_str(), &error).with_context(NAME, None, false))
            }
            (Err(error), None) => Err(error),
        }
    }
}
