//! The setters that the builders of the transports for real servers share.

/// Declares the setters of a builder with the field `settings`, for the transport of this name.
macro_rules! network_setters {
    ($transport:literal) => {
        /// Sets the timeout for DNS, TCP and TLS in total. Default: 10 seconds. Must be greater than 0.
        pub fn connect_timeout(mut self, timeout: std::time::Duration) -> Self {
            self.settings.connect_timeout = timeout;
            self
        }

        /// Disables proxies: ignores `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and the proxy settings of the system.
        pub fn no_proxy(mut self) -> Self {
            self.settings.proxy = $crate::network::ProxySource::Direct;
            self
        }

        /// Reads the proxy variables with `lookup`. Default: the environment of the process.
        pub fn proxy_variables(mut self, lookup: impl Fn(&str) -> Option<std::ffi::OsString>) -> Self {
            self.settings.proxy = $crate::network::ProxySource::Variables($crate::network::Variables::read(&lookup));
            self
        }

        /// Sends all requests through the proxy at `url`, in place of those in the environment, whose `NO_PROXY` is ignored.
        ///
        /// The scheme is `http`, `https`, or with the feature `socks` one of `socks4`, `socks4a`, `socks5` and `socks5h`. The
        /// default scheme is `http`. The URL may contain a user and a password, percent-encoded; they never appear in `Debug`
        /// output or errors. An `https` proxy must have a trusted certificate, like a server.
        pub fn proxy(mut self, url: impl Into<hwc_wire::Secret>) -> Self {
            self.settings.proxy = $crate::network::ProxySource::Url(url.into());
            self
        }

        /// Sets the hosts that bypass [`proxy`](Self::proxy), separated by commas or whitespace: addresses, networks such as
        /// `10.0.0.0/8`, domains with their subdomains, or `*`. Default: none.
        pub fn proxy_bypass(mut self, hosts: impl Into<String>) -> Self {
            self.settings.proxy_bypass = Some(hosts.into());
            self
        }

        /// Sets the time after which an idle connection is closed, or `None` to keep it until the server closes it.
        /// Default: 90 seconds.
        pub fn pool_idle_timeout(mut self, timeout: impl Into<Option<std::time::Duration>>) -> Self {
            self.settings.pool_idle_timeout = timeout.into();
            self
        }

        /// Sets the maximum number of idle connections per host and tokio runtime. Set to 0 to use each connection once.
        /// Default: no limit.
        ///
        /// It does not limit the number of connections in use.
        pub fn pool_max_idle_per_host(mut self, connections: usize) -> Self {
            self.settings.pool_max_idle_per_host = connections;
            self
        }

        /// Sets the certificate that identifies this client to servers that request one (mutual TLS): the chain, beginning with
        /// the certificate of the client, and its private key, both as PEM. A PEM with both can be passed twice.
        ///
        /// The key is unencrypted PKCS#8, PKCS#1 or SEC1, of type RSA, ECDSA or Ed25519. It never appears in `Debug` output or
        /// errors. Default: none.
        ///
        /// ```no_run
        #[doc = concat!("use hwc_transport::", $transport, ";")]
        ///
        /// # fn example() -> Result<(), Box<dyn std::error::Error>> {
        /// let (chain, key) = (std::fs::read("client.crt")?, std::fs::read("client.key")?);
        #[doc = concat!("let transport = ", $transport, "::builder().client_certificate_pem(chain, key).build()?;")]
        /// # drop(transport);
        /// # Ok(())
        /// # }
        /// ```
        pub fn client_certificate_pem(mut self, chain: impl AsRef<[u8]>, key: impl AsRef<[u8]>) -> Self {
            self.settings.client_certificate =
                Some($crate::network::ClientCertificate::new(chain.as_ref(), key.as_ref()));
            self
        }

        /// Also trusts the root certificates in `pem`. May be called more than once.
        pub fn add_root_certificate_pem(mut self, pem: impl AsRef<[u8]>) -> Self {
            self.settings.added_roots.push(pem.as_ref().to_vec());
            self
        }

        /// Trusts only the [added](Self::add_root_certificate_pem) root certificates. Those of the machine are not read.
        pub fn no_platform_roots(mut self) -> Self {
            self.settings.platform_roots = false;
            self
        }
    };
}

pub(crate) use network_setters;
