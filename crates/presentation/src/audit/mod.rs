//! An audit of stated figures as a document: what is said and what the data say, and what contradicts what.

mod article;
mod finding;

use unequal_study::Grade;
use unequal_study::audit::{
    AuditAnswer, ClaimAnswer, Consistency, DataGrade, Implied, Kind, Knot, Range, RoundingUsed,
};

use crate::chart::{Chart, ChartKind};
use crate::document::{Block, Document, Reproduce, Role, Section};
use crate::keys::Keys;
use crate::language::{capitalised, counted, listed};
use crate::quantity::{Form, Quantity, Unit};
use crate::shared::file_name;
use crate::table::{Cell, Column, Look, Row, Table};
use crate::text;
use crate::text::{Span, Text};

/// Kinds of number in the order in which they are shown, with table, heading and unit.
const KINDS: [(Kind, &str, &str, &str); 5] = [
    (Kind::Share, "claims-shares", "Shares", "Percent"),
    (Kind::Money, "claims-values", "Values", "USD"),
    (Kind::Ratio, "claims-changes", "Changes over time", "Later over earlier value"),
    (Kind::Rank, "claims-ranks", "Ranks", "Place, 1 is the largest"),
    (Kind::Own, "claims-other", "Other claims", "Units of the file"),
];

/// An audit of stated figures.
#[must_use]
pub fn document(answer: &AuditAnswer) -> Document {
    let mut sections = vec![
        Section::new("claims", "What is said, and what the data say", claims(answer)),
        Section::new("together", "Can it all be true?", together(answer)),
        Section::new("sources", "Sources and remarks", sources(answer)),
        Section::new("rounding", "What words of rounding mean", vec![rounding(&answer.rounding).into()]),
    ];
    sections.extend(answer.article.as_ref().map(|article| article::section(answer, article)));
    let caveats = answer.caveats.iter().map(|caveat| caveat.as_str().into()).collect();
    sections.push(Section::new("evidence", "How sure", vec![Block::narrative(Role::List, caveats), proof(answer)]));
    let file = file_name(&answer.file);
    Document {
        question: "audit".to_owned(),
        keys: Keys::none(),
        title: capitalised(&answer.title).into(),
        dateline: format!(
            "An audit of {} {}: {file}",
            counted(answer.claims.len(), "claim", "claims"),
            if answer.article.is_some() { "read from an article \u{b7} article" } else { "\u{b7} file" }
        )
        .into(),
        sides: None,
        finding: finding::finding(answer),
        sections,
        terms: vec!["Evidence grade".to_owned()],
        reproduce: Some(Reproduce { command: format!("unequal audit {file}{}", article::option(answer)), file }),
    }
}

fn proof(answer: &AuditAnswer) -> Block {
    let widened = Span::figure(
        Quantity::share(answer.tolerance).form(Form::Fine),
        "widening of claims before they may contradict each other",
        Keys::none(),
    );
    let gap = Span::figure(
        Quantity::share(answer.valuation_gap),
        "gap allowed between the two records of one flow",
        Keys::none(),
    );
    Block::note(
        text![
            "Contradictions are proven by intervals and checked linear programming, after every figure was widened by "
        ]
        .then(text![
            widened,
            " of itself. The records of buyer and seller of one flow may differ by ",
            gap,
            "."
        ]),
    )
}

fn count(number: usize, item: &str) -> Span {
    Span::figure(Quantity::count(number), item, Keys::none())
}

fn quoted(names: &[String]) -> Vec<String> {
    names.iter().map(|name| format!("\u{201c}{name}\u{201d}")).collect()
}

/// What a sentence says behind an amount of money.
fn unit_word(claim: &ClaimAnswer) -> &'static str {
    if claim.kind == Kind::Money { " USD" } else { "" }
}

/// A range in the claim's unit.
fn range(claim: &ClaimAnswer, range: &Range, over: &str) -> Quantity {
    let (scale, unit, form) = match claim.kind {
        Kind::Money => (1000.0, Unit::UsdMillion, Form::Usual),
        Kind::Share => (1.0, Unit::Share, Form::Usual),
        Kind::Ratio => (1.0, Unit::Number, Form::Fine),
        Kind::Rank => (1.0, Unit::Rank, Form::Usual),
        Kind::Own if claim.unit.is_empty() => (1.0, Unit::Number, Form::Usual),
        Kind::Own => (1.0, Unit::Other(claim.unit.clone()), Form::Usual),
    };
    let low = range.low.map_or(f64::NEG_INFINITY, |low| scale * low);
    let high = range.high.map_or(f64::INFINITY, |high| scale * high);
    Quantity::between(low, high, unit, over).form(form)
}

