//! Check of every example while the spec is loaded. The request must encode as stated, and the response must have the stated
//! meaning. The encoder and the decoder are those of the models; only the records are built from the spec (`dynamic.rs`).

use hwc_wire::{
    DecodeContext, DecodeMode, EncodeOptions, Method, Operation, Record, RequestParts, RequestRef, Service, Setting,
    SettingLocation,
};
use serde_json::Value as Json;

use crate::dynamic::Dynamic;
use crate::model;
use crate::spec::at::At;
use crate::spec::problem::Problem;
use crate::spec::yaml::Example;

/// Checks all examples of all services.
pub(crate) fn check(services: &[model::Service]) -> Vec<Problem> {
    let mut problems = Vec::new();
    for service in services {
        for operation in &service.operations {
            let checker = Checker::new(service, operation);
            for example in &operation.yaml.examples {
                problems.extend(checker.problems(example));
            }
        }
    }
    problems
}

struct Checker<'a> {
    spec: &'a model::Service,
    operation: &'a model::Operation,
    wire: Operation,
}

type Checked = Result<(), (crate::spec::at::Place, String)>;

impl<'a> Checker<'a> {
    fn new(spec: &'a model::Service, operation: &'a model::Operation) -> Self {
        let leak = |text: &str| -> &'static str { Box::leak(text.to_owned().into_boxed_str()) };
        let settings = spec.yaml.settings.iter().map(|(name, setting)| Setting {
            name: leak(name),
            wire: leak(setting.header.as_deref().or(setting.path.as_deref()).unwrap_or_default()),
            location: if setting.path.is_some() { SettingLocation::Path } else { SettingLocation::Header },
            doc: "",
        });
        let service = Service::new(leak(&spec.id)).settings(Box::leak(settings.collect::<Vec<_>>().into_boxed_slice()));
        let service: &'static Service = Box::leak(Box::new(service));
        let method: Method = operation.method;
        let mut wire = Operation::new(service, "", leak(&operation.name), method, leak(&operation.path));
        wire.query_in_body = operation.yaml.query_in_body;
        wire.may_be_empty = operation.yaml.empty;
        Self { spec, operation, wire }
    }

    fn problems(&self, example: &At<Example>) -> Vec<Problem> {
        let checks = [self.encodes(example), self.documented(example), self.decodes(example)];
        let wrong = checks.into_iter().filter_map(Result::err);
        wrong
            .map(|(place, message)| {
                self.operation.file.problem(place, format!("example \"{}\": {message}", example.name.value))
            })
            .collect()
    }

    /// Returns the request that `with` describes.
    fn request(&self, example: &At<Example>) -> Result<Dynamic, (crate::spec::at::Place, String)> {
        let mut request = Dynamic::new(&self.operation.name, &self.operation.request, &self.spec.types);
        for (name, value) in &example.with {
            if !self.operation.request.iter().any(|field| field.name() == name) {
                return Err((example.place, format!("`with` has `{name}`, which is no field of the request")));
            }
            self.fill(&mut request, name, value).map_err(|message| (example.place, message))?;
        }
        let violations = hwc_wire::validate(&request);
        match violations.first() {
            Some(violation) => Err((example.place, format!("`with` breaks a limit: {violation}"))),
            None => Ok(request),
        }
    }

    /// Reads one value of `with` in strict mode.
    fn fill(&self, request: &mut Dynamic, name: &str, value: &Json) -> Result<(), String> {
        let index = self.operation.request.iter().position(|field| field.name() == name).unwrap_or_default();
        let json = value.to_string();
        let mut cx = DecodeContext::new(DecodeMode::Strict);
        let read = hwc_wire::decode_value(request.get_mut(index), json.as_bytes(), &mut cx);
        read.map_err(|error| format!("`with` has a bad `{name}`: {error}"))
    }

    fn encodes(&self, example: &At<Example>) -> Checked {
        let request = self.request(example)?;
        let settings: Vec<(&str, &str)> =
            example.settings.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let how = EncodeOptions { settings: &settings, query_in_body: false };
        let parts = hwc_wire::encode(&self.wire, &request, how).map_err(|error| (example.place, error.to_string()))?;
        let line = format!("{} {}", self.operation.method.as_str(), parts.path_and_query);
        if line != example.sends.value {
            return Err((example.sends.place, format!("`with` is sent as `{line}`")));
        }
        let body = shown(&parts).map_err(|error| (example.place, error.to_string()))?;
        if body != example.sends_body {
            let sent = body.map_or("nothing".to_owned(), |body| body.to_string());
            return Err((
                example.sends.place,
                format!("`with` sends {sent} as the body, so say that under `sends_body`"),
            ));
        }
        Ok(())
    }

