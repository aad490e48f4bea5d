//! What would take minutes is given up in part, at the same place on every machine.

use unequal_audit::{Claims, audit};

/// A chain of years in which every claim contradicts its neighbours: 116 claims had no answer after minutes. The budget is of
/// work and not of time, so that every machine stops at the same place.
#[test]
fn a_file_that_would_take_minutes_is_given_up_in_part() {
    let claims: String = (0..39)
        .map(|year| {
            let (calendar, level) = (1990 + year, 10.0 * 1.1_f64.powi(year));
            let change = match year {
                0 => String::new(),
                _ => format!(
                    "[[claim]]\nname = \"g{year}\"\nquantity = \"change of exports\"\nof = \"CHN\"\nto = \"RUS\"\nperiod = {calendar}\n\
                     since = {}\nstated = \"up about {} %\"\n",
                    calendar - 1,
                    10 + (year * 7) % 23
                ),
            };
            let gap = 1.0 + 0.07 * f64::from(year % 3 - 1);
            format!(
                "[[claim]]\nname = \"e{year}\"\nquantity = \"exports\"\nof = \"CHN\"\nto = \"RUS\"\nperiod = {calendar}\n\
                 stated = \"about {level:.1} billion USD\"\n{change}[[claim]]\nname = \"m{year}\"\nquantity = \"imports\"\n\
                 of = \"RUS\"\nfrom = \"CHN\"\nperiod = {calendar}\nstated = \"about {:.1} billion USD\"\n",
                level * gap
            )
        })
        .collect();
    let text = format!("title = \"t\"\n{claims}");
    let found = audit(&Claims::parse("claims.toml", text.as_bytes()).unwrap()).unwrap();
    assert!(!found.alone.possible);
    assert!(found.alone.knots.iter().any(|knot| !knot.complete && !knot.contradictions.is_empty()));
    // Each claim is compared with the data all the same.
    assert!(found.claims.iter().any(|claim| claim.data.found.is_some()));
}
