SELECT p.name AS parish, round(sum(o.value) / 1e6, 2) AS gwh,
  round(sum(o.value) / any_value(p.population)) AS kwh_per_inhabitant
FROM observations o
JOIN places p ON p.place = o.place
WHERE o.concept = 'electricity_billed' AND o.level = 'parish2013' AND o.city = 'lisboa'
GROUP BY p.name
ORDER BY gwh DESC
