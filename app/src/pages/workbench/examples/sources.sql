SELECT s.publisher, s.title, s.licence, count(*) AS figures
FROM observations o
JOIN sources s ON s.id = o.source
GROUP BY s.publisher, s.title, s.licence
ORDER BY figures DESC
