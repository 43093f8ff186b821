SELECT s.name AS station, o.year,
  round(100 * (o.value / first_value(o.value) OVER w - 1), 1) AS change_pct
FROM observations o
JOIN places s ON s.place = o.place
WHERE o.concept = 'air_annual_mean' AND o.pollutant = 'NO2'
WINDOW w AS (PARTITION BY o.place ORDER BY o.year)
ORDER BY station, o.year
