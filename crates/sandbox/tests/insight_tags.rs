//! Tags of users and user groups in DataArts Insight: defaults, values, and the Excel file.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails here is a failed test")]

mod common;

use std::collections::BTreeMap;
use std::io::{Cursor, Write};

use common::Bench;
use common::insight::Member;
use hwc_models::insight::{
    CreateUserTag, DeleteUserTag, DownloadUserTag, ListUserTagHead, ListUserTagValue, SaveUserTagValue, Tag, TagTarget,
    TagValueType, UpdateUserTag,
};
use hwc_sandbox::account;
use zip::write::SimpleFileOptions;

const USER: TagTarget = TagTarget::User;

async fn create(admin: &Member<'_>, name: &str, kind: TagValueType, values: &[&str]) -> Tag {
    let request = CreateUserTag::new(name, USER, kind);
    admin.send(if values.is_empty() { request } else { request.default_values(values.iter().copied()) }).await;
    admin.send(ListUserTagHead::new(USER).limit(1000_u32)).await.page_data.pop().unwrap()
}

/// The response to a successful import.
const DONE: &str = r#"200 {"data":true}"#;

async fn import(admin: &Member<'_>, file: &[u8]) -> String {
    admin.upload("/tags/import", &[("type", "user")], file).await
}

/// Returns the values of the analyst by tag.
async fn values(admin: &Member<'_>) -> BTreeMap<String, Vec<String>> {
    let page = admin.send(ListUserTagValue::new(USER)).await.page_data;
    page.into_iter().find(|entry| entry.user_id.as_deref() == Some(account::MFA_USER_ID)).unwrap().values
}

fn by_tag<const N: usize>(values: [(&str, &[&str]); N]) -> BTreeMap<String, Vec<String>> {
    let owned = |values: &[&str]| values.iter().map(|value| (*value).to_owned()).collect();
    values.into_iter().map(|(tag, values)| (tag.to_owned(), owned(values))).collect()
}

#[tokio::test]
async fn a_tag_is_created_changed_and_deleted() {
    let bench = Bench::empty();
    let admin = Member::administrator(&bench);
    let tag = create(&admin, "country", TagValueType::Listed, &["DE", "FR"]).await;
    assert_eq!((tag.name.as_deref(), tag.target), (Some("country"), Some(USER)));
    assert_eq!(admin.send(ListUserTagHead::new(TagTarget::UserGroup)).await.count, Some(0));
    assert_eq!(values(&admin).await, by_tag([("country", &["DE", "FR"])]));
    let id = tag.id.unwrap();
    let update =
        UpdateUserTag::new(id.clone(), "land", USER).description("Where").default_value_type(TagValueType::All);
    admin.send(update).await;
    let tag = admin.send(ListUserTagHead::new(USER)).await.page_data.remove(0);
    assert_eq!((tag.name.as_deref(), tag.description.as_deref()), (Some("land"), Some("Where")));
    assert_eq!(values(&admin).await, by_tag([("land", &["ALL"])]));
    admin.send(DeleteUserTag::new(id.clone())).await;
    assert_eq!(values(&admin).await, BTreeMap::new());
    let refusal = admin.refused(DeleteUserTag::new(id)).await;
    assert_eq!(refusal, "404 DataArtsInsight.24010003 The tag does not exist.");
}

#[tokio::test]
async fn values_of_one_user_replace_the_default() {
    let bench = Bench::demo();
    let admin = Member::administrator(&bench);
    let id = create(&admin, "country", TagValueType::Listed, &["DE"]).await.id.unwrap();
    let set = |kind: TagValueType| SaveUserTagValue::new(id.clone(), account::MFA_USER_ID).value_type(kind);
    admin.send(set(TagValueType::Listed).values(["FR", "IT"])).await;
    assert_eq!(values(&admin).await, by_tag([("country", &["FR", "IT"])]));
    let refusal = admin.refused(set(TagValueType::Listed)).await;
    assert_eq!(refusal, "400 APIGW.0201 value is required for ENUM");
    let refusal = admin.refused(set(TagValueType::All).values(["x"])).await;
    assert_eq!(refusal, "400 APIGW.0201 value is for ENUM only");
    let refusal = admin.refused(SaveUserTagValue::new(id.clone(), "nobody")).await;
    assert_eq!(refusal, "404 DataArtsInsight.24010003 The user or group does not exist.");
    assert_eq!(values(&admin).await, by_tag([("country", &["FR", "IT"])]), "nothing has changed");
    admin.send(set(TagValueType::None)).await;
    assert_eq!(values(&admin).await, by_tag([("country", &[])]));
    admin.send(set(TagValueType::Default)).await;
    assert_eq!(values(&admin).await, by_tag([("country", &["DE"])]));
}

