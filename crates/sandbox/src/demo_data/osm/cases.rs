//! Demo data: users and agencies of the account, and tickets in every state. They follow the same rules as all tickets.

use hwc_models::osm::{Agency, CaseAction, CaseRating, CreateCases, UpdateCases};

use crate::account;
use crate::runtime::api_error::ApiError;
use crate::runtime::context::{Caller, Context};
use crate::runtime::times::{self, DAY};
use crate::services::osm::case_queries::customers::AccountUser;
use crate::services::osm::cases::{open_as, update};
use crate::services::osm::engineer::{EngineerAction, EngineerError};
use crate::services::osm::{REACTION, SOURCE, engineer};

/// The ID, name, country code, phone number and mail address. The first is the user of the demo account.
const USERS: [(&str, &str, &str, &str, &str); 3] = [
    (account::USER_ID, account::USER_NAME, "86", "13800000001", "sandbox@example.com"),
    ("user-li", "Li", "86", "13800000002", "li@example.com"),
    ("user-noor", "Noor", "971", "500000003", "noor@example.com"),
];

/// The ID, the name, the validity, and the name and ID of the delegated account.
const AGENCIES: [(&str, &str, &str, &str, &str); 2] = [
    ("agency-1", "support-read", "FOREVER", "op_svc_osm", "0a4db0c5a4db0c5a4db0c5a4db0c5a40"),
    ("agency-2", "support-once", "ONEDAY", "op_svc_osm", "0a4db0c5a4db0c5a4db0c5a4db0c5a40"),
];

/// The history of a ticket after it was opened.
#[derive(Clone, Copy)]
enum History {
    /// It was only accepted.
    Nothing,
    /// Engineers worked on it.
    Worked(&'static [EngineerAction]),
    /// The customer acted on it before it was accepted.
    Acted(&'static [CaseAction]),
}

/// The ID, age in days, index of the user, problem type, region, description and history. Ticket 1 comes first, so that its
/// message has the number 1: the examples of the reference name both.
const CASES: [(&str, i64, usize, &str, &str, &str, History); 8] = [
    ("1", 40, 0, "Fault", "cn-south-1", "The ticket of more examples of the reference.", History::Nothing),
    (
        "case-to-confirm",
        12,
        0,
        "Fault",
        "cn-north-4",
        "The backup has failed.",
        History::Worked(&[EngineerAction::Resolve]),
    ),
    ("case-cancelled", 13, 1, "Fault", "cn-south-1", "The site is down.", History::Acted(&[CaseAction::Cancel])),
    ("case-suspended", 14, 1, "Billing", "", "A refund has not arrived.", History::Worked(&[EngineerAction::Suspend])),
    ("case-invalid", 15, 1, "Billing", "", "Please ignore this.", History::Worked(&[EngineerAction::Invalidate])),
    ("case-deleted", 16, 0, "Fault", "", "Wrong button.", History::Acted(&[CaseAction::Cancel, CaseAction::Delete])),
    (
        "case-feedback",
        17,
        2,
        "Fault",
        "cn-north-4",
        "The database is slow.",
        History::Worked(&[EngineerAction::RequestInformation]),
    ),
    ("case-partner", 18, 2, "Fault", "cn-north-4", "The partner's image does not start.", History::Nothing),
];

/// Writes users, agencies and tickets.
pub(super) fn seed(cx: &Context<'_>) -> Result<(), ApiError> {
    people(cx)?;
    for (id, days, user, kind, region, description, history) in CASES {
        let opened = context_at(cx, cx.now - days * DAY, caller(user));
        let request = CreateCases::new(kind, description, SOURCE).region_id(region).severity_id("general");
        open_as(&opened, &request, id, opened.now)?;
        replay(&opened, id, history)?;
    }
    cx.db.execute("UPDATE cases SET ownership = 1 WHERE id = 'case-partner'", ())?;
    let foreign = context_at(cx, cx.now - 19 * DAY, Caller::other());
    let request = CreateCases::new("Fault", "A ticket of another customer.", SOURCE).region_id("cn-north-4");
    open_as(&foreign, &request.severity_id("general"), "case-foreign", foreign.now)
}

fn people(cx: &Context<'_>) -> Result<(), ApiError> {
    for (id, name, area_code, mobile, mail) in USERS {
        let (id, name, area_code) = (id.to_owned(), name.to_owned(), area_code.to_owned());
        let (mobile, mail) = (mobile.to_owned(), mail.to_owned());
        cx.records().insert(&AccountUser { id, name, area_code, mobile, mail })?;
    }
    for (id, name, duration, domain, domain_id) in AGENCIES {
        let created = cx.now - 100 * DAY;
        let mut agency = Agency::default();
        agency.id = Some(id.into());
        agency.name = Some(name.to_owned());
        agency.duration = Some(duration.to_owned());
        agency.trust_domain_name = Some(domain.to_owned());
        agency.trust_domain_id = Some(domain_id.into());
        agency.create_time = Some(times::osm(created));
        agency.expire_time = (duration == "ONEDAY").then(|| times::osm(created + DAY));
        cx.records().insert(&agency)?;
    }
    Ok(())
}

fn caller(user: usize) -> Caller {
    let (id, name, ..) = USERS[user];
    Caller { id: id.to_owned(), name: name.to_owned() }
}

/// Returns the context at another time, with another caller.
fn context_at<'a>(cx: &Context<'a>, now: i64, caller: Caller) -> Context<'a> {
    Context {
        db: cx.db,
        settings: cx.settings.clone(),
        caller,
        strict: cx.strict,
        secrets: cx.secrets,
        contents: cx.contents,
        proof_origin: None,
        drive_token: None,
        folder_scope: None,
        deferred: None,
        now,
        origin: cx.origin,
    }
}

fn replay(opened: &Context<'_>, id: &str, history: History) -> Result<(), ApiError> {
    match history {
        History::Nothing => Ok(()),
        History::Worked(works) => {
            let cx = context_at(opened, opened.now + 10 * REACTION, engineer::engineer());
            works.iter().try_for_each(|work| engineer::perform(&cx, id, *work)).map_err(|error| failed(&error))
        }
        History::Acted(actions) => {
            let mut cx = context_at(opened, opened.now + REACTION / 2, opened.caller.clone());
            actions.iter().try_for_each(|action| update_ticket(&mut cx, &UpdateCases::new(id, action.clone())))
        }
    }
}

fn update_ticket(cx: &mut Context<'_>, request: &UpdateCases) -> Result<(), ApiError> {
    update(cx, request).map(|_| ())
}

fn failed(error: &EngineerError) -> ApiError {
    ApiError::internal(error.to_string())
}

/// Completes a ticket that was opened days ago: an engineer solves it, and the customer rates and closes it.
pub(super) fn complete(cx: &Context<'_>, id: &str) -> Result<(), ApiError> {
    let solved = context_at(cx, cx.now - 2 * DAY, engineer::engineer());
    engineer::reply(&solved, id, "<p>The invoice was sent <b>again</b>.</p>").map_err(|error| failed(&error))?;
    engineer::perform(&solved, id, EngineerAction::Resolve).map_err(|error| failed(&error))?;
    engineer::set_resolution(&solved, id, "The mail was refused.", "The invoice was sent again.")
        .map_err(|error| failed(&error))?;
    let mut rating = CaseRating::default();
    rating.satisfaction_id = Some(1);
    rating.satisfaction_value = Some(5);
    let request = UpdateCases::new(id, CaseAction::Close).judgement("Quick.").incident_satisfaction_list([rating]);
    update_ticket(&mut context_at(cx, cx.now - DAY, cx.caller.clone()), &request)
}
