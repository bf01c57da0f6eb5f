//! Which colours are paper's, in drawings of colours.

/// The least red, green and blue of a colour that cannot be seen on white.
const WHITE: u8 = 225;

/// Whether red, green and blue are those of white paper, or hardly others.
pub(super) fn is_paper(colour: [u8; 3]) -> bool {
    colour.iter().all(|&part| part >= WHITE)
}
