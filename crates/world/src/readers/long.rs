//! Long tables: one flow a line, with the selling region and sector, the buying region and sector or kind of final use, and
//! a value. FIGARO is published so (`refArea`, `rowIi`, `counterpartArea`, `colIi`, `obsValue`), and many save GTAP so.

use std::collections::{BTreeSet, HashMap};
use std::ops::ControlFlow;

use super::accounts::{is_final_use, is_value_added_word};
use super::assembly::{About, Assembly, Column, Row};
use super::axes::Axes;
use super::inter_country_table::InterCountryTable;
use super::sheet::{Cell, Sheet};
use super::unit::Unit;
use super::years::{Years, in_text};
use crate::Result;

/// Flows of one table at most, as pairs of a seller and a buyer: each takes a bit while it is read.
const MOST_PAIRS: usize = 1 << 31;

/// Names of the columns, in letters and digits alone, in the order of [`Names`].
const NAMES: [&[&str]; 7] = [
    &[
        "origin",
        "origincountry",
        "originregion",
        "exporter",
        "exporteriso3",
        "source",
        "sourcecountry",
        "sourceregion",
        "src",
        "srcregion",
        "srccountry",
        "from",
        "fromcountry",
        "fromregion",
        "orig",
        "seller",
        "sellercountry",
        "sellerregion",
        "refarea",
        "rowcountry",
        "rowregion",
        "regionfrom",
        "countryfrom",
        "supplyingcountry",
        "reg1",
    ],
    &[
        "originsector",
        "sectororigin",
        "originindustry",
        "exportersector",
        "exporterindustry",
        "sourcesector",
        "sourceindustry",
        "srcsector",
        "srcindustry",
        "fromsector",
        "fromindustry",
        "origsector",
        "sellersector",
        "sellerindustry",
        "rowii",
        "rowpi",
        "rowsector",
        "rowindustry",
        "sectorfrom",
        "industryfrom",
        "product",
        "commodity",
        "sector",
        "sec1",
    ],
    &[
        "destination",
        "destinationcountry",
        "destinationregion",
        "importer",
        "importeriso3",
        "dst",
        "dstregion",
        "dstcountry",
        "dest",
        "destregion",
        "destcountry",
        "to",
        "tocountry",
        "toregion",
        "buyer",
        "buyercountry",
        "buyerregion",
        "counterpartarea",
        "colcountry",
        "colregion",
        "regionto",
        "countryto",
        "usingcountry",
        "reg2",
    ],
    &[
        "destinationsector",
        "sectordestination",
        "destinationindustry",
        "importersector",
        "importerindustry",
        "dstsector",
        "dstindustry",
        "destsector",
        "destindustry",
        "tosector",
        "toindustry",
        "buyersector",
        "buyerindustry",
        "colii",
        "colpi",
        "colsector",
        "colindustry",
        "sectorto",
        "industryto",
        "use",
        "usingsector",
        "usingindustry",
        "agent",
        "sec2",
    ],
    &[
        "value",
        "obsvalue",
        "flow",
        "amount",
        "usdmillion",
        "valueusdmillion",
        "valuemillionusd",
        "millionusd",
        "eurmillion",
        "valueeurmillion",
        "valuemillioneur",
        "millioneur",
        "valueusd",
        "valueeur",
    ],
    &["year", "timeperiod", "refperiod", "time"],
    &["unit", "currency"],
];

/// Names of the columns of whole labels, `RUS_C26`, of who sells and who buys.
const ROWS: [&str; 6] = ["row", "rows", "rowlabel", "rowlabels", "rowcode", "i"];
const COLUMNS: [&str; 8] = ["col", "cols", "column", "columns", "columnlabel", "columnlabels", "colcode", "j"];

/// Where the columns stand.
pub(super) struct Names {
    seller: (usize, usize),
    buyer: (usize, usize),
    value: usize,
    year: Option<usize>,
    unit: Option<usize>,
    /// Whether seller and buyer are a label each, region and sector joined: `RUS_C26`.
    joined: bool,
    /// What the column of values is called.
    value_name: String,
    is_figaro: bool,
}

impl Names {
    /// The columns by their names in a header; `None` of any other layout.
    pub fn find(header: &[String]) -> Option<Self> {
        let plain = |label: &String| -> String {
            label.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase()).collect()
        };
        let header_names: Vec<String> = header.iter().map(plain).collect();
        // Names are tried in their order, so that `origin_sector` comes before `sector`.
        let of = |names: &[&str]| names.iter().find_map(|name| header_names.iter().position(|label| label == name));
        let [seller, seller_sector, buyer, buyer_sector, value, year, unit] = NAMES.map(of);
        let value = value?;
        let joined = seller_sector.is_none() && buyer_sector.is_none();
        let (seller, buyer) = if joined {
            let (row, column) = (of(&ROWS).or(seller)?, of(&COLUMNS).or(buyer)?);
            ((row, row), (column, column))
        } else {
            ((seller?, seller_sector?), (buyer?, buyer_sector?))
        };
        Some(Self {
            seller,
            buyer,
            joined,
            value,
            year,
            unit,
            value_name: header.get(value)?.clone(),
            is_figaro: header_names.iter().any(|name| name == "obsvalue")
                && header_names.iter().any(|name| name == "refarea"),
        })
    }
}

