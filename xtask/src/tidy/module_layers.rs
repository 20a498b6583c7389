//! Rule: the layers inside a crate. A module uses only modules of its own layer and of lower ones.

use super::Finding;
use crate::files::TextFile;

/// The layers of a crate. Modules that are not listed, such as `lib.rs`, may use all modules.
struct Layers {
    /// The source folder of the crate.
    folder: &'static str,
    /// The modules below all layers. They may use each other.
    base: &'static [&'static str],
    /// The modules above the base, the lowest first.
    layers: &'static [&'static str],
}

const CRATES: &[Layers] = &[
    Layers {
        folder: "crates/api/src/",
        base: &["error", "io"],
        layers: &["core", "credentials", "pipeline", "calls", "client", "workflows", "mock"],
    },
    Layers {
        folder: "crates/drive/src/",
        base: &["error", "report"],
        layers: &["transfer", "paths", "local", "entry", "journal", "drive", "remote", "upload", "download", "sync"],
    },
];

pub(super) fn check(files: &[TextFile]) -> Vec<Finding> {
    let in_use = CRATES.iter().filter(|layers| layers.are_in_use(files));
    in_use.flat_map(|layers| files.iter().flat_map(|file| layers.check(file))).collect()
}

impl Layers {
    /// Returns true if the lowest layer exists. A crate can be listed before it is arranged in layers.
    fn are_in_use(&self, files: &[TextFile]) -> bool {
        files.iter().any(|file| self.module(&file.path) == self.layers.first().copied())
    }

    /// Returns the top-level module of a file of the crate.
    fn module<'a>(&self, path: &'a str) -> Option<&'a str> {
        path.strip_prefix(self.folder)?.split(['/', '.']).next()
    }

    /// Returns the height of a listed module.
    fn height(&self, module: &str) -> Option<usize> {
        if self.base.contains(&module) {
            return Some(0);
        }
        self.layers.iter().position(|layer| *layer == module).map(|index| index + 1)
    }

    fn check(&self, file: &TextFile) -> Vec<Finding> {
        let own = self.module(&file.path).filter(|_| !is_test(&file.path));
        let Some((own, height)) = own.and_then(|own| Some((own, self.height(own)?))) else { return Vec::new() };
        let higher = |module: &str| self.height(module).is_some_and(|other| other > height);
        let used = used_modules(&file.text).into_iter().filter(|(_, module)| higher(module));
        let finding = |(line, module): (usize, String)| {
            let message = format!("`{own}` must not use `{module}`, which is a higher layer");
            Finding::new(&file.path, line, message, "move the code that both need to a lower layer")
        };
        used.map(finding).collect()
    }
}

fn is_test(path: &str) -> bool {
    path.contains("/tests/") || path.ends_with("/tests.rs")
}

/// Returns the top-level modules in the `crate::` paths of the code, with their lines. Unit tests may use all layers.
fn used_modules(text: &str) -> Vec<(usize, String)> {
    let code: Vec<&str> =
        text.lines().map(|line| if line.trim_start().starts_with("//") { "" } else { line }).collect();
    let code = code.join("\n");
    let code = code.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    let mut modules = Vec::new();
    for (at, prefix) in code.match_indices("crate::") {
        let line = code[..at].matches('\n').count() + 1;
        modules.extend(first_names(&code[at + prefix.len()..]).into_iter().map(|name| (line, name)));
    }
    modules
}

/// Returns the first name of a path, or the first name of each path of a group in braces.
fn first_names(path: &str) -> Vec<String> {
    let Some(group) = path.strip_prefix('{') else { return vec![first_name(path)] };
    let mut depth = 0_usize;
    let mut names = vec![first_name(group)];
    for (at, character) in group.char_indices() {
        match character {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => names.push(first_name(&group[at + 1..])),
            _ => {}
        }
    }
    names
}

fn first_name(path: &str) -> String {
    path.trim_start().chars().take_while(|character| *character == '_' || character.is_alphanumeric()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const LAYERS: Layers = Layers { folder: "a/src/", base: &["error", "io"], layers: &["core", "calls", "client"] };

    /// Returns the lines of the findings.
    fn lines(path: &str, text: &str) -> Vec<usize> {
        let file = TextFile { path: path.to_owned(), text: text.to_owned() };
        LAYERS.check(&file).into_iter().map(|finding| finding.line).collect()
    }

    #[test]
    fn paths_to_higher_layers_are_found() {
        let cases: &[(&str, &str, &[usize])] = &[
            ("a/src/core/mod.rs", "use crate::client::Client;", &[1]),
            ("a/src/core.rs", "fn a() -> crate::client::Client {}", &[1]),
            ("a/src/io/file.rs", "\nuse crate::core::{Inner, State};", &[2]),
            (
                "a/src/core/a.rs",
                "use crate::{\n    calls::{client, Call},\n    error::Error,\n    client,\n};",
                &[1, 1],
            ),
            ("a/src/calls/a.rs", "use crate::{calls::client, core::{calls, client}, error};", &[]),
            ("a/src/client/a.rs", "use crate::calls::Call;\nuse crate::core::Inner;", &[]),
            ("a/src/error/a.rs", "use crate::io::File;\nuse crate::error::Kind;", &[]),
            ("a/src/core/a.rs", "/// See [`crate::client::Client`].\nuse crate::clients::Client;", &[]),
            ("a/src/core/a.rs", "#[cfg(test)]\nmod tests {\n    use crate::client::Client;\n}", &[]),
            ("a/src/core/tests.rs", "use crate::client::Client;", &[]),
            ("a/src/lib.rs", "use crate::client::Client;", &[]),
            ("b/src/core/a.rs", "use crate::client::Client;", &[]),
        ];
        for (path, text, expected) in cases {
            assert_eq!(lines(path, text), *expected, "{path}: {text}");
        }
    }

    #[test]
    fn a_crate_without_its_lowest_layer_is_not_checked() {
        let file = |path: &str| TextFile { path: path.to_owned(), text: String::new() };
        assert!(!LAYERS.are_in_use(&[file("a/src/client/mod.rs"), file("b/src/core/mod.rs")]));
        assert!(LAYERS.are_in_use(&[file("a/src/core/mod.rs")]));
    }
}
