//! HTTP Basic authentication (RFC 7617), which an `sp:HttpsToken` may require.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use http::HeaderValue;

use super::{Secret, SecurityError, username::is_same};

/// Returns the value of `Authorization` for a user, unless the name has a colon.
pub(super) fn authorization(user: &str, password: &Secret) -> Option<HeaderValue> {
    if user.contains(':') {
        return None;
    }
    let pair = STANDARD.encode([user, ":", password.expose()].concat());
    let mut value = HeaderValue::try_from(["Basic ", &pair].concat()).ok()?;
    value.set_sensitive(true);
    Some(value)
}

/// Returns the user of an `Authorization` whose password is the known one. The check takes just as long for unknown users.
pub(super) fn user(
    authorization: Option<&HeaderValue>,
    lookup: &dyn Fn(&str) -> Option<Secret>,
) -> Result<String, SecurityError> {
    let value = authorization.and_then(|value| value.to_str().ok());
    let (scheme, pair) = value.and_then(|value| value.split_once(' ')).unwrap_or_default();
    let pair = STANDARD.decode(pair.trim()).ok().filter(|_| scheme.eq_ignore_ascii_case("basic"));
    let pair = pair.and_then(|pair| String::from_utf8(pair).ok()).unwrap_or_default();
    let (user, password) = pair.split_once(':').ok_or_else(SecurityError::not_authenticated)?;
    let known = lookup(user);
    let known_password = known.as_ref().map_or("", Secret::expose);
    let is_right = is_same(known_password.as_bytes(), password.as_bytes())?;
    if is_right && known.is_some() {
        Ok(user.to_owned())
    } else {
        Err(SecurityError::not_authenticated())
    }
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::{authorization, user};

    #[test]
    fn authenticates_users() {
        let lookup = |user: &str| (user == "ada").then(|| "se:cret".into());
        let right = authorization("ada", &"se:cret".into()).unwrap();
        assert_eq!(right, "Basic YWRhOnNlOmNyZXQ=");
        assert_eq!(user(Some(&right), &lookup).as_deref(), Ok("ada"));
        let wrong = [
            None,
            authorization("ada", &"wrong".into()),
            authorization("eve", &"se:cret".into()),
            authorization("eve", &"".into()),
            Some(HeaderValue::from_static("Bearer YWRhOnNlOmNyZXQ=")),
            Some(HeaderValue::from_static("Basic !")),
        ];
        for value in wrong {
            assert!(user(value.as_ref(), &lookup).is_err(), "{value:?}");
        }
        assert_eq!(authorization("a:b", &"".into()), None);
    }
}
