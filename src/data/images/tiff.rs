//! The first directory of a TIFF.

/// The entries of a directory, and where the next one lies.
pub(super) struct Directory<'a> {
    entries: &'a [[u8; 12]],
    next: u32,
    long: fn([u8; 4]) -> u32,
}

impl<'a> Directory<'a> {
    /// The first directory of a TIFF, if all of it is there.
    ///
    /// *Source*: TIFF 6.0, section 2: a number of entries of 12 bytes, and the place of the next directory.
    pub fn first(file: &'a [u8]) -> Option<Directory<'a>> {
        match file {
            [b'I', b'I', 42, 0, ..] => Self::read(file, u16::from_le_bytes, u32::from_le_bytes),
            [b'M', b'M', 0, 42, ..] => Self::read(file, u16::from_be_bytes, u32::from_be_bytes),
            _ => None,
        }
    }

    fn read(
        file: &'a [u8],
        short: fn([u8; 2]) -> u16,
        long: fn([u8; 4]) -> u32,
    ) -> Option<Directory<'a>> {
        let start = long(*file.get(4..)?.first_chunk()?) as usize;
        let (count, rest) = file.get(start..)?.split_first_chunk()?;
        let (entries, rest) = rest.split_at_checked(12 * usize::from(short(*count)))?;
        Some(Directory { entries: entries.as_chunks().0, next: long(*rest.first_chunk()?), long })
    }

    /// Whether there is a second one.
    pub fn is_followed(&self) -> bool {
        self.next != 0
    }

    /// The most values that an entry claims to have.
    pub fn most_values(&self) -> u32 {
        let counts =
            self.entries.iter().map(|[_, _, _, _, count @ .., _, _, _, _]| (self.long)(*count));
        counts.max().unwrap_or_default()
    }
}
