//! Generated systems: consistent ones raise no alarm, planted contradictions are found, all of them and no others.
//!
//! What is expected comes from how a system is made: a consistent one has a known point, and a planted contradiction
//! is one whose own members force the opposite of what one of them says.

use rand::{Rng, RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use unequal_audit::system::{Bound, System, Tie};
use unequal_audit::{Interval, Verdict, conflicts};

/// A system with a point that satisfies it, and a claim around the point for some of its variables.
struct Generated {
    system: System,
    point: Vec<f64>,
    claims: Vec<Bound>,
}

/// Variables made one after the other: free ones, sums and products of earlier ones, and quotients (ties that run the
/// other way round, so that ties form circles).
fn generated(random: &mut impl Rng) -> Generated {
    let mut system = System::default();
    let mut point: Vec<f64> = Vec::new();
    let money = Interval { low: 0.0, high: 1e6 };
    for _ in 0..random.random_range(2..5) {
        system.variable(money);
        point.push(10_f64.powf(random.random_range(-1.0..3.0)));
    }
    for _ in 0..random.random_range(2..7) {
        let earlier = |random: &mut ChaCha8Rng| random.random_range(0..point.len());
        let mut own = ChaCha8Rng::seed_from_u64(random.random());
        let (one, other) = (earlier(&mut own), earlier(&mut own));
        let new = point.len();
        match random.random_range(0..3) {
            0 => {
                point.push(point[one] + 0.5 * point[other]);
                system.variable(money);
                system.tie(Tie::Sum { terms: vec![(new, 1.0), (one, -1.0), (other, -0.5)], at_least: false });
            }
            1 => {
                // A ratio of two that are there already: a tie back.
                point.push(point[one] / point[other]);
                system.variable(money);
                system.tie(Tie::Product { part: one, ratio: new, whole: other });
            }
            _ => {
                let share: f64 = random.random_range(0.05..0.95);
                point.push(share);
                point.push(share * point[one]);
                system.variable(Interval { low: 0.0, high: 1.0 });
                system.variable(money);
                system.tie(Tie::Product { part: new + 1, ratio: new, whole: one });
            }
        }
    }
    let mut claims = Vec::new();
    for (variable, value) in point.iter().enumerate() {
        if random.random_bool(0.8) {
            // The true value may lie anywhere in what is claimed, also at its end.
            let width = value * random.random_range(0.0..0.2);
            let place: f64 = [0.0, 1.0, random.random_range(0.0..1.0)][random.random_range(0..3)];
            claims.push(Bound {
                variable,
                interval: Interval::new(value - place * width, value + (1.0 - place) * width),
            });
        }
    }
    Generated { system, point, claims }
}

#[test]
fn consistent_systems_raise_no_alarm() {
    let mut undecided = 0;
    for seed in 0..400 {
        let made = generated(&mut ChaCha8Rng::seed_from_u64(seed));
        match made.system.verdict(&made.claims) {
            Verdict::Impossible => panic!("seed {seed}: false alarm, {:?} is a solution", made.point),
            Verdict::Undecided => undecided += 1,
            Verdict::Possible(point) => {
                for claim in &made.claims {
                    assert!(claim.interval.widened(1e-5).contains(point[claim.variable]), "seed {seed}");
                }
            }
        }
        assert!(conflicts(&made.system, &[], &made.claims).sets.is_empty(), "seed {seed}");
    }
    println!("undecided: {undecided} of 400");
    assert!(undecided <= 8, "{undecided} systems were not settled");
}

/// Adds two claims of new variables tied to a variable of the system so that they contradict each other by `gap`.
fn plant(made: &mut Generated, random: &mut impl Rng, gap: f64) -> Vec<usize> {
    let value = 10_f64.powf(random.random_range(0.0..3.0));
    let wide = Interval { low: 0.0, high: 1e6 };
    let new: Vec<usize> = (0..3).map(|_| made.system.variable(wide)).collect();
    let (total, part, rest) = (new[0], new[1], new[2]);
    let first = made.claims.len();
    let around = |value: f64| Interval::new(value * 0.99, value * 1.01);
    let mut claim = |variable: usize, interval: Interval| made.claims.push(Bound { variable, interval });
    match random.random_range(0..3) {
        // A part above its total.
        0 => {
            made.system.tie(Tie::Sum { terms: vec![(total, 1.0), (part, -1.0), (rest, -1.0)], at_least: false });
            claim(total, around(value));
            claim(part, around(value * (1.02 / 0.98 + gap)));
            vec![first, first + 1]
        }
        // Three figures of which one is not the product of the others.
        1 => {
            made.system.tie(Tie::Product { part: total, ratio: part, whole: rest });
            claim(part, around(0.4));
            claim(rest, around(value));
            claim(total, around(0.4 * value * (1.01_f64.powi(2) / 0.99 + gap)));
            vec![first, first + 1, first + 2]
        }
        // A sum that its parts miss.
        _ => {
            made.system.tie(Tie::Sum { terms: vec![(total, 1.0), (part, -1.0), (rest, -1.0)], at_least: false });
            claim(part, around(value));
            claim(rest, around(2.0 * value));
            claim(total, around(3.0 * value * (1.01 / 0.99 + gap)));
            vec![first, first + 1, first + 2]
        }
    }
}

#[test]
fn planted_contradictions_are_found_all_and_no_others() {
    for seed in 0..200 {
        let mut random = ChaCha8Rng::seed_from_u64(10_000 + seed);
        let mut made = generated(&mut random);
        let planted: Vec<Vec<usize>> = (0..random.random_range(1..4))
            .map(|_| {
                let gap = 10_f64.powf(random.random_range(-4.0..0.0));
                plant(&mut made, &mut random, gap)
            })
            .collect();
        let found = conflicts(&made.system, &[], &made.claims);
        let mut sets = found.sets.clone();
        sets.sort();
        let mut expected = planted.clone();
        expected.sort();
        assert_eq!(sets, expected, "seed {seed}");
        assert!(found.complete && !found.undecided);
        // One claim of each planted set has to go, and any one will do.
        assert_eq!(found.repairs.len(), planted.iter().map(Vec::len).product::<usize>(), "seed {seed}");
        assert!(found.repairs.iter().all(|repair| repair.len() == planted.len()));
    }
}

#[test]
fn a_claim_moved_off_its_implied_range_is_found_in_any_system() {
    let mut found = 0;
    for seed in 0..200 {
        let mut made = generated(&mut ChaCha8Rng::seed_from_u64(20_000 + seed));
        let others: Vec<Bound> = made.claims.iter().skip(1).copied().collect();
        let Some(first) = made.claims.first().copied() else { continue };
        let range = made.system.range(&others, first.variable).unwrap();
        assert!(range.widened(1e-3).contains(made.point[first.variable]), "seed {seed}: {range:?}");
        if range.high > 1e5 {
            continue;
        }
        // Clearly above what the others allow: a contradiction that has this claim in every set.
        let above = 1.001 * range.high + 1e-3 * range.width();
        made.claims[0].interval = Interval::new(above, 2.0 * above);
        let conflicts = conflicts(&made.system, &[], &made.claims);
        assert!(!conflicts.sets.is_empty() && conflicts.sets.iter().all(|set| set.contains(&0)), "seed {seed}");
        assert!(conflicts.repairs.contains(&vec![0]), "seed {seed}");
        found += 1;
    }
    assert!(found > 80, "only {found} systems tied their first claim");
}
