//! An operation with a field of every kind at every location, so that the properties also cover kinds that no service uses
//! yet.

use std::collections::BTreeMap;

use hwc_models::wire::catalog::Entry;
use hwc_models::wire::{Json, Link, Method, Operation, Secret, Service, Setting, SettingPlace, Timestamp};

static SERVICE: Service = Service::new("made").settings(&[Setting {
    name: "project_id",
    wire: "project_id",
    place: SettingPlace::Path,
    doc: "The project.",
}]);

/// The catalog entry of the operation.
pub(crate) const ENTRY: Entry = Entry::of::<EveryKind>();

hwc_models::wire::open_enum! {
    /// Codes that are numbers.
    pub enum Level: number {
        /// Low.
        Low = 0;
        /// Negative.
        Lower = -1;
    }
}

hwc_models::wire::open_enum! {
    /// Codes that are texts.
    pub enum Colour: text {
        /// Red.
        Red = "red";
        /// Two words.
        DarkRed = "dark red, almost black";
    }
}

hwc_models::wire::text_id! {
    /// An ID.
    pub struct ThingId;
}

hwc_models::wire::input! {
    /// A record that may contain itself.
    pub struct Thing {
        /// The ID.
        id: opt ThingId = body("id").chars(1, 8).required();
        /// The level.
        level: opt Level = body("level");
        /// The parts.
        parts: optlist Thing = body("parts");
        /// Things by name.
        named: one BTreeMap<String, Thing> = body("named");
        /// Any JSON.
        extra: opt Json = body("extra");
        /// Lists of lists.
        rows: optlist Vec<f64> = body("rows");
    }
}

hwc_models::wire::request! {
    /// A request with all kinds of fields.
    pub struct EveryKind(number: num i32, yes: num bool, id: one ThingId) -> EveryAnswer {
        /// A number in the path.
        number: num i32 = path("number");
        /// A Boolean in the path.
        yes: num bool = path("yes");
        /// An ID in the path.
        id: one ThingId = path("id").chars(1, 6);
        /// A code in the path.
        colour: one Colour = path("colour");
        /// Text in the query.
        text: opt String = query("text").chars(0, 9);
        /// A number with a fraction in the query.
        share: optnum f64 = query("share");
        /// Numbers in the query.
        numbers: optlistnum u64 = query("numbers[]").range(1, i64::MAX).items(1, 2);
        /// Texts in the query.
        texts: optlist String = query("te xts").each(0, 5);
        /// Times in the query.
        times: optlist Timestamp = query_joined("times");
        /// Texts in the query, joined.
        joined: optlist String = query_joined("joined").each(0, 5);
        /// Codes in the query, joined.
        levels: optlist Level = query_joined("levels");
        /// Text in a header.
        title: opt String = header("X-Title");
        /// A secret in a header.
        secret: opt Secret = header("X-Secret");
        /// A number in a header.
        count: optnum i64 = header("X-Count");
        /// A member of the body with special characters in its name.
        odd: opt String = body("ö\"dd\n");
        /// A required record.
        thing: one Thing = body("thing").required();
        /// A required member of free-form JSON.
        free: one Json = body("free").required();
        /// Links by name.
        links: one BTreeMap<String, Link> = body("links");
        /// Lists by name.
        lists: one BTreeMap<String, Vec<i64>> = body("lists");
        /// Free-form JSON by name.
        anything: one BTreeMap<String, Json> = body("anything");
    }
    operation: Operation::new(&SERVICE, "Things", "EveryKind", Method::Put, "/v1/{project_id}/{number}/x/{yes}/{id}/{colour}");
}

hwc_models::wire::model! {
    /// A response with all kinds of fields.
    pub struct EveryAnswer {
        /// A secret in a header.
        token: opt Secret = header("X-Token");
        /// A number in a header.
        left: optnum u32 = header("X-Left").range(0, 10);
        /// A record.
        thing: opt Thing = body("thing").required();
        /// Records.
        things: list Thing = body("things").items(0, 2);
        /// Numbers.
        numbers: listnum i64 = body("numbers").range(-1, 1);
        /// A number with a fraction.
        share: optnum f64 = body("share").required();
        /// A large number.
        size: optnum u64 = body("size");
        /// A Boolean.
        yes: optnum bool = body("yes");
        /// A time.
        at: opt Timestamp = body("at");
        /// A link.
        link: opt Link = body("link");
        /// Codes.
        colours: list Colour = body("colours");
        /// Free-form JSON.
        free: list Json = body("free");
        /// Colors by name.
        named: one BTreeMap<String, Colour> = body("named");
    }
}
