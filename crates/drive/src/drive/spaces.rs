//! The spaces of a user, and finding one of them.

use hwc_api::koodrive::{
    AuthSession, GetSpaceByContainerId, GetSpaceV2, GetTeamSpaceList, OwnerId, Space, SpaceId, SpaceType, TeamSpace,
    TeamType,
};
use hwc_api::{Client, ErrorKind};

use super::Drive;
use crate::error::{Error, Result};

/// A space of KooDrive.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct DriveSpace {
    /// The ID.
    pub id: SpaceId,
    /// The name of the space or of its owner, if known.
    pub name: Option<String>,
    /// The kind: personal, of a department or of a group.
    pub kind: SpaceType,
    /// The user, department or group that owns it.
    pub owner: OwnerId,
    /// The capacity in the unit of the service, if known.
    pub capacity: Option<u64>,
    /// The used bytes, if known.
    pub used: Option<u64>,
}

/// Elements per page.
const PAGE: u32 = 100;

impl Drive {
    /// Lists the spaces of the user: the personal one, and those of teams.
    ///
    /// # Errors
    /// Returns the errors of the calls.
    pub async fn spaces(client: &Client) -> Result<Vec<DriveSpace>> {
        let mut spaces: Vec<DriveSpace> = personal_space(client).await?.into_iter().collect();
        for (team, kind) in [
            (TeamType::Department, SpaceType::Department),
            (TeamType::Owned, SpaceType::Group),
            (TeamType::Joined, SpaceType::Group),
        ] {
            let mut items = client.items(GetTeamSpaceList::new(0_u32, PAGE).team_type(team));
            while let Some(space) = items.try_next().await? {
                let space = DriveSpace::from_team(space, kind);
                spaces.extend(space.filter(|space| !spaces.iter().any(|known| known.id == space.id)));
            }
        }
        Ok(spaces)
    }
}

impl DriveSpace {
    fn from_space(space: Space) -> Option<Self> {
        Some(Self {
            id: space.container_id?,
            name: space.name,
            kind: space.kind.unwrap_or(SpaceType::Personal),
            owner: space.owner_id?,
            capacity: space.capacity,
            used: space.space_used,
        })
    }

    fn from_team(space: TeamSpace, kind: SpaceType) -> Option<Self> {
        Some(Self {
            id: space.container_id?,
            name: space.owner_name,
            kind,
            owner: space.id?,
            capacity: space.capacity,
            used: space.space_used,
        })
    }
}

/// Finds a space by ID or name, or the personal one.
pub(super) async fn find_space(client: &Client, space: Option<&str>) -> Result<DriveSpace> {
    let not_found = || Error::NotFound { path: format!("drive@{}:", space.unwrap_or_default()) };
    let Some(text) = space else {
        return personal_space(client).await?.ok_or_else(not_found);
    };
    match client.send(GetSpaceByContainerId::new(text)).await {
        Ok(response) => {
            if let Some(space) = response.data.and_then(DriveSpace::from_space) {
                return Ok(space);
            }
        }
        // No space has this ID.
        Err(error) if error.kind() == ErrorKind::Service && !error.is_retryable() => {}
        Err(error) => return Err(error.into()),
    }
    let mut named = Drive::spaces(client).await?;
    named.retain(|space| space.name.as_deref() == Some(text));
    match named.len() {
        0 => Err(not_found()),
        1 => Ok(named.remove(0)),
        count => {
            Err(Error::invalid_path(format!("drive@{text}:"), format!("{count} spaces have this name; use an ID")))
        }
    }
}

/// Returns the personal space of the user who is signed in.
async fn personal_space(client: &Client) -> Result<Option<DriveSpace>> {
    let user = client.send(AuthSession::new()).await?.data.and_then(|user| user.inner_user_id);
    let user = user.ok_or(Error::MissingField { field: "innerUserId" })?;
    let spaces = client.send(GetSpaceV2::new(user.as_str()).kind(SpaceType::Personal)).await?.data;
    Ok(spaces.into_iter().find_map(DriveSpace::from_space))
}