fn grade(letter: &str) -> Option<Grade> {
    match letter {
        "A" => Some(Grade::A),
        "B" => Some(Grade::B),
        "C" => Some(Grade::C),
        "D" => Some(Grade::D),
        _ => None,
    }
}

/// A source in which the same remark in brackets stands behind several figures, with that remark behind the last alone.
fn said_once(source: &str) -> String {
    let mut kept = source.to_owned();
    let mut from = 0;
    while let Some(open) = kept[from..].find(" (").map(|place| from + place) {
        let Some(close) = kept[open..].find(')').map(|place| open + place + 1) else { break };
        let remark = kept[open..close].to_owned();
        if kept[close..].contains(&remark) {
            kept.replace_range(open..close, "");
            from = open;
        } else {
            from = close;
        }
    }
    kept
}

/// What a grade means for a figure of the data, which is no result of a model.
fn of_data(grade: Grade) -> &'static str {
    match grade {
        Grade::A => "a data set",
        Grade::B => "reports of both sides reconciled, or an official figure as the press has it",
        Grade::C => "estimated, or noted from memory",
        Grade::D => "assumed",
    }
}

/// What the data say, with their grade and source.
fn found(claim: &ClaimAnswer) -> Option<Quantity> {
    let quantity = range(claim, &claim.data.found?, "the data");
    Some(match grade(&claim.data.evidence) {
        Some(grade) => quantity.from(grade, said_once(&claim.data.source), grade >= Grade::C).meaning(of_data(grade)),
        None => quantity,
    })
}

fn claims(answer: &AuditAnswer) -> Vec<Block> {
    let mut blocks: Vec<Block> = answer.description.iter().map(|words| Block::body(words.as_str())).collect();
    for (kind, id, heading, unit) in KINDS {
        let own: Vec<&ClaimAnswer> = answer.claims.iter().filter(|claim| claim.kind == kind).collect();
        if own.is_empty() {
            continue;
        }
        if own.iter().any(|claim| claim.means.is_some() && claim.data.found.is_some()) {
            let chart = Chart::new(
                &format!("chart-{id}"),
                id,
                ChartKind::Intervals,
                &["means", "data"],
                overlap(&own, heading),
            );
            blocks.push(chart.quantity(format!("{unit}: what each claim means, and what the data say")).into());
        }
        blocks.push(claim_table(id, heading, unit, &own).into());
    }
    blocks.push(Block::note(
        "Supported: what the figure means and what the data say have values in common. Compatible with a wide range: they \
         have, but the data leave room for other figures too, more than a tenth. The sources disagree: two of them differ by more than their errors, and one at least agrees with the claim. Contradicted: they have none. Not checkable here: the data of this program say nothing about it, or are not sure enough to contradict it; it may well be true.",
    ));
    blocks
}

/// Which claims of a kind the data contradict, as the finding of their chart.
fn overlap(claims: &[&ClaimAnswer], heading: &str) -> Text {
    let against: Vec<String> = claims
        .iter()
        .filter(|claim| claim.data.grade == DataGrade::Contradicted)
        .map(|claim| claim.name.clone())
        .collect();
    let silent = claims.iter().filter(|claim| claim.data.grade == DataGrade::NotCheckable).count();
    let open = match silent {
        0 => String::new(),
        1 => " One cannot be checked with them.".to_owned(),
        several => format!(" {several} cannot be checked with them."),
    };
    if against.is_empty() {
        format!("The data contradict none of these {}.{open}", heading.to_lowercase()).into()
    } else {
        format!("The data contradict {}.{open}", listed(&quoted(&against))).into()
    }
}

fn claim_table(id: &str, heading: &str, unit: &str, claims: &[&ClaimAnswer]) -> Table {
    let row = |claim: &&ClaimAnswer| {
        let stated = if claim.stated.is_empty() { Cell::Empty(None) } else { claim.stated.clone().into() };
        let means = claim.means.map(|means| range(claim, &means, "as stated"));
        let says = claim.says.clone().map_or(Cell::Empty(None), Cell::from);
        let cells =
            vec![says, stated, Cell::optional(means), Cell::optional(found(claim)), claim.data.grade.words().into()];
        Row::new(claim.name.clone(), cells).item(format!("{}: {}", claim.name, claim.quantity))
    };
    let columns = vec![
        Column::words("says", "in words").item("claim in words"),
        Column::words("stated", "figure").item("figure as written"),
        Column::figures("means", "taken to mean").item("what the claim means").side(1),
        Column::figures("data", "data").item("what the data say").side(2),
        Column::words("verdict", "verdict").item("verdict"),
    ];
    // Claims in words alone have neither figures nor units.
    let in_figures = claims.iter().any(|claim| claim.means.is_some());
    let title = if in_figures { format!("{heading} ({})", unit) } else { format!("{heading}, without a figure") };
    Table::new(id, title, "Claim").columns(columns).rows(claims.iter().map(row).collect())
}

