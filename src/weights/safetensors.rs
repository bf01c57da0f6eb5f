//! The safetensors container: eight bytes of length, a JSON header, and the tensors' bytes.
//!
//! Ours also has a tensor `crc32`: the CRC-32 of the whole file as it is with those four bytes at
//! zero. So a file that was cut or damaged anywhere is known.
//!
//! Our own, because the crate of that name would bring its JSON reader into the wasm. A test
//! reads our files with that crate.

use std::ops::Range;

use crc::{Crc, NoTable};

use super::json::{self, Json};
use crate::{Code, Error, Result};

/// The key of the header that holds text about the file instead of a tensor.
const METADATA: &str = "__metadata__";

/// The tensor that holds the checksum, always the first.
const CHECKSUM: &str = "crc32";

/// The CRC-32 of zip and PNG; without a table, which would be larger than the code.
const CRC32: Crc<u32, NoTable> = Crc::<u32, NoTable>::new(&crc::CRC_32_ISO_HDLC);

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

/// A tensor to write: name, type (`I8`, `F16`, `F32` or `U32`), shape, and little-endian bytes.
#[cfg(any(feature = "web-train", not(target_arch = "wasm32")))]
pub type Part = (String, &'static str, Vec<usize>, Vec<u8>);

/// The bytes of a container with one entry of metadata. The same parts give the same bytes.
#[cfg(any(feature = "web-train", not(target_arch = "wasm32")))]
pub fn write(key: &str, text: &str, parts: &[Part]) -> Vec<u8> {
    let mut header = serde_json::json!({ METADATA: { key: text } });
    let checksum = (CHECKSUM.to_string(), "U32", vec![1], vec![0; 4]);
    let parts = || std::iter::once(&checksum).chain(parts);
    let mut end = 0;
    for (name, dtype, shape, bytes) in parts() {
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
    let place = file.len();
    parts().for_each(|(.., bytes)| file.extend(bytes));
    let checksum = CRC32.checksum(&file).to_le_bytes();
    file[place..place + 4].copy_from_slice(&checksum);
    file
}

/// Reads a container.
///
/// *Errors*: `bad-weights` if it is none, or is cut or damaged.
pub fn read(file: &[u8]) -> Result<Container<'_>> {
    let bad = |message| Error::new(Code::BadWeights, message);
    let container =
        read_header(file).ok_or_else(|| bad("not a weights file, or only the start of one"))?;
    let place = container.place(CHECKSUM, "U32", &[1])?;
    let mut digest = CRC32.digest();
    digest.update(&file[..place.start]);
    digest.update(&[0; 4]);
    digest.update(&file[place.end..]);
    match digest.finalize().to_le_bytes() == file[place] {
        true => Ok(container),
        false => Err(bad("a weights file that was cut or damaged")),
    }
}

fn read_header(file: &[u8]) -> Option<Container<'_>> {
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

    /// The name, type and shape of each tensor, and how many bytes it takes, in their order in the file.
    #[cfg(all(feature = "cli", not(target_arch = "wasm32")))]
    pub fn entries(&self) -> Vec<(&str, &str, &[usize], usize)> {
        let mut tensors: Vec<&Tensor> = self.tensors.iter().collect();
        tensors.sort_by_key(|tensor| tensor.place.start);
        tensors
            .into_iter()
            .map(|t| (t.name.as_str(), t.dtype.as_str(), &t.shape[..], t.place.len()))
            .collect()
    }

    /// How many tensors there are, besides the checksum.
    pub fn tensors(&self) -> usize {
        self.tensors.iter().filter(|tensor| tensor.name != CHECKSUM).count()
    }

    /// Whether there is a tensor of this name.
    pub fn has(&self, name: &str) -> bool {
        self.tensors.iter().any(|tensor| tensor.name == name)
    }

    /// Where the bytes of the tensor of this name, type and shape lie in the file.
    ///
    /// *Errors*: `bad-weights` if there is none.
    pub fn place(&self, name: &str, dtype: &str, shape: &[usize]) -> Result<Range<usize>> {
        let size = match dtype {
            "I8" => 1,
            "F16" => 2,
            _ => 4,
        };
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
