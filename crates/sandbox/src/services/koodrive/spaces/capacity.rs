//! The capacity of the company: `GetSpaceAllocation` and `TransferUnallocatedSpace`. Each type of spaces has a part of it, from
//! which the spaces get theirs.

use hwc_models::koodrive::{
    GetSpaceAllocation, GetSpaceAllocationResponse, SpaceAllocation, SpaceType, TransferUnallocatedSpace,
    TransferUnallocatedSpaceResponse,
};
use serde::{Deserialize, Serialize};

use super::of_kind;
use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::records::{Owner, StoredRecord};
use crate::runtime::registry::Registry;
use crate::services::koodrive::{refused, roles};

/// The types of spaces that have a part of the capacity.
pub(crate) const KINDS: [SpaceType; 3] = [SpaceType::Department, SpaceType::Personal, SpaceType::Group];

/// The capacity of the company in GB, by type of space.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Capacity {
    departments: u64,
    users: u64,
    groups: u64,
}

impl StoredRecord for Capacity {
    const KIND: &'static str = "koodrive.capacity";
    const OWNER: Owner = Owner::Company;

    fn key(&self) -> &'static str {
        KEY
    }
}

/// The key of the only record.
const KEY: &str = "capacity";

/// The numbers of the reference's example of `GetQuotaUsed`.
impl Default for Capacity {
    fn default() -> Self {
        Self { departments: 6144, users: 2048, groups: 2048 }
    }
}

impl Capacity {
    /// Returns the capacity of the company.
    pub(crate) fn load(cx: &Context<'_>) -> Result<Self, ApiError> {
        Ok(cx.records().get(KEY)?.unwrap_or_default())
    }

    /// Returns the part of a type of spaces. Unknown types have none.
    pub(crate) fn of(&self, kind: SpaceType) -> u64 {
        match kind {
            SpaceType::Department => self.departments,
            SpaceType::Personal => self.users,
            SpaceType::Group => self.groups,
            _ => 0,
        }
    }

    /// Returns the sum of all parts.
    pub(crate) fn total(&self) -> u64 {
        KINDS.iter().map(|kind| self.of(*kind)).sum()
    }

    fn of_mut(&mut self, kind: SpaceType) -> Result<&mut u64, ApiError> {
        match kind {
            SpaceType::Department => Ok(&mut self.departments),
            SpaceType::Personal => Ok(&mut self.users),
            SpaceType::Group => Ok(&mut self.groups),
            _ => Err(ApiError::invalid("type of spaces is unknown")),
        }
    }
}

pub(super) fn register(registry: &mut Registry) {
    registry.store::<Capacity>().register(show).register(transfer);
}

/// Returns the part that is allocated to spaces of a type in GB.
pub(crate) fn allocated(cx: &Context<'_>, kind: SpaceType) -> Result<u64, ApiError> {
    Ok(of_kind(cx, kind).sum("capacity")?.unsigned_abs())
}

/// Returns the unallocated capacity of a type of spaces in GB.
pub(crate) fn free(cx: &Context<'_>, kind: SpaceType) -> Result<u64, ApiError> {
    Ok(Capacity::load(cx)?.of(kind).saturating_sub(allocated(cx, kind)?))
}

/// Checks that a type of spaces has this much unallocated capacity in GB.
///
/// # Errors
/// Returns 13000311 if it has less.
pub(crate) fn require_free(cx: &Context<'_>, kind: SpaceType, more: u64) -> Result<(), ApiError> {
    if more <= free(cx, kind)? { Ok(()) } else { Err(refused("13000311")) }
}

fn show(cx: &mut Context<'_>, _request: &GetSpaceAllocation) -> Result<GetSpaceAllocationResponse, ApiError> {
    roles::require_system_admin(cx)?;
    let capacity = Capacity::load(cx)?;
    let mut response = GetSpaceAllocationResponse::default();
    for kind in KINDS {
        let mut part = SpaceAllocation::default();
        part.kind = Some(kind);
        part.allocate_capacity = Some(allocated(cx, kind)?);
        part.total_capacity = Some(capacity.of(kind));
        response.data.push(part);
    }
    Ok(response)
}

fn transfer(
    cx: &mut Context<'_>,
    request: &TransferUnallocatedSpace,
) -> Result<TransferUnallocatedSpaceResponse, ApiError> {
    roles::require_system_admin(cx)?;
    let mut capacity = Capacity::load(cx)?;
    let mut moved = 0_u64;
    for target in &request.target {
        let (Some(kind), Some(more)) = (target.kind, target.expand_capacity.filter(|more| *more > 0)) else {
            return Err(ApiError::invalid("expandCapacity must be greater than 0"));
        };
        if kind == request.origin_type {
            return Err(ApiError::invalid("target must not contain originType"));
        }
        moved = moved.saturating_add(more);
        let part = capacity.of_mut(kind)?;
        *part = part.saturating_add(more);
    }
    let origin = capacity.of_mut(request.origin_type)?;
    require_free(cx, request.origin_type, moved)?;
    *origin -= moved;
    cx.records().put(&capacity)?;
    Ok(TransferUnallocatedSpaceResponse::default())
}
