//! Check of the response of an example: it must decode without deviations, to the stated fields.

use hwc_wire::{DecodeContext, DecodeMode, Deviation, DeviationKind};

use super::place::{Findings, first_difference};
use super::{Checker, leak, record_json, without_empty_lists};
use crate::dynamic::DynamicRecord;
use crate::spec::yaml::Example;

impl Checker<'_> {
    pub(super) fn check_response(&self, example: &Example, findings: &mut Findings<'_>) {
        self.check_status(example, findings);
        let text = match (&example.response_body, &example.response_text) {
            (Some(body), None) => body.to_string(),
            (None, Some(text)) => text.clone(),
            (None, None) => String::new(),
            (Some(_), Some(_)) => {
                return findings.add("response_text", "use either `response_body` or `response_text`");
            }
        };
        let mut response = DynamicRecord::new("response", &self.operation.response, &[], &self.spec.types);
        let names: Vec<&'static str> = self.spec.yaml.envelope.members.iter().map(|name| leak(name)).collect();
        let mut cx = DecodeContext::new(DecodeMode::Lenient)
            .with_envelope(Box::leak(names.into_boxed_slice()))
            .may_be_empty(self.wire.may_be_empty);
        let header = |name: &str| {
            let mut headers = example.response_headers.iter();
            headers.find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, text)| text.as_str())
        };
        let read = hwc_wire::decode_body(&mut response, text.as_bytes(), &mut cx)
            .and_then(|()| hwc_wire::decode_headers(&mut response, &header, &mut cx));
        match (read, &example.decode_error) {
            (Ok(()), None) => self.compare_response(example, &response, cx.into_deviations().as_slice(), findings),
            (Ok(()), Some(_)) => findings.add("decode_error", "the response can be decoded: remove `decode_error`"),
            (Err(error), None) => {
                let place = format!("response_body.{}", error.path());
                findings.add(&place, format!("cannot decode the response: {error}"));
            }
            (Err(error), Some(expected)) if error.to_string().contains(&expected.value) => {}
            (Err(error), Some(_)) => {
                findings.add("decode_error", format!("decoding the response fails with another error: {error}"));
            }
        }
    }

    fn check_status(&self, example: &Example, findings: &mut Findings<'_>) {
        let listed = self.operation.success();
        if let Some(status) = example.response_status.filter(|status| !listed.contains(status)) {
            let message = format!("status {status} is not a success of the operation: add it to `success_status`");
            findings.add("response_status", message);
        }
    }

    fn compare_response(
        &self,
        example: &Example,
        response: &DynamicRecord,
        deviations: &[Deviation],
        findings: &mut Findings<'_>,
    ) {
        for deviation in deviations {
            let message = format!("the response contradicts its type: {deviation}; {}", advice(deviation));
            findings.add(&format!("response_body.{}", deviation.path), message);
        }
        let Some(expected) = example.response.as_ref().filter(|_| deviations.is_empty()) else { return };
        let read = record_json(response);
        let expected = serde_json::to_value(expected).unwrap_or_default();
        if without_empty_lists(&read) != without_empty_lists(&expected) {
            let place = format!("response.{}", first_difference(&read, &expected));
            findings.add(&place, format!("the response decodes as {read}"));
        }
    }
}

/// Returns the ways to resolve a deviation.
fn advice(deviation: &Deviation) -> &'static str {
    match deviation.kind {
        DeviationKind::MissingRequired => "drop `required: true` from the field, or complete the example",
        DeviationKind::UnknownField => "add the field to the response, or its name to the `wire_names` of another",
        DeviationKind::UnknownEnumValue => "add the code to the `values` of the enum",
        DeviationKind::DuplicateField => "remove one of the two",
        DeviationKind::Damaged => "write valid JSON",
        _ => "fix the type, or set `lenient: true` on the field and add a quirk",
    }
}
