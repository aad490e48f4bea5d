//! Reading controls. They are shown by the script, since they do nothing without it.

use maud::{Markup, html};

/// One choice among few.
struct Choice {
    name: &'static str,
    legend: &'static str,
    values: [(&'static str, &'static str); 3],
    /// Chosen at first.
    standard: &'static str,
}

const CHOICES: [Choice; 3] = [
    Choice {
        name: "size",
        legend: "Text size",
        values: [("small", "Small"), ("medium", "Medium"), ("large", "Large")],
        standard: "medium",
    },
    Choice {
        name: "spacing",
        legend: "Line spacing",
        values: [("small", "Small"), ("normal", "Normal"), ("large", "Large")],
        standard: "normal",
    },
    Choice {
        name: "theme",
        legend: "Colours",
        values: [("auto", "Auto"), ("light", "Light"), ("dark", "Dark")],
        standard: "auto",
    },
];

/// The reading controls. On a phone they are folded.
pub fn controls() -> Markup {
    html! {
        details id="reading" class="reading" open hidden {
            summary { "Reading options" }
            section id="controls" class="controls" aria-label="Reading controls" {
                @for choice in &CHOICES { (fieldset(choice)) }
                div class="sharing" id="sharing" hidden {
                    button type="button" id="share" { "Share this view" }
                    p id="share-status" role="status" aria-live="polite" {}
                    p id="share-fallback" hidden {
                        label for="share-link" { "Link to this view" }
                        input id="share-link" type="text" readonly;
                    }
                }
            }
        }
    }
}

fn fieldset(choice: &Choice) -> Markup {
    html! {
        fieldset {
            legend { (choice.legend) }
            div class="options" {
                @for (value, label) in choice.values {
                    label {
                        input type="radio" name=(choice.name) value=(value) checked[value == choice.standard];
                        span { (label) }
                    }
                }
            }
        }
    }
}
