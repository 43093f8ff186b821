//! The description of the API (OpenAPI 3.1), made from the routes themselves.

use axum::{
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use utoipa::{
    OpenApi, PartialSchema, ToSchema,
    openapi::{
        Components, Content, OpenApi as Description, Paths, Ref, RefOr, Response as Described,
        ResponseBuilder,
        path::{HttpMethod, Operation},
    },
};

use super::problem::{self, Written};

/// The description as it is sent.
#[derive(Clone)]
pub(super) struct Document(Bytes);

/// Serves, and says what it serves.
#[derive(OpenApi)]
#[openapi(info(
    title = "Gémeo",
    description = "The broker of the twin: what sources say, live readings, sign-in. Every error is a problem (RFC 9457).",
    license(name = "Apache-2.0", identifier = "Apache-2.0"),
))]
struct Beginning;

/// The description before its routes.
pub(super) fn beginning() -> Description {
    let mut beginning = Beginning::openapi();
    let components = beginning.components.get_or_insert_with(Components::new);
    components.schemas.insert(Written::name().into_owned(), Written::schema());
    beginning
}

impl Document {
    /// Finishes a description: what every operation has in common is added here, once.
    pub(super) fn of(mut description: Description) -> Self {
        let paths = std::mem::replace(&mut description.paths, Paths::new());
        for (path, mut item) in paths.paths {
            for (_, operation) in operations(&mut item) {
                operation.responses.responses.insert("default".to_owned(), RefOr::T(any_problem()));
            }
            // A path parameter of OpenAPI has no mark for holding slashes.
            description.paths.paths.insert(path.replace("{*", "{"), item);
        }
        // Every part of a description is plain data, which JSON can always hold.
        Self(serde_json::to_vec(&description).map(Bytes::from).unwrap_or_default())
    }
}

fn any_problem() -> Described {
    let schema = Ref::from_schema_name(Written::name());
    let content = Content::new(Some(schema));
    ResponseBuilder::new().description("What is the matter").content(problem::MEDIA, content).build()
}

fn operations(item: &mut utoipa::openapi::PathItem) -> impl Iterator<Item = (HttpMethod, &mut Operation)> {
    let methods = [
        (HttpMethod::Get, item.get.as_mut()),
        (HttpMethod::Post, item.post.as_mut()),
        (HttpMethod::Put, item.put.as_mut()),
        (HttpMethod::Patch, item.patch.as_mut()),
        (HttpMethod::Delete, item.delete.as_mut()),
    ];
    methods.into_iter().filter_map(|(method, operation)| Some((method, operation?)))
}

/// This description.
#[utoipa::path(
    get,
    path = "/api/openapi.json",
    tag = "description",
    responses((status = 200, description = "The description of the API (OpenAPI 3.1)", body = serde_json::Value)),
)]
pub(super) async fn document(State(Document(bytes)): State<Document>) -> Response {
    let headers = [(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "no-cache")];
    (headers, bytes).into_response()
}
