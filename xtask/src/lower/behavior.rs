//! The effect of an operation, and its consistency with the method and the task.

use hwc_wire::{Effect, Method};

use super::quirks;
use crate::spec::problem::{Problem, SpecFile};
use crate::spec::yaml;

/// Resolves the effect of one endpoint. Reports an effect that contradicts the rest of the file.
pub(crate) fn lower_effect(
    file: &SpecFile,
    yaml: &yaml::Endpoint,
    method: Method,
    problems: &mut Vec<Problem>,
) -> Effect {
    let effect = Effect::from(yaml.effect.value);
    let (word, name) = (effect.as_str(), method.as_str());
    let message = match (effect, method.usual_effect()) {
        (Effect::Read, _) if yaml.task.is_some() => {
            "`effect: read` contradicts `task:`: starting work is a change, so use `write` or `destructive`".to_owned()
        }
        (Effect::Read, usual) if usual != Effect::Read && method != Method::Post => {
            format!(
                "`effect: read` contradicts {name}, which changes something: use `write`, or `destructive` for a loss that no call can undo"
            )
        }
        (Effect::Write | Effect::Destructive, Effect::Read) if !quirks::mentions(&yaml.quirks, name) => {
            format!(
                "`effect: {word}` is unusual for {name}: use `read`, or add a quirk that names {name} and gives the reason"
            )
        }
        _ => return effect,
    };
    problems.push(file.problem(yaml.effect.location, message));
    effect
}
