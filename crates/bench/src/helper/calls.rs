//! Calls of one caller in its own process, with the same output as the programs in `peers/`.

use serde::Serialize;

use crate::Outcome;
use crate::benchmarks::Caller;
use crate::harness::Watch;

/// The cost of a number of calls. The programs in `peers/` print the same.
#[derive(Clone, Copy, Debug, Serialize)]
pub(super) struct CallCost {
    /// CPU time per call in microseconds, including all threads.
    cpu_us: f64,
    /// Calls per second.
    calls_per_s: f64,
}

/// The arguments after `calls`.
pub(super) struct Work {
    caller: Caller,
    tickets: u32,
    calls: u64,
    in_flight: u64,
}

impl Work {
    /// Parses `<caller> <endpoint> <tickets> <calls> <in flight>`. The caller is the name of one of
    /// [`Caller::over_http`].
    pub(super) fn read(words: &[&str]) -> Outcome<Self> {
        let [wanted, endpoint, tickets, calls, in_flight] = words else {
            return Err("calls needs <caller> <endpoint> <tickets> <calls> <in flight>".into());
        };
        let mut callers = Caller::over_http(endpoint)?.into_iter();
        let (_, caller) =
            callers.find(|(name, _)| name == wanted).ok_or_else(|| format!("unknown caller: {wanted}"))?;
        let (calls, in_flight): (u64, u64) = (calls.parse()?, in_flight.parse()?);
        if in_flight == 0 || calls < in_flight {
            return Err(format!("{calls} calls cannot be made {in_flight} at once").into());
        }
        Ok(Self { caller, tickets: tickets.parse()?, calls, in_flight })
    }

    /// Makes the calls, after a warm-up of a tenth as many.
    pub(super) async fn run(self) -> Outcome<CallCost> {
        let Self { caller, tickets, calls, in_flight } = self;
        caller.clone().call_concurrently(tickets, calls / 10 + in_flight, in_flight).await?;
        let watch = Watch::start();
        caller.call_concurrently(tickets, calls, in_flight).await?;
        let (wall, cpu) = (watch.wall().as_secs_f64(), watch.cpu().as_secs_f64());
        // The number of calls made: the same for each task.
        let made = (calls / in_flight * in_flight) as f64;
        Ok(CallCost { cpu_us: cpu * 1e6 / made, calls_per_s: made / wall })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(words: &[&str]) -> String {
        Work::read(words).err().unwrap().to_string()
    }

    #[test]
    fn every_caller_has_a_name() {
        for (name, _) in Caller::over_http("http://127.0.0.1:1").unwrap() {
            let work = Work::read(&[name, "http://127.0.0.1:1", "100", "128", "64"]).unwrap();
            assert_eq!((work.tickets, work.calls, work.in_flight), (100, 128, 64));
        }
    }

    #[test]
    fn what_cannot_be_done_is_refused() {
        assert_eq!(refusal(&["me", "http://127.0.0.1:1", "1", "1", "1"]), "unknown caller: me");
        let crowd = refusal(&["hwc, token", "http://127.0.0.1:1", "1", "63", "64"]);
        assert_eq!(crowd, "63 calls cannot be made 64 at once");
        assert!(refusal(&["hwc, token"]).starts_with("calls needs <caller>"));
    }
}
