//! INE: statistics of Portugal.
//!
//! `GET https://www.ine.pt/ine/json_indicador/pindica.jsp?op=2&varcd=0004167&Dim1=S7A2025&Dim2=…&lang=PT` gives a list of
//! one object (some indicators a plain object): `Dados[<period>][] {geocod, geodsg, dim_3, dim_3_t, ind_string, valor}`.
//! `pindicaMeta.jsp?varcd=…` describes the dimensions. The census comes by statistical subsection (BGRI). Traps: numbers
//! are texts; geocodes begin with a NUTS code that changed in 2024; parish codes contain letters since 2025.

pub mod bgri;
pub mod data;
pub mod meta;
