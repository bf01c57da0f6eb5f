//! What is compared: ways to make an outer gradient out of inner ones.

use std::str::FromStr;

use crate::meta::Combination;
use crate::{Error, Result};

/// The most gradients of the figure.
const FIGURE: usize = 4;

/// First-order MAML on a task of two minibatches: the last gradient is on the same minibatch as
/// the others, or on the one that the others leave alone.
const SHARED_TAIL: &str = "foml-shared-tail";
const SEPARATE_TAIL: &str = "foml-separate-tail";

/// A combination of inner gradients, and the minibatches that they are of.
#[derive(Clone, Debug, PartialEq)]
pub struct Curve {
    /// As it is written on the command line.
    pub name: String,
    /// As a figure's legend has it.
    pub label: String,
    /// The weights of the gradients.
    pub combination: Combination,
    /// Which of the task's minibatches each gradient is of, from 1. None of them have a drawing
    /// in common.
    pub minibatches: Vec<usize>,
    /// How many minibatches a task has.
    pub task_minibatches: usize,
}

impl Curve {
    /// The curves of the paper's figure, and first-order MAML with both tails.
    ///
    /// *Source*: Nichol, Achiam, Schulman 2018, section 6.2 and, for the tails, 6.3.
    pub fn figure() -> Vec<Curve> {
        let combinations = Combination::up_to(FIGURE).into_iter().map(Curve::of);
        combinations.chain([Curve::shared_tail(), Curve::separate_tail()]).collect()
    }

    fn of(combination: Combination) -> Curve {
        let name = combination.to_string();
        let k = combination.weights().len();
        let label = label(&name);
        Curve { label, name, combination, minibatches: (1..=k).collect(), task_minibatches: k }
    }

    fn shared_tail() -> Curve {
        Curve {
            name: SHARED_TAIL.into(),
            label: "first-order MAML, shared tail".into(),
            combination: Combination::last(FIGURE),
            minibatches: vec![1; FIGURE],
            task_minibatches: 2,
        }
    }

    fn separate_tail() -> Curve {
        let mut minibatches = vec![1; FIGURE];
        minibatches[FIGURE - 1] = 2;
        Curve {
            name: SEPARATE_TAIL.into(),
            label: "first-order MAML, separate tail".into(),
            minibatches,
            ..Curve::shared_tail()
        }
    }
}

impl FromStr for Curve {
    type Err = Error;

    /// Reads a curve's name: that of a tail, or how a combination is written.
    fn from_str(name: &str) -> Result<Curve> {
        match name {
            SHARED_TAIL => Ok(Curve::shared_tail()),
            SEPARATE_TAIL => Ok(Curve::separate_tail()),
            _ => Ok(Curve::of(name.parse()?)),
        }
    }
}

/// `(g1+g2)/2` as `(g₁ + g₂)/2`.
fn label(name: &str) -> String {
    let mut label = String::new();
    let mut index = false;
    for c in name.chars() {
        index = c == 'g' || (index && c.is_ascii_digit());
        match c {
            '+' => label += " + ",
            '0'..='9' if index => {
                let subscript = u32::from('₀') + c as u32 - u32::from('0');
                label.push(char::from_u32(subscript).expect("the subscripts are in a row"));
            }
            _ => label.push(c),
        }
    }
    label
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_figure_has_every_partial_combination_up_to_four_and_both_tails() {
        let names: Vec<String> = Curve::figure().into_iter().map(|curve| curve.name).collect();
        let expected = [
            "g1",
            "g1+g2",
            "(g1+g2)/2",
            "g2",
            "g1+g2+g3",
            "(g1+g2+g3)/3",
            "g3",
            "g1+g2+g3+g4",
            "(g1+g2+g3+g4)/4",
            "g4",
            "foml-shared-tail",
            "foml-separate-tail",
        ];
        assert_eq!(names, expected);
    }

    #[test]
    fn a_name_is_read_as_the_curve_that_has_it() {
        for curve in Curve::figure() {
            assert_eq!(curve.name.parse::<Curve>().unwrap(), curve);
        }
        assert!("g0".parse::<Curve>().unwrap_err().message().starts_with("combination is g0;"));
    }

    #[test]
    fn a_label_has_its_indices_below_the_line() {
        assert_eq!(label("(g1+g12)/2"), "(g₁ + g₁₂)/2");
        assert_eq!(label("0.5*g3"), "0.5*g₃");
    }

    #[test]
    fn only_the_tail_tells_the_two_first_order_mamls_apart() {
        let (shared, separate) = (Curve::shared_tail(), Curve::separate_tail());
        assert_eq!(shared.minibatches, [1, 1, 1, 1]);
        assert_eq!(separate.minibatches, [1, 1, 1, 2]);
        assert_eq!(shared.combination, separate.combination);
        assert_eq!(shared.task_minibatches, separate.task_minibatches);
    }
}
