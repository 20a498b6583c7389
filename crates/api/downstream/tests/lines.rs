//! Compares the programs with their first versions, by all lines of their files.

use std::fs;
use std::path::Path;

/// Returns the number of lines of a program.
fn lines(name: &str) -> usize {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/bin").join(name);
    fs::read_to_string(path).unwrap().lines().count()
}

/// Returns the files with the numbers of lines of their first versions.
fn first_versions() -> Vec<(usize, &'static str)> {
    let rows = include_str!("first_versions.txt").lines().filter(|row| !row.starts_with('#'));
    let columns = rows.map(|row| row.split_once(' ').unwrap());
    columns.map(|(lines, name)| (lines.parse().unwrap(), name)).collect()
}

#[test]
fn no_program_is_longer_than_its_first_version() {
    let longer = first_versions().into_iter().filter(|(first, name)| lines(name) > *first);
    let longer: Vec<String> =
        longer.map(|(first, name)| format!("{name}: {} lines, was {first}", lines(name))).collect();
    assert!(longer.is_empty(), "{longer:#?}");
}

#[test]
fn all_programs_together_have_at_most_three_quarters_of_the_lines() {
    let first: usize = first_versions().iter().map(|(first, _)| first).sum();
    let now: usize = first_versions().iter().map(|(_, name)| lines(name)).sum();
    println!("{now} lines, were {first}");
    assert!(now * 4 <= first * 3, "{now} lines, were {first}");
}