fn together(answer: &AuditAnswer) -> Vec<Block> {
    let mut blocks = consistency(answer, &answer.alone, "alone", "nothing else being known");
    if answer.givens.is_empty() {
        return blocks;
    }
    blocks.push(givens(answer).into());
    match &answer.beside {
        Some(beside) => blocks.extend(consistency(answer, beside, "beside", "beside the given figures")),
        None => {
            let sets: Vec<String> = answer.givens_in_conflict.iter().map(|set| listed(&quoted(set))).collect();
            let words = format!("The given figures contradict each other and are left aside: {}.", sets.join("; "));
            blocks.push(Block::narrative(Role::Warning, vec![words.into()]));
        }
    }
    blocks
}

fn givens(answer: &AuditAnswer) -> Table {
    let row = |claim: &ClaimAnswer| {
        let cells = vec![
            claim.quantity.clone().into(),
            claim.stated.clone().into(),
            Cell::optional(claim.means.map(|means| range(claim, &means, "as stated"))),
            claim.source.clone().map_or(Cell::Empty(None), Cell::from),
        ];
        Row::new(claim.name.clone(), cells).item(format!("{}: {}", claim.name, claim.quantity))
    };
    let columns = vec![
        Column::words("quantity", "what it is").item("what it is"),
        Column::words("stated", "figure").item("figure as written"),
        Column::figures("means", "taken to mean").item("what the figure means"),
        Column::words("source", "source").item("source"),
    ];
    Table::new("givens", "Figures taken as true beside the claims", "Figure")
        .columns(columns)
        .rows(answer.givens.iter().map(row).collect())
}

fn consistency(answer: &AuditAnswer, found: &Consistency, id: &str, when: &str) -> Vec<Block> {
    let verdict = if found.possible {
        format!("Yes, {when}: there are values within the rounding of every figure that fit together.")
    } else {
        format!("No, {when}: no values within the rounding of the figures fit together.")
    };
    let mut blocks = vec![Block::body(verdict)];
    if found.undecided {
        blocks.push(Block::note(
            "Some questions were not settled within the effort allowed; they count as no contradiction.",
        ));
    }
    for (place, knot) in found.knots.iter().enumerate() {
        let name = if found.knots.len() == 1 { id.to_owned() } else { format!("{id}-{}", place + 1) };
        blocks.extend(of_knot(answer, knot, &name, when));
    }
    blocks
}

fn of_knot(answer: &AuditAnswer, knot: &Knot, id: &str, when: &str) -> Vec<Block> {
    let more = if knot.complete { "" } else { " found; not all sets were searched" };
    let sets = counted(knot.contradictions.len(), "smallest contradictory set", "smallest contradictory sets");
    let rows = knot.contradictions.iter().enumerate().flat_map(|(place, set)| {
        let beside = if set.beside.is_empty() { String::new() } else { format!(", beside {}", listed(&set.beside)) };
        let heading = format!("({}) {}{beside}", place + 1, set.claims.join(" + "));
        set.implied.iter().map(move |implied| {
            implied_row(answer, implied, &format!("the others of the set imply, {when}")).group(heading.clone())
        })
    });
    let table = Table::new(&format!("contradictions-{id}"), format!("{}{more}", capitalised(&sets)), "Claim")
        .columns(columns("the others imply"))
        .rows(rows.collect())
        .note("Within a set, any claim could be the wrong one.");
    let mut blocks = vec![table.into()];
    if !knot.repairs.is_empty() {
        blocks.push(repairs(answer, knot, id, when).into());
    }
    blocks
}

fn columns(implied: &str) -> Vec<Column> {
    vec![Column::figures("says", "says").side(1), Column::figures("implied", implied).side(2)]
}

fn implied_row(answer: &AuditAnswer, implied: &Implied, what: &str) -> Row {
    let claim = answer.named(&implied.claim);
    let says = claim.and_then(|claim| Some(range(claim, &claim.means?, "as stated")));
    let rest = claim.map(|claim| range(claim, &implied.range, what));
    let unit = claim.map_or("", unit_word);
    let cells = vec![Cell::optional(says), Cell::optional(rest)];
    let name = if unit.is_empty() { implied.claim.clone() } else { format!("{},{unit}", implied.claim) };
    Row::new(name, cells).item(format!("{}, {what}", implied.claim))
}

