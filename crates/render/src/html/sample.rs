//! A document that holds every kind of block and chart, for trying pages.

use unequal_presentation::chart::{Chart, ChartKind};
use unequal_presentation::document::{Block, Document, Party, Reproduce, Role, Section};
use unequal_presentation::keys::Keys;
use unequal_presentation::quantity::{Quantity, Unit};
use unequal_presentation::table::{Cell, Column, Look, Row, Table};
use unequal_presentation::{Evidence, Grade, text};

/// The document.
pub fn document() -> Document {
    let party = |code: &str, name: &str| Party { code: code.to_owned(), name: name.to_owned() };
    Document {
        question: "sample".to_owned(),
        keys: Keys::pair("RUS", "CHN"),
        title: "Russia and China: who depends on whom?".into(),
        dateline: "Year 2022 \u{b7} trade elasticity 4 \u{b7} source: a table made for trial".into(),
        sides: Some([party("RUS", "Russia"), party("CHN", "China")]),
        finding: vec![
            text![
                "If all trade between them ended, Russia would lose ",
                Quantity::loss(0.0130).within(0.0080, 0.0310, "trade elasticities 2 to 8"),
                " of its real income and China ",
                Quantity::loss(0.0012),
                ": ten times as large a share, but about as many dollars."
            ],
            "Both would go on trading with everybody else.".into(),
        ],
        sections: vec![
            key_figures(),
            bars(),
            dots(),
            intervals(),
            lines(),
            areas(),
            flow(),
            world(),
            heat(),
            grid(),
            words(),
        ],
        terms: vec!["Exit cost".to_owned(), "Trade elasticity".to_owned(), "Ratio".to_owned()],
        reproduce: Some(Reproduce {
            command: "unequal brief RUS CHN --year 2022".to_owned(),
            file: "/home/somebody/scenario.toml".to_owned(),
        }),
    }
}

fn evidence() -> Evidence {
    Evidence {
        grade: Grade::C,
        source: "OECD ICIO 2022".to_owned(),
        estimated_briefly: Some("final demand estimated".to_owned()),
        estimated: vec!["Final demand by destination is estimated, not observed: from trade of the year.".to_owned()],
        changes: vec!["Russia's exports of gas were moved.".to_owned()],
        caveats: vec!["Trade is balanced in the model.".to_owned()],
    }
}

fn section(id: &str, title: &str, blocks: Vec<Block>) -> Section {
    Section::new(id, title, blocks).sure(&evidence(), "2022")
}

fn sides(unit: fn(f64) -> Quantity, rows: &[(&str, f64, f64)]) -> (Vec<Column>, Vec<Row>) {
    let columns = vec![Column::figures("first", "Russia").side(1), Column::figures("second", "China").side(2)];
    let rows = rows.iter().map(|(name, a, b)| Row::new(*name, vec![unit(*a).into(), unit(*b).into()])).collect();
    (columns, rows)
}

fn key_figures() -> Section {
    let tile = |name: &str, code: &str, figure: Quantity, words: Cell| {
        Row::new(name, vec![figure.into(), words]).keys(Keys::none().region(code))
    };
    let table = Table::new("key-figures", "Figures to remember", "Figure")
        .look(Look::KeyFigures)
        .columns(vec![Column::figures("figure", "Figure"), Column::words("words", "In words")])
        .rows(vec![
            tile(
                "Russia would lose",
                "RUS",
                Quantity::loss(0.0130),
                text!["of real income, USD ", Quantity::money(22_800.0), " a year"].into(),
            ),
            tile(
                "China would lose",
                "CHN",
                Quantity::loss(0.0012),
                text!["of real income, USD ", Quantity::money(20_500.0), " a year"].into(),
            ),
            tile(
                "How unequal",
                "",
                Quantity::ratio(10.7).within(9.5, 12.8, "trade elasticities 2 to 8"),
                "Russia to China".into(),
            ),
        ]);
    Section::new("key", "Key figures", vec![table.into()])
}

