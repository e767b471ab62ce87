//! Where a text stands: every text column of every table is looked through, so that nothing is left unseen.

use crate::store::copy::View;
use crate::store::{Store, StoreError};

/// A column in which the text stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trace {
    pub table: &'static str,
    pub column: String,
    pub rows: i64,
    /// Numbers of the incidents whose rows they are, twenty at most.
    pub incidents: Vec<String>,
}

impl Store {
    /// Where any of the texts stands, letter by letter.
    pub async fn trace(&self, texts: &[String]) -> Result<Vec<Trace>, StoreError> {
        let mut view: View = self.view().await?;
        let mut traces: Vec<Trace> = Vec::new();
        for table in view.tables().await? {
            for column in table.text_columns() {
                for text in texts.iter().filter(|text| !text.is_empty()) {
                    let (rows, incidents) = view.holding(&table, column, text).await?;
                    if rows == 0 {
                        continue;
                    }
                    match traces.iter_mut().find(|trace| trace.table == table.name && trace.column == column)
                    {
                        Some(trace) => {
                            trace.rows += rows;
                            trace.incidents.extend(incidents);
                        }
                        None => {
                            traces.push(Trace {
                                table: table.name,
                                column: column.to_owned(),
                                rows,
                                incidents,
                            });
                        }
                    }
                }
            }
        }
        for trace in &mut traces {
            trace.incidents.sort();
            trace.incidents.dedup();
        }
        Ok(traces)
    }
}
