//! `unequal record`.

use clap::Args;
use unequal_study::Question;
use unequal_study::record::RecordQuestion;

use crate::output::Output;

#[derive(Args)]
pub struct Record {
    /// Country (ISO 3166 alpha-3) or group, e.g. RUS; any country of the world.
    first: String,
    /// The other country or group.
    second: String,
    /// One product instead of all goods and services, e.g. oil, pipeline-gas, lng, coal, uranium, rare-earths.
    #[arg(long)]
    product: Option<String>,
    /// First year shown.
    #[arg(long, value_name = "YEAR")]
    from: Option<u16>,
    #[command(flatten)]
    pub output: Output,
}

impl Record {
    pub fn question(&self) -> Question {
        Question::Record(RecordQuestion {
            first: self.first.clone(),
            second: self.second.clone(),
            product: self.product.clone(),
            from: self.from,
        })
    }
}