fn bars() -> Section {
    let over = "trade elasticities 2 to 8";
    let columns = vec![Column::figures("income", "Loss of real income"), Column::figures("money", "Loss, USD")];
    let row = |name: &str, code: &str, loss: (f64, f64, f64), money: f64| {
        Row::new(name, vec![Quantity::loss(loss.0).within(loss.1, loss.2, over).into(), Quantity::money(money).into()])
            .keys(Keys::none().region(code))
            .item("exit cost")
    };
    let rows = vec![
        row("Russia", "RUS", (0.013, 0.008, 0.031), 22_800.0),
        row("China", "CHN", (0.0012, 0.0007, 0.003), 20_500.0),
    ];
    let table =
        Table::new("exit-cost", "Exit cost of both sides", "Side").columns(columns).rows(rows).look(Look::Folded);
    let chart = Chart::new(
        "exit-cost-chart",
        "exit-cost",
        ChartKind::Bars,
        &["income"],
        text![
            "Russia would lose ten times as much of its income: ",
            Quantity::loss(0.013),
            " against ",
            Quantity::loss(0.0012)
        ],
    )
    .quantity("Loss of real income if all trade between the two ends, percent");
    let (columns, rows) = sides(
        Quantity::share,
        &[("Energy", 0.24, 0.31), ("Machinery and electronics", 0.41, 0.02), ("Chemicals <&>", 0.11, 0.09)],
    );
    let trade = Table::new("sectors", "Share of the partner in imports", "Sector").columns(columns).rows(rows);
    let second = Chart::new(
        "sector-chart",
        "sectors",
        ChartKind::Bars,
        &["first", "second"],
        "Machinery comes from China, energy from Russia",
    )
    .quantity("Share of the buyer\u{2019}s imports, percent");
    section(
        "exit",
        "Exit cost",
        vec![
            chart.into(),
            Block::body(text![
                "The ",
                unequal_presentation::text::Span::Term("exit cost".into()),
                " is in the long run."
            ]),
            table.into(),
            second.into(),
            trade.into(),
        ],
    )
}

fn dots() -> Section {
    let row =
        |name: &str, a: Quantity, b: Quantity, verdict: &str| Row::new(name, vec![a.into(), b.into(), verdict.into()]);
    let rows = vec![
        row("Share of trade", Quantity::share(0.26), Quantity::share(0.034), "Russia depends more"),
        row(
            "Exit cost",
            Quantity::loss(0.013).within(0.008, 0.03, "elasticities 2 to 8"),
            Quantity::loss(0.0012),
            "Russia depends more",
        ),
        row(
            "Concentration of suppliers",
            Quantity::new(0.12, Unit::Index),
            Quantity::new(0.118, Unit::Index),
            "about even",
        ),
        row("Inputs that are hard to replace", Quantity::share(0.052), Quantity::share(0.071), "China depends more"),
    ];
    let columns = vec![
        Column::figures("first", "Russia").side(1),
        Column::figures("second", "China").side(2),
        Column::words("verdict", "Verdict"),
    ];
    let table = Table::new("indicators", "Indicators of dependence", "Indicator").columns(columns).rows(rows);
    let chart = Chart::new(
        "indicator-chart",
        "indicators",
        ChartKind::PairedDots,
        &["first", "second"],
        "Two of four indicators point to Russia",
    )
    .quantity("Each indicator in its own unit; further right depends more");
    section("indicators-section", "Indicators", vec![chart.into(), table.into()])
}

fn intervals() -> Section {
    let between = |low: f64, high: f64| Quantity::between(low, high, Unit::Share, "rounding of what was stated");
    let row = |name: &str, a: (f64, f64), b: (f64, f64), verdict: &str| {
        let data = Quantity::share((b.0 + b.1) / 2.0).within(b.0, b.1, "sources");
        Row::new(name, vec![between(a.0, a.1).into(), data.into(), verdict.into()])
    };
    let rows = vec![
        row("Share of Russian imports from China", (0.30, 0.34), (0.35, 0.38), "contradicted"),
        row("Share of Chinese imports from Russia", (0.03, 0.05), (0.038, 0.042), "supported"),
    ];
    let columns =
        vec![Column::figures("stated", "Stated"), Column::figures("data", "Data"), Column::words("verdict", "Verdict")];
    let table = Table::new("claims", "Claims and data", "Claim").columns(columns).rows(rows);
    let chart = Chart::new(
        "claim-chart",
        "claims",
        ChartKind::Intervals,
        &["stated", "data"],
        "One of two claims is outside the data",
    )
    .quantity("Share, percent");
    section("claims-section", "Claims", vec![chart.into(), table.into()])
}

