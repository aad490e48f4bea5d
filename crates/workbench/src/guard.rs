//! Who may ask: the server's own page, under an address that nobody else can have pointed here.
//!
//! A page from elsewhere could send requests to this server through its reader's browser. It cannot lie about `Origin` or
//! `Sec-Fetch-Site`, and where it had its own name point here (DNS rebinding), that name stands in `Host`.

use std::net::{IpAddr, SocketAddr};

use hyper::HeaderMap;
use hyper::header::{CONTENT_TYPE, HOST, ORIGIN};
use hyper::http::request::Parts;
use hyper::http::uri::Authority;

use crate::token::Token;

/// Header with the token.
const TOKEN: &str = "x-unequal-token";

/// What is checked of every request.
#[derive(Debug, Clone)]
pub(crate) struct Guard {
    address: SocketAddr,
    /// Required of requests that ask; none on the loopback.
    token: Option<Token>,
}

/// A status and words.
pub(crate) type Refused = (u16, String);

impl Guard {
    /// For a server at an address.
    pub fn new(address: SocketAddr, token: Option<Token>) -> Self {
        Self { address, token }
    }

    /// The token that callers need, if any.
    pub fn token(&self) -> Option<&Token> {
        self.token.as_ref()
    }

    /// Refuses a request under a name that is not this server's, or in the form in which proxies are asked.
    pub fn check(&self, head: &Parts) -> Result<(), Refused> {
        if head.uri.authority().is_some() {
            return Err((400, "this server is no proxy".to_owned()));
        }
        let host = only(&head.headers, HOST.as_str())?.ok_or_else(|| (400, "the request has no Host".to_owned()))?;
        if self.is_own(host) {
            return Ok(());
        }
        Err((403, format!("`{}` is not the address of this server; use the one that it printed", plain(host))))
    }

    /// Refuses a request that asks and does not come from this server's own page.
    pub fn check_asking(&self, head: &Parts) -> Result<(), Refused> {
        let headers = &head.headers;
        let host = only(headers, HOST.as_str())?.unwrap_or_default();
        if let Some(origin) = only(headers, ORIGIN.as_str())?
            && origin.strip_prefix("http://") != Some(host)
        {
            return Err((403, "only the page of this server may ask it".to_owned()));
        }
        if let Some(from) = only(headers, "sec-fetch-site")?
            && from != "same-origin"
        {
            return Err((403, "only the page of this server may ask it".to_owned()));
        }
        let content_type = only(headers, CONTENT_TYPE.as_str())?.unwrap_or_default();
        let kind = content_type.split(';').next().unwrap_or_default().trim();
        if !kind.eq_ignore_ascii_case("application/json") {
            return Err((415, "expected Content-Type: application/json".to_owned()));
        }
        let Some(token) = &self.token else { return Ok(()) };
        match headers.get(TOKEN) {
            Some(given) if token.is(given.as_bytes()) => Ok(()),
            _ => Err((
                401,
                "expected the token of this server in X-Unequal-Token; it printed it when it started".to_owned(),
            )),
        }
    }

    /// On the loopback its names with this port; beyond, any address in digits, which nobody can have renamed.
    fn is_own(&self, host: &str) -> bool {
        let Ok(authority) = host.parse::<Authority>() else { return false };
        // A user name before it would be `user@host`.
        if authority.as_str().contains('@') {
            return false;
        }
        let name = authority.host();
        let digits = name.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>().ok();
        let is_local = name.eq_ignore_ascii_case("localhost") || digits.is_some_and(|digits| digits.is_loopback());
        if self.token.is_none() {
            return is_local && authority.port_u16().unwrap_or(80) == self.address.port();
        }
        is_local || digits.is_some()
    }
}

