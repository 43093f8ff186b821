SELECT city, year, notation, count(*) AS cells, string_agg(gpc, ', ' ORDER BY gpc) AS gpc
FROM observations
WHERE concept = 'ghg_emissions' AND notation IS NOT NULL
GROUP BY city, year, notation
ORDER BY city, year, cells DESC
