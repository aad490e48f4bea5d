//! Tests of whole pages, on a document that holds every kind of block and chart.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod contrast;
mod digest;

use unequal_presentation::chart::{Chart, ChartKind};
use unequal_presentation::document::{Block, Document};
use unequal_presentation::keys::Keys;
use unequal_presentation::quantity::Quantity;
use unequal_presentation::table::{Cell, Column, Look, Row, Table};

use super::{SCRIPT, fragment, page, sample, style};

fn sample_page() -> String {
    page(&sample::document())
}

/// The figure of a chart.
fn figure<'a>(page: &'a str, id: &str) -> &'a str {
    let from = page.find(&format!("<figure class=\"chart\" id=\"chart-{id}\"")).expect("a figure with the id");
    let to = page[from..].find("</figure>").expect("its end");
    &page[from..from + to]
}

/// Whether a part holds words, whatever blanks and minus signs it sets them with.
fn holds(part: &str, wanted: &[&str]) {
    let part = part.replace('\u{a0}', " ").replace('\u{2212}', "-");
    for words in wanted {
        assert!(part.contains(words), "no {words} in {part}");
    }
}

/// A page with one chart over the sample's table of changes, of another kind.
fn redrawn(kind: ChartKind, of: &str, columns: &[&str]) -> String {
    let mut document = sample::document();
    for section in &mut document.sections {
        section.blocks.retain(|block| !matches!(block, Block::Chart(_)));
    }
    let chart = Chart::new("redrawn", of, kind, columns, "A finding");
    document.sections.last_mut().unwrap().blocks.push(chart.into());
    page(&document)
}

#[test]
fn the_page_runs_its_script_and_no_other() {
    let page = sample_page();
    let hash = digest::sha256_base64(SCRIPT);
    assert!(
        page.contains(&format!("script-src 'sha256-{hash}'")),
        "the script's hash is {hash}: put it into SCRIPT_HASH"
    );
    assert_eq!(digest::sha256_base64("abc"), "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=");
    assert_eq!(page.matches("<script").count(), 1);
    assert!(SCRIPT.len() < 12_000);
}

#[test]
fn the_page_asks_for_nothing_and_names_no_folder() {
    let page = sample_page();
    for start in ["http://", "https://", "src=", "@import", "url(h", "javascript:", "/home/", "file:/"] {
        let text = page.replace(SCRIPT, "");
        assert!(!text.contains(start), "{start}");
    }
    assert!(page.contains("<code>scenario.toml</code>"));
}

#[test]
fn a_fragment_is_the_middle_of_the_page() {
    let document = sample::document();
    let (page, fragment) = (page(&document), fragment(&document));
    let answer = |markup: &str| {
        let start = markup.find("<section class=\"opening\"").unwrap();
        let end = markup.find("id=\"reproduce-heading\"").unwrap();
        markup[start..end].to_owned()
    };
    assert_eq!(answer(&page), answer(&fragment));
    assert!(fragment.starts_with("<div") && fragment.ends_with("</div>"));
    for whole in ["<script", "<html", "<body", "<main", "<style", "<link", "class=\"reading\""] {
        assert!(!fragment.contains(whole), "{whole}");
    }
    let mut hostile = sample::document();
    hostile.title = "<script>alert(1)</script>".into();
    assert!(!super::fragment(&hostile).contains("<script"));
}

#[test]
fn looks_of_a_fragment_hold_within_it_only() {
    let style = style();
    let (names, rules) = style.split_once(".unequal-answer {").unwrap();
    assert_eq!(names.matches('{').count(), names.matches('}').count());
    assert!(names.lines().all(|line| !line.contains('{') || line.starts_with(":root")), "{names}");
    assert_eq!(rules.matches('{').count() + 1, rules.matches('}').count(), "all rules stand in the fragment's");
    let mut depth = 1;
    for (place, letter) in rules.char_indices() {
        depth += i32::from(letter == '{') - i32::from(letter == '}');
        assert!(depth > 0 || rules[place + 1..].trim().is_empty(), "{}", &rules[place..]);
    }
    assert!(!names.contains("url(") && !rules.contains("@import"));
}

