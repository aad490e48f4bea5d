//! Letters on coloured grounds can be read: 4.5 to 1 in light and dark, as WCAG 2.1 asks (success criterion 1.4.3).

use crate::html::{COLOURS, STYLES};

/// Both values of a colour, light and dark.
fn colour(name: &str) -> [String; 2] {
    let start = format!("--{name}: light-dark(");
    let from = COLOURS.find(&start).expect("a colour of that name") + start.len();
    let values = COLOURS[from..].split(')').next().expect("its end");
    let (light, dark) = values.split_once(", ").expect("two values");
    [light.to_owned(), dark.to_owned()]
}

/// Relative luminance of `#rrggbb` (WCAG 2.1, definitions).
fn luminance(colour: &str) -> f64 {
    let channel = |from: usize| {
        let value = f64::from(u8::from_str_radix(&colour[from..from + 2], 16).expect("two digits")) / 255.0;
        if value <= 0.03928 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
}

fn contrast(one: &str, other: &str) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

#[test]
fn black_on_white_is_as_published() {
    assert!((contrast("#000000", "#ffffff") - 21.0).abs() < 1e-9);
}

#[test]
fn letters_on_shades_can_be_read() {
    let styles = STYLES.concat();
    let paper_on = |shade: &str, part: &str| {
        let rule = styles.lines().find(|line| line.contains(part) && line.contains("color: var(--paper)"));
        rule.expect("a rule for dark grounds").contains(&format!(".{shade}"))
    };
    let of_tiles = ["tone", "loss", "gain"].map(|name| (name, 5, ".tile:is"));
    for (name, steps, part) in
        of_tiles.into_iter().chain([("heat", 9, ".heat.written td:is"), ("loss", 5, ".heat.written td:is")])
    {
        for step in 1..=steps {
            let shade = format!("{name}-{step}");
            let letters = colour(if paper_on(&shade, part) { "paper" } else { "ink" });
            for (ground, letters) in colour(&shade).iter().zip(&letters) {
                let found = contrast(ground, letters);
                assert!(found >= 4.5, "{part} {shade}: {letters} on {ground} has {found:.2}");
            }
        }
    }
    assert!(!styles.contains(".tile i { display: block; font-style: normal; opacity"), "paler letters would not do");
}
