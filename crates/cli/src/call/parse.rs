//! Parses the words after the name of an operation. The operation's own names take precedence over `--help`, `--json`
//! and `--param`.

use std::collections::VecDeque;

use clap::{Args, Command};
use hwc_api::serde_json::{Map, Value as Json};
use hwc_api::wire::Kind;

use super::flags::{Flag, find};
use super::parts::Contents;
use super::sources::Sources;
use super::{parts, secrets, value};
use crate::commands::call::CallFlags;

/// The parsed arguments of an operation.
#[derive(Debug, PartialEq)]
pub(crate) enum Parsed {
    /// A request for help.
    Help,
    /// A call with these fields.
    Request(Given),
}

/// The values for the fields of a request.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Given {
    /// The fields by name.
    pub(crate) members: Map<String, Json>,
    /// The contents of files that were read from standard input.
    pub(crate) contents: Contents,
}

/// Parses the arguments of an operation with these flags. `listed` rejects text codes that are not in the spec.
pub(crate) fn parse(flags: &[Flag], words: &[String], sources: Sources<'_>, listed: bool) -> Result<Parsed, String> {
    let mut parser = Parser { flags, listed, sources, whole: Map::new(), given: Map::new() };
    let mut words: VecDeque<&str> = words.iter().map(String::as_str).collect();
    let mut problems = Vec::new();
    while let Some(word) = words.pop_front() {
        match parser.argument(word, &mut words) {
            Ok(true) => return Ok(Parsed::Help),
            Ok(false) => {}
            Err(problem) => problems.push(problem),
        }
    }
    if !problems.is_empty() {
        return Err(problems.join("; "));
    }
    let Parser { whole: mut members, given, mut sources, .. } = parser;
    members.extend(given);
    let contents = parts::settle(flags, &mut members, &mut sources)?;
    Ok(Parsed::Request(Given { members, contents }))
}

struct Parser<'a> {
    flags: &'a [Flag],
    listed: bool,
    sources: Sources<'a>,
    /// The fields from `--json`. Fields from flags replace them.
    whole: Map<String, Json>,
    /// The fields from flags.
    given: Map<String, Json>,
}

impl Parser<'_> {
    /// Parses one argument with its value. Returns `true` if the argument is a request for help.
    fn argument<'w>(&mut self, word: &'w str, rest: &mut VecDeque<&'w str>) -> Result<bool, String> {
        let Some(long) = word.strip_prefix("--") else {
            return if word == "-h" { Ok(true) } else { Err(unexpected(word)) };
        };
        let (name, attached) = long.split_once('=').map_or((long, None), |(name, value)| (name, Some(value)));
        if let Some(flag) = find(self.flags, name) {
            let text = match flag.kind {
                Kind::Bool => attached.or_else(|| following(rest)).unwrap_or("true"),
                _ => needed(name, attached, rest)?,
            };
            self.set(flag, text)?;
            return Ok(false);
        }
        match name {
            "help" => return Ok(true),
            "json" => self.json(needed(name, attached, rest)?)?,
            "param" => self.param(needed(name, attached, rest)?)?,
            _ => {
                // The value would be reported too, although it may be right.
                let _ = following(rest);
                return Err(unknown(self.flags, name));
            }
        }
        Ok(false)
    }

    fn param(&mut self, pair: &str) -> Result<(), String> {
        let (name, text) = pair.split_once('=').ok_or("--param: expected NAME=VALUE")?;
        let flag = find(self.flags, name).ok_or_else(|| unknown(self.flags, name))?;
        self.set(flag, text)
    }

    /// Sets a field. Repeated lists are appended.
    fn set(&mut self, flag: &Flag, text: &str) -> Result<(), String> {
        let about = |problem: String| format!("--{}: {problem}", flag.name);
        let value = value::read(&flag.kind, text, self.listed, &mut self.sources).map_err(about)?;
        match (self.given.get_mut(flag.field.name), value) {
            (None, value) => drop(self.given.insert(flag.field.name.to_owned(), value)),
            (Some(Json::Array(list)), Json::Array(more)) if matches!(flag.kind, Kind::List(_)) => list.extend(more),
            (Some(_), _) => return Err(about("it is given twice".to_owned())),
        }
        Ok(())
    }

    /// Parses `--json`, the whole request as one object. Only JSON from a file or standard input may contain secrets.
    fn json(&mut self, text: &str) -> Result<(), String> {
        let about = |problem: String| format!("--json: {problem}");
        let elsewhere = self.sources.elsewhere(text).transpose().map_err(about)?;
        let value = value::parse_from(elsewhere.as_ref(), text).map_err(about)?;
        let Json::Object(mut members) = value else {
            return Err(about("expected an object with the fields of the request".to_owned()));
        };
        if elsewhere.is_none() {
            for flag in self.flags {
                secrets::replace_members(flag.field, &flag.kind, &mut members, "", &self.sources).map_err(about)?;
            }
        }
        self.whole.extend(members);
        Ok(())
    }
}

/// Returns the value of a flag that requires one. A value that looks like a flag must be attached with `=`, so that a
/// forgotten value is noticed.
fn needed<'a>(name: &str, attached: Option<&'a str>, rest: &mut VecDeque<&'a str>) -> Result<&'a str, String> {
    let missing = || match rest.front() {
        Some(next) => format!("--{name} needs a value; write --{name}={next} if that is the value"),
        None => format!("--{name} needs a value"),
    };
    let missing = missing();
    attached.or_else(|| following(rest)).ok_or(missing)
}

/// Returns the next word, unless it is a flag.
fn following<'a>(rest: &mut VecDeque<&'a str>) -> Option<&'a str> {
    let is_value = rest.front().is_some_and(|next| !next.starts_with("--"));
    if is_value { rest.pop_front() } else { None }
}

fn unexpected(word: &str) -> String {
    format!("unexpected `{word}`: fields are given as --name VALUE, and --help lists them")
}

/// Returns the error for an unknown flag, with the closest match.
fn unknown(flags: &[Flag], name: &str) -> String {
    if options().iter().any(|option| option == name) {
        return format!("--{name} is an option of `hwc call` and stands before the operation's name");
    }
    let likeness = |flag: &&Flag| strsim::jaro(name, &flag.name).max(strsim::jaro(name, flag.field.name));
    let near = flags.iter().filter(|flag| likeness(flag) > 0.7);
    let best = near.max_by(|left, right| likeness(left).total_cmp(&likeness(right)));
    match best {
        Some(flag) => format!("there is no --{name}; did you mean --{}?", flag.name),
        None => format!("there is no --{name}; --help lists what there is"),
    }
}

/// Returns the names of the options that precede the name of the operation.
fn options() -> Vec<String> {
    let command = CallFlags::augment_args(Command::new("call"));
    command.get_arguments().filter_map(|argument| argument.get_long().map(str::to_owned)).collect()
}
