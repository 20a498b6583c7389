//! Resolves a name entered by a user to an element of a list from the service.

use hwc_models::osm::{CaseRegion, ProblemType, ProductCategory, Severity};

/// The maximum number of candidates listed in an error.
const MAX_LISTED: usize = 20;

/// An element of a list, which can be selected by its ID, its name or a part of its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candidate<'a> {
    /// The ID of the element.
    pub id: &'a str,
    /// The name of the element.
    pub name: &'a str,
    /// A short name; may be empty.
    pub short: &'a str,
}

/// Conversions from the elements of the lists for new tickets. An element without an ID cannot be selected.
impl Candidate<'_> {
    /// Returns the candidate for a product.
    #[must_use]
    pub fn from_product(product: &ProductCategory) -> Option<Candidate<'_>> {
        let short = product.incident_product_category_acronym.as_deref().unwrap_or_default();
        let id = product.incident_product_category_id.as_ref()?.as_str();
        Some(Candidate { short, ..named(id, product.incident_product_category_name.as_deref()) })
    }

    /// Returns the candidate for a problem type.
    #[must_use]
    pub fn from_problem(problem: &ProblemType) -> Option<Candidate<'_>> {
        Some(named(problem.business_type_id.as_ref()?.as_str(), problem.business_type_name.as_deref()))
    }

    /// Returns the candidate for a severity.
    #[must_use]
    pub fn from_severity(severity: &Severity) -> Option<Candidate<'_>> {
        Some(named(severity.severity_id.as_ref()?.as_str(), severity.severity_name.as_deref()))
    }

    /// Returns the candidate for a region.
    #[must_use]
    pub fn from_region(region: &CaseRegion) -> Option<Candidate<'_>> {
        Some(named(region.region_id.as_ref()?.as_str(), region.region_name.as_deref()))
    }
}

/// Creates a candidate without a short name. An element without a name is called by its ID.
fn named<'a>(id: &'a str, name: Option<&'a str>) -> Candidate<'a> {
    Candidate { id, name: name.unwrap_or(id), short: "" }
}

