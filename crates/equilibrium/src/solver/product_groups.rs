//! Products grouped by who exports them (k-means clustering).

/// Largest number of groups; measured: more save no evaluations.
pub(crate) const MAX_GROUPS: usize = 3;

/// Iterations of Lloyd's algorithm.
const ITERATIONS: usize = 3;

/// The group of each product, from 0 on, given exports `[product][region]` in rows of `width` numbers: products are
/// together whose exporters have similar shares in the world's trade. This is k-means clustering: centres start as
/// products that trade much and differ most from each other and become means (Lloyd's algorithm), without random choices. (Between processors with
/// and without fused multiply-add a tie may fall the other way; then steps differ, and results within the tolerance.)
pub(crate) fn product_groups(exports: &[f64], width: usize) -> Vec<usize> {
    let products: Vec<Product> = exports.chunks_exact(width.max(1)).map(Product::of).collect();
    let mut centres: Vec<Vec<f64>> = Vec::new();
    while centres.len() < MAX_GROUPS {
        // Before there is any centre, what trades most is furthest from all of them.
        let far = |product: &Product| {
            let distances = centres.iter().map(|centre| product.distance(centre));
            distances.fold(f64::INFINITY, f64::min).min(2.0) * product.trade.sqrt()
        };
        let furthest = products.iter().max_by(|left, right| far(left).total_cmp(&far(right)));
        let Some(furthest) = furthest.filter(|product| far(product) > 0.0) else { break };
        centres.push(furthest.shares.clone());
    }
    let nearest = |centres: &[Vec<f64>], product: &Product| {
        let distances = centres.iter().map(|centre| product.distance(centre)).enumerate();
        distances.min_by(|left, right| left.1.total_cmp(&right.1)).map_or(0, |(group, _)| group)
    };
    for _ in 0..ITERATIONS {
        let groups: Vec<usize> = products.iter().map(|product| nearest(&centres, product)).collect();
        for (group, centre) in centres.iter_mut().enumerate() {
            let members = products.iter().zip(&groups).filter(|(_, of)| **of == group);
            let (mut sums, mut trade) = (vec![0.0; width], 0.0);
            for (product, _) in members {
                sums.iter_mut().zip(&product.shares).for_each(|(sum, share)| *sum += product.trade * share);
                trade += product.trade;
            }
            if trade > 0.0 {
                *centre = sums.into_iter().map(|sum| sum / trade).collect();
            }
        }
    }
    products.iter().map(|product| nearest(&centres, product)).collect()
}

/// How a product is traded.
struct Product {
    /// All exports.
    trade: f64,
    /// Shares of the exporters; zero where there are no exports.
    shares: Vec<f64>,
}

impl Product {
    fn of(exports: &[f64]) -> Self {
        let exports: Vec<f64> = exports.iter().map(|value| value.max(0.0)).collect();
        let trade: f64 = exports.iter().sum();
        let scale = if trade > 0.0 { 1.0 / trade } else { 0.0 };
        Self { trade, shares: exports.into_iter().map(|value| value * scale).collect() }
    }

    /// Twice the share of trade that would have to change hands.
    fn distance(&self, centre: &[f64]) -> f64 {
        self.shares.iter().zip(centre).map(|(share, centre)| (share - centre).abs()).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn products_of_the_same_exporters_are_together() {
        let exports = [[8.0, 2.0, 0.0], [0.0, 1.0, 9.0], [4.0, 1.0, 0.0], [0.0, 2.0, 18.0], [0.0, 0.0, 0.0]];
        let groups = product_groups(exports.as_flattened(), 3);
        assert_eq!(groups[0], groups[2]);
        assert_eq!(groups[1], groups[3]);
        assert_ne!(groups[0], groups[1]);
        assert_eq!(groups.len(), 5);
    }

    #[test]
    fn without_trade_there_is_one_group() {
        assert_eq!(product_groups(&[0.0; 6], 3), [0, 0]);
    }
}
