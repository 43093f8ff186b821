SELECT year, sum(value) AS basic_tco2e
FROM observations
WHERE concept = 'ghg_emissions' AND city = 'lisboa'
  AND ((sector IN ('I', 'II') AND scope IN ('1', '2') AND gpc <> 'I.4.4')
    OR (sector = 'III' AND gpc NOT LIKE 'III._.3'))
GROUP BY year
ORDER BY year
