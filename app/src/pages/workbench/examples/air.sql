SELECT s.name AS station, m.pollutant, m.year, m.value AS mean_ug_m3, g.value AS who_2021,
  round(m.value / g.value, 2) AS times_guideline
FROM observations m
JOIN observations g ON g.city = m.city AND g.pollutant = m.pollutant
  AND g.concept = 'air_limit' AND g.standard = 'WHO_2021' AND g.statistic = 'annual_mean'
JOIN places s ON s.place = m.place
WHERE m.concept = 'air_annual_mean'
QUALIFY row_number() OVER (PARTITION BY m.place, m.pollutant ORDER BY m.year DESC) = 1
ORDER BY times_guideline DESC