#[test]
fn all_text_is_escaped() {
    let page = sample_page();
    assert!(page.contains("Chemicals &lt;&amp;&gt;") && page.contains("first &lt;item&gt;"));
    assert!(!page.contains("<item>") && !page.contains("<&>"));
    let mut document = sample::document();
    document.title = "<script>alert(1)</script>".into();
    document.sections[1].title = "\"quoted\" <b>".to_owned();
    let page = super::page(&document);
    assert!(!page.contains("<script>alert") && page.contains("&quot;quoted&quot; &lt;b&gt;"));
}

#[test]
fn every_table_and_chart_and_section_is_there() {
    let (document, page) = (sample::document(), sample_page());
    for section in &document.sections[1..] {
        assert!(page.contains(&format!("<section id=\"{}\"", section.id)), "{}", section.id);
        for table in section.tables().filter(|table| table.look != Look::FilesOnly) {
            assert!(page.contains(&format!("id=\"table-{}\"", table.id)), "{}", table.id);
        }
    }
    assert!(page.contains("id=\"table-key-figures\""), "key figures stand in the opening");
    for block in document.sections.iter().flat_map(|section| &section.blocks) {
        if let Block::Chart(chart) = block {
            let figure = figure(&page, &chart.id);
            let title = format!("id=\"chart-{}-finding\"", chart.id);
            holds(figure, &[&title, &chart.quantity, "id=\"", "Source: OECD ICIO 2022"]);
            let picture = figure.contains("role=\"img\"");
            assert!(picture || chart.kind == ChartKind::Heatmap, "{}", chart.id);
        }
    }
    holds(&page, &["Words used", "Cite and reproduce", "unequal brief RUS CHN --year 2022", "Read with care"]);
}

#[test]
fn a_section_and_its_chart_may_be_named_alike() {
    let mut document = sample::document();
    for section in &mut document.sections {
        for block in &mut section.blocks {
            if let Block::Chart(chart) = block {
                chart.id.clone_from(&section.id);
                break;
            }
        }
    }
    let page = page(&document);
    let ids: Vec<&str> = page.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    let mut once = ids.clone();
    once.sort_unstable();
    once.dedup();
    assert_eq!(once.len(), ids.len(), "{ids:?}");
    assert_eq!(page.matches("aria-labelledby=\"title\"").count(), 1);
    assert_eq!(fragment(&document).matches("aria-labelledby=\"title\"").count(), 1);
}

#[test]
fn bars_have_labels_whiskers_and_sides() {
    let page = sample_page();
    let income = figure(&page, "exit-cost-chart");
    holds(
        income,
        &[
            ">Russia<",
            ">1.30 %<",
            ">0.12 %<",
            "class=\"whisker\"",
            "bar k-first",
            "bar k-second",
            "Whiskers: trade elasticities 2 to 8",
        ],
    );
    holds(income, &["Russia: 1.30 % (0.80 % to 3.10 %); China: 0.12 % (0.07 % to 0.30 %)."]);
    let sectors = figure(&page, "sector-chart");
    holds(sectors, &["Machinery and electronics", ">41.0 %<", "left:0%;width:58.54%"]);
    let flow = figure(&page, "incidence-chart");
    holds(flow, &["pays", "receives", "bar k-loss", "bar k-gain", ">-9.4 bn<"]);
}

#[test]
fn dots_and_intervals_show_both_sides() {
    let page = sample_page();
    let dots = figure(&page, "indicator-chart");
    holds(
        dots,
        &["dot k-first", "dot k-second", "class=\"join\"", ">26.0 %<", ">3.4 %<", "Each row has a scale of its own."],
    );
    assert_eq!(dots.matches("class=\"join\"").count(), 4);
    let intervals = figure(&page, "claim-chart");
    holds(
        intervals,
        &[
            "span k-third",
            "span k-fourth",
            ">30.0 % to 34.0 %<",
            ">36.5 % (35.0 % to 38.0 %)<",
            "class=\"mark k-fourth\"",
        ],
    );
}