#[tokio::test]
async fn tags_that_are_wrong_are_refused() {
    let bench = Bench::empty();
    let admin = Member::administrator(&bench);
    let id = create(&admin, "country", TagValueType::All, &[]).await.id.unwrap();
    let cases = [
        (CreateUserTag::new("country", USER, TagValueType::All), "the name country is in use"),
        (CreateUserTag::new("x", USER, TagValueType::Listed), "default_value is required for ENUM"),
        (CreateUserTag::new("x", USER, TagValueType::Default), "default_value_type must be NULL, ALL or ENUM"),
        (CreateUserTag::new("x", USER, TagValueType::None).default_values(["a"]), "default_value is for ENUM only"),
    ];
    for (request, text) in cases {
        assert_eq!(admin.refused(request).await, format!("400 APIGW.0201 {text}"));
    }
    let update = UpdateUserTag::new(id, "country", TagTarget::UserGroup).default_value_type(TagValueType::All);
    assert_eq!(admin.refused(update).await, "400 APIGW.0201 the holders of a tag cannot be changed");
    assert_eq!(admin.send(ListUserTagHead::new(USER)).await.count, Some(1));
    let analyst = Member::analyst(&bench).await;
    let refusal = analyst.refused(CreateUserTag::new("x", USER, TagValueType::All)).await;
    assert_eq!(refusal, "403 DataArtsInsight.20010003 Only an administrator may do this.");
}

#[tokio::test]
async fn the_file_of_a_download_can_be_imported() {
    let bench = Bench::empty();
    let admin = Member::administrator(&bench);
    let id = create(&admin, "a<b>&c", TagValueType::None, &[]).await.id.unwrap();
    create(&admin, "level", TagValueType::All, &[]).await;
    let set = SaveUserTagValue::new(id.clone(), account::MFA_USER_ID).value_type(TagValueType::Listed);
    admin.send(set.values(["x & y", "z"])).await;
    let before = values(&admin).await;
    let file = admin.send(DownloadUserTag::new(USER)).await.file;
    admin.send(SaveUserTagValue::new(id, account::MFA_USER_ID).value_type(TagValueType::None)).await;
    assert_ne!(values(&admin).await, before);
    assert_eq!(import(&admin, file.as_slice()).await, DONE);
    assert_eq!(values(&admin).await, before);
}

/// Returns a file as a spreadsheet program writes it: with shared texts and references of cells.
fn workbook(rows: &str, shared: &str) -> Vec<u8> {
    let mut file = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in [("xl/worksheets/sheet1.xml", rows), ("xl/sharedStrings.xml", shared)] {
        file.start_file(name, SimpleFileOptions::default()).unwrap();
        file.write_all(text.as_bytes()).unwrap();
    }
    file.finish().unwrap().into_inner()
}

#[tokio::test]
async fn files_of_spreadsheet_programs_are_read() {
    let bench = Bench::empty();
    let admin = Member::administrator(&bench);
    create(&admin, "country", TagValueType::None, &[]).await;
    create(&admin, "number", TagValueType::None, &[]).await;
    let shared = "<sst><si><t>account_id</t></si><si><t>country</t></si><si><r><t>sandbox-</t></r><r><t>mfa-user</t></r>\
         </si><si><t>number</t></si></sst>";
    let rows = r#"<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>3</v></c></row><row r="2"><c r="A2" t="s"><v>2</v></c><c r="B2" s="1"/><c r="C2"><v>42</v></c></row></sheetData></worksheet>"#;
    assert_eq!(import(&admin, &workbook(rows, shared)).await, DONE);
    assert_eq!(values(&admin).await, by_tag([("country", &[]), ("number", &["42"])]));
}

#[tokio::test]
async fn a_wrong_file_changes_nothing() {
    let bench = Bench::empty();
    let admin = Member::administrator(&bench);
    create(&admin, "country", TagValueType::Listed, &["DE"]).await;
    let sheet = |rows: &[&[&str]]| {
        let cell = |text: &&str| format!(r#"<c t="inlineStr"><is><t>{text}</t></is></c>"#);
        let row = |row: &&[&str]| format!("<row>{}</row>", row.iter().map(cell).collect::<String>());
        workbook(&rows.iter().map(row).collect::<String>(), "")
    };
    let id = account::MFA_USER_ID;
    let (head, row): (&[&str], &[&str]) = (&["account_id", "country"], &[id, "FR"]);
    let many: Vec<&[&str]> = std::iter::once(head).chain(std::iter::repeat_n(row, 1001)).collect();
    let cases = [
        (b"account_id,country".to_vec(), "the file is no Excel file"),
        (sheet(&[&["country"], &["FR"]]), "the file must have the column account_id"),
        (sheet(&[&["account_id", "land"], row]), "the tag land does not exist"),
        (sheet(&[head, row, &["nobody", "IT"]]), "The user or group does not exist."),
        (sheet(&many), "the file must have at most 1000 rows"),
    ];
    for (file, refusal) in cases {
        let line = import(&admin, &file).await;
        assert!(line.contains(refusal), "{line}");
    }
    assert_eq!(values(&admin).await, by_tag([("country", &["DE"])]));
    assert_eq!(import(&admin, &sheet(&[head, row])).await, DONE);
    assert_eq!(values(&admin).await, by_tag([("country", &["FR"])]));
}
