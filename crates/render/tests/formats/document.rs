//! A document with every kind of block, made by hand.

use unequal_presentation::chart::{Chart, ChartKind};
use unequal_presentation::document::{Block, Document, Party, Reproduce, Role, Section};
use unequal_presentation::keys::Keys;
use unequal_presentation::quantity::{Form, Quantity, Unit};
use unequal_presentation::table::{Cell, Column, Look, Row, Table};
use unequal_presentation::text;
use unequal_presentation::text::Span;
use unequal_presentation::{Evidence, Grade};

/// The document.
pub fn document() -> Document {
    Document {
        question: "brief".to_owned(),
        keys: Keys::pair("RUS", "CHN").year(2022),
        title: "Russia and China: who needs \u{1b}[31mwhom\u{1b}[0m more?".into(),
        dateline: "2022, OECD ICIO; trade elasticity 4".into(),
        sides: Some([party("RUS", "Russia"), party("CHN", "China")]),
        finding: vec![
            text!["Russia would lose ", loss(0.013), " of its real income, a ratio of ", ratio(), "."],
            text![
                "China supplied ",
                Span::figure(Quantity::share(0.2406), "share of imports", Keys::none()),
                " of Russia\u{2019}s imports."
            ],
        ],
        sections: vec![exit(), trade(), sectors(), years()],
        terms: vec!["Exit cost".to_owned()],
        reproduce: Some(Reproduce { command: "unequal brief RUS CHN".to_owned(), file: String::new() }),
    }
}

/// The first section alone, which then says in full how sure it is.
pub fn short_document() -> Document {
    Document { sections: vec![exit()], reproduce: None, ..document() }
}

fn party(code: &str, name: &str) -> Party {
    Party { code: code.to_owned(), name: name.to_owned() }
}

fn loss(share: f64) -> Quantity {
    Quantity::loss(share)
}

fn ratio() -> Quantity {
    Quantity::ratio(10.64)
}

fn evidence(grade: Grade, source: &str, estimated: bool) -> Evidence {
    Evidence {
        grade,
        source: source.to_owned(),
        estimated_briefly: estimated.then(|| "final demand estimated".to_owned()),
        estimated: estimated
            .then(|| "Final demand by destination is estimated for 2022.".to_owned())
            .into_iter()
            .collect(),
        changes: vec!["3 negative cells set to zero.".to_owned()],
        caveats: vec!["Long-run losses; disruption is not in them.".to_owned()],
    }
}

fn exit() -> Section {
    let row = |label: &str, first: f64, second: f64, ratio: Quantity| {
        Row::new(label, vec![loss(first).into(), loss(second).into(), ratio.into()])
            .keys(Keys::none().elasticity(label))
            .headline(label == "4")
    };
    let columns = vec![
        Column::figures("first", "RUS loses").keys(Keys::none().region("RUS").partner("CHN")).item("exit cost").side(1),
        Column::figures("second", "CHN loses")
            .keys(Keys::none().region("CHN").partner("RUS"))
            .item("exit cost")
            .side(2),
        Column::figures("ratio", "RUS : CHN").item("ratio of exit costs"),
    ];
    let table = Table::new("exit-cost", "", "Trade elasticity").columns(columns).rows(vec![
        row("1", 0.0468, 0.0049, Quantity::ratio(9.5)),
        row("4", 0.013, 0.0012, ratio().within(9.5, 12.8, "trade elasticities 1 to 8 and by sector")),
        row("by sector", 0.0099, 0.000_8, Quantity::ratio(12.8)),
    ]);
    let chart = Chart::new(
        "exit",
        "exit-cost",
        ChartKind::Bars,
        &["first", "second"],
        text!["Russia would lose ", loss(0.013), " of its real income"],
    );
    let key = Table::new("key", "Key figures", "Figure")
        .look(Look::KeyFigures)
        .columns(vec![Column::figures("value", "Value")])
        .rows(vec![Row::new("Russia\u{2019}s loss", vec![loss(0.013).into()]).item("headline exit cost")]);
    Section::new(
        "exit",
        "Exit cost: real income lost if the two stopped trading",
        vec![
            Block::narrative(Role::PageOnly, vec!["What an exit cost is, for newcomers.".into()]),
            key.into(),
            chart.into(),
            table.into(),
            Block::body(text![
                "In money ",
                Span::figure(Quantity::money(29_700.0), "exit cost in money", Keys::none().region("RUS")),
                " a year, of all ",
                Span::Term("real income".to_owned()),
                "; ",
                Span::Link("https://example.org/icio".to_owned(), "the table".to_owned()),
                " has more."
            ]),
        ],
    )
    .sure(&evidence(Grade::C, "OECD ICIO, 2025 edition", true), "2022")
}

