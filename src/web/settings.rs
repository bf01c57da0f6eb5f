//! Settings as JavaScript has them: an object of numbers with names.

use js_sys::{Array, Object};

use crate::plane::{Ring, TwoTasksConfig};
use crate::sine::SineConfig;
use crate::{Code, Error, Result, decimal};

/// The largest number up to which JavaScript has every whole number.
const MAX_SAFE_INTEGER: f64 = 9_007_199_254_740_991.0;

/// A setting that came from JavaScript.
struct Setting {
    name: String,
    value: f64,
}

impl Setting {
    fn refuse<T>(&self, rule: &str) -> Result<T> {
        Err(Error::bad_setting(&self.name, decimal(self.value as f32), rule))
    }

    fn unknown<T>(&self) -> Result<T> {
        let message = [&self.name, " is none of the settings"].concat();
        Err(Error::new(Code::BadSetting, message))
    }

    fn whole(&self) -> Result<u64> {
        if self.value.fract() != 0.0 || !(0.0..=MAX_SAFE_INTEGER).contains(&self.value) {
            return self.refuse("a whole number from 0");
        }
        Ok(self.value as u64)
    }

    fn count(&self) -> Result<usize> {
        // A count of more than 32 bits is above every limit.
        usize::try_from(self.whole()?).or_else(|_| self.refuse("below 4294967296"))
    }

    fn real(&self) -> f32 {
        self.value as f32
    }
}

fn settings(object: &Object) -> Vec<Setting> {
    let read = |entry| {
        let entry = Array::from(&entry);
        let name = entry.get(0).as_string().unwrap_or_default();
        // Anything but a number becomes NaN, which the checks refuse.
        Setting { name, value: entry.get(1).as_f64().unwrap_or(f64::NAN) }
    };
    Object::entries(object).iter().map(read).collect()
}

/// The settings of the sine experiment; those that are missing have their defaults.
pub(super) fn sine(object: &Object) -> Result<SineConfig> {
    let mut config = SineConfig::default();
    for setting in settings(object) {
        match setting.name.as_str() {
            "seed" => config.seed = setting.whole()?,
            "meta_iterations" => config.meta_iterations = setting.count()?,
            "inner_steps" => config.inner_steps = setting.count()?,
            "batch" => config.batch = setting.count()?,
            "learning_rate" => config.learning_rate = setting.real(),
            "step_size" => config.step_size = setting.real(),
            "step_size_final" => config.step_size_final = setting.real(),
            "points" => config.points = setting.count()?,
            "shots" => config.shots = setting.count()?,
            _ => return setting.unknown(),
        }
    }
    Ok(config)
}

/// The settings of two tasks in the plane. A missing one stays NaN, or 0, which the checks refuse.
pub(super) fn two_tasks(object: &Object) -> Result<TwoTasksConfig> {
    let unset = f32::NAN;
    let ring = Ring { center: [unset; 2], radius: unset, steepness: unset };
    let mut config = TwoTasksConfig {
        tasks: [ring; 2],
        theta: [unset; 2],
        meta_iterations: 0,
        inner_steps: 0,
        learning_rate: unset,
        step_size: unset,
    };
    for setting in settings(object) {
        let [a, b] = &mut config.tasks;
        match setting.name.as_str() {
            "a_x" => a.center[0] = setting.real(),
            "a_y" => a.center[1] = setting.real(),
            "a_radius" => a.radius = setting.real(),
            "a_steepness" => a.steepness = setting.real(),
            "b_x" => b.center[0] = setting.real(),
            "b_y" => b.center[1] = setting.real(),
            "b_radius" => b.radius = setting.real(),
            "b_steepness" => b.steepness = setting.real(),
            "theta_x" => config.theta[0] = setting.real(),
            "theta_y" => config.theta[1] = setting.real(),
            "meta_iterations" => config.meta_iterations = setting.count()?,
            "inner_steps" => config.inner_steps = setting.count()?,
            "learning_rate" => config.learning_rate = setting.real(),
            "step_size" => config.step_size = setting.real(),
            _ => return setting.unknown(),
        }
    }
    Ok(config)
}
