//! Uses requests, responses and their values without a client: as JSON, as text, as schemas.
use anyhow::ensure;
use hwc_api::koodrive::{CreateJob, JobInput, JobType};
use hwc_api::osm::{CaseStatus, CreateCases, ListCases, ListCasesResponse};
use hwc_api::serde_json::{self, json};
use hwc_api::{Timestamp, wire::UtcOffset};

fn main() -> anyhow::Result<()> {
    let request = ListCases::new().status(CaseStatus::InProgress).limit(10).search_key(["a", "b"]);
    let text = serde_json::to_string(&request)?;
    ensure!(serde_json::from_str::<ListCases>(&text)? == request);
    for value in [
        json!({"business_type_id": "Fault", "simple_description": "x", "source_id": "s"}),
        json!({"business_type_id": "Fault", "typo": 1}),
        json!({"business_type_id": 5}),
        json!([]),
    ] {
        println!("{:?}", serde_json::from_value::<CreateCases>(value));
    }
    for status in [json!(1), json!("1"), json!("InProgress"), json!(99)] {
        println!("{status}: {:?}", serde_json::from_value::<ListCases>(json!({ "status": status })));
    }
    ensure!("InProgress".parse::<CaseStatus>()? == CaseStatus::from(1) && CaseStatus::from(99).is_open());
    println!("{} {} {:?}", CaseStatus::from(99), CaseStatus::InProgress, "Gone".parse::<CaseStatus>());

    let received = json!({"total_count": "7", "incident_info_list": [{"incident_id": "1", "status": 42}]});
    println!("{}", serde_json::to_string(&serde_json::from_value::<ListCasesResponse>(received)?)?);
    let secret = CreateJob::new(JobType::Decompress, JobInput::default(), "space-1").password("p4ss");
    ensure!(!format!("{secret:?}{}", serde_json::to_string(&secret)?).contains("p4ss"));
    println!("{}", serde_json::to_string_pretty(&schemars::schema_for!(CreateCases))?);

    for text in ["2020-07-07T09:33:43Z", "2020-07-07 09:33:43", "2024-08-26 20:48:52 (GMT+08:00)", "noon", ""] {
        let time = Timestamp::from(text);
        println!("{time}: {:?}, in China {:?}", time.unix_millis(), time.unix_millis_at(UtcOffset::CHINA));
    }
    println!("{} {}", Timestamp::from_unix_millis(i64::MAX), Timestamp::from_unix_millis_at(0, UtcOffset::CHINA));
    Ok(())
}
