//! The sine waves and the two tasks of the page that explains.

use js_sys::Object;
use wasm_bindgen::prelude::*;

use super::settings;
use crate::net::Examples;
use crate::sine::{self, Episode, SineTask};
use crate::{Code, Error, plane};

/// A limit on the steps of adapting, far above what the page shows.
const MAX_STEPS: u32 = 1000;

/// Few-shot sine regression, with checked settings.
#[wasm_bindgen]
pub struct Sine(sine::Sine);

#[wasm_bindgen]
impl Sine {
    /// From settings by name; what is not named is as in the post.
    #[wasm_bindgen(constructor)]
    pub fn new(settings: &Object) -> Result<Sine, JsValue> {
        Ok(Sine(settings::sine(settings)?.check()?))
    }

    /// The same for joint training: one inner step, and as many gradient steps altogether.
    pub fn joint(&self) -> Result<Sine, JsValue> {
        Ok(Sine(self.0.config().joint().check()?))
    }

    /// How many meta-iterations a training takes.
    #[wasm_bindgen(js_name = metaIterations)]
    pub fn meta_iterations(&self) -> f64 {
        self.0.config().meta_iterations as f64
    }

    /// The parameters that the seed alone decides.
    pub fn initialize(&self) -> Vec<f32> {
        self.0.initialize()
    }

    /// A wave that no training sees.
    #[wasm_bindgen(js_name = heldOut)]
    pub fn held_out(&self, number: u32) -> Wave {
        Wave(self.0.held_out(number.into()))
    }

    /// The network's curve over a grid before the first gradient step on a wave's points, and
    /// after each, one after the other.
    pub fn fits(
        &self,
        parameters: &[f32],
        wave: &Wave,
        steps: u32,
        grid: &[f32],
    ) -> Result<Vec<f32>, JsValue> {
        let steps = self.check(parameters, steps)?;
        Ok(self.0.fits(parameters, wave.support()?, steps, grid)?.concat())
    }

    /// The mean squared error over the whole wave before each step, and after the last.
    pub fn losses(&self, parameters: &[f32], wave: &Wave, steps: u32) -> Result<Vec<f32>, JsValue> {
        let steps = self.check(parameters, steps)?;
        wave.support()?;
        Ok(self.0.losses(parameters, &wave.0, steps)?)
    }

    /// The mean squared error at the wave's points before each step, and after the last.
    #[wasm_bindgen(js_name = pointLosses)]
    pub fn point_losses(
        &self,
        parameters: &[f32],
        wave: &Wave,
        steps: u32,
    ) -> Result<Vec<f32>, JsValue> {
        let steps = self.check(parameters, steps)?;
        Ok(self.0.point_losses(parameters, wave.support()?, steps)?)
    }

    fn check(&self, parameters: &[f32], steps: u32) -> Result<usize, Error> {
        let expected = self.0.net().layout().len();
        if parameters.len() != expected {
            let message = format!("there are {} parameters, not {expected}", parameters.len());
            return Err(Error::new(Code::BadSetting, message));
        }
        if steps > MAX_STEPS {
            return Err(Error::bad_setting("steps", steps, &format!("at most {MAX_STEPS}")));
        }
        Ok(steps as usize)
    }
}

/// A wave `amplitude sin(x + phase)` and points to learn it from, which need not be on it.
#[wasm_bindgen]
pub struct Wave(Episode);

#[wasm_bindgen]
impl Wave {
    /// From numbers.
    #[wasm_bindgen(constructor)]
    pub fn new(amplitude: f32, phase: f32, inputs: Vec<f32>, targets: Vec<f32>) -> Wave {
        Wave(Episode { task: SineTask { amplitude, phase }, inputs, targets })
    }

    /// The height.
    pub fn amplitude(&self) -> f32 {
        self.0.task.amplitude
    }

    /// The shift to the left.
    pub fn phase(&self) -> f32 {
        self.0.task.phase
    }

    /// Where the points lie.
    pub fn inputs(&self) -> Vec<f32> {
        self.0.inputs.clone()
    }

    fn support(&self) -> Result<Examples<'_>, Error> {
        let SineTask { amplitude, phase } = self.0.task;
        if !(amplitude.is_finite() && phase.is_finite()) {
            return Err(Error::new(
                Code::BadData,
                "the amplitude or the phase of the wave is not finite",
            ));
        }
        Ok(self.0.support())
    }
}

/// A meta-training on sine waves.
#[wasm_bindgen]
pub struct SineTraining(sine::SineTraining);

#[wasm_bindgen]
impl SineTraining {
    /// From the beginning.
    #[wasm_bindgen(constructor)]
    pub fn new(sine: &Sine) -> SineTraining {
        SineTraining(sine::SineTraining::new(sine.0.clone()))
    }

    /// Goes on for so many meta-iterations, or until all are done.
    pub fn run(&mut self, meta_iterations: u32) -> Result<(), JsValue> {
        Ok(self.0.run(meta_iterations as usize)?)
    }

    /// How many meta-iterations are done.
    #[wasm_bindgen(js_name = metaIteration)]
    pub fn meta_iteration(&self) -> f64 {
        self.0.meta_iteration() as f64
    }

    /// The initial parameters so far.
    pub fn theta(&self) -> Vec<f32> {
        self.0.theta().to_vec()
    }

    /// The loss on the fixed curve after so many gradient steps.
    #[wasm_bindgen(js_name = curveLoss)]
    pub fn curve_loss(&self, steps: u32) -> Result<f32, JsValue> {
        Ok(self.0.sine().curve_loss(self.0.theta(), steps.min(MAX_STEPS) as usize)?)
    }
}

/// Two tasks in the plane, and the way that serial Reptile takes between them.
#[wasm_bindgen]
pub struct TwoTasks {
    two: plane::TwoTasks,
    way: plane::Way,
}

#[wasm_bindgen]
impl TwoTasks {
    /// From settings by name; none may be missing.
    #[wasm_bindgen(constructor)]
    pub fn new(settings: &Object) -> Result<TwoTasks, JsValue> {
        let two = settings::two_tasks(settings)?.check()?;
        let way = two.run()?;
        Ok(TwoTasks { two, way })
    }

    /// Theta at first, and after each outer update: `x, y, x, y, …`
    pub fn theta(&self) -> Vec<f32> {
        self.way.theta.as_flattened().to_vec()
    }

    /// All inner paths, one after the other; each has one point more than inner steps.
    pub fn inner(&self) -> Vec<f32> {
        self.way.inner.concat().as_flattened().to_vec()
    }

    /// The point nearest to both tasks' solutions.
    pub fn nearest(&self) -> Vec<f32> {
        self.two.nearest().to_vec()
    }

    /// The point with the least mean loss.
    pub fn joint(&self) -> Vec<f32> {
        self.two.joint().to_vec()
    }
}
