//! Departments of the company. They form a tree.

use std::collections::BTreeMap;

use hwc_models::koodrive::DepartmentId;
use serde::{Deserialize, Serialize};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::records::{Column, Owner, StoredRecord};

/// A department.
#[derive(Serialize, Deserialize)]
pub(crate) struct Department {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) parent: Option<String>,
}

impl StoredRecord for Department {
    const KIND: &'static str = "koodrive.department";
    const OWNER: Owner = Owner::Company;
    const COLUMNS: &'static [Column<Self>] = &[Column::new("parent", |department| department.parent.clone().into())];

    fn key(&self) -> &str {
        &self.id
    }
}

/// Returns the names of the departments at and below `root` by ID, or of `root` alone if `is_direct`. Without a root, returns
/// all departments.
pub(super) fn names_below(
    cx: &Context<'_>,
    root: Option<&DepartmentId>,
    is_direct: bool,
) -> Result<BTreeMap<String, String>, ApiError> {
    let departments = cx.records::<Department>();
    let Some(root) = root.map(DepartmentId::as_str).filter(|root| !root.is_empty()) else {
        return Ok(departments.query().all()?.into_iter().map(|found| (found.id, found.name)).collect());
    };
    let mut pending: Vec<Department> = departments.get(root)?.into_iter().collect();
    let mut names = BTreeMap::new();
    while let Some(department) = pending.pop() {
        if !is_direct {
            pending.extend(departments.query().filter("parent", department.id.clone()).all()?);
        }
        names.insert(department.id, department.name);
    }
    Ok(names)
}
