//! How far hands differ.

use crate::{Error, Result};

/// How far two people's drawings of one thing differ, and how often.
///
/// *Units*: lengths are parts of the longer side of the drawing's box, angles are radians, both as standard
/// deviations; stretches are those of the logarithm of a factor. A chance is from 0 to 1.
///
/// *Source*: the model is ours; its strengths are [fitted](HandConfig::default).
#[derive(Clone, Debug, PartialEq)]
pub struct HandConfig {
    /// Turn of the whole drawing.
    pub turn: f32,
    /// Slant of the whole drawing: how far its top is moved sideways, per height.
    pub slant: f32,
    /// Stretch of the whole drawing's width against its height.
    pub stretch: f32,
    /// How far a place is moved on a sheet that is bent as a whole: what touches goes on touching.
    pub warp: f32,
    /// How far a stroke is moved by itself.
    pub stroke_shift: f32,
    /// How far a stroke is turned by itself, and how far its ends are bent against its middle.
    pub stroke_turn: f32,
    /// Stretch of a stroke by itself.
    pub stroke_stretch: f32,
    /// How far the ends of a stroke are cut short or drawn too long, as a part of its length; so closed strokes stay
    /// open.
    pub ends: f32,
    /// Sideways tremor.
    pub tremor: f32,
    /// The chance that strokes whose ends are near are joined, and that the pen is lifted at a corner.
    pub join: f32,
    /// The chance that a closed stroke starts elsewhere, and that another stroke comes first.
    pub restart: f32,
    /// The chance that a stroke is drawn in the other direction.
    pub reverse: f32,
}

/// The first strengths are standard deviations, the others chances.
const DEVIATIONS: usize = 9;

/// The most of a strength, by its place in [`HandConfig::strengths`]: beyond it a drawing is no longer one of the same
/// thing.
pub(super) fn most(strength: usize) -> f32 {
    if strength < DEVIATIONS { 0.5 } else { 1.0 }
}

impl Default for HandConfig {
    /// As people differ.
    ///
    /// Fitted to 2000 pairs of drawings of one Omniglot character by two people, and rounded to two digits. Other
    /// pairs lead to other strengths, since most differences have several causes: those of `reptile-sketch hands
    /// --strokes omniglot-strokes-train.json.gz --exclude omniglot-validation.txt`, which prints how far it comes,
    /// lead to 0.6 to 1.1 times these, but to 0.4 times `stroke_shift` and 0.15 times `ends`.
    fn default() -> Self {
        HandConfig {
            turn: 0.092,
            slant: 0.057,
            stretch: 0.087,
            warp: 0.05,
            stroke_shift: 0.017,
            stroke_turn: 0.13,
            stroke_stretch: 0.32,
            ends: 0.0065,
            tremor: 0.0087,
            join: 0.47,
            restart: 0.27,
            reverse: 0.058,
        }
    }
}

impl HandConfig {
    /// Its strengths by name.
    pub fn strengths(&self) -> [(&'static str, f32); 12] {
        [
            ("turn", self.turn),
            ("slant", self.slant),
            ("stretch", self.stretch),
            ("warp", self.warp),
            ("stroke_shift", self.stroke_shift),
            ("stroke_turn", self.stroke_turn),
            ("stroke_stretch", self.stroke_stretch),
            ("ends", self.ends),
            ("tremor", self.tremor),
            ("join", self.join),
            ("restart", self.restart),
            ("reverse", self.reverse),
        ]
    }

    /// From strengths in the order of [`HandConfig::strengths`].
    pub(super) fn from_strengths(values: [f32; 12]) -> Self {
        let [turn, slant, stretch, warp, stroke_shift, stroke_turn, ..] = values;
        let [.., stroke_stretch, ends, tremor, join, restart, reverse] = values;
        HandConfig {
            turn,
            slant,
            stretch,
            warp,
            stroke_shift,
            stroke_turn,
            stroke_stretch,
            ends,
            tremor,
            join,
            restart,
            reverse,
        }
    }

    /// Weaker or stronger in everything, by a factor.
    ///
    /// Two hands that draw one idea at a factor of 0.7 differ as one hand's drawing and another's version of it do at
    /// 1: their variances add up.
    pub fn scaled(&self, factor: f32) -> Self {
        let mut values = self.strengths().map(|(_, value)| factor * value);
        values.iter_mut().enumerate().for_each(|(i, value)| *value = value.min(most(i)));
        HandConfig::from_strengths(values)
    }

    /// Whether the strengths are possible.
    ///
    /// *Errors*: `bad-setting` that names the field.
    pub(super) fn check_strengths(&self) -> Result<()> {
        for (i, (field, value)) in self.strengths().into_iter().enumerate() {
            if !(0.0..=most(i)).contains(&value) {
                let rule = ["from 0 to ", &crate::decimal(most(i))].concat();
                return Err(Error::bad_setting(field, crate::decimal(value), &rule));
            }
        }
        Ok(())
    }
}
