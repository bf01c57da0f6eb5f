//! Files of MATLAB, as "MAT-File Format" of MathWorks describes level 5.

use std::io::Write;

/// Kinds of elements.
const U8: u32 = 2;
const U16: u32 = 4;
const I32: u32 = 5;
const U32: u32 = 6;
const F64: u32 = 9;
const MATRIX: u32 = 14;

/// An element: its kind, its length, and its content, which is filled up to a whole number of 8 bytes. Content of up to 4
/// bytes lies beside its kind.
fn element(kind: u32, content: &[u8]) -> Vec<u8> {
    let length = content.len() as u32;
    let mut bytes = match length {
        1..=4 => (kind | length << 16).to_le_bytes().to_vec(),
        _ => [kind.to_le_bytes(), length.to_le_bytes()].concat(),
    };
    bytes.extend(content);
    bytes.resize(bytes.len().next_multiple_of(8), 0);
    bytes
}

/// A variable of a class of MATLAB's, of what stands behind its name.
fn matrix(class: u32, sizes: &[i32], name: &str, content: &[u8]) -> Vec<u8> {
    let flags = [class.to_le_bytes(), [0; 4]].concat();
    let sizes: Vec<u8> = sizes.iter().flat_map(|size| size.to_le_bytes()).collect();
    let parts = [element(U32, &flags), element(I32, &sizes), element(1, name.as_bytes())];
    element(MATRIX, &[&parts.concat()[..], content].concat())
}

/// Bytes, column by column.
pub fn bytes(name: &str, sizes: &[i32], values: &[u8]) -> Vec<u8> {
    matrix(9, sizes, name, &element(U8, values))
}

/// Doubles that are kept as bytes, as MATLAB does where nothing is lost by it.
pub fn small_doubles(name: &str, sizes: &[i32], values: &[u8]) -> Vec<u8> {
    matrix(6, sizes, name, &element(U8, values))
}

pub fn doubles(name: &str, sizes: &[i32], values: &[f64]) -> Vec<u8> {
    let values: Vec<u8> = values.iter().flat_map(|value| value.to_le_bytes()).collect();
    matrix(6, sizes, name, &element(F64, &values))
}

/// Texts of one length, one a row.
pub fn texts(name: &str, rows: &[&str]) -> Vec<u8> {
    let rows: Vec<Vec<u16>> = rows.iter().map(|row| row.encode_utf16().collect()).collect();
    let sizes = [rows.len() as i32, rows[0].len() as i32];
    let columns = (0..rows[0].len()).flat_map(|column| rows.iter().map(move |row| row[column]));
    let letters: Vec<u8> = columns.flat_map(u16::to_le_bytes).collect();
    matrix(4, &sizes, name, &element(U16, &letters))
}

/// Values in cells; those have no names.
pub fn cells(name: &str, sizes: &[i32], cells: &[Vec<u8>]) -> Vec<u8> {
    matrix(1, sizes, name, &cells.concat())
}

/// A structure of fields, or several, one behind the other.
pub fn fields(name: &str, count: i32, names: &[&str], values: &[Vec<u8>]) -> Vec<u8> {
    let mut letters = Vec::new();
    for field in names {
        letters.extend(field.as_bytes());
        letters.resize(letters.len().next_multiple_of(32), 0);
    }
    let head = [element(I32, &32_i32.to_le_bytes()), element(1, &letters)].concat();
    matrix(2, &[1, count], name, &[&head[..], &values.concat()].concat())
}

/// A table or the like, which only MATLAB can read.
pub fn object(name: &str) -> Vec<u8> {
    let flags = [17_u32.to_le_bytes(), [0; 4]].concat();
    let parts = [element(U32, &flags), element(1, name.as_bytes()), element(1, b"MCOS")];
    element(MATRIX, &parts.concat())
}

/// A variable, packed as MATLAB does.
pub fn packed(variable: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(variable).unwrap();
    let bytes = encoder.finish().unwrap();
    // It is not filled up.
    [&15_u32.to_le_bytes()[..], &(bytes.len() as u32).to_le_bytes(), &bytes].concat()
}

/// A file of variables.
pub fn file(variables: &[Vec<u8>]) -> Vec<u8> {
    let mut file =
        b"MATLAB 5.0 MAT-file, Platform: GLNXA64, Created on: Mon Jan  2 03:04:05 2017".to_vec();
    file.resize(116, b' ');
    file.resize(124, 0);
    file.extend([0, 1, b'I', b'M']);
    file.extend(variables.concat());
    file
}
