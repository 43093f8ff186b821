SELECT year, subsector, sum(value) AS tco2e,
  round(100 * sum(value) / sum(sum(value)) OVER (PARTITION BY year), 1) AS share_pct
FROM observations
WHERE concept = 'ghg_emissions' AND city = 'lisboa' AND value IS NOT NULL
GROUP BY year, subsector
QUALIFY rank() OVER (PARTITION BY year ORDER BY sum(value) DESC) <= 5
ORDER BY year DESC, share_pct DESC
