//! A table that DataFusion writes to a drive, and reads from it.

use datafusion::arrow::util::pretty::pretty_format_batches;
use datafusion::object_store::ObjectStore;
use hwc_api::Client;
use hwc_datafusion::{session, totals, write_sales};
use hwc_object_store::{KooDriveBuilder, KooDriveStore};
use hwc_sandbox::{Sandbox, SandboxOptions};

const TOTALS: &str = "\
+--------+-------+-------+
| region | sales | total |
+--------+-------+-------+
| east   | 1     | 40    |
| north  | 2     | 90    |
| south  | 1     | 50    |
+--------+-------+-------+";

async fn store() -> KooDriveStore {
    let sandbox = Sandbox::new(SandboxOptions::default()).unwrap();
    let client = Client::builder().transport(sandbox).koodrive_token("any").build().unwrap();
    KooDriveBuilder::new(client).build().await.unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_partitioned_table_is_written_and_queried() {
    let store = store().await;
    let context = session(store.clone()).unwrap();
    write_sales(&context).await.unwrap();

    let listed = store.list_with_delimiter(Some(&"Warehouse/sales".into())).await.unwrap();
    let regions: Vec<&str> = listed.common_prefixes.iter().filter_map(|prefix| prefix.filename()).collect();
    assert_eq!(regions, ["region=east", "region=north", "region=south"]);

    let rows = totals(&context, 2026).await.unwrap().collect().await.unwrap();
    assert_eq!(pretty_format_batches(&rows).unwrap().to_string(), TOTALS);
}
