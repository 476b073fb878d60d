-- expect R04:t.d 2
-- hazard
CREATE TABLE t (id int PRIMARY KEY, d date);
INSERT INTO t VALUES (1, 'infinity'), (2, '10000-01-01'), (3, '2020-01-01');
-- clean
CREATE TABLE t (id int PRIMARY KEY, d date);
INSERT INTO t VALUES (3, '2020-01-01');
