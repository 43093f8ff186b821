SELECT o.city, o.gases, o.year, sum(o.value) AS tco2e,
  round(sum(o.value) / any_value(p.population), 2) AS tco2e_per_inhabitant
FROM observations o
JOIN places p ON p.place = o.place
WHERE o.concept = 'ghg_reported' AND o.method = 'CDP' AND o.scopes IN ('1', '2')
GROUP BY o.city, o.gases, o.year
HAVING count(*) = 2
ORDER BY o.city, o.year
