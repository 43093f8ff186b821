//! Every problem there is, by its name.

use axum::http::StatusCode;

use super::{Problem, problem::problem};

impl Problem {
    /// No such address below `/api/`.
    pub const NOTHING_HERE: Self =
        problem(StatusCode::NOT_FOUND, "nothing-here", "Não há nada neste endereço · There is nothing here");
    /// No source of that id.
    pub const UNKNOWN_SOURCE: Self =
        problem(StatusCode::NOT_FOUND, "unknown-source", "Fonte desconhecida · Unknown source");
    /// No live readings of that city.
    pub const UNKNOWN_CITY: Self = problem(
        StatusCode::NOT_FOUND,
        "unknown-city",
        "Não há leituras ao vivo desta cidade · There are no live readings of this city",
    );
    /// Every seat for live readings is taken.
    pub const FULL: Self = Self {
        retry_seconds: Some(30),
        ..problem(
            StatusCode::SERVICE_UNAVAILABLE,
            "full",
            "Todos os lugares estão ocupados · Every seat is taken",
        )
    };
    /// A path or parameter that the source does not allow.
    pub const REFUSED: Self = problem(
        StatusCode::BAD_REQUEST,
        "refused",
        "Este caminho ou parâmetro não é permitido · This path or parameter is not allowed",
    );
    /// The source gives no usable answer.
    pub const SOURCE_FAILS: Self =
        problem(StatusCode::BAD_GATEWAY, "source-fails", "A fonte não responde bem · The source fails");
    /// The source gives no answer in time.
    pub const SOURCE_SLOW: Self =
        problem(StatusCode::GATEWAY_TIMEOUT, "source-slow", "A fonte demora demais · The source is too slow");
    /// What was done cannot be written down, so nothing is handed on.
    pub const NO_EVIDENCE: Self = problem(
        StatusCode::SERVICE_UNAVAILABLE,
        "no-evidence",
        "O registo não pode ser escrito · The evidence cannot be written",
    );
    /// Too many calls.
    pub const TOO_MANY: Self = Self {
        retry_seconds: Some(10),
        ..problem(StatusCode::TOO_MANY_REQUESTS, "too-many", "Demasiados pedidos · Too many requests")
    };
    /// Only for somebody who is signed in.
    pub const SIGN_IN: Self = problem(StatusCode::UNAUTHORIZED, "sign-in", "Inicie sessão · Please sign in");
    /// Signed in, but it is not for this person.
    pub const FORBIDDEN: Self =
        problem(StatusCode::FORBIDDEN, "forbidden", "Sem permissão · Not allowed for you");
    /// A request about somebody without the header that only our own pages send.
    pub const NO_HEADER: Self = problem(
        StatusCode::FORBIDDEN,
        "no-header",
        "Falta o cabeçalho gemeo-request: 1 · The header gemeo-request: 1 is missing",
    );
    /// A request about somebody that another site caused.
    pub const CROSS_SITE: Self =
        problem(StatusCode::FORBIDDEN, "cross-site", "Pedido de outro sítio · Request from another site");
    /// A place to go on to that is none of the twin's.
    pub const NOT_LOCAL: Self = problem(
        StatusCode::BAD_REQUEST,
        "not-local",
        "O parâmetro to não é um caminho deste sítio · The parameter to is no path of this site",
    );
    /// Nobody was signed in.
    pub const SIGN_IN_FAILED: Self = problem(
        StatusCode::BAD_REQUEST,
        "sign-in-failed",
        "O início de sessão falhou; tente de novo · Signing in failed; please try again",
    );
    /// The identity provider gives no usable answer.
    pub const PROVIDER_DOWN: Self = Self {
        retry_seconds: Some(30),
        ..problem(
            StatusCode::SERVICE_UNAVAILABLE,
            "provider-down",
            "O serviço de identidade não responde · The identity provider does not answer",
        )
    };
    /// A logout token that does not hold.
    pub const LOGOUT_REFUSED: Self =
        problem(StatusCode::BAD_REQUEST, "logout-refused", "Token de saída recusado · Logout token refused");
    /// No session of that handle.
    pub const UNKNOWN_SESSION: Self =
        problem(StatusCode::NOT_FOUND, "unknown-session", "Sessão desconhecida · Unknown session");
    /// Sessions cannot be read or written.
    pub const NO_STORE: Self = Self {
        retry_seconds: Some(10),
        ..problem(
            StatusCode::SERVICE_UNAVAILABLE,
            "no-store",
            "As sessões não podem ser lidas · Sessions cannot be read",
        )
    };
    /// Whoever sends a notification does not know the secret of its subscription, or there is no such one.
    pub const NO_SECRET: Self = problem(
        StatusCode::UNAUTHORIZED,
        "no-secret",
        "Segredo ou subscrição desconhecidos · Unknown secret or subscription",
    );
    /// A body that is no notification.
    pub const NO_NOTIFICATION: Self = problem(
        StatusCode::BAD_REQUEST,
        "no-notification",
        "O corpo não é uma notificação NGSI · The body is no NGSI notification",
    );
    /// Another method than those there are.
    pub const METHOD: Self =
        problem(StatusCode::METHOD_NOT_ALLOWED, "method", "Método não permitido · Method not allowed");
    /// A request that cannot be read.
    pub const MALFORMED: Self =
        problem(StatusCode::BAD_REQUEST, "malformed", "Pedido mal formado · Malformed request");
    /// A request that did not arrive in time.
    pub const SLOW: Self = problem(
        StatusCode::REQUEST_TIMEOUT,
        "slow",
        "O pedido demorou demais a chegar · The request took too long to arrive",
    );
    /// A request for another host than those that are answered for here.
    pub const MISDIRECTED: Self = problem(
        StatusCode::MISDIRECTED_REQUEST,
        "misdirected",
        "O pedido é para outro anfitrião · The request is for another host",
    );
    /// A body that is larger than is allowed.
    pub const TOO_LARGE: Self =
        problem(StatusCode::PAYLOAD_TOO_LARGE, "too-large", "Pedido demasiado grande · Request too large");
    /// A body of another kind than is read here.
    pub const MEDIA_TYPE: Self = problem(
        StatusCode::UNSUPPORTED_MEDIA_TYPE,
        "media-type",
        "Tipo de conteúdo não aceite · Media type not accepted",
    );
    /// The answer took too long.
    pub const BUSY: Self = Self {
        retry_seconds: Some(10),
        ..problem(
            StatusCode::SERVICE_UNAVAILABLE,
            "busy",
            "O servidor demora demais · The server is too slow",
        )
    };
    /// A fault of ours.
    pub const FAILED: Self =
        problem(StatusCode::INTERNAL_SERVER_ERROR, "failed", "Erro no servidor · Server error");
}
