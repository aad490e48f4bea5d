//! The seller's rent under a cap (see [`crate::resource_rent`]): which sectors have one, and what becomes of it.

use unequal_equilibrium::Counterfactual;

use crate::PolicyError;
use crate::instrument::Instrument;
use crate::parameter::ParameterError;
use crate::resource_rent::{Pressure, ResourceRent};
use crate::response::{Finding, Response, View};
use crate::wedges::Site;

/// The rents of an instrument's sellers.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rents {
    pub supply_elasticity: f64,
    /// Share of the price before that is rent; less where the table's value added is smaller.
    pub share: f64,
    /// Whether buyers at home pay less too; if not, the levy lies on exports only.
    pub at_home: bool,
    /// Whether supply is as inelastic towards the other instruments: output is then held against that of the world before.
    pub to_all: bool,
}

/// Every sector of every seller that the instrument names.
pub(super) fn sites(instrument: &Instrument) -> Vec<Site> {
    let sellers = &instrument.on.members;
    instrument
        .sectors
        .iter()
        .flat_map(|sector| sellers.iter().map(move |seller| Site { sector: *sector, seller: *seller }))
        .collect()
}

/// `ln` of the change of real output since another world: value by unit cost. Zero where nothing is made.
fn ln_output(since: &Counterfactual<'_>, world: &Counterfactual<'_>, Site { sector, seller }: Site) -> f64 {
    let (before, now) = (since.output(seller, sector), world.output(seller, sector));
    if before <= 0.0 || now <= 0.0 {
        return 0.0;
    }
    (now / before).ln() - (world.ln_cost(seller, sector) - since.ln_cost(seller, sector))
}

/// Elasticity of demand for what a site makes with respect to the levy, each buyer's spending on the sector taken
/// as given: `1 + theta (1 - share)` where the levy lies and zero elsewhere, averaged by sales.
fn demand_elasticity(world: &Counterfactual<'_>, Site { sector, seller }: Site, at_home: bool) -> f64 {
    let primitives = world.baseline().primitives();
    let theta = primitives.trade_elasticity.get(sector).copied().unwrap_or_default();
    let (mut sum, mut weight) = (0.0, 0.0);
    for buyer in 0..primitives.regions.len() {
        let sales = world.producer_value(sector, buyer, seller);
        if at_home || buyer != seller {
            sum += sales * (1.0 + theta * (1.0 - world.sourcing(sector, buyer, seller)));
        }
        weight += sales;
    }
    if weight > 0.0 { sum / weight } else { 0.0 }
}

/// A site's price, volume and money, before and now.
#[derive(Debug, Default, Clone, Copy)]
struct Books {
    /// What is sold abroad, USD million at the price that the seller gets.
    exports: f64,
    /// The same for all sales on which the levy lies.
    levied: f64,
    /// All sales, before the levy.
    sales: f64,
    /// Share of exports in volume.
    volume_abroad: f64,
}

fn books(world: &Counterfactual<'_>, Site { sector, seller }: Site, ln_price: f64, at_home: bool) -> Books {
    let mut books = Books::default();
    for buyer in 0..world.baseline().primitives().regions.len() {
        let cost = world.producer_value(sector, buyer, seller);
        let value = cost * ln_price.exp();
        books.sales += cost;
        if buyer != seller {
            books.exports += value;
        }
        if at_home || buyer != seller {
            books.levied += value;
        }
    }
    books.volume_abroad = books.exports * (-ln_price - world.ln_cost(seller, sector)).exp();
    books
}

impl Rents {
    fn rent(&self, view: &View<'_, '_>, Site { sector, seller }: Site) -> Result<ResourceRent, ParameterError> {
        let shares = &view.before.baseline().primitives().value_added_shares;
        let value_added = shares.get([seller, sector]).copied().unwrap_or_default();
        ResourceRent::new(self.supply_elasticity, self.share, value_added.clamp(0.0, 1.0))
    }

    /// The world against which output is held.
    fn since<'a, 'b>(&self, view: &View<'a, 'b>) -> &'b Counterfactual<'a> {
        if self.to_all { view.before } else { view.without }
    }

