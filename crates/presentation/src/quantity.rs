//! A number with its unit, its range and what is known of its quality.

use serde::{Deserialize, Serialize};
use unequal_study::Grade;

use crate::evidence::graded;

/// Unit of a quantity. Shares are fractions (0.01 is 1 %), money is USD million of the table's year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unit {
    /// A share of something that the item names.
    Share,
    /// A share of a region's real income.
    ShareOfRealIncome,
    /// A difference of two shares, written in percentage points.
    PercentagePoints,
    /// A share of the cost of all that a region uses.
    ShareOfCost,
    /// USD million, in flows a year.
    UsdMillion,
    /// A quotient of two quantities of the same kind.
    Ratio,
    /// An index from 0 to 1.
    Index,
    /// A natural logarithm.
    Logarithm,
    /// An elasticity of income: percent for each percent.
    PercentPerPercent,
    /// A place in an order, 1 the first.
    Rank,
    /// A number of things that the item names.
    Count,
    /// A number without unit, such as an elasticity.
    Number,
    /// 1 for yes, 0 for no.
    YesOrNo,
    /// Months since a shock.
    Months,
    /// A calendar year.
    Year,
    /// Any other unit, by its name in the singular or as written behind a number.
    Other(String),
}

impl Unit {
    /// Name of the unit in files.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Share => "share",
            Self::ShareOfRealIncome => "share of real income",
            Self::PercentagePoints => "difference of shares",
            Self::ShareOfCost => "share of cost",
            Self::UsdMillion => "USD million",
            Self::Ratio => "ratio",
            Self::Index => "index 0 to 1",
            Self::Logarithm => "logarithm",
            Self::PercentPerPercent => "percent per 1 %",
            Self::Rank => "rank",
            Self::Count => "count",
            Self::Number => "number",
            Self::YesOrNo => "yes or no",
            Self::Months => "months",
            Self::Year => "year",
            Self::Other(name) => name,
        }
    }

    /// The unit that a typed answer names in words.
    #[must_use]
    pub fn from_name(name: &str) -> Self {
        match name {
            "share" => Self::Share,
            "share of real income" => Self::ShareOfRealIncome,
            "difference of shares" => Self::PercentagePoints,
            "share of its cost" | "share of cost" => Self::ShareOfCost,
            "USD million" => Self::UsdMillion,
            "ratio" => Self::Ratio,
            "index 0 to 1" => Self::Index,
            "logarithm" => Self::Logarithm,
            "percent per 1 %" => Self::PercentPerPercent,
            "rank" => Self::Rank,
            "count" => Self::Count,
            "" | "number" => Self::Number,
            "yes or no" => Self::YesOrNo,
            "months" => Self::Months,
            "year" => Self::Year,
            other => Self::Other(other.to_owned()),
        }
    }
}

/// How a quantity is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Form {
    /// As its unit is usually written.
    #[default]
    Usual,
    /// With its sign: a change, where a minus is a loss.
    Signed,
    /// With as many digits as a small value needs.
    Fine,
    /// With a power of ten, as numerical errors are: `1.8e-16`.
    Scientific,
}

/// What a range is over. The name is written wherever the range is. An end that is open is infinite, in files empty.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Range {
    /// Lower end, in the unit of the quantity.
    #[serde(serialize_with = "finite_or_nothing", deserialize_with = "low_end")]
    pub low: f64,
    /// Upper end.
    #[serde(serialize_with = "finite_or_nothing", deserialize_with = "high_end")]
    pub high: f64,
    /// What varies over the range, in words: `trade elasticities 1 to 8`, `5 to 95 % of 4096 draws`.
    pub over: String,
    /// Where it is shown.
    #[serde(default, skip_serializing_if = "Placing::is_beside")]
    pub placing: Placing,
}

/// Where a range is shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Placing {
    /// Beside the value, wherever that stands.
    #[default]
    Beside,
    /// In files, on pages in small print; a terminal, which has none, leaves it out.
    SmallPrint,
}

impl Placing {
    fn is_beside(&self) -> bool {
        *self == Self::Beside
    }
}

// A file of figures has no infinity: an open end is nothing there.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes fields by reference")]
fn finite_or_nothing<S: serde::Serializer>(end: &f64, serializer: S) -> Result<S::Ok, S::Error> {
    end.is_finite().then_some(*end).serialize(serializer)
}

fn low_end<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<f64, D::Error> {
    Ok(Option::deserialize(deserializer)?.unwrap_or(f64::NEG_INFINITY))
}

