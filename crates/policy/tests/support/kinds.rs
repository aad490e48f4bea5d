//! Measures on trade for the tests: a table of each kind whose last line is left for its strength.

use std::sync::LazyLock;

use unequal_policy::scenario::Scenario;
use unequal_world::{EconomyTable, embedded};

pub static TABLE: LazyLock<EconomyTable> = LazyLock::new(|| embedded::table(2011).unwrap());

pub fn read(measures: &str) -> Scenario {
    let text = format!("title = \"t\"\n{measures}");
    Scenario::parse_for("test.toml", text.as_bytes(), &TABLE).unwrap_or_else(|error| panic!("{}", error.drawn()))
}

pub const CONTROL: &str =
    "[[export_control]]\nname = \"c\"\nby = \"WEST\"\non = \"RUS\"\nsectors = [\"29\", \"30t33\"]\nshare = ";
pub const LEAVING: &str =
    "[[self_sanctioning]]\nname = \"s\"\nby = \"WEST\"\non = \"RUS\"\nsectors = [\"29\", \"30t33\"]\nshare = ";
pub const BARRIER: &str = "[[barrier]]\nname = \"b\"\nby = \"WEST\"\non = \"RUS\"\nsectors = \"goods\"\ncoefficient = ";
pub const EMBARGO: &str = "[[embargo]]\nname = \"e\"\nby = \"WEST\"\non = \"RUS\"\ndirection = \"exports\"\n\
                       sectors = [\"29\", \"30t33\"]\n";
pub const ASSEMBLY: &str = "[[local_production]]\nname = \"l\"\nfrom = \"CHN\"\nto = \"RUS\"\nsectors = \"34t35\"\n\
                        dispersion = 6\nprofit_share = 0.2\nkit_share = 0.4\naffiliate_share = ";
pub const DUTY: &str = "[[tariff]]\nname = \"d\"\nby = \"RUS\"\non = \"WORLD\"\nsectors = \"34t35\"\nrate = 0.3\n";
pub const CAP: &str =
    "[[price_cap]]\nname = \"p\"\nby = [\"EU27\", \"G7\", \"AUS\"]\non = \"RUS\"\nsectors = \"Mining\"\n";

pub fn route(markup: f64, rest: &str) -> String {
    format!(
        "[[route]]\nname = \"r\"\nfrom = \"WEST\"\nto = \"RUS\"\nsectors = [\"29\", \"30t33\"]\n{rest}\n\
         [[route.hub]]\ncode = \"TUR\"\nmarkup = {markup:?}\n[[route.hub]]\ncode = \"CHN\"\nmarkup = 0.1\n\
         detection = 0.1\n"
    )
}
