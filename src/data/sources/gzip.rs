//! gzip, with the zeros behind it that tapes and block devices leave.

use std::io::{self, BufRead, BufReader, Read};

use flate2::bufread::GzDecoder;

/// Unpacks one member after the other.
pub(super) struct Members<R>(Option<GzDecoder<BufReader<R>>>);

impl<R: Read> Members<R> {
    pub fn new(reader: R) -> Self {
        Members(Some(GzDecoder::new(BufReader::with_capacity(1 << 16, reader))))
    }
}

impl<R: Read> Read for Members<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while let Some(member) = &mut self.0 {
            let length = member.read(buffer)?;
            if length > 0 || buffer.is_empty() {
                return Ok(length);
            }
            let Some(member) = self.0.take() else { break };
            let mut reader = member.into_inner();
            match reader.fill_buf()?.first() {
                None => {}
                Some(0x1f) => self.0 = Some(GzDecoder::new(reader)),
                Some(_) => check_padding(reader)?,
            }
        }
        Ok(0)
    }
}

/// *Errors*: anything but zeros.
fn check_padding(mut reader: impl BufRead) -> io::Result<()> {
    loop {
        let bytes = reader.fill_buf()?;
        if bytes.iter().any(|&byte| byte != 0) {
            return Err(io::Error::other("what follows the gzip is no gzip: it is damaged"));
        }
        let length = bytes.len();
        if length == 0 {
            return Ok(());
        }
        reader.consume(length);
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn unpacked(bytes: &[u8]) -> io::Result<String> {
        let mut text = String::new();
        Members::new(bytes).read_to_string(&mut text).map(|_| text)
    }

    #[test]
    fn members_are_one_text_and_zeros_behind_them_count_for_nothing() {
        let member = |text: &str| {
            let mut encoder = flate2::write::GzEncoder::new(Vec::new(), Default::default());
            encoder.write_all(text.as_bytes()).unwrap();
            encoder.finish().unwrap()
        };
        let whole = [member("one "), member("two")].concat();
        assert_eq!(unpacked(&whole).unwrap(), "one two");
        assert_eq!(unpacked(&[&whole[..], &[0; 9]].concat()).unwrap(), "one two");
        for behind in [&b"garbage"[..], &[0, 0, 7], &[0x1f, 0x8b], &[0x1f, 3, 4]] {
            assert!(unpacked(&[&whole[..], behind].concat()).is_err(), "{behind:?}");
        }
        assert!(unpacked(&whole[..whole.len() - 1]).is_err());
    }
}
