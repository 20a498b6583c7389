//! A proxy between the client and the service.

use hwc_api::ErrorClass::Unknown;
use hwc_api::ErrorKind::{Config, NotSent};

use crate::row::{Group, Row, answered, fails, refused};
use crate::script::{Script, Turn, answer, fine};

pub(crate) fn group() -> Group {
    let named = |row: Row, count: u32| {
        let expect = fails(NotSent).retryable().sent(4).arrived(count);
        row.through_proxy().both(expect.says("the proxy http://127.0.0.1:").remark("the error names the proxy"))
    };
    let pem = rcgen::generate_simple_self_signed(["service.invalid".to_owned()]).unwrap().cert.pem();
    let unauthorized = || answer("407 Proxy Authentication Required", "", "");
    let wants_user = |row: Row| row.through_proxy().both(fails(Config).says("rejected the request (407)"));
    let rows = vec![
        Row::new("working proxy", fine()).through_proxy().both(answered()),
        named(Row::new("proxy refuses the connection", Script::new([fine()]).refusing(u32::MAX)), 0),
        wants_user(Row::new("407 from the proxy", unauthorized())),
        wants_user(Row::new("407 from the proxy for `CONNECT`", unauthorized()).trust(&pem)),
        named(Row::new("403 from the proxy for `CONNECT`", answer("403 Forbidden", "", "")).trust(&pem), 4),
        named(Row::new("proxy closes the connection after `CONNECT`", Turn::request()).trust(&pem), 4),
        Row::new("502 from the proxy", answer("502 Bad Gateway", "", ""))
            .through_proxy()
            .reads(refused(502, "", Unknown).retryable().sent(4).remark("same as a 502 from the service"))
            .creates(refused(502, "", Unknown)),
    ];
    Group { title: "Proxies", rows }
}
