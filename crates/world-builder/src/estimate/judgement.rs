//! The constants of the estimate, each with its reason.
//!
//! "Tuned" means chosen among a few round values for small errors on withheld WIOD years
//! (2003, 2007, 2009, 2011), and confirmed on other years; "judgement" means no data decide.

/// Rounds of the proportional estimate. It has not settled by then, but 1000 rounds do a
/// little worse on withheld years, and move final trade of 2022 by only 0.1 %.
pub const PROPORTIONAL_ROUNDS: usize = 200;

/// Weight of today's input pattern against the earlier year's final sales, in logarithms.
/// Judgement near the best: 0.2 does a little better on withheld years and 0.5 worse, but the
/// pattern of 2014 is older in events than those tested.
pub const WEIGHT_OF_TODAY: f64 = 0.3;

/// The same for pairs with a region whose trade was torn up since the earlier year.
/// Judgement: an old pattern says little about a country under sanctions. The withheld
/// years do not decide it; Russia's final sales to China in 2022 depend on it by a quarter.
pub const WEIGHT_OF_TODAY_IF_DISRUPTED: f64 = 0.8;

/// By how much an importer that outgrew the others draws more of each exporter's final
/// sales. Tuned: 0.75 and 1 differ little, 0 is worse.
pub const PULL_OF_GROWTH: f64 = 0.75;

/// Range of the correction from input trade to final trade, by product group. Judgement:
/// wide, it only stops a group without data from running away. Trade in inputs says little
/// about hospitals or haircuts, so some services need factors of 0.03 to 0.2.
pub const LEVEL_CORRECTION: (f64, f64) = (0.02, 3.0);

/// Range of the correction that gives a blend of two patterns the level of the earlier year
/// (a geometric mean is smaller than what it averages). Judgement: a factor of two.
pub const BLEND_CORRECTION: (f64, f64) = (0.5, 2.0);

/// Relative standard error of the prior's final trade in goods of one pair; near what the
/// withheld years show. Tuned.
pub const ERROR_OF_PRIOR: f64 = 0.4;

/// Relative standard error of harmonised trade statistics against a table's trade. Tuned.
pub const ERROR_OF_STATISTICS: f64 = 0.15;

/// The same where a party stopped publishing in the war. Judgement: twice the usual.
pub const ERROR_OF_WARTIME_STATISTICS: f64 = 0.3;

/// The same where the customs of the table's own year state the pair. Judgement: what is
/// left is valuation and freight.
pub const ERROR_OF_CUSTOMS: f64 = 0.05;

/// Recorded trade may move a pair's final trade at most by this factor either way.
/// Tuned: 4 and 8 differ little, so the wider one.
pub const MOST_PAIR_CHANGE: f64 = 8.0;

/// Least share of an industry's final sales that stays at home. Judgement: none is known to
/// sell everything abroad, and a zero could never be undone.
pub const LEAST_HOME_SHARE: f64 = 0.02;

/// Rounds of fitting pairs and rows in turn; 5 rounds already give the
/// same within 0.03 % of final trade.
pub const FITTING_ROUNDS: usize = 30;

/// Power by which an exporter's and importer's own price ratios count: half of the
/// departure is believed, because it mixes prices with gaps of the statistics. Tuned, but
/// 0 and 1 are not much worse on withheld years, and China's final sales to Russia in 2022
/// are a fifth lower with 0 and a quarter higher with 1.
pub const BELIEF_IN_OWN_RATIO: f64 = 0.5;
/// Range of an exporter's own price ratio relative to the common one. Judgement.
pub const EXPORTER_RATIO: (f64, f64) = (0.6, 1.3);
/// Range of an importer's own price ratio relative to the common one. Judgement: lower at
/// the top, as imports are recorded with freight.
pub const IMPORTER_RATIO: (f64, f64) = (0.6, 1.1);
/// Rounds to find both sets of ratios; they settle in a few.
pub const RATIO_ROUNDS: usize = 20;

/// Least factor on a region's purchases from abroad under its deficit ceiling. Judgement:
/// a ceiling must not close a country.
pub const LEAST_ABSORPTION_FACTOR: f64 = 0.2;
/// Rounds of the deficit ceilings, which move each other through trade.
pub const ABSORPTION_ROUNDS: usize = 20;

/// The most by which absorption may exceed value added, as a share of it, given recorded
/// net imports of goods and value added in one unit.
///
/// Judgement: what the trade balance in goods shows and 5 points for services, but at least
/// 15 % (gaps of the statistics) and at most 30 % (what aid and remittances can carry).
pub fn deficit_ceiling(net_imports_of_goods: f64, value_added: f64) -> f64 {
    (net_imports_of_goods / value_added + 0.05).clamp(0.15, 0.30)
}
