//! Readers for the formats people have.

mod classification;
mod inter_country_csv;
mod inter_country_table;
mod notation;
mod soundness;
mod table_file;
mod wholes;

pub use inter_country_csv::read_inter_country_csv;
pub use inter_country_table::{InterCountryTable, RawDefects};
pub use table_file::TableFile;
