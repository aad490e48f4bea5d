//! The `.world` file: one year's [`EconomyTable`] in single precision, compressed.
//!
//! Layout: the magic `UNEQUAL1`; the length of the header (u32, little endian); the header
//! as JSON; the CRC-32 of the body before compression (u32, little endian); the body as one
//! Zstandard frame. The body holds `sourcing`, `intermediate_use` and `final_use`, each as
//! 32-bit floats with the four byte planes stored one after the other, which compresses
//! better. Precision: relative 6e-8 a value.

use std::io::Read;

use ndarray::{Array2, Array3};
use ruzstd::encoding::{CompressionLevel, compress_to_vec};
use serde::{Deserialize, Serialize};

use crate::labels::{Code, Labels, Sector};
use crate::table::{EconomyTable, Provenance, TableParts};
use crate::{Result, WorldError};

const MAGIC: &[u8; 8] = b"UNEQUAL1";
/// No table here is near this many numbers; a damaged header must not exhaust memory.
const MOST_VALUES: usize = 64 << 20;

#[derive(Serialize, Deserialize)]
struct Header {
    year: u16,
    regions: Vec<Code>,
    sectors: Vec<Sector>,
    provenance: Provenance,
}

/// Writes a table. `compress` turns the body into one Zstandard frame; the caller brings it
/// because reading needs no compressor.
pub fn write(table: &EconomyTable, compress: impl FnOnce(&[u8]) -> Vec<u8>) -> Result<Vec<u8>> {
    let header = Header {
        year: table.year(),
        regions: table.regions().iter().cloned().collect(),
        sectors: table.sectors().to_vec(),
        provenance: table.provenance().clone(),
    };
    let header = serde_json::to_vec(&header).map_err(|error| malformed("table", error.to_string()))?;
    let mut body = Vec::new();
    push_planes(&mut body, table.sourcing().iter());
    push_planes(&mut body, table.intermediate_use().iter());
    push_planes(&mut body, table.final_use().iter());
    let mut file = MAGIC.to_vec();
    file.extend((header.len() as u32).to_le_bytes());
    file.extend(header);
    file.extend(crc32fast::hash(&body).to_le_bytes());
    file.extend(compress(&body));
    Ok(file)
}

/// Writes a table with a compressor written in Rust: larger files than the embedded ones, the same contents.
pub fn write_packed(table: &EconomyTable) -> Result<Vec<u8>> {
    write(table, |body| compress_to_vec(body, CompressionLevel::Fastest))
}

/// Reads a table from the bytes of a `.world` file; `name` stands in errors.
pub fn read(name: &str, bytes: &[u8]) -> Result<EconomyTable> {
    let cut = |what: &str| malformed(name, format!("it ends inside {what}"));
    let rest =
        bytes.strip_prefix(MAGIC).ok_or_else(|| malformed(name, "it does not begin with UNEQUAL1".to_owned()))?;
    let (length, rest) = rest.split_first_chunk::<4>().ok_or_else(|| cut("the header's length"))?;
    let (header, rest) =
        rest.split_at_checked(u32::from_le_bytes(*length) as usize).ok_or_else(|| cut("the header"))?;
    let header: Header = serde_json::from_slice(header).map_err(|error| malformed(name, format!("header: {error}")))?;
    let (checksum, frame) = rest.split_first_chunk::<4>().ok_or_else(|| cut("the checksum"))?;
    let (regions, sectors) = (header.regions.len(), header.sectors.len());
    let values = sizes(regions, sectors)
        .ok_or_else(|| malformed(name, format!("{regions} regions x {sectors} sectors is too large")))?;
    let body = decompress(name, frame, 4 * values.iter().sum::<usize>())?;
    if crc32fast::hash(&body) != u32::from_le_bytes(*checksum) {
        return Err(malformed(name, "the checksum does not match: the file was altered".to_owned()));
    }
    let (first, rest) = body.split_at(4 * values[0]);
    let (second, third) = rest.split_at(4 * values[1]);
    let shape = |error: ndarray::ShapeError| malformed(name, error.to_string());
    EconomyTable::new(TableParts {
        regions: Labels::new(header.regions, "region")?,
        sectors: header.sectors,
        year: header.year,
        provenance: header.provenance,
        sourcing: Array3::from_shape_vec((sectors, regions, regions), take_planes(first)).map_err(shape)?,
        intermediate_use: Array3::from_shape_vec((regions, sectors, sectors), take_planes(second)).map_err(shape)?,
        final_use: Array2::from_shape_vec((regions, sectors), take_planes(third)).map_err(shape)?,
    })
}

fn malformed(name: &str, reason: String) -> WorldError {
    WorldError::Format { name: name.to_owned(), reason }
}

fn sizes(regions: usize, sectors: usize) -> Option<[usize; 3]> {
    let square = regions.checked_mul(regions)?.checked_mul(sectors)?;
    let inputs = sectors.checked_mul(sectors)?.checked_mul(regions)?;
    let values = [square, inputs, regions.checked_mul(sectors)?];
    (values.iter().try_fold(0usize, |sum, value| sum.checked_add(*value))? <= MOST_VALUES).then_some(values)
}

fn decompress(name: &str, frame: &[u8], expected: usize) -> Result<Vec<u8>> {
    let failed = |error: &dyn std::fmt::Display| malformed(name, format!("the body cannot be unpacked ({error})"));
    let decoder = ruzstd::decoding::StreamingDecoder::new(frame).map_err(|error| failed(&error))?;
    let mut body = Vec::with_capacity(expected);
    decoder.take(expected as u64 + 1).read_to_end(&mut body).map_err(|error| failed(&error))?;
    if body.len() == expected {
        Ok(body)
    } else {
        Err(malformed(name, format!("the body has {} bytes, expected {expected}", body.len())))
    }
}

fn push_planes<'a>(body: &mut Vec<u8>, values: impl Iterator<Item = &'a f64> + Clone) {
    for plane in (0..4).rev() {
        body.extend(values.clone().map(|value| (*value as f32).to_le_bytes()[plane]));
    }
}

fn take_planes(bytes: &[u8]) -> Vec<f64> {
    let count = bytes.len() / 4;
    let (three, rest) = bytes.split_at(count);
    let (two, rest) = rest.split_at(count);
    let (one, zero) = rest.split_at(count);
    zero.iter()
        .zip(one)
        .zip(two)
        .zip(three)
        .map(|(((zero, one), two), three)| f64::from(f32::from_le_bytes([*zero, *one, *two, *three])))
        .collect()
}
