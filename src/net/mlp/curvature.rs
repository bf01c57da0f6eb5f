//! The product of the loss's second derivatives with a vector, for second-order MAML.
//!
//! *Source*: Pearlmutter, Fast exact multiplication by the Hessian, 1994: every quantity of the
//! forward and the backward pass is differentiated along the vector. Here the derivative of a
//! quantity is its rate.

use super::tape::{MlpTape, Units, add_outer, add_product, clear};
use super::{Activation, Examples, Layer, Mlp};
use crate::kernels::dense;
use crate::kernels::transpose::transpose;

impl Mlp {
    /// The Hessian of the [loss](Mlp::loss) times a vector, exactly; overwrites `product`.
    ///
    /// *Shapes*: `vector` and `product` are as long as `parameters`.
    pub fn hessian_vector_product(
        &self,
        parameters: &[f32],
        vector: &[f32],
        examples: Examples,
        product: &mut [f32],
        tape: &mut MlpTape,
    ) {
        self.loss(parameters, examples, tape);
        self.differentiate_loss(examples.targets, tape);
        let (inputs, ..) = tape.around(0);
        clear(&mut inputs.value_rates, inputs.values.len());
        for (i, layer) in self.layers.iter().enumerate() {
            let (before, after, _) = tape.around(i);
            layer.forward_rates(parameters, vector, before, after);
        }
        let outputs = tape.outputs();
        let factor = 2.0 / outputs.values.len() as f32;
        outputs.gradient_rates.clear();
        outputs.gradient_rates.extend(outputs.value_rates.iter().map(|rate| factor * rate));
        product.fill(0.0);
        for (i, layer) in self.layers.iter().enumerate().rev() {
            let (before, after, room) = tape.around(i);
            layer.backward_rates(before, after, product);
            if i > 0 {
                layer.pass_back(parameters, before, after, room);
                layer.pass_back_rates(vector, before, after, room);
            }
        }
    }
}

impl Layer {
    fn forward_rates(&self, parameters: &[f32], vector: &[f32], before: &Units, after: &mut Units) {
        let rates = &mut after.value_rates;
        rates.resize(after.values.len(), 0.0);
        let biases = &vector[self.biases.clone()];
        rates.chunks_exact_mut(biases.len()).for_each(|row| row.copy_from_slice(biases));
        let weights = &parameters[self.weights.clone()];
        add_product(&before.value_rates, &before.starts, weights, rates, &after.starts);
        let weights = &vector[self.weights.clone()];
        add_product(&before.values, &before.starts, weights, rates, &after.starts);
        if let Some(activation) = self.activation {
            // The slope is that of the backward pass.
            activation.backward(&after.values, rates);
        }
    }

    /// As `Layer::backward`, of gradient and rates together; the parameters' gradient is not
    /// wanted, only its rates.
    fn backward_rates(&self, before: &Units, after: &mut Units, product: &mut [f32]) {
        let Units { starts, values, gradient, value_rates, gradient_rates } = after;
        if let Some(activation) = self.activation {
            activation.backward(values, gradient_rates);
            if activation == Activation::Tanh {
                // The rate of the slope 1 - y² is -2 y times that of y.
                let slope_rates = values.iter().zip(value_rates).map(|(y, rate)| -2.0 * y * *rate);
                for ((d, g), slope_rate) in
                    gradient_rates.iter_mut().zip(&*gradient).zip(slope_rates)
                {
                    *d += g * slope_rate;
                }
            }
            activation.backward(values, gradient);
        }
        dense::backward_bias(gradient_rates, &mut product[self.biases.clone()]);
        let product = &mut product[self.weights.clone()];
        add_outer(&before.values, &before.starts, gradient_rates, starts, product);
        add_outer(&before.value_rates, &before.starts, gradient, starts, product);
    }

    /// As `Layer::pass_back`, whose transposed weights are still in `room`.
    fn pass_back_rates(
        &self,
        vector: &[f32],
        before: &mut Units,
        after: &Units,
        room: &mut Vec<f32>,
    ) {
        clear(&mut before.gradient_rates, before.values.len());
        let rates = &mut before.gradient_rates;
        add_product(&after.gradient_rates, &after.starts, room, rates, &before.starts);
        room.resize(self.weights.len(), 0.0);
        transpose(&vector[self.weights.clone()], self.biases.len(), room);
        add_product(&after.gradient, &after.starts, room, rates, &before.starts);
    }
}
