//! The instruments of a scenario file, all kinds together.

use super::document::ScenarioDocument;
use crate::instrument::Instrument;
use crate::instruments::entry::{Entry, Table};
use crate::instruments::{
    BarrierEntry, CurrencyEntry, EmbargoEntry, ExportControlEntry, ExportTaxEntry, IcebergEntry, LocalProductionEntry,
    PaymentsEntry, PriceCapEntry, RouteEntry, SelfSanctioningEntry, TariffEntry,
};
use crate::names::Names;
use crate::problem::Failed;

/// Tables of instruments in a scenario file.
pub const TABLES: [&str; 12] = [
    EmbargoEntry::TABLE,
    TariffEntry::TABLE,
    ExportTaxEntry::TABLE,
    IcebergEntry::TABLE,
    ExportControlEntry::TABLE,
    SelfSanctioningEntry::TABLE,
    BarrierEntry::TABLE,
    RouteEntry::TABLE,
    LocalProductionEntry::TABLE,
    PriceCapEntry::TABLE,
    CurrencyEntry::TABLE,
    PaymentsEntry::TABLE,
];

/// Most measures of a file: each is solved alone and with all others.
const MOST_MEASURES: usize = 200;

/// The instruments of a document, in the order of the file.
pub(super) fn collect(document: &ScenarioDocument, names: &Names<'_>) -> Result<Vec<Instrument>, Failed> {
    let mut instruments = Vec::new();
    add(&document.embargo, names, &mut instruments)?;
    add(&document.tariff, names, &mut instruments)?;
    add(&document.export_tax, names, &mut instruments)?;
    add(&document.iceberg, names, &mut instruments)?;
    add(&document.export_control, names, &mut instruments)?;
    add(&document.self_sanctioning, names, &mut instruments)?;
    add(&document.barrier, names, &mut instruments)?;
    add(&document.route, names, &mut instruments)?;
    add(&document.local_production, names, &mut instruments)?;
    add(&document.price_cap, names, &mut instruments)?;
    add(&document.currency, names, &mut instruments)?;
    add(&document.payments, names, &mut instruments)?;
    instruments.sort_by_key(|instrument| instrument.place.start);
    Ok(instruments)
}

fn add<E: Entry>(entries: &[E], names: &Names<'_>, instruments: &mut Vec<Instrument>) -> Result<(), Failed> {
    for entry in entries {
        let instrument = entry.instrument(names)?;
        if instruments.len() == MOST_MEASURES {
            let expected = format!("at most {MOST_MEASURES} measures in a file");
            let value = format!("more than {MOST_MEASURES}");
            return Err(Failed::value(instrument.place, "the number of measures", value, expected));
        }
        instruments.push(instrument);
    }
    Ok(())
}
