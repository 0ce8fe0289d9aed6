//! `broadsheet://localhost/media/…`: display lists, page images and photos for the window, by id.

use std::panic::{AssertUnwindSafe, catch_unwind};

use broadsheet_newsroom::{Media, Refusal, is_media_path};
use tauri::http::{Request, Response, StatusCode, header};
use tauri::{Manager, Runtime, UriSchemeContext, UriSchemeResponder};

use crate::doors::Desk;
use crate::refused;
use crate::window::{self, LABEL, ORIGINS};

/// The scheme.
pub(crate) const SCHEME: &str = "broadsheet";

/// Answers a request of the window, off the UI thread.
#[expect(clippy::needless_pass_by_value, reason = "the shape in which the shell takes a protocol")]
pub(crate) fn answer<R: Runtime>(
    context: UriSchemeContext<'_, R>,
    request: Request<Vec<u8>>,
    responder: UriSchemeResponder,
) {
    let origin = text(&request, header::ORIGIN);
    // The protocol belongs to the one window, and in it to the program's own page.
    if context.webview_label() != LABEL || origin.as_deref().is_some_and(|origin| !ORIGINS.contains(&origin))
    {
        responder.respond(plain(StatusCode::FORBIDDEN));
        return;
    }
    let app = context.app_handle().clone();
    tauri::async_runtime::spawn_blocking(move || {
        let desk = app.state::<Desk>();
        let answer = || match request.uri().path() {
            path if path.starts_with("/media/") => media(&desk, path, &request),
            refused::PAGE => refused::page(desk.newsroom().err().as_ref(), desk.lang()),
            refused::AGAIN => {
                if desk.try_again() {
                    window::go_home(&app);
                }
                refused::page(desk.newsroom().err().as_ref(), desk.lang())
            }
            refused::LOOK => refused::look(),
            _ => plain(StatusCode::NOT_FOUND),
        };
        // Every request is answered, whatever a picture's bytes do to its decoder: the page would wait for ever.
        let mut response = catch_unwind(AssertUnwindSafe(answer))
            .unwrap_or_else(|_| plain(StatusCode::INTERNAL_SERVER_ERROR));
        // The canvas reads back what it has painted, so the page must be named as one that may.
        if let Some(origin) = origin.and_then(|origin| origin.parse().ok()) {
            response.headers_mut().insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        }
        responder.respond(response);
    });
}

fn media(desk: &Desk, path: &str, request: &Request<Vec<u8>>) -> Response<Vec<u8>> {
    let rest = path.strip_prefix("/media/").filter(|rest| is_media_path(rest));
    let (Some(rest), Ok(newsroom)) = (rest, desk.newsroom()) else { return plain(StatusCode::NOT_FOUND) };
    let query = request.uri().query().unwrap_or_default();
    let seen = text(request, header::IF_NONE_MATCH).map(|tag| tag.trim_matches('"').to_owned());
    match newsroom.media(rest, query, seen.as_deref()) {
        Ok(media) => found(media),
        Err(failure) => {
            let refusal = failure.say(desk.lang());
            tracing::warn!(path, code = refusal.code, "no picture");
            refused_media(&refusal)
        }
    }
}

fn found(media: Media) -> Response<Vec<u8>> {
    let status = if media.unchanged { StatusCode::NOT_MODIFIED } else { StatusCode::OK };
    let response = Response::builder()
        .status(status)
        .header(header::CONTENT_TYPE, media.mime)
        .header(header::ETAG, format!("\"{}\"", media.etag))
        .header(header::CACHE_CONTROL, "private, no-cache")
        .header(header::X_CONTENT_TYPE_OPTIONS, "nosniff")
        .body(media.bytes);
    response.unwrap_or_else(|_| plain(StatusCode::INTERNAL_SERVER_ERROR))
}

fn refused_media(refusal: &Refusal) -> Response<Vec<u8>> {
    let body = serde_json::to_vec(refusal).unwrap_or_default();
    let status =
        if refusal.code == "not-found" { StatusCode::NOT_FOUND } else { StatusCode::UNPROCESSABLE_ENTITY };
    let response =
        Response::builder().status(status).header(header::CONTENT_TYPE, "application/json").body(body);
    response.unwrap_or_else(|_| plain(StatusCode::INTERNAL_SERVER_ERROR))
}

fn plain(status: StatusCode) -> Response<Vec<u8>> {
    let mut response = Response::new(Vec::new());
    *response.status_mut() = status;
    response
}

fn text(request: &Request<Vec<u8>>, name: header::HeaderName) -> Option<String> {
    request.headers().get(name).and_then(|value| value.to_str().ok()).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_known_is_not_sent_again() {
        let media = |unchanged, bytes: &[u8]| Media {
            mime: "image/png".to_owned(),
            etag: "e".to_owned(),
            bytes: bytes.to_vec(),
            unchanged,
        };
        let first = found(media(false, b"png"));
        assert_eq!((first.status(), first.body().as_slice()), (StatusCode::OK, b"png".as_slice()));
        assert_eq!(first.headers()[header::ETAG], "\"e\"");
        assert_eq!(found(media(true, b"")).status(), StatusCode::NOT_MODIFIED);
    }
}
