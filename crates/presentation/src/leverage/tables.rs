//! The tables of one pair beside those of the indicators.

use unequal_study::leverage::{MarketRow, PairLeverage, PowerFigure, PowerRow, ProductClaimRow, ProductRow};

use super::graded;
use crate::chart::{Chart, ChartKind};
use crate::document::{Block, Role};
use crate::keys::Keys;
use crate::language::{capitalised, possessive};
use crate::money_and_size;
use crate::quantity::{Form, Quantity, Unit};
use crate::ranges;
use crate::shared::{exit_cost_columns, known_or, party, short};
use crate::table::{Cell, Column, Row, Table};
use crate::table_error::WithError;
use crate::text;
use crate::text::Text;

/// The name of a code of the answer, for a heading or a row.
fn name_of(answer: &PairLeverage, code: &str) -> String {
    [&answer.first, &answer.second]
        .into_iter()
        .find(|side| side.code == code)
        .map_or_else(|| unequal_study::name_of(code), |side| side.name.clone())
}

/// Exit costs at every trade elasticity tried.
pub fn exit_costs(answer: &PairLeverage) -> Vec<Block> {
    let rows = answer.exit_costs.iter().map(|row| {
        let error = WithError::of_year(answer.year);
        let losses = [row.losses.first, row.losses.second];
        let mut cells = losses.map(|loss| Cell::from(error.loss(Quantity::loss(loss).form(Form::Fine)))).to_vec();
        let ratio = row.losses.comparable().map(|ratio| error.ratio(Quantity::ratio(ratio), losses));
        cells.push(Cell::optional(ratio));
        Row::new(row.elasticity.to_string(), cells)
            .keys(Keys::none().elasticity(&row.elasticity))
            .headline(row.headline)
    });
    let table = Table::new(
        "exit-cost-by-elasticity",
        format!("Real income lost if all trade between the two ended, {}", answer.year),
        "Trade elasticity",
    )
    .columns(exit_cost_columns(&answer.first, &answer.second))
    .rows(rows.collect());
    let body = "A low trade elasticity stands for the first year, when other suppliers are hard to find, a high one for the \
                long run. Where the side that would lose more changes with it, the verdict is that the two are about even.";
    let mut blocks = vec![Block::body(body), table.into()];
    blocks.extend(sure(answer));
    blocks
}

/// Ranges of the exit costs and what decides them.
fn sure(answer: &PairLeverage) -> Vec<Block> {
    let headline = answer.exit_costs.iter().find(|row| row.headline);
    let (Some(of_pair), Some(row)) = (&answer.ranges, headline) else { return Vec::new() };
    let losses = [row.losses.first, row.losses.second];
    let (first, second) = (party(&answer.first), party(&answer.second));
    let parts = row.losses.comparable().and_then(|ratio| of_pair.ratio_parts(ratio));
    let pair = ranges::Pair {
        sides: [&first, &second],
        losses,
        money: of_pair.in_money(losses),
        ratio: row.losses.comparable(),
        ratio_in_money: parts.map(|parts| parts.money),
    };
    let mut blocks = ranges::blocks(of_pair, &pair);
    let names = [short(&answer.first), short(&answer.second)];
    let keys = Keys::pair(&first.code, &second.code);
    blocks.extend(parts.map(|parts| money_and_size::table(parts, answer.year, names, keys, &answer.elasticity).into()));
    blocks
}

/// Power over each side by kind of supply.
pub fn power(answer: &PairLeverage) -> Vec<Block> {
    let columns = [(&answer.first, &answer.second), (&answer.second, &answer.first)].map(|(side, partner)| {
        let (name, other) = (capitalised(&side.name), short(partner));
        let keys = Keys::none().region(&side.code).partner(&partner.code);
        let column = |id: &str, heading: String, item: &str| {
            Column::figures(&format!("{}-{id}", side.code.to_lowercase()), heading)
                .group(format!("Over {name}"))
                .item(item)
                .keys(keys.clone())
        };
        [
            column("share", format!("{} share of use", possessive(other)), "partner\u{2019}s share of use"),
            column("rise", "rise of cost".to_owned(), "rise of cost"),
            column("money", "USD a year".to_owned(), "rise of cost in money"),
        ]
    });
    let assumed =
        Column::figures("assumed-elasticity", "assumed elasticity").item("assumed elasticity between suppliers");
    let grade = grade_of(answer, "L5");
    let rows = answer.power.iter().map(|row| power_row(answer, row, grade));
    let table =
        Table::new("power", format!("Rise of cost by kind of supply withdrawn, {}", answer.year), "Withdrawn alone")
            .columns([vec![assumed], columns.concat()].concat())
            .rows(rows.collect())
            .keys(Keys::none().elasticity(&answer.elasticity))
            .note(format!("Elasticities: {}.", answer.power_source));
    let body = "How much dearer all that a side uses would become if the partner withdrew one kind of supply, or everything \
                at once. The interaction is the effect of everything at once less the sum of the effects of each alone.";
    vec![Block::body(body), table.into()]
}

