//! The hosts that bypass the proxy: `NO_PROXY`.

use std::net::IpAddr;

/// The entries of `NO_PROXY`.
pub(super) struct Bypass(Vec<Entry>);

enum Entry {
    All,
    Network(IpAddr, u8),
    /// A domain and its subdomains, in lowercase.
    Domain(String),
}

impl Bypass {
    /// Parses entries separated by commas or whitespace: `*` for all hosts, addresses, networks such as `10.0.0.0/8`, and
    /// domains, which include their subdomains.
    pub(super) fn parse(list: &str) -> Self {
        let entries = list.split(|c: char| c == ',' || c.is_whitespace()).filter(|entry| !entry.is_empty());
        Self(entries.map(Entry::parse).collect())
    }

    /// Returns true if all hosts bypass the proxy.
    pub(super) fn is_all(&self) -> bool {
        self.0.iter().any(|entry| matches!(entry, Entry::All))
    }

    pub(super) fn contains(&self, host: &str) -> bool {
        let host = bare(host).to_ascii_lowercase();
        let address: Option<IpAddr> = host.parse().ok();
        self.0.iter().any(|entry| match (entry, address) {
            (Entry::All, _) => true,
            (Entry::Network(network, bits), Some(address)) => is_in_network(*network, *bits, address),
            (Entry::Domain(domain), None) => is_below(&host, domain),
            _ => false,
        })
    }
}

impl Entry {
    fn parse(entry: &str) -> Self {
        if entry == "*" {
            return Self::All;
        }
        let (address, bits) = entry.split_once('/').map_or((entry, None), |(address, bits)| (address, Some(bits)));
        let network = bare(address).parse::<IpAddr>().ok().and_then(|address| {
            let all = if address.is_ipv4() { 32 } else { 128 };
            let bits = bits.map_or(Some(all), |bits| bits.parse().ok().filter(|bits| *bits <= all))?;
            Some(Self::Network(address, bits))
        });
        let domain = entry.strip_prefix('*').unwrap_or(entry).trim_matches('.');
        network.unwrap_or_else(|| Self::Domain(domain.to_ascii_lowercase()))
    }
}

/// Returns a host without the brackets of an address or the final dot.
fn bare(host: &str) -> &str {
    host.trim_start_matches('[').trim_end_matches(']').trim_end_matches('.')
}

fn is_below(host: &str, domain: &str) -> bool {
    let above = host.strip_suffix(domain);
    !domain.is_empty() && above.is_some_and(|above| above.is_empty() || above.ends_with('.'))
}

fn is_in_network(network: IpAddr, bits: u8, address: IpAddr) -> bool {
    let shift = |all: u8| u32::from(all - bits.min(all));
    match (network, address) {
        (IpAddr::V4(one), IpAddr::V4(other)) => {
            (one.to_bits() ^ other.to_bits()).checked_shr(shift(32)).unwrap_or(0) == 0
        }
        (IpAddr::V6(one), IpAddr::V6(other)) => {
            (one.to_bits() ^ other.to_bits()).checked_shr(shift(128)).unwrap_or(0) == 0
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_are_found_in_no_proxy() {
        for (list, host, inside) in [
            ("*", "127.0.0.1", true),
            ("a.example, *", "[::1]", true),
            ("127.0.0.1", "127.0.0.1", true),
            ("127.0.0.1", "127.0.0.2", false),
            ("10.0.0.0/8", "10.255.1.2", true),
            ("10.0.0.0/8", "11.0.0.1", false),
            ("0.0.0.0/0", "11.0.0.1", true),
            ("::/0", "[2001:db8::1]", true),
            ("2001:db8::/32,::1", "[2001:db8:1::1]", true),
            ("2001:db8::/32 ::1", "[::1]", true),
            ("[::1]", "[::1]", true),
            ("::1", "127.0.0.1", false),
            ("10.0.0.0/33", "10.0.0.0", false),
            ("example.com", "example.com", true),
            ("example.com", "A.EXAMPLE.com.", true),
            (".example.com", "example.com", true),
            ("*.example.com", "a.example.com", true),
            ("example.com.", "a.example.com", true),
            ("example.com", "anexample.com", false),
            ("example.com", "example.com.evil", false),
            (",. ,", "example.com", false),
            ("", "example.com", false),
        ] {
            assert_eq!(Bypass::parse(list).contains(host), inside, "{host} in {list:?}");
        }
    }
}
