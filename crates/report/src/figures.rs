//! Answers as their single figures, each with its unit, grade and source: what csv and Parquet hold.

mod audit;
mod conditional;
mod episode;
mod flow;
mod leverage;
mod run;
mod timeline;

use unequal_study::brief::{Brief, Losses};
use unequal_study::doctor::{Examination, NO_SHOCK_TOLERANCE, TableHealth};
use unequal_study::{Evidence, Grade};

pub use audit::{AuditFigure, audit};
pub use conditional::conditional;
pub use episode::episode;
pub use flow::{FlowFigure, flow};
pub use leverage::{NumberColumn, columns, contrasting, leverage};
pub use run::run;
pub use timeline::timeline;

/// One figure of a brief or a run.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// Block of the answer: of the brief `trade`, `exit`, `hurts`, `embargo` or `line`.
    pub block: &'static str,
    /// Whom it is about.
    pub subject: String,
    /// What it is.
    pub item: String,
    /// Year.
    pub year: u16,
    /// Label of the elasticities; empty where none enters.
    pub elasticity: String,
    /// The figure, in `unit`.
    pub value: f64,
    /// Its unit.
    pub unit: String,
    /// Evidence grade.
    pub grade: Grade,
    /// Source with its year.
    pub source: String,
    /// Whether it rests on estimates.
    pub estimated: bool,
}

/// Rows of one block, which share grade and source.
struct Rows<'a> {
    figures: &'a mut Vec<Figure>,
    block: &'static str,
    evidence: &'a Evidence,
}

impl Rows<'_> {
    fn push(&mut self, subject: &str, item: &str, year: u16, elasticity: &str, value: f64, unit: &str) {
        self.figures.push(Figure {
            block: self.block,
            subject: subject.to_owned(),
            item: item.to_owned(),
            year,
            elasticity: elasticity.to_owned(),
            value,
            unit: unit.to_owned(),
            grade: self.evidence.grade,
            source: self.evidence.source.clone(),
            estimated: !self.evidence.estimated.is_empty(),
        });
    }

    fn losses(&mut self, item: &str, sides: [&str; 2], year: u16, elasticity: &str, losses: &Losses) {
        self.push(sides[0], item, year, elasticity, losses.first, "share of real income");
        self.push(sides[1], item, year, elasticity, losses.second, "share of real income");
        self.push(&sides.join(":"), &format!("{item} ratio"), year, elasticity, losses.ratio, "ratio");
    }
}

/// Every figure of the brief.
#[must_use]
pub fn brief(brief: &Brief) -> Vec<Figure> {
    let mut figures = Vec::new();
    trade(&mut figures, brief);
    exit(&mut figures, brief);
    hurts(&mut figures, brief);
    embargo(&mut figures, brief);
    line(&mut figures, brief);
    figures
}

fn trade(figures: &mut Vec<Figure>, brief: &Brief) {
    let mut rows = Rows { figures, block: "trade", evidence: &brief.trade.evidence };
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
            rows.push(&subject, item, brief.year, "", value, unit);
        }
    }
    for customs in &brief.trade.customs {
        let subject = format!("{}>{}", customs.seller, customs.buyer);
        let own = Evidence {
            grade: customs.grade,
            source: customs.source.clone(),
            estimated_briefly: None,
            estimated: Vec::new(),
            changes: Vec::new(),
            caveats: Vec::new(),
        };
        let mut rows = Rows { figures: &mut *rows.figures, block: "trade", evidence: &own };
        rows.push(&subject, "customs value of goods", brief.year, "", customs.value, "USD million");
    }
}

fn exit(figures: &mut Vec<Figure>, brief: &Brief) {
    let sides = [brief.first.code.as_str(), brief.second.code.as_str()];
    let mut rows = Rows { figures, block: "exit", evidence: &brief.exit.evidence };
    for row in &brief.exit.rows {
        rows.losses("exit cost", sides, brief.year, &row.elasticity, &row.losses);
    }
    for (side, money) in sides.into_iter().zip([brief.exit.first_money, brief.exit.second_money]) {
        let mut push = |item, value| rows.push(side, item, brief.year, &brief.elasticity, value, "USD million");
        push("exit cost, of income with balanced trade", money.balanced);
        push("exit cost, of recorded income", money.recorded);
    }
}

