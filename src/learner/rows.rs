//! Many drawings as the rows of a matrix.

use ndarray::{Array2, ArrayView1, ArrayView2};

use super::{Adapted, Learner};
use crate::Result;

impl Learner {
    /// The probabilities of many drawings, each classified alone: of each row of pixels a row, with a column for
    /// each class.
    ///
    /// *Errors*: as [`Learner::classify`].
    ///
    /// ```
    /// use ndarray::{Array2, s};
    /// use reptile_sketch::{learner::Learner, weights::Weights};
    /// let images = Array2::from_shape_fn((3, 28 * 28), |(row, i)| ((row + 1) * i % 5) as f32 / 4.0);
    /// let image = |row| images.row(row).to_vec();
    /// let mut learner = Learner::new(Weights::pretrained());
    /// learner.adapt(&[(image(0), 0), (image(1), 1)], None)?;
    /// let probabilities = learner.probabilities(images.slice(s![1.., ..]))?;
    /// assert_eq!(probabilities.dim(), (2, 2));
    /// assert!(probabilities[[0, 1]] > 0.5);
    /// # Ok::<(), reptile_sketch::Error>(())
    /// ```
    pub fn probabilities(&mut self, images: ArrayView2<f32>) -> Result<Array2<f32>> {
        let ways = Adapted::known(&self.adapted)?.ways;
        let mut probabilities = Array2::zeros((images.nrows(), ways));
        for (image, mut row) in images.rows().into_iter().zip(probabilities.rows_mut()) {
            row.assign(&ArrayView1::from(&self.classify(&image.to_vec())?.probabilities));
        }
        Ok(probabilities)
    }
}
