//! Answers: what every one of them says about safety, and how a no is told.

use axum::body::Body;
use axum::http::{HeaderValue, Response, StatusCode, header};
use broadsheet_newsroom::{Media, Refusal};
use serde_json::Value;

use crate::gate::Turned;

/// What a page of this door may load and do: its own files, pictures it was given, nothing else.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; \
                      img-src 'self' blob: data:; connect-src 'self'; base-uri 'none'; form-action 'none'; \
                      frame-ancestors 'none'";

/// On every answer.
const GUARDS: [(header::HeaderName, &str); 6] = [
    (header::CONTENT_SECURITY_POLICY, POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::REFERRER_POLICY, "no-referrer"),
    (header::HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (header::HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
];

/// Adds what stands on every answer.
pub(crate) async fn guarded(mut response: Response<Body>) -> Response<Body> {
    for (name, value) in GUARDS {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}

/// An answer of bytes.
pub(crate) fn bytes(
    status: StatusCode,
    mime: &str,
    keep: &'static str,
    body: impl Into<Body>,
) -> Response<Body> {
    let mut response = Response::new(body.into());
    *response.status_mut() = status;
    let mime = HeaderValue::from_str(mime).unwrap_or(HeaderValue::from_static("application/octet-stream"));
    response.headers_mut().insert(header::CONTENT_TYPE, mime);
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static(keep));
    response
}

/// A call's answer.
pub(crate) fn json(status: StatusCode, value: &Value) -> Response<Body> {
    bytes(status, "application/json", "no-store", value.to_string())
}

/// A no of the newsroom. The UI branches on the code in it, never on the status.
pub(crate) fn refused(refusal: &Refusal) -> Response<Body> {
    let status = match refusal.code.as_str() {
        "not-found" => StatusCode::NOT_FOUND,
        "internal" => StatusCode::INTERNAL_SERVER_ERROR,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    };
    json(
        status,
        &serde_json::json!({ "code": refusal.code, "message": refusal.message, "hint": refusal.hint }),
    )
}

/// A no of the door itself.
pub(crate) fn turned(why: Turned, zh: bool) -> Response<Body> {
    let (status, code) = match why {
        Turned::Host => (StatusCode::MISDIRECTED_REQUEST, "wrong-host"),
        Turned::Origin => (StatusCode::FORBIDDEN, "foreign-page"),
        Turned::Token => (StatusCode::UNAUTHORIZED, "no-token"),
    };
    said(status, code, zh)
}

/// A no of the door, with its words.
pub(crate) fn said(status: StatusCode, code: &str, zh: bool) -> Response<Body> {
    let (chinese, english) = words(code);
    let [message, hint] = if zh { chinese } else { english };
    json(status, &serde_json::json!({ "code": code, "message": message, "hint": hint }))
}

fn words(code: &str) -> ([&'static str; 2], [&'static str; 2]) {
    match code {
        "wrong-host" => (
            ["此地址不是本机的大样。", "请打开启动时显示的地址。"],
            [
                "This is not the address of Broadsheet on this machine.",
                "Open the address shown at the start.",
            ],
        ),
        "foreign-page" => (
            ["请求来自另一个网页。", "请打开启动时显示的地址。"],
            ["The request comes from another web page.", "Open the address shown at the start."],
        ),
        "no-token" => (
            ["缺少本次运行的口令。", "请打开启动时显示的完整地址。"],
            ["The token of this run is missing.", "Open the whole address shown at the start."],
        ),
        "too-large" => (
            ["文件超过 52 MB。", "请把文件缩小或分开。"],
            ["The file is larger than 52 MB.", "Make it smaller, or split it."],
        ),
        "bad-arguments" => {
            (["请求不是完整的 JSON。", "请重试。"], ["The request is not whole JSON.", "Send it again."])
        }
        "internal" => (
            ["程序内部出错。", "没有任何内容丢失；请重试，若仍出现请附上日志报告。"],
            [
                "Something went wrong inside.",
                "Nothing is lost; try again, and report it with the log if it comes back.",
            ],
        ),
        _ => (
            ["没有这个地址。", "请回到首页。"],
            ["There is nothing at this address.", "Go back to the front page."],
        ),
    }
}

/// A picture or a display list; short where the asker has it already.
pub(crate) fn media(media: Media) -> Response<Body> {
    let tag = HeaderValue::from_str(&format!("\"{}\"", media.etag));
    let status = if media.unchanged { StatusCode::NOT_MODIFIED } else { StatusCode::OK };
    let mut response = bytes(status, &media.mime, "private, no-cache", media.bytes);
    if let Ok(tag) = tag {
        response.headers_mut().insert(header::ETAG, tag);
    }
    response
}
