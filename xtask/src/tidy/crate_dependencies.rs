//! Rule: the allowed dependencies between crates, as in ARCHITECTURE.md.

use std::path::Path;

use super::Finding;
use crate::metadata::{Dependency, Package};

/// A crate of the repository with its allowed dependencies.
struct AllowedDependencies {
    package: &'static str,
    dependencies: &'static [&'static str],
    /// Additional dependencies of its tests.
    dev_dependencies: &'static [&'static str],
}

const ALLOWED: &[AllowedDependencies] = &[
    AllowedDependencies { package: "hwc-wire", dependencies: &[], dev_dependencies: &[] },
    AllowedDependencies {
        package: "hwc-models",
        dependencies: &["hwc-models-iam", "hwc-models-insight", "hwc-models-koodrive", "hwc-models-osm", "hwc-wire"],
        dev_dependencies: &[],
    },
    // The examples of the service crates import from the facade.
    AllowedDependencies { package: "hwc-models-iam", dependencies: &["hwc-wire"], dev_dependencies: &["hwc-models"] },
    AllowedDependencies {
        package: "hwc-models-insight",
        dependencies: &["hwc-wire"],
        dev_dependencies: &["hwc-models"],
    },
    AllowedDependencies {
        package: "hwc-models-koodrive",
        dependencies: &["hwc-wire"],
        dev_dependencies: &["hwc-models"],
    },
    AllowedDependencies { package: "hwc-models-osm", dependencies: &["hwc-wire"], dev_dependencies: &["hwc-models"] },
    AllowedDependencies { package: "hwc-transport", dependencies: &["hwc-wire"], dev_dependencies: &[] },
    AllowedDependencies {
        package: "hwc-api",
        dependencies: &["hwc-transport", "hwc-models", "hwc-wire"],
        dev_dependencies: &["hwc-sandbox"],
    },
    AllowedDependencies {
        package: "hwc-sandbox",
        dependencies: &["hwc-transport", "hwc-models", "hwc-wire"],
        dev_dependencies: &[],
    },
    AllowedDependencies {
        package: "hwc-dynamic",
        dependencies: &["hwc-api", "hwc-wire"],
        dev_dependencies: &["hwc-sandbox"],
    },
    AllowedDependencies {
        package: "hwc-drive",
        dependencies: &["hwc-api", "hwc-transport"],
        dev_dependencies: &["hwc-sandbox"],
    },
    AllowedDependencies {
        package: "hwc-webdav",
        dependencies: &["hwc-api", "hwc-drive", "hwc-transport"],
        dev_dependencies: &["hwc-sandbox"],
    },
    AllowedDependencies {
        package: "hwc-object-store",
        dependencies: &["hwc-api", "hwc-drive"],
        dev_dependencies: &["hwc-sandbox"],
    },
    AllowedDependencies {
        package: "hwc-explorer",
        dependencies: &["hwc-api", "hwc-dynamic", "hwc-sandbox", "hwc-transport", "hwc-wire"],
        dev_dependencies: &[],
    },
    AllowedDependencies {
        package: "hwc-cli",
        dependencies: &[
            "hwc-api",
            "hwc-drive",
            "hwc-dynamic",
            "hwc-explorer",
            "hwc-sandbox",
            "hwc-transport",
            "hwc-models",
            "hwc-webdav",
            "hwc-wire",
        ],
        dev_dependencies: &[],
    },
    AllowedDependencies {
        package: "hwc-fuzz",
        dependencies: &["hwc-api", "hwc-transport", "hwc-models", "hwc-wire", "xtask", "xtask-goldens"],
        dev_dependencies: &[],
    },
    // Benchmarks. No crate depends on them.
    AllowedDependencies {
        package: "hwc-bench",
        dependencies: &["hwc-api", "hwc-drive", "hwc-sandbox", "hwc-transport", "hwc-models", "hwc-wire", "xtask"],
        dev_dependencies: &[],
    },
    AllowedDependencies {
        package: "xtask-goldens",
        dependencies: &["hwc-wire", "xtask-goldens-demo", "xtask-goldens-plain"],
        dev_dependencies: &[],
    },
    AllowedDependencies {
        package: "xtask-goldens-demo",
        dependencies: &["hwc-wire"],
        dev_dependencies: &["xtask-goldens"],
    },
    AllowedDependencies {
        package: "xtask-goldens-plain",
        dependencies: &["hwc-wire"],
        dev_dependencies: &["xtask-goldens"],
    },
    // xtask does not depend on the models, because `gen` must run when they do not compile.
    AllowedDependencies { package: "xtask", dependencies: &["hwc-wire"], dev_dependencies: &[] },
];

pub(super) fn check(root: &Path, packages: &[Package]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for package in packages {
        let manifest = format!("{}/Cargo.toml", package.folder(root));
        let Some(allowed) = ALLOWED.iter().find(|allowed| allowed.package == package.name) else {
            let fix = "list its allowed dependencies in xtask/src/tidy/crate_dependencies.rs and in ARCHITECTURE.md";
            findings.push(Finding::new(&manifest, 1, format!("{} is not listed", package.name), fix));
            continue;
        };
        for dependency in package.dependencies.iter().filter(|dependency| dependency.path.is_some()) {
            if !allowed.allows(dependency) {
                findings.push(forbidden(root, &manifest, allowed, dependency));
            }
        }
    }
    findings
}

impl AllowedDependencies {
    /// A crate may depend on itself for its tests, to enable its features.
    fn allows(&self, dependency: &Dependency) -> bool {
        let name = dependency.name.as_str();
        self.dependencies.contains(&name)
            || (dependency.kind.as_deref() == Some("dev") && name == self.package)
            || (dependency.kind.as_deref() == Some("dev") && self.dev_dependencies.contains(&name))
    }
}

fn forbidden(root: &Path, manifest: &str, allowed: &AllowedDependencies, dependency: &Dependency) -> Finding {
    let text = std::fs::read_to_string(root.join(manifest)).unwrap_or_default();
    let line = text.lines().position(|line| line.starts_with(&dependency.name)).map_or(1, |index| index + 1);
    let message = format!("{} must not depend on {}", allowed.package, dependency.name);
    let allowed =
        if allowed.dependencies.is_empty() { "no other crate".to_owned() } else { allowed.dependencies.join(", ") };
    Finding::new(
        manifest,
        line,
        message,
        format!("it may depend on {allowed}; move the code to a crate that may use it"),
    )
}
