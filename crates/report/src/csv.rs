//! Answers as csv in long form: one figure a row, with its unit, grade and source.
//!
//! Columns: `block,subject,item,year,elasticity,value,unit,grade,source,estimated`.

mod run;

use csv::Writer;
use unequal_study::brief::{Brief, Losses};
use unequal_study::doctor::Examination;
use unequal_study::exit_cost::ExitCosts;
use unequal_study::{Evidence, Grade};

pub use run::{comparison, run};

/// Columns of the long form.
const HEADER: [&str; 10] =
    ["block", "subject", "item", "year", "elasticity", "value", "unit", "grade", "source", "estimated"];

/// Why no csv could be made; with figures of our own making it does not happen.
#[derive(Debug, thiserror::Error)]
pub enum CsvError {
    /// The writer refused a row.
    #[error(transparent)]
    Row(#[from] csv::Error),
    /// The text could not be taken back from the writer.
    #[error("the csv could not be finished: {0}")]
    Finish(String),
}

/// Rows of one block, which share grade and source.
struct Rows<'a> {
    writer: &'a mut Writer<Vec<u8>>,
    block: &'static str,
    evidence: &'a Evidence,
}

impl Rows<'_> {
    fn push(
        &mut self,
        subject: &str,
        item: &str,
        year: u16,
        elasticity: &str,
        value: f64,
        unit: &str,
    ) -> Result<(), CsvError> {
        let estimated = if self.evidence.estimated.is_empty() { "no" } else { "yes" };
        self.writer.write_record([
            self.block,
            subject,
            item,
            &year.to_string(),
            elasticity,
            &value.to_string(),
            unit,
            &format!("{:?}", self.evidence.grade),
            &self.evidence.source,
            estimated,
        ])?;
        Ok(())
    }

    fn losses(
        &mut self,
        item: &str,
        sides: [&str; 2],
        year: u16,
        elasticity: &str,
        losses: &Losses,
    ) -> Result<(), CsvError> {
        self.push(sides[0], item, year, elasticity, losses.first, "share of real income")?;
        self.push(sides[1], item, year, elasticity, losses.second, "share of real income")?;
        self.push(&sides.join(":"), &format!("{item} ratio"), year, elasticity, losses.ratio, "ratio")
    }
}

fn finish(writer: Writer<Vec<u8>>) -> Result<String, CsvError> {
    let bytes = writer.into_inner().map_err(|error| CsvError::Finish(error.to_string()))?;
    String::from_utf8(bytes).map_err(|error| CsvError::Finish(error.to_string()))
}

/// Every figure of the brief.
pub fn brief(brief: &Brief) -> Result<String, CsvError> {
    let mut writer = Writer::from_writer(Vec::new());
    writer.write_record(HEADER)?;
    trade(&mut writer, brief)?;
    exit(&mut writer, brief)?;
    hurts(&mut writer, brief)?;
    embargo(&mut writer, brief)?;
    line(&mut writer, brief)?;
    finish(writer)
}

fn trade(writer: &mut Writer<Vec<u8>>, brief: &Brief) -> Result<(), CsvError> {
    let mut rows = Rows { writer, block: "trade", evidence: &brief.trade.evidence };
    for flow in &brief.trade.flows {
        let subject = format!("{}>{}", flow.seller, flow.buyer);
        for (item, value, unit) in [
            ("all", flow.value, "USD million"),
            ("goods", flow.goods, "USD million"),
            ("services", flow.services, "USD million"),
            ("share of buyer's imports", flow.share_of_buyers_imports, "share"),
            ("share of buyer's goods imports", flow.share_of_buyers_goods_imports, "share"),
            ("share of seller's exports", flow.share_of_sellers_exports, "share"),
            ("share of seller's goods exports", flow.share_of_sellers_goods_exports, "share"),
            ("rank of seller among suppliers", flow.supplier_rank as f64, "rank"),
            ("rank of buyer among customers", flow.customer_rank as f64, "rank"),
        ] {
            rows.push(&subject, item, brief.year, "", value, unit)?;
        }
    }
    for customs in &brief.trade.customs {
        let subject = format!("{}>{}", customs.seller, customs.buyer);
        let own = Evidence {
            grade: Grade::A,
            source: customs.source.clone(),
            estimated_briefly: None,
            estimated: Vec::new(),
            caveats: Vec::new(),
        };
        let mut rows = Rows { writer: &mut *rows.writer, block: "trade", evidence: &own };
        rows.push(&subject, "customs value of goods", brief.year, "", customs.value, "USD million")?;
    }
    Ok(())
}

fn exit(writer: &mut Writer<Vec<u8>>, brief: &Brief) -> Result<(), CsvError> {
    let sides = [brief.first.code.as_str(), brief.second.code.as_str()];
    let mut rows = Rows { writer, block: "exit", evidence: &brief.exit.evidence };
    for row in &brief.exit.rows {
        rows.losses("exit cost", sides, brief.year, &row.elasticity, &row.losses)?;
    }
    Ok(())
}

