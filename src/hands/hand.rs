//! One person's hand, and any number of them.

use std::f32::consts::{PI, TAU};

use rand::{Rng, RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::HandConfig;
use super::paper::Place;
use super::random::{around_zero, happens, one_of};
use super::stroke::{Point, Stroke, distance};
use crate::Result;
use crate::sketch::Strokes;

/// The part of a hand's variance that is its habit: the rest differs from drawing to drawing.
///
/// *Source*: ours. Half of it is what one can see of a person in a single letter; it was not measured.
const HABIT: f32 = 0.5;
/// The farthest that a pen goes on from one stroke to the next.
const JOIN_REACH: f32 = 0.3;
/// Waves of the bent sheet, of about its size.
const WARP_WAVES: usize = 2;
/// The lengths of the waves of tremor.
const TREMOR_WAVES: [f32; 2] = [0.35, 0.15];

/// Any number of hands, with checked strengths.
#[derive(Clone, Debug, PartialEq)]
pub struct Hands(HandConfig);

impl HandConfig {
    /// The hands, if the strengths are possible.
    ///
    /// *Errors*: `bad-setting` that names the field.
    pub fn check(self) -> Result<Hands> {
        self.check_strengths()?;
        Ok(Hands(self))
    }
}

impl Hands {
    /// The hand of a seed and a number: the same for the same two, whatever other hands have drawn.
    pub fn hand(&self, seed: u64, number: u64) -> Hand {
        Hand::new(self.0.clone(), seed, number)
    }
}

/// A person who draws what others have drawn, with habits of their own.
///
/// The drawings of one hand are alike in slant, turn and stretch.
#[derive(Clone, Debug)]
pub struct Hand {
    config: HandConfig,
    /// The key is the seed, the stream is the hand.
    rng: ChaCha8Rng,
    /// Turn, slant and stretch.
    habit: [f32; 3],
}

/// The hand in the course of one drawing.
struct Drawing {
    config: HandConfig,
    rng: ChaCha8Rng,
    habit: [f32; 3],
}

/// No drawing takes more random numbers, as a power of two.
const WORDS_A_VERSION: u32 = 24;

impl Hand {
    fn new(config: HandConfig, seed: u64, number: u64) -> Hand {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        rng.set_stream(number);
        let share = HABIT.sqrt();
        let habit = [config.turn, config.slant, config.stretch]
            .map(|deviation| around_zero(&mut rng, share * deviation));
        Hand { config, rng, habit }
    }

    /// This hand's version of a drawing, for each number another, in the drawing's own units and place.
    ///
    /// No stroke gets lost, and at the fitted strengths the result stays within a box three times as large. A drawing
    /// without size, a single dot, stays as it is.
    pub fn draw(&self, drawing: &Strokes, version: u64) -> Strokes {
        let place = Place::of(drawing);
        let Some(strokes) = place.lay(drawing) else {
            return drawing.clone();
        };
        let mut rng = self.rng.clone();
        rng.set_word_pos((u128::from(version) + 1) << WORDS_A_VERSION);
        let (config, habit) = (self.config.clone(), self.habit);
        place.take_back(Drawing { config, rng, habit }.draw(strokes))
    }
}

impl Drawing {
    fn draw(mut self, strokes: Vec<Stroke>) -> Vec<Stroke> {
        let strokes = self.join(strokes);
        let strokes = self.lift(strokes);
        let strokes = self.start_elsewhere(strokes);
        let waves = self.warp_waves();
        let whole = self.whole();
        let draw = |stroke| {
            let bent = self.bend(stroke);
            Stroke(bent.0.into_iter().map(|point| whole(warp(point, &waves))).collect())
        };
        strokes.into_iter().map(draw).collect()
    }

    /// Joins strokes to those that begin where they end.
    fn join(&mut self, strokes: Vec<Stroke>) -> Vec<Stroke> {
        let mut joined: Vec<Stroke> = Vec::with_capacity(strokes.len());
        for stroke in strokes {
            let chance = self.config.join;
            match joined.last_mut() {
                Some(last)
                    if distance(last.last(), stroke.first()) < JOIN_REACH
                        && happens(&mut self.rng, chance) =>
                {
                    last.0.extend(stroke.0);
                }
                _ => joined.push(stroke),
            }
        }
        joined
    }

    /// Lifts the pen at corners.
    fn lift(&mut self, strokes: Vec<Stroke>) -> Vec<Stroke> {
        let mut lifted = Vec::with_capacity(strokes.len());
        for stroke in strokes {
            let corners = stroke.corners();
            let (mut rest, mut begin) = (stroke, 0);
            for corner in corners {
                if happens(&mut self.rng, self.config.join) {
                    let [before, after] = rest.lifted(corner - begin);
                    lifted.push(before);
                    (rest, begin) = (after, corner);
                }
            }
            lifted.push(rest);
        }
        lifted
    }

    /// Begins closed strokes elsewhere, draws strokes in the other direction, and begins with another stroke.
    fn start_elsewhere(&mut self, strokes: Vec<Stroke>) -> Vec<Stroke> {
        let HandConfig { restart, reverse, .. } = self.config;
        let mut strokes: Vec<Stroke> = strokes
            .into_iter()
            .map(|mut stroke| {
                if stroke.is_closed() && happens(&mut self.rng, restart) {
                    let at = one_of(&mut self.rng, stroke.0.len());
                    stroke = stroke.started_at(at);
                }
                if happens(&mut self.rng, reverse) { stroke.reversed() } else { stroke }
            })
            .collect();
        if happens(&mut self.rng, restart) {
            let first = one_of(&mut self.rng, strokes.len());
            strokes.rotate_left(first);
        }
        strokes
    }

    /// A stroke by itself: its ends, its bend and tremor, its stretch, turn and place.
    fn bend(&mut self, stroke: Stroke) -> Stroke {
        let HandConfig { stroke_shift, stroke_turn, stroke_stretch, ends, tremor, .. } =
            self.config;
        let rng = &mut self.rng;
        let stroke = stroke.with_end(around_zero(rng, ends)).reversed();
        let stroke = stroke.with_end(around_zero(rng, ends)).reversed();
        let length = stroke.length();
        // A bow whose ends are turned by this angle.
        let bow = around_zero(rng, stroke_turn) * length / PI;
        let waves = TREMOR_WAVES.map(|wave| {
            let size = around_zero(rng, tremor * wave / TREMOR_WAVES[0]);
            (size, TAU / wave, TAU * rng.random::<f32>())
        });
        let turn = around_zero(rng, stroke_turn);
        let stretch = around_zero(rng, stroke_stretch).exp();
        let shift = [(); 2].map(|()| around_zero(rng, stroke_shift));
        let middle = stroke.middle();
        let (sin, cos) = turn.sin_cos();
        let mut walked = 0.0;
        let points = (0..stroke.0.len()).map(|i| {
            let point = stroke.0[i];
            walked += if i > 0 { distance(stroke.0[i - 1], point) } else { 0.0 };
            let part = if length > 0.0 { walked / length } else { 0.0 };
            let mut sideways = bow * (PI * part).sin();
            sideways += waves
                .iter()
                .map(|(size, rate, start)| size * (rate * walked + start).sin())
                .sum::<f32>();
            let across = across(&stroke, i);
            let [x, y] =
                [0, 1].map(|axis| (point[axis] + sideways * across[axis] - middle[axis]) * stretch);
            [middle[0] + cos * x - sin * y + shift[0], middle[1] + sin * x + cos * y + shift[1]]
        });
        Stroke(points.collect())
    }

    fn warp_waves(&mut self) -> [[Wave; WARP_WAVES]; 2] {
        let deviation = self.config.warp * (2.0 / WARP_WAVES as f32).sqrt();
        [(); 2].map(|()| [(); WARP_WAVES].map(|()| Wave::random(&mut self.rng, deviation)))
    }

    /// Stretch, slant and turn of the whole drawing.
    fn whole(&mut self) -> impl Fn(Point) -> Point + use<> {
        let HandConfig { turn, slant, stretch, .. } = self.config;
        let share = (1.0 - HABIT).sqrt();
        let mut add =
            |habit: f32, deviation: f32| habit + around_zero(&mut self.rng, share * deviation);
        let (turn, slant) = (add(self.habit[0], turn), add(self.habit[1], slant));
        // The logarithm of width against height, half to each.
        let wide = (add(self.habit[2], stretch) / 2.0).exp();
        let (sin, cos) = turn.sin_cos();
        move |[x, y]| {
            let (x, y) = (x * wide - slant * y / wide, y / wide);
            [cos * x - sin * y, sin * x + cos * y]
        }
    }
}

/// A wave of displacement over the sheet.
struct Wave {
    size: f32,
    /// Turns of phase per length, to the right and down.
    rate: Point,
    start: f32,
}

impl Wave {
    fn random(rng: &mut impl Rng, deviation: f32) -> Wave {
        let (sin, cos) = (TAU * rng.random::<f32>()).sin_cos();
        // Half a wave to one wave over the sheet.
        let rate = PI * (1.0 + rng.random::<f32>());
        let size = around_zero(rng, deviation);
        Wave { size, rate: [rate * cos, rate * sin], start: TAU * rng.random::<f32>() }
    }

    fn at(&self, [x, y]: Point) -> f32 {
        self.size * (self.rate[0] * x + self.rate[1] * y + self.start).sin()
    }
}

fn warp(point: Point, waves: &[[Wave; WARP_WAVES]; 2]) -> Point {
    [0, 1].map(|axis| point[axis] + waves[axis].iter().map(|wave| wave.at(point)).sum::<f32>())
}

/// The direction across a stroke at a point, of length 1; any at a dot.
fn across(stroke: &Stroke, i: usize) -> Point {
    let before = stroke.0[i.saturating_sub(2)];
    let after = stroke.0[(i + 2).min(stroke.0.len() - 1)];
    let length = distance(before, after);
    if length == 0.0 {
        return [0.0, 1.0];
    }
    [-(after[1] - before[1]) / length, (after[0] - before[0]) / length]
}
