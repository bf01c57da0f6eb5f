//! Alphabets that nobody has ever written.

use std::f32::consts::{FRAC_PI_2, FRAC_PI_4, PI, TAU};

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::pen::Pen;
use crate::sketch::Strokes;

/// The habits of an alphabet: which parts its glyphs are made of, and how they are put together.
///
/// *Source*: ours. Each habit is a random number of the alphabet, in a range that holds what one sees in the alphabets
/// of the world: straight ones and round ones, of one stroke or of many, with a common stem or without.
#[derive(Clone, Debug)]
pub struct Alphabet {
    seed: u64,
    number: u64,
    /// How often each of [`PARTS`] occurs, against the others.
    weights: [f32; PARTS.len()],
    /// Directions are whole multiples of this, from `slant` on.
    grid: f32,
    slant: f32,
    /// The mean number of strokes, and the chance that a stroke goes on with another part.
    strokes: f32,
    flow: f32,
    /// The chance that a stroke begins on another one, and that it then crosses it.
    attach: f32,
    cross: f32,
    /// The usual length of a part, and how wide letters are.
    size: f32,
    width: f32,
    /// A stem or a headline that the glyph has with this chance.
    common: f32,
    common_heading: f32,
    /// The chance of a dot beside a glyph.
    dots: f32,
}

/// What strokes are made of.
#[derive(Clone, Copy, Debug)]
enum Part {
    Line,
    Bow,
    HalfRing,
    Hook,
    Loop,
    Zigzag,
    Wave,
}

const PARTS: [Part; 7] =
    [Part::Line, Part::Bow, Part::HalfRing, Part::Hook, Part::Loop, Part::Zigzag, Part::Wave];

/// Each glyph has random numbers of its own: the alphabet's come before them.
const WORDS_A_GLYPH: u32 = 20;

impl Alphabet {
    /// The alphabet of a seed and a number: the same for the same two.
    pub fn new(seed: u64, number: u64) -> Alphabet {
        let rng = &mut generator(seed, number);
        let mut chance = |least: f32, most: f32| least + (most - least) * rng.random::<f32>();
        // Cubed, so that a few kinds of parts prevail.
        let weights = PARTS.map(|part| {
            let usual =
                if matches!(part, Part::Line | Part::Bow | Part::HalfRing) { 2.0 } else { 1.0 };
            usual * chance(0.1, 1.0).powi(3)
        });
        let grid =
            [FRAC_PI_2, FRAC_PI_4, FRAC_PI_4, PI / 6.0, PI / 12.0][chance(0.0, 4.99) as usize];
        Alphabet {
            seed,
            number,
            weights,
            grid,
            slant: chance(-0.2, 0.2),
            strokes: chance(1.2, 3.5),
            flow: chance(0.1, 0.6),
            attach: chance(0.4, 0.9),
            cross: chance(0.1, 0.5),
            size: chance(0.4, 0.8),
            width: chance(0.6, 1.2),
            common: (chance(-1.0, 1.0)).max(0.0),
            common_heading: if chance(0.0, 1.0) < 0.5 { 0.0 } else { FRAC_PI_2 },
            dots: (chance(-0.3, 0.3)).max(0.0),
        }
    }

    /// A glyph of the alphabet, as one has it in mind: nobody draws it quite so.
    ///
    /// *Units*: about 1 high, y down.
    pub fn glyph(&self, number: u64) -> Strokes {
        let mut rng = generator(self.seed, self.number);
        rng.set_word_pos((u128::from(number) + 1) << WORDS_A_GLYPH);
        let strokes = Writer { alphabet: self, rng, strokes: Vec::new() }.write();
        // Each has a point, and all are finite.
        Strokes::new(strokes).unwrap_or_else(|error| panic!("a glyph: {error}"))
    }
}

fn generator(seed: u64, number: u64) -> ChaCha8Rng {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    rng.set_stream(number);
    rng
}

/// One glyph as it comes about.
struct Writer<'a> {
    alphabet: &'a Alphabet,
    rng: ChaCha8Rng,
    strokes: Vec<Vec<[f32; 2]>>,
}

