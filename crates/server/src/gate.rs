//! Who may come in: the right host, no foreign page, the token of this run.

use std::fmt;

use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, header};
use subtle::ConstantTimeEq;

/// The header by which the UI shows the token on what changes something; a foreign page cannot send it.
const TOKEN_HEADER: &str = "x-broadsheet-token";

/// The secret of one run: 32 random bytes in lower-case hex. Whoever has it may do all that the library's owner
/// may.
#[derive(Clone)]
pub struct Token(String);

impl Token {
    /// A new one from the system's randomness.
    ///
    /// # Errors
    /// Where the system has none.
    pub fn fresh() -> Result<Self, getrandom::Error> {
        let mut bytes = [0_u8; 32];
        getrandom::fill(&mut bytes)?;
        Ok(Self(bytes.iter().map(|byte| format!("{byte:02x}")).collect()))
    }

    /// The token as it stands in the address to open.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// Whether the two are equal; the time it takes does not tell how far they are.
    #[must_use]
    pub fn is(&self, given: &str) -> bool {
        bool::from(self.0.as_bytes().ct_eq(given.as_bytes()))
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

/// Why a request was turned away.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Turned {
    /// It names another host: a foreign name that was pointed at this machine (DNS rebinding).
    Host,
    /// It comes from a page of another origin.
    Origin,
    /// It does not show the token.
    Token,
}

/// What requests must show on this run.
#[derive(Clone, Debug)]
pub struct Gate {
    token: Token,
    port: u16,
}

impl Gate {
    /// The gate of a door at a port of 127.0.0.1.
    #[must_use]
    pub fn new(token: Token, port: u16) -> Self {
        Self { token, port }
    }

    /// The address to open, with the token.
    #[must_use]
    pub fn address(&self) -> String {
        format!("http://127.0.0.1:{}/?token={}", self.port, self.token.reveal())
    }

    /// The cookie by which the browser shows the token where a header cannot be sent (pictures, reloads). Cookies
    /// do not know ports: its name holds the port, so that two runs do not overwrite each other's.
    pub(crate) fn cookie(&self) -> String {
        format!("{}={}; Path=/; HttpOnly; SameSite=Strict", self.cookie_name(), self.token.reveal())
    }

    /// Whether the address itself shows the token, as it does when it is opened for the first time.
    pub(crate) fn is_first_visit(&self, parts: &Parts) -> bool {
        let given =
            parts.uri.query().unwrap_or_default().split('&').find_map(|pair| pair.strip_prefix("token="));
        parts.uri.path() == "/" && given.is_some_and(|given| self.token.is(given))
    }

    /// Whether the request may come in.
    pub(crate) fn check(&self, parts: &Parts) -> Result<(), Turned> {
        let hosts = [format!("127.0.0.1:{}", self.port), format!("localhost:{}", self.port)];
        let host = text(&parts.headers, header::HOST.as_str()).ok_or(Turned::Host)?;
        if !hosts.iter().any(|known| known == host) {
            return Err(Turned::Host);
        }
        if parts.headers.contains_key(header::ORIGIN) {
            let origin = text(&parts.headers, header::ORIGIN.as_str()).unwrap_or_default();
            // The page that asks must come from the very host that it asks.
            if origin.strip_prefix("http://") != Some(host) {
                return Err(Turned::Origin);
            }
        }
        // A page on another port of this machine is the "same site", and a foreign page all the same.
        if matches!(text(&parts.headers, "sec-fetch-site"), Some("cross-site" | "same-site")) {
            return Err(Turned::Origin);
        }
        if self.shows_token(parts) { Ok(()) } else { Err(Turned::Token) }
    }

    fn shows_token(&self, parts: &Parts) -> bool {
        if text(&parts.headers, TOKEN_HEADER).is_some_and(|given| self.token.is(given)) {
            return true;
        }
        // A cookie goes along by itself; it is enough to look, not to act.
        let looking = parts.method == Method::GET || parts.method == Method::HEAD;
        looking && (self.has_cookie(&parts.headers) || self.is_first_visit(parts))
    }

    fn has_cookie(&self, headers: &HeaderMap) -> bool {
        let name = self.cookie_name();
        headers
            .get_all(header::COOKIE)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(';'))
            .filter_map(|pair| pair.trim().split_once('='))
            .any(|(key, value)| key == name && self.token.is(value))
    }

    fn cookie_name(&self) -> String {
        format!("broadsheet-{}", self.port)
    }
}