fn power_row(answer: &PairLeverage, row: &PowerRow, grade: unequal_study::Grade) -> Row {
    let cells = |figure: &PowerFigure| {
        let share = figure.share.map(|share| graded(Quantity::share(share), answer, grade));
        let rise =
            figure.rise.map(|rise| graded(Quantity::new(rise, Unit::ShareOfCost).form(Form::Fine), answer, grade));
        let money = figure.money.map(|money| graded(Quantity::money(money), answer, grade));
        [Cell::optional(share), known_or(rise, "without limit"), known_or(money, "without limit")]
    };
    let mut all =
        vec![Cell::optional(row.assumed_elasticity.map(|value| graded(Quantity::number(value), answer, grade)))];
    all.extend([cells(&row.over_first), cells(&row.over_second)].concat());
    Row::new(capitalised(&row.kind), all).item(&row.kind)
}

fn grade_of(answer: &PairLeverage, label: &str) -> unequal_study::Grade {
    answer.catalogue.iter().find(|card| card.label == label).map_or(answer.evidence.grade, |card| card.grade)
}

/// Goods above all three thresholds of the European Union's indicators.
pub fn products(answer: &PairLeverage) -> Vec<Block> {
    let body = Block::body(
        "The European Union\u{2019}s indicators: few suppliers, most of them outside, and exports of its own below imports. A \
         good here is a sector of the table, far coarser than a customs product.",
    );
    if answer.products.is_empty() {
        return vec![body, Block::body("No good passes the thresholds at the detail of this table\u{2019}s sectors.")];
    }
    let grade = grade_of(answer, "L2");
    let figure = |quantity: Quantity| Cell::from(graded(quantity, answer, grade));
    let row = |row: &ProductRow| {
        let partner = if row.side == answer.first.code { &answer.second.code } else { &answer.first.code };
        let cells = vec![
            figure(Quantity::new(row.concentration, Unit::Index)),
            figure(Quantity::share(row.outside_share)),
            known_or(row.imports_over_exports.map(|value| graded(Quantity::ratio(value), answer, grade)), "no exports"),
            figure(Quantity::share(row.partner_share)),
            figure(Quantity::money(row.from_partner)),
        ];
        Row::new(row.name.clone(), cells)
            .group(capitalised(&name_of(answer, &row.side)))
            .keys(Keys::none().region(&row.side).partner(partner).sector(&row.code))
    };
    let columns = vec![
        Column::figures("concentration", "CDI1 concentration of suppliers").item("CDI1 concentration of suppliers"),
        Column::figures("outside", "CDI2 imports from outside").item("CDI2 share of imports from outside"),
        Column::figures("imports-over-exports", "CDI3 imports over exports").item("CDI3 imports over exports"),
        Column::figures("partner", "partner\u{2019}s share").item("partner\u{2019}s share of imports from outside"),
        Column::figures("value", "from partner, USD").item("imports from partner"),
    ];
    let table = Table::new("products", format!("Goods above all three thresholds, {}", answer.year), "Good")
        .columns(columns)
        .rows(answer.products.iter().map(row).collect());
    vec![body, table.into()]
}

