//! A pipeline as text.

use unequal_study::pipeline::{PipelineAnswer, Power};

use super::{evidence, heading, paragraph, table};

/// The answer, `width` characters wide, with a line end.
#[must_use]
pub fn pipeline(answer: &PipelineAnswer, width: u16) -> String {
    let title = format!("{}: a bargain, not a forecast", answer.title);
    let mut parts = vec![title.clone(), "=".repeat(title.chars().count())];
    parts.extend(answer.headline.iter().map(|sentence| paragraph(width, "  ", &format!("• {sentence}"))));
    parts.push(prices(width, answer));
    parts.push(drivers(width, answer));
    parts.push(power(width, answer));
    parts.push(lost(width, answer));
    parts.push(String::new());
    parts.push(evidence(width, &answer.evidence));
    parts.push(String::new());
    parts.join("\n")
}

pub(crate) fn europe(open: bool) -> &'static str {
    if open { "open" } else { "closed" }
}

fn prices(width: u16, answer: &PipelineAnswer) -> String {
    let rows = answer.outcome.cases.iter().map(|case| {
        let money = |value: Option<f64>| value.map_or_else(|| "no deal".to_owned(), |value| format!("{value:.0}"));
        let central = case.central;
        vec![
            europe(case.europe_open).to_owned(),
            money(central.map(|split| split.price)),
            case.price.map_or_else(|| "-".to_owned(), |[low, high]| format!("{low:.0} to {high:.0}")),
            central.map_or_else(|| "-".to_owned(), |split| format!("{:.2}", split.seller)),
            central.map_or_else(|| "-".to_owned(), |split| format!("{:.2}", split.buyer)),
            format!("{:.0}", case.least_value),
            format!("{:.0} %", 100.0 * case.deals),
        ]
    });
    let header = [
        "Europe",
        "price, central",
        "nine of ten draws",
        "seller, USD bn a year",
        "buyer, USD bn a year",
        "least worth for a deal",
        "draws with a deal",
    ];
    let note = "Prices and worths in USD per thousand cubic metres at the buyer's border. Seller and buyer: their parts of \
                what the deal is worth, after the cost of capital, at the central values.";
    [heading(1, "The price, if there is a deal"), table(width, &header, rows), paragraph(width, "  ", note)].join("\n")
}

fn drivers(width: u16, answer: &PipelineAnswer) -> String {
    let rows = answer.outcome.cases.iter().flat_map(|case| {
        let of = move |(name, correlation): &(&str, f64)| {
            vec![format!("Europe {}: {name}", europe(case.europe_open)), format!("{correlation:+.2}")]
        };
        case.drivers.iter().take(2).map(of).collect::<Vec<_>>()
    });
    [heading(2, "What decides the price"), table(width, &["Driver", "rank correlation with the price"], rows)]
        .join("\n")
}

fn power(width: u16, answer: &PipelineAnswer) -> String {
    let outcome = &answer.outcome.power;
    let head = |row: &Power| {
        format!("Europe {}, {}", europe(row.europe_open), if row.sunk { "pipe paid for" } else { "before building" })
    };
    let header: Vec<String> = std::iter::once("USD bn a year".to_owned()).chain(outcome.iter().map(head)).collect();
    let header: Vec<&str> = header.iter().map(String::as_str).collect();
    let shares = |name: &str, of: &dyn Fn(&Power) -> &[f64]| {
        answer
            .players
            .iter()
            .enumerate()
            .map(|(place, player)| {
                std::iter::once(format!("{name}: {player}"))
                    .chain(
                        outcome
                            .iter()
                            .map(|row| of(row).get(place).map_or_else(String::new, |share| format!("{share:.2}"))),
                    )
                    .collect::<Vec<String>>()
            })
            .collect::<Vec<_>>()
    };
    let mut rows = shares("Shapley", &|row| &row.shapley);
    rows.extend(shares("nucleolus", &|row| &row.nucleolus));
    rows.push(
        std::iter::once("together".to_owned())
            .chain(outcome.iter().map(|row| format!("{:.2}", row.together)))
            .collect(),
    );
    rows.push(
        std::iter::once("a split nobody can better".to_owned())
            .chain(outcome.iter().map(|row| if row.has_core { "exists" } else { "does not" }.to_owned()))
            .collect(),
    );
    let note = "If all whose consent the gas takes bargained as coalitions: the Shapley value is the mean of what each adds, \
                the nucleolus leaves the worst-off coalition as little short as can be. The two differ where power does. Once \
                a pipe is paid for, those who did not pay ask for a share of it (hold-up).";
    [heading(3, "Power in the network"), table(width, &header, rows), paragraph(width, "  ", note)].join("\n")
}

fn lost(width: u16, answer: &PipelineAnswer) -> String {
    let rows =
        answer.lost_market.iter().map(|row| vec![row.country.clone(), row.year.to_string(), format!("{:.1}", row.bcm)]);
    let sum: f64 = answer.lost_market.iter().map(|row| row.bcm).sum();
    let total = vec!["together".to_owned(), String::new(), format!("{sum:.1}")];
    let header = ["Russian gas entering by", "year", "bcm"];
    [heading(4, "The market in the west, last whole year"), table(width, &header, rows.chain([total]))].join("\n")
}
