//! The drafts of all fixtures, and their consistency.

use super::{draft_fixture, draft_text, fixture, names, services};
use crate::draft::{source, target};
use crate::fixtures::split_files;
use crate::{r#gen, spec};

#[test]
fn every_page_and_every_file_of_facts_has_its_draft() {
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| {
        for folder in ["pages", "facts"] {
            for name in names(folder) {
                insta::assert_snapshot!(name.clone(), draft_fixture(&format!("{folder}/{name}")));
            }
        }
    });
}

/// Does the work that a draft leaves, with texts that mean nothing.
fn finish(text: &str) -> String {
    let mut lines = Vec::new();
    for line in text.lines() {
        if line.starts_with("# TODO: write `effect:") {
            lines.push("effect: write".to_owned());
            continue;
        }
        let cut = ["# TODO:", "# source:"].iter().filter_map(|mark| line.find(mark)).min().unwrap_or(line.len());
        let line = line[..cut].trim_end().replace("doc: TODO", "doc: Done.").replace("[TODO]", "[page]");
        let line = if line.starts_with("summary") { line.replace("TODO", "完成。") } else { line };
        let pattern =
            line.find(", pattern: '").map(|start| (start, line[start + 12..].find('\'').map(|end| start + 13 + end)));
        let line =
            if let Some((start, Some(end))) = pattern { format!("{}{}", &line[..start], &line[end..]) } else { line };
        lines.push(line);
    }
    lines.join("\n") + "\n"
}

#[test]
fn a_finished_draft_passes_all_checks() {
    for (name, has_group) in [
        ("facts/BindDevice.json", false),
        ("facts/GetTaskList.json", false),
        ("facts/ImportUserTag.json", false),
        ("facts/UpdateCaseContactInfo.json", true),
        ("pages/ListTickets.txt", false),
    ] {
        let source = source::read(&fixture(name)).unwrap();
        let (mut file, _) = crate::draft::draft_file(&source.facts[0], &services()).unwrap();
        assert!(!crate::draft::unfinished::check(&file).is_empty(), "{name} has work for a person");
        let service = target::find_service(&services(), &source.facts[0]).unwrap().id.clone();
        file.text = finish(&file.text);
        let folder = if service == "osm" {
            "cases"
        } else if service == "insight" {
            "tickets"
        } else {
            "tasks"
        };
        assert_eq!(!file.name.contains("/TODO/"), has_group, "{}", file.name);
        file.name = file.name.replace("/TODO/", &format!("/{folder}/"));
        let mut files = split_files(&super::fixture_text("draft-spec.yaml"));
        files.push(file.clone());
        let result = r#gen::resolve(files);
        assert!(result.is_ok(), "{name}: {}\n{}", result.unwrap_err(), file.text);
    }
}

#[test]
fn every_draft_is_valid_yaml() {
    for folder in ["pages", "facts"] {
        for name in names(folder) {
            for facts in source::read(&fixture(&format!("{folder}/{name}"))).unwrap().facts {
                let text = finish(&draft_text(&facts));
                let read = spec::parse_endpoint(&text);
                assert!(read.is_ok(), "{name}: {}\n{text}", read.unwrap_err());
            }
        }
    }
}
