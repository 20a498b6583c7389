//! Synthetic operations with the size and structure of real ones, the same on every run.

/// An operation with all records of its module.
pub(super) struct Operation {
    pub(super) number: usize,
    pub(super) request: Record,
    pub(super) response: Record,
    pub(super) parts: Vec<Part>,
}

/// A record that is an element of a list in the request or the response.
pub(super) struct Part {
    pub(super) record: Record,
    /// True if the request contains it.
    pub(super) is_input: bool,
}

/// A named list of fields.
pub(super) struct Record {
    pub(super) name: String,
    pub(super) fields: Vec<Field>,
}

/// A field: an optional value or a list.
pub(super) struct Field {
    pub(super) name: String,
    pub(super) of: String,
    pub(super) is_list: bool,
}

/// Records other than requests per 333 operations: as many as the services have.
const RECORDS: usize = 720;

/// Generates `count` operations. Each has a request and a response. The remaining records are distributed evenly.
pub(super) fn plan(count: usize) -> Vec<Operation> {
    let mut rng = Rng(0x5eed);
    let parts = (count * RECORDS / 333).saturating_sub(count);
    (0..count)
        .map(|number| operation(number, (number + 1) * parts / count - number * parts / count, &mut rng))
        .collect()
}

/// Generates an operation. Nearly half of the parts, and so a quarter of all records, are input.
fn operation(number: usize, parts: usize, rng: &mut Rng) -> Operation {
    let name = format!("Operation{number}");
    let mut request = record(name.clone(), rng);
    let mut response = record(format!("{name}Response"), rng);
    let mut all = Vec::new();
    for index in 0..parts {
        let part = Part { record: record(format!("{name}Part{index}"), rng), is_input: rng.below(15) < 7 };
        let holder = if part.is_input { &mut request } else { &mut response };
        holder.fields.push(Field { name: format!("parts_{index}"), of: part.record.name.clone(), is_list: true });
        all.push(part);
    }
    Operation { number, request, response, parts: all }
}

fn record(name: String, rng: &mut Rng) -> Record {
    let words = ["name", "state", "owner", "region", "reason", "label", "quota", "start", "finish", "parent", "origin"];
    let count = 2 + rng.below(11);
    let fields = (0..count).map(|index| {
        let of = ["String", "String", "String", "String", "String", "String", "String", "i32", "i64", "bool"];
        let name = format!("{}_{index}", words[rng.below(words.len())]);
        Field { name, of: of[rng.below(of.len())].to_owned(), is_list: false }
    });
    Record { name, fields: fields.collect() }
}

/// A small linear congruential generator with the same sequence on every run.
struct Rng(u64);

impl Rng {
    /// Returns a number below `bound`.
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % bound
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_plan_has_the_size_of_the_services() {
        let plan = plan(333);
        let parts: Vec<&Part> = plan.iter().flat_map(|operation| &operation.parts).collect();
        let inputs = parts.iter().filter(|part| part.is_input).count();
        assert_eq!(plan.len() + parts.len(), 720);
        assert!((160..=200).contains(&inputs), "{inputs} of 720 records are input");
    }

    #[test]
    fn the_plan_is_the_same_each_time() {
        let names = |plan: &[Operation]| -> Vec<String> {
            let fields = plan.iter().flat_map(|operation| &operation.request.fields);
            fields.map(|field| format!("{} {}", field.name, field.of)).collect()
        };
        assert_eq!(names(&plan(20)), names(&plan(20)));
    }
}
