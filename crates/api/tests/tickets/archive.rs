//! A service with many tickets. It lists them in one of several ways that the reference leaves open, while tickets are
//! opened and deleted.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use hwc_api::Timestamp;
use serde_json::{Value, json};

use crate::desk::{Asked, Desk, refusal};

/// The undocumented properties of `ListCases`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ways {
    /// True if the newest ticket is listed first.
    pub(crate) newest_first: bool,
    /// True if the ends of a time span are included.
    pub(crate) ends_count: bool,
    /// True if times are compared by whole seconds.
    pub(crate) by_seconds: bool,
}

/// Returns all combinations.
pub(crate) fn all_ways() -> Vec<Ways> {
    let bools = [true, false];
    let mut ways = Vec::new();
    for newest_first in bools {
        for ends_count in bools {
            ways.extend(bools.map(|by_seconds| Ways { newest_first, ends_count, by_seconds }));
        }
    }
    ways
}

/// The prefix of the IDs of tickets with unreadable times.
pub(crate) const UNDATED: &str = "undated-";

/// A callback after a page was listed, which may change the tickets.
type Event = Box<dyn FnMut(&mut BTreeMap<String, i64>, u32) + Send>;

/// The tickets by ID, with their opening times in milliseconds.
#[derive(Clone)]
pub(crate) struct Archive {
    pub(crate) tickets: Arc<Mutex<BTreeMap<String, i64>>>,
    ways: Ways,
    event: Arc<Mutex<Event>>,
    pages: Arc<Mutex<u32>>,
}

impl Archive {
    pub(crate) fn new(ways: Ways, tickets: impl IntoIterator<Item = (String, i64)>) -> Self {
        let tickets = Arc::new(Mutex::new(tickets.into_iter().collect()));
        Self { tickets, ways, event: Arc::new(Mutex::new(Box::new(|_, _| {}))), pages: Arc::default() }
    }

    /// Sets a callback that is called after each page, with its number.
    pub(crate) fn after_each_page(self, event: impl FnMut(&mut BTreeMap<String, i64>, u32) + Send + 'static) -> Self {
        *self.event.lock().unwrap() = Box::new(event);
        self
    }

    pub(crate) fn desk(&self) -> Desk {
        let (list, show) = (self.clone(), self.clone());
        Desk::new()
            .does("ListCases", move |asked| (200, list.list(asked)))
            .does("ShowCaseDetail", move |asked| (200, show.show(asked)))
    }

    fn list(&self, asked: &Asked) -> Value {
        let mut tickets = self.tickets.lock().unwrap();
        let number = |name: &str, default: usize| asked.query(name).map_or(default, |text| text.parse().unwrap());
        let (offset, limit) = (number("offset", 0), number("limit", 10));
        let mut found: Vec<(i64, &String)> = tickets.iter().map(|(id, opened)| (*opened, id)).collect();
        let belongs = self.span(asked);
        found.retain(|(opened, _)| belongs(*opened));
        found.sort();
        if self.ways.newest_first {
            found.reverse();
        }
        let total = found.len().min(65_535);
        let page: Vec<Value> = found.into_iter().skip(offset).take(limit).map(|(opened, id)| row(id, opened)).collect();
        let mut pages = self.pages.lock().unwrap();
        *pages += 1;
        (self.event.lock().unwrap())(&mut tickets, *pages);
        json!({ "total_count": total, "incident_info_list": page })
    }

    /// Returns a function that returns true if a time is within the requested span.
    fn span(&self, asked: &Asked) -> impl Fn(i64) -> bool + use<> {
        let zone = asked.headers.get("x-time-zone").map_or("GMT+8", String::as_str);
        let time =
            |name: &str| Timestamp::from(format!("{} ({zone})", asked.query(name).unwrap())).unix_millis().unwrap();
        let (start, end) = (time("query_start_time"), time("query_end_time"));
        let Ways { ends_count, by_seconds, .. } = self.ways;
        move |opened| {
            let opened = if by_seconds { opened.div_euclid(1000) * 1000 } else { opened };
            if ends_count { start <= opened && opened <= end } else { start < opened && opened < end }
        }
    }

    fn show(&self, asked: &Asked) -> Value {
        let (_, id) = asked.target.rsplit_once('/').unwrap();
        if !self.tickets.lock().unwrap().contains_key(id) {
            return refusal("OSM.01010015");
        }
        json!({ "incident_detail_info": { "incident_id": id, "message_list": [{ "content": format!("about {id}") }] } })
    }
}

fn row(id: &str, opened: i64) -> Value {
    let time = Timestamp::from_unix_millis(opened);
    let time = if id.starts_with(UNDATED) { "28th of November" } else { time.as_str() };
    json!({ "incident_id": id, "status": 1, "create_time": time })
}

/// Returns a generator of pseudo-random numbers that are the same in each run (SplitMix64).
pub(crate) fn numbers(seed: u64) -> impl FnMut(u64) -> u64 {
    let mut state = seed;
    move |below| {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % below
    }
}
