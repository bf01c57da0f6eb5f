//! Checksums put right after damage, so that readers look further.

use crc::{CRC_32_ISO_HDLC, Crc};

const CRC32: Crc<u32> = Crc::<u32>::new(&CRC_32_ISO_HDLC);

pub fn none(_: &mut [u8]) {}

/// That of safetensors as ours are: of the whole file, in the tensor `crc32`.
pub fn safetensors(file: &mut [u8]) {
    let place = |file: &[u8]| {
        let length = usize::try_from(u64::from_le_bytes(*file.first_chunk::<8>()?)).ok()?;
        let header: serde_json::Value =
            serde_json::from_slice(file.get(8..)?.get(..length)?).ok()?;
        let start = header["crc32"]["data_offsets"][0].as_u64()?;
        let start = usize::try_from(start).ok()?.checked_add(8 + length)?;
        file.get(start..start.checked_add(4)?)?;
        Some(start)
    };
    let Some(start) = place(file) else { return };
    file[start..start + 4].fill(0);
    let checksum = CRC32.checksum(file).to_le_bytes();
    file[start..start + 4].copy_from_slice(&checksum);
}

/// Those of the chunks of a PNG.
pub fn png(file: &mut [u8]) {
    let mut at = 8;
    while let Some(length) = file.get(at..at + 4) {
        let length = u32::from_be_bytes([length[0], length[1], length[2], length[3]]) as usize;
        let end = at + 8 + length;
        let Some(content) = file.get(at + 4..end) else { return };
        let checksum = CRC32.checksum(content).to_be_bytes();
        let Some(place) = file.get_mut(end..end + 4) else { return };
        place.copy_from_slice(&checksum);
        at = end + 4;
    }
}

/// Those of the headers of a tar archive.
pub fn tar(file: &mut [u8]) {
    for header in file.chunks_exact_mut(512).filter(|block| &block[257..262] == b"ustar") {
        header[148..156].fill(b' ');
        let sum: u32 = header.iter().map(|&byte| u32::from(byte)).sum();
        header[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
    }
}
