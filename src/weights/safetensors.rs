//! The safetensors container: eight bytes of length, a JSON header, and the tensors' bytes.
//!
//! Our own, because the crate of that name would bring its JSON reader into the wasm. A test
//! reads our files with that crate.

use std::ops::Range;

use super::json::{self, Json};
use crate::{Code, Error, Result};

/// The key of the header that holds text about the file instead of a tensor.
const METADATA: &str = "__metadata__";

/// One tensor: its type, its shape, and where its bytes lie in the file.
pub struct Tensor {
    name: String,
    dtype: String,
    shape: Vec<usize>,
    place: Range<usize>,
}

/// A container that has been read: every tensor lies inside it.
pub struct Container<'a> {
    file: &'a [u8],
    metadata: Option<Json>,
    tensors: Vec<Tensor>,
}

/// A tensor to write: name, type (`F16`, `F32` or `U32`), shape, and little-endian bytes.
#[cfg(not(target_arch = "wasm32"))]
pub type Part = (String, &'static str, Vec<usize>, Vec<u8>);

/// The bytes of a container with one entry of metadata. The same parts give the same bytes.
#[cfg(not(target_arch = "wasm32"))]
pub fn write(key: &str, text: &str, parts: &[Part]) -> Vec<u8> {
    let mut header = serde_json::json!({ METADATA: { key: text } });
    let mut end = 0;
    for (name, dtype, shape, bytes) in parts {
        let data_offsets = [end, end + bytes.len()];
        end += bytes.len();
        header[name] =
            serde_json::json!({ "dtype": dtype, "shape": shape, "data_offsets": data_offsets });
    }
    let mut json = header.to_string();
    // Tensors are aligned to eight bytes, as the format wants.
    json.push_str(&" ".repeat(json.len().next_multiple_of(8) - json.len()));
    let mut file = (json.len() as u64).to_le_bytes().to_vec();
    file.extend(json.into_bytes());
    parts.iter().for_each(|(.., bytes)| file.extend(bytes));
    file
}

/// Reads a container.
///
/// *Errors*: `bad-weights` if it is none, or is cut.
pub fn read(file: &[u8]) -> Result<Container<'_>> {
    read_sound(file)
        .ok_or_else(|| Error::new(Code::BadWeights, "not a weights file, or only the start of one"))
}

fn read_sound(file: &[u8]) -> Option<Container<'_>> {
    let (length, rest) = file.split_first_chunk::<8>()?;
    let length = usize::try_from(u64::from_le_bytes(*length)).ok()?;
    let (header, data) = rest.split_at_checked(length)?;
    let header = json::parse(std::str::from_utf8(header).ok()?)?;
    let mut container = Container { file, metadata: None, tensors: Vec::new() };
    let Json::Object(entries) = header else {
        return None;
    };
    for (name, value) in entries {
        if name == METADATA {
            container.metadata = Some(value);
            continue;
        }
        let offsets = value.get("data_offsets")?.wholes()?;
        let [start, end] = offsets[..] else {
            return None;
        };
        data.get(start..end)?;
        container.tensors.push(Tensor {
            name,
            dtype: value.get("dtype")?.text()?.to_string(),
            shape: value.get("shape")?.wholes()?,
            place: 8 + length + start..8 + length + end,
        });
    }
    Some(container)
}

impl Container<'_> {
    /// An entry of the metadata.
    pub fn metadata(&self, key: &str) -> Option<&str> {
        self.metadata.as_ref()?.get(key)?.text()
    }

    /// Whether a tensor's name begins so.
    pub fn has_prefix(&self, prefix: &str) -> bool {
        self.tensors.iter().any(|tensor| tensor.name.starts_with(prefix))
    }

    /// Where the bytes of the tensor of this name, type and shape lie in the file.
    ///
    /// *Errors*: `bad-weights` if there is none.
    pub fn place(&self, name: &str, dtype: &str, shape: &[usize]) -> Result<Range<usize>> {
        let size = if dtype == "F16" { 2 } else { 4 };
        let len = size * shape.iter().product::<usize>();
        let fits = |tensor: &&Tensor| {
            tensor.name == name
                && tensor.dtype == dtype
                && tensor.shape == shape
                && tensor.place.len() == len
        };
        let tensor = self.tensors.iter().find(fits);
        tensor.map(|tensor| tensor.place.clone()).ok_or_else(|| {
            let message = format!("weights of another architecture: {name} does not fit");
            Error::new(Code::BadWeights, message)
        })
    }

    /// Those bytes.
    ///
    /// *Errors*: as [`Container::place`].
    pub fn bytes(&self, name: &str, dtype: &str, shape: &[usize]) -> Result<&[u8]> {
        Ok(&self.file[self.place(name, dtype, shape)?])
    }
}