fn repairs(answer: &AuditAnswer, knot: &Knot, id: &str, when: &str) -> Table {
    let rows = knot.repairs.iter().flat_map(|repair| {
        let heading = format!("Without {}", listed(&quoted(&repair.without)));
        repair.without.iter().map(move |name| {
            let implied = repair.implied.iter().find(|implied| implied.claim == *name);
            let row = implied.map_or_else(
                || Row::new(name.clone(), vec![Cell::Empty(None), Cell::empty("nothing")]),
                |implied| implied_row(answer, implied, &format!("all the rest imply, {when}")),
            );
            row.group(heading.clone())
        })
    });
    let title = if knot.repairs.len() > 1 {
        "The rest can be true without one of these"
    } else {
        "The rest can be true without this"
    };
    let table = Table::new(&format!("repairs-{id}"), title, "Claim given up")
        .columns(columns("all the rest imply"))
        .rows(rows.collect());
    if knot.repairs_complete { table } else { table.note("Not all choices were looked at; there may be others.") }
}

fn sources(answer: &AuditAnswer) -> Vec<Block> {
    let item = |claim: &ClaimAnswer| {
        let data = &claim.data;
        let mut words = format!(" {}.", capitalised(&claim.quantity));
        if data.source.is_empty() {
            words.push_str(&sentence("", &data.remark));
        } else {
            let grade = grade(&data.evidence)
                .map_or_else(String::new, |grade| format!(" ({}, grade {grade:?})", of_data(grade)));
            words.push_str(&sentence("", &format!("data{grade}: {}", said_once(&data.source))));
            words.push_str(&sentence("", &data.remark));
        }
        words.push_str(&sentence("Claimed in: ", claim.source.as_deref().unwrap_or_default()));
        words.push_str(&sentence("", claim.note.as_deref().unwrap_or_default()));
        text![Span::strong(format!("{}.", claim.name)), words]
    };
    vec![Block::narrative(Role::List, answer.claims.iter().map(item).collect()), source_table(&answer.claims).into()]
}

/// A sentence with a blank before it; nothing where there are no words.
fn sentence(start: &str, words: &str) -> String {
    if words.is_empty() {
        return String::new();
    }
    let end = if words.ends_with('.') { "" } else { "." };
    format!(" {}{end}", capitalised(&format!("{start}{words}")))
}

fn source_table(claims: &[ClaimAnswer]) -> Table {
    let cell = |words: &str| if words.is_empty() { Cell::Empty(None) } else { Cell::from(words) };
    let row = |claim: &ClaimAnswer| {
        let cells = vec![
            cell(claim.source.as_deref().unwrap_or_default()),
            cell(claim.note.as_deref().unwrap_or_default()),
            cell(&claim.data.source),
            cell(&claim.data.remark),
        ];
        Row::new(claim.name.clone(), cells).item(claim.name.clone())
    };
    let columns =
        [("claimed-in", "claimed in"), ("note", "note"), ("source", "source of the data"), ("remark", "remark")];
    Table::new("sources", "Sources and remarks", "Claim")
        .columns(columns.map(|(id, heading)| Column::words(id, heading).item(heading)).to_vec())
        .rows(claims.iter().map(row).collect())
        .look(Look::FilesOnly)
}

fn rounding(words: &[RoundingUsed]) -> Table {
    let row = |word: &RoundingUsed| {
        let digits = word.key == "digits";
        let spellings = if digits { "digits alone".to_owned() } else { word.spellings.join(", ") };
        let factors = (!digits).then(|| {
            let (unit, high) = (Unit::Number, word.high.unwrap_or(f64::INFINITY));
            Quantity::between(word.low, high, unit, "meaning of the word")
        });
        let changed = if word.changed { "changed by the file" } else { "usual" };
        Row::new(spellings, vec![word.meaning.clone().into(), Cell::optional(factors), changed.into()])
            .item(format!("rounding by `{}`", word.key))
    };
    let columns = vec![
        Column::words("meaning", "meaning").item("meaning"),
        Column::figures("factor", "factor on the figure").item("factor on the figure"),
        Column::words("whose", "whose").item("whose meaning"),
    ];
    Table::new("rounding", "Words that the claims use", "Words")
        .columns(columns)
        .rows(words.iter().map(row).collect())
        .note("A file may give these words other meanings under [rounding]. Factors of words for nothing are shares.")
}
