-- expect H02:t.d 1
-- hazard
SET sql_mode = '';
CREATE TABLE t (id INT PRIMARY KEY, d DATE);
INSERT INTO t VALUES (1, '2012-00-00'), (2, '2020-01-01');
-- clean
CREATE TABLE t (id INT PRIMARY KEY, d DATE);
INSERT INTO t VALUES (2, '2020-01-01');
