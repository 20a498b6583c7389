//! `cargo xtask buildcost`: what hwc costs those who compile it, beside what they would write by hand. All is built below
//! `target/buildcost`, in turns, and each figure is a median. Not part of CI: times are no tests.

mod build;
mod plan;
mod print;
mod table;

use std::path::{Path, PathBuf};
use std::{fs, io};

use build::{Profile, Program};
use table::row;

use crate::say;
use crate::tasks::unexpected;

/// What can be asked for.
struct Settings {
    /// Operations of the synthetic crate.
    operations: usize,
    /// How often each figure is taken.
    runs: usize,
}

/// Measures, and tells the figures as they come.
///
/// # Errors
/// What cannot be written or does not compile, other than the programs on `hwc-api`, which are left out with a word.
pub(crate) fn run(root: &Path, words: &[&str]) -> Result<String, String> {
    let settings = read_settings(words)?;
    let folder = root.join("target/buildcost");
    write_all(root, &folder, settings.operations).map_err(|error| format!("target/buildcost: {error}"))?;
    models(&folder, &settings)?;
    programs(&folder, &settings)?;
    Ok(String::new())
}

fn read_settings(words: &[&str]) -> Result<Settings, String> {
    let mut settings = Settings { operations: 333, runs: 3 };
    for pair in words.chunks(2) {
        let number = pair.get(1).and_then(|text| text.parse().ok()).filter(|number| *number > 0);
        match (pair[0], number) {
            ("--ops", Some(number)) => settings.operations = number,
            ("--runs", Some(number)) => settings.runs = number,
            _ => return Err(unexpected(pair)),
        }
    }
    Ok(settings)
}

/// The synthetic crates are made anew, the programs are copied: all of it stands where `../../../crates` is right.
fn write_all(root: &Path, folder: &Path, operations: usize) -> io::Result<()> {
    let plan = plan::plan(operations);
    for (name, files) in [("models-hwc", print::hwc(&plan)), ("models-serde", print::serde(&plan))] {
        let sources = folder.join(name).join("src");
        if sources.exists() {
            fs::remove_dir_all(&sources)?;
        }
        for (path, text) in files {
            write(&folder.join(name).join(path), text.as_bytes())?;
        }
    }
    for program in ["baseline", "page-hwc"] {
        for path in ["Cargo.toml", "src/main.rs"] {
            let text = fs::read(root.join("xtask/buildcost").join(program).join(path))?;
            write(&folder.join(program).join(path), &text)?;
        }
    }
    for name in ["models-hwc", "models-serde", "baseline", "page-hwc"] {
        // The same versions of all dependencies as in the workspace.
        fs::copy(root.join("Cargo.lock"), folder.join(name).join("Cargo.lock"))?;
    }
    Ok(())
}

fn write(path: &PathBuf, bytes: &[u8]) -> io::Result<()> {
    fs::create_dir_all(path.parent().unwrap_or(path))?;
    fs::write(path, bytes)
}

/// The synthetic crates alone, their dependencies already built.
fn models(folder: &Path, settings: &Settings) -> Result<(), String> {
    say(&format!("compiling {} synthetic operations, {} times", settings.operations, settings.runs));
    let hwc = Program::new(folder, "models-hwc", &[]);
    let serde = Program::new(folder, "models-serde", &[]);
    let per_operation = 1000.0 / settings.operations as f64;
    for profile in [Profile::Check, Profile::Debug, Profile::Release] {
        let (hwc, serde) = build::take_turns(settings.runs, || hwc.again(profile), || serde.again(profile))?;
        let budget = if profile == Profile::Check { "12" } else { "" };
        let name = profile.name();
        row(&format!("{name}, hwc-wire macros"), &format!("{:.1}", hwc * per_operation), "ms/op", budget);
        row(&format!("{name}, serde derives"), &format!("{:.1}", serde * per_operation), "ms/op", "");
    }
    Ok(())
}

/// Whole programs, from nothing.
fn programs(folder: &Path, settings: &Settings) -> Result<(), String> {
    say(&format!("building the programs from nothing, {} times", settings.runs));
    let baseline = Program::new(folder, "baseline", &[]);
    let variants = [("all services", &[][..], "1.4"), ("osm alone", &["--no-default-features"][..], "1.15")];
    baseline.fetch()?;
    for (name, arguments, budget) in variants {
        let page = Program::new(folder, "page-hwc", arguments);
        if let Err(error) = page.fetch().and_then(|()| page.compiles()) {
            let last = error.lines().rfind(|line| line.starts_with("error")).unwrap_or("it does not compile");
            say(&format!("page-hwc ({name}) is left out: {last}"));
            continue;
        }
        let (theirs, ours) = build::take_turns(settings.runs, || baseline.clean(), || page.clean())?;
        row(&format!("clean release build, {name}"), &format!("{:.2}", ours / theirs), "x", budget);
        row("  by hand", &format!("{theirs:.1}"), "s", "");
        row("  on hwc-api", &format!("{ours:.1}"), "s", "");
        row(&format!("stripped binary, {name}"), &format!("{:.2}", page.megabytes()?), "MB", "5");
    }
    if baseline.megabytes().is_err() {
        let times: Result<Vec<f64>, String> = (0..settings.runs).map(|_| baseline.clean()).collect();
        row("clean release build, by hand", &format!("{:.1}", build::median(times?)), "s", "");
    }
    row("stripped binary, by hand", &format!("{:.2}", baseline.megabytes()?), "MB", "");
    Ok(())
}
