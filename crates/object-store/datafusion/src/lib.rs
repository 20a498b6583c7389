//! A table of Parquet files in a drive, written and read by DataFusion.

use std::sync::Arc;

use datafusion::arrow::array::{ArrayRef, Int64Array, StringArray};
use datafusion::arrow::datatypes::DataType;
use datafusion::arrow::record_batch::RecordBatch;
use datafusion::dataframe::DataFrameWriteOptions;
use datafusion::error::Result;
use datafusion::prelude::{DataFrame, ParquetReadOptions, SessionConfig, SessionContext};
use hwc_object_store::KooDriveStore;
use url::Url;

/// The URL of the store. Its scheme and host are names of your choice.
pub const STORE: &str = "koodrive://personal";

/// The URL of the table.
pub const TABLE: &str = "koodrive://personal/Warehouse/sales/";

/// Creates a session that reads and writes a drive.
///
/// # Errors
/// Returns an error if [`STORE`] is not a URL.
pub fn session(store: KooDriveStore) -> Result<SessionContext> {
    let context = SessionContext::new_with_config(SessionConfig::new().with_target_partitions(2));
    let url = Url::parse(STORE).map_err(|error| datafusion::error::DataFusionError::External(error.into()))?;
    context.register_object_store(&url, Arc::new(store));
    Ok(context)
}

/// Writes sales to the table: a folder for each region, with a Parquet file.
///
/// # Errors
/// Returns the errors of the writes.
pub async fn write_sales(context: &SessionContext) -> Result<()> {
    let regions = ["north", "south", "north", "east", "south", "north"];
    let columns: Vec<(&str, ArrayRef)> = vec![
        ("region", Arc::new(StringArray::from_iter_values(regions))),
        ("year", Arc::new(Int64Array::from_iter_values([2025, 2025, 2026, 2026, 2026, 2026]))),
        ("amount", Arc::new(Int64Array::from_iter_values([1, 2, 30, 40, 50, 60]))),
    ];
    let options = DataFrameWriteOptions::new().with_partition_by(vec!["region".to_owned()]);
    let sales = context.read_batch(RecordBatch::try_from_iter(columns)?)?;
    sales.write_parquet(TABLE, options, None).await?;
    Ok(())
}

/// Queries the table for the sales of a year by region.
///
/// # Errors
/// Returns the errors of the lists and reads.
pub async fn totals(context: &SessionContext, year: i64) -> Result<DataFrame> {
    let options = ParquetReadOptions::default().table_partition_cols(vec![("region".to_owned(), DataType::Utf8)]);
    context.register_parquet("sales", TABLE, options).await?;
    let columns = "region, count(*) AS sales, sum(amount) AS total";
    let query = format!("SELECT {columns} FROM sales WHERE year = {year} GROUP BY region ORDER BY region");
    context.sql(&query).await
}
