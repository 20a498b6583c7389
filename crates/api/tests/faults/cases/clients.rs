//! Outcomes of many calls, and of client settings.

use hwc_api::ErrorClass::Unknown;
use hwc_api::ErrorKind::Timeout;

use crate::fault_case::{FaultCase, Group, expect_error, expect_response, expect_service_error};
use crate::script::{default_response, json, response};

pub(crate) fn group() -> Group {
    let down = || json("503 Service Unavailable", "{}");
    let cases = vec![
        FaultCase::new("outage: 40 calls while the service is down", down())
            .times(40)
            // There are a hundred retries: three for each of 33 calls, one for the next, none for the other six.
            .reads(
                expect_service_error(503, "", Unknown)
                    .retryable()
                    .sent(140)
                    .remark("the last calls are sent once each"),
            )
            .creates(expect_service_error(503, "", Unknown).sent(40)),
        FaultCase::new(
            "second call, after a 429 with `Retry-After: 120`",
            response("429 Too Many Requests", "retry-after: 120\r\n", ""),
        )
        .times(2)
        .both(
            expect_error(Timeout)
                .retryable()
                .message("delay requested by the service; wait of 60s")
                .after(0)
                .remark("nothing is sent"),
        ),
        FaultCase::new("503 with `max_attempts(1)`", down())
            .configure_client(|builder| builder.max_attempts(1))
            .reads(expect_service_error(503, "", Unknown).retryable())
            .creates(expect_service_error(503, "", Unknown)),
        FaultCase::new("503 with `max_attempts(2)`, then success", [down(), default_response()])
            .configure_client(|builder| builder.max_attempts(2))
            .reads(expect_response().sent(2))
            .creates(expect_service_error(503, "", Unknown)),
    ];
    Group { title: "Many calls", cases }
}
