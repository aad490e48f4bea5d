//! Regions and sectors that stand beside what they are made of, so that their trade is counted twice.

use std::collections::BTreeSet;

use ndarray::Array1;

use super::InterCountryTable;
use crate::{Code, GroupBook};

/// Two sums closer than this share of the larger one are the same.
const SAME: f64 = 1e-3;
/// Members that a sentence names.
const NAMED: usize = 4;

/// The faults, each as a sentence without its full stop.
pub(super) fn faults(table: &InterCountryTable) -> Vec<String> {
    let sold = table.row_sums();
    let mut faults = groups_beside_members(table);
    faults.extend(copies(table, &sold));
    faults.extend(sector_totals(table, &sold));
    faults
}

fn listed<'a>(codes: impl Iterator<Item = &'a str>) -> String {
    let all: Vec<&str> = codes.collect();
    let more = if all.len() > NAMED { " and others" } else { "" };
    format!("{}{more}", all.iter().take(NAMED).copied().collect::<Vec<_>>().join(", "))
}

/// A group of countries, such as EU27, beside countries of it.
fn groups_beside_members(table: &InterCountryTable) -> Vec<String> {
    let Ok(book) = GroupBook::embedded() else { return Vec::new() };
    let codes: BTreeSet<&str> = table.regions.iter().map(Code::as_str).collect();
    let fault = |code: &&str| {
        let members = book.is_group(code).then(|| book.countries(code))?;
        let inside: Vec<&str> =
            members.iter().map(String::as_str).filter(|own| own != code && codes.contains(own)).collect();
        (!inside.is_empty()).then(|| {
            let parts = listed(inside.into_iter());
            format!("region {code} stands beside its members {parts}: what they trade is counted twice")
        })
    };
    codes.iter().filter_map(fault).collect()
}

/// A region that sells to and buys from every third one exactly what another region does.
fn copies(table: &InterCountryTable, sold: &Array1<f64>) -> Vec<String> {
    let (sectors, regions) = (table.sectors.len(), table.regions.len());
    let near = |one: f64, other: f64| (one - other).abs() <= 1e-9 * one.abs();
    let sells_alike = |one: usize, other: usize| {
        let of = |region: usize| (0..sectors).map(move |sector| sold[region * sectors + sector]);
        of(one).sum::<f64>() > 0.0 && of(one).zip(of(other)).all(|(one, other)| near(one, other))
    };
    let buys_alike = |one: usize, other: usize| {
        let thirds = || (0..regions * sectors).filter(|node| ![one, other].contains(&(node / sectors)));
        let inputs = |sector: usize| {
            let (mine, theirs) = (one * sectors + sector, other * sectors + sector);
            thirds().all(|node| near(table.intermediate[[node, mine]], table.intermediate[[node, theirs]]))
        };
        let bought = thirds().map(|node| table.final_use[[node, one]].abs()).sum::<f64>();
        bought > 0.0
            && thirds().all(|node| near(table.final_use[[node, one]], table.final_use[[node, other]]))
            && (0..sectors).all(inputs)
    };
    let mut found = Vec::new();
    for one in 0..regions {
        if let Some(other) = (0..one).find(|other| sells_alike(*other, one) && buys_alike(*other, one)) {
            let (copy, first) = (table.regions.code(one), table.regions.code(other));
            found.push(format!("regions {first} and {copy} sell and buy the same: one is a copy of the other"));
        }
    }
    found
}

/// A sector that is the sum of all others, or of those whose codes begin with its letter: `C` beside `C10T12`.
fn sector_totals(table: &InterCountryTable, sold: &Array1<f64>) -> Vec<String> {
    let sectors = table.sectors.len();
    let regions = table.regions.len();
    let code = |sector: usize| table.sectors[sector].code.as_str();
    let is_sum = |whole: usize, parts: &[usize]| {
        let gap = |region: usize| {
            let own = sold[region * sectors + whole];
            let sum: f64 = parts.iter().map(|part| sold[region * sectors + part]).sum();
            ((own - sum).abs(), own.abs().max(sum.abs()))
        };
        let (gaps, sizes) = (0..regions).map(gap).fold((0.0, 0.0), |all, one| (all.0 + one.0, all.1 + one.1));
        sizes > 0.0 && gaps <= SAME * sizes
    };
    let mut found = Vec::new();
    for whole in 0..sectors {
        let others: Vec<usize> = (0..sectors).filter(|sector| *sector != whole).collect();
        let is_letter = code(whole).len() == 1 && code(whole).bytes().all(|byte| byte.is_ascii_alphabetic());
        let begins = |sector: &usize| {
            let rest = code(*sector).strip_prefix(code(whole));
            is_letter && rest.is_some_and(|rest| rest.bytes().next().is_some_and(|byte| byte.is_ascii_digit()))
        };
        let own: Vec<usize> = others.iter().copied().filter(begins).collect();
        let parts = [own, others].into_iter().find(|parts| parts.len() > 1 && is_sum(whole, parts));
        found.extend(parts.map(|parts| {
            let parts = listed(parts.iter().map(|part| code(*part)));
            format!("sector {} is the sum of {parts}: its trade is counted twice", code(whole))
        }));
    }
    found
}
