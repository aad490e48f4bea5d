//! The program `unequal`.

fn main() {}
