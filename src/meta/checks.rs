//! Checks that several settings and loops share.

use crate::{Code, Error, Result, decimal};

/// In a page, what optimizers are made of was checked when the weights were read, and the words of a refusal take room.
const REFUSES_OPTIMIZERS: bool = cfg!(not(target_arch = "wasm32"));

/// Refuses a rate that is not above zero and finite, by the field's name.
pub(crate) fn check_rate(field: &str, rate: f32) -> Result<()> {
    if rate > 0.0 && rate.is_finite() {
        return Ok(());
    }
    Err(Error::bad_setting(field, decimal(rate), "above 0 and finite"))
}

/// Refuses the rate of an optimizer that is below zero or not finite; at zero, parameters stand still.
pub(super) fn check_step(field: &str, rate: f32) -> Result<()> {
    if (rate >= 0.0 && rate.is_finite()) || !REFUSES_OPTIMIZERS {
        return Ok(());
    }
    Err(Error::bad_setting(field, decimal(rate), "at least 0 and finite"))
}

/// Refuses a vector with other than a value for each parameter, by the field's name.
pub(super) fn check_len(field: &str, len: usize, parameters: usize) -> Result<()> {
    if len == parameters || !REFUSES_OPTIMIZERS {
        return Ok(());
    }
    Err(Error::bad_setting(field, len, &format!("one for each of {parameters} parameters")))
}

/// Refuses the decay of a running mean that is not in [0, 1), by the field's name.
pub(super) fn check_decay(field: &str, decay: f32) -> Result<()> {
    if (0.0..1.0).contains(&decay) {
        return Ok(());
    }
    Err(Error::bad_setting(field, decimal(decay), "at least 0 and below 1"))
}

/// The loss before a step, if it is finite.
pub(super) fn check_loss(loss: f32, step: usize) -> Result<f32> {
    if loss.is_finite() {
        return Ok(loss);
    }
    Err(Error::new(Code::Diverged, format!("the loss is not finite at step {step}")))
}

/// Refuses a vector with an infinity or a NaN. `what` begins the message: "the parameters".
pub(super) fn check_finite(what: &str, vector: &[f32], when: &str) -> Result<()> {
    // Without an early exit the compiler can check many values at a time.
    if !vector.iter().fold(false, |bad, v| bad | !v.is_finite()) {
        return Ok(());
    }
    Err(Error::new(Code::Diverged, format!("{what} are not finite {when}")))
}

/// The error for a task that ends too early.
pub(super) fn no_batch(step: usize) -> Error {
    Error::new(Code::BadData, format!("the task yields no batch for step {step}"))
}