    fn next(&self, view: &View<'_, '_>, site: Site, ln_price: f64) -> Result<f64, ParameterError> {
        let demand_elasticity = demand_elasticity(view.world, site, self.at_home);
        let ln_output = ln_output(self.since(view), view.world, site);
        self.rent(view, site)?.next(Pressure { ln_price, ln_output, demand_elasticity })
    }

    /// The levies that clear the market in a world. What one channel does not pay for is offered to the others, until the price
    /// covers extraction only.
    ///
    /// Unless the file says that supply is as inelastic towards the other instruments, in every column, the rent answers to the cap
    /// alone: output is held against that of the world with the other instruments and without the cap. Either way a cap that
    /// hardly binds hardly moves it.
    pub fn respond(
        &self,
        instrument: &Instrument,
        view: &View<'_, '_>,
        current: &Response,
    ) -> Result<Response, PolicyError> {
        let next = sites(instrument).into_iter().zip(&current.ln_wedges);
        let ln_wedges = next
            .map(|(site, ln_price)| self.next(view, site, *ln_price))
            .collect::<Result<Vec<f64>, ParameterError>>()
            .map_err(|error| PolicyError::friction(&instrument.name, error))?;
        Ok(Response { ln_wedges, closed: false })
    }

    /// What became of the rent, all sites together.
    pub fn findings(
        &self,
        instrument: &Instrument,
        view: &View<'_, '_>,
        response: &Response,
    ) -> Result<Vec<Finding>, PolicyError> {
        let (mut before, mut now) = (Books::default(), Books::default());
        let (mut lost, mut rent, mut output, mut used_up) = (0.0, 0.0, 0.0, 0.0);
        for (site, ln_price) in sites(instrument).into_iter().zip(&response.ln_wedges) {
            let resource = self.rent(view, site).map_err(|error| PolicyError::friction(&instrument.name, error))?;
            let old = books(view.before, site, 0.0, self.at_home);
            let new = books(view.world, site, *ln_price, self.at_home);
            before = before.plus(old);
            now = now.plus(new);
            // What the levy costs: the price given up on all that is sold.
            lost += new.levied * (-ln_price).exp_m1();
            rent += old.levied * resource.share();
            output += old.sales * ln_output(view.before, view.world, site).exp();
            let ln_answer = ln_output(self.since(view), view.world, site);
            used_up += f64::from(u8::from(resource.is_used_up(*ln_price, ln_answer)));
        }
        if before.sales <= 0.0 {
            return Ok(Vec::new());
        }
        let of = if self.at_home { "all sales" } else { "sales abroad" };
        let price = "change of the seller's price relative to its cost of production";
        let mut findings = vec![
            Finding::new(price, levy(now, lost), "share"),
            Finding::new("change of the seller's real output, whole sector", output / before.sales - 1.0, "share"),
            Finding::new(format!("rent the seller loses on {of}"), lost, "USD million"),
            Finding::new(format!("part of the rent on {of} that is lost"), lost / rent.max(f64::MIN_POSITIVE), "share"),
        ];
        if before.exports > 0.0 {
            let abroad = |what: &str| format!("{what}, whole sector");
            let revenue = now.exports - before.exports;
            findings.push(Finding::new(abroad("change of the seller's revenue abroad"), revenue, "USD million"));
            findings.push(Finding::new(
                abroad("change of the seller's revenue abroad"),
                revenue / before.exports,
                "share",
            ));
            let volume = now.volume_abroad / before.volume_abroad - 1.0;
            findings.push(Finding::new(abroad("change of the volume sold abroad"), volume, "share"));
        }
        if used_up > 0.0 {
            let what = "sectors whose rent is used up: the price pays for extraction only, and wells close";
            findings.push(Finding::new(what, used_up, "sectors"));
        }
        Ok(findings)
    }
}

/// Rate of the levy on all that bears it together, from what is left and what was given up.
fn levy(now: Books, lost: f64) -> f64 {
    let gross = now.levied + lost;
    if gross > 0.0 { -lost / gross } else { 0.0 }
}

impl Books {
    fn plus(self, other: Self) -> Self {
        Self {
            exports: self.exports + other.exports,
            levied: self.levied + other.levied,
            sales: self.sales + other.sales,
            volume_abroad: self.volume_abroad + other.volume_abroad,
        }
    }
}
