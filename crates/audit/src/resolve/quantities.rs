//! Keys of an entry as a quantity.

use toml::Spanned;
use unequal_world::GroupBook;
use unequal_world::labels::nearest;
use unequal_world::names::{countries, is_country};
use unequal_world::record::product_named;

use crate::document::{Entry, NumberOrText};
use crate::error::{ClaimsProblem, Failed};
use crate::period::{PERIODS, Period};
use crate::quantity::{Goods, Quantity, WORLD};

/// Quantities, with the keys they need and those they may have.
const QUANTITIES: [(&str, &[&str], &[&str]); 11] = [
    ("exports", &["of", "period"], &["to", "product"]),
    ("imports", &["of", "period"], &["from", "product"]),
    ("trade", &["of", "period"], &["with"]),
    ("surplus", &["of", "period"], &["with"]),
    ("deficit", &["of", "period"], &["with"]),
    ("share of exports", &["of", "to", "period"], &["product"]),
    ("share of imports", &["of", "from", "period"], &["product"]),
    ("customer rank", &["of", "to", "period"], &["product"]),
    ("supplier rank", &["of", "from", "period"], &["product"]),
    ("settlement share", &["of", "flow", "currency", "period"], &[]),
    ("other", &[], &[]),
];
/// Quantities of which no change can be stated.
const WITHOUT_CHANGE: [&str; 5] = ["surplus", "deficit", "customer rank", "supplier rank", "other"];
const CHANGE: &str = "change of ";
const CURRENCIES: [&str; 4] = ["rouble", "renminbi", "dollar_euro", "other_friendly"];

/// The quantity of an entry.
pub(super) fn quantity(entry: &Entry) -> Result<Quantity, Failed> {
    let given = entry.quantity.get_ref().trim();
    let (changed, base) = given.strip_prefix(CHANGE).map_or((false, given), |base| (true, base.trim()));
    let known = QUANTITIES.iter().find(|(name, ..)| *name == base && !(changed && WITHOUT_CHANGE.contains(&base)));
    let Some((name, needed, allowed)) = known else {
        let changes = QUANTITIES
            .iter()
            .filter(|(name, ..)| !WITHOUT_CHANGE.contains(name))
            .map(|(name, ..)| format!("{CHANGE}{name}"));
        let all: Vec<String> = QUANTITIES.iter().map(|(name, ..)| (*name).to_owned()).chain(changes).collect();
        let plain = QUANTITIES.map(|(name, ..)| name).join(", ");
        let problem = ClaimsProblem::UnknownQuantity {
            given: given.to_owned(),
            valid: format!("{plain}, or `change of` a flow or a share"),
            suggestion: nearest(given, all.iter().map(|name| (name.as_str(), ""))),
        };
        return Err(Failed::at(entry.quantity.span(), problem));
    };
    check_keys(entry, given, changed, needed, allowed)?;
    let code = |key: &Option<Spanned<String>>| key.as_ref().map_or(Ok(WORLD.to_owned()), country);
    let period = || period(entry.period.as_ref());
    let plain = match *name {
        "exports" => {
            Quantity::Exports { of: code(&entry.of)?, to: code(&entry.to)?, goods: goods(entry)?, period: period()? }
        }
        "imports" => Quantity::Imports {
            of: code(&entry.of)?,
            from: code(&entry.from)?,
            goods: goods(entry)?,
            period: period()?,
        },
        "trade" => Quantity::Trade { of: code(&entry.of)?, with: code(&entry.with)?, period: period()? },
        balance @ ("surplus" | "deficit") => Quantity::Balance {
            of: code(&entry.of)?,
            with: code(&entry.with)?,
            surplus: balance == "surplus",
            period: period()?,
        },
        "share of exports" => Quantity::ExportShare {
            of: code(&entry.of)?,
            to: code(&entry.to)?,
            goods: goods(entry)?,
            period: period()?,
        },
        "share of imports" => Quantity::ImportShare {
            of: code(&entry.of)?,
            from: code(&entry.from)?,
            goods: goods(entry)?,
            period: period()?,
        },
        "customer rank" => Quantity::CustomerRank {
            of: code(&entry.of)?,
            to: code(&entry.to)?,
            goods: goods(entry)?,
            period: period()?,
        },
        "supplier rank" => Quantity::SupplierRank {
            of: code(&entry.of)?,
            from: code(&entry.from)?,
            goods: goods(entry)?,
            period: period()?,
        },
        "settlement share" => Quantity::SettlementShare {
            of: code(&entry.of)?,
            flow: one_of(entry.flow.as_ref(), "the flow", &["exports", "imports"])?,
            currency: one_of(entry.currency.as_ref(), "the currency", &CURRENCIES)?,
            period: period()?,
        },
        _ => Quantity::Other { name: entry.name.get_ref().clone() },
    };
    check_sides(entry, &plain)?;
    if !changed {
        return Ok(plain);
    }
    let since = entry.since.as_ref().map(|since| earlier(&plain, since)).transpose()?;
    Ok(Quantity::Change { later: Box::new(plain), since })
}

/// Keys that say what a claim is about, with what they say.
fn keys(entry: &Entry) -> [(&'static str, bool, &'static str); 9] {
    [
        ("of", entry.of.is_some(), "the country whose trade it is"),
        ("to", entry.to.is_some(), "the buyer"),
        ("from", entry.from.is_some(), "the seller"),
        ("with", entry.with.is_some(), "the partner"),
        ("product", entry.product.is_some(), "such as \"oil\""),
        ("flow", entry.flow.is_some(), "\"exports\" or \"imports\""),
        ("currency", entry.currency.is_some(), "such as \"renminbi\""),
        ("period", entry.period.is_some(), "such as \"2023\" or \"2024-03\""),
        ("since", entry.since.is_some(), "the earlier period"),
    ]
}