/// Names with a number each, found without a copy of them.
#[derive(Default)]
struct Index {
    numbers: HashMap<String, HashMap<String, usize>>,
    pairs: Vec<(String, String)>,
}

impl Index {
    fn get(&self, region: &str, item: &str) -> Option<usize> {
        self.numbers.get(region)?.get(item).copied()
    }

    fn insert(&mut self, region: &str, item: &str) {
        if self.get(region, item).is_none() {
            self.numbers.entry(region.to_owned()).or_default().insert(item.to_owned(), self.pairs.len());
            self.pairs.push((region.to_owned(), item.to_owned()));
        }
    }
}

/// One line: labels and where its value stands.
struct Line {
    seller: (String, String),
    buyer: (String, String),
}

impl Line {
    fn of(names: &Names, cells: &[Cell<'_>]) -> Self {
        let label = |column: usize| cells.get(column).map(Cell::label).unwrap_or_default();
        let pair = |(region, item): (usize, usize)| match names.joined {
            false => (label(region), label(item)),
            true => match label(region).split_once('_') {
                Some((region, item)) => (region.trim().to_owned(), item.trim().to_owned()),
                None => (String::new(), label(item)),
            },
        };
        Self { seller: pair(names.seller), buyer: pair(names.buyer) }
    }

    fn is_value_added(&self) -> bool {
        is_value_added_word(&self.seller.1)
    }
}

/// What the lines name.
#[derive(Default)]
struct Labels {
    sellers: Index,
    buyers: Index,
    years: BTreeSet<u16>,
    units: BTreeSet<String>,
    lines: usize,
}

/// Reads a sheet in this layout.
pub(super) fn read(sheet: &dyn Sheet, names: &Names, years: &Years) -> Result<InterCountryTable> {
    let fault = |reason: String| sheet.fault(1, None, reason);
    let labels = labels(sheet, names, years.asked)?;
    let year = match names.year {
        Some(_) => years.among(&labels.years.iter().copied().collect::<Vec<_>>()),
        None => years.resolve(&in_text(sheet.title())),
    };
    let year = year.map_err(fault)?;
    let unit = unit(names, &labels).map_err(fault)?;
    let axes = axes(&labels).map_err(fault)?;
    let columns = columns(&labels, &axes).map_err(fault)?;
    let missing = silent(&labels, &axes).map_err(fault)?;
    let mut table = Assembly::new(axes, columns, labels.lines, false).map_err(fault)?;
    for node in 0..table.axes().regions.len() * table.axes().sectors.len() {
        table.found(Row::Industry(node));
    }
    place(sheet, names, &labels, (&mut table, year))?;
    let source = if names.is_figaro { "long table in FIGARO\u{2019}s layout" } else { "long table, one flow a line" };
    table.finish(About { year, source: source.to_owned(), unit, changes: missing.into_iter().collect() }).map_err(fault)
}

/// The year of a line, where lines have one.
fn year_of(names: &Names, cells: &[Cell<'_>]) -> Option<Result<u16, String>> {
    let given = names.year.map(|column| cells.get(column).map(Cell::label).unwrap_or_default())?;
    Some(given.parse().map_err(|_| format!("the year is `{given}`, expected four digits")))
}

/// Goes through the lines for what they name.
fn labels(sheet: &dyn Sheet, names: &Names, asked: Option<u16>) -> Result<Labels> {
    let mut labels = Labels::default();
    let mut is_header = true;
    sheet.each_row(&mut |number, cells| {
        if std::mem::take(&mut is_header) {
            return Ok(ControlFlow::Continue(()));
        }
        if let Some(year) = year_of(names, cells) {
            let year = year.map_err(|reason| sheet.fault(number, names.year, reason))?;
            labels.years.insert(year);
            if asked.is_some_and(|asked| asked != year) {
                return Ok(ControlFlow::Continue(()));
            }
        }
        if let Some(column) = names.unit {
            labels.units.insert(cells.get(column).map(Cell::label).unwrap_or_default());
        }
        let line = Line::of(names, cells);
        if !line.is_value_added() {
            labels.sellers.insert(&line.seller.0, &line.seller.1);
        }
        labels.buyers.insert(&line.buyer.0, &line.buyer.1);
        labels.lines += 1;
        Ok(ControlFlow::Continue(()))
    })?;
    Ok(labels)
}

/// What the values count in: by the column of units, by the name of the values, or as FIGARO does.
fn unit(names: &Names, labels: &Labels) -> Result<Unit, String> {
    let units: Vec<&str> = labels.units.iter().map(String::as_str).collect();
    match (names.is_figaro, units.as_slice()) {
        (true, []) => Ok(Unit::MILLION_EUROS),
        (_, []) => Ok(Unit::named(&names.value_name).unwrap_or(Unit::NotSaid)),
        (_, [only]) => Unit::named(only)
            .ok_or_else(|| format!("the unit is `{only}`, expected US dollars or euros, such as USD million")),
        (_, several) => Err(format!("lines have several units, {}: convert them to one", several.join(", "))),
    }
}

/// Regions and sectors: of everyone who sells, and of buyers in the same sectors.
fn axes(labels: &Labels) -> Result<Axes, String> {
    let sectors: BTreeSet<&str> = labels.sellers.pairs.iter().map(|(_, sector)| sector.as_str()).collect();
    let pair = |(region, item): &'_ (String, String)| -> (String, String) { (region.clone(), item.clone()) };
    let buyers = labels.buyers.pairs.iter().filter(|(_, item)| sectors.contains(item.as_str()));
    let industries: Vec<(String, String)> = labels.sellers.pairs.iter().chain(buyers).map(pair).collect();
    Axes::new(industries.iter().map(|(region, sector)| (region.as_str(), sector.as_str())), &HashMap::new())
}

/// What each buyer means; one that neither sells anywhere nor is a kind of final use is refused.
fn columns(labels: &Labels, axes: &Axes) -> Result<Vec<(String, Column)>, String> {
    let column = |(region, item): &(String, String)| {
        let name = format!("{region}_{item}");
        if let Some(node) = axes.node(region, item) {
            return Ok((name, Column::Industry(node)));
        }
        match axes.region(region) {
            _ if !is_final_use(item) => Err(format!(
                "{region} buys for `{item}`, which is neither a sector that sells anything nor final use; expected a \
                 sector, or a name such as HFCE, GFCF, P3_S14 or final"
            )),
            Some(region) => Ok((name, Column::Final(region))),
            None => Err(format!("the region {region} buys and sells nothing")),
        }
    };
    labels.buyers.pairs.iter().map(column).collect()
}

/// What must be said of industries without a line of sales.
fn silent(labels: &Labels, axes: &Axes) -> Result<Option<String>, String> {
    const NAMED: usize = 5;
    let nodes = axes.nodes(labels.lines)?;
    let mut sells = vec![false; nodes];
    for (region, sector) in &labels.sellers.pairs {
        if let Some(node) = axes.node(region, sector) {
            sells[node] = true;
        }
    }
    let silent: Vec<String> =
        sells.iter().enumerate().filter(|(_, sells)| !**sells).map(|(node, _)| axes.node_name(node)).collect();
    let named = silent.iter().take(NAMED).map(String::as_str).collect::<Vec<_>>().join(", ");
    let more = if silent.len() > NAMED { " and others" } else { "" };
    Ok((!silent.is_empty()).then(|| {
        format!("{} industries have no line of sales and were taken to make nothing: {named}{more}", silent.len())
    }))
}

/// Adds the value of every line.
fn place(sheet: &dyn Sheet, names: &Names, labels: &Labels, (table, year): (&mut Assembly, u16)) -> Result<()> {
    let buyers = labels.buyers.pairs.len();
    let pairs = labels.sellers.pairs.len().saturating_mul(buyers);
    if pairs > MOST_PAIRS {
        return Err(sheet.fault(1, None, format!("the lines name {buyers} buyers, more than any table has")));
    }
    let mut seen = vec![0_u64; pairs / 64 + 1];
    let mut is_header = true;
    sheet.each_row(&mut |number, cells| {
        if std::mem::take(&mut is_header) || year_of(names, cells).is_some_and(|of_line| of_line != Ok(year)) {
            return Ok(ControlFlow::Continue(()));
        }
        let line = Line::of(names, cells);
        let cell = cells.get(names.value).copied().unwrap_or(Cell::Empty);
        let Some(value) = sheet.number(cell) else {
            let reason = format!(
                "{} {} to {} {}: expected a number, found `{}`",
                line.seller.0,
                line.seller.1,
                line.buyer.0,
                line.buyer.1,
                cell.label()
            );
            return Err(sheet.fault(number, Some(names.value), reason));
        };
        let Some(buyer) = labels.buyers.get(&line.buyer.0, &line.buyer.1) else { return Ok(ControlFlow::Continue(())) };
        if line.is_value_added() {
            table.add(Row::ValueAdded, buyer, value);
            return Ok(ControlFlow::Continue(()));
        }
        let node = table.axes().node(&line.seller.0, &line.seller.1);
        let (Some(seller), Some(node)) = (labels.sellers.get(&line.seller.0, &line.seller.1), node) else {
            return Ok(ControlFlow::Continue(()));
        };
        let bit = seller * buyers + buyer;
        if let Some(word) = seen.get_mut(bit / 64) {
            if *word >> (bit % 64) & 1 == 1 {
                let flow = format!("{} {} to {} {}", line.seller.0, line.seller.1, line.buyer.0, line.buyer.1);
                return Err(sheet.fault(number, None, format!("the flow {flow} stands twice")));
            }
            *word |= 1 << (bit % 64);
        }
        table.add(Row::Industry(node), buyer, value);
        Ok(ControlFlow::Continue(()))
    })
}

#[cfg(test)]
#[path = "long_tests.rs"]
mod tests;
