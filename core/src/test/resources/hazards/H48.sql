-- expect H48:t 1
-- expect H48:t.b 1
-- hazard
CREATE TABLE t (id INT PRIMARY KEY, a VARCHAR(10), b INT AS (CRC32(a)) STORED);
-- clean
CREATE TABLE t (id INT PRIMARY KEY, a INT, b INT AS (a + 1) STORED);