fn check_keys(entry: &Entry, quantity: &str, changed: bool, needed: &[&str], allowed: &[&str]) -> Result<(), Failed> {
    for (key, present, meaning) in keys(entry) {
        let fits = needed.contains(&key) || allowed.contains(&key) || (changed && key == "since");
        if needed.contains(&key) && !present {
            let quantity = quantity.to_owned();
            return Err(Failed::at(entry.quantity.span(), ClaimsProblem::Missing { quantity, key, meaning }));
        }
        if present && !fits {
            let mut valid: Vec<&str> = needed.iter().chain(allowed).copied().collect();
            if changed {
                valid.push("since");
            }
            let valid = if valid.is_empty() { "`stated` alone".to_owned() } else { valid.join(", ") };
            let problem = ClaimsProblem::Needless { quantity: quantity.to_owned(), key, valid };
            return Err(Failed::at(entry.quantity.span(), problem));
        }
    }
    Ok(())
}

/// The product of an entry, or all goods.
fn goods(entry: &Entry) -> Result<Goods, Failed> {
    let Some(given) = &entry.product else { return Ok(Goods::All) };
    let group = product_named(given.get_ref().trim()).map_err(|error| Failed::at(given.span(), error.into()))?;
    Ok(Goods::Product(group.id.clone()))
}

fn country(given: &Spanned<String>) -> Result<String, Failed> {
    let book = GroupBook::shared().map_err(|error| Failed::at(given.span(), error.into()))?;
    let code = book.code(given.get_ref());
    if code == WORLD || book.is_group(&code) || is_country(&code) {
        return Ok(code);
    }
    let suggestion = nearest(given.get_ref(), countries().chain([(WORLD, "the world"), ("EU27", "European Union")]));
    Err(Failed::at(given.span(), ClaimsProblem::UnknownCountry { given: given.get_ref().clone(), suggestion }))
}

/// Nobody trades with itself, and the world has no partner.
fn check_sides(entry: &Entry, quantity: &Quantity) -> Result<(), Failed> {
    let (of, partner) = match quantity {
        Quantity::Exports { of, to, .. }
        | Quantity::ExportShare { of, to, .. }
        | Quantity::CustomerRank { of, to, .. } => (of, to),
        Quantity::Imports { of, from, .. }
        | Quantity::ImportShare { of, from, .. }
        | Quantity::SupplierRank { of, from, .. } => (of, from),
        Quantity::Trade { of, with, .. } | Quantity::Balance { of, with, .. } => (of, with),
        _ => return Ok(()),
    };
    let span =
        [&entry.to, &entry.from, &entry.with, &entry.of].into_iter().flatten().next().map_or(0..0, Spanned::span);
    if of == partner && of != WORLD {
        return Err(Failed::value(
            span,
            "the partner",
            partner.clone(),
            "another country than the one whose trade it is",
        ));
    }
    if of == WORLD && partner != WORLD {
        let expected = "a country: what the world sells to a country are its `imports`, what it buys are its `exports`";
        return Err(Failed::value(span, "the country whose trade it is", WORLD, expected));
    }
    if partner == WORLD && matches!(quantity, Quantity::ExportShare { .. } | Quantity::ImportShare { .. }) {
        return Err(Failed::value(span, "the partner", WORLD, "a country or group: the world's share is always 100 %"));
    }
    if partner == WORLD && matches!(quantity, Quantity::CustomerRank { .. } | Quantity::SupplierRank { .. }) {
        return Err(Failed::value(span, "the partner", WORLD, "a country or group: the world has no rank"));
    }
    Ok(())
}

fn one_of(given: Option<&Spanned<String>>, what: &'static str, valid: &[&str]) -> Result<String, Failed> {
    let Some(given) = given else { return Ok(String::new()) };
    let word = given.get_ref().trim().to_lowercase();
    if valid.contains(&word.as_str()) {
        return Ok(word);
    }
    let suggestion = nearest(&word, valid.iter().map(|word| (*word, "")));
    let expected = format!("{}{suggestion}", valid.join(", "));
    Err(Failed::value(given.span(), what, format!("`{}`", given.get_ref()), expected))
}

fn period(given: Option<&Spanned<NumberOrText>>) -> Result<Period, Failed> {
    let Some(given) = given else { return Err(Failed::value(0..0, "the period", "missing", PERIODS)) };
    let text = given.get_ref().text();
    Period::parse(&text).ok_or_else(|| Failed::value(given.span(), "the period", format!("`{text}`"), PERIODS))
}

fn earlier(later: &Quantity, since: &Spanned<NumberOrText>) -> Result<Period, Failed> {
    let earlier = period(Some(since))?;
    let Some(period) = later.period() else { return Ok(earlier) };
    if earlier == period {
        return Err(Failed::value(
            since.span(),
            "the earlier period",
            earlier.to_string(),
            "another one than `period`",
        ));
    }
    if earlier.months() != period.months() {
        let expected = format!("a period as long as `period`, {} months", period.months());
        return Err(Failed::value(
            since.span(),
            "the earlier period",
            format!("{} months", earlier.months()),
            expected,
        ));
    }
    Ok(earlier)
}