fn hurts(writer: &mut Writer<Vec<u8>>, brief: &Brief) -> Result<(), CsvError> {
    let mut rows = Rows { writer, block: "hurts", evidence: &brief.hurts.evidence };
    for side in &brief.hurts.sides {
        let subject = |code: &str| format!("{}<{} {code}", side.side, side.partner);
        for row in &side.products {
            for (item, value, unit) in [
                ("product: share of exit cost", row.share_of_exit_cost, "share"),
                ("product: bought from partner", row.value, "USD million"),
                ("product: partner in imports", row.share_of_imports, "share"),
                ("product: partner in all use", row.share_of_use, "share"),
            ] {
                rows.push(&subject(&row.code), item, brief.year, &brief.elasticity, value, unit)?;
            }
        }
        for row in &side.industries {
            for (item, value, unit) in [
                ("industry: direct input reliance", row.direct, "share"),
                ("industry: looked-through input reliance", row.looked_through, "share"),
                ("industry: inputs bought from partner", row.value, "USD million"),
            ] {
                rows.push(&subject(&row.code), item, brief.year, "", value, unit)?;
            }
        }
    }
    Ok(())
}

fn embargo(writer: &mut Writer<Vec<u8>>, brief: &Brief) -> Result<(), CsvError> {
    let Some(block) = &brief.embargo else {
        return Ok(());
    };
    let sides = [brief.first.code.as_str(), brief.second.code.as_str()];
    let mut rows = Rows { writer, block: "embargo", evidence: &block.evidence };
    for row in &block.rows {
        rows.losses("exit cost before", sides, brief.year, &row.elasticity, &row.before)?;
        rows.losses("exit cost after", sides, brief.year, &row.elasticity, &row.after)?;
        for (subject, value) in
            [(sides[0], row.cost_first), (sides[1], row.cost_second), (block.coalition.as_str(), row.cost_coalition)]
        {
            rows.push(subject, "cost of the embargo", brief.year, &row.elasticity, value, "share of real income")?;
        }
    }
    for row in &block.shares {
        rows.push(&row.what, "share before", brief.year, &brief.elasticity, row.before, "share")?;
        rows.push(&row.what, "share after", brief.year, &brief.elasticity, row.after, "share")?;
    }
    Ok(())
}

fn line(writer: &mut Writer<Vec<u8>>, brief: &Brief) -> Result<(), CsvError> {
    let sides = [brief.first.code.as_str(), brief.second.code.as_str()];
    let [first, second] = sides;
    for point in &brief.line.points {
        let mut evidence = brief.line.evidence.clone();
        evidence.source.clone_from(&point.source);
        evidence.estimated.retain(|_| point.estimated);
        if point.estimated {
            evidence.grade = evidence.grade.max(Grade::C);
        }
        let mut rows = Rows { writer, block: "line", evidence: &evidence };
        for (subject, item, value) in [
            (format!("{second} in {first}"), "share of imports", point.second_in_first_imports),
            (format!("{first} in {second}"), "share of imports", point.first_in_second_imports),
            (format!("{second} in {first}"), "share of exports", point.second_in_first_exports),
            (format!("{first} in {second}"), "share of exports", point.first_in_second_exports),
        ] {
            rows.push(&subject, item, point.year, "", value, "share")?;
        }
        rows.losses("exit cost", sides, point.year, &brief.line.elasticity, &point.losses)?;
    }
    Ok(())
}

/// Exit costs, one pair a row, losses as shares of real income; pairs without an answer have empty figures and the reason.
pub fn exit_costs(costs: &ExitCosts) -> Result<String, CsvError> {
    let mut writer = Writer::from_writer(Vec::new());
    writer.write_record([
        "first",
        "second",
        "year",
        "elasticity",
        "first_loss",
        "second_loss",
        "ratio",
        "sweeps",
        "grade",
        "source",
        "estimated",
        "failure",
    ])?;
    let estimated = if costs.evidence.estimated.is_empty() { "no" } else { "yes" };
    let (year, grade) = (costs.year.to_string(), format!("{:?}", costs.evidence.grade));
    for pair in &costs.pairs {
        writer.write_record([
            pair.first.as_str(),
            &pair.second,
            &year,
            &costs.elasticity,
            &pair.first_loss.to_string(),
            &pair.second_loss.to_string(),
            &pair.ratio.to_string(),
            &pair.sweeps.to_string(),
            &grade,
            &costs.evidence.source,
            estimated,
            "",
        ])?;
    }
    for failure in &costs.failures {
        let figures = ["", "", "", ""];
        let head = [failure.first.as_str(), &failure.second, &year, &costs.elasticity];
        let tail = [grade.as_str(), &costs.evidence.source, estimated, &failure.reason];
        writer.write_record(head.iter().chain(&figures).chain(&tail))?;
    }
    finish(writer)
}

/// The examination, one identity a row.
pub fn examination(examination: &Examination) -> Result<String, CsvError> {
    let mut writer = Writer::from_writer(Vec::new());
    writer.write_record(["table", "check", "place", "gap", "tolerance", "healthy"])?;
    for table in &examination.tables {
        let healthy = table.healthy.to_string();
        for identity in &table.identities {
            let (gap, tolerance) = (identity.gap.to_string(), identity.tolerance.to_string());
            writer.write_record([&table.name, &identity.identity, &identity.place, &gap, &tolerance, &healthy])?;
        }
        let change = table.no_shock_change.to_string();
        writer.write_record([
            table.name.as_str(),
            "nothing changes without a shock",
            "",
            &change,
            "1e-12",
            &healthy,
        ])?;
    }
    finish(writer)
}
