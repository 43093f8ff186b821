//! Every parser reads every seed, whole and damaged: nothing panics, whatever the file is called.

use super::{Hints, Input};
use crate::connect::{CONNECTORS, generic::Mapping};

/// A small answer of each form.
const SEEDS: [&str; 14] = [
    "Data\tPM<10µm\tCO\t\n(Hora UTC)\tµg/m3\tmg/m3\t\n2017/01/01 00:00:00\t41,300\t0,548\t\t\n",
    "Ano;Mês;Data;Distrito;Concelho;Freguesia;Nível de Tensão;Energia Ativa (kWh);CodDistrito;CodDistritoConcelho;CodDistritoConcelhoFreguesia\n2024;01;2024-01;P;Porto;R;Baixa Tensão;1,5;13;1312;131211\n",
    r#"{"colunas":[{"poluente_id":7,"poluente_abrev":"O3","unidade":"µg/m3"}],"estacoes":[{"estacao_id":1028,"medicoes":[{"poluente_id":7,"avg":"1"}]}]}"#,
    r#"{"cats":["0"],"vals":[{"p":0,"x":"0","v":62}],"cols":[{"poluente_abrev":"O3","unidade":"µg/m3"}]}"#,
    r#"[{"IndicadorCod":"1","IndicadorDsg":"População (N.º)","Dados":{"2025":[{"geocod":"1190308FA","dim_3":"1","valor":"4"}]}}]"#,
    r#"{"class":"dataset","id":["geo","time"],"size":[1,2],"value":{"0":5.7},"dimension":{"geo":{"category":{"index":{"PT":0}}},"time":{"category":{"index":["2024","2025"]}}}}"#,
    r#"{"2026-09-07T14:00":{"1210883":{"temperatura":-99.0,"intensidadeVento":2.4}}}"#,
    r#"{"latitude":38.7,"longitude":-9.1,"timezone":"Europe/Lisbon","hourly_units":{"t":"°C"},"hourly":{"time":["2026-10-25T01:00","2026-10-25T01:00"],"t":[1,2]}}"#,
    r#"{"xAxis":{"categories":["00:00","01:15"]},"series":[{"name":"C","data":[1,2]}]}"#,
    "<GL_MarketDocument><TimeSeries><Period><timeInterval><start>2026-09-06T00:00Z</start><end>2026-09-06T02:00Z</end></timeInterval><resolution>PT60M</resolution><Point><position>1</position><quantity>10</quantity></Point></Period></TimeSeries></GL_MarketDocument>",
    r#"[{"id":"a:1","type":"AirQualityObserved","dateObserved":"2026-09-20T18:15:00.00Z","no2":29,"location":{"type":"Point","coordinates":[-8.6,41.1]}}]"#,
    r#"{"type":"FeatureCollection","features":[{"properties":{"dicofre":"0308FA","area_ha":5},"geometry":{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]]]}}]}"#,
    "field,2020,2019\nGPC,Yes,Yes\nCity,Lisbon,Lisbon\nI.1.1,1.5,NO\n",
    "X,Y,BGRI2021,DTMNFR21,N_INDIVIDUOS\n-86845.4,-103281.1,11065602301,110656,202\n",
];

/// What is put into seeds: claims of size, ends, signs of other forms, letters of several bytes.
const PIECES: [&[u8]; 12] = [
    b"\xff",
    b"\0",
    b"99999999999999999999",
    b"-1",
    b"1e308",
    b"\"",
    b"[[[[",
    b"\n\n",
    b"\t;,",
    "µé€".as_bytes(),
    b"null",
    b"2024-02-30T25:61",
];

/// A small generator, so that a failure can be repeated (Knuth, MMIX).
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % n.max(1)
    }
}

fn damage(seed: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut bytes = seed.to_vec();
    for _ in 0..=dice.below(3) {
        let at = dice.below(bytes.len() + 1);
        match dice.below(4) {
            0 => bytes.truncate(at),
            1 => drop(bytes.splice(at..at, PIECES[dice.below(PIECES.len())].iter().copied())),
            2 if at < bytes.len() => bytes[at] = dice.below(256) as u8,
            _ => drop(bytes.drain(at..(at + dice.below(12)).min(bytes.len()))),
        }
    }
    bytes
}

#[test]
fn no_parser_panics_on_damaged_files() {
    let mapping: Mapping = serde_json::from_str(
        r#"{"source":"s","place":{"column":"CodDistritoConcelho"},"period":{"column":"Data","lisbon":true},"values":[{"column":"Energia Ativa (kWh)","concept":"x","unit":"kWh"}]}"#,
    )
    .expect("a mapping");
    let hints = Hints {
        place: "station/3072".parse().ok(),
        day: "2026-10-25".parse().ok(),
        fetched: "2026-09-28T13".parse().ok(),
        mapping: Some(mapping),
    };
    let mut dice = Dice(5);
    for seed in SEEDS {
        for round in 0..60 {
            let bytes =
                if round == 0 { seed.as_bytes().to_vec() } else { damage(seed.as_bytes(), &mut dice) };
            for connector in CONNECTORS {
                let name = ["x.json", "x.csv", "x.xlsx", "3072-2017.pb"][dice.below(4)];
                let input = Input { name, bytes: &bytes, hints: &hints };
                let _ = (connector.claims)(&input, &input.head());
                if let Ok(import) = (connector.read)(&input) {
                    assert!(
                        import.observed.rows().iter().all(|r| r.value.is_none_or(f64::is_finite)),
                        "{}",
                        connector.id
                    );
                }
            }
        }
    }
}

#[test]
fn claims_of_size_are_refused_before_they_cost_memory() {
    let hints = Hints::default();
    let read = |id: &str, text: &str| {
        let connector = crate::connect::by_id(id).expect("a connector");
        (connector.read)(&Input { name: "x.json", bytes: text.as_bytes(), hints: &hints })
    };
    let cube = r#"{"class":"dataset","id":["a"],"size":[1000000000000],"value":{},"dimension":{"a":{"category":{"index":{"x":0}}}}}"#;
    assert!(read("eurostat", cube).is_err());
    let xml = "<GL_MarketDocument><TimeSeries><Period><timeInterval><start>0001-01-01T00:00Z</start><end>9999-01-01T00:00Z</end></timeInterval><resolution>PT15M</resolution></Period></TimeSeries></GL_MarketDocument>";
    assert!(read("entsoe", xml).is_err());
    // A gzip of 600 MB of zeros takes some 600 kB.
    let mut packed = Vec::new();
    let mut encoder = flate2::write::GzEncoder::new(&mut packed, flate2::Compression::fast());
    for _ in 0..600 {
        std::io::Write::write_all(&mut encoder, &[0; 1 << 20]).expect("writes");
    }
    encoder.finish().expect("finishes");
    assert!(matches!(
        crate::connect::unpack("x.gz", &packed),
        Err(crate::connect::ConnectError::TooLarge { .. })
    ));
}
