//! Outcomes of many calls, and of client settings.

use hwc_api::ErrorClass::Unknown;
use hwc_api::ErrorKind::Timeout;

use crate::row::{Group, Row, answered, fails, refused};
use crate::script::{answer, fine, json};

pub(crate) fn group() -> Group {
    let down = || json("503 Service Unavailable", "{}");
    let rows = vec![
        Row::new("outage: 40 calls while the service is down", down())
            .times(40)
            // There are a hundred retries: three for each of 33 calls, one for the next, none for the other six.
            .reads(refused(503, "", Unknown).retryable().sent(140).remark("the last calls are sent once each"))
            .creates(refused(503, "", Unknown).sent(40)),
        Row::new(
            "second call, after a 429 with `Retry-After: 120`",
            answer("429 Too Many Requests", "retry-after: 120\r\n", ""),
        )
        .times(2)
        .both(
            fails(Timeout)
                .retryable()
                .says("delay requested by the service; wait of 60s")
                .after(0)
                .remark("nothing is sent"),
        ),
        Row::new("503 with `max_attempts(1)`", down())
            .tune(|builder| builder.max_attempts(1))
            .reads(refused(503, "", Unknown).retryable())
            .creates(refused(503, "", Unknown)),
        Row::new("503 with `max_attempts(2)`, then success", [down(), fine()])
            .tune(|builder| builder.max_attempts(2))
            .reads(answered().sent(2))
            .creates(refused(503, "", Unknown)),
    ];
    Group { title: "Many calls", rows }
}
