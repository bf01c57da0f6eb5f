//! The shapes of what comes in, checked at the door of each kernel.

/// Panics with the rule unless it holds.
///
/// The words are the whole message, and in wasm it does not name the caller: numbers and places would cost each kernel
/// code and data.
#[cfg_attr(not(target_arch = "wasm32"), track_caller)]
#[inline]
pub(super) fn require(holds: bool, rule: &'static str) {
    assert!(holds, "{rule}");
}

/// The number of rows of so many values, of which there must be whole ones.
///
/// *Panics* if the rows are empty, or some values are left over.
#[cfg_attr(not(target_arch = "wasm32"), track_caller)]
pub(super) fn whole_rows(values: &[f32], width: usize) -> usize {
    require(width > 0 && values.len().is_multiple_of(width), "whole rows of one or more values");
    values.len() / width
}
