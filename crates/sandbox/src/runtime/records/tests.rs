//! Tests of the store of records: changes, owners, queries, columns that are added later, and pages of every style.

use proptest::prelude::*;
use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use super::{Column, ColumnValue, Owner, Page, Query, RecordPage, Records, StoredRecord, update_columns};

/// A record as an earlier version wrote it.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct OldTeam {
    id: String,
    name: String,
    removed: bool,
}

impl StoredRecord for OldTeam {
    const KIND: &'static str = "team";
    const OWNER: Owner = Owner::User;
    const COLUMNS: &'static [Column<Self>] = &[Column::new("name", |team| team.name.clone().into())];

    fn key(&self) -> &str {
        &self.id
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Team {
    id: String,
    name: String,
    #[serde(default)]
    rank: Option<i64>,
}

impl StoredRecord for Team {
    const KIND: &'static str = "team";
    const OWNER: Owner = Owner::User;
    const COLUMNS: &'static [Column<Self>] =
        &[Column::new("name", |team| team.name.clone().into()), Column::new("rank", |team| team.rank.into())];

    fn key(&self) -> &str {
        &self.id
    }
}

fn database() -> Connection {
    let db = Connection::open_in_memory().unwrap();
    db.execute_batch(include_str!("../store/schema/records.sql")).unwrap();
    db
}

fn team(id: &str, name: &str, rank: Option<i64>) -> Team {
    Team { id: id.to_owned(), name: name.to_owned(), rank }
}

fn ids(teams: Vec<Team>) -> Vec<String> {
    teams.into_iter().map(|team| team.id).collect()
}

/// Inserts teams with these names and ranks. Their IDs are their numbers.
fn insert(teams: &Records<'_, Team>, rows: &[(&str, Option<i64>)]) {
    for (index, (name, rank)) in rows.iter().enumerate() {
        teams.insert(&team(&index.to_string(), name, *rank)).unwrap();
    }
}

#[test]
fn records_are_inserted_read_changed_and_deleted() {
    let db = database();
    let teams = Records::<Team>::of_owner(&db, "ada");
    assert_eq!(teams.get("1").unwrap(), None);
    assert!(!teams.update(&team("1", "none", None)).unwrap());
    teams.insert(&team("1", "red", None)).unwrap();
    assert_eq!(teams.get("1").unwrap(), Some(team("1", "red", None)));
    assert!(teams.update(&team("1", "blue", Some(2))).unwrap());
    let edited = teams.edit("1", |team| team.rank = Some(3)).unwrap();
    assert_eq!(edited, Some(team("1", "blue", Some(3))));
    assert_eq!(teams.get("1").unwrap(), edited);
    assert!(teams.edit("2", |_| ()).unwrap().is_none());
    assert!(teams.delete("1").unwrap());
    assert!(!teams.delete("1").unwrap());
    let columns: i64 = db.query_row("SELECT count(*) FROM record_columns", (), |row| row.get(0)).unwrap();
    assert_eq!((teams.query().count().unwrap(), columns), (0, 0));
}

#[test]
fn a_key_is_unique_among_the_records_of_an_owner() {
    let db = database();
    let (own, other) = (Records::<Team>::of_owner(&db, "ada"), Records::<Team>::of_owner(&db, "bob"));
    own.insert(&team("1", "red", None)).unwrap();
    other.insert(&team("1", "blue", None)).unwrap();
    assert!(own.insert(&team("1", "green", None)).is_err());
}

#[test]
fn records_of_other_owners_are_invisible() {
    let db = database();
    let (own, other) = (Records::<Team>::of_owner(&db, "ada"), Records::<Team>::of_owner(&db, "bob"));
    own.insert(&team("1", "red", None)).unwrap();
    assert_eq!(other.get("1").unwrap(), None);
    assert!(!other.update(&team("1", "blue", None)).unwrap());
    assert!(!other.delete("1").unwrap());
    assert_eq!(other.query().filter("name", "red".to_owned()).count().unwrap(), 0);
    assert_eq!(other.query().sort("name").all().unwrap(), []);
    assert_eq!(own.get("1").unwrap(), Some(team("1", "red", None)));
}

#[test]
fn queries_filter_by_columns() {
    let db = database();
    let teams = Records::<Team>::of_owner(&db, "ada");
    insert(&teams, &[("red", Some(1)), ("dark red", Some(2)), ("blue", None), ("red", Some(2))]);
    let found = |query: Query<'_, Team>| ids(query.all().unwrap());
    assert_eq!(found(teams.query()), ["0", "1", "2", "3"]);
    assert_eq!(found(teams.query().filter("name", "red".to_owned())), ["0", "3"]);
    assert_eq!(found(teams.query().filter("name", "red".to_owned()).filter("rank", 2)), ["3"]);
    assert_eq!(found(teams.query().filter("rank", ColumnValue::Null)), ["2"]);
    assert_eq!(found(teams.query().filter_opt("rank", None::<i64>)), ["0", "1", "2", "3"]);
    assert_eq!(found(teams.query().filter_opt("rank", Some(1))), ["0"]);
    assert_eq!(found(teams.query().filter_text("name", "")), ["0", "1", "2", "3"]);
    assert_eq!(found(teams.query().filter_text("name", "blue")), ["2"]);
    assert_eq!(found(teams.query().contains("name", "red")), ["0", "1", "3"]);
    assert_eq!(found(teams.query().contains("name", "")), ["0", "1", "2", "3"]);
    assert_eq!(found(teams.query().greater_than("rank", 1)), ["1", "3"]);
    assert_eq!(found(teams.query().less_than("rank", 2)), ["0"]);
    assert_eq!(teams.query().filter("name", "red' OR '1".to_owned()).count().unwrap(), 0);
}

#[test]
fn selected_records_are_deleted_together() {
    let db = database();
    let (own, other) = (Records::<Team>::of_owner(&db, "ada"), Records::<Team>::of_owner(&db, "bob"));
    insert(&own, &[("red", Some(1)), ("blue", None), ("red", Some(2))]);
    insert(&other, &[("red", Some(1))]);
    assert_eq!(own.query().filter("name", "red".to_owned()).delete().unwrap(), 2);
    assert_eq!(ids(own.query().all().unwrap()), ["1"]);
    assert_eq!(other.query().filter("name", "red".to_owned()).count().unwrap(), 1);
}

#[test]
fn a_record_is_put_whether_or_not_it_exists() {
    let db = database();
    let teams = Records::<Team>::of_owner(&db, "ada");
    for name in ["red", "blue"] {
        teams.put(&team("1", name, None)).unwrap();
        assert_eq!(teams.get("1").unwrap().unwrap().name, name);
    }
    assert_eq!(teams.query().count().unwrap(), 1);
}

#[test]
fn queries_sort_by_columns() {
    let db = database();
    let teams = Records::<Team>::of_owner(&db, "ada");
    insert(&teams, &[("b", Some(2)), ("a", None), ("b", Some(1)), ("c", Some(2))]);
    let found = |query: Query<'_, Team>| ids(query.all().unwrap());
    assert_eq!(found(teams.query().sort("name")), ["1", "0", "2", "3"]);
    assert_eq!(found(teams.query().sort("rank")), ["1", "2", "0", "3"]);
    assert_eq!(found(teams.query().sort("rank").descending()), ["3", "0", "2", "1"]);
    assert_eq!(teams.query().descending().first().unwrap().unwrap().id, "3");
}

#[test]
fn columns_follow_their_record() {
    let db = database();
    let teams = Records::<Team>::of_owner(&db, "ada");
    insert(&teams, &[("red", Some(1))]);
    teams.edit("0", |team| team.name = "blue".to_owned()).unwrap();
    assert_eq!(teams.query().filter("name", "red".to_owned()).count().unwrap(), 0);
    assert_eq!(teams.query().filter("name", "blue".to_owned()).count().unwrap(), 1);
}

#[test]
fn fields_and_columns_can_be_added_and_removed_later() {
    let db = database();
    let old = OldTeam { id: "1".to_owned(), name: "red".to_owned(), removed: true };
    Records::<OldTeam>::of_owner(&db, "ada").insert(&old).unwrap();
    update_columns::<Team>(&db).unwrap();
    let teams = Records::<Team>::of_owner(&db, "ada");
    assert_eq!(teams.get("1").unwrap(), Some(team("1", "red", None)));
    assert_eq!(teams.query().filter("rank", ColumnValue::Null).count().unwrap(), 1);
    assert_eq!(teams.query().filter("name", "red".to_owned()).count().unwrap(), 1);
}

#[test]
fn a_cursor_that_no_page_returned_is_invalid() {
    let db = database();
    let teams = Records::<Team>::of_owner(&db, "ada");
    for cursor in ["x", "AAAA", "W10"] {
        let error = teams.query().page(&Page::cursor(Some(cursor), 1)).unwrap_err();
        assert_eq!(error.message, "the cursor is invalid", "{cursor}");
    }
}

#[test]
fn a_cursor_continues_after_elements_are_added_and_deleted() {
    let db = database();
    let teams = Records::<Team>::of_owner(&db, "ada");
    insert(&teams, &[("a", None), ("b", None)]);
    let page = teams.query().page(&Page::cursor(None, 2)).unwrap();
    assert_eq!((page.has_more, page.next_cursor()), (false, None));
    teams.delete("1").unwrap();
    teams.insert(&team("2", "c", None)).unwrap();
    let next = teams.query().page(&Page::cursor(Some(&page.cursor), 2)).unwrap();
    assert_eq!(ids(next.items), ["2"]);
    let end = teams.query().page(&Page::cursor(Some(&next.cursor), 2)).unwrap();
    assert_eq!((end.items.len(), end.cursor), (0, next.cursor));
}

/// A pagination style.
#[derive(Clone, Copy, Debug)]
enum Style {
    Offset,
    Number,
    Cursor,
    All,
}

/// Follows a list to its end, as a client of this style does.
fn walk(style: Style, size: u64, get: impl Fn(&Page) -> RecordPage<Team>) -> Vec<Team> {
    let (mut found, mut cursor, mut number) = (Vec::new(), None, 0);
    loop {
        number += 1;
        let page = get(&match style {
            Style::Offset => Page::offset(found.len() as u64, size),
            Style::Number => Page::number(number, size),
            Style::Cursor => Page::cursor(cursor.as_deref(), size),
            Style::All => Page::all(),
        });
        cursor = page.next_cursor();
        assert!(matches!(style, Style::All) || page.items.len() as u64 <= size);
        found.extend(page.items);
        assert_eq!(page.has_more, (found.len() as u64) < page.total);
        if !page.has_more {
            return found;
        }
    }
}

fn query<'a>(teams: &Records<'a, Team>, sort: Option<&'static str>, descending: bool) -> Query<'a, Team> {
    let query = teams.query().greater_than("name", "a".to_owned());
    let query = if let Some(column) = sort { query.sort(column) } else { query };
    if descending { query.descending() } else { query }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn pages_of_every_style_have_each_element_once(
        rows in prop::collection::vec(("[abc]{1,2}", prop::option::of(0_i64..4)), 0..20),
        size in 1_u64..8,
        style in prop::sample::select(vec![Style::Offset, Style::Number, Style::Cursor, Style::All]),
        sort in prop::sample::select(vec![None, Some("name"), Some("rank")]),
        descending: bool,
    ) {
        let db = database();
        let teams = Records::<Team>::of_owner(&db, "ada");
        let rows: Vec<(&str, Option<i64>)> = rows.iter().map(|(name, rank)| (name.as_str(), *rank)).collect();
        insert(&teams, &rows);
        let all = query(&teams, sort, descending).all().unwrap();
        let count = rows.iter().filter(|(name, _)| *name > "a").count();
        prop_assert_eq!(all.len(), count);
        let stored = walk(style, size, |page| query(&teams, sort, descending).page(page).unwrap());
        prop_assert_eq!(&stored, &all);
        let in_memory = walk(style, size, |page| page.select(all.clone()).unwrap());
        prop_assert_eq!(in_memory, all);
    }
}
