//! The effect, the credentials and the constructor of a draft, where they follow from the source with certainty.

use super::drafter::Drafter;
use super::plan::Remark;
use super::target::CREDENTIAL_HEADERS;

/// The first words of operations that only read, if their method is GET.
const READERS: &[&str] = &["Batch", "Check", "Count", "Download", "Get", "List", "Query", "Search", "Show"];

/// The maximum number of positional arguments.
const MAX_ARGUMENTS: usize = 3;

/// Sets what a caller must know before a call.
pub(crate) fn set(drafter: &mut Drafter<'_>) {
    let name = drafter.plan.operation.clone().unwrap_or_default();
    let reads = drafter.facts.method == "GET" && READERS.iter().any(|word| name.starts_with(word));
    drafter.plan.effect = reads.then_some("read");
    set_auth(drafter);
    set_constructor(drafter);
    check_names(drafter);
}

/// Sets the authentication of a service that accepts a token or a signature.
fn set_auth(drafter: &mut Drafter<'_>) {
    if drafter.service.yaml.auth_scheme.value != "bearer" {
        return;
    }
    let lists = |wanted: &str| drafter.facts.params.iter().any(|param| param.name.eq_ignore_ascii_case(wanted));
    if !CREDENTIAL_HEADERS.iter().any(|name| lists(name)) {
        drafter.plan.todos.push("the source lists no credentials: write `auth: none` if it needs none".to_owned());
    } else if !lists("X-User-Id") && !lists("X-Date") {
        drafter.plan.auth = Some("token");
        let text = "Whether the signature of an app is accepted; the source lists the token alone.".to_owned();
        drafter.plan.open_questions.push(Remark { text, todo: None });
    }
}

/// Sets the positional arguments: the path, then the required fields.
fn set_constructor(drafter: &mut Drafter<'_>) {
    let path = drafter.plan.section("path").iter().map(|field| field.name.clone());
    let others = drafter.plan.request_sections().filter(|(name, _)| *name != "path").flat_map(|(_, fields)| fields);
    let required = others.filter(|field| field.required).map(|field| field.name.clone());
    let mut names: Vec<String> = Vec::new();
    path.chain(required).for_each(|name| {
        if !names.contains(&name) {
            names.push(name);
        }
    });
    names.truncate(MAX_ARGUMENTS);
    drafter.plan.constructor = names;
}

/// Reports fields of the request that have the same name.
fn check_names(drafter: &mut Drafter<'_>) {
    let fields =
        drafter.plan.request_sections().flat_map(|(section, fields)| fields.iter().map(move |field| (section, field)));
    let all: Vec<(String, String)> =
        fields.map(|(section, field)| ((*section).to_owned(), field.name.clone())).collect();
    for (index, (section, name)) in all.iter().enumerate() {
        if let Some((other, _)) = all[..index].iter().find(|(_, other)| other == name) {
            drafter.plan.todos.push(format!("`{name}` is in `{other}` and in `{section}`: decide which one is sent"));
        }
    }
}