/// A header that stands there once, as text.
fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let mut values = headers.get_all(name).iter();
    let first = values.next()?;
    if values.next().is_some() { None } else { first.to_str().ok() }
}

#[cfg(test)]
mod tests {
    use axum::http::Request;

    use super::*;

    fn gate() -> Gate {
        Gate::new(Token("ab".repeat(32)), 4000)
    }

    fn check(method: &str, path: &str, headers: &[(&str, &str)]) -> Result<(), Turned> {
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        gate().check(&request.body(()).unwrap().into_parts().0)
    }

    #[test]
    fn tokens_are_long_and_never_the_same() {
        let (one, other) = (Token::fresh().unwrap(), Token::fresh().unwrap());
        assert_eq!(one.reveal().len(), 64);
        assert!(
            one.is(one.reveal()) && !one.is(other.reveal()) && !one.is("") && !one.is(&one.reveal()[1..])
        );
        assert_eq!(format!("{one:?}"), "Token(…)");
    }

    #[test]
    fn the_host_must_be_this_machine_at_this_port() {
        let token = "ab".repeat(32);
        let with = |host: &str| check("GET", "/", &[("host", host), ("x-broadsheet-token", &token)]);
        assert_eq!(with("127.0.0.1:4000"), Ok(()));
        assert_eq!(with("localhost:4000"), Ok(()));
        for host in [
            "evil.example:4000",
            "127.0.0.1",
            "127.0.0.1:4001",
            "127.0.0.1:4000.evil.example",
            "[::1]:4000",
            "",
        ] {
            assert_eq!(with(host), Err(Turned::Host), "{host}");
        }
        assert_eq!(check("GET", "/", &[("x-broadsheet-token", &token)]), Err(Turned::Host));
        let twice =
            [("host", "127.0.0.1:4000"), ("host", "evil.example"), ("x-broadsheet-token", token.as_str())];
        assert_eq!(check("GET", "/", &twice), Err(Turned::Host));
    }

    #[test]
    fn a_foreign_page_is_turned_away_even_with_the_token() {
        let token = "ab".repeat(32);
        let from = |name: &str, value: &str| {
            check(
                "POST",
                "/api/stories",
                &[("host", "127.0.0.1:4000"), ("x-broadsheet-token", &token), (name, value)],
            )
        };
        assert_eq!(from("origin", "http://127.0.0.1:4000"), Ok(()));
        for origin in [
            "http://evil.example",
            "null",
            "http://localhost:4000",
            "https://127.0.0.1:4000",
            "http://127.0.0.1:4001",
        ] {
            assert_eq!(from("origin", origin), Err(Turned::Origin), "{origin}");
        }
        assert_eq!(from("sec-fetch-site", "same-origin"), Ok(()));
        assert_eq!(from("sec-fetch-site", "none"), Ok(()));
        assert_eq!(from("sec-fetch-site", "same-site"), Err(Turned::Origin));
        assert_eq!(from("sec-fetch-site", "cross-site"), Err(Turned::Origin));
    }

    #[test]
    fn a_cookie_is_enough_to_look_but_not_to_act() {
        let cookie = format!("other=1; broadsheet-4000={}", "ab".repeat(32));
        let with =
            |method: &str| check(method, "/media/x", &[("host", "127.0.0.1:4000"), ("cookie", &cookie)]);
        assert_eq!(with("GET"), Ok(()));
        assert_eq!(with("POST"), Err(Turned::Token));
        let wrong = format!("broadsheet-4001={}", "ab".repeat(32));
        assert_eq!(check("GET", "/", &[("host", "127.0.0.1:4000"), ("cookie", &wrong)]), Err(Turned::Token));
    }

    #[test]
    fn the_address_shows_the_token_once_and_only_on_the_front_page() {
        let first = gate().address().replace("http://127.0.0.1:4000", "");
        assert_eq!(check("GET", &first, &[("host", "127.0.0.1:4000")]), Ok(()));
        assert_eq!(check("POST", &first, &[("host", "127.0.0.1:4000")]), Err(Turned::Token));
        let elsewhere = first.replace("/?", "/media/x?");
        assert_eq!(check("GET", &elsewhere, &[("host", "127.0.0.1:4000")]), Err(Turned::Token));
        assert_eq!(check("GET", "/?token=ab", &[("host", "127.0.0.1:4000")]), Err(Turned::Token));
    }
}
