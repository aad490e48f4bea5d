//! How published trade elasticities are spread, and the same studies under what a scenario says of that.

use unequal_ensemble::studies::Studies;
use unequal_policy::scenario::Priors;

/// How the trade elasticities of several studies are spread: a level that all sectors of a study share, and sectors about
/// it. The parts of a study are exact: the logarithm of an elasticity is the mean of its sector over the studies, plus the
/// study's level, plus the rest.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Spread {
    /// Mean over the studies by sector, logarithms.
    mean: Vec<f64>,
    /// Mean over the sectors of what each study has above those.
    levels: Vec<f64>,
    /// Standard deviation of one more study's level.
    pub level_sd: f64,
    /// Root mean square over the sectors of the standard deviation of one more study's rest.
    pub sector_sd: f64,
}

impl Spread {
    /// Of logarithms, `[study][sector]`; `None` where nothing can be said of one more study.
    pub fn of(logs: &[Vec<f64>]) -> Option<Self> {
        let mean = Studies::of(logs)?.mean().to_vec();
        let sectors = mean.len() as f64;
        let above = |study: &Vec<f64>| study.iter().zip(&mean).map(|(log, mean)| log - mean).sum::<f64>() / sectors;
        let levels: Vec<f64> = logs.iter().map(above).collect();
        let level = Studies::of(&levels.iter().map(|level| vec![*level]).collect::<Vec<_>>())?;
        let rests: Vec<Vec<f64>> = logs
            .iter()
            .zip(&levels)
            .map(|(study, level)| study.iter().zip(&mean).map(|(log, mean)| log - mean - level).collect())
            .collect();
        let rests = Studies::of(&rests)?;
        let variance = (0..mean.len()).map(|sector| rests.variance(sector)).sum::<f64>() / sectors;
        Some(Self { level_sd: level.variance(0).sqrt(), sector_sd: variance.sqrt(), levels, mean })
    }

    /// Geometric mean of the elasticities, over sectors and studies.
    pub fn center(&self) -> f64 {
        (self.mean.iter().sum::<f64>() / self.mean.len() as f64).exp()
    }

    /// The same studies moved to another centre and spread, logarithms as given to [`Self::of`]; `None` where a scenario
    /// leaves both as they are.
    pub fn under(&self, logs: &[Vec<f64>], priors: &Priors) -> Option<Vec<Vec<f64>>> {
        let Priors { elasticity_mean, elasticity_level_sd, elasticity_sector_sd, .. } = priors;
        if [elasticity_mean, elasticity_level_sd, elasticity_sector_sd].iter().all(|given| given.is_none()) {
            return None;
        }
        let moved = elasticity_mean.map_or(0.0, |center| (center / self.center()).ln());
        let of_level = scale(*elasticity_level_sd, self.level_sd);
        let of_sectors = scale(*elasticity_sector_sd, self.sector_sd);
        let study = |(logs, level): (&Vec<f64>, &f64)| {
            let sector =
                |(log, mean): (&f64, &f64)| mean + moved + of_level * level + of_sectors * (log - mean - level);
            logs.iter().zip(&self.mean).map(sector).collect()
        };
        Some(logs.iter().zip(&self.levels).map(study).collect())
    }
}

/// By what deviations are multiplied to have a standard deviation that is asked for. Where there are none they stay none.
fn scale(wanted: Option<f64>, own: f64) -> f64 {
    match wanted {
        Some(wanted) if own > 0.0 => wanted / own,
        _ => 1.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STUDIES: [[f64; 3]; 4] = [[1.0, 1.5, 0.5], [2.0, 1.0, 0.7], [1.2, 2.2, 1.9], [0.3, 1.1, 0.4]];

    fn logs() -> Vec<Vec<f64>> {
        STUDIES.map(|study| study.to_vec()).to_vec()
    }

    fn close(found: f64, expected: f64) {
        assert!((found - expected).abs() < 1e-12, "{found} and {expected}");
    }

    /// The rests of a study add up to zero over the sectors, so that the variances of level and rests add up to that of the
    /// elasticities, on average over the sectors.
    #[test]
    fn level_and_sectors_make_the_whole_variance() {
        let (spread, whole) = (Spread::of(&logs()).unwrap(), Studies::of(&logs()).unwrap());
        let mean = (0..3).map(|sector| whole.variance(sector)).sum::<f64>() / 3.0;
        close(spread.level_sd.powi(2) + spread.sector_sd.powi(2), mean);
        close(spread.center().ln(), STUDIES.as_flattened().iter().sum::<f64>() / 12.0);
    }

    #[test]
    fn studies_have_the_centre_and_spread_that_are_asked_for() {
        let spread = Spread::of(&logs()).unwrap();
        assert_eq!(spread.under(&logs(), &Priors::default()), None);
        let priors = Priors {
            elasticity_mean: Some(5.0),
            elasticity_level_sd: Some(0.4),
            elasticity_sector_sd: Some(0.1),
            ..Priors::default()
        };
        let found = Spread::of(&spread.under(&logs(), &priors).unwrap()).unwrap();
        close(found.center(), 5.0);
        close(found.level_sd, 0.4);
        close(found.sector_sd, 0.1);
        // Its own numbers leave the studies where they are.
        let own = Priors {
            elasticity_mean: Some(spread.center()),
            elasticity_level_sd: Some(spread.level_sd),
            elasticity_sector_sd: Some(spread.sector_sd),
            ..Priors::default()
        };
        for (found, expected) in spread.under(&logs(), &own).unwrap().concat().iter().zip(logs().concat()) {
            close(*found, expected);
        }
        // Without any spread all studies are one.
        let none = Priors { elasticity_level_sd: Some(0.0), elasticity_sector_sd: Some(0.0), ..Priors::default() };
        let found = spread.under(&logs(), &none).unwrap();
        assert!(found.iter().all(|study| study == &found[0]));
    }
}
