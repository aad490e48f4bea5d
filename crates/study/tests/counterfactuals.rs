//! Many counterfactuals at once: nothing where nothing changes, an embargo as infinite costs, rows that do not see each other.

use ndarray::{Array2, array, aview1};
use unequal_study::counterfactuals::{CounterfactualsQuestion, TradeFlow};
use unequal_study::exit_cost::ExitCostQuestion;
use unequal_study::{Session, StudyError};

fn flow(seller: &str, buyer: &str) -> TradeFlow {
    TradeFlow { seller: seller.to_owned(), buyer: buyer.to_owned(), sector: None }
}

fn question(flows: Vec<TradeFlow>) -> CounterfactualsQuestion {
    let question = serde_json::json!({"year": 2011, "flows": flows});
    serde_json::from_value(question).unwrap()
}

#[test]
fn a_row_that_ends_trade_is_the_exit_cost() {
    let session = Session::embedded().unwrap();
    let asked = question(vec![flow("RUS", "CHN"), flow("CHN", "RUS")]);
    let changes = array![[0.0, 0.0], [f64::INFINITY, f64::INFINITY], [0.2, 0.0], [0.2, 0.2]];
    let solved = session.counterfactuals(&asked, changes.view(), &()).unwrap();
    let place = |code: &str| solved.regions.iter().position(|region| region == code).unwrap();
    let (russia, china) = (solved.real_income.column(place("RUS")), solved.real_income.column(place("CHN")));
    assert!(solved.failures.is_empty());
    assert!(solved.real_income.row(0).iter().all(|change| change.abs() < 1e-9));
    // Each side buys one good less cheaply, so that dearer trade is a smaller loss than none.
    assert!(russia[1] < russia[3] && russia[3] < russia[2] && russia[2] < 0.0);

    let cost = ExitCostQuestion { year: Some(2011), ..ExitCostQuestion::new("RUS", "CHN") };
    let cost = &session.exit_cost(&cost, &()).unwrap().pairs[0];
    assert!((russia[1] + cost.first_loss).abs() < 1e-8 && (china[1] + cost.second_loss).abs() < 1e-8);
}

#[test]
fn a_row_does_not_depend_on_the_others() {
    let session = Session::embedded().unwrap();
    let asked = question(vec![flow("WEST", "RUS"), flow("RUS", "WEST")]);
    let changes = array![[0.1, 0.3], [f64::INFINITY, f64::INFINITY], [-0.05, 0.0]];
    let together = session.counterfactuals(&asked, changes.view(), &()).unwrap();
    for (row, change) in changes.rows().into_iter().enumerate() {
        let alone = change.to_owned().insert_axis(ndarray::Axis(0));
        let alone = session.counterfactuals(&asked, alone.view(), &()).unwrap();
        assert_eq!(alone.real_income.row(0), together.real_income.row(row));
    }
}

#[test]
fn parties_and_sectors_are_those_of_scenarios() {
    let session = Session::embedded().unwrap();
    let cut = |seller: &str, buyer: &str, sector: Option<&str>| {
        let flow = TradeFlow { sector: sector.map(str::to_owned), ..flow(seller, buyer) };
        session.counterfactuals(&question(vec![flow]), array![[0.1]].view(), &()).unwrap()
    };
    // All of what the world sells to Russia is goods and services; costs of both add up where neither is large.
    let place = |solved: &unequal_study::counterfactuals::Counterfactuals| {
        let place = solved.regions.iter().position(|region| region == "RUS").unwrap();
        solved.real_income[[0, place]]
    };
    let (all, goods, services) =
        (cut("WORLD", "RUS", None), cut("World", "RUS", Some("goods")), cut("WORLD", "RUS", Some("services")));
    assert!(place(&all) < place(&goods) && place(&goods) < place(&services) && place(&services) < 0.0);
    assert!((place(&all) / (place(&goods) + place(&services)) - 1.0).abs() < 0.05);
    assert!(cut("WEST", "RUS", None).missing.iter().any(|code| code == "NOR"), "this table does not show Norway");
}

#[test]
fn what_means_nothing_is_refused() {
    let session = Session::embedded().unwrap();
    let asked = question(vec![flow("RUS", "CHN")]);
    let refused = |changes: Array2<f64>| session.counterfactuals(&asked, changes.view(), &()).unwrap_err().to_string();
    assert!(refused(array![[0.1], [f64::NAN]]).contains("row 1, flow 0"));
    assert!(refused(array![[-1.0]]).contains("above -1"));
    assert!(refused(array![[0.1, 0.1]]).contains("expected 1"));
    let none = session.counterfactuals(&question(Vec::new()), aview1(&[]).insert_axis(ndarray::Axis(0)), &());
    assert!(matches!(none, Err(StudyError::Value { .. })));
    let domestic = session.counterfactuals(&question(vec![flow("RUS", "RUS")]), array![[0.1]].view(), &());
    assert!(domestic.unwrap_err().to_string().contains("across a border"));
    let unknown = question(vec![flow("RUS", "CHNX")]);
    assert!(session.counterfactuals(&unknown, array![[0.1]].view(), &()).is_err());
}
