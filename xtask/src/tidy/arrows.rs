//! Rule: the allowed dependencies between crates, as in ARCHITECTURE.md.

use std::path::Path;

use super::Finding;
use crate::metadata::{Dependency, Package};

/// A crate of the repository with its allowed dependencies.
struct Arrows {
    from: &'static str,
    to: &'static [&'static str],
    /// Additional dependencies of its tests.
    tests: &'static [&'static str],
}

const ARROWS: &[Arrows] = &[
    Arrows { from: "hwc-wire", to: &[], tests: &[] },
    Arrows { from: "hwc-models", to: &["hwc-wire"], tests: &[] },
    Arrows { from: "hwc-transport", to: &["hwc-wire"], tests: &[] },
    Arrows { from: "hwc-api", to: &["hwc-transport", "hwc-models", "hwc-wire"], tests: &["hwc-sandbox"] },
    Arrows { from: "hwc-dynamic", to: &["hwc-api"], tests: &["hwc-sandbox"] },
    Arrows { from: "hwc-sandbox", to: &["hwc-transport", "hwc-models", "hwc-wire"], tests: &[] },
    Arrows {
        from: "hwc-cli",
        to: &["hwc-api", "hwc-dynamic", "hwc-sandbox", "hwc-transport", "hwc-models", "hwc-wire"],
        tests: &[],
    },
    Arrows {
        from: "hwc-fuzz",
        to: &["hwc-api", "hwc-transport", "hwc-models", "hwc-wire", "xtask", "xtask-goldens"],
        tests: &[],
    },
    // Benchmarks. No crate depends on them.
    Arrows {
        from: "hwc-bench",
        to: &["hwc-api", "hwc-sandbox", "hwc-transport", "hwc-models", "hwc-wire", "xtask"],
        tests: &[],
    },
    Arrows { from: "xtask-goldens", to: &["hwc-wire"], tests: &[] },
    // xtask does not depend on the models, because `gen` must run when they do not compile.
    Arrows { from: "xtask", to: &["hwc-wire"], tests: &[] },
];

pub(super) fn check(root: &Path, packages: &[Package]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for package in packages {
        let manifest = format!("{}/Cargo.toml", package.folder(root));
        let Some(arrows) = ARROWS.iter().find(|arrows| arrows.from == package.name) else {
            let fix = "draw its arrows in xtask/src/tidy/arrows.rs and in ARCHITECTURE.md";
            findings.push(Finding::new(&manifest, 1, format!("{} is a new crate", package.name), fix));
            continue;
        };
        for dependency in package.dependencies.iter().filter(|dependency| dependency.path.is_some()) {
            if !arrows.allow(dependency) {
                findings.push(wrong(root, &manifest, arrows, dependency));
            }
        }
    }
    findings
}

impl Arrows {
    fn allow(&self, dependency: &Dependency) -> bool {
        let name = dependency.name.as_str();
        self.to.contains(&name) || (dependency.kind.as_deref() == Some("dev") && self.tests.contains(&name))
    }
}

fn wrong(root: &Path, manifest: &str, arrows: &Arrows, dependency: &Dependency) -> Finding {
    let text = std::fs::read_to_string(root.join(manifest)).unwrap_or_default();
    let line = text.lines().position(|line| line.starts_with(&dependency.name)).map_or(1, |index| index + 1);
    let what = format!("{} must not depend on {}", arrows.from, dependency.name);
    let allowed = if arrows.to.is_empty() { "no other crate".to_owned() } else { arrows.to.join(", ") };
    Finding::new(
        manifest,
        line,
        what,
        format!("it may depend on {allowed}; move the code to where the arrows allow it"),
    )
}