fn high_end<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<f64, D::Error> {
    Ok(Option::deserialize(deserializer)?.unwrap_or(f64::INFINITY))
}

/// Where a figure is from and how sure it is, where that differs from the section's evidence.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Provenance {
    /// Evidence grade.
    pub grade: Grade,
    /// Source with its year.
    pub source: String,
    /// Whether the figure rests on estimates.
    pub estimated: bool,
    /// What the grade means for it, where that is not what grades of results mean: figures of the data have no method.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub meaning: Option<String>,
}

impl Provenance {
    /// The grade with its meaning, so that the letter never stands alone.
    #[must_use]
    pub fn graded(&self) -> String {
        match &self.meaning {
            Some(meaning) => format!("{meaning} (grade {:?})", self.grade),
            None => graded(self.grade).to_owned(),
        }
    }
}

/// A number with its unit, its range and what is known of its quality.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Quantity {
    /// The value; `None` where only a range is known.
    pub value: Option<f64>,
    /// Its unit.
    pub unit: Unit,
    /// How it is written.
    #[serde(default)]
    pub form: Form,
    /// Its range, where one is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub range: Option<Range>,
    /// Its provenance, where that differs from the evidence of the section.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provenance: Option<Box<Provenance>>,
}

impl Quantity {
    /// A value and its unit.
    #[must_use]
    pub fn new(value: f64, unit: Unit) -> Self {
        Self { value: Some(value), unit, form: Form::Usual, range: None, provenance: None }
    }

    /// A share, written in percent.
    #[must_use]
    pub fn share(value: f64) -> Self {
        Self::new(value, Unit::Share)
    }

    /// A loss of real income as a positive share, written in percent with two digits.
    #[must_use]
    pub fn loss(share: f64) -> Self {
        Self::new(share, Unit::ShareOfRealIncome)
    }

    /// A change of real income as a share, written in percent with its sign: a minus is a loss.
    #[must_use]
    pub fn change(share: f64) -> Self {
        Self::new(share, Unit::ShareOfRealIncome).form(Form::Signed)
    }

    /// USD million.
    #[must_use]
    pub fn money(million: f64) -> Self {
        Self::new(million, Unit::UsdMillion)
    }

    /// A gain or loss of USD million, written with its sign.
    #[must_use]
    pub fn signed_money(million: f64) -> Self {
        Self::money(million).form(Form::Signed)
    }

    /// A ratio, written `10.7 : 1`.
    #[must_use]
    pub fn ratio(value: f64) -> Self {
        Self::new(value, Unit::Ratio)
    }

    /// A number of things.
    #[must_use]
    pub fn count(number: usize) -> Self {
        Self::new(number as f64, Unit::Count)
    }

    /// A place in an order.
    #[must_use]
    pub fn rank(place: usize) -> Self {
        Self::new(place as f64, Unit::Rank)
    }

    /// A calendar year.
    #[must_use]
    pub fn year(year: u16) -> Self {
        Self::new(f64::from(year), Unit::Year)
    }

    /// A number without unit.
    #[must_use]
    pub fn number(value: f64) -> Self {
        Self::new(value, Unit::Number)
    }

    /// A range without a value.
    #[must_use]
    pub fn between(low: f64, high: f64, unit: Unit, over: impl Into<String>) -> Self {
        let range = Some(Range { low, high, over: over.into(), placing: Placing::Beside });
        Self { value: None, unit, form: Form::Usual, range, provenance: None }
    }

    /// The same, written in another form.
    #[must_use]
    pub fn form(mut self, form: Form) -> Self {
        self.form = form;
        self
    }

    /// The same with its range and what the range is over.
    #[must_use]
    pub fn within(mut self, low: f64, high: f64, over: impl Into<String>) -> Self {
        self.range = Some(Range { low, high, over: over.into(), placing: Placing::Beside });
        self
    }

    /// The same with its range in small print.
    #[must_use]
    pub fn small_print(mut self) -> Self {
        if let Some(range) = &mut self.range {
            range.placing = Placing::SmallPrint;
        }
        self
    }

    /// The same with a provenance of its own.
    #[must_use]
    pub fn from(mut self, grade: Grade, source: impl Into<String>, estimated: bool) -> Self {
        self.provenance = Some(Box::new(Provenance { grade, source: source.into(), estimated, meaning: None }));
        self
    }

    /// The same with what its grade means, if it has a provenance of its own.
    #[must_use]
    pub fn meaning(mut self, words: impl Into<String>) -> Self {
        if let Some(provenance) = &mut self.provenance {
            provenance.meaning = Some(words.into());
        }
        self
    }
}
