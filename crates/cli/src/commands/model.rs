//! Year and trade elasticity, which several commands take.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::Args;
use unequal_study::{Elasticity, OwnElasticities, Source, TableSource};

/// Which table is used.
#[derive(Args)]
pub struct Table {
    /// Use this table: a .world file; a published table as it is downloaded (OECD ICIO, WIOD, ADB MRIO, FIGARO,
    /// EXIOBASE, Eora26, saved by pymrio: a file, zip archive or folder); or the name of an embedded table, such as
    /// oecd-2022, the table of 2022 as the OECD published it.
    #[arg(long, value_name = "FILE", alias = "data")]
    table: Option<PathBuf>,
}

impl Table {
    /// The table asked for.
    pub fn source(&self) -> Option<TableSource> {
        self.table.as_deref().map(TableSource::from)
    }
}

/// Reads a trade elasticity: a number, or the name of a set.
pub fn elasticity(given: &str) -> Result<Elasticity, String> {
    if let Ok(number) = given.trim().parse() {
        return Ok(Elasticity::Common(number));
    }
    let word = given.trim().to_lowercase();
    let by_sector = Some(Elasticity::BySector).filter(|_| word == Elasticity::WORD_BY_SECTOR);
    by_sector.or_else(|| Elasticity::published(&word)).ok_or_else(|| {
        let words: Vec<&str> = Elasticity::words().collect();
        format!("expected a number or one of {}", words.join(", "))
    })
}

/// Reads a file of own elasticities.
fn own_elasticities(path: &str) -> Result<OwnElasticities, String> {
    let file = Source::from(Path::new(path));
    match unequal_study::own_elasticities(&file, Elasticity::DEFAULT).map_err(|error| error.to_string())? {
        Elasticity::Own(own) => Ok(own.as_ref().clone()),
        _ => Err("expected a csv with the columns sector and elasticity".to_owned()),
    }
}

/// Own trade elasticities of some sectors.
#[derive(Args)]
pub struct Own {
    /// Own trade elasticities: a csv with the columns `sector` (code, name or group such as energy) and `elasticity`; sectors
    /// that it leaves out keep theirs.
    #[arg(long, value_name = "FILE", value_parser = own_elasticities)]
    elasticities: Option<OwnElasticities>,
}

impl Own {
    /// The elasticities with those of the file over them.
    pub fn over(&self, others: Elasticity) -> Elasticity {
        match &self.elasticities {
            Some(own) => Elasticity::Own(OwnElasticities::over(others, own.sectors().clone()).into()),
            None => others,
        }
    }

    /// The file's values by sector or group.
    pub fn sectors(&self) -> BTreeMap<String, f64> {
        self.elasticities.as_ref().map(|own| own.sectors().clone()).unwrap_or_default()
    }
}

/// For which year and with which trade elasticity something is solved.
#[derive(Args)]
pub struct Model {
    /// Year of the table: 1995-2023; 2022 if left out, the last that was observed.
    #[arg(long)]
    pub year: Option<u16>,
    #[command(flatten)]
    pub table: Table,
    /// Trade elasticity: a number for all sectors, or a published set by sector (`unequal list elasticities`).
    #[arg(long, value_name = "NUMBER or SET", default_value = "4", value_parser = elasticity, allow_negative_numbers = true)]
    elasticity: Elasticity,
    /// The same as --elasticity by-sector: Caliendo and Parro's.
    #[arg(long, conflicts_with = "elasticity")]
    by_sector: bool,
    #[command(flatten)]
    own: Own,
}

impl Model {
    /// The elasticities asked for.
    pub fn elasticity(&self) -> Elasticity {
        self.own.over(if self.by_sector { Elasticity::BySector } else { self.elasticity.clone() })
    }
}
