//! Rank correlations: how similarly two indicators order the same partnerships.

/// Ranks from 1 for the smallest; equal values share the middle of their ranks. Order of the input.
#[must_use]
pub fn ranks(values: &[f64]) -> Vec<f64> {
    let order = ascending(values);
    let mut ranks = vec![0.0; values.len()];
    let mut start = 0;
    while let Some(first) = order.get(start) {
        let same = order[start..].iter().take_while(|place| values[**place].total_cmp(&values[*first]).is_eq()).count();
        // Places start to start + same - 1, counted from zero.
        let middle = start as f64 + (same as f64 + 1.0) / 2.0;
        order[start..start + same].iter().for_each(|place| ranks[*place] = middle);
        start += same;
    }
    ranks
}

fn ascending(values: &[f64]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|one, other| values[*one].total_cmp(&values[*other]));
    order
}

/// Pearson's correlation; `None` for fewer than two values, different lengths or no variation.
#[must_use]
pub fn correlation(one: &[f64], other: &[f64]) -> Option<f64> {
    if one.len() != other.len() || one.len() < 2 {
        return None;
    }
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
    let (middle_one, middle_other) = (mean(one), mean(other));
    let (mut both, mut first, mut second) = (0.0, 0.0, 0.0);
    for (one, other) in one.iter().zip(other) {
        let (one, other) = (one - middle_one, other - middle_other);
        both += one * other;
        first += one * one;
        second += other * other;
    }
    (first > 0.0 && second > 0.0).then(|| (both / (first * second).sqrt()).clamp(-1.0, 1.0))
}

/// Spearman's rank correlation, ties at the middle of their ranks; `None` as for [`correlation`].
#[must_use]
pub fn spearman(one: &[f64], other: &[f64]) -> Option<f64> {
    correlation(&ranks(one), &ranks(other))
}

/// Kendall's tau-b in n log n steps (Knight 1966); `None` as for [`correlation`].
#[must_use]
pub fn kendall(one: &[f64], other: &[f64]) -> Option<f64> {
    if one.len() != other.len() || one.len() < 2 {
        return None;
    }
    let (one, other) = (ranks(one), ranks(other));
    let mut order: Vec<usize> = (0..one.len()).collect();
    order.sort_by(|left, right| one[*left].total_cmp(&one[*right]).then(other[*left].total_cmp(&other[*right])));
    let pairs = |count: usize| (count * count.saturating_sub(1) / 2) as f64;
    let all = pairs(one.len());
    let tied = |same: &dyn Fn(usize, usize) -> bool, order: &[usize]| -> f64 {
        order.chunk_by(|left, right| same(*left, *right)).map(|run| pairs(run.len())).sum()
    };
    let tied_one = tied(&|left, right| one[left] == one[right], &order);
    let tied_both = tied(&|left, right| one[left] == one[right] && other[left] == other[right], &order);
    let tied_other = tied(&|left, right| other[left] == other[right], &ascending(&other));
    let mut sequence: Vec<f64> = order.iter().map(|place| other[*place]).collect();
    let mut buffer = sequence.clone();
    let discordant = swaps(&mut sequence, &mut buffer) as f64;
    let concordant_less_discordant = all - tied_one - tied_other + tied_both - 2.0 * discordant;
    let scale = ((all - tied_one) * (all - tied_other)).sqrt();
    (scale > 0.0).then(|| concordant_less_discordant / scale)
}

/// Sorts and counts the exchanges of neighbours that a bubble sort would make.
fn swaps(values: &mut [f64], buffer: &mut [f64]) -> u64 {
    let length = values.len();
    if length < 2 {
        return 0;
    }
    let middle = length / 2;
    let mut count = {
        let (left, right) = values.split_at_mut(middle);
        let (left_buffer, right_buffer) = buffer.split_at_mut(middle);
        swaps(left, left_buffer) + swaps(right, right_buffer)
    };
    let (mut left, mut right) = (0, middle);
    for place in buffer.iter_mut() {
        if right >= length || (left < middle && values[left] <= values[right]) {
            *place = values[left];
            left += 1;
        } else {
            *place = values[right];
            right += 1;
            count += (middle - left) as u64;
        }
    }
    values.copy_from_slice(buffer);
    count
}