#[test]
fn lines_break_where_data_break() {
    let page = sample_page();
    let lines = figure(&page, "year-chart");
    holds(
        lines,
        &[
            "class=\"line k-first\"",
            "class=\"spread k-second\"",
            "point heart k-first",
            "China joins the WTO",
            ">2000<",
            ">10 %<",
        ],
    );
    let path = |class: &str| lines.split(&format!("class=\"{class}\" d=\"")).nth(1)?.split('"').next();
    let (first, second) = (path("line k-first").unwrap(), path("line pale k-first").unwrap());
    // The years without data cut the line, and the second source has a pale one of its own.
    assert_eq!((first.matches('M').count(), second.matches('M').count()), (2, 1), "{first} and {second}");
    assert_eq!(first.matches('L').count() + second.matches('L').count(), 33 - 3 - 3);
    holds(lines, &["(pale)"]);
    let bare = redrawn(ChartKind::Lines { events: Vec::new() }, "changes", &["change"]);
    assert!(bare.contains("A finding"), "a table without years draws nothing and says its finding");
}

#[test]
fn maps_colour_by_sign_and_hatch_losses() {
    let page = sample_page();
    let map = figure(&page, "change-map");
    holds(
        map,
        &[
            "<title>Russia: -3.10 %</title>",
            "<title>Singapore: -0.08 %</title>",
            "tone loss-5",
            "tone gain-",
            "class=\"over\"",
            "no data",
        ],
    );
    assert_eq!(page.matches("class=\"outlines\"").count(), 1);
    let without = redrawn(ChartKind::Bars, "changes", &["change"]);
    assert!(!without.contains("class=\"outlines\"") && without.len() < page.len() / 2 + 60_000);
}

#[test]
fn heat_maps_grids_and_areas_show_their_cells() {
    let page = sample_page();
    let heat = figure(&page, "pair-map");
    holds(heat, &["<span title=\"Germany\">DEU</span>", "<span>Russia </span><small>RUS</small>", "td class=\"heat-"]);
    assert_eq!(heat.matches("<td class=\"heat-").count() + heat.matches("<td class=\"nothing").count(), 16 * 15);
    assert!(!page.contains("table-pairs"), "a table for files alone is not on the page");
    let grid = figure(&page, "region-chart");
    holds(grid, &["sigma 2", ">0.8<", "shade-5", ">50.0 %<"]);
    let areas = figure(&page, "goods-chart");
    holds(areas, &["Russia buys from China", "Oil and gas", "60.0 bn", "tile tone"]);
    assert_eq!(areas.matches("class=\"tiled\"").count(), 2);
}

#[test]
fn tables_carry_marks_of_other_sources_and_labels_for_cards() {
    let page = sample_page();
    holds(
        &page,
        &["<sup>a</sup>", "customs, from memory of the release: published method (grade B), rests on an estimate"],
    );
    holds(&page, &["data-label=\"Verdict\"", "data-value=\"0.26\"", "class=\"estimate\">*<", "data-search"]);
}

#[test]
fn odd_documents_still_make_a_page() {
    let empty = Document {
        sections: Vec::new(),
        finding: Vec::new(),
        terms: Vec::new(),
        reproduce: None,
        sides: None,
        ..sample::document()
    };
    assert!(page(&empty).contains("</html>"));
    for kind in [
        ChartKind::Bars,
        ChartKind::Flow,
        ChartKind::PairedDots,
        ChartKind::Intervals,
        ChartKind::Heatmap,
        ChartKind::WorldMap,
        ChartKind::Treemap,
        ChartKind::Grid,
    ] {
        for (table, columns) in [("others", &["where"][..]), ("missing", &[]), ("changes", &[]), ("years", &["first"])]
        {
            let page = redrawn(kind.clone(), table, columns).replace(SCRIPT, "");
            assert!(
                page.contains("A finding") && !page.contains("NaN") && !page.contains("inf%"),
                "{kind:?} over {table}"
            );
        }
    }
}

