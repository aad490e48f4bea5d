//! Published and independently computed values (docs/src/methods/history.md).

use unequal_history::breaks::{find, partitions};
use unequal_history::cooperation::{Dilemma, critical_discount_factor};
use unequal_history::regimes::{Model, fit, fit_from_starts};
use unequal_history::{HistoryError, Observation};

/// Annual flow of the Nile at Aswan, 1871 to 1970 (Cobb 1978).
const NILE: [f64; 100] = [
    1120.0, 1160.0, 963.0, 1210.0, 1160.0, 1160.0, 813.0, 1230.0, 1370.0, 1140.0, 995.0, 935.0, 1110.0, 994.0, 1020.0,
    960.0, 1180.0, 799.0, 958.0, 1140.0, 1100.0, 1210.0, 1150.0, 1250.0, 1260.0, 1220.0, 1030.0, 1100.0, 774.0, 840.0,
    874.0, 694.0, 940.0, 833.0, 701.0, 916.0, 692.0, 1020.0, 1050.0, 969.0, 831.0, 726.0, 456.0, 824.0, 702.0, 1120.0,
    1100.0, 832.0, 764.0, 821.0, 768.0, 845.0, 864.0, 862.0, 698.0, 845.0, 744.0, 796.0, 1040.0, 759.0, 781.0, 865.0,
    845.0, 944.0, 984.0, 897.0, 822.0, 1010.0, 771.0, 676.0, 649.0, 846.0, 812.0, 742.0, 801.0, 1040.0, 860.0, 874.0,
    848.0, 890.0, 744.0, 749.0, 838.0, 1050.0, 918.0, 986.0, 797.0, 923.0, 975.0, 815.0, 1020.0, 906.0, 901.0, 1170.0,
    912.0, 746.0, 919.0, 718.0, 714.0, 740.0,
];

#[test]
fn breaks_of_the_nile_as_strucchange_finds_them() {
    let found = partitions(&NILE, 0.15, 5).unwrap();
    let ends: Vec<&[usize]> = found.iter().map(|partition| partition.ends.as_slice()).collect();
    let expected: [&[usize]; 6] = [&[], &[28], &[28, 83], &[28, 68, 83], &[28, 45, 68, 83], &[15, 30, 45, 68, 83]];
    assert_eq!(ends, expected);
    let residuals = [2_835_157.0, 1_597_457.0, 1_552_924.0, 1_538_097.0, 1_507_888.0, 1_659_994.0];
    let criteria = [1318.0, 1270.0, 1276.0, 1285.0, 1292.0, 1311.0];
    for ((found, residual), criterion) in found.iter().zip(residuals).zip(criteria) {
        assert!((found.residual - residual).abs() <= 0.5, "{found:?}");
        assert!((found.criterion - criterion).abs() <= 0.5, "{found:?}");
    }
}

#[test]
fn one_break_of_the_nile_after_1898() {
    let series: Vec<Observation> =
        NILE.iter().zip(1871..).map(|(value, year)| Observation { year, value: *value }).collect();
    let found = find(&series).unwrap();
    let [only] = found.breaks.as_slice() else { panic!("{found:?}") };
    assert_eq!(only.after, 1898);
    // strucchange's 95 % interval, which lets the variance differ between segments, is 1895 to 1902.
    assert!(only.earliest >= 1893 && only.latest <= 1903, "{only:?}");
    assert!((found.segments[0].mean - 1097.75).abs() < 0.01);
}

#[test]
fn a_small_hidden_markov_model() {
    let model = Model {
        start: vec![0.6, 0.4],
        transition: vec![vec![0.9, 0.1], vec![0.2, 0.8]],
        mean: vec![0.0, 2.0],
        deviation: vec![1.0, 1.0],
    };
    let values = [0.1, -0.2, 1.8, 2.4, 2.1];
    let smoothed = model.smooth(&values);
    assert!((smoothed.log_likelihood - -7.694_125_105_293_464).abs() < 1e-9, "{}", smoothed.log_likelihood);
    assert!((smoothed.probability[0][0] - 0.928_912_155_691_657_5).abs() < 1e-9);
    assert!((smoothed.probability[1][0] - 0.893_879_786_538_637_8).abs() < 1e-9);
    assert_eq!(model.path(&values), [0, 0, 1, 1, 1]);
}

/// A level, a slow rise and another level: cutting the sorted values in two leaves the fit at a lower maximum.
///
/// The larger maximum was found by hmmlearn 0.3.3 from 400 random starts and, apart from it, by a program written from
/// the recursions alone: both give -20.539432788980. From the sorted values alone the latter ends at -23.478925.
#[test]
fn one_start_is_stuck_where_many_find_the_larger_maximum() {
    let level = |around: f64| (0..10).map(move |place| around + [0.0, 0.2, -0.2][place % 3]);
    let values: Vec<f64> = level(0.0).chain((1..=10).map(|step| f64::from(step) * 0.2)).chain(level(3.0)).collect();
    for starts in 1..=3 {
        let stuck = fit_from_starts(&values, 2, starts).unwrap().log_likelihood();
        assert!((stuck - -23.478_925).abs() < 1e-5, "{stuck}");
    }
    let found = fit(&values, 2).unwrap();
    assert!((found.log_likelihood() - -20.539_432_788_98).abs() < 1e-6, "{}", found.log_likelihood());
    assert!((10..found.starts).contains(&found.reached), "{} of {}", found.reached, found.starts);
    assert_eq!(fit(&values, 2).unwrap(), found, "the same starts, the same model");
}

#[test]
fn a_grievance_asks_for_more_patience() {
    let dilemma = Dilemma { temptation: 5.0, reward: 3.0, punishment: 1.0 };
    assert_eq!(critical_discount_factor(dilemma, 0.0), Ok(Some(0.5)));
    assert_eq!(critical_discount_factor(dilemma, 0.5), Ok(Some(0.625)));
    assert_eq!(critical_discount_factor(dilemma, 2.0), Ok(None), "nothing is left to lose");
    assert!(matches!(critical_discount_factor(dilemma, -1.0), Err(HistoryError::Parameter { .. })));
}
