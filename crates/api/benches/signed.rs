//! What signing adds to a call: the same call with a token and with an access key, on a transport that answers at once and
//! over HTTP on loopback. The machine may be noisy: both take turns, and the medians and their ratio are what counts.
//! `cargo bench -p hwc-api --bench signed`

use std::error::Error;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::time::{Duration, Instant};

use hwc_api::http::Response;
use hwc_api::transport::{Request, ReqwestTransport};
use hwc_api::{Body, Client, ClientBuilder, Credentials, TransportError, osm};

/// How often both take turns.
const RUNS: usize = 7;

/// An answer of some 600 bytes.
const ANSWER: &str = r#"{"total_count":1,"incident_info_list":[{"xcustomer_id":"user-00001","xcustomer_name":"name of user 1","status":1,"incident_id":"case-2026-000001","business_type_name":"Instances","incident_type_name":"Usage","product_category_name":"Elastic Cloud Server","incident_service_type":"basic","customer_id":"account-0001","dc_name":"CN North-Beijing4","simple_description":"Server 1 does not start","root_cause":"Disk 1","resolution":"It was replaced.","create_time":"2026-01-02T03:04:05.000Z","confirmed_time":"2026-01-03T03:04:05.000Z","label_list":[{"label_id":1,"name":"urgent","color":"red"}]}]}"#;

fn main() -> Result<(), Box<dyn Error>> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let closure = |_: Request| async { Ok::<_, TransportError>(Response::new(Body::from(ANSWER))) };
    say(&format!("one call with an answer of {} bytes; median of {RUNS} turns", ANSWER.len()));
    compare(&runtime, "a function as transport", 5_000, &|| Client::builder().transport(closure))?;
    let endpoint = serve()?;
    let transport = ReqwestTransport::builder().no_proxy().build()?;
    compare(&runtime, "over HTTP on loopback", 1_000, &|| {
        Client::builder().transport(transport.clone()).endpoint("osm", &endpoint)
    })
}

fn compare(
    runtime: &tokio::runtime::Runtime,
    name: &str,
    rounds: u32,
    builder: &dyn Fn() -> ClientBuilder,
) -> Result<(), Box<dyn Error>> {
    let keys = Credentials::keys("AKEXAMPLE0000000TEST", "SkExampleOnlyForTests/NotARealKey0000000");
    let signed = builder().credentials(keys.domain_id("0a1b2c3d4e5f60718293a4b5c6d7e8f9")).build()?;
    let unsigned = builder().auth_token("a-token-of-no-account").build()?;
    let turn = |client: &Client| -> Result<Duration, Box<dyn Error>> {
        let started = now();
        runtime.block_on(async {
            for _ in 0..rounds {
                client.send(osm::ListCases::new().limit(1)).await?;
            }
            Ok::<_, hwc_api::Error>(())
        })?;
        Ok(started.elapsed() / rounds)
    };
    let (mut with_token, mut with_keys) = (Vec::new(), Vec::new());
    for _ in 0..=RUNS {
        with_token.push(turn(&unsigned)?);
        with_keys.push(turn(&signed)?);
    }
    let (token, keys) = (median(with_token.split_off(1)), median(with_keys.split_off(1)));
    say(name);
    say(&format!("  X-Auth-Token      {:>8.2} us", micros(token)));
    say(&format!("  signed            {:>8.2} us", micros(keys)));
    say(&format!("  ratio             {:>8.3}", micros(keys) / micros(token)));
    Ok(())
}

/// Answers all that comes on connections that stay open, with as little as can be.
fn serve() -> Result<String, Box<dyn Error>> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let endpoint = format!("http://{}", listener.local_addr()?);
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            std::thread::spawn(move || answer(stream));
        }
    });
    Ok(endpoint)
}

fn answer(mut stream: TcpStream) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let head = format!("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n", ANSWER.len());
    let mut lines = BufReader::new(stream.try_clone()?);
    let mut line = String::new();
    loop {
        line.clear();
        match lines.read_line(&mut line)? {
            0 => return Ok(()),
            2 => stream.write_all(format!("{head}{ANSWER}").as_bytes())?,
            _ => {}
        }
    }
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

fn micros(time: Duration) -> f64 {
    time.as_secs_f64() * 1e6
}

#[expect(clippy::disallowed_methods, reason = "a benchmark measures real time")]
fn now() -> Instant {
    Instant::now()
}

#[expect(clippy::print_stdout, reason = "a benchmark prints its figures")]
fn say(line: &str) {
    println!("{line}");
}
