//! An operation with a field of every kind at every location, so that the properties also cover kinds that no service uses
//! yet.

use std::collections::BTreeMap;

use hwc_models::wire::catalog::OperationEntry;
use hwc_models::wire::{Json, Method, Operation, PresignedUrl, Secret, Service, Setting, SettingLocation, Timestamp};

static SERVICE: Service = Service::new("made").settings(&[Setting {
    name: "project_id",
    wire: "project_id",
    location: SettingLocation::Path,
    doc: "The project.",
}]);

/// The catalog entry of the operation.
pub(crate) const ENTRY: OperationEntry = OperationEntry::of::<EveryKind>();

hwc_models::wire::open_enum! {
    /// Codes that are numbers.
    pub enum Level: int {
        /// Low.
        Low = 0;
        /// Negative.
        Lower = -1;
    }
}

hwc_models::wire::open_enum! {
    /// Codes that are texts.
    pub enum Colour: string {
        /// Red.
        Red = "red";
        /// Two words.
        DarkRed = "dark red, almost black";
    }
}

hwc_models::wire::string_id! {
    /// An ID.
    pub struct ThingId;
}

hwc_models::wire::model! {
    /// A record that may contain itself.
    pub struct Thing {
        /// The ID.
        id: opt ThingId = body("id").length(1, 8).required();
        /// The level.
        level: opt Level = body("level");
        /// The parts.
        parts: opt_vec Thing = body("parts").keep_empty();
        /// Things by name.
        named: req BTreeMap<String, Thing> = body("named");
        /// Any JSON.
        extra: opt Json = body("extra");
        /// Lists of lists.
        rows: opt_vec Vec<f64> = body("rows").keep_empty();
    }
}

hwc_models::wire::request! {
    /// A request with all kinds of fields.
    pub struct EveryKind(number: req_copy i32, yes: req_copy bool, id: req ThingId) -> EveryAnswer {
        /// A number in the path.
        number: req_copy i32 = path("number");
        /// A Boolean in the path.
        yes: req_copy bool = path("yes");
        /// An ID in the path.
        id: req ThingId = path("id").length(1, 6);
        /// A code in the path.
        colour: req Colour = path("colour");
        /// Text in the query.
        text: opt String = query("text").length(0, 9);
        /// A number with a fraction in the query.
        share: opt_copy f64 = query("share");
        /// Numbers in the query.
        numbers: opt_vec_copy u64 = query("numbers[]").range(1, i64::MAX).item_count(1, 2);
        /// Texts in the query.
        texts: opt_vec String = query("te xts").item_length(0, 5);
        /// Times in the query.
        times: opt_vec Timestamp = query_comma_separated("times");
        /// Texts in the query, joined.
        joined: opt_vec String = query_comma_separated("joined").item_length(0, 5);
        /// Codes in the query, joined.
        levels: opt_vec Level = query_comma_separated("levels");
        /// Text in a header.
        title: opt String = header("X-Title");
        /// A secret in a header.
        secret: opt Secret = header("X-Secret");
        /// A number in a header.
        count: opt_copy i64 = header("X-Count");
        /// A member of the body with special characters in its name.
        odd: opt String = body("ö\"dd\n");
        /// A required record.
        thing: req Thing = body("thing").required();
        /// A required member of free-form JSON.
        free: req Json = body("free").required();
        /// Links by name.
        links: req BTreeMap<String, PresignedUrl> = body("links");
        /// Lists by name.
        lists: req BTreeMap<String, Vec<i64>> = body("lists");
        /// Free-form JSON by name.
        anything: req BTreeMap<String, Json> = body("anything");
    }
    operation: Operation::new(&SERVICE, "Things", "EveryKind", Method::Put, "/v1/{project_id}/{number}/x/{yes}/{id}/{colour}");
}

hwc_models::wire::model! {
    /// A response with all kinds of fields.
    pub struct EveryAnswer {
        /// A secret in a header.
        token: opt Secret = header("X-Token");
        /// A number in a header.
        left: opt_copy u32 = header("X-Left").range(0, 10);
        /// A record.
        thing: opt Thing = body("thing").required();
        /// Records.
        things: vec Thing = body("things").item_count(0, 2);
        /// Numbers.
        numbers: vec_copy i64 = body("numbers").range(-1, 1);
        /// A number with a fraction.
        share: opt_copy f64 = body("share").required();
        /// A large number.
        size: opt_copy u64 = body("size");
        /// A Boolean.
        yes: opt_copy bool = body("yes");
        /// A time.
        at: opt Timestamp = body("at");
        /// A link.
        link: opt PresignedUrl = body("link");
        /// Codes.
        colours: vec Colour = body("colours");
        /// Free-form JSON.
        free: vec Json = body("free");
        /// Colors by name.
        named: req BTreeMap<String, Colour> = body("named");
    }
}