/// The partner beside other large markets.
pub fn markets(answer: &PairLeverage) -> Vec<Block> {
    let error = WithError::of_year(answer.year);
    let row = |row: &MarketRow| {
        let cells = vec![
            Quantity::money(row.exports).into(),
            error.share(Quantity::share(row.share_of_exports)).into(),
            error.share(Quantity::share(row.share_of_imports)).into(),
            error.loss(Quantity::loss(row.side_loss).form(Form::Fine)).into(),
            error.loss(Quantity::loss(row.market_loss).form(Form::Fine)).into(),
        ];
        Row::new(capitalised(&name_of(answer, &row.market)), cells)
            .group(format!("{}, with", capitalised(&name_of(answer, &row.side))))
            .keys(Keys::none().region(&row.side).partner(&row.market))
    };
    let columns = vec![
        Column::figures("exports", "exports to it, USD").item("exports to the market"),
        Column::figures("of-exports", "of exports").item("market\u{2019}s share of exports"),
        Column::figures("of-imports", "of imports").item("market\u{2019}s share of imports"),
        Column::figures("side-loss", "side would lose").item("exit cost"),
        Column::figures("market-loss", "market would lose").item("exit cost of the market"),
    ];
    let table = Table::new("markets", format!("Markets of both sides, {}", answer.year), "Market")
        .columns(columns)
        .rows(answer.markets.iter().map(row).collect())
        .keys(Keys::none().elasticity(&answer.elasticity))
        .note("Losses are shares of real income if all trade between side and market ended.");
    let mut blocks = Vec::new();
    if let Some(finding) = largest_market(answer) {
        blocks.push(Block::Chart(
            Chart::new("chart-markets", "markets", ChartKind::Bars, &["side-loss"], finding)
                .quantity("Loss of real income of the side if trade with the market ended, percent"),
        ));
    }
    blocks.push(table.into());
    blocks
}

/// For each side the market whose loss would cost it most.
fn largest_market(answer: &PairLeverage) -> Option<Text> {
    let clauses: Vec<Text> = [&answer.first, &answer.second]
        .into_iter()
        .filter_map(|side| {
            let own = answer.markets.iter().filter(|row| row.side == side.code);
            let worst = own.max_by(|one, other| one.side_loss.total_cmp(&other.side_loss))?;
            let loss = Quantity::loss(worst.side_loss).form(Form::Fine);
            Some(text![
                side.name.as_str(),
                " would lose most without ",
                name_of(answer, &worst.market),
                " (",
                loss,
                ")"
            ])
        })
        .collect();
    (!clauses.is_empty()).then(|| Text::listed(clauses).then(text!["."]).capitalised())
}

/// Single products that one side sells to the other.
pub fn claims(answer: &PairLeverage) -> Vec<Block> {
    let error = WithError::of_year(answer.year);
    let row = |row: &ProductClaimRow| {
        let cells = vec![
            row.sectors.join(", ").into(),
            Quantity::money(row.value).into(),
            Quantity::share(row.share_of_imports).into(),
            Quantity::share(row.share_of_use).into(),
            Quantity::share(row.share_of_exports).into(),
            error.loss(Quantity::loss(row.buyer_loss).form(Form::Fine)).into(),
            error.loss(Quantity::loss(row.seller_loss).form(Form::Fine)).into(),
        ];
        let (seller, buyer) = (name_of(answer, &row.seller), name_of(answer, &row.buyer));
        let keys = Keys::none().region(&row.seller).partner(&row.buyer).sector(row.sectors.join("+"));
        Row::new(capitalised(&row.product), cells)
            .group(format!("{} to {}", capitalised(&seller), buyer))
            .item(&row.product)
            .keys(keys)
    };
    let mut claims: Vec<&ProductClaimRow> = answer.claims.iter().collect();
    claims.sort_by_key(|row| row.seller != answer.first.code);
    let columns = vec![
        Column::words("sectors", "sectors").item("sectors"),
        Column::figures("value", "value, USD").item("value"),
        Column::figures("of-imports", "of buyer\u{2019}s imports").item("share of buyer\u{2019}s imports"),
        Column::figures("of-use", "of buyer\u{2019}s use").item("share of buyer\u{2019}s use"),
        Column::figures("of-exports", "of seller\u{2019}s exports").item("share of seller\u{2019}s exports"),
        Column::figures("buyer-loss", "buyer would lose").item("loss of the buyer if this flow ended"),
        Column::figures("seller-loss", "seller would lose").item("loss of the seller if this flow ended"),
    ];
    let table = Table::new("claims", format!("Flows of single products, {}", answer.year), "Product")
        .columns(columns)
        .rows(claims.into_iter().map(row).collect())
        .keys(Keys::none().elasticity(&answer.elasticity));
    let mut blocks =
        vec![Block::body("What each side would lose, in real income, if this flow alone ended."), table.into()];
    let mut notes: Vec<Text> = Vec::new();
    for row in answer.claims.iter().filter(|row| !row.note.is_empty()) {
        let note = Text::from(format!("{}: {}.", capitalised(&row.product), row.note));
        if !notes.contains(&note) {
            notes.push(note);
        }
    }
    if !notes.is_empty() {
        blocks.push(Block::narrative(Role::Note, notes));
    }
    blocks
}
