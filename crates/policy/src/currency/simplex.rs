//! A small deterministic minimiser, the simplex of Nelder and Mead (1965) with the usual weights.

/// Where the search stopped, and the value there.
pub(super) struct Minimum {
    pub point: Vec<f64>,
    pub value: f64,
}

/// Minimises from `start` with first steps `steps`, restarting once from the best point so that a
/// collapsed simplex does not pass for a minimum. A value that is not a number counts as infinite.
pub(super) fn minimise(
    start: &[f64],
    steps: &[f64],
    evaluations: usize,
    mut function: impl FnMut(&[f64]) -> f64,
) -> Minimum {
    let mut bounded = |point: &[f64]| {
        let value = function(point);
        if value.is_nan() { f64::INFINITY } else { value }
    };
    let first = search(start, steps, evaluations, &mut bounded);
    let again = search(&first.point, steps, evaluations, &mut bounded);
    if again.value < first.value { again } else { first }
}

fn search(start: &[f64], steps: &[f64], evaluations: usize, function: &mut impl FnMut(&[f64]) -> f64) -> Minimum {
    let mut corners = vec![Minimum { point: start.to_vec(), value: function(start) }];
    for (axis, step) in steps.iter().enumerate() {
        let mut point = start.to_vec();
        point[axis] += step;
        corners.push(Minimum { value: function(&point), point });
    }
    let last = corners.len() - 1;
    let mut spent = corners.len();
    while spent < evaluations {
        corners.sort_by(|one, other| one.value.total_cmp(&other.value));
        let best = corners[0].point.clone();
        let from_best = |corner: &Minimum| corner.point.iter().zip(&best).any(|(one, best)| (one - best).abs() > 1e-10);
        let wide = corners.iter().any(from_best);
        if !wide {
            break;
        }
        let centre: Vec<f64> = (0..start.len())
            .map(|axis| corners[..last].iter().map(|corner| corner.point[axis]).sum::<f64>() / last as f64)
            .collect();
        let worst = corners[last].point.clone();
        let mut at = |weight: f64| {
            let point: Vec<f64> =
                centre.iter().zip(&worst).map(|(centre, worst)| centre + weight * (centre - worst)).collect();
            spent += 1;
            Minimum { value: function(&point), point }
        };
        let reflected = at(1.0);
        let replacement = if reflected.value < corners[0].value {
            let expanded = at(2.0);
            if expanded.value < reflected.value { expanded } else { reflected }
        } else if reflected.value < corners[last - 1].value {
            reflected
        } else {
            let outside = reflected.value < corners[last].value;
            let contracted = at(if outside { 0.5 } else { -0.5 });
            if contracted.value < reflected.value.min(corners[last].value) {
                contracted
            } else {
                Minimum { point: worst.clone(), value: f64::INFINITY }
            }
        };
        if replacement.value.is_finite() {
            corners[last] = replacement;
            continue;
        }
        for corner in &mut corners[1..] {
            corner.point.iter_mut().zip(&best).for_each(|(own, best)| *own = 0.5 * (*own + best));
            corner.value = function(&corner.point);
            spent += 1;
        }
    }
    corners.sort_by(|one, other| one.value.total_cmp(&other.value));
    corners.swap_remove(0)
}
