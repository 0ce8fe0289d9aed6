//! The door itself: routes, limits, and an orderly end.

use std::future::Future;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, Response, StatusCode, header};
use axum::middleware::{self, Next};
use broadsheet_newsroom::{Lang, Refusal, is_media_path};
use percent_encoding::percent_decode_str;
use serde_json::{Value, json};
use tokio::net::TcpListener;

use crate::answer;
use crate::{Gate, Rooms, Token, Ui};

/// The largest file that is taken in, and a little for what is around it.
const MOST_UPLOAD: usize = 52 * 1024 * 1024;

/// The largest arguments of a call: pasted copy is far below.
const MOST_ARGUMENTS: usize = 8 * 1024 * 1024;

/// Why the door cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The port is taken, or the system has no socket.
    #[error("cannot listen on 127.0.0.1:{port}: {why}")]
    Port {
        /// The port asked for.
        port: u16,
        /// What the system said.
        why: io::Error,
    },
    /// The system has no randomness for the token.
    #[error("no randomness: {0}")]
    Token(getrandom::Error),
    /// Serving ended by an error.
    #[error(transparent)]
    Io(#[from] io::Error),
}

/// A door that listens and is about to answer.
#[derive(Debug)]
pub struct Door {
    listener: TcpListener,
    gate: Gate,
}

/// Listens on 127.0.0.1, on a free port where `port` is 0.
///
/// # Errors
/// [`ServeError::Port`], [`ServeError::Token`].
pub async fn open(port: u16) -> Result<Door, ServeError> {
    let token = Token::fresh().map_err(ServeError::Token)?;
    let asked = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let listener = TcpListener::bind(asked).await.map_err(|why| ServeError::Port { port, why })?;
    let gate = Gate::new(token, listener.local_addr()?.port());
    Ok(Door { listener, gate })
}

impl Door {
    /// The address to open, with the token of this run.
    #[must_use]
    pub fn address(&self) -> String {
        self.gate.address()
    }

    /// Answers until `end` comes, and finishes what it has begun.
    ///
    /// # Errors
    /// Where the socket fails.
    pub async fn serve<E>(self, rooms: Arc<dyn Rooms>, ui: Ui, end: E) -> Result<(), ServeError>
    where
        E: Future<Output = ()> + Send + 'static,
    {
        let router = router(rooms, ui, self.gate);
        axum::serve(self.listener, router).with_graceful_shutdown(end).await?;
        Ok(())
    }
}

#[derive(Clone)]
struct Hall {
    rooms: Arc<dyn Rooms>,
    ui: Arc<Ui>,
    gate: Arc<Gate>,
}

/// The routes behind their gate.
pub fn router(rooms: Arc<dyn Rooms>, ui: Ui, gate: Gate) -> Router {
    let hall = Hall { rooms, ui: Arc::new(ui), gate: Arc::new(gate) };
    // One handler looks at the path as it was sent: nothing is decoded, so nothing can be smuggled by decoding.
    Router::new()
        .fallback(enter)
        .layer(middleware::from_fn_with_state(hall.clone(), pass_gate))
        .layer(middleware::map_response(answer::guarded))
        .with_state(hall)
}

