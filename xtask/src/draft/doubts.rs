//! The contradictions and gaps of a source, as quirks and open questions.

use super::drafter::Drafter;
use super::observed::PARAMS;
use super::plan::Remark;
use super::{target, text};

/// Words of a remark about a gap.
const GAPS: &[&str] = &[
    "cut off",
    "no example",
    "not described",
    "not documented",
    "not given",
    "not known",
    "not listed",
    "not seen",
    "not shown",
    "not stated",
    "not visible",
    "only part",
    "unclear",
    "unknown",
    "unstated",
    "whether",
];

/// Words of a remark about a contradiction.
const CONTRADICTIONS: &[&str] = &[
    " but ",
    "contradict",
    "differ",
    "disagree",
    "example only",
    "in the example",
    "in the table",
    "instead",
    "newer",
    "newest",
    "not valid json",
    "older",
    " says ",
    " vs ",
    "while",
    "yet",
];

/// Sets the quirks and the open questions.
pub(crate) fn set(drafter: &mut Drafter<'_>) {
    let remarks = drafter.facts.uncertain.iter().chain(&drafter.facts.note);
    for remark in remarks {
        let remark = text::one_line(remark);
        if remark.is_empty() {
            continue;
        }
        if is_about_service(drafter, &remark) {
            drafter.notes.push(format!("not used, because it is about the service: {remark}"));
            continue;
        }
        let contradiction = is_contradiction(&remark);
        let remark = finish(drafter, remark);
        if contradiction {
            drafter.plan.quirks.push(Remark { text: remark, todo: Some("say how we read or send it") });
        } else {
            drafter.plan.open_questions.push(Remark { text: remark, todo: None });
        }
    }
    for (owner, member) in std::mem::take(&mut drafter.observed.unlisted) {
        let place = if owner == PARAMS { String::new() } else { format!(" of {owner}") };
        drafter.plan.add_question(format!("{member} is in the example and not in the table{place}."));
    }
}

/// Returns a remark as a sentence. The name of a field keeps its first letter.
fn finish(drafter: &Drafter<'_>, remark: String) -> String {
    let first = remark.split([' ', ':', ',', '.', '/']).next().unwrap_or_default();
    let mut fields = drafter.facts.params.iter().chain(drafter.facts.models.values().flat_map(|model| &model.fields));
    if fields.any(|field| field.name == first) {
        return if remark.ends_with(['.', '。']) { remark } else { format!("{remark}.") };
    }
    text::sentence(&remark).unwrap_or(remark)
}

fn is_contradiction(remark: &str) -> bool {
    let lower = format!(" {} ", remark.to_lowercase());
    CONTRADICTIONS.iter().any(|word| lower.contains(word)) && !GAPS.iter().any(|word| lower.contains(word))
}

/// Returns true if a remark names headers or members of the service, and no field of the endpoint.
fn is_about_service(drafter: &Drafter<'_>, remark: &str) -> bool {
    let words = || remark.split(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '-')));
    let own = |word: &str| {
        let request = drafter.plan.sections.iter().flat_map(|(_, fields)| fields);
        let facts = drafter.facts.models.values().flat_map(|model| &model.fields);
        let mut names = request.map(|field| &*field.name).chain(facts.map(|field| &*field.name));
        names.any(|name| name == word && !target::owns_member(drafter.service, word))
    };
    let owned = |word: &str| target::owns_header(drafter.service, word) || target::owns_member(drafter.service, word);
    words().any(owned) && !words().any(|word| word.len() > 1 && own(word))
}