fn lines() -> Section {
    let rows = (1990..=2022).map(|year| {
        let age = f64::from(year - 1990);
        let estimated = year > 2020;
        let gap = (1996..1999).contains(&year);
        let first = Quantity::share(0.03 + 0.006 * age + 0.01 * (age / 2.0).sin());
        let second =
            Quantity::share(0.02 + 0.0005 * age).within(0.015 + 0.0005 * age, 0.03 + 0.0005 * age, "5 to 95 %");
        let cells =
            if gap { vec![Cell::empty("no data"), Cell::empty("no data")] } else { vec![first.into(), second.into()] };
        let row = Row::new(year.to_string(), cells).keys(Keys::none().year(year));
        let row = row.group(if year < 2007 { "COW" } else { "BACI" });
        row.estimated(estimated)
    });
    let (columns, _) = sides(Quantity::share, &[]);
    let table = Table::new("years", "Share of the partner in imports by year", "Year")
        .columns(columns)
        .rows(rows.collect())
        .look(Look::Folded);
    let events = [
        ("1991-12-26", "End of the Soviet Union"),
        ("2001-12-11", "China joins the WTO"),
        ("2014-03-18", "Annexation of Crimea"),
        ("2022-02-24", "Invasion of Ukraine"),
    ];
    let events = events.map(|(date, label)| (date.to_owned(), label.to_owned())).to_vec();
    let chart = Chart::new(
        "year-chart",
        "years",
        ChartKind::Lines { events },
        &["first", "second"],
        "China became Russia\u{2019}s main supplier; Russia stayed small for China",
    )
    .quantity("Share of the buyer\u{2019}s imports, percent");
    section("years-section", "Annual series", vec![chart.into(), table.into()])
}

fn areas() -> Section {
    let row = |group: &str, name: &str, size: f64, share: f64| {
        Row::new(name, vec![Quantity::money(size).into(), Quantity::share(share).into()]).group(group)
    };
    let rows = vec![
        row("Russia buys from China", "Machinery", 21_000.0, 0.41),
        row("Russia buys from China", "Electronics", 17_000.0, 0.62),
        row("Russia buys from China", "Vehicles", 9_000.0, 0.38),
        row("Russia buys from China", "Textiles", 7_000.0, 0.5),
        row("Russia buys from China", "Chemicals", 6_500.0, 0.18),
        row("Russia buys from China", "Other", 3_000.0, 0.08),
        row("China buys from Russia", "Oil and gas", 60_000.0, 0.17),
        row("China buys from Russia", "Coal", 9_000.0, 0.35),
        row("China buys from Russia", "Wood", 4_000.0, 0.22),
        row("China buys from Russia", "Fish", 2_000.0, 0.14),
        row("China buys from Russia", "Metals", 8_000.0, 0.05),
    ];
    let columns = vec![
        Column::figures("flow", "Trade, USD"),
        Column::figures("share", "share of the seller in the buyer\u{2019}s imports"),
    ];
    let table = Table::new("goods", "What each buys", "Product").columns(columns).rows(rows).look(Look::Folded);
    let chart = Chart::new(
        "goods-chart",
        "goods",
        ChartKind::Treemap,
        &["flow", "share"],
        "Russia buys machines; China buys fuel",
    )
    .quantity("Recorded trade, USD billion a year");
    section("goods-section", "What they trade", vec![chart.into(), table.into()])
}

fn flow() -> Section {
    let row = |name: &str, amount: f64| Row::new(name, vec![Quantity::signed_money(amount).into()]);
    let rows = vec![
        row("Households in Russia", -9_400.0),
        row("Traders", 2_300.0),
        row("Budget of Russia", -1_200.0),
        row("Banks", 410.0),
        row("Sellers in China", 4_100.0),
    ];
    let table = Table::new("incidence", "Who pays and who receives", "Party")
        .columns(vec![Column::figures("amount", "USD a year")])
        .rows(rows);
    let chart =
        Chart::new("incidence-chart", "incidence", ChartKind::Flow, &["amount"], "Households in Russia pay most")
            .quantity("USD a year; minus pays");
    section("incidence-section", "Who pays and who receives", vec![chart.into(), table.into()])
}

/// Codes and made-up changes of real income.
const CHANGES: [(&str, &str, f64); 16] = [
    ("RUS", "Russia", -0.0310),
    ("DEU", "Germany", -0.0031),
    ("KAZ", "Kazakhstan", 0.0042),
    ("CHN", "China", -0.0011),
    ("USA", "the United States", 0.0001),
    ("IND", "India", 0.0009),
    ("BRA", "Brazil", 0.0003),
    ("SGP", "Singapore", -0.0008),
    ("MLT", "Malta", 0.0021),
    ("POL", "Poland", -0.0052),
    ("UKR", "Ukraine", -0.0004),
    ("FRA", "France", -0.0010),
    ("AUS", "Australia", 0.00001),
    ("SAU", "Saudi Arabia", 0.0105),
    ("CAN", "Canada", 0.0012),
    ("TUR", "T\u{fc}rkiye", 0.0014),
];