#[test]
fn losses_alone_stand_left_of_zero() {
    let mut document = sample::document();
    let Some(Block::Table(table)) = document
        .sections
        .iter_mut()
        .find(|section| section.id == "world")
        .and_then(|section| section.blocks.last_mut())
    else {
        return assert!(document.table("changes").is_some());
    };
    table.rows.retain(|row| row.name.plain() == "Russia" || row.name.plain() == "Germany");
    let chart = Chart::new("losses", "changes", ChartKind::Bars, &["change"], "Both lose");
    document.sections.last_mut().unwrap().blocks.push(chart.into());
    let page = page(&document);
    let bars = figure(&page, "losses");
    holds(bars, &["rows bars signed", "left:0%;width:100%", "figure before", "bar k-first"]);
}

/// A page with one chart over a table of its own.
fn with_table(table: Table, chart: Chart) -> String {
    let mut document = sample::document();
    document.sections.last_mut().unwrap().blocks.extend([chart.into(), table.into()]);
    page(&document)
}

#[test]
fn a_map_of_dependence_on_one_partner_shows_the_partner_itself() {
    let row = |code: &str, loss: f64| {
        Row::new(code, vec![Quantity::loss(loss).into()]).keys(Keys::none().region(code).partner("CHN"))
    };
    let table = Table::new("on-one", "Loss", "Economy")
        .columns(vec![Column::figures("loss", "Loses")])
        .rows(vec![row("RUS", 0.013), row("KOR", 0.02)]);
    let page = with_table(table, Chart::new("on-one-map", "on-one", ChartKind::WorldMap, &["loss"], "A finding"));
    let map = figure(&page, "on-one-map");
    holds(map, &["China itself", "class=\"itself\"><title>China</title>"]);
    assert!(!figure(&sample_page(), "change-map").contains("itself"));
}

#[test]
fn ratios_stand_on_both_sides_of_even_and_the_largest_rows_are_chosen() {
    let row = |name: &str, ratio: f64| Row::new(name, vec![Quantity::ratio(ratio).into()]).detail(true);
    let table = Table::new("ratios", "Ratios", "Indicator")
        .columns(vec![Column::figures("ratio", "Ratio")])
        .rows(vec![row("one", 0.5), row("two", 10.0), row("three", 4.0)]);
    let chart = Chart::new("ratio-bars", "ratios", ChartKind::Bars, &["ratio"], "A finding").logarithmic();
    let page = with_table(table.clone(), chart.clone());
    holds(figure(&page, "ratio-bars"), &["bar k-first", "bar k-second", ">1 : 2.0<", ">10.0 : 1<", ">1 : 1<"]);
    let page = with_table(table, chart.largest(2));
    let bars = figure(&page, "ratio-bars");
    let place = |name: &str| bars.find(&format!(">{name}<"));
    assert!(place("two") < place("three") && place("two").is_some() && place("one").is_none(), "{bars}");
}

#[test]
fn tables_leave_out_what_is_empty_and_name_values_on_cards() {
    let columns = ["a", "b", "c", "d"].map(|id| Column::figures(id, id.to_uppercase()));
    let cells = |value: f64| {
        vec![Quantity::share(value).into(), Cell::Empty(None), Quantity::share(0.2).into(), Quantity::share(0.3).into()]
    };
    let table = Table::new("sparse", "Sparse", "Trade elasticity")
        .columns(columns.to_vec())
        .rows(vec![Row::new("4", cells(0.1)), Row::new("by sector", cells(0.2))]);
    let page = with_table(table, Chart::new("none", "sparse", ChartKind::Bars, &["a"], "A finding"));
    let from = page.find("id=\"table-sparse\"").unwrap();
    let drawn = &page[from..from + page[from..].find("</table>").unwrap()];
    assert!(!drawn.contains(">B<") && drawn.contains(">C<"), "{drawn}");
    assert_eq!(drawn.matches("data-head=\"Trade elasticity\"").count(), 2);
}