async fn pass_gate(State(hall): State<Hall>, request: Request, next: Next) -> Response<Body> {
    let (parts, body) = request.into_parts();
    if let Err(why) = hall.gate.check(&parts) {
        return answer::turned(why, wants_chinese(&parts.headers));
    }
    let first = hall.gate.is_first_visit(&parts);
    let mut response = next.run(Request::from_parts(parts, body)).await;
    if first && let Ok(cookie) = HeaderValue::from_str(&hall.gate.cookie()) {
        response.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    response
}

async fn enter(State(hall): State<Hall>, request: Request) -> Response<Body> {
    let path = request.uri().path().to_owned();
    let looking = request.method() == Method::GET || request.method() == Method::HEAD;
    let acting = request.method() == Method::POST;
    if let Some(name) = path.strip_prefix("/api/").filter(|_| acting) {
        call(hall, name.to_owned(), request).await
    } else if path == "/upload" && acting {
        upload(hall, request).await
    } else if let Some(rest) = path.strip_prefix("/media/").filter(|_| looking) {
        media(hall, rest.to_owned(), request).await
    } else if let Some((mime, bytes)) = hall.ui.file(&path).filter(|_| looking) {
        // The build names the files below assets/ by their content.
        let keep =
            if path.starts_with("/assets/") { "private, max-age=31536000, immutable" } else { "no-store" };
        answer::bytes(StatusCode::OK, mime, keep, bytes)
    } else {
        answer::said(StatusCode::NOT_FOUND, "no-such-address", wants_chinese(request.headers()))
    }
}

async fn call(hall: Hall, name: String, request: Request) -> Response<Body> {
    let zh = wants_chinese(request.headers());
    let Ok(body) = to_bytes(request.into_body(), MOST_ARGUMENTS).await else {
        return answer::said(StatusCode::PAYLOAD_TOO_LARGE, "too-large", zh);
    };
    let Ok(ask) = serde_json::from_slice::<Value>(&body) else {
        return answer::said(StatusCode::BAD_REQUEST, "bad-arguments", zh);
    };
    told(inside(zh, move || hall.rooms.call(&name, ask)).await, |value| answer::json(StatusCode::OK, &value))
}

async fn upload(hall: Hall, request: Request) -> Response<Body> {
    let zh = wants_chinese(request.headers());
    let query = request.uri().query().unwrap_or_default();
    let name = query.split('&').find_map(|pair| pair.strip_prefix("name=")).unwrap_or_default();
    let name = percent_decode_str(name).decode_utf8_lossy().into_owned();
    let Ok(body) = to_bytes(request.into_body(), MOST_UPLOAD).await else {
        return answer::said(StatusCode::PAYLOAD_TOO_LARGE, "too-large", zh);
    };
    let stored = inside(zh, move || Ok(hall.rooms.upload(&name, body.to_vec()))).await;
    told(stored, |upload| answer::json(StatusCode::OK, &json!({ "upload": upload })))
}

async fn media(hall: Hall, path: String, request: Request) -> Response<Body> {
    let zh = wants_chinese(request.headers());
    if !is_media_path(&path) {
        return answer::said(StatusCode::NOT_FOUND, "no-such-address", zh);
    }
    let query = request.uri().query().unwrap_or_default().to_owned();
    let seen = request.headers().get(header::IF_NONE_MATCH).and_then(|tag| tag.to_str().ok());
    let seen = seen.map(|tag| tag.trim_start_matches("W/").trim_matches('"').to_owned());
    let lang = if zh { Lang::Zh } else { Lang::En };
    told(inside(zh, move || hall.rooms.media(&path, &query, seen.as_deref(), lang)).await, answer::media)
}

/// Does it where waiting for the disk holds nobody up. A panic inside becomes an answer.
async fn inside<T, F>(zh: bool, work: F) -> Result<T, Response<Body>>
where
    T: Send + 'static,
    F: FnOnce() -> Result<T, Refusal> + Send + 'static,
{
    match tokio::task::spawn_blocking(work).await {
        Ok(Ok(done)) => Ok(done),
        Ok(Err(refusal)) => Err(answer::refused(&refusal)),
        Err(_) => Err(answer::said(StatusCode::INTERNAL_SERVER_ERROR, "internal", zh)),
    }
}

fn told<T>(done: Result<T, Response<Body>>, tell: impl FnOnce(T) -> Response<Body>) -> Response<Body> {
    done.map_or_else(|refused| refused, tell)
}

fn wants_chinese(headers: &HeaderMap) -> bool {
    let wanted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    wanted.is_some_and(|wanted| wanted.trim_start().starts_with("zh"))
}
