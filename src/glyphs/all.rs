//! All glyphs of a seed, drawn by hands.

use super::Alphabet;
use crate::hands::{HandConfig, Hands};
use crate::sketch::Strokes;

/// How many hands draw each glyph.
pub const DRAWERS: usize = 20;
/// How many glyphs an alphabet has.
const GLYPHS_AN_ALPHABET: u64 = 20;
/// Two drawings of one idea differ as two people's: each is away from it by the root of half that variance.
const FROM_THE_IDEA: f32 = std::f32::consts::FRAC_1_SQRT_2;
/// The alphabets that no training sees begin here.
const HELD_OUT: u64 = 1 << 40;

/// All glyphs of all alphabets of a seed: class 0, 1, 2, … without end.
#[derive(Clone, Debug)]
pub struct Glyphs {
    seed: u64,
    first_alphabet: u64,
    hands: Hands,
}

impl Glyphs {
    /// The glyphs to train on.
    pub fn training(seed: u64) -> Glyphs {
        Glyphs::from_alphabet(seed, 0)
    }

    /// Glyphs of alphabets that no training has, whatever its seed and their number: to measure on.
    pub fn held_out(seed: u64) -> Glyphs {
        Glyphs::from_alphabet(seed, HELD_OUT)
    }

    fn from_alphabet(seed: u64, first_alphabet: u64) -> Glyphs {
        // Strengths that were fitted, made weaker: they are possible.
        let hands = HandConfig::default().scaled(FROM_THE_IDEA).check();
        let hands = hands.unwrap_or_else(|error| panic!("the fitted hands: {error}"));
        Glyphs { seed, first_alphabet, hands }
    }

    /// The seed.
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// The name of a class, `made-up 0001/glyph 02`, or `unseen 0001/glyph 02` if it is held out.
    pub fn name(&self, class: usize) -> String {
        let (alphabet, glyph) = place(class);
        let kind = if self.first_alphabet == HELD_OUT { "unseen" } else { "made-up" };
        format!("{kind} {:04}/glyph {:02}", alphabet + 1, glyph + 1)
    }

    /// A class drawn by one of its hands, 0 to 19; other numbers give further hands.
    ///
    /// The hands of an alphabet are the same for all its glyphs.
    pub fn draw(&self, class: usize, drawer: usize) -> Strokes {
        let (alphabet, glyph) = place(class);
        let alphabet = self.first_alphabet + alphabet;
        let idea = Alphabet::new(self.seed, alphabet).glyph(glyph);
        // Hands have random numbers of their own, as their key has.
        let people = self.seed ^ alphabet.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.hands.hand(people, drawer as u64).draw(&idea, glyph)
    }
}

/// The alphabet of a class, and which of its glyphs it is.
fn place(class: usize) -> (u64, u64) {
    (class as u64 / GLYPHS_AN_ALPHABET, class as u64 % GLYPHS_AN_ALPHABET)
}