fn hurts(figures: &mut Vec<Figure>, brief: &Brief) {
    let mut rows = Rows { figures, block: "hurts", evidence: &brief.hurts.evidence };
    for side in &brief.hurts.sides {
        let subject = |code: &str| format!("{}<{} {code}", side.side, side.partner);
        for row in &side.products {
            for (item, value, unit) in [
                ("product: share of exit cost", row.share_of_exit_cost, "share"),
                ("product: bought from partner", row.value, "USD million"),
                ("product: partner in imports", row.share_of_imports, "share"),
                ("product: partner in all use", row.share_of_use, "share"),
            ] {
                rows.push(&subject(&row.code), item, brief.year, &brief.elasticity, value, unit);
            }
        }
        for row in &side.industries {
            for (item, value, unit) in [
                ("industry: direct input reliance", row.direct, "share"),
                ("industry: looked-through input reliance", row.looked_through, "share"),
                ("industry: inputs bought from partner", row.value, "USD million"),
            ] {
                rows.push(&subject(&row.code), item, brief.year, "", value, unit);
            }
        }
    }
}

fn embargo(figures: &mut Vec<Figure>, brief: &Brief) {
    let Some(block) = &brief.embargo else {
        return;
    };
    let sides = [brief.first.code.as_str(), brief.second.code.as_str()];
    let mut rows = Rows { figures, block: "embargo", evidence: &block.evidence };
    for row in &block.rows {
        rows.losses("exit cost before", sides, brief.year, &row.elasticity, &row.before);
        rows.losses("exit cost after", sides, brief.year, &row.elasticity, &row.after);
        for (subject, value) in
            [(sides[0], row.cost_first), (sides[1], row.cost_second), (block.coalition.as_str(), row.cost_coalition)]
        {
            rows.push(subject, "cost of the embargo", brief.year, &row.elasticity, value, "share of real income");
        }
    }
    for row in &block.shares {
        rows.push(&row.what, "share before", brief.year, &brief.elasticity, row.before, "share");
        rows.push(&row.what, "share after", brief.year, &brief.elasticity, row.after, "share");
    }
}

fn line(figures: &mut Vec<Figure>, brief: &Brief) {
    let sides = [brief.first.code.as_str(), brief.second.code.as_str()];
    let [first, second] = sides;
    for point in &brief.line.points {
        let evidence = brief.line.evidence.of_part(&point.source, point.estimated);
        let mut rows = Rows { figures, block: "line", evidence: &evidence };
        for (subject, item, value) in [
            (format!("{second} in {first}"), "share of imports", point.second_in_first_imports),
            (format!("{first} in {second}"), "share of imports", point.first_in_second_imports),
            (format!("{second} in {first}"), "share of exports", point.second_in_first_exports),
            (format!("{first} in {second}"), "share of exports", point.first_in_second_exports),
        ] {
            rows.push(&subject, item, point.year, "", value, "share");
        }
        rows.losses("exit cost", sides, point.year, &brief.line.elasticity, &point.losses);
    }
}

/// One check of one table.
#[derive(Debug, Clone, PartialEq)]
pub struct Check {
    /// The table.
    pub table: String,
    /// What is checked.
    pub check: String,
    /// Where the largest gap is; empty where it has no place.
    pub place: String,
    /// Largest gap, relative.
    pub gap: f64,
    /// Largest gap accepted.
    pub tolerance: f64,
    /// Whether the whole table is sound.
    pub healthy: bool,
}

/// Every check of an examination.
#[must_use]
pub fn checks(examination: &Examination) -> Vec<Check> {
    let of_table = |table: &TableHealth| {
        let check = |check: &str, place: &str, gap: f64, tolerance: f64| Check {
            table: table.name.clone(),
            check: check.to_owned(),
            place: place.to_owned(),
            gap,
            tolerance,
            healthy: table.healthy,
        };
        let mut checks: Vec<Check> = table
            .identities
            .iter()
            .map(|identity| check(&identity.identity, &identity.place, identity.gap, identity.tolerance))
            .collect();
        checks.push(check("nothing changes without a shock", "", table.no_shock_change, NO_SHOCK_TOLERANCE));
        checks
    };
    examination.tables.iter().flat_map(of_table).collect()
}
