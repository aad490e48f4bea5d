//! The shape of the record's answer. Values are USD million of the year, shares are 0 to 1, weights thousand tonnes.

use serde::{Deserialize, Serialize};
pub use unequal_world::record::{Basis, Kind, Reporter};

use crate::evidence::{Evidence, Grade};
use crate::parties::Side;

/// What was recorded of trade between two sides.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Record {
    /// The first side.
    pub first: Side,
    /// The other.
    pub second: Side,
    /// The product asked about, if it is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub product: Option<Product>,
    /// First year asked about, if any was named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<u16>,
    /// Why this stands for the answer to another question, in a sentence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instead: Option<String>,
    /// First side to second, then second to first.
    pub directions: Vec<Direction>,
    /// Both directions together, where only their sum is known.
    pub turnover: Vec<Turnover>,
    /// How sure.
    pub evidence: Evidence,
}

/// A group of products.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Product {
    /// By which it is asked for.
    pub id: String,
    /// Readable name.
    pub name: String,
    /// Weight to which unit values refer: `tonne` or `kilogram`.
    pub unit: String,
}

/// What one side sells to the other.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Direction {
    /// Code of the seller.
    pub seller: String,
    /// Code of the buyer.
    pub buyer: String,
    /// Goods, a series a source; none where one product was asked about.
    pub goods: Vec<SourceSeries>,
    /// Services, a series a reporter.
    pub services: Vec<SourceSeries>,
    /// Goods of years for which seller and buyer both report.
    pub mirror: Vec<MirrorGap>,
    /// The same of services.
    pub services_mirror: Vec<MirrorGap>,
    /// Products, in the order of `data/products.csv`; those that were traded.
    pub products: Vec<ProductSeries>,
    /// Where sources of goods differ most; `None` where no year has two.
    pub disagreement: Option<Disagreement>,
}

/// One source's figures of one direction.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SourceSeries {
    /// Short name, unique in its direction: `correlates-of-war`, `baci`, `comtrade`, `seller`, `buyer`, `press`.
    pub id: String,
    /// Name with which it is cited.
    pub source: String,
    /// Whose report it is.
    pub reporter: Reporter,
    /// How it is valued.
    pub basis: Basis,
    /// Grade of its figures, unless a point has its own.
    pub grade: Grade,
    /// What the grade means here.
    pub meaning: String,
    /// Ascending years.
    pub points: Vec<RecordPoint>,
    /// Years that a group is not added up in, because members are missing.
    pub left_out: Vec<LeftOut>,
}

/// One year of a series.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RecordPoint {
    /// Year.
    pub year: u16,
    /// USD million.
    pub value: f64,
    /// Share of all exports of the seller that the source knows; `None` where it does not know them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub share_of_exports: Option<f64>,
    /// Share of all imports of the buyer that the source knows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub share_of_imports: Option<f64>,
    /// Its own grade, where that is another than the series'.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grade: Option<Grade>,
    /// Its own source, where that is another than the series'.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

/// Years that a group is not added up in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LeftOut {
    /// First year.
    pub first: u16,
    /// Last year; those between that no member has a figure of are in neither list.
    pub last: u16,
    /// Codes of members without a figure.
    pub missing: Vec<String>,
}

/// Both sides' reports of one flow and year.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MirrorGap {
    /// Year.
    pub year: u16,
    /// Id of the series with the seller's report.
    pub seller_series: String,
    /// Id of the series with the buyer's report.
    pub buyer_series: String,
    /// The buyer's report over the seller's, less one.
    pub gap: f64,
}

/// Two sources of one flow and year.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Disagreement {
    /// Year.
    pub year: u16,
    /// Id of the series with the smaller figure.
    pub low_series: String,
    /// Id of the series with the larger.
    pub high_series: String,
    /// The smaller figure.
    pub low: f64,
    /// The larger.
    pub high: f64,
}

/// One product's trade in one direction.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ProductSeries {
    /// Which.
    pub product: Product,
    /// Ascending years.
    pub points: Vec<ProductPoint>,
}

/// One year of a product.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ProductPoint {
    /// Year.
    pub year: u16,
    /// USD million.
    pub value: f64,
    /// Thousand tonnes; `None` where a part of the value has no weight.
    pub kilotonnes: Option<f64>,
    /// USD a tonne or a kilogram.
    pub unit_value: Option<f64>,
    /// Share of the seller's exports of the product.
    pub share_of_exports: Option<f64>,
    /// Share of the buyer's imports of the product.
    pub share_of_imports: Option<f64>,
}

/// Both directions of a year together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Turnover {
    /// Year.
    pub year: u16,
    /// USD million.
    pub value: f64,
    /// How it came about.
    pub kind: Kind,
    /// Grade.
    pub grade: Grade,
    /// Code of the country that recorded it; empty where nobody says.
    pub recorded_by: String,
    /// Address of the report.
    pub source: String,
    /// What is particular about it.
    pub note: String,
}

impl Record {
    /// Whether anything is recorded.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        let silent = |direction: &Direction| {
            direction.goods.is_empty() && direction.services.is_empty() && direction.products.is_empty()
        };
        self.turnover.is_empty() && self.directions.iter().all(silent)
    }
}

impl Direction {
    /// A series by its id.
    #[must_use]
    pub fn series(&self, id: &str) -> Option<&SourceSeries> {
        self.goods.iter().chain(&self.services).find(|series| series.id == id)
    }
}

impl SourceSeries {
    /// What the grade of one of its figures means.
    #[must_use]
    pub fn meaning_of(&self, point: &RecordPoint) -> &str {
        match point.grade {
            None => &self.meaning,
            Some(Grade::A | Grade::B) => super::meaning_of(Kind::Reported),
            Some(Grade::C) => super::meaning_of(Kind::Derived),
            Some(Grade::D) => super::meaning_of(Kind::Expected),
        }
    }

    /// The figure of a year.
    #[must_use]
    pub fn in_year(&self, year: u16) -> Option<&RecordPoint> {
        self.points.iter().find(|point| point.year == year)
    }
}
