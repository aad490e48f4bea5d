//! Reads a document as JSON from standard input and writes its page to standard output; with the argument `sample`, the
//! page of a document that holds every kind of block and chart.
#![allow(clippy::print_stdout)]

use std::io::Read;

#[path = "../src/html/sample.rs"]
mod sample;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    if std::env::args().nth(1).as_deref() == Some("sample") {
        print!("{}", unequal_render::html::page(&sample::document()));
        return Ok(());
    }
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text)?;
    print!("{}", unequal_render::html::page(&serde_json::from_str(&text)?));
    Ok(())
}
