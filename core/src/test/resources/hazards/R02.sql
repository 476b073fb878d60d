-- expect R02:t.n 2
-- hazard
CREATE TABLE t (id int PRIMARY KEY, n numeric);
INSERT INTO t VALUES (1, 'NaN'), (2, 1e40), (3, 1.5);
-- clean
CREATE TABLE t (id int PRIMARY KEY, n numeric(10,2));
INSERT INTO t VALUES (3, 1.5);
