//! Block 2, continued: the same exit cost under other closures of the model.

use std::collections::BTreeMap;

use rayon::prelude::*;
use unequal_world::elasticity::{ElasticitySet, OwnElasticities};
use unequal_world::names::{SectorGroup, sector_groups};

use super::answer::{Variant, VariantRow};
use crate::closure::{self, Closure};
use crate::elasticity::{self, Elasticity};
use crate::parties::Pair;
use crate::{Result, Session, StudyError};

/// Trade elasticity of energy where it is hard to replace.
const INFLEXIBLE: f64 = 1.0;

/// The variants that a table allows, each solved. One that has no equilibrium is a row with the reason.
pub fn solve(
    session: &Session,
    pair: &Pair,
    headline: f64,
    cancelled: &(dyn Fn() -> Result<()> + Sync),
) -> Result<Vec<VariantRow>> {
    let usual = elasticity::set(&Elasticity::Common(headline), &pair.table)?;
    let closures = Closure::ALL.into_iter().filter(|closure| *closure != Closure::LongRun);
    let mut tasks: Vec<(Variant, ElasticitySet)> =
        closures.map(|closure| (Variant::Closure(closure), usual.clone())).collect();
    if sector_groups(&pair.table).is_some() {
        let energy = BTreeMap::from([(SectorGroup::Energy.id().to_owned(), INFLEXIBLE)]);
        let own = OwnElasticities::over(Elasticity::Common(headline), energy);
        tasks.insert(0, (Variant::EnergyElasticity { value: INFLEXIBLE }, own.for_table(usual, &pair.table)?));
    }
    let row = |(variant, set): (Variant, ElasticitySet)| {
        cancelled()?;
        let closure = match variant {
            Variant::Closure(closure) => closure,
            Variant::EnergyElasticity { .. } => Closure::LongRun,
        };
        let found = closure::losses(session, &pair.table, &set, closure, [&pair.first, &pair.second]);
        match found {
            Ok(losses) => Ok(VariantRow { variant, losses: Some(losses), ratio_in_money: None, reason: None }),
            Err(StudyError::Cancelled) => Err(StudyError::Cancelled),
            Err(error) => {
                Ok(VariantRow { variant, losses: None, ratio_in_money: None, reason: Some(error.to_string()) })
            }
        }
    };
    tasks.into_par_iter().map(row).collect()
}

/// The ratio in money of losses as shares of the headline's incomes, whose ratio, second over first, is given.
pub fn in_money(rows: &mut [VariantRow], sizes: f64) {
    for row in rows {
        let of_balanced = !matches!(row.variant, Variant::Closure(Closure::RecordedDeficits | Closure::Rationing));
        row.ratio_in_money =
            row.losses.and_then(|losses| losses.comparable()).filter(|_| of_balanced).map(|ratio| ratio / sizes);
    }
}
