//! Finds what a person means by a name in a list that the service gives.

use super::wrong;
use crate::error::Error;

/// More candidates than this are not named in an error.
const SHOWN: usize = 20;

/// An element of a list, as people may call it.
pub(super) struct Candidate<'a> {
    pub(super) id: &'a str,
    pub(super) name: &'a str,
    /// A short name; may be empty.
    pub(super) short: &'a str,
}

/// The place of the candidate that `wanted` means: the one with this id; else with this name, whatever its case and
/// blanks; else the only one whose name begins with it; else the only one that has it in its name.
pub(super) fn choose(
    workflow: &'static str,
    what: &str,
    wanted: &str,
    candidates: &[Candidate<'_>],
) -> Result<usize, Error> {
    let folded = fold(wanted);
    let is_id = |candidate: &Candidate<'_>| candidate.id == wanted;
    let is_name = |candidate: &Candidate<'_>| candidate.any(&|name| name == folded);
    let begins = |candidate: &Candidate<'_>| candidate.any(&|name| name.starts_with(&folded));
    let has = |candidate: &Candidate<'_>| candidate.any(&|name| name.contains(&folded));
    let ways: [&dyn Fn(&Candidate<'_>) -> bool; 4] = [&is_id, &is_name, &begins, &has];
    for way in ways.into_iter().filter(|_| !folded.is_empty()) {
        let fitting: Vec<usize> = (0..candidates.len()).filter(|index| way(&candidates[*index])).collect();
        match fitting.as_slice() {
            [] => {}
            [one, others @ ..] if others.iter().all(|other| candidates[*other].id == candidates[*one].id) => {
                return Ok(*one);
            }
            _ => {
                let names = list(fitting.iter().map(|index| &candidates[*index]));
                return Err(wrong(workflow, format!("the {what} `{wanted}` may be any of {names}")));
            }
        }
    }
    Err(none(workflow, what, wanted, candidates))
}

fn none(workflow: &'static str, what: &str, wanted: &str, candidates: &[Candidate<'_>]) -> Error {
    match candidates {
        [] => wrong(workflow, format!("there is no {what} `{wanted}`: the service lists none")),
        _ => wrong(workflow, format!("there is no {what} `{wanted}`, only {}", list(candidates))),
    }
}

/// Names candidates with their ids, as in `Fault (5), Question (0)`.
pub(super) fn list<'a>(candidates: impl IntoIterator<Item = &'a Candidate<'a>>) -> String {
    let mut candidates = candidates.into_iter();
    let shown: Vec<String> = candidates.by_ref().take(SHOWN).map(Candidate::label).collect();
    match candidates.count() {
        0 => shown.join(", "),
        more => format!("{}, and {more} more", shown.join(", ")),
    }
}

impl Candidate<'_> {
    fn label(&self) -> String {
        if self.id == self.name { self.id.to_owned() } else { format!("{} ({})", self.name, self.id) }
    }

    fn any(&self, fits: &dyn Fn(&str) -> bool) -> bool {
        let names = [self.name, self.short];
        names.into_iter().map(fold).any(|name| !name.is_empty() && fits(&name))
    }
}

/// Without blanks, and in small letters: an acronym is printed as `E CS ` in an example of the reference.
fn fold(name: &str) -> String {
    name.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect()
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
        let found = choose("tickets.open", "product", wanted, &candidates);
        found.map(|index| PRODUCTS[index].0).map_err(|error| error.to_string())
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
        assert_eq!(
            find("elastic").unwrap_err(),
            "tickets.open: the request is wrong: the product `elastic` may be any of Elastic Cloud Server (1), Elastic \
             Volume Service (2)"
        );
        let all = "Elastic Cloud Server (1), Elastic Volume Service (2), Cloud Server Backup (3), Something else (ECS)";
        for wanted in ["OBS", "", " "] {
            let text = format!("tickets.open: the request is wrong: there is no product `{wanted}`, only {all}");
            assert_eq!(find(wanted).unwrap_err(), text);
        }
        let error = choose("tickets.open", "region", "x", &[]).unwrap_err();
        assert!(error.to_string().ends_with("there is no region `x`: the service lists none"));
    }

    #[test]
    fn one_thing_with_names_in_two_languages_is_one() {
        let names = ["General", "General guidance"].map(|name| Candidate { id: "7", name, short: "" });
        assert_eq!(choose("tickets.open", "severity", "gen", &names).unwrap(), 0);
    }

    #[test]
    fn long_lists_are_cut() {
        let ids: Vec<String> = (0..25).map(|id| id.to_string()).collect();
        let candidates: Vec<Candidate<'_>> = ids.iter().map(|id| Candidate { id, name: id, short: "" }).collect();
        assert!(list(&candidates).ends_with("18, 19, and 5 more"));
    }
}
