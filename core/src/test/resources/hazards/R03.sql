-- expect R03:t.f 2
-- hazard
CREATE TABLE t (id int PRIMARY KEY, f float8);
INSERT INTO t VALUES (1, 'NaN'), (2, '-Infinity'), (3, 1.5);
-- clean
CREATE TABLE t (id int PRIMARY KEY);
