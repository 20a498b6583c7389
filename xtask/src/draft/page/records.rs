//! The tables of a page that describe records, and the fields that they belong to.

use std::collections::VecDeque;

use super::super::facts::{FactField, Facts, Model};
use super::blocks::{At, Table};
use super::types::PageType;
use super::vocabulary::Column;
use super::{description, types, vocabulary};

/// A table with the fields of a record.
#[derive(Debug)]
pub(super) struct RecordTable {
    pub(super) caption: Option<String>,
    pub(super) table: Table,
}

/// A field whose record still needs its table.
#[derive(Debug)]
struct Wanted {
    model: String,
    at: At,
    named: bool,
}

/// Adds a record and the records of its fields to the facts.
pub(super) fn add(facts: &mut Facts, model: &str, root: &Table, tables: Vec<RecordTable>, unread: &mut Vec<String>) {
    let mut tables: VecDeque<RecordTable> = tables.into();
    let mut open: VecDeque<Wanted> = VecDeque::new();
    let (fields, found) = read_fields(facts, root, unread);
    facts.models.insert(model.to_owned(), Model { fields, ..Model::default() });
    open.extend(found);
    while let Some(wanted) = open.pop_front() {
        if facts.models.contains_key(&wanted.model) {
            continue;
        }
        let Some(table) = take_table(&mut tables, &wanted, open.len(), unread) else {
            unread.push(format!(
                "{}:{}: no table with the fields of `{}` found",
                wanted.at.line, wanted.at.column, wanted.model
            ));
            continue;
        };
        let (fields, found) = read_fields(facts, &table.table, unread);
        facts.models.insert(wanted.model, Model { fields, ..Model::default() });
        // The tables of a page follow the fields in depth.
        found.into_iter().rev().for_each(|wanted| open.push_front(wanted));
    }
    for table in tables {
        let at = table.table.at;
        unread.push(format!("{}:{}: no field refers to the table", at.line, at.column));
    }
}

/// Takes the table with the name of a record, else the next one without a caption.
fn take_table(
    tables: &mut VecDeque<RecordTable>,
    wanted: &Wanted,
    others: usize,
    unread: &mut Vec<String>,
) -> Option<RecordTable> {
    let by_name = tables.iter().position(|table| table.caption.as_deref() == Some(&wanted.model));
    let index = by_name.or_else(|| tables.iter().position(|table| table.caption.is_none()))?;
    let table = tables.remove(index)?;
    let unclear = by_name.is_none() && (others > 0 || tables.iter().any(|table| table.caption.is_none()));
    if unclear {
        let at = table.table.at;
        unread.push(format!(
            "{}:{}: taken as the fields of `{}` by its position: check it",
            at.line, at.column, wanted.model
        ));
    }
    if !wanted.named {
        let at = wanted.at;
        unread.push(format!(
            "{}:{}: the page does not name the type; the draft calls it `{}`",
            at.line, at.column, wanted.model
        ));
    }
    Some(table)
}

/// Reads the fields of a table. Returns them with the records that they need.
fn read_fields(facts: &mut Facts, table: &Table, unread: &mut Vec<String>) -> (Vec<FactField>, Vec<Wanted>) {
    let (mut fields, mut wanted) = (Vec::new(), Vec::new());
    for (at, row) in &table.rows {
        let Some((field, model)) = read_field(facts, table, *at, row, unread) else { continue };
        if fields.iter().any(|other: &FactField| other.name == field.name) {
            unread.push(format!("{}:{}: `{}` is listed twice", at.line, at.column, field.name));
            continue;
        }
        wanted.extend(model.map(|(model, named)| Wanted { model, at: *at, named }));
        fields.push(field);
    }
    (fields, wanted)
}

/// Reads the field of a row, and the record that it needs.
pub(super) fn read_field(
    facts: &mut Facts,
    table: &Table,
    at: At,
    row: &[String],
    unread: &mut Vec<String>,
) -> Option<(FactField, Option<(String, bool)>)> {
    let place = format!("{}:{}", at.line, at.column);
    let name = table.cell(row, Column::Name)?.trim();
    if name.is_empty() || name.contains(|c: char| c.is_whitespace() || c.is_control()) {
        unread.push(format!("{place}: `{}` is not the name of a field", super::super::text::one_line(name)));
        return None;
    }
    let mut field = FactField { name: name.to_owned(), ..FactField::default() };
    if let Some(cell) = table.cell(row, Column::Mandatory) {
        field.required = vocabulary::mandatory(cell);
        if field.required.is_none() {
            unread.push(format!("{place}: cannot read if `{name}` is mandatory"));
        }
    }
    let cell = table.cell(row, Column::Kind).unwrap_or_default();
    let mut model = None;
    match types::parse(cell) {
        Some(PageType::Plain(kind)) => field.kind = kind,
        Some(PageType::Record { before, after, name: record }) => {
            let named = record.is_some();
            let record =
                record.unwrap_or_else(|| heck::ToUpperCamelCase::to_upper_camel_case(&*format!("{name} item")));
            field.kind = format!("{before}{record}{after}");
            model = Some((record, named));
        }
        None => {
            unread.push(format!("{place}: cannot read the type of `{name}`: `{}`", super::super::text::one_line(cell)));
        }
    }
    if types::is_bare_list(cell) {
        facts.uncertain.push(format!("The type of the elements of {name} is not listed; they are texts here."));
    }
    let text = table.cell(row, Column::Description).unwrap_or_default();
    for message in description::read(text, &mut field) {
        unread.push(format!("{place}: {message}"));
        facts.uncertain.push(message);
    }
    Some((field, model))
}
