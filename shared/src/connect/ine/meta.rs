//! Indicator metadata: `pindicaMeta.jsp`, the dimensions of an indicator and their members.

use serde_json::Value;

use crate::connect::{ConnectError, Import, Input, Place, json};

/// Whether a file is such an answer.
pub fn claims(_: &Input<'_>, head: &str) -> bool {
    head.contains("\"IndicadorCod\"") && head.contains("\"Dimensoes\"")
}

/// Reads the description: the indicator and each member of its dimensions, as places of kind `indicator` and `category`.
///
/// # Errors
/// [`ConnectError`] where the answer has another form.
pub fn read(input: &Input<'_>) -> Result<Import, ConnectError> {
    let answer = json::read(input)?;
    let answer = answer.as_array().and_then(|list| list.first()).unwrap_or(&answer);
    let code = json::text(answer, "IndicadorCod");
    let mut import = Import::new(&format!("ine-{code}"));
    import.records = 1;
    let mut about = Place::new("indicator", code)
        .with("unit", json::text(answer, "UnidadeMedida"))
        .with("frequency", json::text(answer, "Periodic"))
        .with("updated", json::text(answer, "DataUltimaAtualizacao"));
    about.name = json::text(answer, "IndicadorNome");
    let dimensions = answer
        .get("Dimensoes")
        .ok_or_else(|| input.shape("no “Dimensoes”", "an answer of pindicaMeta.jsp"))?;
    for dimension in json::list(input, dimensions, "Descricao_Dim")? {
        let key = format!("dim_{}", json::text(dimension, "dim_num"));
        about = about.with(&key, json::text(dimension, "abrv"));
    }
    import.places.push(about);
    for group in json::list(input, dimensions, "Categoria_Dim")? {
        // Each group is an object whose keys are `Dim_Num<n>_<code>` and whose values list one member.
        for member in group.as_object().into_iter().flatten().flat_map(|(_, list)| list.as_array()).flatten()
        {
            import.records += 1;
            import.places.push(category(member));
        }
    }
    Ok(import)
}

fn category(member: &Value) -> Place {
    let mut place = Place::new("category", json::text(member, "cat_id"))
        .with("dimension", json::text(member, "dim_num"))
        .with("code", json::text(member, "categ_cod"))
        .with("level", json::text(member, "categ_nivel"));
    place.name = json::text(member, "categ_dsg");
    place
}
