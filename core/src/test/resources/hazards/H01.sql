-- expect H01:t.d 2
-- hazard
SET sql_mode = '';
CREATE TABLE t (id INT PRIMARY KEY, d DATE);
INSERT INTO t VALUES (1, '0000-00-00'), (2, '0000-00-00'), (3, '2020-01-01'), (4, NULL);
-- clean
CREATE TABLE t (id INT PRIMARY KEY, d DATE);
INSERT INTO t VALUES (3, '2020-01-01'), (4, NULL);