impl Writer<'_> {
    fn write(mut self) -> Vec<Vec<[f32; 2]>> {
        let Alphabet { strokes, common, common_heading, width, dots, .. } = *self.alphabet;
        if self.happens(common) {
            // A headline on top, or a stem in the middle.
            let start = if common_heading == 0.0 { [0.0, 0.0] } else { [width / 2.0, 0.0] };
            let mut pen = Pen::new(start, common_heading);
            pen.forward(if common_heading == 0.0 { width } else { 1.0 });
            self.strokes.push(pen.into_points());
        }
        let count = (strokes + self.between(-1.0, 1.0)).round().max(1.0) as usize;
        for _ in 0..count {
            let stroke = self.stroke();
            self.strokes.push(stroke);
        }
        // A single straight line is too little to be told from another.
        let parts: usize = self.strokes.iter().map(Vec::len).sum();
        if parts <= 2 {
            let stroke = self.stroke();
            self.strokes.push(stroke);
        }
        if self.happens(dots) {
            let at = self.node();
            self.strokes.push(vec![at]);
        }
        self.strokes
    }

    fn stroke(&mut self) -> Vec<[f32; 2]> {
        let heading = self.heading();
        let size = self.size();
        let start = self.start(heading, size);
        let mut pen = Pen::new(start, heading);
        self.part(&mut pen, size);
        let mut parts = 1;
        while parts < 4 && self.happens(self.alphabet.flow) {
            let corner = self.alphabet.grid * self.between(-2.49, 2.49).round();
            pen.turn(corner);
            let size = 0.8 * self.size();
            self.part(&mut pen, size);
            parts += 1;
        }
        pen.into_points()
    }

    fn part(&mut self, pen: &mut Pen, size: f32) {
        let side = if self.happens(0.5) { 1.0 } else { -1.0 };
        match self.kind() {
            Part::Line => pen.forward(size),
            Part::Bow => pen.arc(size, side * self.between(0.6, 1.6)),
            Part::HalfRing => pen.arc(1.3 * size, side * self.between(2.4, 4.4)),
            Part::Hook => {
                pen.forward(0.8 * size);
                pen.arc(0.4 * size, side * self.between(2.0, 3.6));
            }
            Part::Loop => {
                let around = self.between(0.8, 2.0);
                pen.arc(around * size, side * TAU * 0.97);
            }
            Part::Zigzag => {
                let angle = side * self.between(1.4, 2.4);
                let length = 0.55 * size;
                for turn in [angle, -angle, 0.0] {
                    pen.forward(length);
                    pen.turn(turn);
                }
            }
            Part::Wave => {
                let angle = side * self.between(1.4, 2.8);
                pen.turn(-angle / 2.0);
                pen.arc(0.6 * size, angle);
                pen.arc(0.6 * size, -angle);
            }
        }
    }

    fn kind(&mut self) -> Part {
        let weights = self.alphabet.weights;
        let mut left = self.between(0.0, weights.iter().sum());
        for (part, weight) in PARTS.into_iter().zip(weights) {
            if left < weight {
                return part;
            }
            left -= weight;
        }
        Part::Line
    }

    /// Where a stroke begins: on another one, so that it leaves or crosses it, or at a node of a coarse grid.
    fn start(&mut self, heading: f32, size: f32) -> [f32; 2] {
        let Alphabet { attach, cross, .. } = *self.alphabet;
        if self.strokes.is_empty() || !self.happens(attach) {
            return self.node();
        }
        let stroke = self.rng.random_range(0..self.strokes.len() as u32) as usize;
        // The ends are as likely as the rest.
        let part = self.between(-0.5, 1.5).clamp(0.0, 1.0);
        let [x, y] = along(&self.strokes[stroke], part);
        if !self.happens(cross) {
            return [x, y];
        }
        let (sin, cos) = heading.sin_cos();
        [x - size / 2.0 * cos, y - size / 2.0 * sin]
    }

    fn node(&mut self) -> [f32; 2] {
        let third = |writer: &mut Self| writer.rng.random_range(0..3u32) as f32 / 2.0;
        [self.alphabet.width * third(self), third(self)]
    }

    fn heading(&mut self) -> f32 {
        let Alphabet { grid, slant, .. } = *self.alphabet;
        // To the right and down, as hands mostly go.
        slant + grid * (self.between(-FRAC_PI_4, PI) / grid).round()
    }

    fn size(&mut self) -> f32 {
        self.alphabet.size * self.between(0.5, 1.4)
    }

    fn between(&mut self, least: f32, most: f32) -> f32 {
        least + (most - least) * self.rng.random::<f32>()
    }

    fn happens(&mut self, chance: f32) -> bool {
        self.rng.random::<f32>() < chance
    }
}

/// The place at a part of a stroke's length.
fn along(stroke: &[[f32; 2]], part: f32) -> [f32; 2] {
    let length = |pair: &[[f32; 2]]| (pair[1][0] - pair[0][0]).hypot(pair[1][1] - pair[0][1]);
    let mut left = part * stroke.windows(2).map(length).sum::<f32>();
    for pair in stroke.windows(2) {
        let own = length(pair);
        if left <= own && own > 0.0 {
            return [0, 1].map(|i| pair[0][i] + left / own * (pair[1][i] - pair[0][i]));
        }
        left -= own;
    }
    stroke[stroke.len() - 1]
}