fn world() -> Section {
    let row = |(code, name, change): &(&str, &str, f64)| {
        Row::new(*name, vec![Quantity::change(*change).into()]).keys(Keys::none().region(*code))
    };
    let rows = CHANGES.iter().map(row).collect();
    let table = Table::new("changes", "Change of real income", "Economy")
        .columns(vec![Column::figures("change", "Change of real income")])
        .rows(rows);
    let chart = Chart::new(
        "change-map",
        "changes",
        ChartKind::WorldMap,
        &["change"],
        text!["Russia loses most, ", Quantity::change(-0.031)],
    )
    .quantity("Change of real income, percent; minus is a loss");
    section("world", "Gains and losses", vec![chart.into(), table.into()])
}

fn heat() -> Section {
    let mut rows = Vec::new();
    for (place, (code, name, size)) in CHANGES.iter().enumerate() {
        for (other, (partner, partner_name, _)) in CHANGES.iter().enumerate().filter(|(other, _)| *other != place) {
            let loss = size.abs() * 0.8_f64.powi(i32::try_from(other).unwrap_or(0)) + 1e-6;
            rows.push(
                Row::new(format!("{name} without {partner_name}"), vec![Quantity::loss(loss).into()])
                    .keys(Keys::none().region(*code).partner(*partner)),
            );
        }
    }
    let table = Table::new("pairs", "Exit costs of all pairs", "Pair")
        .columns(vec![Column::figures("loss", "Loss")])
        .rows(rows)
        .look(Look::FilesOnly);
    let chart = Chart::new("pair-map", "pairs", ChartKind::Heatmap, &["loss"], "Many depend on few")
        .quantity("Loss of the row if it parts with the column, percent of real income");
    section("pairs-section", "All pairs", vec![chart.into(), table.into()])
}

fn grid() -> Section {
    let columns = (0..5).map(|place| Column::figures(&format!("c{place}"), format!("{:.1}", 0.2 * f64::from(place))));
    let row = |place: i32| {
        let share = |column: i32| Quantity::share((f64::from(place + column) / 8.0).min(1.0)).into();
        Row::new(format!("sigma {}", place + 2), (0..5).map(share).collect())
    };
    let table = Table::new("region", "Share of draws in which the threat deters", "sigma")
        .columns(columns.collect())
        .rows((0..5).map(row).collect())
        .look(Look::Shaded);
    let chart =
        Chart::new("region-chart", "region", ChartKind::Grid, &[], "The threat deters where both parameters are high")
            .quantity("Share of draws");
    section("region-section", "When it holds", vec![chart.into(), table.into()])
}

fn words() -> Section {
    let customs = Quantity::money(114_100.0).from(Grade::B, "customs, from memory of the release", true);
    let table = Table::new("others", "Figures of other sources", "Figure")
        .columns(vec![Column::figures("value", "USD"), Column::words("where", "Where")])
        .rows(vec![
            Row::new("Exports of Russia to China", vec![customs.into(), "customs".into()]).headline(true),
            Row::new("Nothing known", vec![Cell::empty("no data"), Cell::Empty(None)]),
        ])
        .note("A note under the table.");
    let list = Block::narrative(
        Role::List,
        vec!["first <item>".into(), text![unequal_presentation::text::Span::Strong("second".into()), " & more"]],
    );
    let steps = Block::narrative(
        Role::Numbered,
        vec!["one".into(), text![unequal_presentation::text::Span::Code("unequal run".into())]],
    );
    let link = text![
        unequal_presentation::text::Span::Link("javascript:alert(1)".into(), "not a link".into()),
        " ",
        unequal_presentation::text::Span::Link("#exit".into(), "a link".into())
    ];
    Section::new(
        "words-section",
        "Words",
        vec![
            Block::narrative(Role::Heading, vec!["A subheading".into()]),
            list,
            steps,
            Block::note(link),
            Block::narrative(Role::Warning, vec!["Take care.".into()]),
            table.into(),
        ],
    )
}
