//! Validation of contact data. The service accepts any text, so a mistake would go unnoticed until the contact is needed.

use hwc_models::osm::CreateCases;
use hwc_wire::Violation;

/// Returns the violations of the email address and the hours of a ticket.
pub(super) fn violations(request: &CreateCases) -> Vec<Violation> {
    let filled = |text: &Option<String>| text.clone().filter(|text| !text.is_empty());
    let mail = filled(&request.remind_mail).filter(|mail| !is_mail(mail));
    let hours = filled(&request.remind_time).filter(|hours| !is_hours(hours));
    let mail = mail.map(|_| Violation::new("remind_mail", "must be a mail address, as in ada@example.com"));
    let hours = hours.map(|_| Violation::new("remind_time", "must be hours, as in 09:00-18:00, or 0 for any time"));
    mail.into_iter().chain(hours).collect()
}

/// Returns true for a name and a host without whitespace. Only a mail server can validate more than that.
fn is_mail(text: &str) -> bool {
    let parts = text.rsplit_once('@');
    let blank = |c: char| c.is_whitespace() || c.is_control();
    parts.is_some_and(|(name, host)| {
        let host_fits = host.split('.').all(|label| !label.is_empty()) && !host.contains(['@', ',', ';']);
        !name.is_empty() && !name.contains('@') && host_fits && !text.contains(blank)
    })
}

/// Returns true for `0` or two times of day.
fn is_hours(text: &str) -> bool {
    text == "0" || text.split_once('-').is_some_and(|(from, to)| is_time(from) && is_time(to))
}

fn is_time(text: &str) -> bool {
    let number = |text: &str, most: u32| {
        text.len() <= 2 && text.bytes().all(|b| b.is_ascii_digit()) && text.parse().is_ok_and(|n: u32| n <= most)
    };
    let is_clock = |hour: &str, minute: &str| number(hour, 23) && minute.len() == 2 && number(minute, 59);
    text == "24:00" || text.split_once(':').is_some_and(|(hour, minute)| is_clock(hour, minute))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mail_addresses_have_a_name_and_a_host() {
        for right in ["ada@example.com", "a.b+c@localhost", "\u{5f20}@example.cn"] {
            assert!(is_mail(right), "{right}");
        }
        for wrong in ["foo", "@example.com", "ada@", "ada@x..y", "a b@example.com", "a@b@c", "a@b,c@d"] {
            assert!(!is_mail(wrong), "{wrong}");
        }
    }

    #[test]
    fn hours_are_two_times_of_a_day() {
        for right in ["0", "09:00-18:00", "9:00-18:30", "00:00-24:00"] {
            assert!(is_hours(right), "{right}");
        }
        for wrong in ["25:00-3", "9-18", "09:00", "09:60-10:00", "+9:00-10:00", "09:00-18:0", "1"] {
            assert!(!is_hours(wrong), "{wrong}");
        }
    }
}
