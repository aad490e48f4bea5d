//! probe
use unequal_equilibrium::*; use unequal_leverage::*; use unequal_world::*; use unequal_world::elasticity::ElasticitySet;
fn main() {
    let year: u16 = std::env::args().nth(1).unwrap().parse().unwrap();
    let t0 = std::time::Instant::now();
    let table = embedded::table(year).unwrap();
    println!("read {:?}", t0.elapsed());
    let book = GroupBook::embedded().unwrap();
    let (r, c) = book.pair("RUS", "CHN", table.regions(), "x").unwrap();
    let west = book.party("WEST", table.regions(), "x").unwrap();
    println!("{:?}", trade_shares(&table, &r, &c)); println!("{:?}", trade_shares(&table, &c, &r));
    for theta in [ElasticitySet::common(4., &table), ElasticitySet::common(1., &table), ElasticitySet::common(8., &table), ElasticitySet::caliendo_parro(&table).unwrap()] {
        let t0 = std::time::Instant::now();
        let b = Baseline::from_table(&table, &theta.by_sector).unwrap();
        let n = solve(&b, &b.no_wedges(), &SolveOptions{deficits: DeficitRule::ShareOfWorldValueAdded, ..Default::default()}).unwrap();
        println!("null {:?} {:?}", n.convergence(), n.ln_real_income().iter().fold(0f64, |m,x| m.max(x.abs())));
        let t1 = std::time::Instant::now();
        let s = WorldState::new(&b, b.no_wedges()).unwrap();
        let e = s.exit_cost(&r, &c).unwrap();
        println!("{} {:?} ratio {:.2} ref {:?} ({:?} {:?})", theta.label, e, e.ratio(), s.equilibrium().convergence(), t0.elapsed(), t1.elapsed());
        let mut w = b.no_wedges();
        for &m in &west.members { w.forbid_between(m, r.members[0]); }
        let s2 = WorldState::new(&b, w).unwrap();
        let e2 = s2.exit_cost(&r, &c).unwrap();
        println!("  after {:?} ratio {:.2} cost R {:.4} C {:.4} W {:.4}, {:?}", e2, e2.ratio(), s.ln_real_income(&r)-s2.ln_real_income(&r), s.ln_real_income(&c)-s2.ln_real_income(&c), s.ln_real_income(&west)-s2.ln_real_income(&west), s2.equilibrium().convergence());
    }
    let t0 = std::time::Instant::now();
    let rel = reliance(&table, &r, &c); println!("{:?} {:?}", rel[5], t0.elapsed());
}
