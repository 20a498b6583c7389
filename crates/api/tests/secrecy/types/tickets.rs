//! Samples of the workflows of Service Tickets: they hold a client, codes, passwords for hosts and contents of files.

use hwc_api::FilePart;
use hwc_api::osm::GrantedAccess;
use hwc_api::tickets::NewTicket;

use super::client::builder;
use super::show::{MARK, Sample, debug};

pub(super) fn samples() -> Vec<Sample> {
    let tickets = builder().auth_token(MARK).build().unwrap().tickets();
    let file = || [FilePart::bytes("a.log", MARK)];
    let ticket = NewTicket::new("text").files(file()).customize(|request| request.verify_code(MARK));
    let host = GrantedAccess::default().auth_detail_id(1).account("root").password(MARK);
    let authorizations = tickets.authorizations();
    vec![
        debug("hwc_api::tickets::ActionCall", &tickets.close("case")),
        debug("hwc_api::tickets::AttachCall", &tickets.attach("case", file())),
        debug("hwc_api::tickets::Authorizations", &authorizations),
        debug("hwc_api::tickets::GrantCall", &authorizations.grant("grant").host(host)),
        debug("hwc_api::tickets::TicketExport", &tickets.export()),
        debug("hwc_api::tickets::MessageFollower", &tickets.follow("case")),
        debug("hwc_api::tickets::NewTicket", &ticket),
        debug("hwc_api::tickets::RateCall", &tickets.rate("case", "text")),
        debug("hwc_api::tickets::TicketCall", &tickets.open(NewTicket::new("text").files(file()))),
        debug("hwc_api::tickets::Tickets", &tickets),
        debug("hwc_api::tickets::TicketsFollower", &tickets.follow_all(["case"])),
        debug("hwc_api::tickets::ReplyCall", &tickets.reply("case", "text")),
    ]
}
