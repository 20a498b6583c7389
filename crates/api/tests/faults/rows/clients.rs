//! Outcomes of many calls, and of settings of the client.

use hwc_api::ErrorClass::Other;
use hwc_api::ErrorKind::Timeout;

use crate::row::{Group, Row, answered, fails, refused};
use crate::script::{answer, fine, json};

pub(crate) fn group() -> Group {
    let down = || json("503 Service Unavailable", "{}");
    let rows = vec![
        Row::new("an outage: 40 calls while the service is down", down())
            .times(40)
            // The budget of 100 retries covers three for each of 33 calls and one for the next call. The other six have
            // none.
            .reads(refused(503, "", Other).retryable().sent(140).remark("the last calls are sent once each"))
            .creates(refused(503, "", Other).sent(40)),
        Row::new(
            "a second call, after 429 with two minutes",
            answer("429 Too Many Requests", "retry-after: 120\r\n", ""),
        )
        .times(2)
        .both(
            fails(Timeout)
                .retryable()
                .says("the service asked for a pause; 60s to wait")
                .after(0)
                .remark("nothing is sent"),
        ),
        Row::new("503 with `max_attempts(1)`", down())
            .tune(|builder| builder.max_attempts(1))
            .reads(refused(503, "", Other).retryable())
            .creates(refused(503, "", Other)),
        Row::new("503 with `max_attempts(2)`, then success", [down(), fine()])
            .tune(|builder| builder.max_attempts(2))
            .reads(answered().sent(2))
            .creates(refused(503, "", Other)),
    ];
    Group { title: "Many calls", rows }
}
