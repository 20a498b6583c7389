//! A proxy between the client and the service.

use hwc_api::ErrorClass::Unknown;
use hwc_api::ErrorKind::{Config, NotSent};

use crate::fault_case::{FaultCase, Group, expect_error, expect_response, expect_service_error};
use crate::script::{ConnectionScript, Script, default_response, response};

pub(crate) fn group() -> Group {
    let named = |case: FaultCase, count: u32| {
        let expect = expect_error(NotSent).retryable().sent(4).arrived(count);
        case.through_proxy().both(expect.message("the proxy http://127.0.0.1:").remark("the error names the proxy"))
    };
    let pem = rcgen::generate_simple_self_signed(["service.invalid".to_owned()]).unwrap().cert.pem();
    let unauthorized = || response("407 Proxy Authentication Required", "", "");
    let wants_user =
        |case: FaultCase| case.through_proxy().both(expect_error(Config).message("rejected the request (407)"));
    let cases = vec![
        FaultCase::new("working proxy", default_response()).through_proxy().both(expect_response()),
        named(FaultCase::new("proxy refuses the connection", Script::new([default_response()]).refusing(u32::MAX)), 0),
        wants_user(FaultCase::new("407 from the proxy", unauthorized())),
        wants_user(FaultCase::new("407 from the proxy for `CONNECT`", unauthorized()).trust(&pem)),
        named(FaultCase::new("403 from the proxy for `CONNECT`", response("403 Forbidden", "", "")).trust(&pem), 4),
        named(
            FaultCase::new("proxy closes the connection after `CONNECT`", ConnectionScript::request()).trust(&pem),
            4,
        ),
        FaultCase::new("502 from the proxy", response("502 Bad Gateway", "", ""))
            .through_proxy()
            .reads(expect_service_error(502, "", Unknown).retryable().sent(4).remark("same as a 502 from the service"))
            .creates(expect_service_error(502, "", Unknown)),
    ];
    Group { title: "Proxies", cases }
}