impl Candidate<'_> {
    /// Returns the index of the candidate selected by `wanted`.
    ///
    /// The order of matches is: ID, full name, ID ignoring case, unique prefix of a name, unique part of a name. Names are
    /// compared ignoring case and whitespace.
    ///
    /// ```
    /// use hwc_api::tickets::Candidate;
    ///
    /// let regions = [Candidate { id: "cn-north-4", name: "CN North-Beijing4", short: "" }];
    /// assert_eq!(Candidate::find("CN-NORTH-4", &regions), Ok(0));
    /// assert_eq!(Candidate::find("beijing", &regions), Ok(0));
    /// ```
    ///
    /// # Errors
    /// Returns a description of the problem with the possible names: `is unknown; known: ..` or `may be any of ..`.
    pub fn find(wanted: &str, candidates: &[Candidate<'_>]) -> Result<usize, String> {
        let folded = fold(wanted);
        let is_id = |candidate: &Candidate<'_>| candidate.id == wanted;
        let is_name = |candidate: &Candidate<'_>| candidate.any_name(&|name| name == folded);
        let is_like_id = |candidate: &Candidate<'_>| candidate.id.eq_ignore_ascii_case(wanted.trim());
        let has_prefix = |candidate: &Candidate<'_>| candidate.any_name(&|name| name.starts_with(&folded));
        let has_part = |candidate: &Candidate<'_>| candidate.any_name(&|name| name.contains(&folded));
        let criteria: [&dyn Fn(&Candidate<'_>) -> bool; 5] = [&is_id, &is_name, &is_like_id, &has_prefix, &has_part];
        for is_match in criteria.into_iter().filter(|_| !folded.is_empty()) {
            let matches: Vec<usize> = (0..candidates.len()).filter(|index| is_match(&candidates[*index])).collect();
            match matches.as_slice() {
                [] => {}
                [one, others @ ..] if others.iter().all(|other| candidates[*other].id == candidates[*one].id) => {
                    return Ok(*one);
                }
                _ => {
                    let names = list_candidates(matches.iter().map(|index| &candidates[*index]));
                    return Err(format!("may be any of {names}"));
                }
            }
        }
        Err(unknown(&folded, candidates))
    }

    fn label(&self) -> String {
        if self.id == self.name { self.id.to_owned() } else { format!("{} ({})", self.name, self.id) }
    }

    fn any_name(&self, is_match: &dyn Fn(&str) -> bool) -> bool {
        let names = [self.name, self.short];
        names.into_iter().map(fold).any(|name| !name.is_empty() && is_match(&name))
    }

    /// Returns the similarity of `folded` to the ID or a name, from 0 to 1.
    fn similarity(&self, folded: &str) -> f64 {
        let names = [self.id, self.name, self.short];
        names.into_iter().map(|name| similarity(&fold(name), folded)).fold(0.0, f64::max)
    }
}

fn unknown(folded: &str, candidates: &[Candidate<'_>]) -> String {
    let like = candidates.iter().map(|candidate| (candidate.similarity(folded), candidate));
    let most_similar =
        like.filter(|(similarity, _)| *similarity > 0.5).max_by(|left, right| left.0.total_cmp(&right.0));
    match (candidates, most_similar) {
        ([], _) => "is unknown: the service lists none".to_owned(),
        (_, None) => format!("is unknown; known: {}", list_candidates(candidates)),
        (_, Some((_, similar))) => {
            format!("is unknown; did you mean {}? known: {}", similar.label(), list_candidates(candidates))
        }
    }
}

/// Lists candidates with their IDs, as in `Fault (5), Question (0)`.
pub(super) fn list_candidates<'a>(candidates: impl IntoIterator<Item = &'a Candidate<'a>>) -> String {
    let mut candidates = candidates.into_iter();
    let shown: Vec<String> = candidates.by_ref().take(MAX_LISTED).map(Candidate::label).collect();
    match candidates.count() {
        0 => shown.join(", "),
        more => format!("{}, and {more} more", shown.join(", ")),
    }
}

/// Removes whitespace and converts to lowercase. The reference has an example with the acronym `E CS `.
fn fold(name: &str) -> String {
    name.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect()
}

/// Returns the share of adjacent letter pairs that two words have in common (Dice coefficient).
#[allow(clippy::cast_precision_loss, reason = "words are short")]
fn similarity(left: &str, right: &str) -> f64 {
    let pairs = |word: &str| -> Vec<(char, char)> { word.chars().zip(word.chars().skip(1)).collect() };
    let (left, mut right) = (pairs(left), pairs(right));
    let all = left.len() + right.len();
    let mut common = 0;
    for pair in &left {
        if let Some(place) = right.iter().position(|other| other == pair) {
            right.swap_remove(place);
            common += 1;
        }
    }
    if all == 0 { 0.0 } else { 2.0 * f64::from(common) / all as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PRODUCTS: [(&str, &str, &str); 4] = [
        ("1", "Elastic Cloud Server", "E CS "),
        ("2", "Elastic Volume Service", "EVS"),
        ("3", "Cloud Server Backup", ""),
        ("ECS", "Something else", ""),
    ];

    fn find(wanted: &str) -> Result<&'static str, String> {
        let candidates = PRODUCTS.map(|(id, name, short)| Candidate { id, name, short });
        Candidate::find(wanted, &candidates).map(|index| PRODUCTS[index].0)
    }

    #[test]
    fn ids_go_before_names_and_whole_names_before_parts() {
        assert_eq!(find("ECS"), Ok("ECS"));
        assert_eq!(find("ecs"), Ok("1"));
        assert_eq!(find("elastic cloud SERVER"), Ok("1"));
        assert_eq!(find("cloud server"), Ok("3"), "what begins with it goes before what has it inside");
        assert_eq!(find("volume"), Ok("2"));
    }

    #[test]
    fn several_or_none_are_named() {
        assert_eq!(find("elastic").unwrap_err(), "may be any of Elastic Cloud Server (1), Elastic Volume Service (2)");
        let all = "Elastic Cloud Server (1), Elastic Volume Service (2), Cloud Server Backup (3), Something else (ECS)";
        for wanted in ["OBS", "", " "] {
            assert_eq!(find(wanted).unwrap_err(), format!("is unknown; known: {all}"));
        }
        assert_eq!(Candidate::find("x", &[]).unwrap_err(), "is unknown: the service lists none");
    }

    #[test]
    fn ids_are_found_in_any_case_after_whole_names() {
        let regions =
            [("cn-north-4", "CN North-Beijing4"), ("CN-NORTH-4", "Test"), ("x", "ap-1"), ("AP-1", "Hong Kong")];
        let regions = regions.map(|(id, name)| Candidate { id, name, short: "" });
        assert_eq!(Candidate::find("CN-NORTH-4", &regions), Ok(1));
        assert_eq!(Candidate::find("cn-north-4", &regions), Ok(0));
        assert_eq!(Candidate::find(" CN-North-4 ", &regions[..1]), Ok(0));
        assert_eq!(Candidate::find("ap-1", &regions), Ok(2), "a whole name goes before an ID in another case");
    }

    #[test]
    fn the_nearest_name_is_suggested() {
        let told = find("Elastc Cloud Servr").unwrap_err();
        assert!(told.contains("is unknown; did you mean Elastic Cloud Server (1)? known: Elastic"), "{told}");
        assert!(!find("Kubernetes").unwrap_err().contains("did you mean"));
    }

    #[test]
    fn one_thing_with_names_in_two_languages_is_one() {
        let names = ["General", "General guidance"].map(|name| Candidate { id: "7", name, short: "" });
        assert_eq!(Candidate::find("gen", &names), Ok(0));
    }

    #[test]
    fn long_lists_are_cut() {
        let ids: Vec<String> = (0..25).map(|id| id.to_string()).collect();
        let candidates: Vec<Candidate<'_>> = ids.iter().map(|id| Candidate { id, name: id, short: "" }).collect();
        assert!(list_candidates(&candidates).ends_with("18, 19, and 5 more"));
    }
}
