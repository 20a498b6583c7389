//! The dimensions in which customers rate tickets.

use hwc_models::osm::{
    CaseRating, ListSatisfactionDimensions, ListSatisfactionDimensionsResponse, SatisfactionDimension,
};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::services::osm::localized::{self};

/// The best rating of a dimension; the worst is 1.
pub(crate) const BEST: u32 = 5;

/// The rating dimensions: number, name and description, each in both languages.
const ASPECTS: &[(u32, [&str; 2], [&str; 2])] = &[
    (1, ["服务及时性", "Timeliness"], ["处理是否及时", "How soon it was dealt with"]),
    (2, ["产品稳定性", "Stability"], ["产品的稳定性", "How stable the product is"]),
    (3, ["处理结果", "Result"], ["问题是否得到解决", "How well it was solved"]),
];

/// The only group of dimensions: its ID, and its name in both languages.
const CATEGORY: (&str, [&str; 2]) = ("1", ["服务评价", "Service"]);

pub(crate) fn list(
    cx: &mut Context<'_>,
    _request: &ListSatisfactionDimensions,
) -> Result<ListSatisfactionDimensionsResponse, ApiError> {
    let mut response = ListSatisfactionDimensionsResponse::default();
    for (id, name, description) in ASPECTS {
        let mut aspect = SatisfactionDimension::default();
        aspect.satisfaction_id = Some(*id);
        aspect.satisfaction_name = Some(localized::text(cx, name[0], name[1]).to_owned());
        aspect.satisfaction_desc = Some(localized::text(cx, description[0], description[1]).to_owned());
        aspect.value = Some(BEST);
        aspect.per_value = Some(1);
        aspect.sat_category_id = Some(CATEGORY.0.into());
        response.satisfaction_dimension_list.push(aspect);
    }
    response.total_count = Some(ASPECTS.len() as u64);
    Ok(response)
}

/// Fills in missing values of a rating from the list of dimensions.
pub(crate) fn complete(cx: &Context<'_>, rating: &mut CaseRating) {
    let Some((_, name, _)) = ASPECTS.iter().find(|(id, ..)| rating.satisfaction_id == Some(*id)) else {
        return;
    };
    rating.satisfaction_name.get_or_insert_with(|| localized::text(cx, name[0], name[1]).to_owned());
    rating.value.get_or_insert(BEST);
    rating.per_value.get_or_insert(1);
    rating.sat_category_id.get_or_insert_with(|| CATEGORY.0.into());
    rating.sat_category_name.get_or_insert_with(|| localized::text(cx, CATEGORY.1[0], CATEGORY.1[1]).to_owned());
}

/// Returns true if a rating has a known dimension and a value from 1 to the best.
pub(crate) fn is_rating(rating: &CaseRating) -> bool {
    let known = ASPECTS.iter().any(|(id, ..)| rating.satisfaction_id == Some(*id));
    known && rating.satisfaction_value.is_some_and(|value| (1..=BEST).contains(&value))
}
