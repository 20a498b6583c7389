//! Runs all benchmarks for a moment each. The figures are meaningless here, but they must be complete.

use std::path::{Path, PathBuf};

use hwc_bench::report::Report;
use hwc_bench::{COMPARISON, JSON_PAGE, Options, Outcome, PAGE, Programs, comparison, page, run, write_pages};

fn quick(names: &[&str]) -> Outcome<Vec<Report>> {
    let programs = Programs {
        helper: env!("CARGO_BIN_EXE_hwc-bench-helper").into(),
        counter: env!("CARGO_BIN_EXE_hwc-bench-counter").into(),
    };
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(names.join("-"));
    let words = names.iter().chain(&["--quick"]).map(|word| (*word).to_owned());
    run(&Options::read(words, programs, folder)?)
}

fn check(name: &str, tables: usize) -> Outcome<Report> {
    let mut reports = quick(&[name])?;
    assert_eq!(reports.len(), 1);
    let report = reports.remove(0);
    assert_eq!((report.name.as_str(), report.quick), (name, true));
    if report.skipped.is_empty() {
        assert_eq!(report.tables.len(), tables);
        assert!(report.tables.iter().all(|table| !table.rows.is_empty()));
        assert!(report.budgets.iter().all(|budget| budget.figure.is_finite()), "{:?}", report.budgets);
    }
    Ok(report)
}

#[test]
fn call() -> Outcome<()> {
    let report = check("call", 10)?;
    // Four of the tables are of nginx, if it is installed.
    let of_nginx = report.tables.iter().filter(|table| table.title.ends_with(", nginx")).count();
    assert_eq!(report.tables.len() - of_nginx, 6);
    assert_eq!(of_nginx == 0, report.skipped == ["nginx is not installed"]);
    Ok(())
}

#[test]
fn pieces() -> Outcome<()> {
    check("pieces", 10).map(drop)
}

#[test]
fn lists() -> Outcome<()> {
    check("lists", 2).map(drop)
}

#[test]
fn sandbox() -> Outcome<()> {
    check("sandbox", 5).map(drop)
}

#[test]
fn cli() -> Outcome<()> {
    check("cli", 1).map(drop)
}

#[test]
fn transfer() -> Outcome<()> {
    check("transfer", 1).map(drop)
}

#[test]
fn drive() -> Outcome<()> {
    let report = quick(&["drive"])?.remove(0);
    assert!(!report.tables.is_empty() && report.tables.iter().all(|table| !table.rows.is_empty()));
    assert!(report.budgets.iter().all(|budget| budget.figure.is_finite()), "{:?}", report.budgets);
    Ok(())
}

/// Writes the pages if `UPDATE_DOCS` is set.
#[test]
fn the_pages_are_what_their_figures_make() -> Outcome<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let reports: Vec<Report> = serde_json::from_str(&std::fs::read_to_string(root.join(JSON_PAGE))?)?;
    if std::env::var_os("UPDATE_DOCS").is_some() {
        return write_pages(&reports);
    }
    for (path, made) in [(PAGE, page(&reports)), (COMPARISON, comparison(&reports))] {
        let written = std::fs::read_to_string(root.join(path))?;
        assert!(
            written == made,
            "{path} is out of date: run `UPDATE_DOCS=1 cargo test -p hwc-bench --test quick pages`"
        );
    }
    Ok(())
}
