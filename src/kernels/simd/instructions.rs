//! How intrinsics become methods that are safe to call.

/// Arithmetic of a vector, a few intrinsics each: `operations! { "features", register: fn name(a, b) { ... } }`.
///
/// The bodies are safe code too: they are compiled for the features, so that the compiler lets them call just the intrinsics
/// that these have, and none that follows a pointer.
macro_rules! operations {
    ($features:literal, $register:ty: $(fn $name:ident($first:ident $(, $other:ident)*) $body:block)*) => {$(
        #[inline(always)]
        fn $name(self $(, $other: Self)*) -> Self {
            #[target_feature(enable = $features)]
            #[inline]
            fn operation($first: $register $(, $other: $register)*) -> $register $body
            // SAFETY: the machine has the features: without their token there is no vector.
            Self(unsafe { operation(self.0 $(, $other.0)*) })
        }
    )*};
}
pub(super) use operations;