/// The value of a header that may stand once; one that stands twice, or is not ASCII, is refused.
fn only<'a>(headers: &'a HeaderMap, name: &str) -> Result<Option<&'a str>, Refused> {
    let mut all = headers.get_all(name).iter();
    let first = all.next();
    if all.next().is_some() {
        return Err((400, format!("the header {name} stands twice")));
    }
    first.map(|value| value.to_str().map_err(|_| (400, format!("the header {name} is not ASCII")))).transpose()
}

/// The value of a header as a name of a view, if it is given.
pub(crate) fn view(headers: &HeaderMap) -> Result<Option<&str>, Refused> {
    match only(headers, "x-unequal-view")? {
        Some(name) if !crate::views::is_name(name) => {
            Err((400, "X-Unequal-View must be 1 to 64 letters, digits, `-` or `_`".to_owned()))
        }
        name => Ok(name),
    }
}

/// The start of a given text, for an error.
fn plain(given: &str) -> String {
    given.chars().take(80).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head(headers: &[(&str, &str)]) -> Parts {
        let mut request = hyper::Request::post("/api/ask");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request.body(()).unwrap().into_parts().0
    }

    fn local() -> Guard {
        Guard::new("127.0.0.1:4680".parse().unwrap(), None)
    }

    #[test]
    fn only_own_names_are_hosts() {
        for host in ["127.0.0.1:4680", "localhost:4680", "LOCALHOST:4680", "[::1]:4680", "127.0.0.2:4680"] {
            assert!(local().check(&head(&[("host", host)])).is_ok(), "{host}");
        }
        for host in [
            "evil.example:4680",
            "127.0.0.1",
            "127.0.0.1:80",
            "localhost.evil.example:4680",
            "10.0.0.1:4680",
            "",
            "a@localhost:4680",
            "127.0.0.1:4680.evil.example",
        ] {
            assert!(local().check(&head(&[("host", host)])).is_err(), "{host}");
        }
        assert!(local().check(&head(&[])).is_err());
        assert!(local().check(&head(&[("host", "localhost:4680"), ("host", "evil.example")])).is_err());
    }

    #[test]
    fn only_the_own_page_asks() {
        let json = ("content-type", "application/json");
        let host = ("host", "localhost:4680");
        let asks = |more: &[(&str, &str)]| local().check_asking(&head(&[&[host, json], more].concat()));
        assert!(asks(&[]).is_ok(), "a program that is no browser");
        assert!(asks(&[("origin", "http://localhost:4680"), ("sec-fetch-site", "same-origin")]).is_ok());
        for origin in [
            "null",
            "https://localhost:4680",
            "http://localhost:4681",
            "http://127.0.0.1:4680",
            "http://evil.example",
            "",
        ] {
            assert_eq!(asks(&[("origin", origin)]).unwrap_err().0, 403, "{origin}");
        }
        for site in ["cross-site", "same-site", "none"] {
            assert_eq!(asks(&[("sec-fetch-site", site)]).unwrap_err().0, 403, "{site}");
        }
        for kind in ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""] {
            let head = head(&[host, ("content-type", kind)]);
            assert_eq!(local().check_asking(&head).unwrap_err().0, 415, "what a form can send needs no permission");
        }
    }

    #[test]
    fn beyond_the_loopback_a_token_is_needed_and_names_are_not_trusted() {
        let token = Token::random().unwrap();
        let guard = Guard::new("0.0.0.0:4680".parse().unwrap(), Some(token.clone()));
        assert!(guard.check(&head(&[("host", "192.168.1.5:4680")])).is_ok());
        assert!(guard.check(&head(&[("host", "rebound.example:4680")])).is_err());
        let asks = |given: Option<&str>| {
            let mut headers = vec![("host", "192.168.1.5:4680"), ("content-type", "application/json")];
            headers.extend(given.map(|given| ("x-unequal-token", given)));
            guard.check_asking(&head(&headers))
        };
        assert!(asks(Some(token.text())).is_ok());
        assert_eq!(asks(None).unwrap_err().0, 401);
        assert_eq!(asks(Some("0123")).unwrap_err().0, 401);
    }
}