fn trade() -> Section {
    let row = |from: &str, to: &str, all: f64, customs: Cell| {
        Row::new(format!("{from} to {to}"), vec![Quantity::money(all).into(), Quantity::share(0.0406).into(), customs])
            .keys(Keys::none().region(from).partner(to))
            .item("trade")
    };
    let customs = Quantity::money(76_100.0).from(Grade::A, "Chinese customs, release of January 2023", false);
    let columns = vec![
        Column::figures("all", "all, USD").group("Recorded").item("value"),
        Column::figures("share", "of imports").group("Recorded").item("share of buyer\u{2019}s imports"),
        Column::figures("customs", "goods, USD").group("Customs").item("goods by customs"),
    ];
    let table = Table::new("trade", "Flows of 2022", "Trade")
        .columns(columns)
        .rows(vec![row("RUS", "CHN", 96_000.0, Cell::empty("not known")), row("CHN", "RUS", 68_668.9, customs.into())])
        .note(text!["CHN is ", Span::figure(Quantity::rank(1), "rank among suppliers", Keys::none()), " for RUS."]);
    Section::new(
        "trade",
        "Trade both ways",
        vec![
            table.into(),
            Block::narrative(Role::List, vec!["One thing.".into(), "Another thing.".into()]),
            Block::narrative(Role::Numbered, vec!["First.".into(), "Second.".into()]),
            Block::narrative(Role::Heading, vec!["A subheading".into()]),
            Block::note(
                "Values are at basic prices: without trade and transport margins, and without taxes on products.",
            ),
            Block::narrative(Role::Warning, vec!["Recorded trade is not the model\u{2019}s.".into()]),
        ],
    )
    .sure(&evidence(Grade::C, "OECD ICIO, 2025 edition", true), "2022")
}

fn sectors() -> Section {
    let row = |code: &str, name: &str, group: &str, share: f64, change: f64, detail: bool| {
        let cells = vec![
            Quantity::share(share).into(),
            Quantity::change(change).into(),
            Quantity::new(f64::from(u8::from(share > 0.1)), Unit::YesOrNo).into(),
            Cell::Text(name.to_uppercase().into()),
        ];
        Row::new(format!("{code} {name}"), cells).keys(Keys::none().sector(code)).group(group).detail(detail)
    };
    let columns = vec![
        Column::figures("share", "of exit cost").item("share of exit cost"),
        Column::figures("change", "change").item("change of real income"),
        Column::figures("large", "large").item("whether it is large"),
        Column::words("words", "in words").item("name"),
    ];
    let table = Table::new("sectors", "Sectors", "Product").columns(columns).rows(vec![
        row("C26", "Electronics", "Industry", 0.212, -0.0031, false),
        row("C28", "Machinery", "Industry", 0.0901, 0.0012, false),
        row("D58T60", "=Publishing", "Services", 0.004, 0.0, false),
        row("D61", "Telecoms", "Services", 0.001, -0.000_01, true),
        row("D62", "-IT", "Services", 0.000_9, 0.000_02, true),
    ]);
    Section::new("sectors", "Sector exposure", vec![table.look(Look::Folded).into()])
        .sure(&evidence(Grade::B, "Caliendo and Parro (2015)", false), "")
}

fn years() -> Section {
    let row = |year: u16, value: Option<f64>, estimated: bool| {
        let fine = value.map(|value| Quantity::share(value).form(Form::Fine));
        Row::new(year.to_string(), vec![Cell::optional(fine), Cell::from("x")])
            .keys(Keys::none().year(year))
            .estimated(estimated)
    };
    let columns = vec![Column::figures("share", "share").item("share of imports"), Column::words("kind", "kind")];
    let table = Table::new("years", "", "Year").columns(columns).rows(vec![
        row(1995, Some(0.000_042), false),
        row(1996, None, false),
        row(2022, Some(0.041), true),
    ]);
    let files = Table::new("all-years", "All years", "Year")
        .look(Look::FilesOnly)
        .columns(vec![Column::figures("value", "value")])
        .rows(vec![Row::new("1994", vec![Quantity::count(17).into()]).item("tables").keys(Keys::none().year(1994))]);
    let chart = Chart::new(
        "line",
        "years",
        ChartKind::Lines { events: Vec::new() },
        &["share"],
        "The share has grown ever since.",
    );
    Section::new("years", "Annual series", vec![chart.into(), table.into(), files.into()])
        .sure(&evidence(Grade::C, "OECD ICIO, 2025 edition", true), "1995 to 2022")
}
