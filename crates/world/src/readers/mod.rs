//! Readers for the formats people have.

mod accounts;
mod assembly;
mod axes;
mod bounded;
mod classification;
#[cfg(feature = "files")]
mod files;
mod header_rows;
mod inter_country_csv;
mod inter_country_table;
mod layout;
mod long;
mod magnitude;
mod matrix;
mod notation;
mod repeats;
mod sheet;
mod soundness;
mod table_file;
mod unit;
#[cfg(feature = "files")]
mod whole_file;
mod wholes;
mod wiod_long;
mod years;

#[cfg(feature = "files")]
pub use files::is_panic_contained;
pub use inter_country_csv::read_inter_country_csv;
pub use inter_country_table::{InterCountryTable, RawDefects};
pub use table_file::TableFile;
#[cfg(feature = "files")]
pub use whole_file::read_whole_file;