    /// Checks that the request shown on the page decodes to `with`.
    fn documented(&self, example: &At<Example>) -> Checked {
        let Some(documented) = &example.documented else {
            return Ok(());
        };
        let wrong = |message: String| (example.place, format!("`documented`: {message}"));
        let line = documented.line.as_deref().unwrap_or(&example.sends.value);
        let target = line.split_once(' ').map_or(line, |(_, target)| target);
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let params =
            match_path(&self.operation.path, path).ok_or_else(|| wrong(format!("`{path}` is another path")))?;
        let body = documented.body.as_ref().map(Json::to_string).unwrap_or_default();
        let mut read = Dynamic::new(&self.operation.name, &self.operation.request, &self.spec.types);
        let from = RequestRef { path: &params, query, header: &|_| None, body: body.as_bytes(), form: None };
        hwc_wire::decode_request(&self.wire, from, &mut read, &mut DecodeContext::new(DecodeMode::Lenient))
            .map_err(|error| wrong(error.to_string()))?;
        let (read, meant) = (json(&read), json(&self.request(example)?));
        if read == meant { Ok(()) } else { Err(wrong(format!("is understood as {read}, not as {meant}"))) }
    }

    fn decodes(&self, example: &At<Example>) -> Checked {
        let text = match (&example.body, &example.text) {
            (Some(body), None) => body.to_string(),
            (None, Some(text)) => text.clone(),
            (None, None) => String::new(),
            (Some(_), Some(_)) => return Err((example.place, "the answer is either a `body` or a `text`".to_owned())),
        };
        let mut answer = Dynamic::new("answer", &self.operation.response, &self.spec.types);
        let names: Vec<&'static str> = self
            .spec
            .yaml
            .envelope
            .names
            .iter()
            .map(|name| -> &'static str { Box::leak(name.clone().into_boxed_str()) })
            .collect();
        let mut cx = DecodeContext::new(DecodeMode::Lenient)
            .with_envelope(Box::leak(names.into_boxed_slice()))
            .may_be_empty(self.wire.may_be_empty);
        let header = |name: &str| {
            example.headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, text)| text.as_str())
        };
        let read = hwc_wire::decode_body(&mut answer, text.as_bytes(), &mut cx)
            .and_then(|()| hwc_wire::decode_headers(&mut answer, &header, &mut cx));
        match (read, &example.fails) {
            (Ok(()), None) => self.means(example, &answer, &cx.into_deviations()),
            (Ok(()), Some(fails)) => {
                Err((fails.place, "the answer can be read, though `fails` says otherwise".to_owned()))
            }
            (Err(error), None) => Err((example.place, format!("the answer cannot be read: {error}"))),
            (Err(error), Some(fails)) if error.to_string().contains(&fails.value) => Ok(()),
            (Err(error), Some(fails)) => Err((fails.place, format!("reading the answer fails otherwise: {error}"))),
        }
    }

    fn means(&self, example: &At<Example>, answer: &Dynamic, deviations: &hwc_wire::Deviations) -> Checked {
        if let Some(deviation) = deviations.as_slice().first() {
            let message = format!(
                "the answer contradicts its type: {deviation}; mend the type, or mark the field `loose: true` (or name it under `wire:`) and say so in a quirk"
            );
            return Err((example.place, message));
        }
        let Some(means) = &example.means else {
            return Ok(());
        };
        let read = json(answer);
        let means = serde_json::to_value(means).unwrap_or_default();
        if read == means { Ok(()) } else { Err((example.place, format!("the answer means {read}"))) }
    }
}

/// Returns the body of a request as JSON. Returns the parts of a form.
fn shown(parts: &RequestParts) -> serde_json::Result<Option<Json>> {
    if parts.form.is_empty() {
        return parts.body.as_deref().map(serde_json::from_slice).transpose();
    }
    let members = parts.form.iter().map(|part| Ok((part.name.to_owned(), part.to_json()?)));
    members.collect::<serde_json::Result<_>>().map(|members| Some(Json::Object(members)))
}

fn json(record: &dyn Record) -> Json {
    serde_json::to_value(hwc_wire::ValueRef::Record(record)).unwrap_or_default()
}

/// Returns the parameters of a path, or `None` if it is another path.
fn match_path<'a>(template: &'a str, path: &'a str) -> Option<Vec<(&'a str, &'a str)>> {
    let (template, path): (Vec<&str>, Vec<&str>) = (template.split('/').collect(), path.split('/').collect());
    let mut params = Vec::new();
    for (expected, found) in template.iter().zip(&path) {
        match expected.strip_prefix('{').and_then(|name| name.strip_suffix('}')) {
            Some(name) => params.push((name, *found)),
            None if expected == found => {}
            None => return None,
        }
    }
    (template.len() == path.len()).then_some(params)
}
