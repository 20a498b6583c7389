//! Throttled calls, with each form of `Retry-After`.

use hwc_api::ErrorClass::Throttled;

use crate::fault_case::{FaultCase, Group, expect_response, expect_service_error};
use crate::script::{ConnectionScript, default_response, response};

pub(crate) fn group() -> Group {
    let always = |name, header: &str| FaultCase::new(name, busy(header));
    let too_often = || expect_service_error(429, "", Throttled).retryable();
    let cases = vec![
        always("429 for every attempt", "").both(too_often().sent(4)),
        once("429, then success", "").both(expect_response().sent(2).after_the_usual_wait()),
        once("429 with `Retry-After` in seconds", "retry-after: 7\r\n").both(expect_response().sent(2).after(7)),
        once("429 with `Retry-After: 2.5`", "retry-after: 2.5\r\n").both(expect_response().sent(2).after(3)),
        once("429 with a date in `Retry-After`", "retry-after: Tue, 14 Nov 2023 22:13:31 GMT\r\n")
            .both(expect_response().sent(2).after(11)),
        once("429 with a date, service clock one hour ahead", AHEAD).both(expect_response().sent(2).after(11)),
        once("429 with a past date", "retry-after: Tue, 14 Nov 2023 22:00:00 GMT\r\n")
            .both(expect_response().sent(2).after_the_usual_wait()),
        once("429 with `Retry-After: 0`", "retry-after: 0\r\n").both(expect_response().sent(2).after_the_usual_wait()),
        once("429 with an invalid `Retry-After`", "retry-after: soon\r\n")
            .both(expect_response().sent(2).after_the_usual_wait()),
        once("429 with a negative `Retry-After`", "retry-after: -5\r\n")
            .both(expect_response().sent(2).after_the_usual_wait()),
        once("429 with a `Retry-After` above 64 bits", "retry-after: 99999999999999999999999\r\n")
            .both(expect_response().sent(2).after_the_usual_wait().remark("treated as invalid")),
        once("429 with the largest 64-bit `Retry-After`", "retry-after: 18446744073709551615\r\n")
            .both(too_often().after(0)),
        once("429 with a `Retry-After` beyond the deadline", "retry-after: 60\r\n").both(too_often().after(0)),
        once("429 with a date after the deadline", "retry-after: Wed, 15 Nov 2023 22:13:20 GMT\r\n")
            .both(too_often().after(0)),
    ];
    Group { title: "Throttling", cases }
}

const AHEAD: &str = "date: Tue, 14 Nov 2023 23:13:20 GMT\r\nretry-after: Tue, 14 Nov 2023 23:13:31 GMT\r\n";

fn busy(header: &str) -> ConnectionScript {
    response("429 Too Many Requests", header, "")
}

fn once(name: &'static str, header: &str) -> FaultCase {
    FaultCase::new(name, [busy(header), default_response()])
}
