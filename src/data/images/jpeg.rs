//! Whether a JPEG is all there.

/// The markers that stand alone; all others are followed by the length of what belongs to them.
const ALONE: [u8; 10] = [0x01, 0xd0, 0xd1, 0xd2, 0xd3, 0xd4, 0xd5, 0xd6, 0xd7, 0xd8];
const SCAN: u8 = 0xda;
const END: u8 = 0xd9;

/// Whether the file goes on to the marker of its end, behind at least one scan of pixels. A preview within it has an
/// end of its own, which is passed over.
///
/// *Source*: ITU T.81, annex B.
pub(super) fn is_whole(file: &[u8]) -> bool {
    let (mut at, mut scans) = (2, 0);
    while let Some(marker) = next_marker(file, &mut at) {
        match marker {
            END => return scans > 0,
            marker if ALONE.contains(&marker) => {}
            marker => {
                let Some(&[high, low]) = file.get(at..at + 2) else { return false };
                at += usize::from(u16::from_be_bytes([high, low]));
                scans += usize::from(marker == SCAN);
            }
        }
    }
    false
}

/// The next marker from here on; afterwards `at` is behind it.
fn next_marker(file: &[u8], at: &mut usize) -> Option<u8> {
    let rest = file.get(*at..)?;
    // Among pixels, a zero behind it says that a byte is no marker; before a marker, it may come twice.
    let is_marker = |pair: &[u8]| pair[0] == 0xff && ![0x00, 0xff].contains(&pair[1]);
    let found = rest.windows(2).position(is_marker)?;
    *at += found + 2;
    Some(rest[found + 1])
}
