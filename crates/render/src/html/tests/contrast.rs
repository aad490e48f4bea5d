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
    // The colour of a rule for the shade, else that of all letters.
    let letters_on = |shade: &str, part: &str| {
        let mut rules = styles.lines().filter(|line| line.starts_with(part) && line.contains(&format!(".{shade}")));
        let named = rules.find_map(|line| line.split(" color: var(--").nth(1)?.split(')').next());
        named.unwrap_or("ink").to_owned()
    };
    let shaded = [
        ("tone", 5, ".tile"),
        ("loss", 5, ".tile"),
        ("gain", 5, ".tile"),
        ("heat", 9, ".heat.written td"),
        ("loss", 5, ".heat.written td"),
    ];
    let mut others = 0;
    for (name, steps, part) in shaded {
        for step in 1..=steps {
            let shade = format!("{name}-{step}");
            let letters = letters_on(&shade, part);
            others += usize::from(letters != "ink");
            for (ground, letters) in colour(&shade).iter().zip(&colour(&letters)) {
                let found = contrast(ground, letters);
                assert!(found >= 4.5, "{part} {shade}: {letters} on {ground} has {found:.2}");
            }
        }
    }
    assert!(others > 0, "the rules were found");
    assert!(!styles.contains(".tile i { display: block; font-style: normal; opacity"), "paler letters would not do");
}
